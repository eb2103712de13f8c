"""Ways to answer in the document's own words: defined terms, duties, name-plates, sections and passages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.cite import text_citation
from assistant.compose import (
    fact_draft,
    inner,
    passage_draft,
)
from assistant.library import Library, section_text
from assistant.matching import coverage, pairs, share
from assistant.model import Draft, Question
from assistant.retrieve import (
    Ranks,
    definition_for,
    facts_for,
    passages_for,
    section_for,
)
from index.model import Paragraph
from index.numerals import claims

_REASON = re.compile(r"原因|由于|因为|因应|主要是|主要为|，故|所以|致使|导致")


def definition(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The document's own definition of a term."""
    del near
    paragraph = definition_for(question, library)
    if paragraph:
        return passage_draft(library, [paragraph], "文件的名词解释是：")
    return _defined_within(question, library)


def _defined_within(question: Question, library: Library) -> Draft | None:
    """The part of another term's definition that explains a term (公务接待费反映单位…)."""
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in question.content))
    for _, paragraph in library.definitions:
        for match in re.finditer(r"([^，。；：、]{2,20})(?:反映|是指|指|包括)[^。；]{6,}[。；]", paragraph.text):
            held = pairs(match.group(1))
            if min(share(asked, held, library.weights), share(held, asked, library.weights)) > 0.7:
                citation = text_citation(library.disclosure, paragraph, match.start(), match.end(), 1)
                return Draft("answered", f"文件的名词解释是：“{inner(match.group())}”[1]", (citation,))
    return None


def usage(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that says what a sum is used for."""
    del near
    for match in facts_for(replace(question, asked="value", is_quantity=True), library)[:3]:
        figure = match.fact.figure
        if match.coverage > 0.85 and figure and figure.table is None and re.search("用于|包括", figure.context):
            draft = fact_draft(question, library, [match.fact])
            quote = draft.citations[0].quote
            return replace(draft, text=f"文件中写道：“{inner(quote.strip())}”[1]", figures=())
    return None


def section(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The text below the heading that a question names."""
    del near
    found = section_for(question, library)
    if found is None:
        return None
    title = library.disclosure.sections[found].title
    return passage_draft(library, section_text(library.disclosure, found), f"文件“{title}”部分写道：")


def passages(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The paragraph that a question's words fit best."""
    found = passages_for(question, library, near)
    return passage_draft(library, [found[0][1]], "文件中写道：") if found else None


def reasoned(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The paragraph that fits best of those that give some reason."""
    found = [item for item in passages_for(question, library, near) if _REASON.search(item[1].text)]
    return passage_draft(library, [found[0][1]], "文件中写道：") if found else None


def sure_passages(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that holds nearly all of a question's words."""
    found = passages_for(question, library, near, 0.9)
    return best_sentence(question, library, found[0][1]) if found else None


def dated(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that holds nearly all of a question's words and a date."""
    draft = sure_passages(question, library, near)
    dates = claims(draft.citations[0].quote) if draft else []
    return draft if any(kind == "date" for _, _, kind in dates) else None


def best_sentence(question: Question, library: Library, paragraph: Paragraph) -> Draft:
    """The sentence of a paragraph that a question's words fit best, quoted."""
    sentences = [match.span() for match in re.finditer(r"[^。；]+[。；]?", paragraph.text)]
    fits = [
        coverage(question.content, ((pairs(paragraph.text[start:end]), 1.0),), library.passage_weights)
        for start, end in sentences
    ]
    start, end = sentences[fits.index(max(fits))]
    citation = text_citation(library.disclosure, paragraph, start, end, 1)
    return Draft("answered", f"文件中写道：“{inner(paragraph.text[start:end].strip())}”[1]", (citation,))


def counted_passage(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """A passage for a question of quantity that no figure answers: only where it holds all of the words."""
    found: list[tuple[float, Paragraph]] = passages_for(question, library, near, 0.97)
    return best_sentence(question, library, found[0][1]) if found and len(question.content) > 1 else None
