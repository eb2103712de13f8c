"""The key of a question: the same for wordings that are understood the same way, another for any other question."""

from __future__ import annotations

from assistant.model import Question


def reading_key(question: Question) -> str:
    """The key of a question as understood: for a follow-up, of what it stands for, not of its words.

    Answer.reading carries it; answer_json leaves it out.
    """
    raise NotImplementedError
