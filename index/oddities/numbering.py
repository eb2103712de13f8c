"""Numbers of headings and lists that are missing, repeated or out of order, or that nest in their own style."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.lines import Marker, marker_of
from index.model import Disclosure, Oddity, Place, Section
from index.oddities.wording import Words, heading_place, oddity, paragraph_place

_MARKER_START = re.compile(r"(?<![0-9０-９一二三四五六七八九十.．])[（(第0-9０-９一二三四五六七八九十]")
_HALF_BRACKET = re.compile(r"^\(")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A numbered heading or paragraph: `level` is what it stands below, `at` its place in the order of the source."""

    text: str
    marker: Marker
    level: str
    place: Place

    @property
    def at(self) -> int:
        """Where it begins in the source."""
        return self.place.spans[0][0]


class _Count:
    """A count that goes on, where one slip is told of once.

    `last` is the highest number so far; after a slip it may also go on from the number that should have stood there,
    and a number left out may still come.
    """

    def __init__(self, first: int) -> None:
        self.last = first
        self._meant = first
        self._left_out: set[int] = set()

    def goes_on(self, value: int) -> bool:
        """Whether a number is one that may come next."""
        expected = value in (self.last + 1, self._meant + 1) or value in self._left_out
        self._left_out = (self._left_out | set(range(self.last + 1, value))) - {value}
        self._meant = value if expected else self._meant + 1
        self.last = max(self.last, value)
        return expected


def numbering(disclosure: Disclosure) -> list[Oddity]:
    """What is odd in the numbering of headings and of the lists below them."""
    headings, listed = _headings(disclosure), _listed(disclosure)
    found = [*_nested(disclosure, listed), *_mixed_brackets(headings)]
    text = disclosure.document.text
    for level in _by_level(headings):
        found += _headings_out_of_order(level, text)
    for level in _by_level(listed):
        found += _list_out_of_order(level, text)
    return found


def _headings(disclosure: Disclosure) -> list[_Numbered]:
    """The numbered headings; parts are numbered through the whole document, others below what they stand in."""
    found = []
    for section in disclosure.sections[1:]:
        marker = marker_of(section.path[-1])
        if marker:
            level = "" if marker.style == "part" else "\n".join(section.path[:-1])
            found.append(_Numbered(section.path[-1], marker, f"{marker.style} {level}", heading_place(section)))
    return found


def _listed(disclosure: Disclosure) -> list[_Numbered]:
    """The numbered paragraphs that are no headings."""
    found = []
    for paragraph in disclosure.paragraphs:
        marker = marker_of(paragraph.text) if paragraph.kind == "body" else None
        if marker:
            place = paragraph_place(disclosure, paragraph)
            found.append(_Numbered(paragraph.text, marker, f"{marker.style} {paragraph.section}", place))
    return found


def _by_level(items: Sequence[_Numbered]) -> Iterator[list[_Numbered]]:
    levels: dict[str, list[_Numbered]] = defaultdict(list)
    for item in items:
        levels[item.level].append(item)
    yield from levels.values()


def _headings_out_of_order(siblings: Sequence[_Numbered], text: str) -> Iterator[Oddity]:
    """Headings that do not follow the one before them, unless a line of the text between them has that number."""
    first = siblings[0]
    if first.marker.value != 1 and not _stands(text[: first.at], first):
        yield _out_of_order(None, first)
    count = _Count(first.marker.value)
    for before, item in itertools.pairwise(siblings):
        if item.marker.value == 1:
            count = _Count(1)
        elif not count.goes_on(item.marker.value) and not _stands(text[before.at : item.at], item):
            yield _out_of_order(before, item)


def _stands(text: str, item: _Numbered) -> bool:
    """Whether the number before an item's stands anywhere in a text, as in a paragraph that holds several items."""
    for start in _MARKER_START.finditer(text):
        marker = marker_of(text[start.start() : start.start() + 12])
        if marker and (marker.style, marker.value) == (item.marker.style, item.marker.value - 1):
            return True
    return False


def _list_out_of_order(items: Sequence[_Numbered], text: str) -> Iterator[Oddity]:
    """Items of a list that go on with none of the open counts of their style; 1 opens a new one."""
    counts: list[_Count] = []
    before: _Numbered | None = None
    for item in items:
        value = item.marker.value
        while counts and value != counts[-1].last + 1 and any(value == one.last + 1 for one in counts[:-1]):
            counts.pop()  # an inner list has ended
        if value == 1 or not counts:
            counts.append(_Count(value))
        elif not counts[-1].goes_on(value) and before and not _stands(text[before.at : item.at], item):
            yield _out_of_order(before, item)
        before = item


def _out_of_order(before: _Numbered | None, item: _Numbered) -> Oddity:
    number = _number(item)
    if before is None:
        asked: Words = (f"“{number}”之前的编号是否漏了？", "is the number before this one missing?")
        reason: Words = (f"这一级从“{number}”开始", "its level does not begin with one")
    elif item.marker.value == before.marker.value:
        asked = (f"编号“{number}”是否重复了？", "is this number given twice?")
        reason = (f"前一项也是“{_number(before)}”", "the item before it has the same number")
    else:
        asked = (
            f"编号“{_number(before)}”之后是“{number}”，中间是否有遗漏或颠倒？",
            "is a number missing or out of order?",
        )
        reason = ("同一级的编号不连续", "the numbers of this level do not follow each other")
    return oddity("numbering", asked, reason, item.place)


def _nested(disclosure: Disclosure, listed: Sequence[_Numbered]) -> Iterator[Oddity]:
    """Where a numbered heading has a first item of its own style right below it, and then goes on: （一） in （一）.

    Where it does not go on, a new count may have begun below a title that was not told as one.
    """
    by_path = {section.path: section for section in disclosure.sections}
    for section in disclosure.sections[1:]:
        above = by_path.get(section.path[:-1])
        if above and _same_style(section.path[-1], above) and _goes_on(disclosure, above):
            yield _nesting(section.path[-1], section.path[-2], heading_place(section))
    for item in listed:
        above = by_path.get(item.place.section)
        if above and _same_style(item.text, above) and _goes_on(disclosure, above):
            yield _nesting(item.text, item.place.section[-1], item.place)


def _goes_on(disclosure: Disclosure, heading: Section) -> bool:
    """Whether a heading has a next one beside it."""
    own = marker_of(heading.path[-1])
    for section in disclosure.sections[heading.index + 1 :]:
        marker = marker_of(section.path[-1])
        beside = section.path[:-1] == heading.path[:-1]
        if beside and own and marker and (marker.style, marker.value) == (own.style, own.value + 1):
            return True
    return False


def _same_style(text: str, above: Section) -> bool:
    marker, outer = marker_of(text), marker_of(above.path[-1])
    return bool(marker and outer and marker.style == outer.style and marker.value == 1)


def _nesting(text: str, above: str, place: Place) -> Oddity:
    question = (
        f"“{above}”之下又从“{text[:12]}”编号，是否应用下一级编号？",
        "should a lower kind of number be used here?",
    )
    reason = ("上下两级用了同一种编号", "both levels are numbered in the same style")
    return oddity("numbering", question, reason, place)


def _mixed_brackets(headings: Sequence[_Numbered]) -> Iterator[Oddity]:
    """Headings of one level whose brackets are half-width while most are full-width, one oddity a level."""
    for level in _by_level([item for item in headings if item.marker.style == "bracket"]):
        half = [item for item in level if _HALF_BRACKET.match(item.text)]
        if half and len(half) * 2 < len(level):
            names = "、".join(_number(item) for item in half)
            question = (f"编号{names}的括号是否应为全角？", "should these brackets be full-width?")
            reason = ("同一级其他编号用全角括号", "the others of this level have full-width brackets")
            spans = tuple(span for item in half for span in item.place.spans)
            yield oddity("numbering", question, reason, Place(half[0].place.section, spans))


def _number(item: _Numbered) -> str:
    return item.text[: item.marker.length].strip()
