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
    "markup",
    "missing",
    "length",
    "language",
    "unverified",
]


@dataclass(frozen=True, slots=True)
class Item:
    """Something verified that a draft says by its placeholder, such as {F1}: a figure, a calculation, a sentence.

    `name` is F1 (a figure), E1 (a calculation), W1 (a sentence in the answer's own words) or T1 (a table or list, which
    takes lines of its own). `text` is what the placeholder becomes; its numbers, names and units come with it, its
    citation marks do not. `citations` are the markers that a sentence with it has to bear. `required` ones may not be
    left out.
    """

    name: str
    text: str
    citations: tuple[int, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft is made of and checked against.

    `answer` is the one without a model, `items` what it states, `sentences` the words of its sources, sentence by
    sentence, which a draft may repeat or shorten. {C1} is the citation with marker 1.
    """

    purpose: Purpose
    answer: Answer
    items: tuple[Item, ...]
    sentences: tuple[str, ...]
    english: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a draft: its kind, the words of the draft, and what would be right, for the repair."""

    kind: FaultKind
    words: str
    right: str
