"""Whether what is said around a statement agrees with it: what things were chosen by, in which order, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.naming import bearer_names, beside, measure_names
from assistant.checking.quoting import DOWN, QUOTED, UP, Sources
from assistant.checking.surroundings import Context
from assistant.evidence.facts import counted, without_place
from assistant.question.normalise import canonical
from index.model import Figure
from index.text import readable

COUNTED = "逐项数得"
"""How a shown count says that it was counted: the formula itself stands in the answer's JSON only."""
_UP, _DOWN = ("|".join(sorted(words, key=len, reverse=True)) for words in (UP, DOWN))
_REVERSED = re.compile(rf"没有(?:({_UP})|({_DOWN}))[，,]是(?:({_UP})|({_DOWN}))。\s*(对[，,])?$")
_SAID_AGAIN = re.compile(rf"\s*[，,](?:({_UP})|({_DOWN}))了?\s*$")
_UNCHANGED = re.compile(r"没有变化[。：]\s*$")
_WITHIN = re.compile(r"^.*”(?:中|里)[，,]")
_ORDER = re.compile(r"从(?:([高大多])|[低小少])到")
_LISTED = re.compile(r"如下|从[高大多低小少]到")


def framed(figure: Figure, context: Context, sources: Sources) -> bool:
    """Whether the answer before a figure's statement, the lead of its list and its place there agree with it."""
    return (
        _answers(figure, context)
        and _heads(figure, context, sources)
        and _in_order(figure, context, sources)
        and _among_counted(context, sources)
        and all(chosen_by(quote, (figure,), sources) for quote in _choosing(context))
    )


def chosen_by(quote: str, figures: Sequence[Figure], sources: Sources) -> bool:
    """Whether words in “” may say what figures were chosen by.

    They are a name of one of them, or words of the question, or of the cited cells and then no other figure's name;
    or several such with 、 between them.
    """
    if "、" in quote and not any(
        canonical(quote) in canonical(source) for source in (sources.question, *sources.quotes)
    ):
        return all(chosen_by(part, figures, sources) for part in quote.split("、") if part)
    words = canonical(quote)
    if any(words in _names(figure) for figure in figures) or words in canonical(sources.question):
        return True
    others = (figure for figure in sources.figures if figure not in figures)
    return any(words in canonical(source) for source in sources.quotes) and not any(
        words in _names(other) for other in others
    )


def added_together(figures: Sequence[Figure], context: Context, sources: Sources) -> bool:
    """Whether a sum says which figures it adds up: each by its name, or what all share, or all that there are."""
    quotes = QUOTED.findall(context.words)
    if not all(chosen_by(quote, figures, sources) for quote in quotes):
        return False
    named = all(any(name in context.own for name in measure_names(figure.measure)) for figure in figures)
    if named and len({counted(figure) for figure in figures}) > 1:
        return True
    shared = frozenset.intersection(*map(_names, figures))
    said = [any(name in context.own for name in _names(figure) - shared) for figure in figures]
    if any(said):
        return all(said)
    beside_them = {each.id for each in sources.figures if _of_one_kind(each, figures[0])}
    return bool(quotes) or beside_them <= {figure.id for figure in figures}


def _of_one_kind(one: Figure, other: Figure) -> bool:
    alike = (one.measure, one.aspect, one.period) == (other.measure, other.aspect, other.period)
    return alike and (one.table, one.column) == (other.table, other.column)


def _names(figure: Figure) -> frozenset[str]:
    """All that names a figure, in canonical spelling."""
    return frozenset((*map(canonical, bearer_names(figure)), *measure_names(figure.measure)))


def _answers(figure: Figure, context: Context) -> bool:
    """Whether the answer before a stated change (没有增加，是减少。), and words behind it, say its direction."""
    if figure.aspect != "change" or figure.value is None:
        return True
    behind = _SAID_AGAIN.match(context.after)
    if behind and bool(behind.group(1)) != (figure.value > 0):
        return False
    found = _REVERSED.search(context.answer)
    if found is None:
        return not figure.value or not _UNCHANGED.search(context.answer)
    denied_up, said_up, agreed = bool(found.group(1)), bool(found.group(3)), found.group(5)
    return denied_up != said_up and said_up == (figure.value > 0) and not agreed


def _heads(figure: Figure, context: Context, sources: Sources) -> bool:
    """Whether the measure that the lead of a list or table announces is its figure's, or its column's name."""
    listed = _LISTED.search(context.above)
    names = [match for match in sources.names.finditer(context.above) if listed and match.end() == listed.start()]
    own = {*measure_names(figure.measure), context.header, *map(canonical, figure.place.column)}
    return all(match.group() in own for match in names)


def _in_order(figure: Figure, context: Context, sources: Sources) -> bool:
    """Whether a figure has the place in a table that an order said above it gives it."""
    order = _ORDER.search(context.above)
    if order is None or context.label is None or figure.value is None:
        return True
    values = [each.value for each in beside(figure, sources) if each.value is not None and each.unit == figure.unit]
    better = sum(value > figure.value if order.group(1) else value < figure.value for value in values)
    return better <= context.rows < better + values.count(figure.value)


def _among_counted(context: Context, sources: Sources) -> bool:
    """Whether a row below a count is one of the things counted."""
    if context.label is None or COUNTED not in context.above:
        return True
    counts = [re.sub(r"^[0-9]+:", "", readable(name)) for each in sources.formulas for name in each.counted]
    short = [" · ".join(map(without_place, name.split(" · "))) for name in counts]
    return context.label.split(";")[0] in {canonical(name.replace("|", "／")) for name in (*counts, *short)}


def _choosing(context: Context) -> list[str]:
    """The words in “” that say what things were chosen from: of the lead of a list, or before 中 in a sentence."""
    within = _WITHIN.match(context.words)
    return QUOTED.findall(context.lead) + (QUOTED.findall(within.group()) if within else [])
