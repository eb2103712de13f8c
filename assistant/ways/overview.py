"""The way to sum a disclosure up: income, expenditure, change, 三公 expenses and procurement, each as it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.checking.verify import unsupported, verify
from assistant.composing.sentences import fact_draft
from assistant.library import Library
from assistant.model import Draft, Fact, Question
from assistant.question.parts import together
from assistant.vocabulary import ASKS_OVERVIEW, DOCUMENT_WORDS, OVERVIEW_TOPICS
from index.amounts import convert, is_money
from index.model import Figure
from index.text import squeezed

_DOCUMENT = re.compile("|".join(sorted(map(re.escape, DOCUMENT_WORDS), key=len, reverse=True)))


def overview(question: Question, library: Library) -> Draft | None:
    """The main figures of a disclosure, one a topic, for a question that asks what it says as a whole."""
    if question.claims or not ASKS_OVERVIEW.search(question.normal) or _DOCUMENT.sub("", "".join(question.content)):
        return None
    found = [main_total(library, pattern, change=change) for pattern, change in OVERVIEW_TOPICS]
    facts = {fact.figure.id: fact for fact in found if fact is not None and fact.figure is not None}
    drafts = [fact_draft(question, library, [fact]) for fact in facts.values()]
    source = squeezed(library.disclosure.document.text)
    held = [draft for draft in drafts if not unsupported(verify(draft, question.normal, source, library.names))]
    return together(held) if held else None


def main_total(library: Library, pattern: re.Pattern[str], *, change: bool) -> Fact | None:
    """The largest sum of a topic that the text, else a table, states for the year; a total of parts first."""
    facts = [label.fact for label in library.labels if _fits(label.fact, library, pattern, change=change)]
    told = [fact for fact in facts if fact.table is None] or facts
    totals = {figure.part_of for figure in library.disclosure.figures if figure.part_of}
    return max(told, key=lambda fact: _weight(fact.figure, totals), default=None)


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
