"""The values of the review desk: what was asked, what was decided, who did it, and why an answer is doubted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from assistant.model import Check, Citation, Outcome

Role = Literal["reader", "reviewer", "admin"]
"""What an account may do: read the desk; decide as well; manage accounts as well."""

ROLES: tuple[Role, ...] = get_args(Role)

DecisionKind = Literal["approved", "corrected", "not_disclosed", "comment", "reopened"]
State = Literal["open", "approved", "corrected", "not_disclosed", "outdated"]
DECIDED: tuple[State, ...] = ("approved", "corrected", "not_disclosed")
"""The states in which a decision stands and is given to readers."""

Order = Literal["doubt", "newest"]
DoubtReason = Literal[
    "feedback_wrong",
    "unclear",
    "not_disclosed",
    "off_topic",
    "document_changed",
    "only_quoted",
    "no_citations",
    "assumed_reading",
    "notes",
]
"""Why an answer is doubted; the desk says it in words."""


@dataclass(frozen=True, slots=True)
class Account:
    """A member of the staff; one that is not active cannot sign in."""

    name: str
    role: Role
    active: bool
    made: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that begins: its token is given to the browser and kept nowhere."""

    token: str
    account: Account


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """A refused sign-in; `wait` is how many seconds must pass before the name may be tried again, 0 for none."""

    wait: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked and the program's own answer to it; of the asking person nothing but the time.

    `at` is in UTC, to the second. `key` is the reading of the question (see reading.py), `answer` the JSON object that
    was given (answer_json), `document` and `sha256` name the text that it was answered from. `id` is that of the item
    on the desk, None before it is recorded.
    """

    at: datetime
    turns: tuple[str, ...]
    document: str
    sha256: str
    key: str
    outcome: Outcome
    answer: Mapping[str, Any]
    doubts: tuple[DoubtReason, ...]
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ReaderJudgement:
    """A reader's word on an answer, as kept: when, right or wrong, and why, where that was said."""

    at: datetime
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a member of the staff decided or said.

    `text`, `citations` and `numbers` are the answer that readers get (approved, corrected, not_disclosed: the one that
    stands at the decision, so that it cannot change later), or the words of a comment. `sha256` names the text of the
    document that was decided on.
    """

    kind: DecisionKind
    by: str
    at: datetime
    text: str
    sha256: str
    citations: tuple[Citation, ...] = ()
    numbers: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingDecision:
    """A decision that stands, on which question it was made, and what became of that question.

    `version` is that of the item when it was read; `outcome` is that of what was decided.
    """

    decision: Decision
    item: int
    version: int
    question: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Doubt:
    """How doubtful an answer is (0: not at all) and why, the strongest reason first."""

    score: int
    reasons: tuple[DoubtReason, ...]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A line of the desk's list: one question as understood, of one text of one document.

    `question` is the last turn as it was asked last, `asked` how often it was asked, `wrong` and `right` count readers'
    judgements. `version` goes up with each decision; a decision names the one that it was made on.
    """

    id: int
    question: str
    document: str
    sha256: str
    outcome: Outcome
    asked: int
    first: datetime
    last: datetime
    state: State
    doubt: Doubt
    wrong: int
    right: int
    version: int


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """An item with all there is to know of it.

    `asked` is the latest time it was asked, with the program's answer; `decisions` are all, oldest first, behind those
    on earlier texts of the document (told by their sha256).
    """

    item: ReviewItem
    asked: AskedQuestion
    judgements: tuple[ReaderJudgement, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what to what, and when; `number` counts from 1 without gaps, `digest` covers this and all before."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    digest: str
