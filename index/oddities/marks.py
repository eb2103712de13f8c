"""Marks of punctuation that look wrong: doubled, empty quotation marks, brackets without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.model import Disclosure, Oddity, Place, Span
from index.oddities.wording import Wording, oddity, within, wordings
from index.text import squeezed

_DOUBLED = re.compile(r"([，。；、：,;])\s*\1|[，、；：][。，；、]|“\s*”|《\s*》|（\s*）|‘\s*’")
_ODD_QUOTES = re.compile(r"[„‟“”\"『「]\s*20[0-9]{2}\s*[„‟“”\"』」](?=\s*[0-9]+\s*号)")
_LIST_MARK = re.compile(r"(?:^|(?<=[。；：，、\s]))(?:[0-9一二三四五六七八九十]{1,3}|[A-Za-z])[)）]")
_CLOSING = {"）": "（", "》": "《", "〉": "〈", "】": "【", "〕": "〔", "」": "「", "』": "『", "]": "["}
_SAME_WORDS = 30
_SAME = str.maketrans("()", "（）")


def doubled_marks(disclosure: Disclosure) -> list[Oddity]:
    """Marks that stand twice, pairs with nothing in them, and document numbers in quotation marks."""
    found = []
    for wording in wordings(disclosure):
        for match in _DOUBLED.finditer(wording.text):
            question = (f"“{_around(wording.text, match)}”中的标点“{match.group()}”是否多余？", "is a mark too many?")
            reason = ("标点重复，或成对的标点中间没有内容", "a mark stands twice, or a pair of marks holds nothing")
            found.append(oddity("punctuation", question, reason, within(disclosure, wording, *match.span())))
        for match in _ODD_QUOTES.finditer(wording.text):
            question = (f"文号中的“{match.group()}”是否应用六角括号〔〕？", "should these be the brackets 〔〕?")
            reason = ("文号的年份用六角括号", "the year of a document number stands in such brackets")
            found.append(oddity("punctuation", question, reason, within(disclosure, wording, *match.span())))
    return found


def unclosed_brackets(disclosure: Disclosure) -> list[Oddity]:
    """Brackets without their other half, one oddity for all cells of one table with the same words before it."""
    found: dict[tuple[str | None, str | tuple[Span, ...]], Oddity] = {}
    for wording, bracket, offset in _without_broken_pairs(disclosure):
        place = within(disclosure, wording, offset, offset + 1)
        before = squeezed(wording.text[: offset + 1]).translate(_SAME)[-_SAME_WORDS:]
        key = (wording.table.title if wording.table else None, place.spans if wording.is_paragraph else before)
        first = found.get(key)
        found[key] = _with_spans(first, place) if first else _unclosed(wording, bracket, offset, place)
    return list(found.values())


def _without_broken_pairs(disclosure: Disclosure) -> list[tuple[Wording, str, int]]:
    """The brackets without another half, but those whose other half stands in the next paragraph: it was broken."""
    found: list[tuple[Wording, str, int]] = []
    previous: Wording | None = None
    for wording in wordings(disclosure):
        for bracket, offset in _unpaired(wording.text):
            partner = _CLOSING.get(bracket.translate(_SAME))
            last = found[-1] if found else None
            if last and last[0] is previous and wording.is_paragraph and last[1].translate(_SAME) == partner:
                found.pop()
            else:
                found.append((wording, bracket, offset))
        previous = wording
    return found


def _unpaired(text: str) -> Iterator[tuple[str, int]]:
    """The brackets of a text that have no other half, with their offsets; numbering such as 1） is none."""
    plain = _LIST_MARK.sub(lambda mark: "　" * len(mark.group()), text).translate(_SAME)
    open_ones: list[tuple[str, int]] = []
    for offset, character in enumerate(plain):
        if character in _CLOSING.values():
            open_ones.append((character, offset))
        elif character in _CLOSING:
            partner = _CLOSING[character]
            if partner not in [bracket for bracket, _ in open_ones]:
                yield text[offset], offset
                continue
            while open_ones and open_ones[-1][0] != partner:
                yield open_ones.pop()
            open_ones.pop()
    yield from open_ones


def _unclosed(wording: Wording, bracket: str, offset: int, place: Place) -> Oddity:
    lacking = "前半" if bracket.translate(_SAME) in _CLOSING else "后半"
    near = wording.text[max(offset - 10, 0) : offset + 10].strip()
    question = (f"“{near}”中的“{bracket}”是否缺少{lacking}？", "is the other half of this bracket missing?")
    reason = ("括号或书名号没有成对", "brackets and title marks stand in pairs")
    return oddity("unclosed", question, reason, place)


def _with_spans(first: Oddity, place: Place) -> Oddity:
    return replace(first, place=replace(first.place, spans=(*first.place.spans, *place.spans)))


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - 8, 0) : match.end() + 8].strip()
