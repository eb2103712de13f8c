"""Which entries of a table stand below which: by their account codes, or by how they are numbered.

Accounts of the government budget are coded so that a code begins with the code above it (类, 款, 项 of the yearly
catalogue of budget accounts, 政府收支分类科目): 201, 20103, 2010301, in one column or spread over several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Column, Row, Table
from index.tables import segments
from index.text import squeezed
from index.vocabulary import ORDER_HEADERS

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"^[0-9]+[、.．](?![0-9])"),
    re.compile(r"^[（(][0-9]+[）)]"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a table: a row, or a half of one where two stand side by side.

    `columns` are the indexes of its columns, `above` is the number of the entry that it is part of.
    """

    row: int
    columns: tuple[int, ...]
    name: str
    above: int | None


def entries_of(table: Table) -> tuple[Entry, ...]:
    """The entries of a table, half by half, each with the one above it; of rows with several names there are none."""
    found: list[Entry] = []
    for columns in segments(table.columns):
        labels = [column for column in columns if column.kind == "label"]
        if len(labels) == 1:
            found += _entries(table, columns, labels[0], len(found))
    return tuple(found)


def below(entries: Sequence[Entry], number: int) -> tuple[Entry, ...]:
    """The entries directly below one."""
    return tuple(entry for entry in entries if entry.above == number)


def parts_of_entry(entries: Sequence[Entry], number: int) -> tuple[Entry, ...]:
    """The entries that make up one: those directly below it, or, where only one is, those that make up that one."""
    parts = below(entries, number)
    return parts_of_entry(entries, entries.index(parts[0])) if len(parts) == 1 else parts


def _entries(table: Table, columns: Sequence[Column], label: Column, first: int) -> list[Entry]:
    found: list[Entry] = []
    keys: list[tuple[str, int]] = []
    for row in table.rows:
        name = _text(table, row, label)
        if not name:
            continue
        key = (_code(table, row, columns), numbering_level(name))
        found.append(Entry(row.index, tuple(column.index for column in columns), name, _above(key, keys, first)))
        keys.append(key)
    return found


def _above(key: tuple[str, int], before: Sequence[tuple[str, int]], first: int) -> int | None:
    """The number of the nearest entry before one that its code begins with, or that is numbered a level higher."""
    code, level = key
    for number in range(len(before) - 1, -1, -1):
        other, other_level = before[number]
        if code:
            if other and other != code and code.startswith(other):
                return first + number
        elif not level or not other_level:
            return None
        elif other_level < level:
            return first + number
    return None


def _code(table: Table, row: Row, columns: Sequence[Column]) -> str:
    coded = [
        column for column in columns if column.kind == "code" and column.path and column.path[-1] not in ORDER_HEADERS
    ]
    code = "".join(_text(table, row, column) for column in coded)
    return code if code.isascii() and code.isalnum() else ""


def numbering_level(name: str) -> int:
    """How deep a name is numbered: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 0 where it is not."""
    return next((number for number, pattern in enumerate(_LEVELS, 1) if pattern.match(name)), 0)


def _text(table: Table, row: Row, column: Column) -> str:
    return squeezed(row.cells[table.columns.index(column)].text)
