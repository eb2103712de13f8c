"""Answers with a language model's help: doubtful questions read once more, answers worded, both only as far as checked.

The program's own answer is there first; whatever becomes of the model, that is what the reader gets at the latest when
the time is up. What was worded is kept for a while, so that a page opened again or a receipt says the same.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.language_model import Budget, Failure, LanguageModel, ModelFailed
from assistant.library import Library
from assistant.memory import Memory
from assistant.model import Answer
from assistant.notes import MODEL_FAILED, WORDED, WORDING_REFUSED, checked_on
from assistant.patience import patient
from assistant.phrasing.phrase import Outcome, Phrased, phrased
from assistant.question.english import is_english
from assistant.reviewed import Answering, Reviewed
from assistant.second_reading.model import SecondReading
from assistant.second_reading.reading import second_reading
from index.model import Disclosure
from prompts import Prompt, PromptError, Purpose

_log = logging.getLogger(__name__)

_KEPT = 512
_PATIENCE = 3.0
"""Seconds of a model's silence after which a reader is shown the program's own answer, while its words are awaited."""
_NOTES: Mapping[Outcome, tuple[str, str] | None] = {
    "growing": None,
    "worded": WORDED,
    "repaired": WORDED,
    "faulty": WORDING_REFUSED,
    "failed": MODEL_FAILED,
    "not_applicable": None,
}


class Answered(Answering, Protocol):
    """What gives the answers without a model."""

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer as `ask` gives it, to turns that were asked before."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one answer: as it was without the model, as it was given, and what the model had to do with it.

    `failure` is why a second reading failed, where one was asked for; `phrased` tells of the wording.
    """

    turns: tuple[str, ...]
    own: Answer
    given: Answer
    reading: SecondReading
    failure: Failure | None
    phrased: Phrased


class WithModel:
    """Answers questions as another does, with a language model's help where it serves; safe to use from threads."""

    def __init__(
        self,
        answering: Answered,
        model: LanguageModel,
        prompts: Mapping[Purpose, Prompt],
        timeout: float,
        told: Callable[[Told], None] | None = None,
    ) -> None:
        """Answers from now on.

        Args:
            answering: what gives the answers without a model.
            model: the language model.
            prompts: what it is told for each purpose.
            timeout: seconds that the model may take for one answer, all in all.
            told: hears what became of each answer that was not kept from before.
        """
        self._answering = answering
        self._model = model
        self._prompts = prompts
        self._timeout = timeout
        self._told = told
        self._given: Memory[Told] = Memory(_KEPT)

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
        *_, answer = self._steps(turns, self._answering.ask(turns, document))
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

        Every one of them is checked. Where the model's words fail in the end, the last is the program's own answer;
        where it says nothing for some seconds, that answer comes meanwhile.

        Raises:
            UnknownDocument: no document of that id.
        """
        own = self._answering.ask(turns, document)
        return patient(self._steps(turns, own), own, _PATIENCE)

    def at_once(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer without waiting for the model: as it was worded lately, else the program's own.

        Raises:
            UnknownDocument: no document of that id.
        """
        own = self._answering.ask(turns, document)
        return self._kept(turns, own) or own

    def _steps(self, turns: Sequence[str], own: Answer) -> Generator[Answer, None, None]:
        started = time.perf_counter()
        if kept := self._kept(turns, own):
            yield replace(kept, seconds=own.seconds)
            return
        if checked_on(own.notes):  # a person's words are left alone
            yield own
            return
        told = None
        for step in self._helped(tuple(turns), own, Budget.of(self._timeout)):
            if isinstance(step, Answer):
                yield step
            else:
                told = step
        assert told is not None, "the last step tells what became of the answer"
        given = replace(told.given, seconds=round(own.seconds + time.perf_counter() - started, 3))
        if told.failure is None and told.phrased.outcome != "failed":
            self._given.keep(_key(turns, own), replace(told, given=given))
        if self._told is not None:
            self._told(replace(told, given=given))
        yield given

    def _kept(self, turns: Sequence[str], own: Answer) -> Answer | None:
        """What was given to the same turns lately; None once the staff decided on the question they were read as."""
        told = self._given.recall(_key(turns, own))
        if told is None or told.reading.outcome != "adopted" or told.reading.disagreement is None:
            return told.given if told else None
        read = told.reading.answer
        now = self._answering.answer_as(turns[-1], told.reading.disagreement.model, own.document.id)
        same = (now.text, now.citations, checked_on(now.notes)) == (read.text, read.citations, checked_on(read.notes))
        return told.given if same else None

    def _helped(self, turns: tuple[str, ...], own: Answer, budget: Budget) -> Iterator[Answer | Told]:
        """The answer as it grows, each step checked, and at the end what became of it."""
        library = self.library(own.document.id)
        failure = None
        try:
            prompt = self._prompts["understand"]
            reading = second_reading(turns, own, self._answering, library, self._model, prompt, budget)
        except ModelFailed as failed:  # its wording may come all the same
            reading, failure = SecondReading(own, "none"), failed.failure
        except PromptError as error:
            _log.warning("no second reading was asked for: %s", error)
            reading = SecondReading(own, "none")
        step = Phrased(reading.answer, "not_applicable")
        for step in phrased(reading.answer, turns, library, self._model, self._prompts, budget):
            if step.outcome == "growing":
                yield step.answer
        outcome: Outcome = "failed" if failure and step.outcome == "not_applicable" else step.outcome
        yield Told(turns, own, _noted(step.answer, outcome, reading.answer.text), reading, failure, step)


def _key(turns: Sequence[str], own: Answer) -> tuple[object, ...]:
    """What an answer is kept under: the same turns mean it only while the program's own answer is the same."""
    return own.document, tuple(turns), own.text, own.citations, own.notes


def _noted(answer: Answer, outcome: Outcome, own: str) -> Answer:
    """An answer with the quiet line on what the model had to do with it; none where the words are the program's own."""
    note = None if _NOTES[outcome] == WORDED and answer.text == own else _NOTES[outcome]
    return replace(answer, notes=(*answer.notes, note[is_english(answer.question)])) if note else answer


def noted_by(reviewed: Reviewed) -> Callable[[Told], None]:
    """What notes for the staff what readers got."""

    def note(told: Told) -> None:
        reviewed.note_help(told.turns, told.own, told.given, told.reading.disagreement)

    return note
