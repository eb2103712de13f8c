"""What listings and rankings are said with: counts with their formula, names, small tables, one citation over all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.checking.framing import COUNTED
from assistant.composing.cite import spans_citation
from assistant.composing.sentences import inner, shown_value
from assistant.evidence.listing import Item, Listing, short_names
from assistant.library import Library
from assistant.model import Citation, Formula
from index.text import readable

MOST_SHOWN = 16


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
    return "\n".join([f"{head}：", "", *lines, *more_of(len(names))])


def table_of(items: Sequence[Item], measure: str) -> list[str]:
    """The lines of a small table of things with their values, the first ones of many."""
    names = short_names(item.name for item in items)
    shown = list(zip(names, items, strict=True))[:MOST_SHOWN]
    rows = [f"| {_cell(name)} | {shown_value(item.figure)} |" for name, item in shown if item.figure]
    return [f"| 名称 | {measure} |", "| --- | --- |", *rows]


def citation_of(library: Library, listing: Listing) -> Citation:
    """The one citation over all things of a listing."""
    spans = [*listing.heads, *listing.above_spans, *(span for item in listing.items for span in item.spans)]
    return spans_citation(library.disclosure, listing.section, spans, 1, None)


def more_of(count: int) -> list[str]:
    """The lines that say that there are more than are shown."""
    return ["", "（其余见原文）"] if count > MOST_SHOWN else []


def _cell(text: str) -> str:
    return readable(text).replace("|", "／")
