"""How well facts and passages fit a question: the share of its words that a label covers, rare words counting more.

A character of the question is covered where it stands in a pair of characters that the label holds too. Its weight is
how rare its rarest pair is among all labels, so that 预算 says little and 围挡 much; a pair that no label holds weighs
most, so that a question about something that is not there is covered badly, however many common words it has.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.model import Fact, Match, Question
from assistant.question.normalise import canonical
from index.model import Disclosure, Row, Table
from index.tables import segments

_OWN, _NEAR, _FAR = 1.0, 0.95, 0.6
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Label:
    """A fact's names as pairs of characters: its own (measure, subject), near (row, column, table), far (section)."""

    fact: Fact
    measure: frozenset[str]
    subject: frozenset[str]
    own: frozenset[str]
    near: frozenset[str]
    far: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each pair of characters says, from how many of all texts hold it; one is equal only to itself."""

    count: int
    holding: dict[str, int]

    def of(self, pair: str) -> float:
        """The weight of a pair: the logarithm of how rare it is."""
        return math.log((self.count + 1) / (self.holding.get(pair, 0) + 0.5)) + 0.2


@lru_cache(maxsize=16384)
def _positions(content: tuple[str, ...], weights: Weights) -> tuple[tuple[float, frozenset[str]], ...]:
    """For each character of a content its weight and the pairs that it is part of."""
    return tuple(
        (max(weights.of(pair) for pair in around), around)
        for piece in content
        for index in range(len(piece))
        for around in [_around(piece, index)]
    )


@lru_cache(maxsize=65536)
def _sum(held: frozenset[str], weights: Weights) -> float:
    # Added exactly: a set has no order of its own, and rounding in another order would break ties by chance.
    return math.fsum(weights.of(pair) for pair in held)


@lru_cache(maxsize=65536)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text in canonical spelling; a lone character counts as itself."""
    found: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fffA-Za-z0-9.%#]+", canonical(text)):
        found.update(run[index : index + 2] for index in range(len(run) - 1)) if len(run) > 1 else found.add(run)
    return frozenset(found)


def labels_of(disclosure: Disclosure, facts: Iterable[Fact]) -> tuple[Label, ...]:
    """The label of each fact."""
    return tuple(_label(disclosure, fact) for fact in facts)


def weights_of(texts: Iterable[frozenset[str]]) -> Weights:
    """The weights that a collection of texts gives to pairs of characters."""
    all_texts = list(texts)
    return Weights(len(all_texts), dict(Counter(pair for text in all_texts for pair in text)))


def matches(question: Question, labels: Sequence[Label], weights: Weights, body: str) -> list[Match]:
    """The facts that share anything with a question, best first."""
    content = [piece for piece in question.content if piece]
    asked = frozenset().union(*(pairs(piece) for piece in content)) if content else frozenset()
    if not asked:
        return []
    found = [
        match
        for label in labels
        if not asked.isdisjoint(label.own) or not asked.isdisjoint(label.near)
        for match in [_match(content, asked, label, weights, body)]
        if match.coverage > _LEAST
    ]
    return sorted(found, key=lambda match: -match.score)


def coverage(content: Sequence[str], levels: Sequence[tuple[frozenset[str], float]], weights: Weights) -> float:
    """The weighted share of the characters of `content` that the levels of a label cover, each level at its worth.

    The levels come with the most worth first.
    """
    total = covered = 0.0
    for weight, around in _positions(tuple(content), weights):
        total += weight
        for held, worth in levels:
            if not around.isdisjoint(held):
                covered += weight * worth
                break
    return covered / total if total else 0.0


def share(part: frozenset[str], whole: frozenset[str], weights: Weights) -> float:
    """The weighted share of the pairs of `whole` that are in `part`."""
    total = _sum(whole, weights)
    return math.fsum(weights.of(pair) for pair in whole & part) / total if total else 0.0


def _around(piece: str, index: int) -> frozenset[str]:
    if len(piece) == 1:
        return frozenset((piece,))
    return frozenset(piece[start : start + 2] for start in (index - 1, index) if 0 <= start < len(piece) - 1)


def _label(disclosure: Disclosure, fact: Fact) -> Label:
    figure = fact.figure
    table = disclosure.tables[fact.table] if fact.table is not None else None
    near: list[str] = []
    far: list[str] = []
    if figure:
        near += [*figure.place.row, *figure.place.column]
        far += [*figure.place.section[-2:], figure.context]
        opening = re.match(r"[^。]{2,20}(?:情况|说明)。", figure.context)
        near += [opening.group()] if opening else []
    if table:
        near.append(table.title)
        far += [cell.text for _, cell in table.captions]
        far += _own_words(table)
        if fact.row is not None:
            row = table.rows[fact.row]
            near += [row.owner or ""]
            far += _beside(table, row, fact)
    measure, subject = pairs(fact.measure), pairs(fact.subject)
    return Label(fact, measure, subject, measure | subject, _union(near), _union(far))


@lru_cache(maxsize=256)
def _own_words(table: Table) -> tuple[str, ...]:
    """What a project's table is about: the names of its rows, by which people speak of the project itself."""
    names = [column.index for column in table.columns if column.kind == "label"][-1:]
    return tuple(row.cells[index].text for row in table.rows for index in names) if table.subject else ()


def _beside(table: Table, row: Row, fact: Fact) -> list[str]:
    """The texts of a fact's row, of its own half where two stand side by side."""
    own = next(group for group in segments(table.columns) if any(column.index == fact.column for column in group))
    indexes = {column.index for column in own}
    return [cell.text for column, cell in zip(table.columns, row.cells, strict=True) if column.index in indexes]


def _union(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(pairs(text) for text in texts))


def _match(content: Sequence[str], asked: frozenset[str], label: Label, weights: Weights, body: str) -> Match:
    covered = coverage(content, ((label.own, _OWN), (label.near, _NEAR), (label.far, _FAR)), weights)
    if covered <= _LEAST:
        return Match(label.fact, covered, 0.0, 0.0)
    complete = share(asked, label.measure, weights)
    whose = 1.0 if label.fact.subject == body else share(asked, label.subject, weights)
    score = covered * (0.6 + 0.25 * complete + 0.15 * min(1.0, whose * 1.5))
    return Match(label.fact, covered, complete, score, _uncovered(content, label, weights))


def _uncovered(content: Sequence[str], label: Label, weights: Weights) -> frozenset[str]:
    """The pairs of the question that hold a character which no name of a label covers."""
    held = label.own | label.near | label.far
    bare = [around for _, around in _positions(tuple(content), weights) if around.isdisjoint(held)]
    return frozenset().union(*bare) if bare else frozenset()
