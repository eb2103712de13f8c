"""How far a build has come, as bars on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is to do."""


def no_progress(step: str, done: int, total: int) -> None:
    """Shows nothing."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A Progress that draws one bar for each step; nothing is drawn, nor tqdm imported, before the first call."""
    bars: dict[str, Any] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in bars:
            from tqdm import tqdm

            bars[step] = tqdm(total=total, desc=step, file=sys.stderr, leave=True)
        bars[step].update(done - bars[step].n)
        if done == total:
            bars[step].close()

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
