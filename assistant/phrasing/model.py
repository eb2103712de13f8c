"""The values of phrasing: what a model may say by a placeholder, what it may cite, and what is wrong with a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.model import Answer
from prompts import Purpose

FaultKind = Literal[
    "numeral",
    "placeholder",
    "citation",
    "uncited",
    "unsupported",
    "name",
    "unit",
    "direction",
    "negation",
    "comparative",
    "quantifier",
    "condition",
    "markup",
    "missing",
    "order",
    "length",
    "language",
    "unverified",
]


@dataclass(frozen=True, slots=True)
class Item:
    """Something verified that a draft says by its placeholder, such as {F1}: a figure, a calculation, a sentence.

    `name` is F1 (a figure), E1 (a calculation), W1 (a sentence in the answer's own words) or T1 (a table or list, which
    takes lines of its own); in a summary W1 is a sentence of the passage, which its placeholder quotes. `text` is
    what the placeholder becomes; its numbers, names and units come with it, its citation marks do not (those of a
    table or list stand in its lines and do). `citations` are the markers that have to stand behind it. `required` ones
    may not be left out. `part_of` names the item whose figure it is stated to be a part of: only then may 其中 stand
    before it. `names` are the measures that a draft may name as its topic (关于预算收入，…).
    """

    name: str
    text: str
    citations: tuple[int, ...]
    required: bool = True
    part_of: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft is made of and checked against.

    `answer` is the one without a model, `items` what it states, in its order, which a draft keeps; `asked` is the
    normalised question, which its numbers may be repeated from. {C1} is the citation with marker 1. For a
    summary the items are the sentences of the passage, which it may quote or shorten.
    """

    purpose: Purpose
    answer: Answer
    items: tuple[Item, ...]
    asked: str
    english: bool = False

    def item(self, name: str) -> Item | None:
        """The item of a name; None where there is none."""
        return next((item for item in self.items if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a draft: its kind, the words of the draft, and what would be right, for the repair."""

    kind: FaultKind
    words: str
    right: str
