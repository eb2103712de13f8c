"""Where the figures of a reconciliation stand, in words: section, table, row and column, or the sentence; the line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from index.model import Disclosure, Paragraph, Place
from index.text import readable

PATH = " › "
_LONGEST = 60
_START = "文件开头"
_AROUND = 24
_ENDS = re.compile(r"[。；！？\n]")


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one document; made by `places_of`."""

    text: str
    line_starts: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    paragraph_starts: tuple[int, ...]

    def line(self, place: Place) -> int:
        """The line of the source, from 1, on which it begins."""
        return bisect_right(self.line_starts, place.spans[0][0])

    def lines(self, place: Place) -> str:
        """The lines of the source on which its spans begin: 12, or 12、30."""
        return "、".join(str(bisect_right(self.line_starts, start)) for start in _first_each_line(self, place))

    def path(self, place: Place) -> str:
        """Section › table › row › column, with all headings above."""
        return PATH.join([*place.section, *_within(place)]) or _START

    def short(self, place: Place) -> str:
        """The nearest heading › table › row › column."""
        return PATH.join([*place.section[-1:], *_within(place)]) or _START

    def sentence(self, place: Place) -> str:
        """The sentence that a place in running text stands in, shortened around it; nothing for a place in a table."""
        number = bisect_right(self.paragraph_starts, place.spans[0][0]) - 1
        if place.table or number < 0:
            return ""
        paragraph = self.paragraphs[number]
        at = _offset(paragraph, place.spans[0][0])
        if at is None:
            return ""
        text, length = paragraph.text, place.spans[0][1] - place.spans[0][0]
        start = max((end.end() for end in _ENDS.finditer(text, 0, at)), default=0)
        closing = _ENDS.search(text, at + length)
        end = closing.end() if closing else len(text)
        if end - start <= _LONGEST:
            return readable(text[start:end].strip())
        left, right = max(start, at - _AROUND), min(end, at + length + _AROUND)
        before, after = "…" if left > start else "", "…" if right < end else ""
        return readable(before + text[left:right].strip() + after)


def places_of(disclosure: Disclosure) -> Places:
    """The places of a disclosure."""
    text = disclosure.document.text
    paragraphs = tuple(sorted(disclosure.paragraphs, key=lambda paragraph: paragraph.spans[0]))
    return Places(
        text=text,
        line_starts=(0, *(match.end() for match in re.finditer(r"\n", text))),
        paragraphs=paragraphs,
        paragraph_starts=tuple(paragraph.spans[0][0] for paragraph in paragraphs),
    )


def _within(place: Place) -> tuple[str, ...]:
    """Table, row and column; the table's title once, where the heading is it already."""
    is_heading = bool(place.table and place.section and place.table in place.section[-1])
    named = (place.table,) if place.table and not is_heading else ()
    return (*named, *place.row, *place.column)


def _first_each_line(places: Places, place: Place) -> list[int]:
    starts: dict[int, int] = {}
    for start, _ in place.spans:
        starts.setdefault(bisect_right(places.line_starts, start), start)
    return list(starts.values())


def _offset(paragraph: Paragraph, position: int) -> int | None:
    """Where a position of the source stands in the paragraph's text."""
    passed = 0
    for start, end in paragraph.spans:
        if start <= position < end:
            return passed + position - start
        passed += end - start
    return None
