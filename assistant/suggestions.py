"""What may be asked after an answer: what stands nearest to it, each with an answer that was not given yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from assistant.evidence.facts import whose
from assistant.evidence.matching import matches
from assistant.examples import answer_to, asking, examples_of, main_names, speakable
from assistant.library import Library
from assistant.model import Draft, Question
from assistant.question.english import EXAMPLES, is_english
from assistant.question.normalise import canonical
from assistant.vocabulary import OPENING_QUESTIONS, PROCUREMENT_WORD, WHOLE_CHANGE
from index.amounts import convert, is_money
from index.model import Figure

_MOST = 3


def near_examples(question: Question, library: Library, draft: Draft) -> tuple[str, ...]:
    """Up to three questions with an answer near a question and its answer, in the question's language."""
    found: dict[str, str] = {}
    for text in _candidates(question, library, draft):
        other = answer_to(text, library) if canonical(text) != canonical(question.text) else None
        if other is not None and "增减" in text and text != WHOLE_CHANGE and not _is_of(other, text):
            continue  # the change of something else
        if other is not None and other.text not in found and not _told(other, draft):
            found[other.text] = text
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _candidates(question: Question, library: Library, draft: Draft) -> Iterator[str]:
    if is_english(question.text):
        asked = _words(question.text)
        return iter(sorted(EXAMPLES, key=lambda text: -len(asked & _words(text))))
    near = _near_figure(draft, library) if draft.outcome == "answered" else iter(())
    parts = (near, _terms(draft, library), _by_words(question, library, draft), iter(examples_of(library)))
    return (text for text in chain(*parts) if text)


def _is_of(draft: Draft, text: str) -> bool:
    """Whether an answer speaks of what the question for a change names, or says that there was none."""
    name = text.partition("比上年")[0]
    return name in draft.text or draft.text.startswith("没有变化")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def _told(other: Draft, draft: Draft) -> bool:
    """Whether an answer says nothing that another has not said."""
    shown = {figure.id for figure in draft.figures}
    held = bool(other.figures) and {figure.id for figure in other.figures} <= shown
    return other.text in draft.text or (held and not other.formulas and len(other.text) <= len(draft.text))


def _near_figure(draft: Draft, library: Library) -> Iterator[str]:
    """Questions about what a figure is part of, made of, compared with, or stands beside."""
    about = draft.about
    figure = about.figure if about is not None and about.figure else next(iter(draft.figures), None)
    if figure is None:
        if about is not None and about.row is None and about.table is not None:
            yield from _targets_of(about.subject, None, library)
    elif figure.aspect == "target":
        yield from _targets_of(figure.subject, figure, library)
    elif figure.table is None:
        yield from _of_amount(figure, library)
    else:
        yield from _of_row(figure, library)


def _targets_of(subject: str, figure: Figure | None, library: Library) -> Iterator[str]:
    """Two targets of the same project, those behind a figure first, then its goal."""
    targets = [each for each in library.disclosure.figures if each.aspect == "target" and each.subject == subject]
    start = next((number + 1 for number, each in enumerate(targets) if each == figure), 0)
    asked = [text for each in targets[start:] + targets[:start] if (text := asking(each, (subject,)))]
    yield from asked[:2]
    yield f"“{subject}”的绩效目标是什么？" if speakable(subject) else ""
    yield from asked[2:]


def _of_amount(figure: Figure, library: Library) -> Iterator[str]:
    """A total's change and its reason, the share of its largest part, its parts, the value of the year before."""
    name, figures = figure.measure, library.disclosure.figures
    if not speakable(name) or figure.subject != library.body:
        return
    own = [each for each in figures if (each.measure, each.subject) == (name, figure.subject)]
    change = next((each for each in own if each.aspect == "change" and each.value), None)
    if change is not None:
        yield f"{name}为什么{'减少' if (change.value or 0) < 0 else '增加'}？"
        yield f"{name}比上年增减多少？"
        yield f"去年的{name}是多少？"
    yield f"{name}是多少？" if figure.aspect == "change" else ""
    parts = [each for each in figures if each.part_of == figure.id and each.value and speakable(each.measure)]
    if parts and all(is_money(each.unit) for each in parts):
        yield WHOLE_CHANGE if name in main_names(library) else f"{name}比上年增减多少？"
        largest = max(parts, key=lambda each: convert(each.value or Decimal(0), each.unit or "元", "元"))
        yield f"{largest.measure}占{name}的比例是多少？"
        yield f"{name}由哪些部分组成？"
    yield from (asking(each, ()) for each in _parts(figure, figures) if each.value)


def _parts(figure: Figure, figures: tuple[Figure, ...]) -> list[Figure]:
    """The parts of a figure, then the parts of these, then the parts beside it."""
    parts = [each for each in figures if each.part_of == figure.id]
    ids = {each.id for each in parts}
    below = [each for each in figures if each.part_of in ids]
    return [*parts, *below, *(each for each in figures if each.part_of and each.part_of == figure.part_of)]


def _of_row(figure: Figure, library: Library) -> Iterator[str]:
    """The largest of a table's rows where it has a question of its own, then other rows and columns of the table."""
    if PROCUREMENT_WORD in figure.measure:
        yield from OPENING_QUESTIONS[1:]
    figures = [each for each in library.disclosure.figures if each.table == figure.table]
    rows = [each for each in figures if each.measure == figure.measure and each.column == figure.column]
    same = [each for each in figures if each.row == figure.row and each.measure != figure.measure]
    start = next((number + 1 for number, each in enumerate(rows) if each.id == figure.id), 0)
    for each in (*same[:1], *rows[start : start + 4], *rows[:2]):
        names = () if each.subject == library.body else whose(each)[-2:]
        yield asking(each, names) if names and each.value else ""


def _terms(draft: Draft, library: Library) -> Iterator[str]:
    """Questions about the bodies and terms in whose sections an answer's sources stand."""
    places = {title for citation in draft.citations for title in citation.section} if not draft.figures else set()
    bodies = [body for body in library.bodies if body.section is not None and speakable(body.name)]
    titles = [library.disclosure.sections[body.section or 0].path[-1] for body in bodies]
    here = next((number for number, title in enumerate(titles) if title in places), None)
    if here is not None:
        yield from (f"{body.name}负责什么？" for body in (*bodies[here:], *bodies[:here])[:_MOST])
    quotes = {citation.quote for citation in draft.citations}
    defined = [number for number, (_, each) in enumerate(library.definitions) if each.text in quotes]
    for number in defined[:1]:
        terms = [re.sub('[“”"]', "", term) for term, _ in library.definitions]
        yield f"{terms[number]}是多少？"
        yield from (f"什么叫{term}？" for term in (*terms[number + 1 :], *terms[:number])[:2])


def _by_words(question: Question, library: Library, draft: Draft) -> Iterator[str]:
    """Questions for the figures that share most words with a question."""
    answered = {(figure.measure, figure.subject) for figure in draft.figures}
    for match in matches(question, library.labels, library.weights, library.body)[:40]:
        figure = match.fact.figure
        if figure is None or not match.fact.main or (figure.measure, figure.subject) in answered:
            continue
        if figure.aspect in ("amount", "target", "count", "stock"):
            own = (figure.subject,) if figure.aspect == "target" else whose(figure)[-2:]
            yield asking(figure, () if figure.subject == library.body else own)
