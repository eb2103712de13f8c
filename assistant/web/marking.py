"""Source text cut into pieces, those inside given spans marked: highlighting by place, never by searching."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.web.safe import plain
from index.model import Span

_FORMULA = re.compile(r"\$[^$\n]{1,80}\$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as shown (its LaTeX written out), and whether it is marked.

    `begins` is where the mark begins in the source, on the piece that the mark begins with: a page names it there.
    """

    text: str
    marked: bool = False
    begins: int | None = None


def pieces(source: str, spans: Sequence[Span], marks: Sequence[Span]) -> tuple[Piece, ...]:
    """The source text of `spans` put together, with what lies within `marks` marked.

    A formula is marked whole or not at all, as half of it could not be shown.
    """
    found: list[Piece] = []
    for start, end in spans:
        at = start
        for mark in sorted(mark for mark in marks if mark[0] < end and mark[1] > start):
            left, right = _whole(source, start, end, mark)
            left = max(left, at)
            if right <= left:
                continue
            _add(found, source[at:left])
            begins = mark[0] if start <= mark[0] else None
            _add(found, source[left:right], marked=True, begins=begins)
            at = right
        _add(found, source[at:end])
    return tuple(found)


def united(marks: Sequence[Span]) -> tuple[Span, ...]:
    """The marks in order, those that overlap or touch as one."""
    found: list[Span] = []
    for start, end in sorted(marks):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def within(marks: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of the marks, which are in order and apart, that reach into [start, end)."""
    first = bisect_right(marks, start, key=lambda mark: mark[1])
    return marks[first : bisect_left(marks, end, key=lambda mark: mark[0])]


def _whole(source: str, start: int, end: int, mark: Span) -> Span:
    """A mark within [start, end), widened to the formulas that it cuts."""
    left, right = max(mark[0], start), min(mark[1], end)
    for formula in _FORMULA.finditer(source, start, end):
        if formula.start() < right and formula.end() > left:
            left, right = min(left, formula.start()), max(right, formula.end())
    return left, right


def _add(found: list[Piece], text: str, *, marked: bool = False, begins: int | None = None) -> None:
    if text:
        found.append(Piece(plain(text), marked, begins))
