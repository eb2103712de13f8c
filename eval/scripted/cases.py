"""The lies of tests/cases/lies.jsonl as models: one for each kind, which tells of its lies one by the question."""

from __future__ import annotations

import json
import re
from pathlib import Path

from eval.scripted.heard import Piece, Task
from eval.scripted.lies import Model
from eval.scripted.truthful import sentences

FILE = Path(__file__).parent.parent.parent / "tests" / "cases" / "lies.jsonl"
_NAMED = re.compile(r"<([ic]?)([0-9])>")


def case_models(path: Path = FILE) -> dict[str, Model]:
    """A model for each kind of lie, by the kind's name."""
    lies: dict[str, list[str]] = {}
    for row in map(json.loads, path.read_text(encoding="utf-8").strip().split("\n")):
        lies.setdefault(row["lie"], []).append(row["draft"])
    return {kind: _liar(drafts) for kind, drafts in lies.items()}


def filled(template: str, task: Task) -> str | None:
    """A lie about a task; None where it names more than the evidence holds.

    <1> stands for the first piece with its citations, <i1> and <c1> for either alone, <rest> for the pieces behind all
    that are named, <all> and <from2> for all and all but the first, <text> for what the first says.
    """
    named = [int(number) for _, number in _NAMED.findall(template)]
    pieces = len(task.pieces)
    if max(named, default=1) > pieces or "<name>" in template or ("<from2>" in template and pieces < 2):
        return None
    said = sentences(task)
    text = _NAMED.sub(lambda found: _part(found.group(1), task.pieces[int(found.group(2)) - 1]), template)
    text = text.replace("<all>", "".join(said)).replace("<from2>", "".join(said[1:]))
    return text.replace("<rest>", "".join(said[max(named, default=0) :])).replace("<text>", task.pieces[0].says)


def _liar(drafts: list[str]) -> Model:
    def model(task: Task) -> str:
        possible = [draft for each in drafts if (draft := filled(each, task)) is not None]
        return task.chance.choice(possible or ["根据这份公开文件。"])

    return model


def _part(part: str, piece: Piece) -> str:
    return {"i": piece.placeholder, "c": piece.marks}.get(part, f"{piece.placeholder}{piece.marks}")
