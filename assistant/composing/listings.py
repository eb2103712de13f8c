"""A listing to a draft: a direct sentence, then its things as a list or a small table, one citation over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.checking.framing import COUNTED
from assistant.composing.cite import spans_citation
from assistant.composing.sentences import fact_sentence, inner, shown_value
from assistant.evidence.listing import Item, Listing, short_names
from assistant.library import Library
from assistant.model import Citation, Draft, Formula
from assistant.working.derive import fact_of
from index.model import Figure
from index.text import readable

MOST_SHOWN = 16
_MOST_SAID = 6


def listing_draft(library: Library, listing: Listing) -> Draft | None:
    """The draft for a listing, by what is to be done with it; None where that cannot be done."""
    ways: dict[str, Callable[[Library, Listing], Draft | None]] = {
        "list": _listed,
        "count": _counted,
        "sum": _summed,
        "most": _ranked,
        "least": _ranked,
    }
    return ways[listing.operation](library, listing)


def count_of(what: str, counted: Sequence[str]) -> Formula:
    """The formula that counts distinct things."""
    number = len(set(counted))
    plain = re.sub(r"[“”]", "", readable(what)).replace("(", "（").replace(")", "）")
    return Formula(f"count({plain}) = {number}", Decimal(number), None, (), tuple(dict.fromkeys(counted)))


def counted_head(formula: Formula, what: str, word: str) -> str:
    """The sentence that states a count, without its end."""
    return f"{what}共{formula.result}{word}[1]（{COUNTED}）"


def names_below(head: str, names: Sequence[str]) -> str:
    """A head with names as a list below it, the first ones of many."""
    lines = [f"- “{inner(name)}”" for name in names[:MOST_SHOWN]]
    return "\n".join([f"{head}：", "", *lines, *_more(len(names))])


# --- one way each ------------------------------------------------------------------------------------------------


def _listed(library: Library, listing: Listing) -> Draft | None:
    known = [item for item in listing.items if item.figure is not None]
    if not known:
        return _counted(library, listing)
    formula = count_of(listing.what, [item.name for item in known])
    head = counted_head(formula, listing.what, listing.word)
    text = "\n".join([f"{head}，{listing.measure}如下：", "", *_table(known, listing.measure), *_more(len(known))])
    figures = [item.figure for item in known if item.figure]
    if listing.above is not None:
        above = fact_sentence(library.disclosure.document, fact_of(listing.above, library))
        text += f"\n\n{above}[1]。"
        figures.append(listing.above)
    citation = _citation(library, replace(listing, items=tuple(known[:MOST_SHOWN])))
    return Draft("answered", text, (citation,), tuple(figures), (formula,))


def _counted(library: Library, listing: Listing) -> Draft | None:
    names = [item.name for item in listing.items]
    formula = count_of(listing.what, names)
    text = names_below(counted_head(formula, listing.what, listing.word), short_names(dict.fromkeys(names)))
    figures = tuple(item.figure for item in listing.items if item.figure)
    return Draft("answered", text, (_citation(library, listing),), figures, (formula,))


def _summed(library: Library, listing: Listing) -> Draft | None:
    figures = [item.figure for item in listing.items if item.figure and item.figure.value is not None]
    if len(figures) < 2 or len({figure.unit for figure in figures}) > 1:
        return None
    total = sum((figure.value or Decimal(0) for figure in figures), Decimal(0))
    expression = " + ".join(f"{figure.value:f}" for figure in figures)
    formula = Formula(f"{expression} = {total:f}", total, figures[0].unit, tuple(figure.id for figure in figures))
    text = f"{listing.within}{listing.measure}合计{total:f}{figures[0].unit or ''}[1]。计算：{formula.text}。"
    return Draft("answered", text, (_citation(library, listing),), tuple(figures), (formula,))


def _ranked(library: Library, listing: Listing) -> Draft | None:
    known = _in_order(listing)
    if len(known) < 2:
        return None
    figures = tuple(item.figure for item in known if item.figure)
    if listing.first is not None:
        order = "从高到低" if listing.operation == "most" else "从低到高"
        shown = known[: min(listing.first, MOST_SHOWN)]
        head = f"{listing.within}{listing.measure}{order}排在前面的是[1]："
        text = "\n".join([head, "", *_table(shown, listing.measure)])
        return Draft("answered", text, (_citation(library, replace(listing, items=tuple(shown))),), figures)
    best = [item for item in known if item.figure and figures[0].value == item.figure.value]
    if len(best) > 4:
        return _tied(library, listing, best)
    word = _extreme(listing)
    named = "、".join(f"“{inner(name)}”" for name in short_names(item.name for item in best))
    text = f"{listing.within}{listing.measure}{word}的是{named}，为{shown_value(figures[0])}[1]。"
    if len(known) <= _MOST_SAID and all(item.figure and item.figure.measure == item.name for item in known):
        stated = [item for item in listing.items if item in known]
        text += f"各项：{'、'.join(f'{item.name}{shown_value(item.figure)}' for item in stated if item.figure)}[1]。"
    return Draft("answered", text, (_citation(library, replace(listing, items=tuple(best))),), figures)


def _extreme(listing: Listing) -> str:
    counts = any(item.figure and item.figure.aspect == "count" for item in listing.items)
    return {"most": "最多" if counts else "最大", "least": "最少" if counts else "最小"}[listing.operation]


def _tied(library: Library, listing: Listing, best: Sequence[Item]) -> Draft:
    """The draft where many share the extreme: how many they are, then the first of them."""
    word = _extreme(listing)
    what = f"{listing.within}{listing.measure}并列{word}的"
    formula = count_of(what, [item.name for item in best])
    head = counted_head(formula, what, listing.word)
    shown = best[:MOST_SHOWN]
    text = "\n".join([f"{head}：", "", *_table(shown, listing.measure), *_more(len(best))])
    figures = tuple(item.figure for item in best if item.figure)
    return Draft("answered", text, (_citation(library, replace(listing, items=tuple(shown))),), figures, (formula,))


def _in_order(listing: Listing) -> list[Item]:
    """The things that have a value in the unit most of them are in, the ones asked for first."""
    known = [item for item in listing.items if item.figure is not None and item.figure.value is not None]
    units = [item.figure.unit for item in known if item.figure]
    unit = max(units, key=units.count, default=None)
    same = [item for item in known if item.figure and item.figure.unit == unit]
    return sorted(same, key=lambda item: _value(item.figure), reverse=listing.operation == "most")


def _value(figure: Figure | None) -> Decimal:
    return (figure.value if figure else None) or Decimal(0)


# --- parts -------------------------------------------------------------------------------------------------------


def _table(items: Sequence[Item], measure: str) -> list[str]:
    names = short_names(item.name for item in items)
    shown = list(zip(names, items, strict=True))[:MOST_SHOWN]
    rows = [f"| {_cell(name)} | {shown_value(item.figure)} |" for name, item in shown if item.figure]
    return [f"| 名称 | {measure} |", "| --- | --- |", *rows]


def _citation(library: Library, listing: Listing) -> Citation:
    spans = [*listing.heads, *listing.above_spans, *(span for item in listing.items for span in item.spans)]
    return spans_citation(library.disclosure, listing.section, spans, 1, None)


def _more(count: int) -> list[str]:
    return ["", "（其余见原文）"] if count > MOST_SHOWN else []


def _cell(text: str) -> str:
    return readable(text).replace("|", "／")
