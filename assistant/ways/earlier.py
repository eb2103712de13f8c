"""Questions about the year before: what answers them, and what is said where the document has only this year's value.

A draft that leaves out the year or the comparison asked for answers another question; it is not shown. Instead the
refusal says what is missing, of which year, and gives what there is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.cite import fact_citation
from assistant.composing.sentences import REFUSED, fact_sentence, inner
from assistant.evidence.facts import whose
from assistant.evidence.retrieve import facts_for
from assistant.library import Library
from assistant.model import Draft, Fact, Match, Question
from assistant.vocabulary import ASKS_CHANGE
from assistant.working.changes import COMPARES_YEARS
from assistant.working.sides import is_amount, main_name, side
from assistant.working.totals import is_total_of, is_unqualified, total_meant
from index.model import Figure

_KINDS = ("value", "text", "how")
_EARLIER = re.compile(r"(?:上年度?|去年|上一年|前一年)(?!的?(?:结转|结余))|没有变化|没有安排")
_SURE = 0.85
_ALIKE = 0.9


def asks_earlier(question: Question, library: Library) -> bool:
    """Whether a question asks for the value of the year before the document's, or for a change since then."""
    if question.asked not in _KINDS or question.claims:
        return False
    return question.years == (_year_before(library),) or _compares(question)


def answers_earlier(question: Question, draft: Draft, library: Library) -> bool:
    """Whether the first sentence of a draft, or a figure that it states, is of the year before or a change since.

    Where a question names no more than income, expenditure or the budget, that of a part of them is another.
    """
    year = _year_before(library)
    first = re.split(r"\n|\[[0-9]+\]。", draft.text, maxsplit=1)[0]
    if is_unqualified(question.content) and any(
        not is_total_of(question.content, figure.measure) for figure in draft.figures[:1]
    ):
        return False
    said = bool(_EARLIER.search(first)) or bool(re.search(rf"{year}\s*年", first))
    return said or any(_is_earlier(figure, year) for figure in draft.figures)


def only_this_year(question: Question, library: Library) -> Draft | None:
    """The refusal for last year's value, or the change since, of what is stated for this year, with that value."""
    fact = _of_this_year(question, library)
    if fact is None or fact.figure is None:
        return None
    whose = "" if fact.subject == library.body else f"“{inner(_known(fact.figure))}”的"
    what = "与上年相比的变化" if _compares(question) else f"{_year_before(library)}年的数"
    text = f"{REFUSED}{whose}“{inner(fact.measure)}”{what}；{fact_sentence(library.disclosure.document, fact)}[1]。"
    return Draft("not_disclosed", text, (fact_citation(library.disclosure, fact, 1),), (fact.figure,), about=fact)


def _compares(question: Question) -> bool:
    return question.wants_change and COMPARES_YEARS.search(question.normal) is not None


def _year_before(library: Library) -> str:
    return str((library.disclosure.document.year or 0) - 1)


def _is_earlier(figure: Figure, year: str) -> bool:
    dated = (figure.period or "").startswith(year) or f"{year}年" in f"{figure.subject} {figure.measure}"
    named = figure.aspect == "target" and any(
        word in f"{figure.measure} {figure.raw}" for word in (*ASKS_CHANGE, "上年")
    )
    return dated or named or figure.aspect == "change"


def _known(figure: Figure) -> str:
    return main_name(figure, whose(figure))


def _of_this_year(question: Question, library: Library) -> Fact | None:
    """What a question names as the document states it for its own year: the department's first, else the only one."""
    if is_unqualified(question.content):
        return total_meant(question.content, library, change=False)
    now = side(replace(question, years=()), question.content)
    found = [match for match in facts_for(now, library) if is_amount(match) and _fits(match, library)]
    close = [match for match in found if match.score >= found[0].score * _ALIKE]
    own = [match.fact for match in close if match.fact.subject == library.body]
    others = {match.fact.subject for match in close}
    return own[0] if own else close[0].fact if len(others) == 1 else None


def _fits(match: Match, library: Library) -> bool:
    period = match.fact.figure.period if match.fact.figure else None
    return match.coverage > _SURE and period is not None and period[:4] == str(library.disclosure.document.year)
