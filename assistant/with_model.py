"""Answers with a language model's help: doubtful questions read once more, answers worded, both only as far as checked.

The program's own answer is there first; whatever becomes of the model, that is what the reader gets at the latest when
the time is up. What was worded is kept for a while, so that a page opened again or a receipt says the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.language_model import Budget, LanguageModel, ModelFailed
from assistant.library import Library
from assistant.memory import Memory
from assistant.model import Answer
from assistant.notes import MODEL_FAILED, WORDED, WORDING_REFUSED, checked_on
from assistant.phrasing.phrase import Outcome, Phrased, phrased
from assistant.question.english import is_english
from assistant.second_reading.model import SecondReading
from assistant.second_reading.reading import second_reading
from assistant.review.doubt import doubts_of
from index.model import Disclosure
from prompts import Prompt, Purpose

_KEPT = 512
_NOTES: Mapping[Outcome, tuple[str, str] | None] = {
    "growing": None,
    "worded": WORDED,
    "repaired": WORDED,
    "faulty": WORDING_REFUSED,
    "failed": MODEL_FAILED,
    "not_applicable": None,
}


class Answering(Protocol):
    """What gives the answers without a model."""

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        ...

    def examples(self, document: str | None = None, *, english: bool = False) -> tuple[str, ...]:
        """Questions to start from."""
        ...

    def library(self, document: str | None = None) -> Library:
        """All that questions about a document are answered from."""
        ...

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns."""
        ...

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The same answer to turns that were asked before."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one answer: as it was without the model, as it was given, and what the model had to do with it."""

    turns: tuple[str, ...]
    own: Answer
    given: Answer
    reading: SecondReading | None
    phrased: Phrased


def _ignored(told: Told) -> None:
    del told


class WithModel:
    """Answers questions as another does, with a language model's help where it serves; safe to use from threads."""

    def __init__(
        self,
        answering: Answering,
        model: LanguageModel,
        prompts: Mapping[Purpose, Prompt],
        timeout: float,
        told: Callable[[Told], None] = _ignored,
    ) -> None:
        """Answers from now on.

        Args:
            answering: what gives the answers without a model.
            model: the language model.
            prompts: what it is told for each purpose.
            timeout: seconds that the model may take for one answer, all in all.
            told: hears what became of each answer, once for each that was not kept.
        """
        self._answering = answering
        self._model = model
        self._prompts = prompts
        self._timeout = timeout
        self._told = told
        self._worded: Memory[Answer] = Memory(_KEPT)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        return self._answering.disclosures

    def examples(self, document: str | None = None, *, english: bool = False) -> tuple[str, ...]:
        """Questions to start from."""
        return self._answering.examples(document, english=english)

    def library(self, document: str | None = None) -> Library:
        """All that questions about a document are answered from."""
        return self._answering.library(document)

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns.

        Raises:
            UnknownDocument: no document of that id.
        """
        *_, answer = self.steps(turns, document)
        return answer

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer as `ask` gives it, to turns that were asked before.

        Raises:
            UnknownDocument: no document of that id.
        """
        *_, answer = self._steps(turns, self._answering.ask_unnoted(turns, document))
        return answer

    def steps(self, turns: Sequence[str], document: str | None = None) -> Iterator[Answer]:
        """The answer to the last of the turns as it is worded, sentence by sentence; the last is whole.

        Every one of them is checked. Where the model's words fail in the end, the last is the program's own answer.

        Raises:
            UnknownDocument: no document of that id.
        """
        return self._steps(turns, self._answering.ask(turns, document))

    def _steps(self, turns: Sequence[str], own: Answer) -> Iterator[Answer]:
        started = time.perf_counter()
        key = (own.document.id, tuple(turns), own.text, own.notes)
        if kept := self._worded.recall(key):
            yield replace(kept, seconds=own.seconds)
            return
        budget = Budget.of(self._timeout)
        library = self.library(own.document.id)
        reading, answer = self._read_again(turns, own, library, budget)
        step = Phrased(answer, "not_applicable")
        for step in phrased(answer, turns, library, self._model, self._prompts, budget):
            if step.outcome == "growing":
                yield step.answer
        seconds = round(own.seconds + time.perf_counter() - started, 3)
        given = replace(_noted(step.answer, step.outcome), seconds=seconds)
        if step.outcome != "failed":
            self._worded.keep(key, given)
        self._told(Told(tuple(turns), own, given, reading, step))
        yield given

    def _read_again(
        self, turns: Sequence[str], own: Answer, library: Library, budget: Budget
    ) -> tuple[SecondReading | None, Answer]:
        """What the model made of a doubtful question, and the answer to go on with: the program's own at the least."""
        if checked_on(own.notes) or not doubts_of(own):
            return None, own
        try:
            reading = second_reading(turns, own, library, self._model, self._prompts["understand"], budget)
        except ModelFailed:
            return None, own  # wording is tried all the same: it tells of the failure
        return reading, reading.answer


def _noted(answer: Answer, outcome: Outcome) -> Answer:
    """An answer with the quiet line on what the model had to do with its wording."""
    note = _NOTES[outcome]
    return replace(answer, notes=(*answer.notes, note[is_english(answer.question)])) if note else answer
