"""The change since the year before that a question's words name, with this year's value of the same measure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from assistant.composing.cite import paragraph_at
from assistant.evidence.matching import coverage, pairs, share
from assistant.evidence.retrieve import facts_for
from assistant.library import Library
from assistant.model import Match, Question
from assistant.question.normalise import canonical
from assistant.working.sides import is_amount, plain_number, same_measure, side, without_department
from assistant.working.totals import total_meant
from index.amounts import convert, is_money
from index.model import Figure

_SURE = 0.8


def change_and_value(question: Question, library: Library) -> tuple[Figure, Figure] | None:
    """The change that a question's content names, and this year's value of the same measure.

    Where the question spells out a measure that has no change of its own (支出预算), a change of the department's with
    the same value now serves under its own name (预算收支), and one of another measure (项目支出) does not.
    """
    content = without_department(question.content, library.body)
    total = total_meant(content, library, change=True)
    if total and total.figure and (now := _value_changed(total.figure, library)):
        return total.figure, now
    found = (_found(replace(question, content=each), library) for each in _spellings(content))
    return next((each for each in found if each), None)


def _spellings(content: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A content as it stands, and without the words that not every statement of a measure has (预算 at its end)."""
    plain = tuple(part for piece in content if (part := re.sub(r"(?:的?预算|决算)数?$", "", piece)))
    written_out = tuple(piece.replace("收支", "收入支出") for piece in content)
    return tuple(dict.fromkeys(each for each in (content, plain, written_out) if each))


def _found(question: Question, library: Library) -> tuple[Figure, Figure] | None:
    """The change that a question's content names in one spelling, with this year's value."""
    trimmed = side(question, question.content)
    spelt = _spelt_out(trimmed, library)
    for match in changes_named(trimmed, library):
        change = match.fact.figure
        now = _value_changed(change, library) if change else None
        if change and now and (spelt is None or match.coverage > spelt.coverage - 0.1):
            return change, now
    for change in () if spelt else library.disclosure.figures:
        now = _value_changed(change, library)
        if now and change.subject == library.body and _named_with_its_place(trimmed, change, library):
            return change, now
    wanted = spelt.fact.figure if spelt else None
    for change in library.disclosure.figures if wanted else ():
        now = _value_changed(change, library)
        if wanted and now and change.subject == library.body and _is_same(change, now, wanted):
            return change, now
    return None


def changes_named(question: Question, library: Library) -> list[Match]:
    """The changes that a question names, such as it names in full first, the longest of them before all."""
    normal = canonical(question.normal)
    found = [
        match
        for match in facts_for(replace(question, wants_change=True, years=()), library)
        if max(match.coverage, _bare_coverage(question, match, library)) > _SURE
        if _in_full(match, normal) or not _names_another(question, match, library)
    ]
    named = sorted(found, key=lambda match: -len(match.fact.measure) if _in_full(match, normal) else 0)
    alike = [match for match in found[1:] if match.fact.figure and match.score > found[0].score * 0.96]
    several = len({match.fact.measure for match in (*found[:1], *alike)}) > 1
    return [] if several and not _in_full(named[0], normal) else named


def _bare_coverage(question: Question, match: Match, library: Library) -> float:
    """How much of a question a measure's name covers without its brackets (因公出国（境）费 is 因公出国费)."""
    bare = re.sub(r"[（(][^（）()]*[）)]", "", match.fact.measure)
    return coverage(question.content, ((pairs(bare), 1.0),), library.weights) if bare != match.fact.measure else 0.0


def _in_full(match: Match, normal: str) -> bool:
    """Whether a question names a measure in full, and not only a word that many hold."""
    return len(match.fact.measure) > 3 and canonical(match.fact.measure) in normal


def _names_another(question: Question, match: Match, library: Library) -> bool:
    """Whether a word that a change's own names do not have tells a sister of its measure from it."""
    own = pairs(match.fact.measure)
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in question.content))
    bare = asked - own - pairs(match.fact.subject)
    return any(
        not bare.isdisjoint(sister - own) and share(own, sister, library.weights) > 0.4 for sister in library.measured
    )


def _named_with_its_place(question: Question, change: Figure, library: Library) -> bool:
    """Whether a question names a change's measure in full, and its other words stand in the change's paragraph."""
    measure = canonical(change.measure)
    if len(measure) < 4 or measure not in canonical(question.normal) or change.table is not None:
        return False
    rest = tuple(part for piece in question.content for part in piece.replace(measure, " ").split())
    text = paragraph_at(library.disclosure, change.place.spans[0][0]).text
    return bool(rest) and coverage(rest, ((pairs(text), 1.0),), library.weights) > 0.9


def _is_same(change: Figure, now: Figure, wanted: Figure) -> bool:
    """Whether the value behind a change is a wanted one, under a name that shares words with its."""
    equal = (now.value, now.unit, now.period) == (wanted.value, wanted.unit, wanted.period)
    return equal and not pairs(change.measure).isdisjoint(pairs(wanted.measure))


def _spelt_out(question: Question, library: Library) -> Match | None:
    """The amount whose measure a question names in full."""
    found = facts_for(replace(question, years=()), library)[:1]
    asked = set("".join(question.content))
    sure = [
        match
        for match in found
        if is_amount(match) and match.coverage > 0.95
        if match.completeness > 0.95 or set(canonical(match.fact.measure)) <= asked | {*"预算"}
    ]
    return sure[0] if sure else None


def _value_changed(change: Figure, library: Library) -> Figure | None:
    """This year's value of the measure of a change of money, or None where that is none or has none."""
    if change.aspect != "change" or not is_money(change.unit) or change.value is None:
        return None
    return _value_of(change, library.disclosure.figures)


def _value_of(change: Figure, figures: Iterable[Figure]) -> Figure | None:
    """This year's value of the measure that a change is of; the same measure may be named a little more fully."""
    same = [
        figure
        for figure in figures
        if figure.aspect == "amount"
        and figure.value is not None
        and figure.subject == change.subject
        and figure.period == change.period
        and is_money(figure.unit)
        and same_measure(figure, change)
    ]
    exact = [figure for figure in same if figure.measure == change.measure]
    return (exact or same or [None])[0]  # type: ignore[list-item]


def prior_value(change: Figure, now: Figure) -> tuple[Decimal, str]:
    """Last year's value and the sum that gives it."""
    delta, value = change.value or Decimal(0), now.value or Decimal(0)
    if change.unit and now.unit and change.unit != now.unit:
        delta = convert(delta, change.unit, now.unit)
    sign = "+" if delta < 0 else "-"
    return value - delta, f"{plain_number(value)} {sign} {plain_number(abs(delta))}"
