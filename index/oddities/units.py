"""Units that do not fit what is measured, and rates of more than the whole."""

from __future__ import annotations

import re
from decimal import Decimal

from index.amounts import canonical_unit, is_money
from index.model import Amount, Disclosure, Figure, Oddity
from index.oddities.indicators import Indicator, all_indicators
from index.oddities.wording import Words, oddity
from index.vocabulary import (
    COUNT_ENDING,
    COUNT_UNITS,
    MONEY_UNITS,
    OF_PLAN,
    PEOPLE_ENDING,
    PEOPLE_UNITS,
    PERCENT_UNITS,
    RATE_ENDING,
    SHARE_ENDING,
    TIME_ENDING,
)

_REMARK = re.compile(r"[（(]([^（）()]*)[）)]$")
_UNITS = frozenset((*COUNT_UNITS, *MONEY_UNITS, *PERCENT_UNITS))


def misfit_units(disclosure: Disclosure) -> list[Oddity]:
    """Targets whose unit is none of what their indicator measures, one oddity each."""
    found = []
    for indicator in all_indicators(disclosure):
        amount = indicator.amount
        misfit = _misfit(indicator, amount) if amount and amount.unit else None
        if misfit:
            question, reason = misfit
            found.append(oddity("unit", question, reason, indicator.place))
    return found


def over_hundred(disclosure: Disclosure) -> list[Oddity]:
    """Shares of a whole that are to be more than all of it, or at least all of it, which only 100 % can be."""
    found = []
    for indicator in all_indicators(disclosure):
        amount = indicator.amount
        if not amount or amount.unit != "%" or not SHARE_ENDING.search(_bare(indicator.name)):
            continue
        if amount.value > 100 or (amount.value == Decimal(100) and amount.comparator in ("≥", ">")):
            found.append(_over_hundred(indicator))
    for figure in disclosure.figures:
        part = figure.aspect == "share" and not OF_PLAN.search(_before(disclosure, figure))
        if part and figure.unit == "%" and figure.value is not None and figure.value > 100:
            question = (f"占比“{figure.raw}”是否有误？", f"is the share {figure.raw} right?")
            reason = ("部分占总数的比重不会超过 100%", "a part is at most 100 % of its whole")
            found.append(oddity("over_hundred", question, reason, figure.place))
    return found


def _before(disclosure: Disclosure, figure: Figure) -> str:
    """The clause before a figure of running text: more than all of a plan may be carried out."""
    start = figure.place.spans[0][0]
    return re.split(r"[，。；]", disclosure.document.text[max(start - 40, 0) : start])[-1]


def _over_hundred(indicator: Indicator) -> Oddity:
    question = (
        f"“{indicator.name}”的指标值“{indicator.value}”是否应为 100% 或更低？",
        f"should the target {indicator.value} be 100 % or less?",
    )
    reason = (
        "这样的比率最高为 100%，写成不低于它便只能等于它",
        "such a rate is at most 100 %: at least 100 % leaves only 100 %",
    )
    return oddity("over_hundred", question, reason, indicator.place)


def _misfit(indicator: Indicator, amount: Amount) -> tuple[Words, Words] | None:
    """The question and its reason where the unit of a target does not fit, else None."""
    name, unit = _bare(indicator.whole_name), amount.unit or ""
    said = f"“{indicator.name}”的指标值是“{indicator.value}”"
    named = _named_units(indicator.name)
    if named and unit not in named:
        wanted = "、".join(sorted(named))
        return _words(said, f"是否应以{wanted}为单位", f"名称中写的单位是“{wanted}”", f"the name itself says {wanted}")
    if PEOPLE_ENDING.search(name) and unit not in PEOPLE_UNITS and not (name.endswith(unit)):
        return _words(said, "是否应为人数单位", f"人数不以“{unit}”计", f"people are not counted in {unit}")
    if COUNT_ENDING.search(name) and unit == "%":
        if RATE_ENDING.search(indicator.description):
            why = f"名称是数量，而描述是比率（{indicator.description}）"
            return _words(said, "名称是否应改为比率", why, "the name is a quantity, its description a rate")
        return _words(said, "是否应为数量而不是百分比", "这项指标是数量，不是比率", "a quantity is no percentage")
    if TIME_ENDING.search(name) and unit == "%":
        why = "时间应是日期或期限；如指及时率，名称应写明"
        return _words(said, "是否应为时间而不是百分比", why, "a time is no percentage, though being in time is")
    if RATE_ENDING.search(name) and (is_money(unit) or unit in COUNT_UNITS) and unit != "倍":
        return _words(said, "是否应为百分比", f"比率不以“{unit}”计", f"a rate is not counted in {unit}")
    return None


def _words(said: str, question: str, reason: str, english: str) -> tuple[Words, Words]:
    return (f"{said}，{question}？", "does the unit fit what is measured?"), (reason, english)


def _named_units(name: str) -> frozenset[str]:
    """The units in the brackets at the end of a name, where they are nothing but units: 面积（平方米）."""
    remark = _REMARK.search(name)
    parts = re.split(r"[、，,/]", remark.group(1)) if remark else []
    named = frozenset(canonical_unit(part) or "" for part in parts)
    return named if named and all(part in _UNITS for part in parts) else frozenset()


def _bare(name: str) -> str:
    """A name without the remark in brackets at its end."""
    return _REMARK.sub("", name).rstrip("。；")
