"""The staff's check that a receipt claims, compared with what the review database keeps of it."""

from __future__ import annotations

from assistant.answer import Assistant
from assistant.checking.receipt_finding import Finding
from assistant.notes import checked_note
from assistant.receipt import Receipt
from assistant.review.model import Decision
from assistant.review.store import ReviewStore
from assistant.reviewed import NOT_DISCLOSED


def review_checked(receipt: Receipt, assistant: Assistant, store: ReviewStore) -> Finding | None:
    """Whether the staff decided so, on that day, on this reading of the question.

    None where the receipt claims no check, or its document is not among those that can be asked, so that the question
    cannot be read.
    """
    review = receipt.review
    asked = (each.id for each in assistant.documents if each.sha256 == receipt.document.sha256)
    document = next(asked, None)
    if review is None or document is None:
        return None
    reading = assistant.ask(receipt.turns, document).reading
    decisions = store.decisions_on(document, receipt.document.sha256, reading)
    if any(_gave(decision, receipt, review.date) for decision in decisions):
        return Finding("review", True, f"审核记录里有 {review.date} 的这项核对", "the reviews hold this check")
    return Finding("review", False, f"审核记录里没有 {review.date} 的这项核对", "the reviews hold no such check")


def _gave(decision: Decision, receipt: Receipt, day: str) -> bool:
    """Whether a decision is of that day, and of the answer that the receipt holds."""
    texts = NOT_DISCLOSED if decision.kind == "not_disclosed" else (decision.text,)
    return checked_note(decision.at, english=False).endswith(day) and receipt.text in texts
