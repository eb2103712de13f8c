"""An answer that a person wrote: made of a text and the places it cites, its numbers verified like any answer's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.checking.arithmetic import values_of
from assistant.checking.naming import measure_names
from assistant.checking.shown import numerals
from assistant.checking.verify import unsupported, verify
from assistant.composing.cite import place_citation
from assistant.composing.sentences import fact_sentence
from assistant.correction_words import unread_words
from assistant.library import Library
from assistant.model import Answer, Check, Citation, DocumentReference, Draft, Evidence, Fact, Formula
from assistant.question.english import is_english, is_said_in_english
from assistant.question.normalise import canonical, normalised
from index.amounts import same_quantity
from index.model import Amount, Figure, Span
from index.text import joined, squeezed

LONGEST = 2000
MOST_PLACES = 40
_MOST_HINTS = 4
_FORMULA = re.compile(r"[0-9(][0-9.() ]*(?:[-+×÷] [0-9.() ]*[0-9)] )+[=≈] -?[0-9]+(?:\.[0-9]+)?")
_LONGEST_CLAUSE = 30
_OTHER_LANGUAGE = (
    "问题是中文的，请用中文写回答。 / The question is in Chinese; write the answer in Chinese.",
    "问题是英文的，请用英文写回答。 / The question is in English; write the answer in English.",
)
_ARTICLE = re.compile(r"[一1]\s*[处个项点]")
_MARK = re.compile(r"\[([0-9]{1,3})\]")


class RefusedCorrection(Exception):
    """A correction that cannot be given to anyone: what is wrong with it, and what would be right; one line each."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wrote: the text, with marks like [1] where they were set, and the places that it cites in order."""

    question: str
    text: str
    places: tuple[tuple[Span, ...], ...]


def cited(library: Library, places: Sequence[tuple[Span, ...]], known: Sequence[Citation] = ()) -> tuple[Citation, ...]:
    """The places as citations, numbered in their order.

    A place that is one of the known citations' is cited as there, any other by its sentence or the row of its table.

    Raises:
        RefusedCorrection: a place is not in the document, or holds nothing that can be cited.
    """
    by_spans = {citation.spans: citation for citation in known}
    found = []
    for marker, spans in enumerate(dict.fromkeys(places), 1):
        citation = by_spans.get(spans)
        try:
            found.append(replace(citation, marker=marker) if citation else _at(library, spans, marker))
        except LookupError as error:
            raise RefusedCorrection(
                f"出处 {marker} 不在这份文件的正文或表格里，请另选。 / Place {marker} is not in the document's text or"
                " tables; choose another."
            ) from error
    return tuple(found)


def answer_of(correction: Correction, library: Library, known: Sequence[Citation] = ()) -> Answer:
    """The answer that a correction is, each of its numbers supported by a figure or the words of a cited place.

    Raises:
        RefusedCorrection: it is empty or too long, cites no place or one that is not there, or a number of it is not
            borne out; then there is a line for each such number.
    """
    text = _text_of(correction)
    if is_said_in_english(text) not in (is_english(correction.question), None):
        raise RefusedCorrection(_OTHER_LANGUAGE[is_english(correction.question)])
    citations = cited(library, correction.places, known)
    draft = Draft("answered", _marked(text, citations), citations, figures_at(library, citations))
    draft = replace(draft, formulas=tuple(_formulas(draft.text, draft.figures)))
    checks = _verified(draft, correction.question, library)
    if failed := unsupported(checks):
        raise RefusedCorrection(*(_doubt(check, draft, library) for check in failed))
    if lines := tuple(unread_words(draft.text, checks, citations)):
        raise RefusedCorrection(*lines)
    document = library.disclosure.document
    reference = DocumentReference(document.id, document.title, document.sha256)
    evidence = Evidence(draft.figures, draft.formulas)
    return Answer(correction.question, None, reference, "answered", draft.text, checks, citations, evidence=evidence)


def still_holds(answer: Answer, library: Library) -> bool:
    """Whether an answer given once still stands: its quotes are at their places, all its numbers are borne out."""
    source = library.disclosure.document.text
    if any(squeezed(joined(source, each.spans)) != squeezed(each.quote) for each in answer.citations):
        return False
    evidence = evidence_of(answer, library)
    draft = Draft(answer.outcome, answer.text, answer.citations, evidence.figures, evidence.formulas)
    return not unsupported(_verified(draft, answer.question, library))


def evidence_of(answer: Answer, library: Library) -> Evidence:
    """What an answer given once is checked against: the figures it names, those at its places, its formulas."""
    named = {identifier for check in answer.numbers for identifier in check.figures}
    figures = [figure for figure in library.disclosure.figures if figure.id in named]
    beside = [figure for figure in figures_at(library, answer.citations) if figure.id not in named]
    return Evidence((*figures, *beside), tuple(_formulas_of(answer)))


def figures_at(library: Library, citations: Sequence[Citation]) -> tuple[Figure, ...]:
    """The figures that stand within the text of some citations, in the document's order."""
    spans = [span for citation in citations for span in citation.spans]
    return tuple(
        figure
        for figure in library.disclosure.figures
        if all(any(left <= start and end <= right for left, right in spans) for start, end in figure.place.spans)
    )


def sentences_of(figures: Sequence[Figure], library: Library) -> list[str]:
    """The figures as sentences that would stand the check."""
    facts: dict[str, Fact] = {label.fact.figure.id: label.fact for label in library.labels if label.fact.figure}
    document = library.disclosure.document
    return [fact_sentence(document, facts[figure.id]) for figure in figures if figure.id in facts]


def _verified(draft: Draft, question: str, library: Library) -> tuple[Check, ...]:
    return verify(draft, normalised(question), squeezed(library.disclosure.document.text), library.names)


def _at(library: Library, spans: tuple[Span, ...], marker: int) -> Citation:
    length = len(library.disclosure.document.text)
    if not spans or any(not 0 <= start < end <= length for start, end in spans):
        raise LookupError("no span of the document")
    return place_citation(library.disclosure, spans, marker)


def _text_of(correction: Correction) -> str:
    """The text of a correction where it can be one.

    Raises:
        RefusedCorrection: it is empty or too long, or cites no place, too many, or one that was not chosen.
    """
    text = correction.text.strip()
    if not text:
        raise RefusedCorrection("请写出改正后的回答。 / Write the corrected answer.")
    if len(text) > LONGEST:
        raise RefusedCorrection(f"太长：{len(text)} 字，最多 {LONGEST} 字。 / Too long: at most {LONGEST} characters.")
    count = len(dict.fromkeys(correction.places))
    if not 1 <= count <= MOST_PLACES:
        raise RefusedCorrection(
            f"请选择 1 到 {MOST_PLACES} 处出处，现在是 {count} 处。 / Choose 1 to {MOST_PLACES} places in the document."
        )
    missing = [mark for mark in _MARK.findall(text) if not 1 <= int(mark) <= count]
    if missing:
        marks = "、".join(f"[{mark}]" for mark in dict.fromkeys(missing))
        raise RefusedCorrection(f"文中 {marks} 没有对应的出处。 / {marks} in the text refers to no chosen place.")
    return text


def _marked(text: str, citations: Sequence[Citation]) -> str:
    """The text with a mark for each citation: those that the writer did not set go to the end, before the full stop."""
    marks = "".join(f"[{each.marker}]" for each in citations if f"[{each.marker}]" not in text)
    stop = re.search(r"[。.！!？?]?$", text)
    end = stop.start() if stop else len(text)
    return text[:end] + marks + text[end:]


def _formulas(text: str, figures: Sequence[Figure]) -> Iterator[Formula]:
    """The sums that a text writes out, each over those figures whose values it names."""
    for written in dict.fromkeys(_FORMULA.findall(text)):
        expression, shown = re.split(r" [=≈] ", written)
        operands = [Decimal(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", expression)]
        own: list[Figure] = []
        for operand in operands:
            bearing = (each for each in figures if each not in own and operand in map(abs, values_of(each)))
            own += [each for each in [next(bearing, None)] if each]
        result = Decimal(shown)
        units = (amount.unit for amount in numerals(text) if amount.value == result and amount.unit)
        yield Formula(written, result, next(units, None), tuple(figure.id for figure in own))


def _formulas_of(answer: Answer) -> Iterator[Formula]:
    """The formulas that the checks of an answer name: its own, else as far as they can be worked out again."""
    known = {formula.text: formula for formula in answer.evidence.formulas}
    for check in answer.numbers:
        if check.formula in known:
            yield known[check.formula]
            continue
        found = re.search(r" [=≈] (-?[0-9]+(?:\.[0-9]+)?)$", check.formula or "")
        if check.formula and found:
            result = Decimal(found.group(1))
            units = (amount.unit for amount in numerals(check.text) if amount.value == result)
            yield Formula(check.formula, result, next(units, None), check.figures)


def _doubt(check: Check, draft: Draft, library: Library) -> str:
    """One line on a number that is not borne out: what was found, and what the cited places say instead."""
    clause = _clause_of(check, draft.text)
    fault = f"“{check.text}”：" if clause == check.text else f"“{clause}”里的“{check.text}”："
    amount = next(iter(numerals(check.text)), None)
    alike = [figure for figure in draft.figures if amount and _is_of(amount, figure)]
    if _ARTICLE.fullmatch(check.text) and not alike:
        return (
            f"{fault}这里的“一”会当作数字核对，所选出处里没有；如果不是在计数，请换个说法，不写“{check.text}”。"
            " / It is taken for a number; if nothing is counted, word it otherwise."
        )
    if alike:
        said = "；".join(sentences_of(alike[:_MOST_HINTS], library))
        return (
            f"{fault}出处里有这个数，但前面的名称、年份或归属与它不符。可写：{said}。"
            " / The number stands in a cited place, but not under this name."
        )
    others = [each for each in library.disclosure.figures if amount and _is_of(amount, each)]
    elsewhere = [each for each in others if _is_named(each, draft.text)]
    named = _named_first(draft.figures, clause, draft.text)
    if named:
        said = "；".join(sentences_of(named[:_MOST_HINTS], library))
        stands = f"这个数在{_where(others[0], library)}。" if others else ""
        return f"{fault}与出处不符。出处里写的是：{said}。{stands} / The cited places say otherwise."
    if elsewhere or others:
        return (
            f"{fault}所选出处里没有，原文在{_where((elsewhere or others)[0], library)}。请把那里加为出处。"
            " / It stands elsewhere in the document; cite that place."
        )
    stated = sentences_of(draft.figures[:_MOST_HINTS], library)
    right = f"出处里写的是：{'；'.join(stated)}。" if stated else "那里没有数字，请另选出处。"
    return f"{fault}所选出处里没有。{right} / Not in the cited places."


def _clause_of(check: Check, text: str) -> str:
    """The words between two marks that a number stands among, without citation marks, cut at both ends where long."""
    begin = max(match.end() for match in re.finditer(r"^|[，。；：！？\n]", text[: check.start]))
    end = re.search(r"[，。；：！？\n]|$", text[check.end :])
    after = text[check.end : check.end + (end.start() if end else 0)]
    return _MARK.sub("", text[begin : check.start][-_LONGEST_CLAUSE:] + check.text + after[:_LONGEST_CLAUSE]).strip()


def _named_first(figures: Sequence[Figure], clause: str, text: str) -> list[Figure]:
    """The figures that a clause names; those that the text does, where it names none."""
    return [each for each in figures if _is_named(each, clause)] or [each for each in figures if _is_named(each, text)]


def _where(figure: Figure, library: Library) -> str:
    """Where a figure stands, and as what."""
    said = "".join(f"：{each}" for each in sentences_of([figure], library))
    return f"“{' › '.join(figure.place.section)}”{said}"


def _is_named(figure: Figure, text: str) -> bool:
    """Whether a text names what a figure counts."""
    return any(name in canonical(text) for name in measure_names(figure.measure))


def _is_of(amount: Amount, figure: Figure) -> bool:
    if figure.value is None or amount.value.is_nan():
        return False
    return same_quantity(abs(amount.value), amount.unit, abs(figure.value), figure.unit)
