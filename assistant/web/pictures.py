"""The small chart of an answer that tells a composition, a ranking or a comparison, drawn from the answer's figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Answer
from assistant.web.chart_model import Chart
from assistant.web.charts import change_chart, parts_chart, ranking_chart
from assistant.web.language import Say
from index.model import Disclosure, Figure

_FEWEST_RANKED = 3
_DIFFERENCE = re.compile(r"^\S+ - \S+ [=≈] ")


def picture_of(answer: Answer, disclosure: Disclosure, say: Say) -> Chart | None:
    """The chart that shows what an answer says, or None where its figures are no such thing."""
    figures = _figures(answer, disclosure)
    if answer.outcome != "answered" or len({figure.value for figure in figures}) < 2:
        return None  # bars of one length show nothing
    if parts := _parts(figures):
        return parts_chart(say("构成", "Composition"), parts[0], parts[1:], say)
    if all(figure.aspect == "change" for figure in figures):
        return change_chart(say("比上年增减", "Change against last year"), figures, say)
    if _is_ranked(answer, figures) or _is_compared(answer, figures):
        chart = ranking_chart(say("回答里的各项", "What the answer names"), figures, say)
        # There may be more than an answer names, so nothing is said of all; bars of one name would tell nothing apart.
        told = chart and len({(bar.label, bar.detail) for bar in chart.bars}) == len(chart.bars)
        return replace(chart, summary=()) if chart and told else None
    return None


def _figures(answer: Answer, disclosure: Disclosure) -> tuple[Figure, ...]:
    """The figures of an answer in the order in which it names them, each once."""
    by_id = {figure.id: figure for figure in disclosure.figures}
    named = dict.fromkeys(each for check in answer.numbers for each in check.figures)
    return tuple(by_id[each] for each in named if each in by_id)


def _parts(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """A total and its stated parts, where the figures are just these."""
    totals = [figure for figure in figures if figure.part_of not in {other.id for other in figures}]
    parts = [figure for figure in figures if figure not in totals]
    several = sum(bool(part.value) for part in parts) > 1
    fits = len(totals) == 1 and several and all(part.part_of == totals[0].id for part in parts)
    return (totals[0], *parts) if fits else ()


def _is_ranked(answer: Answer, figures: Sequence[Figure]) -> bool:
    """Whether the figures are several of one kind in one place: of one column, or of one measure of several bodies.

    An answer that offers several readings cites a place for each.
    """
    kinds = {(figure.measure, figure.unit, figure.aspect, figure.period, figure.table) for figure in figures}
    return len(figures) >= _FEWEST_RANKED and len(kinds) == 1 and len(answer.citations) == 1


def _is_compared(answer: Answer, figures: Sequence[Figure]) -> bool:
    """Whether the answer takes one figure from the other."""
    formulas = {check.formula for check in answer.numbers if check.formula}
    alike = len({(figure.unit, figure.aspect, figure.period) for figure in figures}) == 1
    return len(figures) == 2 and alike and any(_DIFFERENCE.match(formula) for formula in formulas)
