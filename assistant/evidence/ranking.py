"""Which of the facts that a question's words fit is first: the kind of fact that a question of its kind is about."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.model import Fact, Match, Question
from assistant.question.normalise import canonical
from assistant.vocabulary import ASKS_DECREASE, ASKS_INCREASE
from index.model import Figure
from index.table_figures import clean_name
from index.vocabulary import DESCRIPTION_HEADERS, GROUND_HEADERS


def rank(question: Question, match: Match) -> float:
    """A match's score, a little higher for the kind of fact that a question of its kind is first about."""
    figure = match.fact.figure
    literal = canonical(match.fact.measure)
    score = match.score * (1 + 0.01 * len(literal) if literal in canonical(question.normal) else 1)
    if figure is None:
        return score * _factor_of_words(question, match.fact)
    named = _named_by_row_and_column(question, match.fact)
    if named:
        score = named * max(score, match.coverage)
    elif match.fact.main:
        score *= 1.08
    for factor in _factors(question, match.fact, figure):
        score *= factor
    return score


def _factor_of_words(question: Question, fact: Fact) -> float:
    """The factor of a cell of words: less than a figure where a value is asked for, least for remarks beside one."""
    if fact.measure in (*DESCRIPTION_HEADERS, *GROUND_HEADERS) and fact.measure not in question.normal:
        return 0.8
    if question.asked == "value":
        return 0.97
    return 1.15 if fact.main else 1.0


def _factors(question: Question, fact: Fact, figure: Figure) -> Iterator[float]:
    """The factors of a figure: its kind, its unit, and the direction of a change."""
    if question.asked == "text" and "什么" in question.normal:
        yield 0.85
    if figure.aspect == "target":
        yield 1.05 if question.wants_target else 0.85 if question.wants_money else 0.95
    if fact.total:
        yield 1.01
    if question.unit and figure.unit and question.unit in figure.unit:
        yield 1.1
    if "百分" in question.normal and figure.unit == "%":
        yield 1.35
    if figure.aspect == "change":
        yield 1.05 if figure.part_of is None else 1.0
        yield 0.9 if question.wants_change and not _goes_as_asked(question, figure) else 1.0
    if figure.value is None:
        yield 0.98


def _named_by_row_and_column(question: Question, fact: Fact) -> float:
    """The factor of a cell whose column and row a question spells out beside each other; 0 where it does not.

    More when it spells out each name of the row, as it does a unit's own line.
    """
    normal, measure = canonical(question.normal), canonical(fact.measure)
    if fact.row is None or fact.figure is None or measure not in normal:
        return 0.0
    rest = normal.replace(measure, " ")
    named = [canonical(clean_name(name)) in rest for name in fact.figure.place.row]
    return 1.15 if named and all(named) else 1.1 if any(named) else 0.0


def _goes_as_asked(question: Question, figure: Figure) -> bool:
    """Whether a change goes in the direction that a question names; in either where it names none or both."""
    falls = figure.value is not None and figure.value < 0
    wrong, right = (ASKS_INCREASE, ASKS_DECREASE) if falls else (ASKS_DECREASE, ASKS_INCREASE)
    named = any(word in question.normal for word in wrong)
    return not named or any(word in question.normal for word in right)
