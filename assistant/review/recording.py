"""From an answer to what the desk keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.model import Answer
from assistant.review.model import AskedQuestion


def asked_question(turns: Sequence[str], answer: Answer, at: datetime) -> AskedQuestion:
    """The record of an answer to the last of the turns; `at` is cut to the second, and no person is in it."""
    raise NotImplementedError
