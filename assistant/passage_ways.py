"""Ways to answer in the document's own words: defined terms, duties, name-plates, sections and passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.cite import spans_citation, text_citation
from assistant.compose import (
    fact_draft,
    inner,
    passage_draft,
)
from assistant.library import Body, Library, known_body, section_text
from assistant.matching import coverage, pairs, share
from assistant.model import Draft, Question
from assistant.normalise import canonical
from assistant.refuse import mentions
from assistant.retrieve import (
    Ranks,
    body_in,
    definition_for,
    facts_for,
    passages_for,
    section_for,
    speaks_of_a_body,
)
from index.amounts import amounts_in, is_money
from index.lines import marker_of
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


def plates(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The heading that says which name-plate a body carries."""
    del near
    body = body_in(question, library)
    if body is None or body.section is None or not body.aliases:
        return None
    section = library.disclosure.sections[body.section]
    citation = spans_citation(library.disclosure, body.section, section.spans, 1, None)
    plates = "、".join(f"“{alias}”" for alias in body.aliases)
    return Draft("answered", f"{plates}的牌子挂在{body.name}[1]。", (citation,))


def who(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The body whose duties hold what is asked about."""
    claimed = next((body for each in mentions(question.normal) if (body := known_body(library, each))), None)
    found = passages_for(replace(question, content=_without_role(question, claimed)), library, near, 0.45)
    bodies = [(score, paragraph) for score, paragraph in found if speaks_of_a_body(library, paragraph)]
    if not bodies or bodies[0][0] < found[0][0] * 0.6:
        return None
    paragraph = bodies[0][1]
    name = re.sub(r"[（(].*$", "", library.disclosure.sections[paragraph.section].title)
    wrong = f"不是{claimed.name}，" if claimed and claimed.section is not None and claimed.name != name else ""
    return passage_draft(library, [paragraph], f"{wrong}由{name}负责：")


def duty(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The duties of the body that a question names, or of the department itself."""
    del near
    body = body_in(question, library)
    if body and body.section is not None:
        paragraphs = _listed(section_text(library.disclosure, body.section))
        return passage_draft(library, paragraphs, f"{body.name}的主要职责：") if paragraphs else None
    return None


def _listed(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The numbered paragraphs of a section, where it has some; their lead-in is no duty."""
    numbered = [paragraph for paragraph in paragraphs if marker_of(paragraph.text)]
    return numbered or paragraphs


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
    """A passage for a question of quantity that no figure answers: a sentence with one that holds all of the words."""
    found: list[tuple[float, Paragraph]] = passages_for(question, library, near, 0.97)
    if not found or len(question.content) < 2:
        return None
    draft = best_sentence(question, library, found[0][1])
    units = {amount.unit for amount in amounts_in(draft.citations[0].quote)}
    fits = any(map(is_money, units)) if question.wants_money else not question.unit or question.unit in units
    return draft if units and fits else None


def _without_role(question: Question, claimed: Body | None) -> tuple[str, ...]:
    """What a question asks somebody for, without the words for who it may be."""
    content = [piece.replace(canonical(claimed.name), " ") if claimed else piece for piece in question.content]
    pieces = (
        re.sub(r"处室|科室|部门|单位|机构|中心$|大队$|负责|主管|分管|管理$|工作$", " ", piece) for piece in content
    )
    return tuple(part for piece in pieces for part in piece.split()) or question.content
