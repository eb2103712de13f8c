"""Why something changed or stayed as it was: the reason that stands with that very change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.composing.cite import paragraph_at, text_citation
from assistant.composing.sentences import fact_sentence, inner
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import Ranks
from assistant.library import Library
from assistant.model import Citation, Draft, Match, Question
from assistant.vocabulary import ASKS_DECREASE, ASKS_INCREASE
from assistant.working.changes import wrong_direction
from assistant.working.derive import fact_of
from assistant.working.prior import change_and_value, changes_named
from assistant.working.sides import side, without_department
from assistant.working.unchanged import both_years, unchanged
from index.amounts import amounts_in, is_money, same_quantity
from index.model import Amount, Figure, Paragraph
from index.prose import sentence_of

_GIVES = re.compile(r"(?:主要)?(?:是因为|因为|原因是|原因为|原因[：:]|是由于|由于|主要是|主要为)[^。；;]*")
_OF_DIFFERENCE = re.compile(
    r"(?:小于|大于|低于|高于|少于|多于|超过|超出|差异)[^。；;，,]{0,12}?(?:主要)?原因(?:是|为|：|:)?(?P<reason>[^。；;]+)[。；;]?"
)
_BESIDE = 12
"""So many amounts before a reason are looked through for the two that it explains."""
_STAYED = re.compile(r"不变|一样|持平|没变|相同|没有变化|没有增减")
_SURE = 0.6


def reason(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The change that a question asks about with the reason given for it, or the sentence that gives a reason."""
    del near
    same = unchanged(question, library)
    if same and _STAYED.search(question.normal):
        return same
    changes = _changes(question, library)
    if not changes:
        return same or _both_alike(question, library) or _sentence(question, library)
    told = [draft for change in changes if (draft := _with_reason(question, change, library))]
    whole = [draft for change in changes[:1] if (draft := _with_sentence(question, change, library))]
    return next(iter((*told, *whole)), None) or _sentence(question, library)


def explained(draft: Draft, library: Library) -> Draft:
    """The difference of two figures with the reason that the text gives for it, or that none stands beside them.

    Such as 决算数小于预算数的主要原因：…, behind both values in one paragraph.
    """
    if not draft.formulas or len(draft.figures) != 2:
        return draft
    found = next(_reasons_beside(draft.figures, library), None)
    if found is None:
        return replace(draft, text=f"{draft.text}文件在这里没有写明相差的原因。")
    paragraph, start, end, clause = found
    marker = len(draft.citations) + 1
    said = f"文件说明的原因：“{inner(clause)}”[{marker}]"
    citation = text_citation(library.disclosure, paragraph, start, end, marker)
    return replace(draft, text=draft.text + said, citations=(*draft.citations, citation))


def _reasons_beside(figures: Sequence[Figure], library: Library) -> Iterator[tuple[Paragraph, int, int, str]]:
    """The reasons given for a difference, each with its place, in the paragraphs that state both values before it."""
    for passage in library.passages:
        text = passage.paragraph.text
        amounts = amounts_in(text)
        for match in _OF_DIFFERENCE.finditer(text):
            before = [each for each in amounts if each.end <= match.start() and is_money(each.unit)][-_BESIDE:]
            last = before[-1:] and any(_is_value(before[-1], figure) for figure in figures)  # of no later item
            if last and all(any(_is_value(amount, figure) for amount in before) for figure in figures):
                start, _ = sentence_of(text, match.start(), match.end())
                clause = match["reason"].strip()
                yield passage.paragraph, start, match.end(), clause


def _is_value(amount: Amount, figure: Figure) -> bool:
    value = abs(figure.value) if figure.value is not None else None
    return value is not None and same_quantity(amount.value, amount.unit, value, figure.unit)


def _both_alike(question: Question, library: Library) -> Draft | None:
    """The equal values of both years, where a question supposes that they differ."""
    both = both_years(question, library) if question.wants_change else None
    return both if both and len({figure.value for figure in both.figures}) == 1 else None


def _changes(question: Question, library: Library) -> list[Figure]:
    """The changes that a question may be about, alike as they are, those first that go as it says."""
    trimmed = side(question, without_department(question.content, library.body))
    found = changes_named(trimmed, library)
    close = [match for match in found if match.score >= found[0].score * 0.97]
    ordered = sorted(close, key=lambda match: not _as_asked(question, match))
    named = [match.fact.figure for match in ordered if match.fact.figure and match.fact.table is None]
    other = change_and_value(question, library) if not found else None
    return named or ([other[0]] if other else [])


def _as_asked(question: Question, match: Match) -> bool:
    """Whether a change goes in the direction that the question names, if it names one."""
    value = match.fact.figure.value if match.fact.figure else None
    words = ASKS_DECREASE if value is not None and value < 0 else ASKS_INCREASE
    return any(word in question.normal for word in words)


def _with_reason(question: Question, change: Figure, library: Library) -> Draft | None:
    """A change with the reason given behind it."""
    paragraph = paragraph_at(library.disclosure, change.place.spans[0][0])
    end = _end_of(change, paragraph)
    clause = _own_reason(paragraph.text[end:])
    if not clause:
        return None
    start, _ = sentence_of(paragraph.text, end - 1, end)
    close = paragraph.text.index(clause, end) + len(clause)
    said = f"文件说明的原因：“{inner(clause)}”[1]"
    return _stated(question, change, said, text_citation(library.disclosure, paragraph, start, close, 1), library)


def _with_sentence(question: Question, change: Figure, library: Library) -> Draft | None:
    """A change with its whole sentence, where that gives reasons of the parts of the change."""
    paragraph = paragraph_at(library.disclosure, change.place.spans[0][0])
    end = _end_of(change, paragraph)
    start, close = sentence_of(paragraph.text, end - 1, end)
    if not _GIVES.search(paragraph.text[end:close]):
        return None
    said = f"文件中写道：“{inner(paragraph.text[start:close].strip())}”[1]"
    return _stated(question, change, said, text_citation(library.disclosure, paragraph, start, close, 1), library)


def _stated(question: Question, change: Figure, said: str, citation: Citation, library: Library) -> Draft:
    fact = fact_of(change, library)
    head = f"{wrong_direction(question, change)}{fact_sentence(library.disclosure.document, fact)}[1]。"
    return Draft("answered", head + said, (citation,), (change,), about=fact)


def _end_of(change: Figure, paragraph: Paragraph) -> int:
    """Where a figure ends in its paragraph's text."""
    offset = 0
    for left, right in paragraph.spans:
        if left <= change.place.spans[-1][0] < right:
            return offset + min(change.place.spans[-1][1], right) - left
        offset += right - left
    return len(paragraph.text)


def _own_reason(behind: str) -> str:
    """The words behind a change that give its own reason: before the next sum of money, up to the one after."""
    sums = [amount.start for amount in amounts_in(behind) if is_money(amount.unit)]
    match = _GIVES.search(behind)
    if match is None or match.start() > min(sums, default=len(behind)) or behind[: match.start()].count("。") > 1:
        return ""
    first, *others = re.split("(?<=[，,])", match.group())
    own = takewhile(lambda clause: not any(is_money(amount.unit) for amount in amounts_in(clause)), others)
    return "".join((first, *own)).strip("，,")


def _sentence(question: Question, library: Library) -> Draft | None:
    """The sentence that gives a reason of what a question is about."""
    best: tuple[float, Paragraph, int, int] | None = None
    for passage in library.passages:
        text = passage.paragraph.text
        for match in re.finditer(r"原因(?:是|为|：|:)|由于|因为", text):
            start, end = sentence_of(text, match.start(), match.end())
            levels = ((pairs(text[start:end]), 1.0), (passage.own, 0.7))
            fit = coverage(question.content, levels, library.passage_weights)
            if fit > (best[0] if best else _SURE):
                best = (fit, passage.paragraph, start, end)
    if best is None:
        return None
    _, paragraph, start, end = best
    citation = text_citation(library.disclosure, paragraph, start, end, 1)
    return Draft("answered", f"文件中写道：“{inner(paragraph.text[start:end].strip())}”[1]", (citation,))
