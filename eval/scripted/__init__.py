"""Scripted models: what they write is a function of what they are told, as a server on loopback says it.

They were written from the prompts alone, not from the checks of assistant/phrasing, so that they show both what the
checks let through and what they refuse too much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.scripted.cases import case_models
from eval.scripted.heard import heard
from eval.scripted.lies import LIES, Model, wordy, wrong_reading
from eval.scripted.truthful import reading, truthful

KEY = "sk-scripted-0123456789"
"""The key that the scripted models are asked with, and that one of them tells."""

Reply = Callable[[Sequence[Mapping[str, Any]], Mapping[str, Any]], str]
"""What a scripted server asks for its text: the messages and the whole body of a request."""


def replying(model: Model, read: Model = reading) -> Reply:
    """A model as a server's reply; `read` is how it reads questions."""

    def reply(messages: Sequence[Mapping[str, Any]], request: Mapping[str, Any]) -> str:
        del request
        task = heard(messages, KEY)
        return read(task) if task.is_reading else model(task)

    return reply


REPLIES: dict[str, Reply] = {
    "truthful": replying(truthful),
    "wordy": replying(wordy),
    "misreading": replying(truthful, wrong_reading),
    **{name: replying(lie, wrong_reading) for name, lie in LIES.items()},
    **{f"case: {kind}": replying(lie, wrong_reading) for kind, lie in case_models().items()},
}
"""Each scripted model by its name."""
HONEST = ("truthful", "wordy")
