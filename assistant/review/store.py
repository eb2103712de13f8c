"""The store of reviews: what was asked, what readers said of it and what the staff decided, one item a reading."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.model import Check, Citation, Outcome
from assistant.review.accounts import Accounts
from assistant.review.audit import Act, AuditLog, append
from assistant.review.database import Database
from assistant.review.doubt import doubt_of
from assistant.review.errors import ChangedMeanwhile, FeedbackFull, NoSuchItem, OtherText
from assistant.review.model import (
    DECIDED,
    AskedQuestion,
    Decision,
    DecisionKind,
    Doubt,
    DoubtReason,
    Order,
    ReaderJudgement,
    ReviewCase,
    ReviewItem,
    StandingDecision,
    State,
)
from assistant.review.tables import DecisionRow, ItemRow, JudgementRow

MOST_ITEMS = 200_000
"""How many items are kept; beyond, the oldest that the staff never decided or said anything on are dropped."""

MOST_JUDGEMENTS = 20_000
"""How many judgements are kept; anyone may send one, and a full disk would stop more than this."""

MOST_OF_ITEM = 20
"""How many judgements are kept of one item; the counts say how many there were."""

MOST_REMARKS = 3
"""How many comments of the program itself are kept of one item."""

_citations: TypeAdapter[tuple[Citation, ...]] = TypeAdapter(tuple[Citation, ...])
_numbers: TypeAdapter[tuple[Check, ...]] = TypeAdapter(tuple[Check, ...])


class ReviewStore:
    """The review database; safe to use from several threads and processes. Close it, or use it in a with block."""

    def __init__(self, database: Database) -> None:
        self.database = database
        # New items that surely fit yet: counting all of many thousands for each would take longer than adding it.
        self._room = 0
        self.accounts = Accounts(database)
        self.audit = AuditLog(database)

    @classmethod
    def open(cls, url: str) -> ReviewStore:
        """The store at an address (sqlite:///FILE or postgresql://…), its tables brought up to date.

        Raises:
            DatabaseRefused: it cannot be reached, or a newer program made it.
        """
        return cls(Database.open(url))

    def close(self) -> None:
        """Ends the connections."""
        self.database.close()

    def __enter__(self) -> ReviewStore:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the store."""
        self.close()

    def record(self, asked: AskedQuestion, *, counted: bool = True) -> int:
        """Notes that a question was asked; the id of its item, which holds the latest answer and how often.

        It is on the disk when this returns. Where a decision stands, the question and the answer stay those
        decided on. Not `counted` is one that the staff asks anew (after the document changed).
        """
        with self.database.writing() as session:
            row = self._row_of(session, asked)
            row.asked += counted
            if asked.at >= row.last:
                row.last = asked.at
                if row.standing is None:  # else what was decided on stays
                    row.turns, row.answer = list(asked.turns), dict(asked.answer)
                    row.outcome, row.doubts = asked.outcome, list(asked.doubts)
            _weigh(session, row)
            return row.id

    def judge(self, asked: AskedQuestion, judgement: ReaderJudgement) -> int:
        """Keeps a reader's judgement of an answer; the id of its item, which is made where there is none.

        Raises:
            FeedbackFull: as many judgements are kept as may be, all of items that the staff decided on.
        """
        with self.database.writing() as session:
            row = self._row_of(session, asked)
            _room_for_judgement(session, row)
            # On one that the staff decided on it is counted, but pushes out no words that the staff was shown.
            return _judged(session, row, judgement, worded=_judgements(session, row) < MOST_OF_ITEM)

    def judge_once(self, asked: AskedQuestion, judgement: ReaderJudgement) -> bool:
        """Whether a judgement from elsewhere is kept now: not where the very same is there; however many there are."""
        with self.database.writing() as session:
            row = self._row_of(session, asked)
            same = select(JudgementRow.id).where(
                JudgementRow.item == row.id,
                JudgementRow.at == judgement.at,
                JudgementRow.right == int(judgement.right),
                JudgementRow.why == judgement.why,
            )
            if session.scalars(same.limit(1)).first() is not None:
                return False
            _judged(session, row, judgement)
            return True

    def items(
        self, order: Order = "doubt", state: State | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[ReviewItem, ...]:
        """A part of the list: the most doubted first, or the latest asked; of one state, or of all.

        Among the open ones are those decided on that a reader found wrong since; of the most doubted they come first.
        """
        chosen = select(ItemRow).where(*_of_state(state)).limit(limit).offset(offset)
        first: tuple[ColumnElement[Any], ...] = ()
        if order == "doubt":
            first = (*([_unheard().desc()] if state == "open" else []), ItemRow.doubt.desc())
        with self.database.reading() as session:
            return tuple(map(_item, session.scalars(chosen.order_by(*first, ItemRow.last.desc(), ItemRow.id.desc()))))

    def count(self, state: State | None = None) -> int:
        """How many items there are, of one state or of all."""
        with self.database.reading() as session:
            return session.scalars(select(func.count()).select_from(ItemRow).where(*_of_state(state))).one()

    def item(self, identifier: int) -> ReviewCase:
        """An item with its answer, judgements and decisions.

        Raises:
            NoSuchItem: there is none of that id.
        """
        with self.database.reading() as session:
            row = session.get(ItemRow, identifier)
            if row is None:
                raise NoSuchItem(identifier)
            same = select(ItemRow.id).where(ItemRow.key == row.key, ItemRow.document == row.document)
            decisions = select(DecisionRow).where(DecisionRow.item.in_(same)).order_by(DecisionRow.id)
            judgements = select(JudgementRow).where(JudgementRow.item == row.id).order_by(JudgementRow.id)
            return ReviewCase(
                item=_item(row),
                asked=_asked(row),
                judgements=tuple(
                    ReaderJudgement(each.at, bool(each.right), each.why) for each in session.scalars(judgements)
                ),
                decisions=tuple(map(_decision, session.scalars(decisions))),
            )

    def questions(self, identifiers: Iterable[int]) -> dict[int, str]:
        """What was asked last in each of these items that is there."""
        with self.database.reading() as session:
            rows = session.execute(select(ItemRow.id, ItemRow.turns).where(ItemRow.id.in_(set(identifiers))))
            return {identifier: turns[-1] for identifier, turns in rows}

    def decide(self, identifier: int, decision: Decision, version: int) -> ReviewItem:
        """Keeps a decision and its event in the audit log, both or neither; the item as it then is.

        A comment changes no state; `reopened` takes a standing decision back. `version` is that of the item which the
        decision was made on.

        Raises:
            NoSuchItem: there is none of that id.
            ChangedMeanwhile: someone else decided after that version was read.
            OtherText: the decision names another text of the document than the item.
        """
        with self.database.writing() as session:
            row = session.get(ItemRow, identifier, with_for_update=True)
            if row is None:
                raise NoSuchItem(identifier)
            if row.version != version:
                raise ChangedMeanwhile
            if decision.kind in DECIDED and decision.sha256 != row.sha256:
                raise OtherText
            kept = _row_of_decision(row.id, decision)
            session.add(kept)
            session.flush()
            row.version, row.kept = row.version + 1, 1
            if decision.kind != "comment":
                _stand(session, row, kept)
            elif row.state in DECIDED:
                row.unheard = 0  # the decision stands, knowing what readers said
            _weigh(session, row)
            append(session, decision.at, decision.by, _ACTS[decision.kind], f"item {row.id} v{row.version}")
            return _item(row)

    def remark(self, asked: AskedQuestion, words: str, by: str) -> bool:
        """Puts a comment of the program itself into a question's history; whether it is kept.

        It is none of a person: it takes no version, no place in the audit log, hears no reader, and keeps no item from
        being dropped. Each is kept once, few of an item, and none where a decision stands.
        """
        with self.database.writing() as session:
            row = self._row_of(session, asked)
            own = select(DecisionRow.text).where(DecisionRow.item == row.id, DecisionRow.by == by)
            said = session.scalars(own.where(DecisionRow.kind == "comment")).all()
            if row.state in DECIDED or words in said or len(said) >= MOST_REMARKS:
                return False
            session.add(_row_of_decision(row.id, Decision("comment", by, asked.at, words, row.sha256)))
            return True

    def decision_for(self, document: str, sha256: str, key: str) -> StandingDecision | None:
        """The standing decision on a reading of a question of this very text, None where there is none."""
        standing = (
            select(DecisionRow, ItemRow)
            .join(ItemRow, ItemRow.standing == DecisionRow.id)
            .where(ItemRow.key == key, ItemRow.document == document, ItemRow.sha256 == sha256)
            .where(ItemRow.state.in_(DECIDED))
        )
        with self.database.reading() as session:
            found = session.execute(standing).one_or_none()
            return None if found is None else _standing(*found)

    def decisions_on(self, document: str, sha256: str, key: str) -> tuple[Decision, ...]:
        """All that was ever decided on a reading of a question of this very text, also what stands no more."""
        made = (
            select(DecisionRow)
            .join(ItemRow, ItemRow.id == DecisionRow.item)
            .where(ItemRow.key == key, ItemRow.document == document, ItemRow.sha256 == sha256)
            .where(DecisionRow.kind.in_(DECIDED))
            .order_by(DecisionRow.id)
        )
        with self.database.reading() as session:
            return tuple(map(_decision, session.scalars(made)))

    def outdate(self, document: str, sha256: str) -> int:
        """How many items fall back to review, as their decisions stand on another text of the document than this.

        Nothing is deleted; those decided on this very text before stand again.
        """
        of_document = select(ItemRow).where(ItemRow.document == document, ItemRow.standing.is_not(None))
        fallen = of_document.where(ItemRow.sha256 != sha256, ItemRow.state.in_(DECIDED)).order_by(ItemRow.id)
        risen = of_document.where(ItemRow.sha256 == sha256, ItemRow.state == "outdated").order_by(ItemRow.id)
        with self.database.writing() as session:
            for row in session.scalars(risen.with_for_update()).all():
                decision = session.get_one(DecisionRow, row.standing)
                row.state, row.version = decision.kind, row.version + 1
                _weigh(session, row)
            rows = session.scalars(fallen.with_for_update()).all()
            for row in rows:
                row.state, row.version = "outdated", row.version + 1
                _weigh(session, row)
            return len(rows)

    def _row_of(self, session: Session, asked: AskedQuestion) -> ItemRow:
        """The item of a question, made where there is none; then the oldest beyond the bound are dropped."""
        wanted = select(ItemRow).where(
            ItemRow.key == asked.key, ItemRow.document == asked.document, ItemRow.sha256 == asked.sha256
        )
        row = session.scalars(wanted.with_for_update()).one_or_none()
        if row is not None:
            return row
        insert = sqlite.insert if self.database.is_sqlite else postgresql.insert
        # Another process may make it at the same moment: then this one waits, and finds it.
        session.execute(insert(ItemRow).values(_new(asked)).on_conflict_do_nothing())
        row = session.scalars(wanted.with_for_update()).one()
        if self._room <= 0:
            self._room = _room_made(session, but=row.id)
        self._room -= 1
        return row


_ACTS: dict[DecisionKind, Act] = {
    "approved": "decision_approved",
    "corrected": "decision_corrected",
    "not_disclosed": "decision_not_disclosed",
    "comment": "decision_comment",
    "reopened": "decision_reopened",
}


def _of_state(state: State | None) -> tuple[ColumnElement[bool], ...]:
    if state == "open":
        return (or_(ItemRow.state == state, _unheard()),)
    return () if state is None else (ItemRow.state == state,)


def _unheard() -> ColumnElement[bool]:
    """Whether a reader found wrong what was decided, and nobody has said anything since."""
    return and_(ItemRow.state.in_(DECIDED), ItemRow.unheard > 0)


def _new(asked: AskedQuestion) -> dict[str, object]:
    """The columns of an item that was never asked before."""
    said = {"document": asked.document, "sha256": asked.sha256, "key": asked.key, "outcome": asked.outcome}
    held = {"turns": list(asked.turns), "answer": dict(asked.answer), "doubts": list(asked.doubts), "reasons": []}
    counts = dict.fromkeys(("asked", "doubt", "wrong", "right", "unheard", "kept", "version"), 0)
    return {**said, **held, **counts, "first": asked.at, "last": asked.at, "state": "open", "standing": None}


def _room_made(session: Session, but: int) -> int:
    """How many items fit yet, half of them for other processes, once those beyond the bound are dropped.

    Dropped are the longest not asked of those that the staff never touched, a hundredth of all at a time.
    """
    many = session.scalars(select(func.count()).select_from(ItemRow)).one() - MOST_ITEMS
    if many <= 0:
        return -many // 2
    room = MOST_ITEMS // 100
    oldest = select(ItemRow.id).where(ItemRow.kept == 0, ItemRow.id != but).order_by(ItemRow.last).limit(many + room)
    dropped = list(session.scalars(oldest.with_for_update(skip_locked=True)))  # one in use is no old one
    for kind in (JudgementRow, DecisionRow):  # of the decisions, remarks only: the staff touched none of these items
        session.execute(delete(kind).where(kind.item.in_(dropped)).execution_options(synchronize_session=False))
    session.execute(delete(ItemRow).where(ItemRow.id.in_(dropped)).execution_options(synchronize_session=False))
    return room // 2


def _room_for_judgement(session: Session, row: ItemRow) -> None:
    """Drops the oldest judgements of an item, or of all items, that the staff never touched, where there are too many.

    Raises:
        FeedbackFull: all that are kept are of items that the staff touched.
    """
    if not row.kept and _judgements(session, row) >= MOST_OF_ITEM:
        _forget(session, select(JudgementRow.id).where(JudgementRow.item == row.id), MOST_OF_ITEM - 1)
    if session.scalars(select(func.count()).select_from(JudgementRow)).one() >= MOST_JUDGEMENTS:
        untouched = select(JudgementRow.id).join(ItemRow, ItemRow.id == JudgementRow.item).where(ItemRow.kept == 0)
        many = session.scalars(select(func.count()).select_from(untouched.subquery())).one()
        if many == 0:
            raise FeedbackFull
        _forget(session, untouched, many - max(1, MOST_JUDGEMENTS // 100))


def _judgements(session: Session, row: ItemRow) -> int:
    """How many judgements are kept of an item."""
    return session.scalars(select(func.count()).select_from(JudgementRow).where(JudgementRow.item == row.id)).one()


def _forget(session: Session, chosen: Select[Any], still: int) -> None:
    """Drops the oldest of the judgements chosen but so many."""
    many = session.scalars(select(func.count()).select_from(chosen.subquery())).one() - max(still, 0)
    oldest = list(session.scalars(chosen.order_by(JudgementRow.id).limit(many)))
    session.execute(
        delete(JudgementRow).where(JudgementRow.id.in_(oldest)).execution_options(synchronize_session=False)
    )


def _judged(session: Session, row: ItemRow, judgement: ReaderJudgement, *, worded: bool = True) -> int:
    """Counts a judgement of an item, and keeps it where it is to be worded; the item's id."""
    row.asked = max(row.asked, 1)
    row.right, row.wrong = row.right + judgement.right, row.wrong + (not judgement.right)
    row.unheard += not judgement.right
    if worded:
        session.add(JudgementRow(item=row.id, at=judgement.at, right=int(judgement.right), why=judgement.why))
    _weigh(session, row)
    return row.id


def _stand(session: Session, row: ItemRow, decision: DecisionRow) -> None:
    """Lets a decision stand, or takes the standing one back; readers' words so far are heard with it."""
    decided = decision.kind in DECIDED
    row.state, row.standing, row.unheard = (decision.kind, decision.id, 0) if decided else ("open", None, 0)
    if decided:
        # What was decided on earlier texts needs nobody any more.
        earlier = (ItemRow.key == row.key, ItemRow.document == row.document, ItemRow.state == "outdated")
        session.execute(
            update(ItemRow)
            .where(*earlier, ItemRow.id != row.id)
            .values(doubt=0, reasons=[])
            .execution_options(synchronize_session=False)
        )


def _weigh(session: Session, row: ItemRow) -> None:
    """Sets an item's doubt anew."""
    changed = row.state == "outdated" or (row.standing is None and _decided_before(session, row))
    doubt = doubt_of(cast("State", row.state), cast("list[DoubtReason]", row.doubts), row.unheard, changed=changed)
    row.doubt, row.reasons = doubt.score, list(doubt.reasons)
    session.flush()


def _decided_before(session: Session, row: ItemRow) -> bool:
    """Whether a decision was made on the same question of another text of the document."""
    other = select(ItemRow.id).where(
        ItemRow.key == row.key,
        ItemRow.document == row.document,
        ItemRow.id != row.id,
        ItemRow.standing.is_not(None),
    )
    return session.scalars(other.limit(1)).first() is not None


def _item(row: ItemRow) -> ReviewItem:
    return ReviewItem(
        id=row.id,
        question=row.turns[-1],
        document=row.document,
        sha256=row.sha256,
        outcome=cast("Outcome", row.outcome),
        asked=row.asked,
        first=row.first,
        last=row.last,
        state=cast("State", row.state),
        doubt=Doubt(row.doubt, tuple(cast("list[DoubtReason]", row.reasons))),
        wrong=row.wrong,
        right=row.right,
        version=row.version,
    )


def _asked(row: ItemRow) -> AskedQuestion:
    return AskedQuestion(
        at=row.last,
        turns=tuple(row.turns),
        document=row.document,
        sha256=row.sha256,
        key=row.key,
        outcome=cast("Outcome", row.outcome),
        answer=row.answer,
        doubts=tuple(cast("list[DoubtReason]", row.doubts)),
        id=row.id,
    )


def _standing(row: DecisionRow, item: ItemRow) -> StandingDecision:
    outcomes: dict[str, Outcome] = {"corrected": "answered", "not_disclosed": "not_disclosed"}
    outcome = outcomes.get(row.kind, cast("Outcome", item.outcome))
    return StandingDecision(_decision(row), item.id, item.version, item.turns[-1], outcome)


def _row_of_decision(item: int, decision: Decision) -> DecisionRow:
    return DecisionRow(
        item=item,
        kind=decision.kind,
        by=decision.by,
        at=decision.at,
        text=decision.text,
        sha256=decision.sha256,
        citations=_citations.dump_python(decision.citations, mode="json"),
        numbers=_numbers.dump_python(decision.numbers, mode="json"),
    )


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        kind=cast("DecisionKind", row.kind),
        by=row.by,
        at=row.at,
        text=row.text,
        sha256=row.sha256,
        citations=_citations.validate_python(row.citations),
        numbers=_numbers.validate_python(row.numbers),
    )
