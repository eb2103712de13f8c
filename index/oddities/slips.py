"""Words that look like slips of writing or of reading: stray letters, words twice, signs and units left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from index.amounts import money_in
from index.model import Disclosure, Oddity, OddityKind
from index.oddities.wording import Wording, Words, oddity, within, wordings
from index.text import half_width
from index.vocabulary import (
    BEFORE_TWO_WORDS,
    DECREASE_WORDS,
    INCREASE_WORDS,
    LATIN_WORDS,
    MISSPELT,
    TEMPLATE_SENTENCE,
    TWICE,
)

_UP, _DOWN = "|".join(INCREASE_WORDS), "|".join(DECREASE_WORDS)
_CHANGE = rf"{_UP}|{_DOWN}"
_LETTERS = re.compile(r"(?<=[\u4e00-\u9fff])\s*([a-z]{2,})\s*(?=[\u4e00-\u9fff])")
# A word may lawfully stand twice after 一 and 逐 (一步一步, 逐项逐项), and so may numerals.
_TWICE = re.compile(r"(?![一二三四五六七八九十百千万零〇逐])([\u4e00-\u9fff]{2,16})\1")
_BARE_RATE = re.compile(
    rf"[，,]\s*(?:同比)?(?:{_CHANGE}|占[^，。；、0-9]{{0,20}})\s*([0-9]+(?:\.[0-9]+)?)\s*(?=[，。；,;])"
)
_BROKEN_MONEY = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*万(?=\s*[（(，,。；、])")
_CHOICE = re.compile(rf"(?:(?:{_UP})[（(/](?:{_DOWN})|(?:{_DOWN})[（(/](?:{_UP}))[）)]?(?=\s*[0-9])")
_MISSPELT = re.compile(rf"(?<![{BEFORE_TWO_WORDS}])(?:{'|'.join(MISSPELT)})")

_Slip = tuple[OddityKind, int, int, Words, Words]
_Rule = Callable[[Wording], Iterator[_Slip]]


def slips(disclosure: Disclosure) -> list[Oddity]:
    """The slips in the paragraphs, goals and cells of a disclosure, one oddity each."""
    found = []
    for wording in wordings(disclosure):
        for rule in _RULES:
            for kind, start, end, question, reason in rule(wording):
                found.append(oddity(kind, question, reason, within(disclosure, wording, start, end)))
    return found


def _letters(wording: Wording) -> Iterator[_Slip]:
    for match in _LETTERS.finditer(wording.text):
        if match.group(1) not in LATIN_WORDS:
            question = (
                f"“{_around(wording.text, match)}”中的“{match.group(1)}”是否有误？",
                "are these letters a slip?",
            )
            reason = ("中文句子里夹着小写拉丁字母", "small Latin letters stand within a Chinese sentence")
            yield "letters", match.start(1), match.end(1), question, reason


def _twice(wording: Wording) -> Iterator[_Slip]:
    for match in _TWICE.finditer(wording.text):
        if match.group(1) in TWICE:
            continue
        question = (f"“{match.group()}”是否重复了？", "does this stand twice by mistake?")
        reason = (f"“{match.group(1)}”接连写了两遍", "the same words stand twice in a row")
        yield "repeated_words", match.start(), match.end(), question, reason


def _bare_rates(wording: Wording) -> Iterator[_Slip]:
    """Changes and shares without a unit right behind a sum of money, as in 减少100万元，减少8.5，."""
    text = half_width(wording.text)
    for match in _BARE_RATE.finditer(text):
        clause = re.split(r"[，。；,;：]", text[: match.start()])[-1]
        if money_in(clause) and ("%" in text or "." in match.group(1)):
            question = (f"“{match.group(1)}”后面是否少了“%”？", "is a percent sign missing?")
            reason = ("前一句是金额，这里的数没有单位", "a sum of money stands before it, and this number has no unit")
            yield "missing_percent", match.start(1), match.end(1), question, reason


def _broken_money(wording: Wording) -> Iterator[_Slip]:
    for match in _BROKEN_MONEY.finditer(half_width(wording.text)):
        if money_in(wording.text):
            question = (f"“{_around(wording.text, match)}”中的“万”是否应为“万元”？", "should it be 万元?")
            reason = ("同一段其他金额以万元为单位", "the other sums of the paragraph are in 万元")
            yield "missing_unit", match.start(), match.end(), question, reason


def _choices(wording: Wording) -> Iterator[_Slip]:
    for match in _CHOICE.finditer(wording.text):
        if wording.is_paragraph:
            question = (f"“{match.group()}”是否应只留一个？", "which of the two is meant?")
            reason = ("数字前同时写了增与减，像是模板没有选定", "a number has both increase and decrease before it")
            yield "unfilled_choice", match.start(), match.end(), question, reason


def _templates(wording: Wording) -> Iterator[_Slip]:
    for match in TEMPLATE_SENTENCE.finditer(wording.text):
        start = max(wording.text.rfind(mark, 0, match.start()) for mark in "。；！？") + 1
        question = (f"“{wording.text[start : match.end()]}”是否是模板留下的话？", "is this left over from a template?")
        reason = ("这是写给填写人的提示", "it tells the writer what to fill in")
        yield "template", start, match.end(), question, reason


def _misspellings(wording: Wording) -> Iterator[_Slip]:
    for match in _MISSPELT.finditer(wording.text):
        question = (f"“{match.group()}”是否应为“{MISSPELT[match.group()]}”？", "is it misspelt?")
        reason = (f"见“{_around(wording.text, match)}”", "as it stands it is no word")
        yield "misspelt", match.start(), match.end(), question, reason


_RULES: tuple[_Rule, ...] = (_letters, _twice, _bare_rates, _broken_money, _choices, _templates, _misspellings)


def _around(text: str, match: re.Match[str]) -> str:
    """A match with a few characters on both sides."""
    return text[max(match.start() - 6, 0) : match.end() + 6].strip()
