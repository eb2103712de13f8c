"""What a worded answer says that the answer without a model does not: counted by means of its own.

Nothing here is taken from the checks that let a wording through (assistant/phrasing, assistant/checking), so that a
hole in them shows. What may be said is what the answer without a model says, and the names and values of the figures
that it rests on. It is no proof: it looks at numerals with what stands beside them, at marks, and at telling words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.model import Answer
from eval.strange import joined, new_signs, strange_clauses

Harm = Literal[
    "number", "pairing", "citation", "direction", "negation", "degree", "words", "joined", "markup", "left out", "key"
]
HARMS: dict[Harm, str] = {
    "number": "unsupported numbers, or right ones with another unit",
    "pairing": "numbers beside another name",
    "citation": "citations invented, exchanged or lost",
    "direction": "directions that were not there",
    "negation": "negations that were not there",
    "degree": "comparatives, quantifiers and approximations that were not there",
    "words": "words, questions and exclamations that were not there and are no mere lead",
    "joined": "statements in one breath that were apart, or a part that was none",
    "markup": "links and HTML",
    "left out": "numbers, directions and negations that were left out",
    "key": "the key",
}
"""What is counted, and how it is called in a table."""

_MARK = re.compile(r"\[([0-9]+)\]")
_BULLET = re.compile(r"^\s*(?:[-*+]|[0-9]{1,2}[.)、])\s+", re.MULTILINE)
_LOOSE = re.compile(r"(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])|(?<=[0-9]),(?=[0-9]{3})|[*_|“”\"「」]")
_BEFORE = re.compile("[为是:共计达]+(?=[0-9])")
_NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[万亿百千]*元|%|‰|[㐀-鿿])?")
_YEAR = re.compile("20[0-9]{2}年$")
_NAMED = re.compile(rf"([㐀-鿿)]{{2}})({_NUMERAL.pattern})")
_CHINESE = re.compile("[〇零一二三四五六七八九十百千万亿两俩几半廿卅壹贰叁肆伍陆柒捌玖拾佰仟成]+|数(?![据字额量值])")
_CLAUSE = re.compile(r"[,，。!?;；:、\n]|\.(?=\s|$)")
_WORDS: dict[Harm, re.Pattern[str]] = {
    "direction": re.compile(
        "增加|减少|增长|下降|上升|降低|提高|上涨|下滑|提升|缩减|压减|扩大|缩小|增幅|降幅|持平|不变|翻番|多于|少于|高于|低于|大于|小于"
        "|超过|不足|以上|以下|increas|decreas|higher|lower|more than|less than|rise|rose|fell|falls|drop|grew|exceed",
        re.IGNORECASE,
    ),
    "negation": re.compile(r"不|没|未|无|非|否|莫|\b(?:not|no|never|without|none)\b|n't", re.IGNORECASE),
    "degree": re.compile(
        "约|大概|左右|近|仅|只|全部|都|最|所有|大幅|明显|显著|略|远|更|较|主要|大部分|多数|少数|过半|成|倍"
        r"|\b(?:about|nearly|almost|only|all|most|largest|highest|lowest|half|double|twice)\b",
        re.IGNORECASE,
    ),
}
_LED = re.compile("(?:答案|答复|回答|如下|显示|写明|载明|文件)(?=[0-9])")
"""A lead before a numeral that begins what is said, as a name with a digit may."""
_MARKUP = re.compile(r"https?:|www\.|<[a-zA-Z/!]|\]\(|!\[|`")
_REACH = 2


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is compared, and a source: the text with the names and values of the figures behind it."""

    said: str
    source: str
    numerals: frozenset[str]

    @property
    def unmarked(self) -> str:
        """The source without marks."""
        return _MARK.sub("", self.source)


def harms(given: Answer, own: Answer, key: str = "") -> list[tuple[Harm, str]]:
    """What is wrong with an answer beside the one without a model, each with the words; empty where they are alike.

    Args:
        given: what the reader gets.
        own: the answer without a model.
        key: the key of the model's server, where it has one.
    """
    if given.text == own.text:
        return []
    said = _shape(given.text)
    meant = _read(own)
    found: list[tuple[Harm, str]] = [("number", each) for each in _numerals(said) if each not in meant.numerals]
    found += [("number", each) for each in _new_words_at(_CHINESE, _MARK.sub("", said), meant.unmarked)]
    found += [
        ("pairing", each) for each in _named(said) if each not in set(_named(meant.source)) and not _LED.match(each)
    ]
    found += [("citation", each) for each in _miscited(said, meant.said, {each.marker for each in given.citations})]
    for harm in _WORDS:
        found += [(harm, each) for each in _new_words(harm, said, meant)]
    unmarked = _MARK.sub("", said)
    found += [("words", each) for each in (*strange_clauses(unmarked, meant.unmarked), *new_signs(said, meant.said))]
    found += [("words", "决算") for _ in range("决算" in said and "决算" not in meant.source + own.document.title)]
    found += [("joined", each) for each in joined(unmarked, meant.unmarked, _numerals)]
    found += [("markup", each) for each in _MARKUP.findall(said) if each not in meant.said]
    found += [("left out", each) for each in _left_out(said, meant.said)]
    found += [("key", "…")] if key and key in given.text else []
    return found


def _read(own: Answer) -> _Read:
    said = _shape(own.text)
    names = []
    for figure in own.evidence.figures:
        raw = _shape(figure.raw)
        value = raw if figure.unit is None or raw.endswith(figure.unit) else f"{raw}{figure.unit}"
        names.append(_shape(f"{figure.period}年{figure.subject}{figure.measure}{value}。{figure.measure}:{raw}"))
    source = "\n".join([said, *names])
    return _Read(said, source, frozenset(_numerals(source)))


def _shape(text: str) -> str:
    """A text as it is compared: one form of each character; no bullets, quotation marks and white space by Chinese."""
    return _BEFORE.sub("", _LOOSE.sub("", unicodedata.normalize("NFKC", _BULLET.sub("", text))))


def _numerals(text: str) -> list[str]:
    return _NUMERAL.findall(_MARK.sub(" ", text))


def _named(text: str) -> list[str]:
    """Each numeral but a year's with the two characters before it."""
    found = ["".join(pair) for pair in _NAMED.findall(_MARK.sub("", text))]
    return [each for each in found if not _YEAR.search(each)]


def _new_words_at(pattern: re.Pattern[str], text: str, source: str) -> Iterator[str]:
    """What a pattern finds that stands in the source neither with the characters before it nor with those behind."""
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.end()]
        behind = text[match.start() : match.end() + _REACH]
        if before not in source and behind not in source:
            yield before


def _miscited(said: str, meant: str, markers: set[int]) -> Iterator[str]:
    """Marks without a citation, and numerals whose line bears none of the marks that it bears without a model."""
    yield from (f"[{mark}]" for mark in _MARK.findall(said) if int(mark) not in markers)
    due: dict[str, set[str]] = {}
    for line in meant.splitlines():
        for numeral in _numerals(line):
            due.setdefault(numeral, set()).update(_MARK.findall(line))
    for line in set(said.splitlines()) - set(meant.splitlines()):
        marks = set(_MARK.findall(line))
        yield from (each for each in _numerals(line) if due.get(each) and not marks & due[each])


def _new_words(harm: Harm, said: str, meant: _Read) -> Iterator[str]:
    """Telling words that do not stand so in the source, or not before this numeral."""
    plain = _MARK.sub("", said)
    known = set(_before_numerals(harm, meant.unmarked))
    yield from (pair for pair in _before_numerals(harm, plain) if pair not in known)
    yield from _new_words_at(_WORDS[harm], plain, meant.unmarked)


def _before_numerals(harm: Harm, text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        for match in _WORDS[harm].finditer(clause):
            if numeral := _NUMERAL.search(clause, match.end()):
                yield f"{match.group()}…{numeral.group()}"


def _left_out(said: str, meant: str) -> Iterable[str]:
    there = set(_numerals(said))
    missing = [each for each in dict.fromkeys(_numerals(meant)) if each not in there]
    for harm in ("direction", "negation"):
        missing += [word for word in dict.fromkeys(_WORDS[harm].findall(meant)) if word not in said]
    return missing
