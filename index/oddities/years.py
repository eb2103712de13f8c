"""Years that look left over from last year, where a sentence or title speaks of the disclosure itself."""

from __future__ import annotations

import re
from collections import Counter

from index.amounts import money_in
from index.model import Disclosure, Oddity, Place
from index.oddities.wording import oddity, title_place, within, wordings
from index.tables import is_target_table
from index.text import half_width, year_in
from index.vocabulary import DISCLOSURE_FRAME, OF_ANOTHER_YEAR, STATED_OF_A_YEAR

_YEARS = re.compile(r"20[0-9]{2}\s*年?度?\s*[-—–－~～至和、]\s*20[0-9]{2}")
_SENTENCE = re.compile(r"[^。；：]*(?:[。；：]|$)")
_COMPARED = re.compile(r"(?:比|较|与)\s*(20[0-9]{2})\s*年")
_COMPARES = re.compile(r"\s*(?:相比|减少|增加|下降|增长|持平|一致)")


def left_over_years(disclosure: Disclosure) -> list[Oddity]:
    """Titles, sentences and comparisons with a year that is neither the document's nor its basis, one oddity each."""
    if disclosure.document.year is None:
        return []
    return [*_titles(disclosure), *_openings(disclosure), *_comparisons(disclosure)]


def _titles(disclosure: Disclosure) -> list[Oddity]:
    """Tables of the disclosure itself titled with another year than most of their neighbours."""
    own = str(disclosure.document.year)
    framed = [
        (table, year)
        for table in disclosure.tables
        if not is_target_table(table) and DISCLOSURE_FRAME.search(table.title)
        if (year := year_in(half_width(table.title))) and not _YEARS.search(table.title)
    ]
    if Counter(year for _, year in framed)[own] < 2:
        return []
    found = []
    for table, year in framed:
        if year != own:
            question = (f"表名“{table.title}”中的 {year} 年是否应为 {own} 年？", f"should the year be {own}?")
            reason = (f"其他各表写的是 {own} 年", f"the tables beside it say {own}")
            found.append(oddity("year", question, reason, title_place(disclosure, table)))
    return found


def _openings(disclosure: Disclosure) -> list[Oddity]:
    """Sentences that open with another year and state sums of the department itself."""
    own = str(disclosure.document.year)
    opening = re.compile(rf"(?:[\u4e00-\u9fff]*{re.escape(disclosure.document.body[-4:])})?\s*(20[0-9]{{2}})\s*年度?")
    found = []
    for wording in wordings(disclosure):
        for sentence in _SENTENCE.finditer(half_width(wording.text)) if wording.is_paragraph else ():
            text = sentence.group()
            stated = opening.match(text)
            if not stated or own in text or not money_in(text):
                continue
            clause = re.split(r"[，,]", text[stated.end() :].lstrip("，, "))[0]
            if STATED_OF_A_YEAR.search(clause) and not OF_ANOTHER_YEAR.search(clause):
                start = sentence.start() + stated.start(1)
                found.append(_opening(text, stated.group(1), own, within(disclosure, wording, start, start + 4)))
    return found


def _opening(sentence: str, year: str, own: str, place: Place) -> Oddity:
    question = (f"“{sentence[:24]}”中的 {year} 年是否应为 {own} 年？", f"should the year be {own}?")
    return oddity("year", question, (f"这份公开是 {own} 年的", f"the disclosure is one of {own}"), place)


def _comparisons(disclosure: Disclosure) -> list[Oddity]:
    """Changes against a year that is not the year before, where other changes are against that."""
    assert disclosure.document.year is not None
    basis = str(disclosure.document.year - 1)
    compared = [
        (wording, match)
        for wording in wordings(disclosure)
        if wording.is_paragraph
        for match in _COMPARED.finditer(half_width(wording.text))
        if _COMPARES.match(re.sub(r"^(?:度|预算|决算|数|执行|安排|\s)+", "", wording.text[match.end() :]))
    ]
    if not any(match.group(1) == basis for _, match in compared):
        return []
    found = []
    for wording, match in compared:
        if match.group(1) != basis:
            question = (f"与 {match.group(1)} 年相比，是否应为 {basis} 年？", f"should the year be {basis}?")
            reason = (f"其他增减都是与 {basis} 年相比", f"the other changes are against {basis}")
            found.append(oddity("year", question, reason, within(disclosure, wording, *match.span(1))))
    return found
