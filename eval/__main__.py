"""`python -m eval [FILE ...]`: asks every question of the files and prints how many answers of each kind are right.

`python -m eval --full` runs the whole evaluation and writes eval/README.md. `python -m eval --model` asks the questions
with the language model of the settings and without, and prints both. `python -m eval --scripted NAME ...` does so with
scripted models, such as truthful, "one digit changed", lies (all that lie) or all.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Assistant
from assistant.settings import Settings, SettingsError
from eval.measures import ask_cases
from eval.score import Case, read_cases

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.jsonl"
RESULTS = HERE / "README.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when the questions were asked, whatever the score."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测 / asks the evaluation's questions")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--full", action="store_true", help=f"全部评测，写入 / everything, written to {RESULTS.name}")
    parser.add_argument("--model", action="store_true", help="带语言模型再问一遍 / with the language model too")
    parser.add_argument("--scripted", nargs="+", metavar="NAME", help="用脚本化的模型 / with scripted models")
    parser.add_argument(
        "--small-model", type=Path, metavar="PYTHON", help="用 make test-llm 的小模型 / with the small one"
    )
    parser.add_argument("--share", type=float, default=1.0, help="只问其中一部分 / asks that share of the questions")
    parser.add_argument("--keep", action="store_true", help=f"也写入 / also written to {RESULTS.name}")
    parsed = parser.parse_args(arguments)
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if parsed.full:
        write_results(settings)
        return 0
    if parsed.model or parsed.scripted or parsed.small_model:
        return _helped(settings, parsed)
    assistant = Assistant.open(settings)
    cases = [case for file in parsed.files or (QUESTIONS,) for case in read_cases(file)]
    print(report(assistant, cases))
    return 0


def _helped(settings: Settings, parsed: argparse.Namespace) -> int:
    """Runs with a language model, told on standard error and printed; the exit status."""
    # Imported here, as only this needs them.
    from eval.helping import Unusable, scripted, with_small_model, with_the_settings
    from eval.sections import keep

    try:
        if parsed.scripted:
            title, found = "scripted", scripted(settings, parsed.scripted, parsed.files, parsed.share, _say)
        elif parsed.small_model:
            title, found = (
                "a small real one",
                with_small_model(settings, parsed.small_model, parsed.files, parsed.share, _say),
            )
        else:
            title, found = settings.llm_model or "", with_the_settings(settings, parsed.files, parsed.share, _say)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    print(found)
    if parsed.keep:
        keep(RESULTS, title, found)
        _say(f"written to {RESULTS}")
    return 0


def report(assistant: Assistant, cases: Sequence[Case]) -> str:
    """A line for each wrong answer, then for each kind how many are right."""
    right: Counter[str] = Counter()
    lines = []
    for result in ask_cases(cases, assistant.ask, assistant.source):
        case, answer = result.case, result.answer
        right[case.kind] += not result.faults
        if result.faults:
            lines.append(f"{case.id} {case.turns[-1]}: {'; '.join(result.faults)}")
            lines.append(f"    {answer.outcome}: {answer.text[:160]!r}")
    asked = Counter(case.kind for case in cases)
    lines += [f"{kind:12s} {right[kind]:4d} / {asked[kind]:4d}" for kind in asked]
    return "\n".join([*lines, f"{'total':12s} {sum(right.values()):4d} / {len(cases):4d}"])


def write_results(settings: Settings) -> None:
    """Runs the whole evaluation, told on standard error, and writes its page."""
    from eval.full import evaluate
    from eval.report import report as page
    from eval.sections import kept

    others = os.environ.get("OTHER_DISCLOSURES")
    evaluation = evaluate(settings.embedding_model, Path(others) if others else None, _say)
    command = f"{'OTHER_DISCLOSURES=… ' if others else ''}python -m eval --full"
    RESULTS.write_text(page(evaluation, command) + kept(RESULTS), encoding="utf-8")
    _say(f"written to {RESULTS}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
