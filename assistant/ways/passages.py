"""Ways to answer in the document's own words: defined terms, duties, name-plates, sections and passages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.composing.cite import text_citation
from assistant.composing.sentences import (
    NEAREST,
    fact_draft,
    passage_draft,
    quoted,
)
from assistant.evidence.duties import leads_in
from assistant.evidence.matching import coverage, pairs, share
from assistant.evidence.retrieve import (
    Ranks,
    definition_for,
    facts_for,
    passages_for,
    section_for,
)
from assistant.library import Library, section_text
from assistant.model import Draft, Question
from assistant.question.normalise import canonical
from assistant.question.parts import together
from assistant.question.understand import content_of
from index.amounts import amounts_in, is_money
from index.lines import marker_of
from index.model import Paragraph
from index.numerals import claims

_DIFFERENCE = re.compile(r"区别|差别|(?:有)?(?:什么|何|哪些)不同|不一样|怎么区分|如何区分")
_LONG = 200
"""The length from which a paragraph is quoted by the sentence that fits best."""
_LONGEST_NAME = 40
_OF_MONEY = re.compile("预算|决算|收入|支出|经费|资金|金额")
_MEASURES_ASKED = re.compile(r"(?:方面)?有?(?:具体)?(?:措施|举措|做法|办法)$|(?:方面)?有$")
_REASON = re.compile(r"原因|由于|因为|因应|主要是|主要为|，故|所以|致使|导致")


def definition(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The document's own definition of a term."""
    del near
    bare = replace(question, content=_bare_term(question.content))
    paragraph = definition_for(question, library) or definition_for(bare, library)
    if paragraph:
        return passage_draft(library, [paragraph], "文件的名词解释是：")
    return _defined_within(question, library)


def undefined(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """That a term whose meaning is asked is not defined, and the first sentence of the document that uses it."""
    del near
    term = "".join(question.content)
    if len(question.content) != 1 or not _ASKS_MEANING.search(question.normal):
        return None
    for passage in library.passages:
        marker = marker_of(passage.paragraph.text)
        for match in re.compile(r"[^。；]+[。；]?").finditer(passage.paragraph.text, marker.length if marker else 0):
            if term in canonical(match.group()) and not leads_in(match.group()):
                citation = text_citation(library.disclosure, passage.paragraph, match.start(), match.end(), 1)
                lead = f"文件没有给“{term}”下定义，用到它的地方写道："
                return Draft("answered", f"{lead}{quoted(match.group())}[1]。", (citation,))
    return None


_ASKS_MEANING = re.compile("意思|含义|定义|什么叫|叫什么|何谓")
_AROUND_TERM = re.compile("概念|东西|玩意|钱|开支|支出$|花销|内容|专业|名词|词|[个种]")


def _bare_term(content: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a question that may be a term, without such as 钱 or 概念 that stand around it."""
    kept = (piece for piece in content if _AROUND_TERM.sub("", piece))
    trimmed = tuple(_AROUND_TERM.sub("", piece) if len(content) == 1 else piece for piece in kept)
    return trimmed or content


def compared_terms(question: Question, library: Library) -> Draft | None:
    """The definitions of two terms whose difference is asked for."""
    asked = _DIFFERENCE.search(question.normal)
    head = question.normal[: asked.start()] if asked else ""
    terms = re.split(r"和|与|跟|同", re.sub(r"(?:之间|到底|的|有|、|，)+$", "", head), maxsplit=1)
    if len(terms) != 2:
        return None
    found = [definition_for(replace(question, content=content_of(term)), library) for term in terms]
    drafts = [passage_draft(library, [each], "") for each in found if each is not None]
    return together(drafts) if len(drafts) == 2 else None


def _defined_within(question: Question, library: Library) -> Draft | None:
    """The part of another term's definition that explains a term (公务接待费反映单位…)."""
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in question.content))
    for _, paragraph in library.definitions:
        for match in re.finditer(r"([^，。；：、]{2,20})(?:反映|是指|指|包括)[^。；]{6,}[。；]", paragraph.text):
            held = pairs(match.group(1))
            if min(share(asked, held, library.weights), share(held, asked, library.weights)) > 0.7:
                citation = text_citation(library.disclosure, paragraph, match.start(), match.end(), 1)
                return Draft("answered", f"文件的名词解释是：{quoted(match.group())}[1]。", (citation,))
    return None


def usage(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that says what a sum is used for; what it comprises, the definition of its term says first."""
    if re.search(r"包[括含]|组成|哪些内容", question.normal) and (defined := definition(question, library, near)):
        return defined
    for match in facts_for(replace(question, asked="value", is_quantity=True), library)[:3]:
        figure = match.fact.figure
        if match.coverage > 0.85 and figure and figure.table is None and re.search("用于|包括", figure.context):
            draft = fact_draft(question, library, [match.fact])
            quote = draft.citations[0].quote
            return replace(draft, text=f"文件中写道：{quoted(quote)}[1]。", figures=())
    return None


def section(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The text below the heading that a question names."""
    del near
    found = section_for(question, library) or section_for(_without_measures(question), library)
    if found is None:
        return None
    title = library.disclosure.sections[found].title
    return passage_draft(library, section_text(library.disclosure, found), f"文件“{title}”部分写道：")


def _without_measures(question: Question) -> Question:
    """The question without the words that only ask what is done (有哪些措施): a heading names what it is done about."""
    bare = (_MEASURES_ASKED.sub("", piece) for piece in question.content)
    return replace(question, content=tuple(piece for piece in bare if piece))


def passages(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The paragraph that a question's words fit best."""
    found = passages_for(question, library, near)
    found = [item for item in found if is_sentence(item[1].text) and not leads_in(item[1].text)]
    if found and len(found[0][1].text) > _LONG:
        return best_sentence(question, library, found[0][1])
    return passage_draft(library, [found[0][1]], NEAREST) if found else None


def is_sentence(text: str) -> bool:
    """Whether a paragraph says something: not where it is only a name, as a table's title or a bare heading is."""
    return len(text) > _LONGEST_NAME or re.search(r"[。；;：:，,！？0-9]", text) is not None


def reasoned(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The paragraph that fits best of those that give some reason."""
    found = [item for item in passages_for(question, library, near) if _REASON.search(item[1].text)]
    return passage_draft(library, [found[0][1]], NEAREST) if found else None


def sure_passages(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that holds nearly all of a question's words."""
    found = [item for item in passages_for(question, library, near, 0.9) if is_sentence(item[1].text)]
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
    return Draft("answered", f"文件中写道：{quoted(paragraph.text[start:end])}[1]。", (citation,))


def counted_passage(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """A passage for a question of quantity that no figure answers: a sentence with one that holds all of the words."""
    found: list[tuple[float, Paragraph]] = passages_for(question, library, near, 0.97)
    if not found or len(question.content) < 2:
        return None
    draft = best_sentence(question, library, found[0][1])
    units = {amount.unit for amount in amounts_in(draft.citations[0].quote) if amount.unit}
    wants_money = question.wants_money or (_OF_MONEY.search(question.normal) and not question.unit)
    fits = any(map(is_money, units)) if wants_money else not question.unit or question.unit in units
    return draft if units and fits else None
