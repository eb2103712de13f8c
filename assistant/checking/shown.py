"""The numerals of a shown text, in digits of any script, in Chinese numerals and in words; list numbering is none."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

from assistant.model import Draft
from index.amounts import amounts_in, chinese_amounts_in
from index.model import Amount
from index.vocabulary import COUNT_UNITS, MONEY_UNITS

_MARKER = re.compile(r"\[([0-9]{1,3})\]")
_LIST_NUMBER = re.compile(r"^\s*([0-9]{1,3})[.、]\s", re.MULTILINE)
UNITS = "|".join(re.escape(unit) for unit in (*MONEY_UNITS, *COUNT_UNITS))
UNIT_NEXT = re.compile(rf"\s*(?:{UNITS}|[万亿%％‰])")
HAN_DIGIT = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅"
_WORDED = re.compile(
    rf"(?<![第{HAN_DIGIT}])(?![万亿]+元)(?!(?:[一二三四五六七八九两]个)?百分百)"
    rf"(?:[近约超逾几数上成好]*+[{HAN_DIGIT}]++[几多余来]?+[{HAN_DIGIT}]*+|[几数上成好][十百千万亿]++|好几)"
    rf"(?:分之[{HAN_DIGIT}点几]+|[几多余来]*+(?:{UNITS}|成(?!立|果|本|品|员|效|功|交|套|都|安)|倍|个百分点))"
    rf"|(?<![近约超逾几数上])[近约超逾几数上]++(?=[{HAN_DIGIT}]*[百千万亿])[{HAN_DIGIT}]++"
    rf"|(?<![{HAN_DIGIT}])[{HAN_DIGIT}]++[几多余][百千万亿]++"
    rf"|(?<![{HAN_DIGIT}])[一二两三四五六七八九十百千几][{HAN_DIGIT}]*亿"
    rf"|(?<![{HAN_DIGIT}])[一二两三四五六七八九几][{HAN_DIGIT}]*[百千]?万(?![一元能])"
    r"|翻了?[一二两三四五几]?[番倍]|[一二两三四五几]番|成倍|一半|过半|半数|大半|对半|减半|一倍"
)
_ENGLISH_NUMBER = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|several|a few|many|tens|hundreds|thousands)[\s-]+(?:of\s+)?)*"
    r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halves|twice|thrice|double[sd]?|tripled?"
    r"|quadrupled?|one[\s-](?:third|fourth|fifth|quarter|tenth)|two[\s-]thirds|three[\s-]quarters"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?=[\s-]+(?:per\s?cent|percent|times|yuan|rmb|units?|people|sets?)))\b",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&[A-Za-z][A-Za-z0-9]*;?")
_UNKNOWN = Decimal("NaN")


def blanked(draft: Draft) -> str:
    """The text with its citation marks and list numbering replaced by spaces, offsets unchanged."""
    text, marks = draft.text, {str(citation.marker) for citation in draft.citations}
    expected = 1
    for match in reversed(list(_MARKER.finditer(text))):
        if match.group(1) in marks and not UNIT_NEXT.match(text, match.end()):
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    for match in list(_LIST_NUMBER.finditer(text)):
        if int(match.group(1)) in (1, expected) and not UNIT_NEXT.match(text, match.end()):
            expected = int(match.group(1)) + 1
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def numerals(text: str) -> list[Amount]:
    """The quantities of a text: in digits of any script, in Chinese numerals with a unit behind them, and in words."""
    found = [_in_yuan(text, amount) for amount in amounts_in(text)]
    taken = bytearray(len(text) + 1)
    for amount in found:
        taken[amount.start : amount.end] = b"\x01" * (amount.end - amount.start)
    for amount in (*chinese_amounts_in(text), *_worded(text)):
        if not any(taken[amount.start : amount.end]):
            found.append(amount)
            taken[amount.start : amount.end] = b"\x01" * (amount.end - amount.start)
    free = (is_number(each) and not taken[place] and each not in HAN_DIGIT for place, each in enumerate(text))
    left = "".join("0" if each else " " for each in free)
    found += [_unknown(text, *match.span()) for match in re.finditer("0+", left)]
    return sorted(found, key=lambda amount: amount.start)


def _in_yuan(text: str, amount: Amount) -> Amount:
    """A quantity with the yuan that an English text names beside it."""
    named = re.search(r"(?:CNY|RMB|[¥￥])\s*$", text[max(0, amount.start - 6) : amount.start])
    behind = re.match(r"\s*(?:yuan|RMB|CNY)\b", text[amount.end : amount.end + 8])
    return replace(amount, unit="元") if amount.unit is None and (named or behind) else amount


def _worded(text: str) -> list[Amount]:
    """Numerals without an exact value here: shares and multiples in words, vague ones, those in entities of HTML."""
    spans = [match.span() for pattern in (_WORDED, _ENGLISH_NUMBER) for match in pattern.finditer(text)]
    spans += [match.span() for match in _ENTITY.finditer(text) if any(map(is_number, html.unescape(match.group())))]
    return [_unknown(text, *span) for span in spans]


def _unknown(text: str, start: int, end: int) -> Amount:
    return Amount(_UNKNOWN, None, "", start, end, text[start:end])


def is_number(character: str) -> bool:
    """Whether a character is a digit or another numeral of any script, Chinese numerals aside."""
    return (character.isascii() and character.isdigit()) or unicodedata.category(character) in ("Nd", "Nl", "No")
