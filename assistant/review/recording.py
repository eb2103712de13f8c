"""From an answer to what the desk keeps of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant.answer import answer_json
from assistant.model import Answer
from assistant.review.doubt import doubts_of
from assistant.review.model import AskedQuestion

_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXxＸｘ]|1\d\d[ -]?\d{4}[ -]?\d{4})(?!\d|\s*[元万亿])")
"""A number of an identity card or of a mobile phone; a sum of money is none."""


def asked_question(turns: Sequence[str], answer: Answer, at: datetime) -> AskedQuestion:
    """The record of an answer to the last of the turns; `at` is cut to the second, and no person is in it.

    Numbers of identity cards and of mobile phones are blanked, sign for sign, so that places in the answer stay.
    """
    return AskedQuestion(
        at=at.astimezone(UTC).replace(microsecond=0),
        turns=tuple(map(blanked, turns)),
        document=answer.document.id,
        sha256=answer.document.sha256,
        key=answer.reading or _words_of(turns),
        outcome=answer.outcome,
        answer=answer_json(_blanked_answer(turns, answer)),
        doubts=doubts_of(answer),
    )


def turns_needed(turns: Sequence[str], answer: Answer, ask: Callable[[Sequence[str], str], Answer]) -> tuple[str, ...]:
    """The last of the turns with as many before it as its reading depended on: none where it stands by itself.

    Args:
        turns: the conversation.
        answer: the program's own answer to its last turn.
        ask: gives the program's own answer to the last of some turns about a document.
    """
    for length in range(1, len(turns)):
        again = ask(turns[-length:], answer.document.id)
        if (again.reading, again.text) == (answer.reading, answer.text):
            return tuple(turns[-length:])
    return tuple(turns)


def blanked(text: str) -> str:
    """A text with each number of an identity card or of a mobile phone in asterisks."""
    return _PERSONAL.sub(lambda found: "*" * len(found.group()), text)


def _blanked_answer(turns: Sequence[str], answer: Answer) -> Answer:
    """An answer without what its turns say of a person; what the document itself says stays."""
    text = answer.text
    for said in (found for turn in turns for found in _PERSONAL.findall(turn)):
        text = text.replace(said, "*" * len(said))
    understood = answer.understood and blanked(answer.understood)
    suggestions = tuple(map(blanked, answer.suggestions))
    return replace(answer, question=blanked(answer.question), understood=understood, text=text, suggestions=suggestions)


def _words_of(turns: Sequence[str]) -> str:
    """The key of turns that nobody read: their very words."""
    return hashlib.sha256("\n".join(turns).encode("utf-8", "replace")).hexdigest()
