"""The language model, where one is set up: what it writes, as it writes it, within the time that an answer may take."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from prompts import Message

Failure = Literal["unreachable", "refused", "busy", "cut_off", "malformed", "too_slow", "resting"]
"""Why a model gave nothing: not reached; refused with a status (a wrong key or name); busy (429, 5xx) for too long;
ended in the middle; no reply of the right form; the time of the answer is used up; not asked, as it failed just now."""


class ModelFailed(Exception):
    """A model that gave nothing usable; neither its words nor the key are in this."""

    def __init__(self, failure: Failure, status: int | None = None) -> None:
        super().__init__(failure if status is None else f"{failure} (HTTP {status})")
        self.failure = failure
        self.status = status


@dataclass(frozen=True, slots=True)
class Budget:
    """The time that one answer may take, understanding, retries and repair included."""

    ends: float
    """The end on the clock of time.monotonic()."""

    @classmethod
    def of(cls, seconds: float) -> Budget:
        """A budget that begins now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left, 0 where none are."""
        return max(0.0, self.ends - time.monotonic())


class LanguageModel(Protocol):
    """Whatever writes a text to some messages; safe to call from several threads."""

    def written(
        self, messages: Sequence[Message], budget: Budget, *, form: dict[str, object] | None = None
    ) -> Iterator[str]:
        """The pieces of the text as they come, none later than the budget's end.

        Args:
            messages: what it is told and asked.
            budget: the time that is left for the answer.
            form: the JSON schema of the text, where it is to be JSON.

        Raises:
            ModelFailed: nothing usable came, or not in time; pieces may have come before.
        """
        ...
