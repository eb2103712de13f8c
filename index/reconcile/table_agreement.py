"""The same entry in two tables, and the two sides of one: what must be the same figure.

Two listings cover the same thing where a total of theirs agrees, or one is a part of the other, and most of the
entries that they share agree too. Then each shared entry must. Figures of different coverage differ lawfully (all funds
against appropriations), so that listings whose totals differ are not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from index.amounts import convert, is_money, rounded
from index.model import Column, Disclosure, Identity, Operand
from index.reconcile.column_groups import total_slot
from index.reconcile.equations import agreement, decimals, explained, in_unit, unchecked, written
from index.reconcile.listings import Line, Listing, listings, parents
from index.table_figures import clean_name
from index.vocabulary import (
    ACCOUNT_HEADERS,
    BALANCED_SIDES,
    BALANCED_TOTALS,
    GROUP_TOTAL_NAME,
    PART_NAME,
)

_SAME = "同一科目在两张表中的数应当相同 / the same entry is the same figure in both tables"
_MISSING = (
    "“{table}”列有这个科目的下级，却没有列出它，无法核对"
    " / “{table}” lists what is below this entry, but not the entry: it cannot be checked"
)
_BALANCE = "收入与支出的总计应当相等 / income and expenditure balance"


@dataclass(frozen=True, slots=True)
class _Series:
    """One value column of a listing: what it states of each entry, by account code and by name.

    `measure` is empty where the column is the total of all or the only one; `listed` are the codes of all
    lines, `top` those of the top entries. Codes and names that come more than once are no keys.
    """

    table: int
    title: str
    measure: str
    codes: Mapping[str, Operand]
    names: Mapping[str, Operand]
    totals: tuple[Operand, ...]
    top: tuple[str, ...]
    listed: frozenset[str]


def table_agreements(disclosure: Disclosure) -> list[Identity]:
    """The entries that two tables share, each compared with its nearest mention before, and totals that balance."""
    found = listings(disclosure)
    series = [one for listing in found for one in (*_columns(listing), *_row(listing)) if one.totals]
    compared: dict[str | None, Identity] = {}
    missing: dict[tuple[int, str], Identity] = {}
    for number, later in enumerate(series):
        for earlier in reversed(series[:number]):
            if earlier.table != later.table and earlier.measure == later.measure and _same_coverage(earlier, later):
                for one, other in _shared(earlier, later).values():
                    compared.setdefault(other.figure, explained(agreement(*_by_coarseness(one, other), _SAME)))
                missing = _missing(earlier, later) | _missing(later, earlier) | missing
    return [*compared.values(), *missing.values(), *_balances(found)]


def _missing(one: _Series, other: _Series) -> dict[tuple[int, str], Identity]:
    """The accounts that one series states and the other leaves out, though it lists what is below and some as deep."""
    depths = {len(code) for code in other.listed}
    reason = _MISSING.format(table=other.title)
    return {
        (other.table, code): unchecked("agreement", (stated,), f"{written(stated)} = ?", reason)
        for code, stated in one.codes.items()
        if code not in other.listed and len(code) in depths
        if any(below.startswith(code) for below in other.listed)
    }


def _columns(listing: Listing) -> Iterator[_Series]:
    """The value columns of a listing of several lines as series."""
    whole = total_slot(listing.columns)
    above = parents(listing.lines)
    top = tuple(line.code for line, parent in zip(listing.lines, above, strict=True) if line.code and parent is None)
    names = Counter(line.name for line in listing.lines)
    codes = Counter(line.code for line in listing.lines)
    for slot, column in enumerate(listing.columns):
        items = [(line, line.values[slot]) for line in listing.lines if line.kind == "item"]
        yield _Series(
            listing.table.index,
            listing.table.title,
            "" if slot == whole else _measure(column),
            {line.code: value for line, value in items if value and line.code and codes[line.code] == 1},
            {line.name: value for line, value in items if value and line.name and names[line.name] == 1},
            tuple(value for line in listing.lines if line.kind != "item" and (value := line.values[slot])),
            top,
            frozenset(codes) - {""},
        )


def _measure(column: Column) -> str:
    """What a column counts: its own name, with the one above it where its own only says which account is given."""
    depth = 2 if column.path and column.path[-1] in ACCOUNT_HEADERS else 1
    return clean_name(" ".join(column.path[-depth:]))


def _row(listing: Listing) -> Iterator[_Series]:
    """A table of one line as a series of what its columns name."""
    if len(listing.lines) != 1 or listing.lines[0].names:
        return
    entries: dict[str, dict[str, Operand]] = {}
    for column, value in zip(listing.columns, listing.lines[0].values, strict=True):
        account = column.path[-1] if len(column.path) > 1 and column.path[-1] in ACCOUNT_HEADERS else ""
        path = column.path[:-1] if account else column.path
        if value and path:
            entries.setdefault(account, {})[clean_name(PART_NAME.sub("", path[-1]))] = value
    for account, named in entries.items():
        totals = tuple(value for name, value in named.items() if GROUP_TOTAL_NAME.search(name))
        others = {name: value for name, value in named.items() if not GROUP_TOTAL_NAME.search(name)}
        yield _Series(listing.table.index, listing.table.title, account, {}, others, totals, (), frozenset())


def _shared(earlier: _Series, later: _Series) -> dict[str, tuple[Operand, Operand]]:
    """What both state, by code where both have codes, else by name."""
    coded = earlier.codes and later.codes
    first, second = (earlier.codes, later.codes) if coded else (earlier.names, later.names)
    return {key: (first[key], value) for key, value in second.items() if key in first}


def _same_coverage(earlier: _Series, later: _Series) -> bool:
    """Whether two series agree in a total, or one is a part of the other, and in most entries that they share."""
    shared = _shared(earlier, later)
    near = sum(_near(*pair) for pair in shared.values())
    if not shared or 2 * near <= len(shared):
        return False
    whole = any(_near(one, other, 0) for one in earlier.totals for other in later.totals if one.value)
    return whole or _is_part(earlier, later) or _is_part(later, earlier)


def _is_part(small: _Series, large: _Series) -> bool:
    """Whether the total of one series is the sum of its top accounts as the other states them."""
    if not small.top or not set(small.top) < set(large.top):
        return False
    stated = small.totals[0]
    return stated.value == sum(
        (in_unit(large.codes[code], stated.unit) for code in small.top if code in large.codes), Decimal(0)
    )


def _near(one: Operand, other: Operand, steps: int = 1) -> bool:
    """Whether two figures are the same as the coarser one is written, or some steps of its last decimal apart."""
    if is_money(one.unit) != is_money(other.unit):
        return False
    coarse, fine = _by_coarseness(one, other)
    places = decimals(coarse.value)
    return abs(rounded(in_unit(fine, coarse.unit), places) - coarse.value) <= steps * Decimal(1).scaleb(-places)


def _by_coarseness(earlier: Operand, later: Operand) -> tuple[Operand, Operand]:
    """Two figures, the one with the larger last decimal first, so that its rounding is told apart."""
    return (later, earlier) if _step(later) > _step(earlier) else (earlier, later)


def _step(figure: Operand) -> Decimal:
    step = Decimal(1).scaleb(-decimals(figure.value))
    return convert(step, figure.unit, "元") if figure.unit and is_money(figure.unit) else step


def _balances(found: list[Listing]) -> Iterator[Identity]:
    """The last totals of two listings side by side, where they are named alike but for income and expenditure."""
    for left, right in pairwise(found):
        if left.table.index != right.table.index or not (left.lines and right.lines):
            continue
        one, other = _last_total(left), _last_total(right)
        if not (one and other) or one[1].place == other[1].place:  # a total over two halves is one cell
            continue
        if one[0].row == other[0].row and _side(one[0]) == _side(other[0]) in BALANCED_TOTALS:
            yield explained(agreement(one[1], other[1], _BALANCE))


def _last_total(listing: Listing) -> tuple[Line, Operand] | None:
    line, slot = listing.lines[-1], total_slot(listing.columns)
    value = line.values[slot] if slot is not None else None
    return (line, value) if line.kind == "total" and value else None


def _side(line: Line) -> str:
    return BALANCED_SIDES.sub("", line.name)
