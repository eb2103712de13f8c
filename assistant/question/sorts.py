"""The sort of quantity that is asked for or given: a sum of money, a number of things, or a share of something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from assistant.vocabulary import ASKS_SHARE, COUNTED_THINGS, EXPENSE_SUFFIXES, MONEY_ASKED
from index.amounts import canonical_unit, is_money
from index.vocabulary import COUNT_UNITS, MONEY_UNITS, RATE_ENDING, UNSORTED_UNITS

Sort = Literal["money", "count", "share"]

_ASKS = re.compile(r"多少|(?<!第)几(?!乎)")
_CLAUSE_END = re.compile(r"[，,。；;、？?!！]")
_MONEY_UNIT = re.compile("|".join((*MONEY_UNITS, "块", "亿", "万")))
_COUNT_UNIT = re.compile("|".join(re.escape(unit) for unit in COUNT_UNITS if unit not in UNSORTED_UNITS))
_SHARE_UNIT = re.compile(r"个?百分|%|成(?!本)")
_SOFTENED = r"(?:一共|总共|共计|大概|大约|分别|各自?|共|约|是|有|为|达|要|能|占|了)*$"
_MONEY_NAME = rf"(?:{'|'.join((*MONEY_ASKED, *EXPENSE_SUFFIXES))})"
_MONEY_BEHIND = re.compile(rf".{{0,12}}{_MONEY_NAME}[呢啊呀吗的]*$")
_MONEY_BEFORE = re.compile(rf"(?:{_MONEY_NAME}|预算|[花拨投]了?){_SOFTENED}")
_SHARE_BEFORE = re.compile(rf"(?:占(?![地用有])[^，]{{0,20}}|{ASKS_SHARE}){_SOFTENED}")
_COUNTED_BEHIND = re.compile(rf".{{0,6}}?(?:{'|'.join(COUNTED_THINGS)})[呢啊呀吗了]*$")
_SHARE_ALONE = re.compile(r"占比[呢啊呀]*$")


def sort_of(unit: str | None) -> Sort | None:
    """The sort of a unit; None for none, and for one that may stand with any sort (倍)."""
    if unit is None or unit in UNSORTED_UNITS:
        return None
    if is_money(unit):
        return "money"
    return "share" if canonical_unit(unit) in ("%", "个百分点") else "count"


def sort_named(name: str) -> Sort | None:
    """The sort of quantity that a name says (公务接待费, 完成率); None where it leaves that open."""
    if name.endswith(EXPENSE_SUFFIXES):
        return "money"
    return "share" if RATE_ENDING.search(name) else None


@lru_cache(maxsize=256)
def sorts_asked(normal: str) -> frozenset[Sort]:
    """The sorts of quantity that a question asks for; none where one of its words of asking leaves that open."""
    found: set[Sort] = set()
    for asks in _ASKS.finditer(normal):
        behind = _CLAUSE_END.split(normal[asks.end() :], maxsplit=1)[0]
        sort = _said_behind(behind) or (None if behind.strip("呢啊呀的") else _said_before(normal[: asks.start()]))
        if sort is None:
            return frozenset()
        found.add(sort)
    return frozenset(found or ({"share"} if _SHARE_ALONE.search(normal.rstrip("?？。 ")) else ()))


def _said_behind(clause: str) -> Sort | None:
    """The sort that the unit or the noun behind a word of asking says (多少辆, 多少资金, 多少案件)."""
    if _SHARE_UNIT.match(clause):
        return "share"
    if _MONEY_UNIT.match(clause) or _MONEY_BEHIND.match(clause):
        return "money"
    return "count" if _COUNT_UNIT.match(clause) or _COUNTED_BEHIND.match(clause) else None


def _said_before(text: str) -> Sort | None:
    """The sort that the words before say, where a word of asking ends its clause (资金有多少, 占总额的多少)."""
    clause = _CLAUSE_END.split(text)[-1]
    if _SHARE_BEFORE.search(clause):
        return "share"
    return "money" if _MONEY_BEFORE.search(clause) else None
