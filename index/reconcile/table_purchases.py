"""What each line of a procurement table must keep to: unit price times quantity, and the funds of its project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from index.model import Disclosure, Identity, Operand
from index.reconcile.column_groups import groups
from index.reconcile.equations import agreement, limit, product
from index.reconcile.listings import Line, Listing, listings
from index.vocabulary import AMOUNT_HEADER, PROJECT_FUNDS_HEADER, QUANTITY_HEADER, UNIT_PRICE_HEADER

_PRODUCT = "单价乘以数量应等于金额 / unit price times quantity is the amount"
_LIMIT = "采购金额不应超过项目的预算资金 / what is bought does not exceed the funds of its project"
_SAME_FUNDS = "同一项目各行的预算资金应当相同 / the rows of a project state the same funds"


def purchases(disclosure: Disclosure) -> list[Identity]:
    """The identities of the lines that state a unit price and a quantity, or the funds of a project."""
    found: list[Identity] = []
    for listing in listings(disclosure):
        amount = _amount_slot(listing)
        if amount is not None:
            found += _products(listing, amount) + _limits(listing, amount)
    return found


def _products(listing: Listing, amount: int) -> list[Identity]:
    """Unit price times quantity, line by line, if at least half of the lines bear it out."""
    price, quantity = _slot(listing, UNIT_PRICE_HEADER), _slot(listing, QUANTITY_HEADER)
    if price is None or quantity is None:
        return []
    found: list[Identity] = []
    for line in listing.lines:
        stated, each, many = line.values[amount], line.values[price], line.values[quantity]
        if stated and each and many:
            found.append(product(stated, each, many, _PRODUCT))
    return found if 2 * sum(item.holds is True for item in found) >= len(found) else []


def _limits(listing: Listing, amount: int) -> list[Identity]:
    """That no line, nor the lines of a project together, take more than the project's funds."""
    funds = _slot(listing, PROJECT_FUNDS_HEADER)
    if funds is None:
        return []
    found: list[Identity] = []
    for lines in _projects(listing, funds):
        stated = [(line.values[funds], line.values[amount]) for line in lines]
        pairs = [(whole, part) for whole, part in stated if whole and part]
        found += [limit(whole, [part], _LIMIT) for whole, part in pairs]
        if len(pairs) > 1:
            found.append(limit(pairs[0][0], [part for _, part in pairs], _LIMIT))
            found += _same([whole for whole, _ in pairs])
    return found


def _same(funds: Sequence[Operand]) -> list[Identity]:
    """That the rows of a project state the same funds, row by row, where at least one repeats another's."""
    if len({whole.value for whole in funds}) == len(funds) > 2:
        return []
    return [agreement(whole, other, _SAME_FUNDS) for whole, other in pairwise(funds)]


def _projects(listing: Listing, funds: int) -> list[list[Line]]:
    """The lines of each project: those with funds that stand together under one owner and one outer name."""
    stated = [line for line in listing.lines if line.kind == "item" and line.names and line.values[funds]]
    runs = groupby(stated, lambda line: (listing.table.rows[line.row].owner, line.names[0]))
    return [list(lines) for _, lines in runs]


def _amount_slot(listing: Listing) -> int | None:
    """The total of the group of amounts, or the one column of amounts."""
    totals = [group.total for group in groups(listing.columns)]
    return totals[0] if totals else _slot(listing, AMOUNT_HEADER)


def _slot(listing: Listing, header: re.Pattern[str]) -> int | None:
    """The first column whose own name is of a kind."""
    for slot, column in enumerate(listing.columns):
        if column.path and header.search(column.path[-1]):
            return slot
    return None
