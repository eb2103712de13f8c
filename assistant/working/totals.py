"""The totals that an unqualified word (收入, 支出, 预算) means: the department's own, for the document's year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.library import Library
from assistant.model import Fact
from assistant.question.normalise import canonical
from assistant.vocabulary import OF_ONE_ACCOUNT, UNQUALIFIED
from index.amounts import convert, is_money
from index.model import Figure


def main_total(library: Library, pattern: re.Pattern[str], *, change: bool) -> Fact | None:
    """The largest sum of a topic that the text, else a table, states for the year; a total of parts first."""
    facts = [label.fact for label in library.labels if _fits(label.fact, library, pattern, change=change)]
    told = [fact for fact in facts if fact.table is None] or facts
    totals = {figure.part_of for figure in library.disclosure.figures if figure.part_of}
    return max(told, key=lambda fact: _weight(fact.figure, totals), default=None)


def is_unqualified(content: tuple[str, ...]) -> bool:
    """Whether a content names income, expenditure or the budget and nothing that narrows it down."""
    return UNQUALIFIED.fullmatch("".join(content)) is not None


def total_meant(content: tuple[str, ...], library: Library, *, change: bool) -> Fact | None:
    """The total, or the change of the total, that an unqualified content means; that of both sides serves for one."""
    if not is_unqualified(content):
        return None
    named = dict.fromkeys(label.fact.measure for label in library.labels if is_total_of(content, label.fact.measure))
    for names in ([name for name in named if UNQUALIFIED.fullmatch(canonical(name))], list(named)):
        pattern = re.compile("|".join(f"^{re.escape(name)}$" for name in names) or "(?!)")
        if found := main_total(library, pattern, change=change):
            return found
    return None


def is_total_of(content: tuple[str, ...], measure: str) -> bool:
    """Whether a measure is a total of the side that an unqualified content names: all, or of the one account stated."""
    name, words = canonical(measure), "".join(content)
    if not UNQUALIFIED.fullmatch(OF_ONE_ACCOUNT.sub("", name)):
        return False
    sides = [side for side in ("收入", "支出") if side in words]
    return len(sides) != 1 or sides[0] in name or "收支" in name or not ("收入" in name or "支出" in name)


def _fits(fact: Fact, library: Library, pattern: re.Pattern[str], *, change: bool) -> bool:
    figure = fact.figure
    if figure is None or not fact.main or figure.value is None or not is_money(figure.unit):
        return False
    own = fact.subject == library.body and figure.period == str(library.disclosure.document.year)
    return own and figure.aspect == ("change" if change else "amount") and bool(pattern.search(figure.measure))


def _weight(figure: Figure | None, totals: Iterable[str | None]) -> tuple[bool, Decimal]:
    if figure is None or figure.value is None:
        return False, Decimal(0)
    return figure.id in totals, convert(abs(figure.value), figure.unit or "元", "元")
