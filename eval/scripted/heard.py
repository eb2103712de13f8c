"""What a scripted model makes of its messages: it knows what stands in them, as a real one does, and nothing else."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_FIELD = re.compile(r"<<<([a-z]+)\n(.*?)\n?\1>>>", re.DOTALL)
_CHINESE = re.compile(r"[㐀-鿿]")
_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the evidence: its id, what it says, the citations that it bears, and whether it must be there.

    `part_of` is what it is a part of.
    """

    id: str
    says: str
    cited: tuple[str, ...]
    required: bool
    part_of: str | None = None

    @property
    def placeholder(self) -> str:
        """How a draft says it."""
        return f"{{{self.id}}}"

    @property
    def marks(self) -> str:
        """How a draft cites it."""
        return "".join(f"{{{mark}}}" for mark in self.cited)


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked.

    `told` is the message of the system, `prompt` all messages; `fields` are what stands in the last, `pieces` and
    `quotes` the evidence and the citations among them; `key` came with the request.
    """

    told: str
    prompt: str
    fields: Mapping[str, str]
    pieces: tuple[Piece, ...]
    quotes: Mapping[str, str]
    key: str
    chance: random.Random = field(default_factory=random.Random)

    @property
    def question(self) -> str:
        """The words of the user."""
        return self.fields.get("question", "")

    @property
    def is_reading(self) -> bool:
        """Whether a question is to be understood, and nothing to be written."""
        return "measures" in self.fields or "subjects" in self.fields

    @property
    def is_repair(self) -> bool:
        """Whether a draft was sent back."""
        return "faults" in self.fields

    @property
    def is_summary(self) -> bool:
        """Whether a passage is to be summed up: nothing of it must be there."""
        return bool(self.pieces) and not any(piece.required for piece in self.pieces)

    @property
    def is_english(self) -> bool:
        """Whether an English text is asked for: the prompt is in English."""
        return len(_LETTER.findall(self.told)) > 4 * len(_CHINESE.findall(self.told))


def heard(messages: Sequence[Mapping[str, Any]], key: str = "") -> Task:
    """The task in some messages.

    Its chance is seeded with the question, so that the same one is answered alike.
    """
    prompt = "\n\n".join(str(message["content"]) for message in messages)
    fields = dict(_FIELD.findall(str(messages[-1]["content"])))
    pieces = tuple(
        Piece(row["id"], row["says"], tuple(row.get("cited", ())), bool(row.get("required", True)), row.get("part_of"))
        for row in _rows(fields.get("evidence", ""))
    )
    quotes = {row["id"]: row.get("quote", "") for row in _rows(fields.get("citations", ""))}
    return Task(
        str(messages[0]["content"]), prompt, fields, pieces, quotes, key, random.Random(fields.get("question", ""))
    )


def _rows(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines() if line.strip()]
