"""Questions about what a total is made of (收入构成, 支出由哪几块组成): the total with its stated parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.composing.listings import listing_draft
from assistant.composing.sentences import fact_draft, parts_of_total
from assistant.composing.tables import selection_draft
from assistant.evidence.accounts import accounts_below
from assistant.evidence.column_parts import parts_in_columns, parts_listing
from assistant.evidence.unit_rows import rows_of_unit
from assistant.library import Library
from assistant.model import Draft, Match, Question
from assistant.vocabulary import ASKS_COMPOSITION
from assistant.working.sides import amounts_named, bare_total
from index.model import Figure

_NAMED = 0.6
_ALIKE = 0.1


def composition(question: Question, library: Library) -> Draft | None:
    """What a total consists of: its stated parts, those in columns beside it, or the rows that stand below it."""
    found = ASKS_COMPOSITION.match(question.normal)
    year = str(library.disclosure.document.year)
    if not found or question.claims or question.relation or any(named != year for named in question.years):
        return None
    named = amounts_named(bare_total(found["what"]), library, _NAMED)
    if best := _with_parts(named, lambda match: parts_of_total(library, match.fact)):
        return fact_draft(question, library, [best.fact])
    return _rows(question, library) or _columns(named, library)


def _with_parts(named: Sequence[Match], parts: Callable[[Match], Sequence[Figure]]) -> Match | None:
    """Of the figures named about equally well, the one that has parts."""
    near = max((match.score for match in named), default=0.0) - _ALIKE
    totals = [match for match in named if match.score > near and parts(match)]
    best = max(totals, key=lambda match: match.score, default=None)
    return _outermost(best, totals) if best else None


def _rows(question: Question, library: Library) -> Draft | None:
    """The rows below the account, or below the subtotal of the unit, that a question names."""
    selection = rows_of_unit(question, library) or accounts_below(question, library)
    return selection_draft(library, selection) if selection and selection.operation == "list" else None


def _columns(named: Sequence[Match], library: Library) -> Draft | None:
    """The columns that add up to the one that a question names, in a table of one row."""
    columns = parts_in_columns(library)
    best = _with_parts(named, lambda match: columns.get(match.fact.figure.id, ()) if match.fact.figure else ())
    if best is None or best.fact.figure is None:
        return None
    return listing_draft(library, parts_listing(library, columns[best.fact.figure.id], "list", best.fact.figure))


def _outermost(best: Match, totals: Sequence[Match]) -> Match:
    """Of totals within each other that are named about equally well (支出), the one around the others."""
    for match in totals:
        figure = best.fact.figure
        around = figure and match.fact.figure and figure.part_of == match.fact.figure.id
        if around:
            return _outermost(match, totals)
    return best
