"""What a chart shows, in words: its greatest and least, how its parts were added, what it leaves to the data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.web.chart_model import Bar, Words
from assistant.web.language import Say


def parts_said(bars: Sequence[Bar], fits: bool, say: Say) -> Words:
    """What the largest part is, and its share where the parts add up."""
    largest = bars[0]
    each = say("占总数的", "") if _alike(largest, bars) == 1 else say("各占总数的", "each ")
    share = say(f"，{each} {largest.share}（{largest.formula}）", f", {each}{largest.share} ({largest.formula})")
    first = (say("最大的是", "The largest part is "), *_named(largest, bars, say))
    return (*first, (share if fits else "") + say("。", "."))


def ranking_said(bars: Sequence[Bar], say: Say) -> Words:
    """How many there are, which is the largest and which the smallest."""
    many = say(f"共 {len(bars)} 项，最大的是", f"Of {len(bars)} the largest is ")
    least = say("；最小的是", "; the smallest is ")
    highest, lowest = _named(bars[0], bars, say), _named(bars[-1], bars, say)
    return (many, *highest, least, *lowest, say("。", "."))


def change_said(bars: Sequence[Bar], say: Say) -> Words:
    """How many rose and fell, and which of them the most."""
    up, down = [bar for bar in bars if bar.value > 0], [bar for bar in bars if bar.value < 0]
    said = [say(f"增加的有 {len(up)} 项，减少的有 {len(down)} 项", f"{len(up)} rose and {len(down)} fell")]
    for bar, words in (
        *((bar, say("；增加最多的是", "; the greatest increase: ")) for bar in up[:1]),
        *((bar, say("；减少最多的是", "; the greatest decrease: ")) for bar in down[-1:]),
    ):
        _add_own(said, words)
        said += _named(bar, bars, say)
    _add_own(said, say("。", "."))
    return tuple(said)


def _named(bar: Bar, bars: Sequence[Bar], say: Say) -> Words:
    """A bar's label and value in three pieces, those that are just as large counted with it."""
    alike = _alike(bar, bars)
    others = say(f"等 {alike} 项", f" (one of {alike} alike)") if alike > 1 else ""
    return bar.label, others + say("，", ", "), bar.shown


def _alike(bar: Bar, bars: Sequence[Bar]) -> int:
    return sum(other.value == bar.value for other in bars)


def _add_own(said: list[str], words: str) -> None:
    """Adds words of the page's own, behind the document's or to its own that stand last."""
    if len(said) % 2:
        said[-1] += words
    else:
        said.append(words)


def mismatch_said(bars: Sequence[Bar], whole: Bar, added: Decimal, say: Say) -> str:
    """Why the parts are not drawn as parts."""
    if added == whole.value == 0 and not any(bar.value for bar in bars):
        return say("总数和各部分都是 0。", "The total and all its parts are 0.")
    if added == whole.value:
        return say("其中有负数，不画成整体的各部分，只画条形。", "Some parts are negative, so only bars are drawn.")
    operands = " + ".join(f"({bar.value:f})" if bar.value < 0 else f"{bar.value:f}" for bar in bars)
    return say(
        f"各部分之和（{operands} = {added:f}）与总数 {whole.value:f} 不相等，所以只画条形。",
        f"The parts come to {operands} = {added:f}, not to the total {whole.value:f}, so only bars are drawn.",
    )


def rest_said(rest: Sequence[Bar], say: Say) -> str:
    """How many are in the data only."""
    return say(f"其余 {len(rest)} 项见数据。", f"{len(rest)} others are in the data.") if rest else ""
