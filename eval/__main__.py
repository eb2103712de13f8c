"""`python -m eval [FILE ...]`: asks every question of the files and prints how many answers of each kind are right."""

from __future__ import annotations

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Assistant
from assistant.settings import Settings
from eval.score import Case, faults, read_cases

QUESTIONS = Path(__file__).parent / "questions.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when the questions were asked, whatever the score."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测 / asks the evaluation's questions")
    parser.add_argument("files", nargs="*", type=Path, default=[QUESTIONS])
    files = parser.parse_args(arguments).files
    assistant = Assistant.open(Settings.from_environment())
    cases = [case for file in files for case in read_cases(file)]
    print(report(assistant, cases))
    return 0


def report(assistant: Assistant, cases: Sequence[Case]) -> str:
    """A line for each wrong answer, then for each kind how many are right."""
    right: Counter[str] = Counter()
    lines = []
    for case in cases:
        answer = assistant.ask(case.turns, case.document)
        found = faults(case, answer, assistant.source(answer.document.id))
        right[case.kind] += not found
        if found:
            lines.append(f"{case.id} {case.turns[-1]}: {'; '.join(found)}\n    {answer.outcome}: {answer.text[:160]!r}")
    asked = Counter(case.kind for case in cases)
    lines += [f"{kind:12s} {right[kind]:4d} / {asked[kind]:4d}" for kind in asked]
    return "\n".join([*lines, f"{'total':12s} {sum(right.values()):4d} / {len(cases):4d}"])


if __name__ == "__main__":
    sys.exit(main())
