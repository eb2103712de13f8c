"""The lists of figures that tables are made of: lines with their values, and which line stands below which.

A table whose two halves stand side by side is two lists; halves of account codes that go on from one to the next are
one. A line's kind is read from its own name, so that each half has totals of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.hierarchy import numbering_level
from index.model import Column, Disclosure, Operand, Row, RowKind, Table
from index.reconcile.equations import operand
from index.table_figures import clean_name, row_path
from index.tables import is_target_table, segments
from index.text import squeezed
from index.vocabulary import (
    GENERIC_VALUE_HEADERS,
    ORDER_HEADERS,
    PART_NAME,
    SUBTOTAL_SUFFIX,
    TOTAL_NAME,
)

Values = tuple[Operand | None, ...]
"""The values of a line, one a column of its listing; None where the cell is empty or no quantity."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a listing: its names from the outer to its own, its account code and its values.

    `part` marks a line that begins with 其中: a part of what stands above it, which need not be complete.
    `half` is the number of the half that it stands in.
    """

    row: int
    half: int
    names: tuple[str, ...]
    code: str
    kind: RowKind
    part: bool
    values: Values

    @property
    def name(self) -> str:
        """Its own name, without numbering; empty where it has none."""
        return clean_name(PART_NAME.sub("", self.names[-1])) if self.names else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that one total may add up, and the value columns that their values stand in."""

    table: Table
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def listings(disclosure: Disclosure) -> list[Listing]:
    """The listings of all tables, in order; tables of performance targets have none."""
    stated = _operands(disclosure)
    found: list[Listing] = []
    for table in disclosure.tables:
        if not is_target_table(table):
            found += _joined([listing for listing in _halves(table, stated) if listing.columns])
    return found


def parents(lines: Sequence[Line]) -> list[int | None]:
    """For each line the number of the line directly above it in rank, None for those at the top.

    Rank is read from what the lines have: 其中, names in several columns, account codes, numbering. Where a stretch
    between two totals begins with a line that has neither code nor number, the others in it stand below such lines;
    elsewhere such a line behind 其中 goes on with what is 其中 of a line that has one.
    """
    found: list[int | None] = []
    start, of_which = 0, False
    for number, line in enumerate(lines):
        if line.kind != "item" or line.half != lines[max(number - 1, 0)].half:
            start = number + (line.kind != "item")
        above = _parent(lines, number, start) if line.kind == "item" else None
        whole = found[-1] if of_which and _is_plain(line) and above is None else None
        of_which = line.part or (whole is not None and is_ranked(lines[whole]))
        found.append(whole if of_which and not line.part else above)
    return found


def _parent(lines: Sequence[Line], number: int, start: int) -> int | None:
    line = lines[number]
    level = _level(line)
    led = start < number and _is_plain(lines[start])
    for other in range(number - 1, -1, -1):
        above = lines[other]
        if above.kind != "item":
            if not line.code:
                return None
            continue
        if line.part and not level and not above.part:
            return other
        if len(above.names) < len(line.names) and line.names[: len(above.names)] == above.names:
            return other
        if line.code and above.code and above.code != line.code and line.code.startswith(above.code):
            return other
        if not line.code and 0 < _level(above) < level:
            return other
        if led and other >= start and not _is_plain(line) and _is_plain(above):
            return other
    return None


def is_ranked(line: Line) -> bool:
    """Whether a line has an account code or is numbered."""
    return bool(line.code or _level(line))


def _is_plain(line: Line) -> bool:
    return not (is_ranked(line) or line.part or len(line.names) > 1)


def _level(line: Line) -> int:
    return numbering_level(PART_NAME.sub("", line.names[-1])) if line.names and not line.code else 0


def _operands(disclosure: Disclosure) -> dict[tuple[int, int, int], Operand]:
    """The quantities of table cells by table, row and column."""
    found: dict[tuple[int, int, int], Operand] = {}
    for figure in disclosure.figures:
        stated = operand(figure)
        if stated is None or figure.comparator or figure.unit == "%":
            continue
        if figure.table is not None and figure.row is not None and figure.column is not None:
            found[(figure.table, figure.row, figure.column)] = stated
    return found


def _joined(halves: list[Listing]) -> list[Listing]:
    """Halves that list account codes as one listing, as a long list goes on beside itself."""
    if len(halves) < 2 or not all(_is_coded(half) for half in halves):
        return halves
    if len({len(half.columns) for half in halves}) > 1:
        return halves
    lines = tuple(line for half in halves for line in half.lines)
    return [Listing(halves[0].table, halves[0].columns, lines)]


def _is_coded(listing: Listing) -> bool:
    return any(line.code for line in listing.lines)


def _halves(table: Table, stated: Mapping[tuple[int, int, int], Operand]) -> Iterator[Listing]:
    halves = segments(table.columns)
    for number, columns in enumerate(halves):
        values = tuple(column for column in columns if column.kind == "value")
        beside = [column for column in halves[number + 1] if column.kind == "value"] if halves[number + 1 :] else []
        lines: list[Line] = []
        codes: dict[int, str] = {}
        for row in table.rows:
            code = _code(table, row, columns, codes)
            line = _line(table, row, columns, values, stated, number, code)
            if line.kind != "item" and not any(line.values) and _spans(table, row, columns, halves, number):
                line = _line(table, row, columns, beside, stated, number, code)
            if line.names or any(line.values):
                lines.append(line)
        yield Listing(table, values, tuple(lines))


def _spans(table: Table, row: Row, columns: Sequence[Column], halves: Sequence[Sequence[Column]], number: int) -> bool:
    """Whether the value of a total stands in the next half, which has no name of its own on the row.

    So it is where two breakdowns of one sum stand side by side under one header, over one total.
    """
    if number + 1 >= len(halves):
        return False
    beside = halves[number + 1]
    one_each = [sum(column.kind == "value" for column in half) for half in (columns, beside)] == [1, 1]
    return one_each and columns[0].path[:1] == beside[0].path[:1] and not _own_names(table, row, beside)


def _line(
    table: Table,
    row: Row,
    columns: Sequence[Column],
    values: Sequence[Column],
    stated: Mapping[tuple[int, int, int], Operand],
    half: int,
    code: str,
) -> Line:
    names = _own_names(table, row, columns)
    borrowed = row_path(table, row, values[0]) if values and not names else ()
    if borrowed and _kind(borrowed) != "item":
        names = borrowed
    own = _own_names(table, row, columns, filled=False) or names
    cells = [stated.get((table.index, row.index, column.index)) for column in values]
    headers = values if len(values) > 1 else [None] * len(values)
    named = tuple(cell and _named(cell, names, column) for cell, column in zip(cells, headers, strict=True))
    part = bool(names and PART_NAME.match(names[-1]))
    return Line(row.index, half, names, code, _kind(own), part, named)


def _named(cell: Operand, names: tuple[str, ...], column: Column | None) -> Operand:
    """An operand named by its row, and by its column where the row has several."""
    row = clean_name(names[-1]) if names else ""
    path = [name for name in column.path if name not in GENERIC_VALUE_HEADERS] if column else []
    leaf = column.path[-1] if column and column.path and not row else (path[-1] if path else "")
    name = " ".join(part for part in (row, leaf) if part) or cell.name
    return Operand(cell.value, cell.unit, name, cell.place, cell.figure)


def _kind(names: Sequence[str]) -> RowKind:
    if any(TOTAL_NAME.search(name) for name in names):
        return "total"
    return "subtotal" if any(name.endswith(SUBTOTAL_SUFFIX) for name in names) else "item"


def _own_names(table: Table, row: Row, columns: Sequence[Column], filled: bool = True) -> tuple[str, ...]:
    """The label cells of a row in some columns, and words in a code's place (合计)."""
    indexes = {column.index for column in columns}
    return tuple(
        squeezed(cell.text)
        for column, cell in zip(table.columns, row.cells, strict=True)
        if column.index in indexes
        and cell.text
        and (filled or not cell.filled)
        and (column.kind == "label" or (column.kind == "code" and not _has_digit(cell.text)))
    )


def _code(table: Table, row: Row, columns: Sequence[Column], above: dict[int, str]) -> str:
    """The account code of a row, put together of its columns; upper parts left empty are those of the row above."""
    indexes = {column.index for column in columns}
    cells = {
        column.index: squeezed(cell.text)
        for column, cell in zip(table.columns, row.cells, strict=True)
        if column.index in indexes and column.kind == "code" and not set(column.path[-1:]) & ORDER_HEADERS
    }
    last = max((index for index, text in cells.items() if text), default=None)
    if last is None or not all(text.isdigit() for text in cells.values() if text):
        return ""
    whole = {index: text or above.get(index, "") for index, text in cells.items() if index <= last}
    above.clear()
    above.update(whole)
    return "".join(whole.values())


def _has_digit(text: str) -> bool:
    return any(character.isascii() and character.isalnum() for character in text)
