"""Accounts of the staff: made and changed by an administrator, signed in to with a password, slowed after failures."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from assistant.review.audit import append
from assistant.review.database import Database
from assistant.review.errors import AccountRefused
from assistant.review.model import ROLES, Account, Role, SignedIn, SignInRefused
from assistant.review.tables import AccountRow, FailureRow, SessionRow, storable

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
IDLE, LONGEST_SESSION = timedelta(minutes=30), timedelta(hours=12)
FREE_FAILURES = 5
"""How many failures in a row cost nothing; from then on each doubles the wait."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)
"""After how long without another failure those before count no more."""
MOST_FAILING_NAMES = 10_000
"""How many names' failures are kept: anyone may try any name."""
MOST_SESSIONS = 10
"""How many sessions of an account may be open: the longest not used end for another."""

NOBODY = "-"
"""Who did something, in the audit log, where no account is known."""

_NAME = re.compile(r"[\w.-]{1,64}")
_NOTED = timedelta(minutes=1)
"""How exactly the last use of a session is noted: not every request need write."""
_hasher = PasswordHasher()


class Accounts:
    """The accounts of a review database; every change is in the audit log. `by` is who makes it."""

    def __init__(self, database: Database, hasher: PasswordHasher = _hasher) -> None:
        self._database = database
        self._hasher = hasher

    def all(self) -> tuple[Account, ...]:
        """The accounts by name."""
        with self._database.reading() as session:
            return tuple(map(_account, session.scalars(select(AccountRow).order_by(AccountRow.name))))

    def any(self) -> bool:
        """Whether there is an active account at all."""
        with self._database.reading() as session:
            return session.scalars(select(AccountRow.name).where(AccountRow.active == 1).limit(1)).first() is not None

    def add(self, name: str, role: Role, password: str, *, by: str, now: datetime) -> Account:
        """A new account.

        Raises:
            AccountRefused: the name is taken or no name, or the password is too short or the name itself.
        """
        name = _good_name(name)
        _check_role(role)
        _check_password(name, password)
        hashed = self._hasher.hash(password)
        with self._database.writing() as session:
            if session.get(AccountRow, name) is not None:
                raise AccountRefused(f"账户 {name} 已经有了。 / there is an account {name} already.")
            row = AccountRow(name=name, role=role, active=1, made=now.replace(microsecond=0), password=hashed)
            session.add(row)
            append(session, now, by, "account_added", f"{name} {role}")
            return _account(row)

    def change_password(self, name: str, password: str, *, by: str, now: datetime) -> None:
        """Gives an account another password; its sessions end, and its failures are forgotten.

        Raises:
            AccountRefused: there is no such account, or the password will not do.
        """
        name = _good_name(name)
        _check_password(name, password)
        hashed = self._hasher.hash(password)
        with self._database.writing() as session:
            _changed(session, name).password = hashed
            session.execute(delete(FailureRow).where(FailureRow.name == _hidden(name)))
            append(session, now, by, "password_changed", name)

    def set_role(self, name: str, role: Role, *, by: str, now: datetime) -> None:
        """Gives an account another role; its sessions end.

        Raises:
            AccountRefused: there is no such account, or it is the last administrator's.
        """
        name = _good_name(name)
        _check_role(role)
        with self._database.writing() as session:
            if role != "admin":
                _check_not_last(session, name)
            _changed(session, name).role = role
            append(session, now, by, "role_changed", f"{name} {role}")

    def deactivate(self, name: str, *, by: str, now: datetime) -> None:
        """Lets an account in no more; its sessions end.

        Raises:
            AccountRefused: there is no such account, or it is the last administrator's.
        """
        name = _good_name(name)
        with self._database.writing() as session:
            _check_not_last(session, name)
            _changed(session, name).active = 0
            append(session, now, by, "account_deactivated", name)

    def sign_in(self, name: str, password: str, now: datetime, before: str = "") -> SignedIn | SignInRefused:
        """A session where name and password are right; else a refusal, the same for a name that there is not.

        The session of the token `before`, which the same browser brought along, ends with a new one.
        """
        name = _plain(name)
        with self._database.writing() as session:
            wait = _wait(session.get(FailureRow, _hidden(name), with_for_update=True), now)
            if wait:
                return SignInRefused(wait)
            # Counted before the check, so that many tries at once count as many.
            _count_failure(session, _hidden(name), now)
            row = session.get(AccountRow, name)
            stored = row.password if row is not None and row.active else None
        right = self._is_right(stored, password)
        return self._let_in(name, stored, password, now, before) if stored and right else self._refuse(name, now)

    def session_of(self, token: str, now: datetime) -> Account | None:
        """Who a session belongs to; None where it is unknown, ended, idle for 30 minutes or older than 12 hours."""
        with self._database.reading() as session:
            row = session.get(SessionRow, _hidden(token))
            account = session.get(AccountRow, row.account) if row is not None else None
        if row is None or account is None or not account.active or _has_ended(row, now):
            return None
        if now - row.used >= _NOTED:
            with self._database.writing() as session:
                again = session.get(SessionRow, row.token, with_for_update=True)
                if again is None:
                    return None  # it has just ended
                again.used = now
        return _account(account)

    def sign_out(self, token: str, now: datetime) -> None:
        """Ends a session; none of that token is no error."""
        with self._database.writing() as session:
            row = session.get(SessionRow, _hidden(token))
            if row is not None:
                session.delete(row)
                append(session, now, row.account, "signed_out")

    def _is_right(self, stored: str | None, password: str) -> bool:
        """Whether a password is that of a hash; without one it takes as long to say no."""
        try:
            self._hasher.verify(stored or _nobodys(self._hasher), password[: LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def _let_in(self, name: str, stored: str, password: str, now: datetime, before: str) -> SignedIn | SignInRefused:
        """Begins a session, unless the account was changed while its password was checked."""
        token = secrets.token_urlsafe(32)
        anew = self._hasher.hash(password) if self._hasher.check_needs_rehash(stored) else stored
        with self._database.writing() as session:
            account = session.get(AccountRow, name, with_for_update=True)
            if account is None or not account.active or account.password != stored:
                return SignInRefused(0)
            account.password = anew
            session.execute(delete(FailureRow).where(FailureRow.name == _hidden(name)))
            _end_sessions(session, name, now, before)
            session.add(SessionRow(token=_hidden(token), account=name, made=now, used=now))
            append(session, now, name, "signed_in")
            return SignedIn(token, _account(account))

    def _refuse(self, name: str, now: datetime) -> SignInRefused:
        """Notes a failure in the audit log; those of names that there are not become ever rarer there."""
        with self._database.writing() as session:
            account = session.get(AccountRow, name)
            failed = session.get(FailureRow, _hidden(name))
            if account is not None:
                append(session, now, name, "sign_in_failed", f"{failed.failed if failed else 1}")
            elif _is_power_of_two(times := _count_failure(session, _UNKNOWN, now)):
                append(session, now, NOBODY, "sign_in_failed", f"unknown names: {times}")
            return SignInRefused(_wait(failed, now))


_UNKNOWN = "unknown"
"""Under what the failures of all names that there are not count together; no hash looks so."""


def _is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0


def _count_failure(session: Session, hidden: str, now: datetime) -> int:
    """Counts a failure of a name; how many there are now."""
    row = session.get(FailureRow, hidden, with_for_update=True)
    if row is None:
        _forget_failures(session, now)
        row = FailureRow(name=hidden, failed=0, last=now)
        session.add(row)
    row.failed = 1 if now - row.last > FORGOTTEN else row.failed + 1
    row.last = now
    session.flush()
    return row.failed


def _end_sessions(session: Session, name: str, now: datetime, before: str) -> None:
    """Ends the session of a token, those that ran out, and an account's longest not used: one more fits then."""
    ended = (
        SessionRow.token == _hidden(before),
        SessionRow.used <= now - IDLE,
        SessionRow.made <= now - LONGEST_SESSION,
    )
    session.execute(delete(SessionRow).where(or_(*ended)))
    of_account = select(SessionRow.token).where(SessionRow.account == name)
    latest = session.scalars(of_account.order_by(SessionRow.used.desc(), SessionRow.made.desc())).all()
    session.execute(delete(SessionRow).where(SessionRow.token.in_(latest[MOST_SESSIONS - 1 :])))


def _forget_failures(session: Session, now: datetime) -> None:
    """Drops the failures that count no more, and the oldest of names that there are not where too many names failed."""
    session.execute(delete(FailureRow).where(FailureRow.last < now - FORGOTTEN))
    many = session.scalars(select(func.count()).select_from(FailureRow)).one() - MOST_FAILING_NAMES + 1
    if many > 0:
        # Else many made-up names would give an account's password another five free tries.
        accounts = [_UNKNOWN, *map(_hidden, session.scalars(select(AccountRow.name)))]
        oldest = select(FailureRow.name).where(FailureRow.name.not_in(accounts)).order_by(FailureRow.last).limit(many)
        session.execute(delete(FailureRow).where(FailureRow.name.in_(oldest)))


def _wait(row: FailureRow | None, now: datetime) -> int:
    """How many seconds a name has to wait before it may be tried: 30 after five failures, doubled by each further."""
    if row is None or row.failed < FREE_FAILURES:
        return 0
    doubled = FIRST_WAIT * (1 << min(row.failed - FREE_FAILURES, 10))
    left = row.last + min(doubled, LONGEST_WAIT) - now
    return max(0, math.ceil(left.total_seconds()))


def _has_ended(row: SessionRow, now: datetime) -> bool:
    return now - row.used >= IDLE or now - row.made >= LONGEST_SESSION


def _changed(session: Session, name: str) -> AccountRow:
    """The account that is about to change, its sessions ended."""
    row = session.get(AccountRow, name, with_for_update=True)
    if row is None:
        raise AccountRefused(f"没有账户 {name}。 / there is no account {name}.")
    session.execute(delete(SessionRow).where(SessionRow.account == name))
    return row


def _check_not_last(session: Session, name: str) -> None:
    """Refuses to lose the last administrator; two at once wait for each other."""
    active = select(AccountRow.name).where(AccountRow.role == "admin", AccountRow.active == 1)
    if session.scalars(active.order_by(AccountRow.name).with_for_update()).all() == [name]:
        raise AccountRefused(
            f"{name} 是最后一个管理员，不能停用或改角色；请先设另一个管理员。"
            f" / {name} is the last administrator and stays one; make another first."
        )


def _plain(name: str) -> str:
    """A name as it is compared: no matter its width and case."""
    return unicodedata.normalize("NFKC", storable(name)).strip().casefold()


def _good_name(name: str) -> str:
    plain = _plain(name)
    if not _NAME.fullmatch(plain):
        raise AccountRefused(
            f"账户名 {name!r}：应为 1 到 64 个文字、数字、点、横线。"
            " / 1 to 64 letters, digits, dots or hyphens are needed."
        )
    return plain


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise AccountRefused(f"角色 {role!r}：应为 {'、'.join(ROLES)}。 / one of {', '.join(ROLES)} is needed.")


def _check_password(name: str, password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountRefused(
            f"密码应有 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符。"
            f" / a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters is needed."
        )
    if _plain(password) == name:
        raise AccountRefused("密码不能与账户名相同。 / the password must not be the name.")


def _hidden(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    """The hash of a password that nobody knows."""
    return hasher.hash(secrets.token_urlsafe(32))


def _account(row: AccountRow) -> Account:
    return Account(row.name, cast("Role", row.role), bool(row.active), row.made)
