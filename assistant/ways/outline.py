"""Ways to answer from how a document is built: its parts, its terms, the place of a part, what stands at a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.composing.cite import spans_citation
from assistant.composing.sentences import inner, quoted
from assistant.composing.tables import items_draft
from assistant.evidence.matching import coverage, pairs, share
from assistant.evidence.retrieve import facts_for
from assistant.library import Library, section_text
from assistant.model import Draft, Question
from assistant.question.normalise import canonical
from assistant.vocabulary import (
    ASKS_PART,
    ASKS_PARTS,
    ASKS_POSITION,
    ASKS_STAND,
    ASKS_TERMS,
    DOCUMENT_WORDS,
)
from index.lines import marker_of
from index.model import Paragraph, Section, Span
from index.text import chinese_number, squeezed

_NTH = re.compile(r"(?<!排)(?<!排在)(?<!排名)第([0-9]{1,3}|[一二三四五六七八九十]{1,4})(?:个|项|张|份|号|条)?(.*)")
_NONE = re.compile(r"(?:无|没有|不涉及|暂无)[。.]?")
_DOCUMENT = re.compile("|".join(sorted(map(re.escape, DOCUMENT_WORDS), key=len, reverse=True)))
_POINTING = re.compile(
    "文件|文档|材料|报告|部分|章节|位置|数据|这个|第几|编号|序号|(?:的)?表格?$|^第|第$|个$|页|[能可]?以?[看查找]到?$"
)
_OF_THE_DOCUMENT = re.compile("表|数据|情况|内容|信息|说明|预算|决算|支出|收入|经费|绩效|目标|采购|资产|解释")

_OF_A_CODE = re.compile("目录|科目|品目|编码|代码")


def outline(question: Question, library: Library) -> Draft | None:
    """The answer to a question about the document itself, or None where it asks about what the document says."""
    normal = question.normal
    if ASKS_PARTS.search(normal) and not _rest(question):
        return _parts(library)
    if ASKS_TERMS.search(normal) and not _rest(question):
        return _terms(library)
    if ASKS_POSITION.search(normal) and not _OF_A_CODE.search(normal):
        return _position(question, library)
    nth = _NTH.search(normal)
    if nth:
        return _numbered(nth, library)
    stands = ASKS_STAND.search(normal) and _OF_THE_DOCUMENT.search(normal)
    if not question.claims and (ASKS_PART.search(normal) or stands):
        return _place(question, library)
    return _stated_none(question, library)


def _rest(question: Question) -> str:
    """What a question is about beside the document and its parts."""
    return _DOCUMENT.sub("", "".join(question.content))


def _about(question: Question) -> tuple[str, ...]:
    """The content of a question without the words that only point at a part of the document."""
    pieces = (_POINTING.sub(" ", piece) for piece in question.content)
    return tuple(part for piece in pieces for part in piece.split())


def _parts(library: Library) -> Draft:
    """The headings of the highest level, counted."""
    top = [section for section in library.disclosure.sections[1:] if section.level == 1]
    items = [(squeezed(f"{section.number}{section.title}"), section.spans) for section in top]
    return items_draft(library, library.disclosure.sections[0], items, count=False)


def _terms(library: Library) -> Draft | None:
    """The terms that the document defines, counted."""
    if not library.definitions:
        return None
    section = library.disclosure.sections[library.definitions[0][1].section]
    whole = (f"“{term}" if "”" in term and "“" not in term else term for term, _ in library.definitions)
    items = [(inner(term), each.spans) for term, (_, each) in zip(whole, library.definitions, strict=True)]
    return items_draft(library, section, items, count=False)


def _position(question: Question, library: Library) -> Draft | None:
    """The number that a heading stands under."""
    section = _heading_for(_about(question), library)
    if section is None or not section.number:
        return None
    return _heading_draft(library, section, "按文件的编号是")


def _numbered(nth: re.Match[str], library: Library) -> Draft | None:
    """What stands under a number: a heading of the highest level, a project's table, or a numbered paragraph."""
    number, named = _value(nth.group(1)), re.sub(r"(?:是|叫|的|写|讲|说|内容|什么|哪个|[?？。，,])+", "", nth.group(2))
    sections = library.disclosure.sections[1:]
    if re.fullmatch("部分|章|大块|大部分", named):
        return _first(library, [section for section in sections if section.level <= 2], number)
    if re.fullmatch("项目|绩效目标表?|项目绩效目标表?|表|项目表", named):
        return _first(library, [section for section in sections if _holds_project(section, library)], number)
    before = re.sub(r"(?:的|里|中|是)+$", "", nth.string[: nth.start()])
    listed = _list_named((named or before,), library) if named or before else ()
    found = [paragraph for paragraph in listed if _number(paragraph.text) == number]
    if not found:
        return None
    citation = spans_citation(library.disclosure, found[0].section, found[0].spans, 1, None)
    return Draft("answered", f"按文件的编号是{quoted(found[0].text)}[1]。", (citation,))


def _holds_project(section: Section, library: Library) -> bool:
    return any(table.section == section.index and table.subject for table in library.disclosure.tables)


def _first(library: Library, sections: Sequence[Section], number: int) -> Draft | None:
    """The heading of a number among some of one level."""
    found = [section for section in sections if _number(_shown(section, library)) == number]
    best = min(found, key=lambda section: section.level, default=None)
    return _heading_draft(library, best, "按文件的编号是") if best else None


def _value(number: str) -> int:
    return int(number) if number.isdigit() else chinese_number(number)


def _number(text: str) -> int | None:
    """The number that a heading or paragraph starts with."""
    marker = marker_of(text)
    return marker.value if marker else None


def _list_named(content: tuple[str, ...], library: Library) -> tuple[Paragraph, ...]:
    """The numbered paragraphs below the heading that some words name."""
    section = _heading_for(content, library, with_text=True)
    return section_text(library.disclosure, section.index) if section else ()


def _heading_for(
    content: tuple[str, ...], library: Library, *, with_text: bool = False, prefers_table: bool = False
) -> Section | None:
    """The heading whose words some others make up, the one that says least beside them."""
    best: tuple[float, Section] | None = None
    asked: frozenset[str] = frozenset().union(*map(pairs, content)) if content else frozenset()
    for section in library.disclosure.sections[1:]:
        if with_text and not section_text(library.disclosure, section.index):
            continue
        held = pairs(section.title)
        covered = coverage(content, ((held, 1.0),), library.passage_weights)
        fit = covered + 0.1 * share(asked, held, library.passage_weights)
        fit += 0.1 * (prefers_table and any(table.section == section.index for table in library.disclosure.tables))
        if covered > 0.6 and fit > (best[0] if best else 0.0):
            best = (fit, section)
    return best[1] if best else None


def _place(question: Question, library: Library) -> Draft | None:
    """The part of the document that holds what a question names: a heading, a table, or the fact that fits best."""
    asked = replace(question, content=_about(question))
    section = _heading_for(asked.content, library, prefers_table="表" in question.normal)
    if section is None:
        found = [match for match in facts_for(asked, library) if match.coverage > 0.8]
        if not found:
            return None
        offset = found[0].fact.spans[0][0]
        section = _section_at(library, offset)
    return _heading_draft(library, section, "在文件的") if section else None


def _section_at(library: Library, offset: int) -> Section | None:
    before = [section for section in library.disclosure.sections[1:] if section.spans and section.spans[0][0] <= offset]
    return before[-1] if before else None


def _heading_draft(library: Library, section: Section, lead: str) -> Draft:
    """A heading quoted with its number, and the heading above it."""
    chain = [each for each in library.disclosure.sections[1:] if each.path == section.path[:-1]]
    above = chain[-1] if chain and len(section.path) > 1 else None
    spans: list[Span] = [*(above.spans if above else ()), *section.spans]
    citation = spans_citation(library.disclosure, section.index, spans, 1, None)
    part = f"（属于“{_shown(above, library)}”）" if above else ""
    end = "部分" if lead.endswith("的") else ""
    return Draft("answered", f"{lead}“{_shown(section, library)}”{end}{part}[1]。", (citation,))


def _shown(section: Section, library: Library) -> str:
    """A heading as it stands in the source."""
    text = library.disclosure.document.text
    return squeezed("".join(text[start:end] for start, end in section.spans)).replace("“", "‘").replace("”", "’")


def _stated_none(question: Question, library: Library) -> Draft | None:
    """The heading that a question names below which the document only says that there is nothing."""
    for section in library.disclosure.sections[1:]:
        text = section_text(library.disclosure, section.index)
        if not text or not all(_NONE.fullmatch(squeezed(paragraph.text)) for paragraph in text):
            continue
        held = pairs(section.title)
        asked = frozenset().union(*map(pairs, question.content)) if question.content else frozenset()
        covered = coverage(question.content, ((held, 1.0),), library.passage_weights)
        if covered > 0.9 and share(asked, held, library.passage_weights) > 0.6:
            spans = [*section.spans, *(span for paragraph in text for span in paragraph.spans)]
            citation = spans_citation(library.disclosure, section.index, spans, 1, None)
            said = f"文件的“{section.title}”部分只写了{quoted(canonical(text[0].text))}[1]。"
            return Draft("answered", said, (citation,))
    return None
