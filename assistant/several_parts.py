"""A text of several questions as one turn: each part's answer, and of a part without one that it was not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.verify import unsupported, verify
from assistant.library import Library
from assistant.model import Draft
from assistant.question.english import in_chinese, is_english
from assistant.question.followup import Turn, by_itself
from assistant.question.normalise import normalised
from assistant.question.parts import missing, together
from assistant.question.refuse import refusal_of
from index.text import squeezed

_OF_ONE_PART = ("contact", "person", "supplier")  # refusals that leave the other parts of a question as they are


def all_answered(text: str, found: Sequence[Turn]) -> Turn | None:
    """The parts of a text as one turn, where each has an answer and not all have the same."""
    told = list({turn.draft.text: turn.draft for turn in found}.values())
    answered = len(told) > 1 and all(draft.outcome == "answered" for draft in told)
    return _as_one(text, found, told, []) if answered else None


def partly_answered(
    text: str, parts: Sequence[str], found: Sequence[Turn], whole: Turn, library: Library
) -> Turn | None:
    """The parts of a text that have an answer as one turn, with what is said of each other one behind them.

    None where the text asked as one is answered otherwise than as one of its parts, or all of it is refused.
    """
    if not _drops_a_part(whole, found, library):
        return None
    told, lacking = _apart(parts, found, library)
    if not any(draft.figures or draft.about for draft in told):
        lacking = []
    dropped = told and (lacking or whole.draft.outcome != "answered")
    return _as_one(text, found, told, lacking) if dropped else None


def holds(turn: Turn, library: Library) -> bool:
    """Whether each number of a turn's draft has its support."""
    source = squeezed(library.disclosure.document.text)
    return not unsupported(verify(turn.draft, turn.question.normal, source, library.names))


def _as_one(text: str, found: Sequence[Turn], told: Sequence[Draft], lacking: Sequence[Draft]) -> Turn:
    normal = "，".join((normalised(text), *(turn.question.normal for turn in found)))
    question = replace(found[0].question, text=text, normal=normal, understood=found[-1].question.understood)
    draft = replace(together([*told, *lacking]), about=told[-1].about)
    return Turn(question, draft, tuple(turn.question for turn in found))


def _drops_a_part(whole: Turn, found: Sequence[Turn], library: Library) -> bool:
    """Whether a text asked as one is left unanswered, or answered as only one of its parts or as other words."""
    refusal = refusal_of(whole.question, library)
    if refusal is not None:
        return refusal.kind in _OF_ONE_PART
    # A passage may tell of more than the part that it was found for; a figure tells of nothing else.
    alone = bool(whole.draft.figures) and any(whole.draft.text == turn.draft.text for turn in found)
    return whole.draft.outcome != "answered" or alone or whole.question.strict


def _apart(parts: Sequence[str], found: Sequence[Turn], library: Library) -> tuple[list[Draft], list[Draft]]:
    """The drafts of the parts that have an answer, and what is said of each other one that asks about something."""
    told: dict[str, Draft] = {}
    lacking: list[Draft] = []
    for part, turn in zip(parts, found, strict=True):
        english = is_english(part)
        asks = bool(in_chinese(part)) if english else by_itself(part, library) is not None
        if turn.draft.outcome == "answered" and (asks or (told and not lacking and not english)):
            told[turn.draft.text] = turn.draft
        elif asks or english:
            lacking.append(missing(part, turn.draft))
    return list(told.values()), lacking
