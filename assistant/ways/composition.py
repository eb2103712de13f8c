"""Questions about what a total is made of (收入构成, 支出由哪几块组成): the total with its stated parts."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.composing.sentences import fact_draft, parts_of_total
from assistant.library import Library
from assistant.model import Draft, Match, Question
from assistant.vocabulary import ASKS_COMPOSITION
from assistant.working.sides import amounts_named, bare_total

_NAMED = 0.6
_ALIKE = 0.1


def composition(question: Question, library: Library) -> Draft | None:
    """The total that a question asks the composition of, where the document states at least two parts of it."""
    found = ASKS_COMPOSITION.match(question.normal)
    year = str(library.disclosure.document.year)
    if not found or question.claims or question.relation or any(named != year for named in question.years):
        return None
    what = bare_total(found["what"])
    named = amounts_named(what, library, _NAMED)
    near = max((match.score for match in named), default=0.0) - _ALIKE
    totals = [match for match in named if match.score > near and parts_of_total(library, match.fact)]
    best = max(totals, key=lambda match: match.score, default=None)
    return fact_draft(question, library, [_outermost(best, totals).fact]) if best else None


def _outermost(best: Match, totals: Sequence[Match]) -> Match:
    """Of totals within each other that are named about equally well (支出), the one around the others."""
    for match in totals:
        figure = best.fact.figure
        around = figure and match.fact.figure and figure.part_of == match.fact.figure.id
        if around:
            return _outermost(match, totals)
    return best
