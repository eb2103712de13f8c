"""Small tools over text and spans that several rooms share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from index.model import Document, Span

TERMINAL = "。！？；;：:!?"
_CLOSING = "”’」』）)》】\"'"
_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)}
_FULL_WIDTH_MARK = re.compile(r"(?<=[０-９])[．，](?=[０-９])")
_LATEX = {r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤", r"\%": "%", "$": ""}
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_DAY = re.compile(r"(20[0-9]{2})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日")
_CHINESE = {character: value for value, character in enumerate("零一二三四五六七八九")}


def width(text: str) -> float:
    """The width of a text in full-width characters: a Latin letter or a digit counts half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def ends_sentence(text: str) -> bool:
    """Whether a text ends in a terminal punctuation mark, closing quotes and brackets aside."""
    return bool(text) and (text[-1] in TERMINAL or text.rstrip(_CLOSING)[-1:] in tuple(TERMINAL))


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral below one thousand, as headings use: 十二 is 12, 二十一 is 21."""
    total, digit = 0, 0
    for character in text:
        if character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _CHINESE.get(character, 0)
    return total + digit


def half_width(text: str) -> str:
    """The text with full-width digits, and points and commas between them, as half-width ones, offsets unchanged."""
    marked = _FULL_WIDTH_MARK.sub(lambda mark: "." if mark.group() == "．" else ",", text)
    return marked.translate(_FULL_WIDTH)


def year_in(text: str) -> str | None:
    """The first year that a text names: 2023 for 2023年度."""
    match = _YEAR.search(text)
    return match.group(1) if match else None


def day_in(text: str) -> str | None:
    """The first day that a text names: 2022-12-31 for 2022年12月31日."""
    match = _DAY.search(text)
    return "{}-{:0>2}-{:0>2}".format(*match.groups()) if match else None


def figure_id(document: Document, spans: tuple[Span, ...]) -> str:
    """An id that stays the same over rebuilds: the document's id and the figure's place."""
    return f"{document.id}:{spans[0][0]}-{spans[-1][1]}"


def joined(source: str, spans: Iterable[Span]) -> str:
    """The source text of the spans put together."""
    return "".join(source[start:end] for start, end in spans)


def subspans(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The source spans of [start, end) of the text that `spans` put together."""
    found: list[Span] = []
    offset = 0
    for span_start, span_end in spans:
        length = span_end - span_start
        left, right = max(start - offset, 0), min(end - offset, length)
        if left < right:
            found.append((span_start + left, span_start + right))
        offset += length
    return tuple(found)


def squeezed(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def readable(text: str) -> str:
    """A source text as people read it: LaTeX comparators and percent signs as plain signs."""
    for latex, sign in _LATEX.items():
        text = text.replace(latex, sign)
    return text
