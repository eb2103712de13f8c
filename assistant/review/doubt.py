"""How doubtful an answer is: the one rule by which the desk puts what needs a person first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.composing.sentences import NEAREST, QUOTED_INSTEAD
from assistant.model import Answer
from assistant.notes import MODEL_FAILED, WORDED, WORDING_REFUSED
from assistant.review.model import DECIDED, Doubt, DoubtReason, State

_WEIGHTS: dict[DoubtReason, int] = {
    "feedback_wrong": 1000,
    "document_changed": 500,
    "unclear": 200,
    "not_disclosed": 150,
    "off_topic": 60,
    "only_quoted": 50,
    "no_citations": 40,
    "assumed_reading": 20,
    "notes": 10,
}
_QUOTES = re.compile(
    rf"{QUOTED_INSTEAD}|{NEAREST}|文件没有逐字写到|文件没有给|The document says: “|“[^”]*”(?:\[[0-9]+\])*。?$"
)
"""How an answer begins that shows a passage for want of an answer, and one that is but a passage."""
_EACH_MORE, _MOST_MORE = 10, 40
"""What each further reader who said wrong adds, and up to how many do: the weights below stay below."""


def doubts_of(answer: Answer) -> tuple[DoubtReason, ...]:
    """The reasons that an answer itself gives to doubt it: it refuses, or has little to stand on."""
    found: list[DoubtReason] = []
    if answer.outcome != "answered":
        found.append(answer.outcome)
    elif not answer.citations:
        found.append("no_citations")
    elif _only_quotes(answer):
        found.append("only_quoted")
    found += ["assumed_reading"] if answer.understood else []
    found += ["notes"] if set(answer.notes) - {*WORDED, *MODEL_FAILED, *WORDING_REFUSED} else []
    return tuple(found)


def _only_quotes(answer: Answer) -> bool:
    """Whether an answer says nothing of its own: it shows a passage, as its numbers failed or nothing was nearer."""
    if any(check.support in ("exact", "derived") for check in answer.numbers):
        return False
    return _QUOTES.match(answer.text) is not None


def doubt_of(state: State, doubts: Iterable[DoubtReason], unheard: int, *, changed: bool) -> Doubt:
    """The doubt about an item's answer; of equal ones the desk shows the one asked last first.

    A reader who said wrong outweighs everything else; then a decision that the document's change took the ground from;
    then a refusal, unclear before not disclosed before off topic; then an answer that only quotes, one without
    citations, one of an assumed reading, one with notes. The weights add up. Where a decision stands, only readers who
    said wrong since count.

    Args:
        state: the item's state.
        doubts: what the answer itself gives.
        unheard: how many readers said wrong since the last decision.
        changed: whether a decision on an earlier text of the document has not been made again.
    """
    reasons: list[DoubtReason] = ["feedback_wrong"] if unheard else []
    if state not in DECIDED:
        reasons += [*(["document_changed"] if changed else []), *doubts]  # type: ignore[list-item]
    reasons.sort(key=lambda reason: -_WEIGHTS[reason])
    more = _EACH_MORE * min(max(unheard - 1, 0), _MOST_MORE)
    return Doubt(sum(_WEIGHTS[reason] for reason in reasons) + more, tuple(reasons))
