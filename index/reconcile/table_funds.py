"""The funds that the form of whole-department or project targets asks for: 资金总额 and what it is made up of.

The form (《中央部门预算绩效目标管理办法》, 财预〔2015〕88号) lists 资金总额, then 其中：财政拨款 and 其他资金, and in
newer forms 基本支出 and 项目支出, in rows whose names may stand in any column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.amounts import whole_amount
from index.model import Disclosure, Identity, Operand, Place, Table
from index.reconcile.equations import explained, operand, sum_identity
from index.table_figures import clean_name
from index.text import squeezed
from index.vocabulary import FUNDS_MADE_UP, FUNDS_TOTAL, PART_NAME

_REASON = "资金总额应等于所列各项资金之和 / the funds are the sum of what they are made up of"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by the words of its cells and its values by column."""

    names: tuple[str, ...]
    values: dict[int, Operand]


def table_funds(disclosure: Disclosure) -> list[Identity]:
    """The identities of the funds that tables of targets give."""
    found: list[Identity] = []
    for table in disclosure.tables:
        rows = list(_rows(disclosure, table))
        for number, row in enumerate(rows):
            if any(FUNDS_TOTAL.search(name) for name in row.names):
                found += _made_up(row, rows[number + 1 :])
    return found


def _rows(disclosure: Disclosure, table: Table) -> Iterator[_Row]:
    """The rows of a table; the form sets a total one column before its parts, so that each cell is read by itself."""
    figures = {
        (figure.row, figure.column): stated
        for figure in disclosure.figures
        if figure.table == table.index and not figure.comparator and (stated := operand(figure))
    }
    section = disclosure.sections[table.section].path
    for row in table.rows:
        cells = [(column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if cell.text]
        names = tuple(clean_name(PART_NAME.sub("", squeezed(cell.text))) for _, cell in cells if not cell.filled)
        values = {}
        for column, cell in cells:
            amount = whole_amount(cell.text) if column.kind in ("value", "label") else None
            if amount and not amount.comparator:
                place = Place(section, cell.spans, table.title, names)
                own = Operand(amount.value, amount.unit or table.unit, names[-1] if names else "", place)
                values[column.index] = figures.get((row.index, column.index), own)
        yield _Row(names, values)


def _made_up(total: _Row, below: list[_Row]) -> Iterator[Identity]:
    """The sums of each way that the rows below a total divide it, column by column."""
    for way in FUNDS_MADE_UP:
        members = list(_members(way, below))
        if len(members) < 2:
            continue
        for column, stated in total.values.items():
            alone = len(total.values) == 1
            parts = [found for row in members if (found := _value(row, column, alone))]
            if parts and stated.unit != "%" and stated.value:
                yield explained(sum_identity("parts", stated, parts, _REASON))


def _members(way: frozenset[str], below: list[_Row]) -> Iterator[_Row]:
    for row in below:
        if any(FUNDS_TOTAL.search(name) for name in row.names):
            return
        if any(name in way for name in row.names):
            yield row


def _value(row: _Row, column: int, alone: bool) -> Operand | None:
    """The value of a row in the column of its total, or, where the total has only one, the row's only value."""
    if alone and len(row.values) == 1:
        return next(iter(row.values.values()))
    return row.values.get(column)
