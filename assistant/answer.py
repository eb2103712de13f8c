"""The assistant: a conversation's last question drafted, verified, and shown only as far as its numbers hold."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from assistant.checking.verify import unsupported, verify
from assistant.composing.sentences import (
    quoted_draft,
    refusal_draft,
)
from assistant.draft import draft_answer
from assistant.evidence.search import PassageSearch, Search
from assistant.examples import examples_of
from assistant.library import Library, library_of
from assistant.memory import Memory
from assistant.model import Answer, DocumentReference, Draft, Evidence, Question
from assistant.notes import STILL_LOADING
from assistant.question.english import in_chinese, in_english, is_english, lost_in
from assistant.question.followup import EARLIER_CLAUSE, EARLIER_TURN, Turn, by_itself, carried_over
from assistant.question.gloss import without_gloss
from assistant.question.normalise import canonical, normalised
from assistant.question.parts import parts_of
from assistant.question.plain import brought_down
from assistant.question.refuse import Refusal, names_only_a_body, refusal_of
from assistant.question.two_turns import compared_turns, each_of_turns, sum_of_turns
from assistant.question.typos import corrected, respelled
from assistant.question.understand import understand
from assistant.review.reading import reading_key
from assistant.settings import Settings
from assistant.several_parts import all_answered, holds, partly_answered
from assistant.suggestions import near_examples
from assistant.ways.confirming import names_a_kind, stands_whole
from assistant.ways.earlier import asks_earlier
from index.build import Index, ready_index
from index.documents import default_document
from index.model import Disclosure
from index.progress import Progress, no_progress
from index.text import squeezed

_LONGEST_QUESTION = 500
_TURNS_KEPT = 6
_CONVERSATIONS_KEPT = 256
_MOST_SLIPS = 3
_OF_TURNS = (sum_of_turns, compared_turns)
_log = logging.getLogger(__name__)


class UnknownDocument(Exception):
    """The index holds no document of that id."""

    def __init__(self, identifier: str, known: Sequence[str]) -> None:
        there = "、".join(known)
        super().__init__(f"索引里没有文档 {identifier}；现有：{there}。 / no such document; there are: {there}.")


class Assistant:
    """Answers questions about the disclosures of one index; safe to call from several threads."""

    def __init__(self, index: Index, embedding_model: str) -> None:
        self._libraries = {disclosure.document.id: library_of(disclosure) for disclosure in index.disclosures}
        self._passages = PassageSearch(index.passages, embedding_model)
        self._conversations: Memory[tuple[Turn, ...]] = Memory(_CONVERSATIONS_KEPT)

    @classmethod
    def open(cls, settings: Settings, progress: Progress = no_progress) -> Assistant:
        """The assistant over the index of the settings' data directory, which is built first where it is missing.

        Raises:
            IndexingError: there is no index and none can be built.
        """
        index = ready_index([default_document()], settings.data_dir, settings.embedding_model, progress)
        return cls(index, settings.embedding_model)

    def warm_up(self) -> None:
        """Loads the embedding model in the background; until it is there, questions are answered by words alone.

        Without this, the first question that needs the model waits for it.
        """
        self._passages.warm_up()

    @property
    def ready(self) -> bool:
        """Whether the embedding model is loaded, or known to be absent."""
        return self._passages.ready

    @property
    def documents(self) -> tuple[DocumentReference, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        return tuple(_reference(library.disclosure) for library in self._libraries.values())

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The documents with all that was read out of them, in the same order."""
        return tuple(library.disclosure for library in self._libraries.values())

    def examples(self, document: str | None = None, *, english: bool = False) -> tuple[str, ...]:
        """Questions about a document that have an answer, in Chinese or English: what people want first at the head.

        Raises:
            UnknownDocument: no document of that id.
        """
        return examples_of(self.library(document), english=english)

    def source(self, document: str) -> str:
        """The stored text of a document, into which all spans point."""
        return self.library(document).disclosure.document.text

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns.

        Raises:
            UnknownDocument: no document of that id.
        """
        started = time.perf_counter()
        library = self.library(document)
        search = Search(self._passages)
        *earlier, text = (_encodable(text[:_LONGEST_QUESTION]) for text in turns[-_TURNS_KEPT:] or ("",))
        turn = self._told(text, self._before(tuple(earlier), library, search), library, search)[-1]
        answer = self._checked(turn.question, library, turn.draft)
        answer = replace(answer, reading=reading_key(turn.question, turn.parts))
        if search.by_words_alone:
            note = STILL_LOADING[is_english(answer.question)]
            answer = replace(answer, notes=(*answer.notes, note))
        return replace(answer, seconds=round(time.perf_counter() - started, 3))

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The same as `ask`, which notes nothing either."""
        return self.ask(turns, document)

    def answer_as(self, text: str, meant: str, document: str | None = None) -> Answer:
        """The answer to a question as another one, which says what it is taken to mean; `understood` tells so.

        Raises:
            UnknownDocument: no document of that id.
        """
        started = time.perf_counter()
        library = self.library(document)
        search = Search(self._passages)
        turn = self._turn(_encodable(meant[:_LONGEST_QUESTION]), [], library, search)
        plain = re.sub("[“”？]", "", meant)
        told = replace(turn.question, text=_encodable(text[:_LONGEST_QUESTION]), understood=f"按“{plain}”理解")
        answer = self._checked(told, library, turn.draft)
        return replace(answer, seconds=round(time.perf_counter() - started, 3))

    def _before(self, texts: tuple[str, ...], library: Library, search: Search) -> tuple[Turn, ...]:
        """The turns before a question, recalled where the conversation was answered so far already."""
        if not texts:
            return ()
        key = (library.disclosure.document.id, texts)
        turns = self._conversations.recall(key)
        if turns is None:
            turns = self._told(texts[-1], self._before(texts[:-1], library, search), library, search)
            if not search.by_words_alone:
                self._conversations.keep(key, turns)
        return turns

    def _told(self, text: str, before: tuple[Turn, ...], library: Library, search: Search) -> tuple[Turn, ...]:
        """The turns of a conversation and what its next text is answered with behind them."""
        return (*before, *self._whole_turn(text, list(before), library, search))

    def _whole_turn(self, text: str, before: list[Turn], library: Library, search: Search) -> list[Turn]:
        """One turn answered, part by part where it asks several things that each have an answer: the parts, then all.

        A whole of several parts is a turn of its own behind them, so that the next may speak of each.
        """
        drafts_before = [turn.draft for turn in before]
        parts = each_of_turns(normalised(text), drafts_before, library) or parts_of(text)
        found: list[Turn] = []
        for part in parts if len(parts) > 1 else ():
            lead = EARLIER_CLAUSE if found else EARLIER_TURN
            found.append(self._turn(part, [*before, *found], library, search, lead))
        if (whole := all_answered(text, found)) and holds(whole, library):
            return [*found, whole]
        whole_turn = self._turn(text, before, library, search)
        partly = partly_answered(text, parts, found, whole_turn, library) if len(found) > 1 else None
        return [*found, partly] if partly and holds(partly, library) else [whole_turn]

    def _turn(
        self, text: str, before: Sequence[Turn], library: Library, search: Search, lead: str = EARLIER_TURN
    ) -> Turn:
        """One turn answered after others; an English one in English, one with a slip in a name as it was meant."""
        english = is_english(text)
        last = before[-1] if before else None
        question = replace(carried_over(in_chinese(text) if english else text, last, library, lead), text=text)
        drafts = [turn.draft for turn in before]
        both = next((found for way in _OF_TURNS if (found := way(normalised(text), drafts, library))), None)
        if both:
            return Turn(replace(question, understood=None), both, tuple(turn.question for turn in before))
        draft = draft_answer(question, library, partial(search.near, question, library))
        if draft.outcome != "answered" and question.understood and (alone := by_itself(question.text, library)):
            anew = draft_answer(alone, library, partial(search.near, alone, library))
            question, draft = (alone, anew) if anew.outcome == "answered" else (question, draft)
        open_still = draft.outcome != "answered" and not draft.citations  # a refusal with a source says what is missing
        if open_still and not english and refusal_of(question, library) is None:
            for again in _other_readings(question, library):
                better = draft_answer(again, library, partial(search.near, again, library))
                keeps_year = not asks_earlier(question, library) or asks_earlier(again, library)
                if better.outcome == "answered" and keeps_year:
                    question, draft = replace(again, text=text), better
                    break
        if draft.about is None and question.understood and last is not None:
            draft = replace(draft, about=last.draft.about)  # still the subject of the conversation
        said = lost_in(text) if english else None
        draft = Draft("unclear", said) if said else in_english(draft) if english else draft
        return Turn(question, draft)

    def library(self, document: str | None = None) -> Library:
        """All that questions about a document are answered from; of the first document, where none is named.

        Raises:
            UnknownDocument: no document of that id.
        """
        if document is None:
            return next(iter(self._libraries.values()))
        if document not in self._libraries:
            raise UnknownDocument(document, tuple(self._libraries))
        return self._libraries[document]

    def _checked(self, question: Question, library: Library, draft: Draft) -> Answer:
        """The draft as an answer, once each of its numbers has its support; else only what the source says."""
        source = squeezed(library.disclosure.document.text)
        draft = _with_examples(draft, library, english=is_english(question.text))
        safer = [draft, *([quoted_draft(draft)] if draft.citations else [])]
        for draft in (*safer, refusal_draft(Refusal("unverified", ""), library)):
            checks = verify(draft, question.normal, source, library.names)
            failed = unsupported(checks)
            if not failed:
                break
            _log.warning("not shown: %s in %r", [check.text for check in failed], draft.text)
        return Answer(
            question=question.text,
            understood=question.understood,
            document=_reference(library.disclosure),
            outcome=draft.outcome,
            text=draft.text,
            numbers=checks,
            citations=draft.citations,
            suggestions=draft.suggestions or near_examples(question, library, draft),
            notes=draft.notes,
            evidence=Evidence(draft.figures, draft.formulas),
        )


def _with_examples(draft: Draft, library: Library, *, english: bool) -> Draft:
    """A draft that only leads to what can be asked (例如：), with examples below it; any other as it is."""
    if draft.outcome not in ("off_topic", "unclear") or not draft.text.endswith(("：", ":")):
        return draft
    examples = examples_of(library, english=english)[:4]
    return replace(draft, text="\n".join([draft.text, "", *(f"- {each}" for each in examples)]), suggestions=examples)


def _other_readings(question: Question, library: Library) -> Iterator[Question]:
    """What a question that nothing fits may have meant: a name with a slip set right, then without the chat in it."""
    year = library.disclosure.document.year
    meant = question.normal
    if glossed := without_gloss(meant, library):
        yield replace(understand(glossed, year, library.words), understood=f"按“{glossed}”理解", strict=True)
    slips: list[str] = []
    most = 0 if names_a_kind(question) else _MOST_SLIPS  # a word beside another in sound makes another claim
    while len(slips) < most and (found := respelled(meant, library) or corrected(meant, library)):
        meant, typed, name = found
        slips.append(f"“{typed}”按“{name}”理解")
        yield replace(understand(meant, year, library.words), understood="，".join(slips))
    named = [body for body in library.bodies if canonical(body.name) in canonical(meant)]
    # Two quantities are the ends of a range, which a reading without the words around them would lose.
    whole = len(question.claims) > 1 or stands_whole(question)
    for known in () if whole else (library.known, library.labelled):
        plain = brought_down(meant, known)
        if plain and all(canonical(body.name) in canonical(plain) for body in named):
            again = understand(plain, year, library.words)
            if again.asked == question.asked and not names_only_a_body(again, library):
                yield replace(again, understood=f"按“{plain}”理解", strict=True)


def answer_json(answer: Answer, identifier: str | None = None) -> dict[str, Any]:
    """An answer as the JSON object that tools read; its evidence goes into a receipt, its reading to the reviews."""
    data = asdict(replace(answer, evidence=Evidence()))
    del data["evidence"], data["reading"]
    for citation in data["citations"]:
        citation["spans"] = [list(span) for span in citation["spans"]]
    return {"id": identifier, **data}


def _encodable(text: str) -> str:
    """The text with what UTF-8 cannot encode (a lone surrogate) as a question mark."""
    return text.encode("utf-8", "replace").decode()


def _reference(disclosure: Disclosure) -> DocumentReference:
    document = disclosure.document
    return DocumentReference(document.id, document.title, document.sha256)
