"""The values of asking a language model: the time there is, how a request ended, and why there is no text."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request to a server ended: with a text (`failure` is None), or how not.

    `may_pass` says that trying again may help, `wait` after how many seconds the server asks for that.
    """

    failure: Failure | None = None
    status: int | None = None
    may_pass: bool = False
    wait: float | None = None
