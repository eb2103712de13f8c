"""What a language model is told: one Markdown file a purpose, read and checked before the first question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Purpose = Literal["understand", "phrase", "summarise", "translate", "explain"]
Role = Literal["system", "user", "assistant"]

HERE = Path(__file__).parent


class PromptError(Exception):
    """A prompt that cannot be used, with one line: the file and line, what was found and what would be right."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told for one purpose; its variables stand in the text as {{name}}."""

    purpose: Purpose
    variables: tuple[str, ...]
    system: str
    user: str

    def filled(self, values: Mapping[str, str]) -> tuple[Message, ...]:
        """The messages with each variable's value in its place, fenced and escaped.

        Raises:
            PromptError: a variable has no value, or a value no variable.
        """
        raise NotImplementedError


def read_prompts(folder: Path = HERE) -> dict[Purpose, Prompt]:
    """All prompts by their purpose.

    Raises:
        PromptError: one is missing or wrong.
    """
    raise NotImplementedError
