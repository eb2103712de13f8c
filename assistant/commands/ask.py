"""`python -m assistant ask`: one question or a file of them, answered for people or as JSON lines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from assistant.answer import Assistant, answer_json
from assistant.commands.errors import BadInput, Subparsers
from assistant.language_model import language_model_of
from assistant.model import Answer
from assistant.review.store import ReviewStore
from assistant.reviewed import Reviewed
from assistant.settings import Settings
from assistant.with_model import WithModel
from index.progress import progress_bar
from index.text import readable
from prompts import read_prompts


def add_command(commands: Subparsers) -> None:
    """Adds `ask` to the commands."""
    ask = commands.add_parser("ask", help="提问 / ask a question")
    ask.add_argument("question", nargs="?", help="问题 / the question")
    ask.add_argument("--json", action="store_true", help="每行一个 JSON 对象 / one JSON object a line")
    ask.add_argument("--file", type=Path, help="JSON 行文件，每行 {id, q, document} / a file of JSON lines")
    ask.add_argument("--document", help="文档编号 / the document's id")
    ask.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    questions = _questions(options)
    with progress_bar() as progress:
        settings = Settings.from_environment()
        model = language_model_of(settings)
        prompts = read_prompts() if model else {}
        assistant = Assistant.open(settings, progress)
    with reviews_of(settings) as store:
        own = Reviewed(assistant, store, noting=False) if store else assistant
        answers = WithModel(own, model, prompts, settings.llm_timeout) if model else own
        for identifier, turns, document in questions:
            answer = answers.ask(turns, document or options.document)
            print(json.dumps(answer_json(answer, identifier), ensure_ascii=False) if options.json else shown(answer))
    return 0


def reviews_of(settings: Settings) -> AbstractContextManager[ReviewStore | None]:
    """The review database, whose decisions are given; none where none was made."""
    there = settings.review_database or settings.review_file.is_file()
    return ReviewStore.open(settings.review_url) if there else nullcontext()


def shown(answer: Answer) -> str:
    """An answer with its citations, for a terminal."""
    lines = [answer.text]
    for citation in answer.citations:
        lines += ["", f"[{citation.marker}] {' > '.join(citation.section)}", f"    {readable(citation.quote)}"]
    lines += ["", f"说明：{note}"] if (note := "；".join(answer.notes)) else []
    return "\n".join(lines)


def _questions(options: argparse.Namespace) -> list[tuple[str | None, tuple[str, ...], str | None]]:
    if options.file is None and options.question is None:
        raise BadInput("请给出一个问题，或用 --file 给出问题文件。 / give a question, or a file of them with --file.")
    if options.file is None:
        return [(None, (options.question,), None)]
    try:
        text = options.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{options.file}：无法读取（{error}）。 / cannot be read; JSON lines in UTF-8 are needed."
        ) from error
    return list(_parsed(options.file, text))


def _parsed(path: Path, text: str) -> Iterator[tuple[str | None, tuple[str, ...], str | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(
                f"{path} 第 {number} 行不是 JSON（{error.msg}）。 / line {number} is no JSON object."
            ) from error
        asked = row.get("q") if isinstance(row, dict) else None
        turns = (asked,) if isinstance(asked, str) else tuple(asked) if isinstance(asked, list) and asked else ()
        if not turns or not all(isinstance(turn, str) for turn in turns):
            raise BadInput(
                f'{path} 第 {number} 行：应有 "q"，是一句话或一组话。'
                f' / line {number}: "q" must be a text or a list of texts.'
            )
        identifier = row.get("id")
        yield (None if identifier is None else str(identifier)), turns, row.get("document")
