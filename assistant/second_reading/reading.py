"""A doubtful question's second reading by a model: adopted where the question's words bear it out, else offered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.examples import answer_to
from assistant.language_model import Budget, LanguageModel
from assistant.library import Library
from assistant.model import Answer, Fact, Question
from assistant.question.english import in_chinese, is_english
from assistant.question.refuse import refusal_of
from assistant.question.understand import understand
from assistant.review.doubt import doubts_of
from assistant.second_reading.guard import bears_out
from assistant.second_reading.meant import facts_meant, plain_question
from assistant.second_reading.model import Disagreement, Given, Names, Reading, SecondReading
from assistant.second_reading.names import names_near
from assistant.second_reading.reply import form, gathered, reading_in
from assistant.ways.talk import talk
from prompts import Prompt

_REFUSED_ONLY = ("not_disclosed", "off_topic", "unclear")
_MOST_SUGGESTIONS = 3
_TURNS_SHOWN = 5


class Answering(Protocol):
    """What answers by the rules."""

    def ask_unnoted(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns, which nobody asks once more."""
        ...

    def answer_as(self, text: str, meant: str, document: str | None = None) -> Answer:
        """The answer to a question as another one."""
        ...


def is_doubtful(question: Question, answer: Answer, library: Library) -> bool:
    """Whether a model may read a question again: its answer is in doubt, and its type does not forbid one."""
    doubted = set(doubts_of(answer)) - {"notes", "no_citations"}
    return bool(doubted) and refusal_of(question, library) is None and talk(question.normal, library) is None


def second_reading(
    turns: Sequence[str],
    answer: Answer,
    answering: Answering,
    library: Library,
    model: LanguageModel,
    prompt: Prompt,
    budget: Budget,
) -> SecondReading:
    """The answer to give once a model has read a doubtful question, asked once; any other comes back as it is.

    Args:
        turns: the conversation.
        answer: the answer without a model to its last turn.
        answering: what gave that answer.
        library: that of the answer's document.
        model: who reads.
        prompt: that for understanding.
        budget: the time that is left.

    Raises:
        ModelFailed: the model gave nothing usable.
    """
    question = question_of(turns, library)
    if not is_doubtful(question, answer, library):
        return SecondReading(answer, "none")
    names = names_near(question, library)
    messages = prompt.filled(values(turns, names, library))
    pieces = model.written(messages, budget, form=form(names))
    reading = reading_in(gathered(pieces), names, question.text)
    return decided(turns, answer, reading, answering, library) if reading else SecondReading(answer, "none")


def question_of(turns: Sequence[str], library: Library) -> Question:
    """The last of the turns as the rules understand it by itself."""
    text = turns[-1] if turns else ""
    chinese = in_chinese(text) if is_english(text) else text
    return replace(understand(chinese, library.disclosure.document.year, library.words), text=text)


def values(turns: Sequence[str], names: Names, library: Library) -> dict[str, str]:
    """What the prompt for understanding is filled with."""
    year = library.disclosure.document.year
    years = sorted({*library.periods, *([str(year)] if year else [])})
    return {
        "question": turns[-1],
        "earlier": "\n".join(turns[:-1][-_TURNS_SHOWN:]),
        "measures": json.dumps(names.measures, ensure_ascii=False),
        "subjects": json.dumps(names.subjects, ensure_ascii=False),
        "years": "、".join(years),
        "schema": json.dumps(form(), ensure_ascii=False),
    }


def decided(
    turns: Sequence[str], answer: Answer, reading: Reading, answering: Answering, library: Library
) -> SecondReading:
    """What comes of a reading in the index's names: adopted, offered, or noted only, beside what the rules read."""
    question = question_of(turns, library)
    if refusal_of(question, library) is not None:
        return SecondReading(answer, "none")
    facts = facts_meant(reading, library)
    meant = next((text for fact in (*facts, None) if (text := plain_question(reading, fact, library))), "")
    if not meant or answer_to(meant, library) is None:
        return SecondReading(answer, "none")
    if _is_same(answer, facts):
        return SecondReading(answer, "none")
    if may_answer(turns, answer, answering):
        for fact in facts:
            if bears_out(question, reading, fact, library) and (
                better := _answered(turns[-1], fact, reading, answer, answering, library)
            ):
                read = plain_question(reading, fact, library)
                return SecondReading(better, "adopted", _disagreement(answer, read, "model"))
    return _offered(answer, meant)


def may_answer(turns: Sequence[str], answer: Answer, answering: Answering) -> bool:
    """Whether a reading may take the answer's place: it refuses, cites nothing, and leans on no turn before it."""
    if answer.outcome not in _REFUSED_ONLY or answer.citations or is_english(answer.question):
        return False
    alone = answer if len(turns) == 1 else answering.ask_unnoted(turns[-1:], answer.document.id)
    return (alone.reading, alone.text) == (answer.reading, answer.text)


def _answered(
    text: str, fact: Fact, reading: Reading, answer: Answer, answering: Answering, library: Library
) -> Answer | None:
    """The answer that states a fact, kept under the question's own reading; None where the rules state another."""
    meant = plain_question(reading, fact, library)
    found = answering.answer_as(text, meant, answer.document.id) if meant else None
    if found is None or found.outcome != "answered" or fact.figure is None:
        return None
    stated = next(iter(found.evidence.figures), None)
    if stated is None or (stated.measure, stated.subject, stated.value) != (
        fact.measure,
        fact.subject,
        fact.figure.value,
    ):
        return None
    return replace(found, notes=(*answer.notes, *found.notes), reading=answer.reading)


def _is_same(answer: Answer, facts: Sequence[Fact]) -> bool:
    """Whether an answer states what a reading means already."""
    stated = {figure.id for figure in answer.evidence.figures}
    return answer.outcome == "answered" and any(fact.figure is not None and fact.figure.id in stated for fact in facts)


def _offered(answer: Answer, meant: str) -> SecondReading:
    """The answer as it is, with a reading first among what may be asked next; an English one is only noted."""
    if is_english(answer.question):
        return SecondReading(answer, "none", _disagreement(answer, meant, "rules"))
    # The same question without its year stands there already, where the rules came near.
    others = [each for each in answer.suggestions if not meant.endswith(each)]
    suggestions = (meant, *others[: _MOST_SUGGESTIONS - 1])
    return SecondReading(replace(answer, suggestions=suggestions), "offered", _disagreement(answer, meant, "offered"))


def _disagreement(answer: Answer, meant: str, given: Given) -> Disagreement:
    return Disagreement(_rules_reading(answer), meant, given)


def _rules_reading(answer: Answer) -> str:
    """How the rules read a question, in words: what their answer states, or that they found nothing."""
    if answer.outcome != "answered":
        return {"off_topic": "与文件无关", "unclear": "意思不明"}.get(answer.outcome, "文件没有公开")
    names = [
        f"{figure.measure}" if figure.subject in (None, "") else f"{figure.subject}的{figure.measure}"
        for figure in answer.evidence.figures[:2]
    ]
    return "、".join(dict.fromkeys(names)) or "引用原文"
