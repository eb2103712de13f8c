"""A prompt's file while it is read: its sections, and the line of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from prompts.model import PROVIDED, PromptError, Purpose


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a file: its lines below the heading, and the number of the heading's line."""

    heading: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """What stands below the heading."""
        return "\n".join(self.lines).strip()

    @property
    def numbered(self) -> Iterator[tuple[int, str]]:
        """The lines below the heading, each with its number in the file."""
        return enumerate(self.lines, self.line + 1)


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt's file, for messages that name its lines."""

    name: str
    purpose: Purpose

    def refuse(self, line: int, chinese: str, english: str) -> NoReturn:
        """Raises the PromptError of a line: what was found, and what would be right."""
        raise PromptError(f"{self.name}:{line}：{chinese} / {english}")

    @property
    def has_repair(self) -> bool:
        """Whether the purpose words an answer, which may be asked for once more."""
        return "faults" in PROVIDED[self.purpose]
