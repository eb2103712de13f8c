"""Columns worked out of others of their row: changes (增减额), growth (增减%), execution (完成率), shares (占比).

Which columns they are worked out of is not read from their names, which differ from one disclosure to the next: it is
the pair that most of the rows bear out. Where none is, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from index.amounts import rounded
from index.model import Disclosure, Identity, IdentityKind, Operand, Table
from index.reconcile.equations import decimals, identity, in_unit, operand, written
from index.tables import is_target_table, segments
from index.vocabulary import CHANGE_COLUMN, RATE_COLUMN

_CHANGE = "增减额应等于两栏之差 / the change is the difference of the two columns"
_RATE = "比率应等于同一行的两栏相除 / the rate is one column of the row over another"
_GROWTH = "增减幅度应等于两栏之差除以上年数 / growth is the difference of the two columns over the earlier"
_HUNDRED = Decimal(100)
_MOST = 6
"""More money columns than this are no comparison of years or accounts."""

Cells = Mapping[int, Operand]
Worked = tuple[IdentityKind, Callable[[Operand, Operand], Decimal | None], str]


def table_rates(disclosure: Disclosure) -> list[Identity]:
    """The identities of the columns of changes and rates of all tables."""
    figures = _operands(disclosure)
    found: list[Identity] = []
    for table in disclosure.tables:
        if not is_target_table(table):
            rows = [figures[(table.index, row.index)] for row in table.rows if (table.index, row.index) in figures]
            found += _of_table(table, rows)
    return found


def _operands(disclosure: Disclosure) -> dict[tuple[int, int], dict[int, Operand]]:
    """The quantities of table cells by column, for each table and row."""
    found: dict[tuple[int, int], dict[int, Operand]] = {}
    for figure in disclosure.figures:
        stated = operand(figure)
        if stated and figure.table is not None and figure.row is not None and figure.column is not None:
            found.setdefault((figure.table, figure.row), {})[figure.column] = stated
    return found


def _of_table(table: Table, rows: Sequence[Cells]) -> Iterator[Identity]:
    for columns in segments(table.columns):
        values = [column for column in columns if column.kind == "value" and column.path]
        rates = [column.index for column in values if RATE_COLUMN.search(column.path[-1])]
        changes = [column.index for column in values if CHANGE_COLUMN.search(column.path[-1])]
        stated = [column.index for column in values if column.index not in (*rates, *changes)]
        if len(stated) > _MOST:
            continue
        for column in changes:
            yield from _borne_out(rows, column, stated, (_CHANGES,))
        for column in rates:
            yield from _borne_out(rows, column, stated, (_RATIO, _GROWN))


def _borne_out(rows: Sequence[Cells], column: int, stated: Sequence[int], ways: Sequence[Worked]) -> list[Identity]:
    """The identities of a column by the way and the pair of columns that most rows bear out, more than half of them."""
    best: list[Identity] = []
    for way in ways:
        for one, other in permutations(stated, 2):
            found = [one_row for cells in rows if (one_row := _identity(cells, column, one, other, way))]
            holding = sum(bool(each.holds) for each in found)
            telling = {each.operands[0].value for each in found if each.holds}
            if len(telling) > 1 and 2 * holding > len(found) and holding > sum(bool(each.holds) for each in best):
                best = found
    return best


def _identity(cells: Cells, column: int, one: int, other: int, way: Worked) -> Identity | None:
    """The identity of one row; an empty cell beside a filled one counts as nothing in a difference."""
    stated = cells.get(column)
    first, second = cells.get(one), cells.get(other)
    if stated is None or first is None or second is None:
        return None
    kind, work, reason = way
    exact = work(first, second)
    if exact is None:
        return None
    sign = "=" if exact == stated.value else "≈"
    told = exact if kind == "change" else rounded(exact, decimals(stated.value))
    equation = f"{written(stated)} {'=' if kind == 'change' else sign} {_written(way, first, second)}"
    taken = replace(second, value=-second.value) if kind == "change" else second
    return identity(kind, (stated, first, taken), equation, stated.value if told == stated.value else exact, reason)


def _written(way: Worked, first: Operand, second: Operand) -> str:
    if way is _CHANGES:
        return f"{written(first)} - {written(second)}"
    if way is _GROWN:
        return f"({written(first)} - {written(second)}) ÷ {written(second)} × 100%"
    return f"{written(first)} ÷ {written(second)} × 100%"


def _difference(first: Operand, second: Operand) -> Decimal | None:
    return first.value - in_unit(second, first.unit)


def _quotient(first: Operand, second: Operand) -> Decimal | None:
    return first.value / in_unit(second, first.unit) * _HUNDRED if second.value else None


def _growth(first: Operand, second: Operand) -> Decimal | None:
    below = in_unit(second, first.unit)
    return (first.value - below) / below * _HUNDRED if below else None


_CHANGES: Worked = ("change", _difference, _CHANGE)
_RATIO: Worked = ("share", _quotient, _RATE)
_GROWN: Worked = ("growth", _growth, _GROWTH)
