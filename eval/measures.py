"""Measures over answered questions: right by kind, citations, refusals, unsupported numbers, seconds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.model import Answer
from eval.score import Case, faults, holds_one


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer and what is wrong with it; `baseline` is whether the baseline's answer is right."""

    case: Case
    answer: Answer
    faults: tuple[str, ...]
    baseline: bool | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


def ask_cases(
    cases: Iterable[Case],
    ask: Callable[[Sequence[str], str | None], Answer],
    source: Callable[[str], str],
    baseline: Callable[[Case], bool] | None = None,
) -> list[Asked]:
    """The cases asked one after another, each scored, and with a baseline compared."""
    found = []
    for case in cases:
        answer = ask(case.turns, case.document)
        wrong = tuple(faults(case, answer, source(answer.document.id)))
        found.append(Asked(case, answer, wrong, baseline(case) if baseline else None))
    return found


def is_citizens(case: Case) -> bool:
    """Whether a question was written by somebody who had not seen the program."""
    return case.id.startswith("citizen-")


def right_by_kind(results: Sequence[Asked]) -> dict[str, tuple[Share, Share]]:
    """For each kind, in the order first asked: how many this project and the baseline answer right."""
    kinds = dict.fromkeys(result.case.kind for result in results)
    found = {}
    for kind in kinds:
        of_kind = [result for result in results if result.case.kind == kind]
        found[kind] = (
            Share(sum(not result.faults for result in of_kind), len(of_kind)),
            Share(sum(result.baseline is True for result in of_kind), len(of_kind)),
        )
    return found


def citation_precision(results: Iterable[Asked]) -> Share:
    """Of the citations shown where the place is known, those that hold one of the strings to cite."""
    shown = [
        holds_one(result.case.expected["cite"], citation.quote)
        for result in results
        if result.case.expected.get("cite")
        for citation in result.answer.citations
    ]
    return Share(sum(shown), len(shown))


def citation_recall(results: Iterable[Asked]) -> Share:
    """Of the questions whose place is known, those with a citation that holds one of the strings to cite."""
    found = [
        any(holds_one(result.case.expected["cite"], citation.quote) for citation in result.answer.citations)
        for result in results
        if result.case.expected.get("cite")
    ]
    return Share(sum(found), len(found))


def refusal_precision(results: Iterable[Asked]) -> Share:
    """Of the questions refused, those that should be."""
    refused = [_to_refuse(result.case) for result in results if result.answer.outcome != "answered"]
    return Share(sum(refused), len(refused))


def refusal_recall(results: Iterable[Asked]) -> Share:
    """Of the questions that should be refused, those that are."""
    found = [result.answer.outcome != "answered" for result in results if _to_refuse(result.case)]
    return Share(sum(found), len(found))


def unsupported_numbers(answers: Iterable[Answer]) -> Share:
    """Of the numbers shown, those that nothing supports."""
    supports = [check.support for answer in answers for check in answer.numbers]
    return Share(supports.count("unsupported"), len(supports))


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest of the values that at least this part of them do not exceed (0.5 is the median)."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def _to_refuse(case: Case) -> bool:
    return "answered" not in case.outcomes
