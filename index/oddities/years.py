"""Years that look left over from last year, where a sentence or title speaks of the disclosure itself."""

from __future__ import annotations

import re
from collections import Counter

from index.lines import marker_of
from index.model import Disclosure, Oddity
from index.oddities.wording import oddity, paragraph_place, title_place, within, wordings
from index.tables import is_target_table
from index.text import half_width, year_in
from index.vocabulary import DEPARTMENT_WORDS, DISCLOSURE_FRAME

_OPENING = re.compile(rf"(20[0-9]{{2}})\s*年度?\s*[，,]?\s*(?:{'|'.join(DEPARTMENT_WORDS)}|部门|预算|收入|支出|全年)")
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
        if (year := year_in(half_width(table.title)))
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
    """Paragraphs that open with another year and then state the department's own budget."""
    own = str(disclosure.document.year)
    titles = {table.title_spans for table in disclosure.tables}
    found = []
    for paragraph in disclosure.paragraphs:
        if paragraph.kind not in ("body", "heading") or paragraph.spans in titles:
            continue
        marker = marker_of(paragraph.text)
        opening = _OPENING.match(half_width(paragraph.text[marker.length if marker else 0 :]))
        framed = DISCLOSURE_FRAME.search(paragraph.text[:60])
        if opening and framed and opening.group(1) != own:
            question = (f"“{paragraph.text[:24]}”中的 {opening.group(1)} 年是否应为 {own} 年？", f"should it be {own}?")
            reason = (f"这份公开是 {own} 年的", f"the disclosure is one of {own}")
            found.append(oddity("year", question, reason, paragraph_place(disclosure, paragraph)))
    return found


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
