"""What to show while something is waited for: after some seconds of silence, what is there already."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

Step = TypeVar("Step")


def patient(steps: Generator[Step, None, None], meanwhile: Step, seconds: float) -> Iterator[Step]:
    """The steps as they come; where the first takes longer than some seconds, `meanwhile` first and then the last only.

    So nothing that was shown whole shrinks to a beginning again. The steps are made in a thread of their own; when
    nobody listens any more they are closed behind the one that is being made, and with them what they wait for.
    """
    pool = ThreadPoolExecutor(1, "steps")
    try:
        made = pool.submit(next, steps, None)
        silent = not wait([made], seconds).done
        if silent:
            yield meanwhile
        last = None
        while (step := made.result()) is not None:
            if not silent:
                yield step
            last = step
            made = pool.submit(next, steps, None)
        if silent and last is not None:
            yield last
    finally:
        pool.submit(steps.close)
        pool.shutdown(wait=False)
