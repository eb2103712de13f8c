"""Rest: a model that failed twice in a row is left alone for a while, so that not every answer waits for nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable

_FAILURES_BEFORE, _SECONDS = 2, 30.0


class Rest:
    """Keeps a failing model from being asked again at once, which would make every answer wait for nothing."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._ends = clock()

    @property
    def lasts(self) -> bool:
        """Whether the model is not asked now."""
        with self._lock:
            return self._clock() < self._ends

    def after_failure(self) -> None:
        """Notes a failure, which may begin a rest."""
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES_BEFORE:
                self._ends = self._clock() + _SECONDS

    def after_success(self) -> None:
        """Notes a text, after which failures count anew."""
        with self._lock:
            self._failures = 0
