"""A change since the year before that the document states under another name, not at all, or the other way round."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.sentences import fact_draft
from assistant.library import Library
from assistant.model import Draft, Question
from assistant.vocabulary import ASKS_DECREASE, ASKS_INCREASE
from assistant.working.derive import fact_of
from assistant.working.prior import change_and_value
from assistant.working.unchanged import both_years, unchanged
from index.model import Figure

COMPARES_YEARS = re.compile(r"(?:比|较|与|同|跟|和)(?:20[0-9]{2}|上年|去年|上一年|前一年|前年|今年)")


def without_own_change(question: Question, library: Library) -> Draft | None:
    """What is said of a measure without a change of its own.

    That it is unchanged, the change of a measure of the same value, or the values of both years.
    """
    said = unchanged(question, library)
    if said:
        return said
    found = change_and_value(question, library)
    if found:
        return set_right(question, fact_draft(question, library, [fact_of(found[0], library)]))
    return both_years(question, library)


def set_right(question: Question, draft: Draft) -> Draft:
    """A draft that states a change, with the direction set right first where the question supposes the other."""
    change = next((figure for figure in draft.figures if figure.aspect == "change"), None)
    right = wrong_direction(question, change) if change else ""
    return replace(draft, text=right + draft.text.removeprefix("对，")) if right else draft


def wrong_direction(question: Question, change: Figure) -> str:
    """The sentence that sets right a direction that a question supposes and a change does not have, or nothing."""
    up, down = (any(word in question.normal for word in words) for words in (ASKS_INCREASE, ASKS_DECREASE))
    if not change.value or up == down or (change.value > 0) == up:
        return ""
    return "没有增加，是减少。" if up else "没有减少，是增加。"
