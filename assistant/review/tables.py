"""The tables of the review database, typed; alike on SQLite and PostgreSQL.

Times are text in UTC to the second, JSON is text too, so that rows look the same in both and go from one to the other
as they are. The audit log's triggers are no part of the models: the migration makes them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, Integer, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_TIME = "%Y-%m-%dT%H:%M:%SZ"


def stamped(moment: datetime) -> str:
    """A time in UTC to the second, as text that sorts by time: 2026-01-02T12:00:00Z."""
    return moment.astimezone(UTC).strftime(_TIME)


def storable(text: str) -> str:
    """The text with what a database cannot hold replaced: lone surrogates by ?, NUL by U+FFFD."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


class Moment(TypeDecorator[datetime]):
    """A time in UTC, to the second."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text that is stored."""
        return None if value is None else stamped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The time that was stored."""
        return None if value is None else datetime.strptime(value, _TIME).replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """A text that people wrote, whatever is in it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text that is stored."""
        return None if value is None else storable(value)


class Json(TypeDecorator[Any]):
    """A value of JSON, as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ANN401, ARG002
        """The text that is stored."""
        return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """The value that was stored."""
        return None if value is None else json.loads(value)


_Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's number; SQLite counts by itself only where the type is INTEGER."""


class Base(DeclarativeBase):
    """The tables' common ground."""


class ItemRow(Base):
    """A question as understood, of one text of one document, with the latest answer and the decision that stands.

    `unheard` counts the readers who said wrong since the last decision; `kept` is 1 for what the staff touched.
    """

    __tablename__ = "items"
    __table_args__ = (
        Index("items_reading", "key", "document", "sha256", unique=True),
        Index("items_doubt", "doubt", "last"),
        Index("items_state", "state", "doubt", "last"),
        Index("items_last", "last"),
        # What is dropped first when there are too many.
        Index("items_kept", "kept", "last"),
    )

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    turns: Mapped[list[str]] = mapped_column(Json)
    outcome: Mapped[str] = mapped_column(String(20))
    answer: Mapped[dict[str, Any]] = mapped_column(Json)
    doubts: Mapped[list[str]] = mapped_column(Json)
    asked: Mapped[int] = mapped_column(BigInteger)
    first: Mapped[datetime] = mapped_column(Moment)
    last: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20))
    standing: Mapped[int | None] = mapped_column(BigInteger)
    doubt: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[str]] = mapped_column(Json)
    wrong: Mapped[int] = mapped_column(Integer)
    right: Mapped[int] = mapped_column(Integer)
    unheard: Mapped[int] = mapped_column(Integer)
    kept: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)


class JudgementRow(Base):
    """What a reader said of an item's answer."""

    __tablename__ = "judgements"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    item: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    right: Mapped[int] = mapped_column(Integer)
    why: Mapped[str] = mapped_column(Words)


class DecisionRow(Base):
    """What the staff decided on an item, or said of it."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    item: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Words)
    sha256: Mapped[str] = mapped_column(String(64))
    citations: Mapped[list[Any]] = mapped_column(Json)
    numbers: Mapped[list[Any]] = mapped_column(Json)


class AccountRow(Base):
    """An account, with the argon2 hash of its password."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[int] = mapped_column(Integer)
    made: Mapped[datetime] = mapped_column(Moment)
    password: Mapped[str] = mapped_column(Text)


class SessionRow(Base):
    """A session that is open, under the SHA-256 of its token."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name"), index=True)
    made: Mapped[datetime] = mapped_column(Moment)
    used: Mapped[datetime] = mapped_column(Moment)


class FailureRow(Base):
    """How often signing in failed, under the SHA-256 of the name: what was typed there may be a password."""

    __tablename__ = "failures"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int] = mapped_column(Integer)
    last: Mapped[datetime] = mapped_column(Moment, index=True)


class AuditRow(Base):
    """An event of the audit log; the database refuses to change or delete one."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(Words)
    what: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(Words)
    digest: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """The number and digest of the last event: tells when events at the end are gone, and is the lock of the log."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
