"""Accounts of the staff: made and changed by an administrator, signed in to with a password, slowed after failures."""

from __future__ import annotations

from datetime import datetime

from assistant.review.model import Account, Role, SignedIn, SignInRefused


class Accounts:
    """The accounts of a review database; every change is in the audit log. `by` is who makes it."""

    def all(self) -> tuple[Account, ...]:
        """The accounts by name."""
        raise NotImplementedError

    def any(self) -> bool:
        """Whether there is an active account at all."""
        raise NotImplementedError

    def add(self, name: str, role: Role, password: str, *, by: str, now: datetime) -> Account:
        """A new account.

        Raises:
            AccountRefused: the name is taken or no name, or the password is too short or the name itself.
        """
        raise NotImplementedError

    def change_password(self, name: str, password: str, *, by: str, now: datetime) -> None:
        """Gives an account another password; its sessions end.

        Raises:
            AccountRefused: there is no such account, or the password will not do.
        """
        raise NotImplementedError

    def set_role(self, name: str, role: Role, *, by: str, now: datetime) -> None:
        """Gives an account another role; its sessions end.

        Raises:
            AccountRefused: there is no such account.
        """
        raise NotImplementedError

    def deactivate(self, name: str, *, by: str, now: datetime) -> None:
        """Lets an account in no more; its sessions end.

        Raises:
            AccountRefused: there is no such account.
        """
        raise NotImplementedError

    def sign_in(self, name: str, password: str, now: datetime) -> SignedIn | SignInRefused:
        """A session where name and password are right; else a refusal, the same for a name that there is not."""
        raise NotImplementedError

    def session_of(self, token: str, now: datetime) -> Account | None:
        """Who a session belongs to; None where it is unknown, ended, idle for 30 minutes or older than 12 hours."""
        raise NotImplementedError

    def sign_out(self, token: str, now: datetime) -> None:
        """Ends a session; none of that token is no error."""
        raise NotImplementedError
