"""A listing to a draft: a direct sentence, then its things as a list or a small table, one citation over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from assistant.composing.itemising import (
    MOST_SHOWN,
    citation_of,
    count_of,
    counted_head,
    more_of,
    names_below,
    table_of,
)
from assistant.composing.ranking import ranked_draft
from assistant.composing.sentences import fact_sentence
from assistant.evidence.listing import Listing, short_names
from assistant.library import Library
from assistant.model import Draft, Formula
from assistant.working.derive import fact_of


def listing_draft(library: Library, listing: Listing) -> Draft | None:
    """The draft for a listing, by what is to be done with it; None where that cannot be done."""
    ways: dict[str, Callable[[Library, Listing], Draft | None]] = {
        "list": _listed,
        "count": _counted,
        "sum": _summed,
        "most": ranked_draft,
        "least": ranked_draft,
        "ends": ranked_draft,
    }
    return ways[listing.operation](library, listing)


# --- one way each ------------------------------------------------------------------------------------------------


def _listed(library: Library, listing: Listing) -> Draft | None:
    known = [item for item in listing.items if item.figure is not None]
    if not known:
        return _counted(library, listing)
    formula = count_of(listing.what, [item.name for item in known])
    head = counted_head(formula, listing.what, listing.word)
    text = "\n".join([f"{head}，{listing.measure}如下：", "", *table_of(known, listing.measure), *more_of(len(known))])
    figures = [item.figure for item in known if item.figure]
    if listing.above is not None:
        above = fact_sentence(library.disclosure.document, fact_of(listing.above, library))
        text += f"\n\n{above}[1]。"
        figures.append(listing.above)
    citation = citation_of(library, replace(listing, items=tuple(known[:MOST_SHOWN])))
    return Draft("answered", text, (citation,), tuple(figures), (formula,))


def _counted(library: Library, listing: Listing) -> Draft | None:
    names = [item.name for item in listing.items]
    formula = count_of(listing.what, names)
    text = names_below(counted_head(formula, listing.what, listing.word), short_names(dict.fromkeys(names)))
    figures = tuple(item.figure for item in listing.items if item.figure)
    return Draft("answered", text, (citation_of(library, listing),), figures, (formula,))


def _summed(library: Library, listing: Listing) -> Draft | None:
    figures = [item.figure for item in listing.items if item.figure and item.figure.value is not None]
    if len(figures) < 2 or len({figure.unit for figure in figures}) > 1:
        return None
    total = sum((figure.value or Decimal(0) for figure in figures), Decimal(0))
    expression = " + ".join(f"{figure.value:f}" for figure in figures)
    formula = Formula(f"{expression} = {total:f}", total, figures[0].unit, tuple(figure.id for figure in figures))
    text = f"{listing.within}{listing.measure}合计{total:f}{figures[0].unit or ''}[1]。计算：{formula.text}。"
    return Draft("answered", text, (citation_of(library, listing),), tuple(figures), (formula,))
