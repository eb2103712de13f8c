"""What a receipt says of its answer beside what the document bears out: its outcome, its notes, its review.

Of the rest (what was asked, how that was understood, when, by which program, words without numbers) no trace is left
to compare with; it is named as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.receipt_finding import Finding, Unchecked
from assistant.composing.sentences import REFUSED
from assistant.notes import OF_THE_PROGRAM, checked_on
from assistant.receipt import Receipt

_REFUSALS = (
    REFUSED,
    "相关数字没能和原文逐项核对上",
    "This document does not disclose",
    "The document does not disclose",
)
_UNCHECKED = (
    Unchecked("turns", "问题", "the question"),
    Unchecked("understood", "对问题的理解", "how it was understood"),
    Unchecked("time", "时间", "the time"),
    Unchecked("program", "程序版本", "the program"),
    Unchecked("text", "回答里没有数字的词句", "the answer's words without numbers"),
)


def unchecked(receipt: Receipt, *, review_checked: bool) -> tuple[Unchecked, ...]:
    """The parts of a receipt that nothing was found to check with; the staff's check, where it claims one, as well."""
    review = Unchecked("review", "工作人员的核对（这里没有可比的审核记录）", "the staff's check (no reviews at hand)")
    return (*_UNCHECKED, *([review] if receipt.review and not review_checked else []))


def claims_checked(receipt: Receipt) -> Iterator[Finding]:
    """Whether outcome, notes and review contradict the answer or each other."""
    wrong = _wrong_outcome(receipt)
    chinese, english = wrong or ("与回答不矛盾", "does not contradict the answer")
    yield Finding("outcome", wrong is None, f"结果（{receipt.outcome}）{chinese}", f"the outcome: {english}")
    for note in receipt.notes:
        if note not in OF_THE_PROGRAM and checked_on([note]) is None:
            yield Finding("notes", False, f"程序没有这样的说明：“{note[:40]}”", "no note that the program gives")
    noted, named = checked_on(receipt.notes), receipt.review.date if receipt.review else None
    if (noted.isoformat() if noted else None) != named:
        chinese = f"说明里的核对日期（{noted or '无'}）与核对一项（{named or '无'}）不同"
        yield Finding("review", False, chinese, "the note on the staff's check and the review differ")


def _wrong_outcome(receipt: Receipt) -> tuple[str, str] | None:
    """How an outcome contradicts the answer, in Chinese and English; None where it does not."""
    refuses = receipt.text.startswith(_REFUSALS)
    stated = any(check.support in ("exact", "derived") for check in receipt.numbers)
    if receipt.outcome == "answered" and not receipt.citations:
        return "与回答矛盾：没有一处引用", "an answer without a source"
    if receipt.outcome == "not_disclosed" and not refuses:
        return "与回答矛盾：回答不是“没有公开”", "the text is no refusal"
    if receipt.outcome == "not_disclosed" and stated and not receipt.citations:
        return "与回答矛盾：写了数字而没有引用", "figures without a source"
    if receipt.outcome in ("off_topic", "unclear") and (stated or receipt.citations or refuses):
        return "与回答矛盾：回答另有内容", "the text is of another outcome"
    return None
