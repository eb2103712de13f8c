"""How long something takes, on a machine that may be busy with something else."""

import time
from collections.abc import Callable


def quickest(call: Callable[[], object], times: int = 5) -> float:
    """The seconds of the quickest of some calls: what it takes where nothing else is in the way."""
    return min(_seconds(call) for _ in range(times))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
