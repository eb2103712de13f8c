"""Projects that stand in several places: their targets, their goal in words, their purchases, and planned purchases.

A purchase table names the project that pays for each item. What the project's target table or the text says of the same
purchase must agree with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.amounts import is_money
from index.model import Column, Disclosure, Figure, Identity, Operand, Row, Table
from index.reconcile.equations import agreement, limit, operand, sum_identity, unchecked
from index.reconcile.naming import core
from index.tables import is_target_table
from index.text import squeezed
from index.vocabulary import (
    BUYING,
    CODE_HEADER,
    COUNT_HEADER,
    FUNDS_HEADER,
    GENERIC_VALUE_HEADERS,
    PRICE_HEADER,
    PROJECT_ENDINGS,
    THING_UNITS,
)

_LIMIT = "采购金额不应超过该项目的成本指标 / a purchase is within its project's cost target"
_COUNT = "项目的数量指标与采购数量应一致 / the project's target and the purchase count the same"
_GOAL = "项目目标中的金额应与其采购金额或预算资金一致 / the goal's amount is that of the purchase or of the funds"
_PLANNED = "拟购置总额应等于所列各项采购之和 / the planned total is the sum of the purchases named"
_BOUGHT = "文字中的数量与采购数量应一致 / the text and the purchase count the same"
_NOT_ALL = "所列采购不一定齐全，无法核对 / the purchases named may not be all"


@dataclass(frozen=True, slots=True)
class _Purchase:
    """A row of a purchase table: its project, what it costs, how many, and the funds of the project."""

    project: str
    owner: str | None
    code: str
    amount: Figure
    number: Figure | None
    funds: Figure | None


def projects(disclosure: Disclosure) -> list[Identity]:
    """The identities between purchases and what else is said of them."""
    purchases = [found for table in disclosure.tables for found in _purchases(disclosure, table)]
    if not purchases:
        return []
    found: list[Identity] = []
    for table in disclosure.tables:
        if is_target_table(table):
            found += _of_project(disclosure, table, [each for each in purchases if _same(each.project, table.subject)])
    found += _planned(disclosure, purchases)
    return found


def _purchases(disclosure: Disclosure, table: Table) -> Iterator[_Purchase]:
    """The items of a table that has a price, a number and an amount for each."""
    price, number = _column(table, PRICE_HEADER), _column(table, COUNT_HEADER)
    amount = _amount_column(table, price)
    project = next((column for column in table.columns if column.kind == "label"), None)
    if price is None or amount is None or project is None:
        return
    cells = {
        (figure.row, figure.column): figure
        for figure in disclosure.figures
        if figure.table == table.index and figure.value is not None
    }
    for row in table.rows:
        cost = cells.get((row.index, amount.index))
        if row.kind == "item" and cost:
            yield _Purchase(
                project=squeezed(_text(table, row, project)),
                owner=row.owner,
                code=_text(table, row, _column(table, CODE_HEADER)),
                amount=cost,
                number=cells.get((row.index, number.index)) if number else None,
                funds=cells.get((row.index, funds.index)) if (funds := _column(table, FUNDS_HEADER)) else None,
            )


def _column(table: Table, header: re.Pattern[str]) -> Column | None:
    return next((column for column in table.columns if column.path and header.search(column.path[-1])), None)


def _amount_column(table: Table, price: Column | None) -> Column | None:
    """The column of what an item costs: behind its price, called 合计 or 金额."""
    return next(
        (
            column
            for column in table.columns
            if price and column.index > price.index and column.path and column.path[-1] in GENERIC_VALUE_HEADERS
        ),
        None,
    )


def _text(table: Table, row: Row, column: Column | None) -> str:
    return row.cells[table.columns.index(column)].text if column else ""


def _same(one: str, other: str) -> bool:
    """Whether two names are of one project, leaving 经费, 资金 and the like at their ends aside."""
    return bool(one and other) and _stem(one) == _stem(other)


def _stem(name: str) -> str:
    return PROJECT_ENDINGS.sub("", squeezed(name))


def _of_project(disclosure: Disclosure, table: Table, purchases: Sequence[_Purchase]) -> Iterator[Identity]:
    """A project's targets and goal against its purchases."""
    if not purchases:
        return
    amounts = [part for purchase in purchases if (part := operand(purchase.amount))]
    for figure in disclosure.figures:
        if figure.table == table.index and figure.value is not None:
            yield from _of_target(figure, purchases, amounts)
        elif figure.place.table == table.title and figure.table is None and is_money(figure.unit):
            yield from _of_goal(figure, purchases)


def _of_target(figure: Figure, purchases: Sequence[_Purchase], amounts: Sequence[Operand]) -> Iterator[Identity]:
    """A target of money is a limit of the purchases; one that counts things counts those bought."""
    target = operand(figure)
    if target is None:
        return
    if is_money(figure.unit) and figure.comparator in ("≤", "<", "") and "单价" not in figure.measure:
        yield limit(target, amounts, _LIMIT)
    counted = figure.comparator in ("", "=") and COUNT_HEADER.search(figure.measure)
    number = purchases[0].number if counted and len(purchases) == 1 else None
    if number and _countable(figure.unit, number.unit):
        yield from _agree(figure, number, _COUNT)


def _of_goal(figure: Figure, purchases: Sequence[_Purchase]) -> Iterator[Identity]:
    """The amount of a goal against its project's funds if it is that, else against the purchase."""
    if len(purchases) != 1 or figure.comparator not in ("", "="):
        return
    candidates = [each for each in (purchases[0].amount, purchases[0].funds) if each]
    checked = [found for each in candidates for found in _agree(figure, each, _GOAL)]
    yield from [found for found in checked if found.holds][:1] or checked[:1]


def _countable(one: str | None, other: str | None) -> bool:
    """Whether two units count the same things: alike, or 个 for any thing."""
    return one == other or ({one, other} - {"个"} <= THING_UNITS and "个" in (one, other))


def _planned(disclosure: Disclosure, purchases: Sequence[_Purchase]) -> Iterator[Identity]:
    """A planned total of purchases in running text against the items that its sentence names."""
    for figure in disclosure.figures:
        if figure.table is not None or figure.place.table is not None or figure.value is None:
            continue
        sentence = squeezed(figure.context)
        named = [purchase for purchase in purchases if _thing(purchase.project) in sentence]
        if figure.aspect == "amount" and is_money(figure.unit) and BUYING.search(figure.measure) and named:
            yield _planned_total(figure, named, purchases)
        elif figure.aspect == "count" and BUYING.search(sentence):
            for purchase in named:
                ours = core(figure.measure) in _stem(purchase.project) and purchase.number
                if ours and purchase.number and _countable(figure.unit, purchase.number.unit):
                    yield from _agree(figure, purchase.number, _BOUGHT)


def _thing(project: str) -> str:
    """What a project of buying something buys (购买…费用); a name that says less is no name to look for."""
    thing = BUYING.sub("", _stem(project))
    return thing if thing != _stem(project) and len(thing) > 1 else "\0"


def _planned_total(figure: Figure, named: Sequence[_Purchase], purchases: Sequence[_Purchase]) -> Identity:
    """The planned total; where other purchases of the kinds named are not named, it cannot be held against these."""
    total = operand(figure)
    parts = [part for purchase in named if (part := operand(purchase.amount))]
    assert total is not None
    checked = sum_identity("purchase", total, parts, _PLANNED)
    kinds = {purchase.code[:3] for purchase in named if purchase.code}
    others = [purchase for purchase in purchases if purchase not in named and purchase.code[:3] in kinds]
    if checked.holds is False and others:
        return unchecked("purchase", checked.operands, checked.equation, _NOT_ALL)
    return checked


def _agree(one: Figure, other: Figure, reason: str) -> Iterator[Identity]:
    first, second = operand(one), operand(other)
    if first and second:
        yield agreement(first, second, reason)
