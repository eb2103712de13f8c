"""Words of a correction that no check of numbers reads: amounts in words, and words that take back what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.shown import numerals
from assistant.model import Check, Citation
from index.text import squeezed

_TAKES_BACK = re.compile(r"不对|有误|作废|不实|假消息|并非|错误")
_MAGNITUDE = re.compile(
    r"[壹贰叁肆伍陆柒捌玖拾佰仟]|千万|百万|两千|若干|[万亿俩]|(?<![单多公纪])元(?![旦素])|零(?![星售])|半(?!年)"
)


def unread_words(text: str, checks: tuple[Check, ...], citations: tuple[Citation, ...]) -> Iterator[str]:
    """One line for each word of a correction that says an amount which nothing reads, or takes back what is said.

    Words within a passage that a cited place holds (what stands in quotation marks) are the document's own.
    """
    quotes = [squeezed(citation.quote) for citation in citations]
    numbers = [(each.start, each.end) for each in numerals(text)] + [(each.start, each.end) for each in checks]
    quoted = [m.span() for m in re.finditer(r"“([^“”]+)”", text) if any(squeezed(m[1]) in quote for quote in quotes)]
    for found in dict.fromkeys(_outside(_MAGNITUDE, text, numbers + quoted)):
        yield (
            f"“{found}”：这个表示数额的字不在能核对的数字里，请改用原文的数字和单位。"
            " / It tells an amount that cannot be checked; write the document's number."
        )
    for found in dict.fromkeys(_outside(_TAKES_BACK, text, quoted)):
        yield f"“{found}”：会推翻前后的内容，请直接写正确的说法。 / It takes back what is said; say what is right."


def _outside(words: re.Pattern[str], text: str, read: list[tuple[int, int]]) -> Iterator[str]:
    for match in words.finditer(text):
        if not any(start <= match.start() and match.end() <= end for start, end in read):
            yield match.group()
