"""What is wrong with a word that a draft may not hold, and what would be right, for the repair."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.checking.shown import UNITS, is_number, numerals
from assistant.phrasing.grammar import Token
from assistant.phrasing.model import Fault, FaultKind, Material
from assistant.phrasing.vocabulary import SENSITIVE

_UNIT = re.compile(rf"^(?:{UNITS}|[%％‰万亿元倍成]|个百分点)")
_MARKUP = re.compile(r"[<>\[\]()*_#`~|!\\$&@^=+]|https?|www\.|-{2,}")
_RIGHT: dict[FaultKind, str] = {
    "numeral": "不写任何数字或数量词，数字只由占位符给出",
    "placeholder": "只用证据里列出的编号，写法如 {F1}",
    "citation": "只用证据这一行 cited 里的引用编号，写法如 {C1}",
    "unsupported": "只用占位符和简单的连接语，不加自己的话",
    "name": "占位符自带名称，前后不再写名称",
    "unit": "占位符自带单位，后面不再写单位",
    "direction": "增减由占位符给出，不另写",
    "negation": "不否定占位符所说的内容",
    "comparative": "不作比较和评价",
    "quantifier": "不写合计、全部、仅等词",
    "condition": "不写条件、推测和因果",
    "markup": "只写纯文本，不用链接、格式、表情或特殊符号",
    "language": "用与问题相同的语言书写",
}


def stray_faults(tokens: Sequence[Token], material: Material) -> Iterator[Fault]:
    """A fault for each stray word among some tokens."""
    for place, token in enumerate(tokens):
        if token.kind == "?":
            before = tokens[place - 1] if place else None
            behind = tokens[place + 1] if place + 1 < len(tokens) else None
            yield fault(_kind(token, before, behind, material), token.words)


def fault(kind: FaultKind, words: str, right: str = "") -> Fault:
    """A fault of a kind, with what would be right said as for its kind where nothing else is given."""
    return Fault(kind, words, right or _RIGHT.get(kind, ""))


def _kind(token: Token, before: Token | None, behind: Token | None, material: Material) -> FaultKind:
    words = token.words
    if before is not None and before.kind in "IC" and _UNIT.match(words):
        return "unit"
    if "{" in words or "}" in words:
        return "citation" if token.marker is not None else "placeholder"
    if any(map(is_number, words)) or numerals(words):
        return "numeral"
    if _MARKUP.search(words) or any(unicodedata.category(each) in _ODD for each in words):
        return "markup"
    chinese = re.search(r"[\u4e00-\u9fff]", words) is not None
    if chinese == material.english or (not chinese and re.search("[A-Za-z]", words)):
        return "language"
    found = next((kind for kind, pattern in SENSITIVE if pattern.search(words)), None)
    if found is not None:
        return found  # type: ignore[return-value]
    beside = (behind is not None and behind.kind in "IT") or (before is not None and before.kind == "I")
    return "name" if chinese and beside else "unsupported"


_ODD = ("Cf", "Co", "Cn", "Cs", "Cc", "So", "Sk", "Sm")
