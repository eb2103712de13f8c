"""Charts made of figures: their bars, what is said of them in a sentence, and what their data table shows.

A bar's length is its value, linear from zero; no value is moved, cut or smoothed to look better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.web.chart_model import Bar, Chart, Segment
from assistant.web.chart_words import change_said, mismatch_said, parts_said, ranking_said, rest_said
from assistant.web.language import CHINESE, Say, say_in
from assistant.web.shell import Page, rendered
from assistant.web.units import amount_written, family, in_unit
from index.amounts import rounded
from index.model import Figure
from index.table_figures import clean_name

MOST_BARS = 12
_HUNDRED = Decimal(100)
_THOUSANDTH = Decimal("0.001")
_chinese = say_in(CHINESE)


def parts_chart(title: str, total: Figure, figures: Sequence[Figure], say: Say = _chinese) -> Chart | None:
    """The parts of a whole, the largest first: a strip where they add up to it exactly, else bars and a remark.

    None where a value is missing or the units cannot be compared.
    """
    bars = _bars(figures, total.unit)
    whole = next(iter(_bars([total], total.unit)), None)
    if not bars or whole is None or family(total.unit) != family(figures[0].unit):
        return None
    added = sum((bar.value for bar in bars), Decimal(0))
    fits = added == whole.value > 0 and all(bar.value >= 0 for bar in bars)
    ordered = sorted((_with_share(bar, whole) if fits else bar for bar in bars), key=lambda bar: -bar.value)
    shown, rest = _folded(ordered, total.unit, say)
    if fits and rest:
        shown = (*shown[:-1], _with_share(shown[-1], whole))
    placed, zero = _placed(shown, whole.value if fits else Decimal(0))
    return Chart(
        kind="parts",
        title=title,
        unit=total.unit or "",
        bars=placed,
        summary=parts_said(ordered, fits, say),
        whole=whole,
        strip=_strip(placed) if fits else (),
        zero=zero,
        rest=rest,
        note="" if fits else mismatch_said(bars, whole, added, say),
    )


def ranking_chart(
    title: str, figures: Sequence[Figure], say: Say = _chinese, *, may_be_added: bool = False
) -> Chart | None:
    """The values from the largest down, at most twelve; what else there is becomes one bar where it may be added up.

    None where a value is missing or the units cannot be compared.
    """
    bars = _bars(figures, figures[0].unit if figures else None)
    if not bars:
        return None
    ordered = sorted(bars, key=lambda bar: -bar.value)
    unit = figures[0].unit
    shown, rest = _folded(ordered, unit, say) if may_be_added else _first_bars(ordered)
    placed, zero = _placed(shown)
    note = "" if may_be_added else rest_said(rest, say)
    return Chart("ranking", title, unit or "", placed, ranking_said(ordered, say), zero=zero, rest=rest, note=note)


def change_chart(title: str, figures: Sequence[Figure], say: Say = _chinese) -> Chart | None:
    """Changes to both sides of zero, the greatest increase first; of many, those that changed the most.

    None where a value is missing or the units cannot be compared.
    """
    bars = [replace(bar, shown=_signed(bar, say)) for bar in _bars(figures, figures[0].unit if figures else None)]
    if not bars:
        return None
    kept, rest = _first_bars(sorted(bars, key=lambda bar: -abs(bar.value)))
    placed, zero = _placed(sorted(kept, key=lambda bar: -bar.value))
    summary = change_said(sorted(bars, key=lambda bar: -bar.value), say)
    apart = say("各项可能互相包含，不能相加。", "One may contain another, so they cannot be added up.")
    note = " ".join(filter(None, (rest_said(rest, say), apart if len(bars) > 1 else "")))
    return Chart("change", title, figures[0].unit or "", placed, summary, zero=zero, rest=rest, note=note)


def chart_html(chart: Chart, page: Page) -> str:
    """A chart drawn by itself, for a place that is no page of its own."""
    return rendered("one_chart.html", page, chart=chart)


def names_of(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """What tells each figure from the others: its measure, its row with what is above it, its subject, or its year."""
    measures, subjects, years = (
        [str(getattr(figure, name) or "") for figure in figures] for name in ("measure", "subject", "period")
    )
    if len(set(measures)) == len(figures):
        return [(measure, "") for measure in measures]
    if any(len(figure.place.row) > 1 for figure in figures):
        level = _telling_level([figure.place.row for figure in figures])
        return [_row_name(figure, level) for figure in figures]
    if len(set(subjects)) < len(figures) == len(set(years)):
        return list(zip(years, measures, strict=True))
    return list(zip(subjects, ("" if len(set(measures)) == 1 else measure for measure in measures), strict=True))


def _bars(figures: Sequence[Figure], unit: str | None) -> list[Bar]:
    """A bar for each figure in one unit, none where one has no value or cannot be compared."""
    if not figures or any(figure.value is None or family(figure.unit) != family(unit) for figure in figures):
        return []
    return [
        Bar(
            label=label,
            value=in_unit(figure.value, figure.unit, unit),
            shown=amount_written(figure),
            spans=figure.place.spans,
            detail=detail,
            figures=(figure.id,),
        )
        for figure, (label, detail) in zip(figures, names_of(figures), strict=True)
        if figure.value is not None
    ]


def _telling_level(rows: Sequence[tuple[str, ...]]) -> int:
    """The level of the rows' names, counted from the last, that tells most of them apart; the last of equals."""
    deepest = min(map(len, rows))
    return max(range(-1, -deepest - 1, -1), key=lambda level: len({row[level] for row in rows}), default=-1)


def _row_name(figure: Figure, level: int) -> tuple[str, str]:
    names = [clean_name(name) for name in figure.place.row]
    if not names:
        return figure.measure, figure.subject
    label = names.pop(level)
    return label, " › ".join(reversed(names))


def _with_share(bar: Bar, whole: Bar) -> Bar:
    exact = bar.value / whole.value * 100
    share = rounded(exact)
    sign = "=" if share == exact else "≈"
    formula = f"{bar.value:f} ÷ {whole.value:f} × 100% {sign} {share:f}%"
    return replace(bar, share=f"{share:f}%", formula="，".join(filter(None, (bar.formula, formula))))


def _first_bars(bars: Sequence[Bar]) -> tuple[tuple[Bar, ...], tuple[Bar, ...]]:
    return tuple(bars[:MOST_BARS]), tuple(bars[MOST_BARS:])


def _folded(bars: Sequence[Bar], unit: str | None, say: Say) -> tuple[tuple[Bar, ...], tuple[Bar, ...]]:
    """The first bars with one for all others behind them, and the others by themselves."""
    first, rest = _first_bars(bars)
    if not rest:
        return first, rest
    added = sum((bar.value for bar in rest), Decimal(0))
    label = say(f"其余 {len(rest)} 项", f"{len(rest)} others")
    formula = f"{' + '.join(f'{bar.value:f}' for bar in rest)} = {added:f}"
    ids = tuple(each for bar in rest for each in bar.figures)
    return (*first, Bar(label, added, f"{added:f} {unit or ''}".strip(), formula=formula, figures=ids)), rest


def _placed(bars: Sequence[Bar], highest: Decimal = Decimal(0)) -> tuple[tuple[Bar, ...], Decimal]:
    """The bars on a scale that holds zero, all values, and `highest`; and where zero lies on it."""
    low = min([Decimal(0), *(bar.value for bar in bars)])
    width = max([highest, Decimal(0), *(bar.value for bar in bars)]) - low or Decimal(1)
    placed = tuple(
        replace(bar, start=_percent(min(bar.value, Decimal(0)) - low, width), length=_percent(abs(bar.value), width))
        for bar in bars
    )
    return placed, _percent(-low, width)


def _percent(value: Decimal, width: Decimal) -> Decimal:
    return (value / width * _HUNDRED).quantize(_THOUSANDTH)


def _strip(bars: Sequence[Bar]) -> tuple[Segment, ...]:
    """The bars end to end; one of nothing takes no room."""
    found: list[Segment] = []
    at = Decimal(0)
    for number, bar in enumerate(bars, 1):
        if bar.value:
            found.append(Segment(number, at, bar.length))
        at += bar.length
    return tuple(found)


def _signed(bar: Bar, say: Say) -> str:
    """A change with its direction as a sign; the source says it in words (增加, 减少)."""
    number = bar.shown.lstrip("-−－+＋")
    return f"+{number}" if bar.value > 0 else f"−{number}" if bar.value < 0 else say("无变化", "no change")
