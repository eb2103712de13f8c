"""What a reviewer does with a case: each act names the case as it was seen, and is refused where it has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.correction import MOST_PLACES, Correction, RefusedCorrection, answer_of
from assistant.model import Answer
from assistant.question.english import is_english
from assistant.restored import restored
from assistant.review.errors import ChangedMeanwhile
from assistant.review.model import Account, Decision, DecisionKind, ReviewCase, ReviewItem
from assistant.reviewed import NOT_DISCLOSED, Reviewed
from assistant.web.staff.cases import current, given_answer
from index.model import Span

LONGEST_COMMENT = 2000
_OPENED = re.compile(r"([0-9]{1,12}):([0-9]{1,9}):([0-9a-f]{16})", re.ASCII)
_PLACE = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(?:,[0-9]{1,9}-[0-9]{1,9}){0,199}", re.ASCII)
_OLD = "文件已换，不能再对旧文件上的回答作决定。 / The document has changed; its earlier text is decided on no more."
_NO_ANSWER = (
    "程序没有答出这个问题，不能核对为无误；请改正，或标为未公开。"
    " / The program gave no answer, so none can be approved; correct it, or mark it as not disclosed."
)
_NO_REASON = (
    "这个回答引用了原文里的数字；要标为未公开，请先在下面的备注里写明理由。"
    " / This answer cites figures of the document; write the reason into the comment below to mark it as not disclosed."
)
_NOTHING = "没有写内容。 / Nothing is written."


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as a reviewer sees it: its item, the version, and what tells its answer from any other."""

    item: int
    version: int
    answer: str

    @property
    def written(self) -> str:
        """It as a page holds it."""
        return f"{self.item}:{self.version}:{self.answer}"


@dataclass(frozen=True, slots=True)
class Written:
    """What a reviewer wrote, and the places chosen to be cited as the page names them."""

    text: str
    places: object


Act = Callable[[Reviewed, Account, Opened, Written], ReviewItem]
"""What a reviewer may do with a case; all raise ReviewError where it is not there or was changed meanwhile."""


def opened(case: ReviewCase) -> Opened:
    """A case as it is seen now."""
    return Opened(case.item.id, case.item.version, _digest(restored(case.asked.answer)))


def opened_in(held: object) -> Opened | None:
    """What a page holds of the case that it shows; None where it shows none."""
    found = _OPENED.fullmatch(held) if isinstance(held, str) else None
    return Opened(int(found[1]), int(found[2]), found[3]) if found else None


def approve(reviews: Reviewed, by: Account, seen: Opened, _: Written) -> ReviewItem:
    """Keeps that the program's answer is right.

    Raises:
        ReviewError: the case is not there or was changed meanwhile.
        RefusedCorrection: the document has another text now, or the program did not answer.
    """
    case = _still(reviews, seen)
    own = restored(case.asked.answer)
    if not can_be_approved(own):
        raise RefusedCorrection(_NO_ANSWER)
    return _decide(reviews, by, seen, "approved", own)


def correct(reviews: Reviewed, by: Account, seen: Opened, written: Written) -> ReviewItem:
    """Keeps another answer, whose numbers are verified first.

    Raises:
        ReviewError: the case is not there or was changed meanwhile.
        RefusedCorrection: the answer is not borne out, or the document has another text now.
    """
    case = _still(reviews, seen)
    known = (*given_answer(case).citations, *restored(case.asked.answer).citations)
    correction = Correction(case.item.question, written.text, places_of(written.places))
    answer = answer_of(correction, reviews.library(case.item.document), known)
    return _decide(reviews, by, seen, "corrected", answer)


def mark_not_disclosed(reviews: Reviewed, by: Account, seen: Opened, written: Written) -> ReviewItem:
    """Keeps that the document does not disclose what is asked, and before it why, as a comment, where that is written.

    Raises:
        ReviewError: the case is not there or was changed meanwhile.
        RefusedCorrection: the document has another text now, or no reason is given though figures of it are cited.
    """
    case = _still(reviews, seen)
    version = seen.version
    if written.text.strip():
        version = comment(reviews, by, seen, written).version
    elif any(map(_states_figures, (restored(case.asked.answer), given_answer(case)))):
        raise RefusedCorrection(_NO_REASON)
    text = NOT_DISCLOSED[is_english(case.item.question)]
    decision = Decision("not_disclosed", by.name, reviews.now(), text, case.item.sha256)
    return reviews.store.decide(seen.item, decision, version)


def can_be_approved(own: Answer) -> bool:
    """Whether the program's answer is one that readers can be given as checked."""
    return own.outcome in ("answered", "not_disclosed")


def _states_figures(answer: Answer) -> bool:
    """Whether an answer states a figure just as the document does."""
    return bool(answer.citations) and any(check.support == "exact" for check in answer.numbers)


def comment(reviews: Reviewed, by: Account, seen: Opened, written: Written) -> ReviewItem:
    """Keeps a comment for the staff.

    Raises:
        ReviewError: the case is not there or was changed meanwhile.
        RefusedCorrection: nothing is written, or too much.
    """
    words = written.text.strip()
    if not words or len(words) > LONGEST_COMMENT:
        raise RefusedCorrection(_NOTHING if not words else f"最多 {LONGEST_COMMENT} 字。 / Too long.")
    case = reviews.store.item(seen.item)
    decision = Decision("comment", by.name, reviews.now(), words, case.item.sha256)
    return reviews.store.decide(seen.item, decision, seen.version)


def reopen(reviews: Reviewed, by: Account, seen: Opened, _: Written) -> ReviewItem:
    """Takes the standing decision back.

    Raises:
        ReviewError: the case is not there or was changed meanwhile.
    """
    case = reviews.store.item(seen.item)
    decision = Decision("reopened", by.name, reviews.now(), "", case.item.sha256)
    return reviews.store.decide(seen.item, decision, seen.version)


def ask_anew(reviews: Reviewed, by: Account, seen: Opened, _: Written) -> ReviewItem:  # noqa: ARG001 - as each act
    """Asks a question again of the document as it now is; the item of the new answer.

    Raises:
        ReviewError: the case is not there.
        RefusedCorrection: its document is here no more.
    """
    asked = reviews.store.item(seen.item).asked
    if all(disclosure.document.id != asked.document for disclosure in reviews.disclosures):
        raise RefusedCorrection("这里已没有这份文件。 / The document is here no more.")
    return reviews.store.item(reviews.ask_anew(asked.turns, asked.document)).item


def places_of(values: object) -> tuple[tuple[Span, ...], ...]:
    """The places that a page names as START-END,START-END.

    Raises:
        RefusedCorrection: one is not written so.
    """
    named = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
    if len(named) > MOST_PLACES or not all(_PLACE.fullmatch(value) for value in named):
        raise RefusedCorrection("出处写得不对，请从列表里选。 / Choose the places from the list.")
    return tuple(tuple(_span(part) for part in value.split(",")) for value in named)


def place_name(spans: Sequence[Span]) -> str:
    """A place as a page names it."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def _span(text: str) -> Span:
    start, _, end = text.partition("-")
    return int(start), int(end)


def _still(reviews: Reviewed, seen: Opened) -> ReviewCase:
    """The case, where it is as it was seen and can be decided on.

    Raises:
        NoSuchItem, ChangedMeanwhile, RefusedCorrection: it is not.
    """
    case = reviews.store.item(seen.item)
    if opened(case) != seen:
        raise ChangedMeanwhile
    if current(case, reviews) is None:
        raise RefusedCorrection(_OLD)
    return case


def _decide(reviews: Reviewed, by: Account, seen: Opened, kind: DecisionKind, answer: Answer) -> ReviewItem:
    decision = Decision(
        kind, by.name, reviews.now(), answer.text, answer.document.sha256, answer.citations, answer.numbers
    )
    return reviews.store.decide(seen.item, decision, seen.version)


def _digest(answer: Answer) -> str:
    """What tells an answer from another: of its words and the places it cites."""
    said = repr((answer.outcome, answer.text, [citation.spans for citation in answer.citations]))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
