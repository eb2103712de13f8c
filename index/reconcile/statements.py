"""What running text states, with the paragraph it stands in, and the lists that give the parts of what is stated.

A list stands in one sentence (2023年预算收入…万元，其中：…) or in the paragraphs that follow one (…万元，其中：, then
（一）…（二）…).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.amounts import is_money
from index.lines import marker_of
from index.model import Disclosure, Figure, Paragraph
from index.vocabulary import ANOTHER_SIDE, MAINLY, PARTS_FOLLOW

_LEADS_ON = re.compile(r"^[^。]*(?:。\s*(?:其中|包括|具体包括))?[:：]$")
"""What stands between a total and the paragraphs of its parts: nothing but the words that lead on to them."""

_GRAND = re.compile(r"(?:收入|支出|收、?支)[^，。；]{0,6}总计(?:各|均)?为?$|^总计(?:各|均)?为?$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of running text: `paragraph` numbers its paragraph, [start, end) are offsets in that one's text."""

    figure: Figure
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """A total and the parts listed behind it; `partial` where the list is only of the main ones."""

    total: Stated
    parts: tuple[Stated, ...]
    partial: bool


def stated_in(disclosure: Disclosure) -> tuple[Stated, ...]:
    """The figures of running text with a value, in order; those of tables and their captions are left out."""
    starts = {
        span[0]: (number, offset)
        for number, paragraph in enumerate(disclosure.paragraphs)
        for span, offset in _offsets(paragraph)
    }
    bounds = sorted(starts)
    found = []
    for figure in disclosure.figures:
        if figure.table is not None or figure.place.table is not None or figure.value is None:
            continue
        first, last = figure.place.spans[0], figure.place.spans[-1]
        begin, end = _within(first[0], bounds, starts), _within(last[1] - 1, bounds, starts)
        if begin is not None and end is not None and begin[0] == end[0]:
            found.append(Stated(figure, begin[0], begin[1], end[1] + 1))
    return tuple(sorted(found, key=lambda stated: (stated.paragraph, stated.start)))


def groups_of(disclosure: Disclosure, statements: Sequence[Stated]) -> tuple[Group, ...]:
    """The totals that running text states together with their parts."""
    found = list(_sentence_groups(disclosure, statements))
    known = {part.figure.id for group in found for part in group.parts}
    for number in range(len(disclosure.paragraphs)):
        group = _listed_below(disclosure, statements, number)
        if group and not known & {part.figure.id for part in group.parts}:
            found.append(group)
    return tuple(found)


def same_kind(one: Figure, other: Figure) -> bool:
    """Whether two figures can be added: both money, or of one unit."""
    return one.unit == other.unit or (is_money(one.unit) and is_money(other.unit))


def is_grand(disclosure: Disclosure, stated: Stated) -> bool:
    """Whether a statement of a final account is of all there was (收入总计), with what was left of the year before."""
    text = disclosure.paragraphs[stated.paragraph].text[: stated.start].rstrip()
    return disclosure.document.kind != "budget" and bool(_GRAND.search(text))


def text_between(disclosure: Disclosure, one: Stated, other: Stated) -> str:
    """The text between two statements of one paragraph, one before the other."""
    return disclosure.paragraphs[one.paragraph].text[one.end : other.start]


def _offsets(paragraph: Paragraph) -> Iterator[tuple[tuple[int, int], int]]:
    offset = 0
    for span in paragraph.spans:
        yield span, offset
        offset += span[1] - span[0]


def _within(position: int, bounds: list[int], starts: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    """The paragraph of a position of the source and its offset in that paragraph's text."""
    index = bisect_right(bounds, position) - 1
    if index < 0:
        return None
    paragraph, offset = starts[bounds[index]]
    return paragraph, offset + position - bounds[index]


def _sentence_groups(disclosure: Disclosure, statements: Sequence[Stated]) -> Iterator[Group]:
    """The groups that the reading of sentences found (其中), and those behind a colon (主要用于以下方面：)."""
    by_id = {stated.figure.id: stated for stated in statements}
    parts: dict[str, list[Stated]] = {}
    for stated in statements:
        total = stated.figure.part_of
        if total in by_id:
            parts.setdefault(total, []).append(stated)
    for identifier, members in parts.items():
        total_stated = by_id[identifier]
        between = text_between(disclosure, total_stated, members[0])
        for listed in _by_side(disclosure, members):
            yield Group(total_stated, tuple(listed), bool(MAINLY.search(between)))
    for stated in statements:
        if stated.figure.id not in parts and (members := _behind_colon(disclosure, statements, stated)):
            yield Group(stated, tuple(members), partial=False)


def _by_side(disclosure: Disclosure, members: Sequence[Stated]) -> list[list[Stated]]:
    """The parts of a total list by list, where it is divided twice (收入包括：…；支出包括：…)."""
    found = [[members[0]]]
    for one, other in pairwise(members):
        if ANOTHER_SIDE.search(text_between(disclosure, one, other)):
            found.append([])
        found[-1].append(other)
    return found


def _behind_colon(disclosure: Disclosure, statements: Sequence[Stated], total: Stated) -> list[Stated]:
    """The amounts that a sentence lists behind its total and a colon that says that parts follow."""
    text = disclosure.paragraphs[total.paragraph].text
    end = next((place for place in range(total.end, len(text)) if text[place] == "。"), len(text))
    lead = re.match(r"[^。；;]{0,30}?[:：]", text[total.end : end])
    if not lead or not PARTS_FOLLOW.search(lead.group()):
        return []
    inside = [
        stated
        for stated in statements
        if stated.paragraph == total.paragraph and total.end + lead.end() <= stated.start < end
    ]
    members = [
        stated for stated in inside if stated.figure.aspect == total.figure.aspect and stated.figure.part_of is None
    ]
    fitting = all(same_kind(stated.figure, total.figure) for stated in members)
    return members if len(members) > 1 and fitting and total.figure.aspect in ("amount", "stock", "count") else []


def _listed_below(disclosure: Disclosure, statements: Sequence[Stated], number: int) -> Group | None:
    """The total that a paragraph ends with before 其中： and the parts that the paragraphs below it open with."""
    text = disclosure.paragraphs[number].text.rstrip()
    own = [stated for stated in statements if stated.paragraph == number and stated.figure.aspect == "amount"]
    own = [stated for stated in own if stated.figure.period == own[0].figure.period]  # not 比上年…元
    if not own or not _LEADS_ON.search(text[own[-1].end :]):
        return None
    total = own[-1]
    parts = list(_openings(disclosure, statements, number + 1, total))
    return Group(total, tuple(parts), partial=False) if parts else None


def _openings(disclosure: Disclosure, statements: Sequence[Stated], first: int, total: Stated) -> Iterator[Stated]:
    """The amounts that the paragraphs from `first` on open with, as long as they are numbered alike, or none is."""
    style: str | None = None
    for number in range(first, len(disclosure.paragraphs)):
        paragraph = disclosure.paragraphs[number]
        marker = marker_of(paragraph.text)
        own_style = marker.style if marker else ""
        if number == first:
            style = own_style
        if own_style != style:
            if own_style and style and not _outer(own_style, style):
                continue
            return
        opening = _opening(paragraph, number, statements)
        if paragraph.kind == "heading" or opening is None or not same_kind(opening.figure, total.figure):
            return
        yield opening


def _opening(paragraph: Paragraph, number: int, statements: Sequence[Stated]) -> Stated | None:
    """The amount that the first clause of a paragraph states."""
    own = [stated for stated in statements if stated.paragraph == number]
    if not own or own[0].figure.aspect != "amount" or re.search(r"[。；]", paragraph.text[: own[0].start]):
        return None
    return own[0]


_DEPTHS = ("part", "chapter", "bracket", "number", "bracketed number")


def _outer(style: str, other: str) -> bool:
    """Whether a numbering style stands above another one."""
    return style in _DEPTHS and other in _DEPTHS and _DEPTHS.index(style) < _DEPTHS.index(other)
