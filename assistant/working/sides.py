"""The figures that a few words name, and of two sides of a comparison the two figures of one kind.

Each side is asked for as a question of its own, so that a body or a word that only one side names rules out nothing of
the other. Of all pairs that fit, those of one column, one row or one sentence are of one kind most of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.evidence.facts import counted, whose
from assistant.evidence.matching import pairs, share
from assistant.evidence.retrieve import facts_for
from assistant.library import Library, is_short_for
from assistant.model import Match, Question
from assistant.question.understand import understand
from assistant.vocabulary import BODY_SUFFIXES
from index.amounts import is_money
from index.model import Figure

_TOTAL = re.compile(r"^(?:总|全部|全年|整个|所有|全|合计|总计)+|(?:总额|总数|总量|总盘子|合计|总计)$")
_VALUE = re.compile(r"的?(?:账面)?(?:价值|金额|原值|净值|数额)$")
_SURE = 0.85
_NAMED = 0.4
_MOST = 60


def amounts_named(words: str, library: Library, least: float = _SURE) -> list[Match]:
    """The stated amounts that a few words name, best first."""
    question = asked_for(words, library)
    found = facts_for(question, library)[:_MOST] if question.content else ()
    amounts = [match for match in found if match.coverage >= least and is_amount(match)]
    bare = _VALUE.sub("", words)
    return amounts if amounts or bare in ("", words) else amounts_named(bare, library, least)


def asked_for(words: str, library: Library) -> Question:
    """The question for the value of what a few words name; a sum of money is no condition of it."""
    question = understand(f"{words}是多少", library.disclosure.document.year, library.words)
    return replace(question, relation=None, operands=(), claims=(), wants_change=False, asked="value")


def is_amount(match: Match) -> bool:
    """Whether a fact is a stated value, no change, share or target."""
    figure = match.fact.figure
    return figure is not None and figure.value is not None and figure.aspect in ("amount", "stock", "count")


def pair_of(left: str, right: str, library: Library) -> tuple[Figure, Figure] | None:
    """The two figures of one kind that two sides name; what one side leaves out is taken from the other."""
    return max(pairs_named(left, right, library), key=lambda pair: pair[0], default=(0.0, None))[1]


def pairs_named(left: str, right: str, library: Library) -> Iterable[tuple[float, tuple[Figure, Figure]]]:
    """The best pair of each way to complete two sides, with how well it fits."""
    for one, other, own in _completed(left, right):
        found = _fitting(amounts_named(one, library), amounts_named(other, library), own, library)
        if found:
            yield found
            return


def _completed(left: str, right: str) -> Sequence[tuple[str, str, tuple[str, str]]]:
    """Two sides, each with what the other alone says, and the words that each side has of its own.

    The measure may stand behind the second only, or whose both are before the first only.
    """
    ways = [(left, right, (left, right))]
    if "的" in right:
        head, tail = right.rsplit("的", 1)
        ways.insert(0, (f"{left}的{tail}", right, (left, head)))
    if "的" in left:
        head, tail = left.rsplit("的", 1)
        ways = [(left, f"{head}的{right}", (left, right)), (left, f"{right}的{tail}", (head, right)), *ways]
    return ways


def _fitting(
    lefts: Sequence[Match], rights: Sequence[Match], own: tuple[str, str], library: Library
) -> tuple[float, tuple[Figure, Figure]] | None:
    best: tuple[float, tuple[Figure, Figure]] | None = None
    for place, left in enumerate(lefts):
        for other, right in enumerate(rights):
            one, two = left.fact.figure, right.fact.figure
            kinship = _kinship(one, two) if one and two else 0.0
            fit = left.score + right.score + kinship - 0.01 * (place + other)
            if not one or not two or not kinship or fit <= (best[0] if best else 0.0):
                continue
            if is_named(one, two, own[0], library) and is_named(two, one, own[1], library):
                best = (fit, (one, two))
    return best


def is_named(figure: Figure, other: Figure, words: str, library: Library) -> bool:
    """Whether words say what tells a figure from another: its measure, or much of the name of whose it is."""
    names = own_names(figure, other)
    if names is None:
        return False
    if not same_measure(figure, other):
        return not pairs(names[0]).isdisjoint(pairs(words))
    return share(pairs(names[0]), pairs(words), library.weights) > _NAMED


def same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same."""
    return counted(one) == counted(other)


def _kinship(one: Figure, other: Figure) -> float:
    """How much two figures are of one kind; 0 where they cannot be compared."""
    comparable = kind(one) == kind(other) and one.aspect == other.aspect and one.period == other.period
    if not comparable or one.id == other.id or own_names(one, other) is None:
        return 0.0
    if one.table is not None and one.table == other.table:
        if len(one.place.row) != len(other.place.row):
            return 0.0  # an item and a subtotal
        return 0.6 if one.column == other.column else 0.4 if one.row == other.row else 0.1
    together = one.table is other.table is None and one.context == other.context
    same = same_measure(one, other)
    return 0.1 + 0.3 * together + 0.3 * same if same or one.subject == other.subject else 0.0


def own_names(one: Figure, other: Figure) -> tuple[str, str] | None:
    """What tells two figures apart: whose each is where they count the same, else their measures."""
    if not same_measure(one, other):
        return one.measure, other.measure
    mine = [name for name in whose(one) if name not in whose(other)]
    theirs = [name for name in whose(other) if name not in whose(one)]
    return (main_name(one, mine), main_name(other, theirs)) if mine and theirs else None


def main_name(figure: Figure, names: Sequence[str]) -> str:
    """Of some names of whose a figure is the one that people know it by: of a row's the second, behind its owner."""
    all_names = whose(figure)
    known = all_names[-2] if len(all_names) > 1 else all_names[0]
    return known if known in names else names[-1]


def known_as(figure: Figure, body: str) -> str:
    """A figure's name in a question: its measure, behind whose it is where that is not the department."""
    return figure.measure if figure.subject == body else f"{main_name(figure, whose(figure))}的{figure.measure}"


def kind(figure: Figure) -> str | None:
    """What a figure is measured in: money of any unit, or its unit."""
    return "money" if is_money(figure.unit) else figure.unit


def bare_total(text: str) -> str:
    """The name of a whole without the words that only say it is one (总支出, 全部采购)."""
    return _TOTAL.sub("", text)


def plain_number(value: Decimal) -> str:
    """A number as a formula shows it, never with an exponent."""
    return f"{value:f}"


def side(question: Question, content: tuple[str, ...]) -> Question:
    """The question for the value of a content, without the words that only say that it is a whole."""
    trimmed = tuple(piece for piece in (bare_total(piece) for piece in content) if piece) or content
    return replace(
        question,
        content=trimmed,
        asked="value",
        relation=None,
        operands=(),
        unit=None,
        wants_change=False,
        wants_money=False,
        is_quantity=True,
        claims=(),
    )


def without_department(content: tuple[str, ...], body: str) -> tuple[str, ...]:
    """A content without a short name of the department before what is asked of it (市交委一般公共预算)."""
    kept = (piece[_length_of_name(piece, body) :] for piece in content)
    return tuple(piece for piece in kept if piece) or content


def _length_of_name(piece: str, body: str) -> int:
    """How many characters at the beginning of some words are a short name of the department."""
    ends = [end for end in range(2, min(len(piece), 12) + 1) if piece[:end].endswith(BODY_SUFFIXES)]
    return max((end for end in ends if is_short_for(piece[:end], body)), default=0)
