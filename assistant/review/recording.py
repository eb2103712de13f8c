"""From an answer to what the desk keeps of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.answer import answer_json
from assistant.model import Answer
from assistant.review.doubt import doubts_of
from assistant.review.model import AskedQuestion


def asked_question(turns: Sequence[str], answer: Answer, at: datetime) -> AskedQuestion:
    """The record of an answer to the last of the turns; `at` is cut to the second, and no person is in it."""
    return AskedQuestion(
        at=at.astimezone(UTC).replace(microsecond=0),
        turns=tuple(turns),
        document=answer.document.id,
        sha256=answer.document.sha256,
        key=answer.reading or _words_of(turns),
        outcome=answer.outcome,
        answer=answer_json(answer),
        doubts=doubts_of(answer),
    )


def _words_of(turns: Sequence[str]) -> str:
    """The key of turns that nobody read: their very words."""
    return hashlib.sha256("\n".join(turns).encode("utf-8", "replace")).hexdigest()
