"""Words of a question that say how it is to be worked out, or what was heard: they ask for nothing themselves."""

from __future__ import annotations

import re

from assistant.vocabulary import HEARSAY, WORKINGS
from index.amounts import amounts_in

_WORKINGS = re.compile("|".join(map(re.escape, sorted(WORKINGS, key=len, reverse=True))))
_HEARSAY = re.compile("|".join(map(re.escape, sorted(HEARSAY, key=len, reverse=True))))
_VAGUE = re.compile(r"好?(?<!第)[一二两三四五六七八九十几]+[十百千万]*多[十百千]?[万亿]?元?(?=[,，。？?的]|$)")
_ASKS = re.compile(r"多少|几|什么|哪|谁|为何|吗|占比|比重|比例")
_ABOUT_TENTHS = re.compile(r"[一二两三四五六七八九]成(?:多|左右)?")
_GIVEN = re.compile(r"\([^()]*\)")


def without_workings(normal: str) -> str:
    """A question without the clauses that only say how to work it out, and the values given for it in brackets."""
    given = _GIVEN.sub(
        lambda match: "" if amounts_in(match.group()) and "是" in match.group() else match.group(), normal
    )
    clauses = re.split(r"(?<=[,，。；;？?!！])", given)
    asking = [clause for clause in clauses if not _WORKINGS.search(clause) or _ASKS.search(clause)]
    kept = "".join(asking) if any(map(_ASKS.search, asking)) else given
    return _ABOUT_TENTHS.sub("", _VAGUE.sub("", _HEARSAY.sub("", _WORKINGS.sub("", kept)))).strip(",，。 ") or normal
