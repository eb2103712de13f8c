"""The store of reviews: what was asked, what readers said of it and what the staff decided, one item a reading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from assistant.review.accounts import Accounts
from assistant.review.audit import AuditLog
from assistant.review.model import AskedQuestion, Decision, Order, ReaderJudgement, ReviewCase, ReviewItem, State

MOST_ITEMS = 200_000
"""How many items are kept; beyond, the oldest without a decision or a judgement are dropped."""

MOST_JUDGEMENTS = 20_000
"""How many judgements are kept; anyone may send one, and a full disk would stop more than this."""


class ReviewStore:
    """The review database; safe to use from several threads and processes. Close it, or use it in a with block."""

    accounts: Accounts
    audit: AuditLog

    @classmethod
    def open(cls, url: str) -> ReviewStore:
        """The store at an address (sqlite:///FILE or postgresql://…), its tables brought up to date.

        Raises:
            DatabaseRefused: it cannot be reached, or a newer program made it.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Ends the connections."""
        raise NotImplementedError

    def __enter__(self) -> ReviewStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, asked: AskedQuestion) -> int:
        """Notes that a question was asked; the id of its item, which holds the latest answer and how often.

        It is on the disk when this returns.
        """
        raise NotImplementedError

    def judge(self, asked: AskedQuestion, judgement: ReaderJudgement) -> int:
        """Keeps a reader's judgement of an answer; the id of its item, which is made where there is none.

        Raises:
            FeedbackFull: as many judgements are kept as may be.
        """
        raise NotImplementedError

    def items(
        self, order: Order = "doubt", state: State | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[ReviewItem, ...]:
        """A part of the list: the most doubted first, or the latest asked; of one state, or of all."""
        raise NotImplementedError

    def count(self, state: State | None = None) -> int:
        """How many items there are, of one state or of all."""
        raise NotImplementedError

    def item(self, identifier: int) -> ReviewCase:
        """An item with its answer, judgements and decisions.

        Raises:
            NoSuchItem: there is none of that id.
        """
        raise NotImplementedError

    def decide(self, identifier: int, decision: Decision, version: int) -> ReviewItem:
        """Keeps a decision and its event in the audit log, both or neither; the item as it then is.

        A comment changes no state; `reopened` takes a standing decision back. `version` is that of the item which the
        decision was made on.

        Raises:
            NoSuchItem: there is none of that id.
            ChangedMeanwhile: someone else decided after that version was read.
        """
        raise NotImplementedError

    def decision_for(self, document: str, sha256: str, key: str) -> Decision | None:
        """The standing decision on a reading of a question of this very text, None where there is none."""
        raise NotImplementedError

    def outdate(self, document: str, sha256: str) -> int:
        """How many items fall back to review, as their decisions stand on another text of the document than this.

        Nothing is deleted; those decided on this very text before stand again.
        """
        raise NotImplementedError


Clock = Callable[[], datetime]
