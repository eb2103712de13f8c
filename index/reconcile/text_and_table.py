"""What running text says of a table against the table itself.

A chapter explains the table of its own name (二、收入预算情况说明: 收入预算总表) or the one that stands in it; where no
table bears its name, a statement finds the tables that bear the name of its measure. Text is in 万元 and tables often
in 元: the coarser one is then compared as far as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import is_money
from index.hierarchy import Entry, entries_of
from index.model import Column, Disclosure, Figure, Identity, Row, Section, Table
from index.reconcile.equations import agreement, explained, operand
from index.reconcile.naming import core, funds, title_core, without_funds
from index.reconcile.statements import Stated, is_grand, stated_in
from index.table_figures import clean_name, column_period, row_path
from index.tables import is_target_table
from index.vocabulary import ACCOUNT_HEADERS, GENERIC_VALUE_HEADERS

_REASON = "文字与表格中的同一项数据应一致 / the text and its table state the same"
_LEVELS = re.compile(r"([^（）]+)（[类款项]）")
_QUOTED_ACCOUNT = re.compile(r"[^-－—]+(?:[-－—][^-－—]+)+(?=科目)")


@dataclass(frozen=True, slots=True)
class _Cells:
    """A table ready to be asked: its value cells by row and column, and what its title speaks of."""

    table: Table
    title: str
    figures: dict[tuple[int, int], Figure]
    entries: tuple[Entry, ...]


def text_and_table(disclosure: Disclosure) -> list[Identity]:
    """The identities between running text and tables."""
    body = disclosure.document.body
    tables = [_cells(disclosure, table, body) for table in disclosure.tables if not is_target_table(table)]
    found = []
    for stated in stated_in(disclosure):
        if stated.figure.aspect not in ("amount", "stock") or not is_money(stated.figure.unit):
            continue
        section = disclosure.sections[disclosure.paragraphs[stated.paragraph].section]
        if is_grand(disclosure, stated):
            continue  # not what its table calls 收入 or 本年收入合计
        cell = _cell_of(_in_its_account(stated, disclosure), _explained(section, tables, body), tables)
        first = operand(stated.figure)
        second = operand(cell) if cell else None
        if first and second and is_money(second.unit):
            found.append(explained(agreement(first, second, _REASON)))
    return found


def _in_its_account(stated: Stated, disclosure: Disclosure) -> Stated:
    """A statement whose measure says that it is of spent money, where a final account only implies it."""
    figure = stated.figure
    if disclosure.document.kind == "budget" or "预算" in figure.measure or "决算" in figure.measure:
        return stated
    return replace(stated, figure=replace(figure, measure=f"{figure.measure}决算"))


def _cells(disclosure: Disclosure, table: Table, body: str) -> _Cells:
    figures = {
        (figure.row, figure.column): figure
        for figure in disclosure.figures
        if figure.table == table.index and figure.row is not None and figure.column is not None
    }
    return _Cells(table, title_core(table.title, body), figures, entries_of(table))


def _explained(section: Section, tables: Sequence[_Cells], body: str) -> tuple[_Cells, ...]:
    """The tables that a chapter explains: those in it, else those of the name of its heading or one above it."""
    own = tuple(cells for cells in tables if cells.table.section == section.index)
    if own:
        return own
    for title in reversed(section.path):
        named = title_core(title, body)
        for same in (_equal, _equal_but_for_funds, _one_of):
            if found := tuple(cells for cells in tables if named and same(named, cells.title)):
                return found
    return ()


def _equal(named: str, title: str) -> bool:
    return named == title


def _equal_but_for_funds(named: str, title: str) -> bool:
    return without_funds(named) == without_funds(title) and (not funds(named) or not funds(title))


def _one_of(named: str, title: str) -> bool:
    """Whether a title names several things of which the heading's is one (三公经费和机关运行经费)."""
    return named in [core(piece) for piece in re.split(r"[、和与及]", title)]


def _cell_of(stated: Stated, explained: Sequence[_Cells], tables: Sequence[_Cells]) -> Figure | None:
    """The cell that says what a statement says."""
    account = _account(stated.figure)
    if account:
        return _of_account(account, stated.figure, explained or tables)
    for cells in explained:
        if found := _named(stated.figure, cells):
            return found
    wanted = core(stated.figure.measure)
    limits = funds(wanted)
    for cells in tables:
        if limits and limits == funds(cells.table.title) and (found := _named(stated.figure, cells)):
            return found
        if not explained and cells.title == wanted and (found := _whole(cells, stated.figure)):
            return found
    return None


def _named(figure: Figure, cells: _Cells) -> Figure | None:
    """The cell of a table whose row, or whose column in the total row, has a measure's name; or the table's total."""
    wanted = core(figure.measure)
    alike = {wanted, without_funds(wanted)} if funds(wanted) and funds(wanted) <= funds(cells.table.title) else {wanted}
    rows = [
        found
        for row in cells.table.rows
        for column in _main_columns(cells.table, figure)
        if (found := cells.figures.get((row.index, column.index))) and _row_name(cells.table, row, column) in alike
    ]
    if rows:
        return rows[0] if len({found.value for found in rows}) == 1 else None
    for column in cells.table.columns:
        told = column.kind == "value" and _in_year(cells.table, column, figure)
        if told and _column_name(column) in alike and _in_account(column, figure):
            for row in _total_rows(cells.table):
                if found := cells.figures.get((row.index, column.index)):
                    return found
    whole = wanted == cells.title or (len(wanted) > 2 and wanted in cells.title)
    return _whole(cells, figure) if whole else None


def _whole(cells: _Cells, figure: Figure) -> Figure | None:
    """The total of a table: its last total row in the column that only says the value."""
    for row in reversed(_total_rows(cells.table)):
        for column in _main_columns(cells.table, figure):
            if found := cells.figures.get((row.index, column.index)):
                return found
    return None


def _total_rows(table: Table) -> list[Row]:
    totals = [row for row in table.rows if row.kind == "total"]
    return totals or (list(table.rows) if len(table.rows) == 1 else [])


def _main_columns(table: Table, figure: Figure) -> list[Column]:
    """The columns that only say the value (金额, 合计), in the account that a figure is of; else the first of money."""
    values = [column for column in table.columns if column.kind == "value" and _in_year(table, column, figure)]
    generic = [column for column in values if column.path and column.path[-1] in GENERIC_VALUE_HEADERS]
    fitting = [column for column in generic if _in_account(column, figure)]
    named = [column for column in values if column.path and re.search(r"价值|金额|合计", column.path[-1])]
    return fitting or named[:1] or values[:1]


def _in_account(column: Column, figure: Figure) -> bool:
    """Whether a column of planned or spent amounts is of the account that a figure's measure names.

    What names none is planned; that of a final account was given its name before.
    """
    account = next((name for name in reversed(column.path) if name in ACCOUNT_HEADERS), None)
    return account is None or ("决算" in account) == ("决算" in figure.measure)


def _in_year(table: Table, column: Column, figure: Figure) -> bool:
    """Whether a column is of the year that a figure is of; where one says none, it may be."""
    period = column_period(table, column)
    return not period or not figure.period or period[:4] == figure.period[:4]


def _row_name(table: Table, row: Row, column: Column) -> str:
    names = row_path(table, row, column)
    return core(clean_name(names[-1])) if names else ""


def _column_name(column: Column) -> str:
    names = [name for name in column.path if name not in GENERIC_VALUE_HEADERS]
    return core(clean_name(names[-1])) if names else ""


def _account(figure: Figure) -> tuple[str, ...]:
    """The account that a statement names by its levels (某类（类）某款（款）某项（项）; “某类-某款-某项”科目)."""
    for text in (figure.measure, figure.subject):
        levels = _LEVELS.findall(text)
        if levels:
            return tuple(core(name) for name in levels)
    quoted = _QUOTED_ACCOUNT.match(figure.measure)
    return tuple(core(name) for name in re.split(r"[-－—]", quoted.group())) if quoted else ()


def _of_account(account: tuple[str, ...], figure: Figure, tables: Sequence[_Cells]) -> Figure | None:
    """The cell of an account in the tables explained, or in all where every one that has it says the same."""
    if "预算" in figure.measure and "年初" in figure.measure:
        return None  # the tables of a final account show what was spent
    found = [
        cell
        for cells in tables
        for entry in cells.entries
        if _is_account(cells, entry, account)
        for column in _main_columns(cells.table, figure)[:1]
        if column.index in entry.columns and (cell := cells.figures.get((entry.row, column.index)))
    ]
    return found[0] if len({cell.value for cell in found}) == 1 else None


def _is_account(cells: _Cells, entry: Entry, account: tuple[str, ...]) -> bool:
    """Whether an entry bears the account's last name and stands below its others."""
    if core(clean_name(entry.name)) != account[-1]:
        return False
    above, names = entry.above, []
    while above is not None:
        names.append(core(clean_name(cells.entries[above].name)))
        above = cells.entries[above].above
    return all(name in names for name in account[:-1])
