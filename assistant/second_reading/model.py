"""The values of a second reading: what a model may name, what it read, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.model import Answer

Wanted = Literal["value", "change", "share", "list", "text"]
"""What a reading asks of its measure: its value, its change over the year before, its share of what it is part of, its
parts, or what the document says of it."""

Given = Literal["rules", "model", "offered"]
"""Which reading the reader got: the rules' own, the model's, or the rules' with the model's as a suggestion."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the index near a question, nearest first: all that a model may choose from."""

    measures: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a model reads a question: names of the index only, but for the question's own words in `words`.

    `words` pairs words of the question with the name that they are said to stand for.
    """

    measure: str | None
    subject: str | None
    asked: Wanted
    year: str | None
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that a model reads otherwise than the rules do, for the staff.

    `rules` and `model` are the two readings in words: of the question and of names of the index, never a model's own.
    """

    rules: str
    model: str
    given: Given


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What came of a second reading: the answer to give, whether the model's reading is in it, and the disagreement.

    Of `offered`, the answer is the one without a model, with the model's reading first among its suggestions.
    """

    answer: Answer
    outcome: Literal["adopted", "offered", "none"]
    disagreement: Disagreement | None = None


_GIVEN: dict[Given, tuple[str, str]] = {
    "rules": ("程序的回答，未采用模型的理解", "the program's answer; the model's reading was not used"),
    "model": (
        "按模型的理解作的回答，已核对它与问题的字面相符",
        "an answer by the model's reading, borne out by the question",
    ),
    "offered": ("程序的回答，模型的理解只列为建议", "the program's answer, the model's reading as a suggestion"),
}


def told_to_staff(disagreement: Disagreement) -> str:
    """A disagreement as a comment on the review desk."""
    chinese, english = _GIVEN[disagreement.given]
    return (
        f"模型的理解不同：“{disagreement.model}”；程序的理解：{disagreement.rules}。读者看到：{chinese}。"
        f" / A model read it otherwise. Readers got: {english}."
    )
