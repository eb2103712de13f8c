"""Targets beside others of the same name: far below all of them, or twice in one place with two values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from index.model import Disclosure, Oddity
from index.oddities.indicators import Indicator, all_indicators, amount_text, listed_indicators, target_tables
from index.oddities.wording import oddity
from index.vocabulary import SATISFACTION

# Few and sure, in points of a hundred: so many others, nearly all close to their median, and so far below that.
_FEWEST_PEERS = 6
_NEARLY_ALL = Decimal("0.85")
_NEAR = Decimal(5)
_FAR = Decimal(10)
_VERY_FAR = Decimal(20)


def below_peers(disclosure: Disclosure) -> list[Oddity]:
    """Percentages that lie far below nearly all others of the same name, one oddity each.

    Targets of satisfaction are peers whatever their names, but then only one very far below the others is odd.
    """
    named: dict[str, list[Indicator]] = defaultdict(list)
    satisfaction = []
    for indicator in all_indicators(disclosure):
        if indicator.amount and indicator.amount.unit == "%":
            named[indicator.name].append(indicator)
            if SATISFACTION in indicator.name:
                satisfaction.append(indicator)
    low = [pair for peers in named.values() for pair in _far_below(peers, _FAR)]
    told = [indicator for indicator, _ in low]
    low += [pair for pair in _far_below(satisfaction, _VERY_FAR) if pair[0] not in told]
    return [_below(indicator, others) for indicator, others in low]


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


def _far_below(peers: list[Indicator], far: Decimal) -> list[tuple[Indicator, list[Indicator]]]:
    """The few far below the median of many that lie close together, each with the others."""
    if len(peers) <= _FEWEST_PEERS:
        return []
    middle = median(map(_value, peers))
    near = [peer for peer in peers if _value(peer) >= middle - _NEAR]
    if len(near) < _NEARLY_ALL * len(peers):
        return []
    return [(peer, [other for other in peers if other is not peer]) for peer in peers if _value(peer) <= middle - far]


def _below(lowest: Indicator, others: list[Indicator]) -> Oddity:
    assert lowest.amount is not None
    own, middle = amount_text(lowest.amount), median(map(_value, others))
    same = all(other.name == lowest.name for other in others)
    question = (f"“{lowest.name}”的指标值“{own}”是否偏低？", f"is the target {own} too low?")
    reason = (
        f"另有 {len(others)} 处{'同名' if same else '满意度'}指标，中位数为 {middle:f}%",
        f"{len(others)} other such targets have the median {middle:f} %",
    )
    return oddity("below_peers", question, reason, lowest.place)


def _value(indicator: Indicator) -> Decimal:
    assert indicator.amount is not None
    return indicator.amount.value
