"""A ranking to a draft: the first of it or the first few, one place of it, or both its ends; ties are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.composing.itemising import MOST_SHOWN, citation_of, count_of, counted_head, more_of, table_of
from assistant.composing.sentences import inner, shown_value
from assistant.evidence.listing import Item, Listing, short_names
from assistant.library import Library
from assistant.model import Draft, Formula
from index.model import Figure
from index.vocabulary import TOTAL_LABELS

_MOST_SAID = 6
_MOST_NAMED = 4
TIES_LISTED, TIES_LEFT_OUT = "末位有并列，并列的一并列出。", "末位有并列，并列的没有全部列出。"
_PLACES = "零一二三四五六七八九十"


def ranked_draft(library: Library, listing: Listing) -> Draft | None:
    """The draft for a ranking, of which a question wants the first, the first few, one place or both ends."""
    known = _in_order(listing)
    if len(known) < 2:
        return None
    if listing.place is not None:
        return _at_place(library, listing, known, listing.place)
    if listing.first is not None:
        return _first_few(library, listing, known, listing.first)
    return _both_ends(library, listing, known) if listing.operation == "ends" else _extreme(library, listing, known)


def _extreme(library: Library, listing: Listing, known: Sequence[Item]) -> Draft:
    """The draft that names what comes first, or how many share it."""
    best = _alike(known, known[0])
    text, formulas = _end(listing, best)
    text += "" if formulas else _all_said(listing, known)
    cited = replace(listing, items=tuple(best[:MOST_SHOWN]))
    return Draft("answered", text, (citation_of(library, cited),), _figures(known), formulas)


def _both_ends(library: Library, listing: Listing, known: Sequence[Item]) -> Draft:
    """The draft that names what comes first and what comes last, each with its value."""
    high, low = _alike(known, known[0]), _alike(known, known[-1])
    most, least = replace(listing, operation="most"), replace(listing, operation="least")
    if _value(known[0]) == _value(known[-1]):
        return _extreme(library, most, known)
    (first, counts), (last, others) = _end(most, high), _end(least, low)
    between = "\n\n" if counts or others else ""
    text = f"{first}{between}{last}{'' if counts or others else _all_said(listing, known)}"
    cited = replace(listing, items=(*high[:MOST_SHOWN], *low[:MOST_SHOWN]))
    return Draft("answered", text, (citation_of(library, cited),), _figures(known), (*counts, *others))


def _first_few(library: Library, listing: Listing, known: Sequence[Item], first: int) -> Draft:
    """The draft that lists the first few, with those that share the value of the last of them."""
    shown = list(known[: min(first, MOST_SHOWN)])
    tied = [item for item in known[len(shown) :] if _value(item) == _value(shown[-1])]
    fits = len(shown) + len(tied) <= MOST_SHOWN
    shown += tied if fits else []
    text = "\n".join([f"{_head(listing)}排在前面的是[1]：", "", *table_of(shown, listing.measure)])
    if tied:
        text += f"\n\n{TIES_LISTED if fits else TIES_LEFT_OUT}"
    return Draft("answered", text, (citation_of(library, replace(listing, items=tuple(shown))),), _figures(known))


def _at_place(library: Library, listing: Listing, known: Sequence[Item], place: int) -> Draft | None:
    """The draft that names what stands at one place, with those that share its value; None where none does."""
    if place > len(known):
        return None
    same = _alike(known, known[place - 1])
    if len(same) > _MOST_NAMED:
        return None
    tie = "（并列）" if len(same) > 1 else ""
    text = f"{_head(listing)}排第{_PLACES[place]}的是{_named(same)}，为{_shown(same[0])}{tie}[1]。"
    return Draft(
        "answered", text, (citation_of(library, replace(listing, items=tuple(known[:place]))),), _figures(known)
    )


# --- words -------------------------------------------------------------------------------------------------------


def _head(listing: Listing) -> str:
    order = "从低到高" if listing.operation == "least" else "从高到低"
    return f"{listing.within}{listing.measure}{order}"


def _end(listing: Listing, best: Sequence[Item]) -> tuple[str, tuple[Formula, ...]]:
    """One end of a ranking in words: what it is and its value; where many share it, how many, and the count."""
    if len(best) <= _MOST_NAMED:
        within = f"{listing.measure}，" if listing.measure.endswith(TOTAL_LABELS) else listing.measure
        return f"{listing.within}{within}{_word(listing)}的是{_named(best)}，为{_shown(best[0])}[1]。", ()
    what = f"{listing.within}{listing.measure}并列{_word(listing)}的"
    formula = count_of(what, [item.name for item in best])
    head = counted_head(formula, what, listing.word)
    return "\n".join([f"{head}：", "", *table_of(best[:MOST_SHOWN], listing.measure), *more_of(len(best))]), (formula,)


def _all_said(listing: Listing, known: Sequence[Item]) -> str:
    """Every part with its value, in the document's order, where they are few and named by what they measure."""
    if len(known) > _MOST_SAID or not all(item.figure and item.figure.measure == item.name for item in known):
        return ""
    stated = [item for item in listing.items if item in known]
    return f"各项：{'、'.join(f'{item.name}{_shown(item)}' for item in stated)}[1]。"


def _word(listing: Listing) -> str:
    counts = any(item.figure and item.figure.aspect == "count" for item in listing.items)
    if listing.operation == "least":
        return "最少" if counts else "最小"
    return "最多" if counts else "最大"


def _named(items: Sequence[Item]) -> str:
    return "、".join(f"“{inner(name)}”" for name in short_names(item.name for item in items))


def _shown(item: Item) -> str:
    return shown_value(item.figure) if item.figure else ""


# --- order -------------------------------------------------------------------------------------------------------


def _in_order(listing: Listing) -> list[Item]:
    """The things that have a value in the unit most of them are in, the ones asked for first."""
    known = [item for item in listing.items if item.figure is not None and item.figure.value is not None]
    units = [item.figure.unit for item in known if item.figure]
    unit = max(units, key=units.count, default=None)
    same = [item for item in known if item.figure and item.figure.unit == unit]
    return sorted(same, key=_value, reverse=listing.operation != "least")


def _alike(known: Sequence[Item], one: Item) -> list[Item]:
    """The things that share the value of one."""
    return [item for item in known if _value(item) == _value(one)]


def _value(item: Item) -> Decimal:
    return (item.figure.value if item.figure else None) or Decimal(0)


def _figures(items: Sequence[Item]) -> tuple[Figure, ...]:
    return tuple(item.figure for item in items if item.figure)
