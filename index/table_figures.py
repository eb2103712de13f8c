"""Tables to figures: what each value cell counts, whose it is, in which unit, and what it is part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.amounts import whole_amount
from index.model import Amount, Aspect, Cell, Column, Document, Figure, NumeralClass, Place, Row, Section, Table
from index.numerals import Claim, Claimed, claimed_spans, claims
from index.prose import statements_in
from index.tables import is_target_table, segments
from index.text import figure_id, squeezed, subspans, year_in
from index.vocabulary import (
    ACCOUNT_HEADERS,
    COUNT_HEADER,
    COUNT_UNITS,
    GENERIC_VALUE_HEADERS,
    LAST_YEAR_HEADER,
    ORDER_HEADERS,
    SUBTOTAL_SUFFIX,
    TABLE_LABEL,
    TARGET_HEADER,
    UNIT_HEADER,
)

_UNIT_IN_NAME = re.compile(r"[（(][^（）()]*?(亿元|万元|千元|元)[^（）()]*[）)]")
_UNITS_ONLY = re.compile(rf"[（(](?:{'|'.join(COUNT_UNITS)}|[、，,/])+[）)]$")
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_ROW_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[0-9]+[、.．]|其中[：:])\s*")
_ACCOUNT = re.compile(r"(?:预算|决算)数?$")
_TITLE_FRAME = re.compile(r"^(?:附?表[0-9]+)?(?:20[0-9]{2}年度?(?:部门|单位)?)?|(?:明细|总)?表$")
_CODE = re.compile(r"[0-9A-Za-z]")


def table_figures(document: Document, table: Table, section: Section) -> list[Figure]:
    """The figures of a table's value cells in order, each with the subtotal or total above it."""
    found: list[Figure] = []
    totals: dict[tuple[int, str], str] = {}
    for row in table.rows:
        for column, cell in _cells(table, row):
            if column.kind == "value" and cell.text:
                figure = _figure(document, table, row, column, cell, section)
                found.append(replace(figure, part_of=_total_of(row, column, figure.id, totals)))
    return found


def worded_cells(table: Table) -> Iterator[tuple[Cell, tuple[str, ...]]]:
    """The cells that hold running text, each with the names of its row: captions, then labels and remarks."""
    for label, cell in table.captions:
        yield cell, (label.text,)
    for row in table.rows:
        for column, cell in _cells(table, row):
            if column.kind in ("label", "text") and cell.text and not cell.filled:
                yield cell, row_path(table, row)


def table_claims(document: Document, table: Table) -> list[Claimed]:
    """The source spans of a table's dates, numbering, codes and values, each with its class.

    Of two that overlap the first counts. What `worded_cells` state is no part of them.
    """
    found: list[Claimed] = []
    for cell in _texts_beside_values(document, table):
        found += claimed_spans(cell.spans, claims(cell.text))
    for start, end in table.repeated_header_spans:
        if document.text[start:end].isdigit():  # 栏次 1 2 3
            found.append(((start, end), "structure"))
    for row in table.rows:
        for column, cell in _cells(table, row):
            if column.kind == "code":
                found += claimed_spans(cell.spans, _code_claims(column, cell))
            elif column.kind == "value":
                found += claimed_spans(cell.spans, _value_claims(cell))
    return found


def row_path(table: Table, row: Row, column: Column | None = None) -> tuple[str, ...]:
    """The names of a row: its label cells, of the half of the table that the column is in."""
    if column is None:
        return _labels(table, row, {other.index for other in table.columns})
    groups = [{other.index for other in group} for group in segments(table.columns)]
    names = _labels(table, row, next(group for group in groups if column.index in group))
    return names or _labels(table, row, {other.index for other in table.columns if other.index < column.index})[-1:]


def column_period(table: Table, column: Column) -> str | None:
    """The year or day that the values of a column are of: what its headers say, else that of the table."""
    year = year_in("".join(column.path))
    if year is None and table.period and any(LAST_YEAR_HEADER.search(name) for name in column.path):
        return str(int(table.period[:4]) - 1)
    return year or table.period


def owned_path(row: Row, path: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a row below the unit that owns it, where a subtotal row says so."""
    return (row.owner, *path) if row.owner and row.kind == "item" else path


def clean_name(name: str) -> str:
    """A row's name without its number, its unit in brackets and quotation marks."""
    bare = _ROW_NUMBER.sub("", re.sub(r"[“”\"]", "", squeezed(name))).rstrip("。；")
    return _UNITS_ONLY.sub("", _UNIT_IN_NAME.sub("", bare)) or bare


def _figure(document: Document, table: Table, row: Row, column: Column, cell: Cell, section: Section) -> Figure:
    """The figure of a value cell, what it is part of left open."""
    amount = whole_amount(cell.text)
    own = subspans(cell.spans, amount.start, amount.end) if amount else cell.spans
    path = row_path(table, row, column)
    measure, subject = measure_and_subject(document, table, row, column, path)
    return Figure(
        id=figure_id(document, own),
        document=document.id,
        value=amount.value if amount else None,
        raw=amount.raw if amount else cell.text,
        unit=_unit(table, row, column, amount),
        comparator=amount.comparator if amount else "",
        measure=measure,
        subject=subject,
        period=column_period(table, column),
        aspect=_aspect(table, column),
        part_of=None,
        context=" ".join(squeezed(cell.text) for cell in row.cells if cell.text),
        place=Place(section.path, own, table.title, owned_path(row, path), column.path),
        table=table.index,
        row=row.index,
        column=column.index,
    )


def measure_and_subject(
    document: Document, table: Table, row: Row, column: Column, path: tuple[str, ...]
) -> tuple[str, str]:
    """What a cell counts and whose it is.

    A target counts its indicator, of the table's project. Where the column only says 金额 or 合计, the row's own name
    is counted, for the department; else the column's name is counted, for the row. A total that only says 合计 is
    one of what the table's title names. Where 预算数 and 决算数 stand side by side, the measure says which.
    """
    names = [clean_name(name) for name in path]
    if is_target_table(table):
        return clean_name((table.title, *column.path, *names)[-1]), table.subject or document.body
    own = [_measure_name(name) for name in column.path if clean_name(name) not in GENERIC_VALUE_HEADERS]
    leaf = _measure_name(column.path[-1]) if column.path else ""
    if leaf not in GENERIC_VALUE_HEADERS and leaf:
        measure = leaf
    elif own and len(segments(table.columns)) == 1:
        measure = own[-1]
    else:
        return _row_measure(document, table, own, names, column), " ".join(dict.fromkeys(names[:-1])) or document.body
    measure = _in_account(table, measure, column)
    if row.kind == "total" or not names:
        return measure, document.body
    if row.kind == "subtotal":
        return measure, row.owner or names[-1].removesuffix(SUBTOTAL_SUFFIX) or document.body
    return measure, " ".join(dict.fromkeys(names))


def _row_measure(document: Document, table: Table, own: list[str], names: list[str], column: Column) -> str:
    """What a row counts under a column that only says 金额: its own name, 收入总计, or what the table counts."""
    if names and names[-1] not in GENERIC_VALUE_HEADERS:
        return _in_account(table, names[-1], column)
    if own:
        return _in_account(table, own[-1] + "".join(names[-1:]), column)
    return _in_account(table, _bare_title(table, document), column)


def _in_account(table: Table, measure: str, column: Column) -> str:
    """A measure with the account that its column gives (预算数, 决算数), where the table has several."""
    accounts = {name for other in table.columns for name in other.path[-1:]} & ACCOUNT_HEADERS
    if len(accounts) < 2:  # one header over all columns of an account
        accounts = {name for other in table.columns for name in other.path[:1]} & ACCOUNT_HEADERS
    own = next((name for name in reversed(column.path) if name in accounts), None)
    return _ACCOUNT.sub("", measure) + own if own and len(accounts) > 1 else measure


def _bare_title(table: Table, document: Document) -> str:
    """What a table's title counts (2018年度某某局收入预算总表: 收入预算)."""
    bare = TABLE_LABEL.sub("", clean_name(table.title)).replace(squeezed(document.body), "")
    return _TITLE_FRAME.sub("", bare) or bare or table.title


def _measure_name(name: str) -> str:
    """A column's name without its unit and a remark in brackets behind it."""
    bare = clean_name(name)
    return _REMARK.sub("", bare) or bare


def _unit(table: Table, row: Row, column: Column, amount: Amount | None) -> str | None:
    if amount and amount.unit:
        return amount.unit
    if amount is None or is_target_table(table):
        return None
    stated = _UNIT_IN_NAME.search("".join(column.path))
    if stated:
        return stated.group(1)
    if column.path and COUNT_HEADER.search(column.path[-1]):
        measures = [cell.text for other, cell in _cells(table, row) if other.path and UNIT_HEADER.match(other.path[-1])]
        return measures[0] if measures and measures[0] else None
    return table.unit


def _aspect(table: Table, column: Column) -> Aspect:
    if is_target_table(table) and TARGET_HEADER in column.path:
        return "target"
    if column.path and COUNT_HEADER.search(column.path[-1]):
        return "count"
    return "stock" if table.period and "-" in table.period else "amount"


def _total_of(row: Row, column: Column, identifier: str, totals: dict[tuple[int, str], str]) -> str | None:
    """The id of the subtotal or total above a cell, remembered as the rows go by."""
    if row.kind == "total":
        totals[(column.index, "")] = identifier
        return None
    if row.kind == "subtotal":
        if row.owner:
            totals[(column.index, row.owner)] = identifier
        return totals.get((column.index, ""))
    return totals.get((column.index, row.owner)) if row.owner else None


def _texts_beside_values(document: Document, table: Table) -> list[Cell]:
    """Headers, captions, and the cells that are no values: places where dates and numbering stand."""
    spans = (*table.header_spans, *table.repeated_header_spans)
    headers = [Cell(document.text[start:end], ((start, end),)) for start, end in spans]
    captions = [cell for _, cell in table.captions]
    others = [
        cell
        for row in table.rows
        for column, cell in _cells(table, row)
        if column.kind in ("label", "text") or (column.kind == "value" and not whole_amount(cell.text))
    ]
    return [cell for cell in (*headers, *captions, *others) if cell.text]


def _code_claims(column: Column, cell: Cell) -> list[Claim]:
    order: NumeralClass = "structure" if set(column.path[-1:]) & ORDER_HEADERS else "identifier"
    return [(0, len(cell.text), order)]


def _value_claims(cell: Cell) -> list[Claim]:
    if whole_amount(cell.text):
        return [(0, len(cell.text), "figure")]
    stated = statements_in(cell.text, claims(cell.text))
    return [(item.amount.start, item.amount.end, "figure") for item in stated]


def _labels(table: Table, row: Row, columns: set[int]) -> tuple[str, ...]:
    """The label cells of a row in some columns, and words in a code's place, where a total has no code (合计)."""
    return tuple(
        squeezed(cell.text)
        for column, cell in _cells(table, row)
        if cell.text
        and column.index in columns
        and (column.kind == "label" or (column.kind == "code" and not _CODE.search(cell.text)))
    )


def _cells(table: Table, row: Row) -> Iterator[tuple[Column, Cell]]:
    """The cells of a row, each with its column."""
    return zip(table.columns, row.cells, strict=True)
