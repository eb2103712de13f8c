"""Source text cut into pieces, those inside given spans marked: highlighting by place, never by searching."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.web.safe import plain
from index.model import Span

_FORMULA = re.compile(r"\$[^$\n]{1,80}\$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as shown (its LaTeX written out), and whether it is marked."""

    text: str
    marked: bool = False


def pieces(source: str, spans: Sequence[Span], marks: Sequence[Span]) -> tuple[Piece, ...]:
    """The source text of `spans` put together, with what lies within `marks` marked.

    A formula is marked whole or not at all, as half of it could not be shown.
    """
    found: list[Piece] = []
    for start, end in spans:
        wanted = [_whole(source, start, end, mark) for mark in sorted(marks) if mark[0] < end and mark[1] > start]
        at = start
        for left, right in wanted:
            left = max(left, at)
            if right <= left:
                continue
            _add(found, source[at:left], marked=False)
            _add(found, source[left:right], marked=True)
            at = right
        _add(found, source[at:end], marked=False)
    return tuple(found)


def _whole(source: str, start: int, end: int, mark: Span) -> Span:
    """A mark within [start, end), widened to the formulas that it cuts."""
    left, right = max(mark[0], start), min(mark[1], end)
    for formula in _FORMULA.finditer(source, start, end):
        if formula.start() < right and formula.end() > left:
            left, right = min(left, formula.start()), max(right, formula.end())
    return left, right


def _add(found: list[Piece], text: str, *, marked: bool) -> None:
    if text:
        found.append(Piece(plain(text), marked))
