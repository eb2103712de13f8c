"""Answers as the staff reviewed them: what was decided on a question is given to all who ask it again.

What is asked is noted for the review desk by a thread of its own, so that noting neither delays nor breaks an answer.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from assistant.composing.sentences import REFUSED
from assistant.correction import evidence_of, still_holds
from assistant.library import Library
from assistant.model import Answer
from assistant.notes import checked_note
from assistant.question.english import is_english, is_said_in_english
from assistant.review.errors import ChangedMeanwhile, ReviewError
from assistant.review.model import AskedQuestion, Decision, StandingDecision
from assistant.review.recording import asked_question, blanked, turns_needed
from assistant.review.store import ReviewStore
from assistant.second_reading.model import Disagreement, told_to_staff
from index.model import Disclosure

MOST_WAITING = 512
"""Questions that may wait to be noted; more are answered all the same and not noted."""
NOT_DISCLOSED = (f"{REFUSED}您问的这项内容。", "The document does not disclose what you asked for.")
"""What readers are told where the staff found that a thing is not disclosed, in Chinese and in English."""
PROGRAM = "program"
"""Who takes back a decision that no longer holds, and notes what a model reads otherwise."""

_log = logging.getLogger(__name__)


class Answering(Protocol):
    """What gives the program's own answers."""

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        ...

    def examples(self, document: str | None = None, *, english: bool = False) -> tuple[str, ...]:
        """Questions to start from."""
        ...

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns."""
        ...

    def answer_as(self, text: str, meant: str, document: str | None = None) -> Answer:
        """The answer to a question as another one, which says what it is taken to mean."""
        ...

    def library(self, document: str | None = None) -> Library:
        """All that questions about a document are answered from."""
        ...


class Reviewed:
    """Answers questions: with what the staff decided where they did, else with the program's own answer."""

    def __init__(
        self,
        answering: Answering,
        store: ReviewStore,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        noting: bool = True,
    ) -> None:
        """Questions are answered and noted from now on.

        Args:
            answering: what gives the program's own answers.
            store: where questions are noted and decisions stand.
            now: the time, with its zone.
            noting: whether questions are noted for the staff.
        """
        self._answering = answering
        self.store = store
        self.now = now
        self._waiting: queue.Queue[Callable[[], None] | None] = queue.Queue(MOST_WAITING)
        self._noting = threading.Thread(target=self._note_all, name="noting", daemon=True) if noting else None
        if self._noting:
            self._noting.start()

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
        """The answer to the last of the turns: the one that the staff decided on, else the program's own.

        Raises:
            UnknownDocument: no document of that id.
        """
        own, given, standing = self._answers_to(turns, document)
        if self._noting:
            # Asked in other words, nobody takes a decision back for all.
            same = standing is not None and blanked(turns[-1]) == standing.question
            fallen = standing if same and given is None else None
            self._remember(partial(self._note, tuple(turns), own, self.now(), fallen))
        return given or own

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer as `ask` gives it, to turns that were asked before; it is not noted once more.

        Raises:
            UnknownDocument: no document of that id.
        """
        own, given, _ = self._answers_to(turns, document)
        return given or own

    def _answers_to(
        self, turns: Sequence[str], document: str | None
    ) -> tuple[Answer, Answer | None, StandingDecision | None]:
        """The program's own answer, the one that the staff decided on while it holds, and that decision."""
        own = self._answering.ask(turns, document)
        standing = self._decision_on(own)
        given = reviewed_answer(own, standing, self.library(own.document.id)) if standing else None
        return own, given, standing

    def note_help(self, turns: Sequence[str], own: Answer, given: Answer, disagreement: Disagreement | None) -> None:
        """Notes for the staff what readers got with a language model's help; the asking person does not wait for it.

        Args:
            turns: the conversation.
            own: the program's own answer to its last turn.
            given: the answer as it was given.
            disagreement: the model's reading and the program's where they differ, and which one was given.
        """
        if self._noting and ((own.outcome, own.text) != (given.outcome, given.text) or disagreement):
            self._remember(partial(self._note_help, tuple(turns), own, given, self.now(), disagreement))

    def answer_as(self, text: str, meant: str, document: str | None = None) -> Answer:
        """The answer to a question as another one: what the staff decided on that one, else the program's own.

        Raises:
            UnknownDocument: no document of that id.
        """
        own = self._answering.answer_as(text, meant, document)
        plain = self._answering.ask((meant,), document)
        standing = self._decision_on(plain)
        given = reviewed_answer(plain, standing, self.library(plain.document.id)) if standing else None
        return replace(given, question=own.question, understood=own.understood) if given else own

    def ask_anew(self, turns: Sequence[str], document: str) -> int:
        """The item of a question that the staff asks once more, with the program's answer of now.

        Raises:
            UnknownDocument: no document of that id.
        """
        own = self._answering.ask(turns, document)
        needed = turns_needed(turns, own, self._answering.ask)
        return self.store.record(asked_question(needed, own, self.now()), counted=False)

    def settle(self) -> None:
        """Waits until all that was asked so far is noted."""
        self._waiting.join()

    def close(self, patience: float = 5) -> None:
        """Notes what is waiting and ends the thread that does, within some seconds; nothing may be asked afterwards."""
        if self._noting:
            with suppress(queue.Full):
                self._waiting.put(None, timeout=patience)
            self._noting.join(patience)

    def _decision_on(self, own: Answer) -> StandingDecision | None:
        try:
            return self.store.decision_for(own.document.id, own.document.sha256, own.reading)
        except (SQLAlchemyError, ReviewError):
            _log.exception("decisions cannot be read; the program's own answer is given")
            return None

    def _remember(self, noting: Callable[[], None]) -> None:
        try:
            self._waiting.put_nowait(noting)
        except queue.Full:
            _log.warning("a question was not noted: %d are waiting", MOST_WAITING)

    def _note_all(self) -> None:
        while (noting := self._waiting.get()) is not None:
            try:
                noting()
            except (SQLAlchemyError, ReviewError):
                _log.exception("a question was not noted")
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

    def _note(self, turns: tuple[str, ...], own: Answer, at: datetime, fallen: StandingDecision | None) -> None:
        """Notes a question; `fallen` is the decision on these very words that no longer holds, where there is one."""
        self.store.record(self._asked(turns, own, own, at))
        if fallen is not None:
            told = "程序的回答已变，原先核对的内容不再与原文一致。 / No longer borne out by the document."
            back = Decision("reopened", PROGRAM, at, told, fallen.decision.sha256)
            with suppress(ChangedMeanwhile):  # someone has decided since, which stands
                self.store.decide(fallen.item, back, fallen.version)

    def _note_help(
        self, turns: tuple[str, ...], own: Answer, given: Answer, at: datetime, disagreement: Disagreement | None
    ) -> None:
        asked = self._asked(turns, own, given, at)
        self.store.record(asked, counted=False)
        if disagreement:
            self.store.remark(asked, told_to_staff(disagreement), PROGRAM)

    def _asked(self, turns: tuple[str, ...], own: Answer, given: Answer, at: datetime) -> AskedQuestion:
        """The record of the answer given to a question, whose reading is that of the program's own answer."""
        needed = turns_needed(turns, own, self._answering.ask)
        return asked_question(needed, replace(given, reading=own.reading), at)


def reviewed_answer(own: Answer, standing: StandingDecision, library: Library) -> Answer | None:
    """What readers get where a decision stands, marked as checked; None where it does not hold any more.

    An approved answer is the program's own; where that has changed since, it is the one that was approved, as long as
    all its numbers are still borne out by the document, for the question that was decided on. So it is with a corrected
    one.
    """
    decision = standing.decision
    english = is_english(own.question)
    note = checked_note(decision.at, english=english)
    if decision.kind == "not_disclosed":
        said = NOT_DISCLOSED[english]
        return replace(own, outcome="not_disclosed", text=said, numbers=(), citations=(), notes=(note,))
    if decision.kind == "corrected" and is_said_in_english(decision.text) not in (english, None):
        return own  # corrected in the other language, and nobody here translates
    if standing.outcome not in ("answered", "not_disclosed"):
        return None
    if decision.kind == "approved" and (own.text, own.citations) == (decision.text, decision.citations):
        return replace(own, notes=(*own.notes, note))
    told = replace(
        own,
        understood=None,
        outcome=standing.outcome,
        text=decision.text,
        numbers=decision.numbers,
        citations=decision.citations,
        notes=(note,),
    )
    holds = still_holds(replace(told, question=standing.question), library)
    return replace(told, evidence=evidence_of(told, library)) if holds else None
