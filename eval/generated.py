"""Every single figure of a disclosure asked for in three wordings, and what is wrong with each answer.

An answer is right when its first statement gives the figure's value with its unit and comparator (or its words), when
the direction of a change is named, and when a citation's spans contain the figure's own. A bare quotation is no answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.model import Answer
from assistant.vocabulary import ASKS_DECREASE, ASKS_INCREASE
from eval.wordings import FORMS, Wording
from index.model import Figure, Span
from index.vocabulary import COMPARATORS, PERCENT_UNITS

_NUMERAL = re.compile(r"(?<![0-9.])[0-9][0-9,]*(?:\.[0-9]+)?")
_QUOTED = "相关原文如下"
"""How an answer begins that only quotes the source, because its own sentence could not be verified."""
_STATEMENT_END = re.compile(r"\[[0-9]+\]|\n")


@dataclass(frozen=True, slots=True)
class Result:
    """A wording with its answer and what is wrong with it."""

    wording: Wording
    answer: Answer
    faults: tuple[str, ...]


def ask_all(
    wordings: Iterable[Wording], ask: Callable[[Sequence[str], str | None], Answer], document: str | None = None
) -> list[Result]:
    """The results of asking each wording."""
    found = []
    for wording in wordings:
        answer = ask([wording.text], document)
        found.append(Result(wording, answer, tuple(wording_faults(wording, answer))))
    return found


def wording_faults(wording: Wording, answer: Answer) -> list[str]:
    """What is wrong with an answer to a wording, in words; empty when it is right."""
    if answer.outcome != "answered":
        return [f"outcome {answer.outcome}"]
    figure = wording.figure
    found = []
    if not states(answer.text if wording.ambiguous else first_statement(answer.text), figure):
        found.append("value not in the first statement" if states(answer.text, figure) else "value missing")
    if answer.text.startswith(_QUOTED):
        found.append("only quotes the source")
    if not cites(answer, wording.accepted):
        found.append("citation without the figure")
    return found + [f"{check.text} is unsupported" for check in answer.numbers if check.support == "unsupported"]


def first_statement(text: str) -> str:
    """The text up to its first citation mark or line end; a full stop may be part of a name."""
    return _STATEMENT_END.split(text, maxsplit=1)[0]


def states(text: str, figure: Figure) -> bool:
    """Whether a text states a figure: its number with unit and comparator, its words, or its change's direction."""
    plain = _plain(text)
    if figure.value is None:
        return _plain(figure.raw) in plain
    value = abs(figure.value) if figure.aspect == "change" else figure.value
    if figure.aspect == "change" and value and not _says_direction(plain, figure.value > 0):
        return False
    return any(
        _number(match.group()) == value and _unit_follows(plain[match.end() :], figure.unit)
        and _comparator_before(plain[: match.start()]) == figure.comparator
        for match in _NUMERAL.finditer(plain)
    )  # fmt: skip


def cites(answer: Answer, figures: Iterable[Figure]) -> bool:
    """Whether the spans of an answer's citations contain those of one of the figures."""
    spans = [span for citation in answer.citations for span in citation.spans]
    return any(all(_inside(span, spans) for span in figure.place.spans) for figure in figures)


def right_by_form(results: Sequence[Result]) -> dict[str, tuple[int, int]]:
    """For each way of wording, how many are right of how many asked."""
    asked = Counter(result.wording.form for result in results)
    right = Counter(result.wording.form for result in results if not result.faults)
    return {form: (right[form], asked[form]) for form in FORMS}


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _says_direction(plain: str, more: bool) -> bool:
    return any(word in plain for word in (ASKS_INCREASE if more else ASKS_DECREASE))


def _unit_follows(behind: str, unit: str | None) -> bool:
    if unit is None:
        return True
    return behind.startswith(PERCENT_UNITS if unit == "%" else unit)


def _comparator_before(before: str) -> str:
    """The comparator that a text ends in, as one sign; empty when there is none."""
    words = sorted(COMPARATORS, key=len, reverse=True)
    return next((COMPARATORS[word] for word in words if before.endswith(word)), "")


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _plain(text: str) -> str:
    return re.sub(r"[\s\\$]", "", text)
