"""The names of the index near a question: those that a model may choose its reading from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from assistant.evidence.matching import pairs, share
from assistant.library import Library
from assistant.model import Fact, Question
from assistant.question.normalise import canonical
from assistant.second_reading.model import Names
from assistant.second_reading.words import LOOSE_SENSES
from assistant.vocabulary import DUTY_WORDS
from assistant.working.totals import is_unqualified

MOST_NAMES = 30
"""Of measures, and as many of subjects."""
_MOST_NEAR, _MOST_TOTALS = 16, 6
_LONGEST = 48


def names_near(question: Question, library: Library) -> Names:
    """The measures and subjects that share most with a question's words, behind them the department's own measures.

    An odd question may share no word with what it means; then the own measures are all that there is to choose from.
    """
    words = wider_words(question)
    measures, subjects = _all_names(library)
    totals = [name for name in measures if is_unqualified((canonical(name),))]
    own = dict.fromkeys(label.fact.measure for label in library.labels if _is_own(label.fact, library))
    near = (*_nearest(measures, words, library)[:_MOST_NEAR], *totals[:_MOST_TOTALS], *own)
    rows = (library.body, *_nearest(subjects, words, library))
    return Names(tuple(dict.fromkeys(near))[:MOST_NAMES], tuple(dict.fromkeys(rows))[:MOST_NAMES])


def _is_own(fact: Fact, library: Library) -> bool:
    """Whether a fact is one of the department as a whole that its text states."""
    figure = fact.figure
    return (
        figure is not None
        and fact.subject == library.body
        and len(fact.measure) <= _LONGEST
        and figure.value is not None
    )


def wider_words(question: Question) -> frozenset[str]:
    """The pairs of characters of a question's words, and of the words that they may loosely stand for."""
    normal = canonical(question.normal)
    texts = [normal]
    for table in (LOOSE_SENSES, DUTY_WORDS):
        texts += [canonical(sense) for said, senses in table.items() if said in normal for sense in senses]
    return frozenset().union(*map(pairs, texts))


@lru_cache(maxsize=8)
def _all_names(library: Library) -> tuple[tuple[str, ...], tuple[str, ...]]:
    figures = [label.fact.figure for label in library.labels if label.fact.figure is not None]
    terms = [term for term, _ in library.definitions]
    measures = [figure.measure for figure in figures if figure.value is not None] + terms
    subjects = [figure.subject for figure in figures] + [body.name for body in library.bodies]
    return _short(measures), _short(subjects)


def _short(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= _LONGEST))


def _nearest(names: tuple[str, ...], words: frozenset[str], library: Library) -> list[str]:
    """The names that share pairs with some words: by the weight they share, then how much of the name that is."""
    scored = []
    for name in names:
        held = pairs(name)
        shared = math.fsum(library.weights.of(pair) for pair in held & words)
        if shared:
            scored.append((-shared * share(words, held, library.weights), name))
    return [name for _, name in sorted(scored)]
