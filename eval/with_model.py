"""The same questions with a language model's help and without: what became of each answer, and what harm was done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.language_model import LanguageModel
from assistant.model import Answer
from assistant.with_model import Told, WithModel
from eval.harm import HARMS, Harm, harms
from eval.measures import Share, quantile
from eval.score import Case, faults
from index.build import Index
from prompts import Prompt, Purpose

ENDS = ("worded", "repaired", "faulty", "failed", "not_applicable")
"""What may become of an answer: worded at once, after a repair, both drafts faulty, the model failed, not asked."""


@dataclass(frozen=True, slots=True)
class Helped:
    """One question: what is wrong with its answer without the model and with it, and what became of the wording.

    `end` is one of ENDS, `reasons` are the kinds of faults of the drafts, or the model's failure.
    """

    case: Case
    without: tuple[str, ...]
    faults: tuple[str, ...]
    told: Told
    end: str
    reasons: tuple[str, ...]
    harms: tuple[tuple[Harm, str], ...]
    seconds: float


class Remembered(Assistant):
    """An assistant that keeps all its answers, so that many models word the same ones."""

    def __init__(self, index: Index, embedding_model: str) -> None:
        super().__init__(index, embedding_model)
        self._kept: dict[tuple[tuple[str, ...], str | None], Answer] = {}

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer without a model."""
        key = (tuple(turns), document)
        if key not in self._kept:
            self._kept[key] = super().ask(turns, document)
        return self._kept[key]

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The same answer: nothing is noted here."""
        return self.ask(turns, document)


def ask_with(
    cases: Iterable[Case],
    answering: Remembered,
    model: Callable[[], LanguageModel],
    prompts: Mapping[Purpose, Prompt],
    timeout: float,
    key: str = "",
    say: Callable[[str], None] | None = None,
) -> Iterator[Helped]:
    """The cases one after another, each asked with the model's help, scored, and compared with the answer without.

    Each has a model made for it: one that failed rests for a while, which would tell of the question before.
    """
    for number, case in enumerate(cases, 1):
        told: list[Told] = []
        # One of its own for each question: none is answered out of its memory.
        assistant = WithModel(answering, model(), prompts, timeout, told.append)
        started = time.perf_counter()
        steps = list(assistant.steps(case.turns, case.document))
        seconds = time.perf_counter() - started
        yield _helped(case, steps, told[0], answering.source(steps[-1].document.id), seconds, key)
        if say and number % 20 == 0:
            say(f"{number} questions")


def _helped(case: Case, steps: Sequence[Answer], told: Told, source: str, seconds: float, key: str) -> Helped:
    own = told.reading.answer
    # What a reader sees while the answer grows counts too, though it is not whole yet.
    growing = [harm for step in steps[:-1] for harm in harms(step, own, key) if harm[0] != "left out"]
    return Helped(
        case=case,
        without=tuple(faults(case, told.own, source)),
        faults=tuple(faults(case, steps[-1], source)),
        told=told,
        end=told.phrased.outcome,
        reasons=_reasons(told),
        harms=(*growing, *harms(steps[-1], own, key)),
        seconds=seconds,
    )


def _reasons(told: Told) -> tuple[str, ...]:
    """Why drafts were refused: each kind of fault once; or how the model failed."""
    kinds = dict.fromkeys(fault.kind for fault in told.phrased.faults)
    failures = dict.fromkeys(failure for failure in (told.failure, told.phrased.failure) if failure)
    return (*kinds, *failures)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the answers to some questions with one model."""

    name: str
    results: tuple[Helped, ...]

    @property
    def without(self) -> Share:
        """The answers that are right without the model."""
        return Share(sum(not each.without for each in self.results), len(self.results))

    @property
    def right(self) -> Share:
        """The answers that are right with the model."""
        return Share(sum(not each.faults for each in self.results), len(self.results))

    @property
    def spoiled(self) -> tuple[Helped, ...]:
        """Those that are right without the model and wrong with it."""
        return tuple(each for each in self.results if each.faults and not each.without)

    @property
    def asked(self) -> int:
        """The answers that the model was asked to word."""
        return sum(each.end != "not_applicable" for each in self.results)

    def ended(self, end: str) -> int:
        """The answers with that end."""
        return sum(each.end == end for each in self.results)

    def harmed(self, harm: Harm) -> int:
        """How often a harm reached the reader."""
        return sum(kind == harm for each in self.results for kind, _ in each.harms)

    @property
    def reasons(self) -> Counter[str]:
        """Of the answers that were repaired or not worded in the end, how many had each kind of fault or failure."""
        return Counter(reason for each in self.results for reason in each.reasons)

    @property
    def read_again(self) -> int:
        """The answers that stand on the model's reading of the question."""
        return sum(each.told.reading.outcome == "adopted" for each in self.results)

    def seconds(self, part: float) -> float:
        """The seconds that this part of the answers do not exceed."""
        return quantile([each.seconds for each in self.results], part)

    @property
    def harm(self) -> int:
        """Everything that reached the reader and should not have."""
        return sum(self.harmed(harm) for harm in HARMS)
