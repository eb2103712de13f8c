"""The audit log: who did what and when, only ever added to, each event sealed with all before it.

An event's digest is the SHA-256 of the digest before it and of itself, so that changing, leaving out or putting in one
shows from there on; the head holds the last, so that a log cut off at its end shows too. Someone who may change the
whole database could seal it all anew: note the last number and digest elsewhere (`python -m assistant audit` gives it).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.review.database import Database
from assistant.review.model import AuditEvent
from assistant.review.tables import AuditHeadRow, AuditRow, stamped, storable

Act = Literal[
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "account_added",
    "password_changed",
    "role_changed",
    "account_deactivated",
    "decision_approved",
    "decision_corrected",
    "decision_not_disclosed",
    "decision_comment",
    "decision_reopened",
    "backup",
    "restore",
]

_READ_AT_ONCE = 1000


class AuditLog:
    """The events of a review database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, at: datetime, who: str, what: Act, about: str = "") -> AuditEvent:
        """Adds an event; it is on the disk when this returns."""
        with self._database.writing() as session:
            return append(session, at, who, what, about)

    def events(self, limit: int = 100, offset: int = 0) -> tuple[AuditEvent, ...]:
        """The events, newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(limit).offset(offset))
            return tuple(map(_event, rows))

    def verify_chain(self) -> str | None:
        """What is wrong with the log (the first event that was changed or is missing), None where nothing is."""
        with self._database.reading() as session:
            return fault_in(session)


def fault_in(session: Session) -> str | None:
    """What is wrong with the log that a session sees, None where nothing is."""
    number, digest = 0, _NOTHING
    for row in _all(session):
        number += 1
        if row.number != number:
            return f"第 {number} 条操作记录不见了。 / event {number} is missing."
        digest = _digest(digest, row.number, row.at, row.who, row.what, row.about)
        if row.digest != digest:
            return f"第 {number} 条操作记录被改过。 / event {number} was changed."
    head = session.get(AuditHeadRow, 1)
    if head is None or (head.number, head.digest) != (number, digest):
        return f"第 {number + 1} 条操作记录不见了。 / event {number + 1} is missing."
    return None


def _all(session: Session) -> Iterator[AuditRow]:
    """All events in order, some at a time."""
    last = None
    while True:
        behind = () if last is None else (AuditRow.number > last,)
        rows = session.scalars(select(AuditRow).where(*behind).order_by(AuditRow.number).limit(_READ_AT_ONCE)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].number
        session.expunge_all()


def append(session: Session, at: datetime, who: str, what: Act, about: str = "") -> AuditEvent:
    """Adds an event within a transaction that writes; it stands or falls with the rest of it."""
    # Whoever holds the head's row writes the next event; others wait for the end of the transaction.
    head = session.scalars(select(AuditHeadRow).with_for_update()).one()
    who, about = storable(who), storable(about)
    head.number += 1
    head.digest = _digest(head.digest, head.number, at, who, what, about)
    row = AuditRow(number=head.number, at=at, who=who, what=what, about=about, digest=head.digest)
    session.add(row)
    session.flush()
    return _event(row)


_NOTHING = "0" * 64
"""The digest before the first event."""


def _digest(before: str, number: int, at: datetime, who: str, what: str, about: str) -> str:
    sealed = json.dumps([before, number, stamped(at), who, what, about], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(sealed.encode()).hexdigest()


def _event(row: AuditRow) -> AuditEvent:
    return AuditEvent(row.number, row.at, row.who, row.what, row.about, row.digest)
