"""Ways to answer what a department means to do: the headings of its plan of work, and its measures."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.composing.cite import spans_citation
from assistant.composing.sentences import body_text, passage_draft, quoted
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import Ranks
from assistant.library import Library, section_text
from assistant.model import Draft, Question
from assistant.question.refuse import is_off_topic
from assistant.vocabulary import DIRECTIONS
from index.model import Paragraph, Section
from index.text import subspans

_ASKS_PLAN = re.compile(
    r"工作重点|重点工作|重点任务|主要任务|工作任务|工作计划|工作打算|工作思路|工作安排|工作目标|总体目标|年度目标|主要工作"
    r"|(?:要|打算|准备|计划)(?:做|干|抓)(?:些|哪些|什么|点)|民生实事|实事|重点项目"
)
_NAMED = re.compile("(?:民生)?实事|重点项目")
_PLAN_WORDS = re.compile(
    r"总体|年度|工作|重点|任务|主要|计划|打算|思路|安排|目标|要|做|干|抓|些|有|全局|说|列|部门|单位|局"
)
_PLAN = re.compile(r"总体.{0,4}目标|工作(?:重点|任务|计划|要点|思路|打算)|重点(?:工作|任务)|主要任务")
_MEASURES = re.compile(r"措施")


def plans(question: Question, library: Library) -> Draft | None:
    """The headings of the department's plan of work, or the paragraph of it that a question asks about."""
    if question.claims or question.is_quantity or not _ASKS_PLAN.search(question.normal):
        return None
    section = next((each for each in library.disclosure.sections[1:] if _is_plan(each, library)), None)
    if section is None:
        return None
    paragraphs = [each for each in section_text(library.disclosure, section.index) if _first_clause(each)]
    rest = tuple(part for piece in question.content for part in _PLAN_WORDS.sub(" ", piece).split())
    if not "".join(rest):
        return _headings(library, section, paragraphs)
    fits = [
        (coverage(question.content, ((pairs(each.text), 1.0),), library.passage_weights), each) for each in paragraphs
    ]
    best = max(fits, key=lambda fit: fit[0])
    return passage_draft(library, [best[1]], f"文件“{section.title}”部分写道：") if best[0] > 0.75 else None


def _is_plan(section: Section, library: Library) -> bool:
    return bool(_PLAN.search(section.title)) and len(section_text(library.disclosure, section.index)) > 2


def _first_clause(paragraph: Paragraph) -> str:
    """A paragraph's opening where it is short enough to stand for the whole (一、强化…保障。), or nothing."""
    match = re.match(r"[^。；]{4,40}(?=[。；])", paragraph.text)
    return match.group() if match else ""


def _headings(library: Library, section: Section, paragraphs: list[Paragraph]) -> Draft | None:
    """The openings of the paragraphs of a plan."""
    if len(paragraphs) < 2:
        return None
    openings = [(each, _first_clause(each)) for each in paragraphs]
    spans = [*section.spans]
    for each, opening in openings:
        spans += subspans(each.spans, 0, len(opening))
    citation = spans_citation(library.disclosure, section.index, spans, 1, None)
    lines = [f"- {quoted(_without_number(opening))}" for _, opening in openings]
    return Draft("answered", "\n".join([f"文件“{section.title}”部分列出[1]：", "", *lines]), (citation,))


def _without_number(text: str) -> str:
    return re.sub(r"^[（(]?[0-9一二三四五六七八九十]{1,3}(?:[）)、.．]|是)[、，]?\s*", "", text)


def _is_measure(paragraph: Paragraph, library: Library) -> bool:
    """Whether a paragraph stands below a heading of measures."""
    return any(_MEASURES.search(title) for title in library.disclosure.sections[paragraph.section].path)


def measures(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The measure that a question asks for, of those that the document lists, by its words and its meaning together."""
    if is_off_topic(question, library):
        return None
    nearness = near()
    listed = [index for index, passage in enumerate(library.passages) if _is_measure(passage.paragraph, library)]
    if not any(index in nearness for index in listed):
        return None
    telling = tuple(part for piece in question.content for part in DIRECTIONS.sub(" ", piece).split())

    def fit(index: int) -> float:
        covered = coverage(telling, ((library.passages[index].own, 1.0),), library.passage_weights)
        return covered + nearness.get(index, 0.0)

    paragraph = library.passages[max(listed, key=fit)].paragraph
    section = library.disclosure.sections[paragraph.section]
    first = re.match(r"[^。]+。?", body_text(paragraph))
    said = first.group() if first else body_text(paragraph)
    citation = spans_citation(library.disclosure, section.index, [*section.spans, *paragraph.spans], 1, None)
    return Draft("answered", f"文件在“{section.title}”中写道：{quoted(said)}[1]。", (citation,))
