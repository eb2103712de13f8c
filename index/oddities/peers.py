"""Targets beside others of the same name: far below all of them, or twice in one place with two values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from index.model import Disclosure, Oddity
from index.oddities.indicators import Indicator, all_indicators, amount_text, listed_indicators, target_tables
from index.oddities.wording import oddity

# Few and sure: so many others, all but it close to their median, and so far below that.
_FEWEST_PEERS = 6
_NEAR = Decimal(5)
_FAR = Decimal(10)


def below_peers(disclosure: Disclosure) -> list[Oddity]:
    """Percentages that lie far below all others of the same name, one oddity each."""
    named: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in all_indicators(disclosure):
        if indicator.amount and indicator.amount.unit == "%":
            named[indicator.name].append(indicator)
    found = []
    for peers in named.values():
        lowest = min(peers, key=_value)
        others = [peer for peer in peers if peer is not lowest]
        if len(others) < _FEWEST_PEERS:
            continue
        middle = median(map(_value, others))
        if _value(lowest) <= middle - _FAR and min(map(_value, others)) >= middle - _NEAR:
            found.append(_below(lowest, len(others), middle))
    return found


def two_values(disclosure: Disclosure) -> list[Oddity]:
    """Indicators that one table, or one list of the text, states with two values."""
    lists: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    for indicator in listed_indicators(disclosure):
        lists[indicator.place.section].append(indicator)
    groups = [indicators for _, indicators in target_tables(disclosure)] + [tuple(group) for group in lists.values()]
    return [found for group in groups for found in _two_values(group)]


def _two_values(indicators: Iterable[Indicator]) -> list[Oddity]:
    first: dict[str, Indicator] = {}
    found = []
    for indicator in indicators:
        before = first.setdefault(indicator.name, indicator)
        if before.value != indicator.value:
            question = (
                f"“{indicator.name}”先写“{before.value}”，后写“{indicator.value}”，以哪个为准？",
                f"which of the two targets is meant, {before.value} or {indicator.value}?",
            )
            reason = ("同一处的同一指标有两个不同的值", "the same indicator has two values in one place")
            found.append(oddity("two_values", question, reason, indicator.place))
    return found


def _below(lowest: Indicator, others: int, middle: Decimal) -> Oddity:
    assert lowest.amount is not None
    own = amount_text(lowest.amount)
    question = (f"“{lowest.name}”的指标值“{own}”是否偏低？", f"is the target {own} too low?")
    reason = (
        f"另有 {others} 处同名指标，中位数为 {middle:f}%，都不低于 {middle - _NEAR:f}%",
        f"{others} other targets of this name have the median {middle:f} %, none below {middle - _NEAR:f} %",
    )
    return oddity("below_peers", question, reason, lowest.place)


def _value(indicator: Indicator) -> Decimal:
    assert indicator.amount is not None
    return indicator.amount.value
