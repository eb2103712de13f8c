"""The key of a question: the same for wordings that are understood the same way, another for any other question.

A decision of the staff is given to whoever asks the same again, so a wrong match would be a wrong answer with a seal on
it. Therefore nothing is left out of the key but what is known to carry no meaning: how the characters are written
(width, spacing, punctuation, Traditional, synonyms of the genre, slips set right) and words that only ask. Each other
word stays, whether or not the program makes use of it; so does each sign that counts or compares, and what stands
beside a numeral (第1、2条 is not 第12条). The numerals go in as they were typed, too.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

from assistant.model import Question
from assistant.question.english import is_english
from assistant.question.normalise import canonical, simplified
from assistant.question.words import words_of
from assistant.vocabulary import ONLY_ASKS

VERSION = 2
"""Of what goes into a key: a decision made under another is not found, so its question is reviewed anew."""

_NUMERAL = "0-9〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟"
_STOPS = frozenset("，。、；：？！….,;:?!'\"·•‧・")
"""Punctuation that says nothing but beside a numeral; so do brackets, dashes and spaces, and no other sign."""
_SAYS_NOTHING = ("Z", "Cc", "Cf", "Ps", "Pe", "Pi", "Pf", "Pd", "Pc")
_SPACE = "_"  # canonical spelling has no spaces
_ENDS = f"{_SPACE}{''.join(_STOPS)}"
_NEGATES = frozenset("没不否无")
_TITLE = re.compile(r"《([^》]{4,})》|[“\"]([^”\"\n]{3,60}?)[”\"]\s*(?:这一?)?部分")


def reading_key(question: Question, parts: Sequence[Question] = ()) -> str:
    """The key of a question as understood, 64 hexadecimal digits: for a follow-up, of what it stands for.

    Args:
        question: the question; a follow-up already made whole.
        parts: the questions whose answers its own puts together, where there are several.
    """
    meant = [VERSION, *(_meant(each) for each in (question, *parts))]
    return hashlib.sha256(json.dumps(meant, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def _meant(question: Question) -> list[object]:
    """What a question means, as far as it tells it from others."""
    return [
        question.asked,
        question.years,
        question.unit,
        question.is_quantity,
        question.wants_money,
        question.wants_change,
        question.strict,
        # Without the words between (三公经费的预算) a synonym may stand whole.
        canonical(_without_stops(_without_asking(question.normal), "")),
        _numerals_of(question),
        # Quoted, it says where to look.
        [canonical(first or second) for first, second in _TITLE.findall(question.text)],
        # An English question is answered in English; what its translation leaves out stays in its own words.
        _without_stops(question.text.casefold(), " ").split() if is_english(question.text) else None,
    ]


def _numerals_of(question: Question) -> list[str]:
    """The numerals and signs of a question as understood, behind those that were typed where these are others."""
    typed, understood = _numerals(question.text), _numerals(question.normal)
    rest = iter(understood)
    return understood if all(each in rest for each in typed) else [*typed, _SPACE, *understood]


def _numerals(text: str) -> list[str]:
    """The numerals and signs of a text in order; ½ and ² stay what they are."""
    plain = "".join(map(_plain, _without_asking(simplified(text))))
    plain = "".join(_SPACE if _says_nothing(each) else each for each in plain)
    found = re.findall(rf"[{_NUMERAL}]+|.", plain)
    return [each for each in found if re.match(f"[{_NUMERAL}]", each) or not (each.isalpha() or each == _SPACE)]


def _plain(character: str) -> str:
    """A character in its plain writing, but one that counts otherwise than by its place (½, ², ①) as it is."""
    return character if unicodedata.category(character) == "No" else unicodedata.normalize("NFKC", character)


def _without_stops(text: str, between: str) -> str:
    """A text with what says nothing put in another way, or left out; beside a numeral, and between ends, it stays."""
    kept = []
    for found in re.finditer(r".", text, re.DOTALL):
        sign, beside = found.group(), text[max(found.start() - 1, 0) : found.end() + 1]
        if not _says_nothing(sign):
            kept.append(sign)
        elif not re.search(rf"[{_NUMERAL}]", beside):
            kept.append(between)
        else:
            kept.append(_SPACE if sign.isspace() else "-" if unicodedata.category(sign) == "Pd" else sign)
    return "".join(kept).strip(_ENDS + " ")


def _says_nothing(sign: str) -> bool:
    return sign in _STOPS or unicodedata.category(sign).startswith(_SAYS_NOTHING)


@lru_cache(maxsize=1024)
def _without_asking(text: str) -> str:
    """A text without the words that only ask: where they are words, not parts of some, and nothing denies them."""
    bounds = {0, *accumulate(len(word) for word, _ in words_of(text))}

    def left(found: re.Match[str]) -> str:
        beside = {*text[max(found.start() - 1, 0) : found.start()], *text[found.end() : found.end() + 1]}
        only_asks = {found.start(), found.end()} <= bounds and not beside & _NEGATES
        return "" if only_asks else found.group()

    return _asking().sub(left, text)


@cache
def _asking() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(ONLY_ASKS, key=len, reverse=True))))
