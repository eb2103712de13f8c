"""Numerals that are no figures: each claimed by a positive pattern as structure, date, identifier or document number.

No class is a default. A numeral that neither a pattern here nor a figure claims stays unclassified and is listed by
the audit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.model import Numeral, NumeralClass, Span
from index.text import half_width, subspans

NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
Claim = tuple[int, int, NumeralClass]
"""[start, end) in a text that was put together of source spans."""
Claimed = tuple[Span, NumeralClass]
"""A span of the source."""

_YEAR = r"(?:19|20)[0-9]{2}"
_DATE = re.compile(
    rf"{_YEAR}\s*[-—–~至]\s*{_YEAR}\s*年?度?"
    rf"|{_YEAR}\s*全?年度?(?:\s*[0-9]{{1,2}}\s*月(?:\s*[0-9]{{1,2}}\s*[日号])?)?"
    r"|(?<![0-9])[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日"
    rf"|{_YEAR}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}\s*月(?:底|份|初|末|中旬|上旬|下旬)"
)
_DOCUMENT_NUMBER = re.compile(
    rf"[【〔［\[（(„『「]\s*{_YEAR}\s*[】〕］\]）)‟』」]\s*(?:第\s*)?[0-9]+\s*号"
    r"|第\s*[0-9]+\s*(?:号令|号|条|款|项|章|次会议|届)"
    r"|(?<![0-9])[0-9]+\s*号(?:令|文|公告)"
)
_IDENTIFIER = re.compile(
    r"[A-Za-z]{1,3}[0-9]{2,}(?:[-.][0-9]+)*"
    r"|(?<![0-9])[0-9]+\s*(?:号地|#|＃|号楼|号线|号院)"
    r"|(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|(?<![0-9])1[3-9][0-9]{9}(?![0-9])"
    r"|(?:www\.|https?://)[^\s\u4e00-\u9fff]+"
)
_UNIT_CODE = re.compile(r"^\s*[0-9]{3,6}\s+(?=[\u4e00-\u9fff（(]+$)")
_NOT_A_DECIMAL = r"(?![0-9](?![0-9]{3}\s*年))"
_STRUCTURE = re.compile(
    rf"(?:^|(?<=[\s。；;：:]))[0-9]{{1,3}}(?:．|\.{_NOT_A_DECIMAL}|\s*、)"
    r"|(?:^|(?<=[\s。；;，：:]))[（(][0-9]{1,2}[）)]"
    r"|目标内容\s*[0-9]+|(?:附件|附表|表|图)\s*[0-9]+(?![0-9.])|第\s*[0-9]+\s*(?:部分|页|张)|共\s*[0-9]+\s*页"
)
_PAGE = re.compile(r"(?:[.…·]{2,}\s*|\s)([0-9]{1,3})\s*$")
_ALONE = re.compile(r"^[-—–－\s]*([0-9]{1,4})[-—–－\s]*$")


def claims(text: str) -> list[Claim]:
    """The spans of a text that are dates, document numbers, identifiers or numbering, none overlapping."""
    plain = half_width(text)
    found: list[Claim] = []
    taken = bytearray(len(plain))
    patterns: tuple[tuple[re.Pattern[str], NumeralClass], ...] = (
        (_DOCUMENT_NUMBER, "document_number"),
        (_DATE, "date"),
        (_UNIT_CODE, "identifier"),
        (_IDENTIFIER, "identifier"),
        (_STRUCTURE, "structure"),
    )
    for pattern, numeral_class in patterns:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if start < end and not any(taken[start:end]):
                found.append((start, end, numeral_class))
                taken[start:end] = b"\x01" * (end - start)
    return sorted(found)


def page_claims(text: str) -> list[Claim]:
    """The page number that a line of the contents page ends in, or that a line consists of."""
    match = _PAGE.search(text) or _ALONE.match(text)
    return [(match.start(1), match.end(1), "structure")] if match else []


def claimed_spans(spans: tuple[Span, ...], found: Iterable[Claim]) -> list[Claimed]:
    """The claims on the text that `spans` put together, as claims on the source."""
    return [(span, numeral_class) for start, end, numeral_class in found for span in subspans(spans, start, end)]


def classified(text: str, claimed: Iterable[Claimed]) -> tuple[Numeral, ...]:
    """Every numeral of the source text with the class of the span that holds it (the first of several), or None."""
    classes: dict[int, NumeralClass] = {}
    for (start, end), numeral_class in claimed:
        for offset in range(start, end):
            classes.setdefault(offset, numeral_class)
    return tuple(
        Numeral(match.start(), match.end(), match.group(), classes.get(match.start()))
        for match in NUMERAL.finditer(text)
    )
