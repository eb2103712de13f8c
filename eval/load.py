"""`python -m eval.load`: many people at once ask the real server; no error, no slow answer, no answer but its own."""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from eval.__main__ import QUESTIONS
from eval.measures import quantile
from eval.score import Case, read_cases
from eval.serving import running, until_ready

SLOWEST_P95 = 2.0
USERS, SECONDS, SEED = 16, 60.0, 16
_COMPARED = ("outcome", "text", "numbers", "citations")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a run: the seconds of each answer, what went wrong, and the questions answered differently."""

    users: int
    seconds: float
    taken: tuple[float, ...]
    errors: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.taken) / self.seconds

    @property
    def holds(self) -> bool:
        """Whether the bar is met."""
        slow = not self.taken or quantile(self.taken, 0.95) >= SLOWEST_P95
        return not (self.errors or self.differing or slow)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 where the bar is met, 1 where it is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.load", description="负载试验 / asks from many threads at once"
    )
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args(arguments)
    load = load_run(options.users, options.seconds)
    print(report(load))
    return 0 if load.holds else 1


def load_run(users: int, seconds: float) -> Load:
    """The answers of a server of its own to so many users, compared with those it gives when asked alone."""
    cases = read_cases(QUESTIONS)
    with running() as server:
        until_ready(server.address)
        with httpx.Client(base_url=server.address, timeout=30, trust_env=False) as client:
            alone = {case.id: _compared(_asked(client, case)) for case in cases}
        return _together(server.address, cases, alone, users, seconds)


def report(load: Load) -> str:
    """The run in a few lines, with the first failures."""
    taken = load.taken or (float("nan"),)
    lines = [
        f"{load.users} users, {load.seconds:.0f} s: {len(load.taken)} answers, {load.a_second:.1f} a second",
        f"p50 {quantile(taken, 0.5):.3f} s, p95 {quantile(taken, 0.95):.3f} s, max {max(taken):.3f} s",
        f"errors {len(load.errors)}, differing answers {len(load.differing)}",
        *(f"  {line}" for line in (*load.errors[:5], *load.differing[:5])),
        f"bar (no error, p95 < {SLOWEST_P95:g} s, no differing answer): {'met' if load.holds else 'MISSED'}",
    ]
    return "\n".join(lines)


def _together(
    address: str, cases: Sequence[Case], alone: Mapping[str, Mapping[str, Any]], users: int, seconds: float
) -> Load:
    taken: list[float] = []
    errors: list[str] = []
    differing: list[str] = []
    lasted: list[int] = []
    end = time.perf_counter() + seconds

    def use(number: int) -> None:
        order = random.Random(SEED + number).sample(cases, len(cases))
        with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
            for case in itertools.cycle(order):
                started = time.perf_counter()
                if started >= end:
                    lasted.append(number)
                    return
                try:
                    answer = _compared(_asked(client, case))
                except httpx.HTTPError as error:
                    errors.append(f"{case.id}: {error!r}")
                    continue
                taken.append(time.perf_counter() - started)
                if answer != alone[case.id]:
                    differing.append(f"{case.id}: {answer['text'][:80]!r}, alone {alone[case.id]['text'][:80]!r}")

    threads = [threading.Thread(target=use, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    errors += [f"user {number} gave up" for number in range(users) if number not in lasted]
    return Load(users, seconds, tuple(taken), tuple(errors), tuple(differing))


def _asked(client: httpx.Client, case: Case) -> Mapping[str, Any]:
    """The answer to a case.

    Raises:
        httpx.HTTPError: there is none.
    """
    response = client.post("/api/ask", json={"q": list(case.turns), "document": case.document, "id": case.id})
    response.raise_for_status()
    answer: Mapping[str, Any] = json.loads(response.content)
    return answer


def _compared(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: answer[name] for name in _COMPARED}


if __name__ == "__main__":
    sys.exit(main())
