"""Who of the staff a request comes from, by its cookie, and what each role may do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from assistant.review.accounts import Accounts
from assistant.review.model import Account, Role

Right = Literal["look", "decide", "manage"]

_NAME = "staff"
_MAY: dict[Role, frozenset[Right]] = {
    "reader": frozenset({"look"}),
    "reviewer": frozenset({"look", "decide"}),
    "admin": frozenset({"look", "decide", "manage"}),
}


class NotAllowed(Exception):
    """Whoever sent a request is not signed in, or has no right to what it asks for."""

    def __init__(self) -> None:
        super().__init__("没有权限，或登录已结束。 / not allowed, or the session has ended.")


def may(account: Account, right: Right) -> bool:
    """Whether an account's role lets it do something."""
    return right in _MAY[account.role]


def allowed(connection: HTTPConnection, accounts: Accounts, now: datetime, right: Right) -> Account:
    """The account that a request's session belongs to, asked of the store anew.

    Raises:
        NotAllowed: there is no session (any more), or its role may not do this.
    """
    account = account_of(connection, accounts, now)
    if account is None or not may(account, right):
        raise NotAllowed
    return account


def account_of(connection: HTTPConnection, accounts: Accounts, now: datetime) -> Account | None:
    """The account that a request's session belongs to; None where it has none that still runs."""
    token = token_of(connection)
    return accounts.session_of(token, now) if token else None


def token_of(connection: HTTPConnection) -> str:
    """The token in a request's cookie; empty where there is none."""
    return connection.cookies.get(_cookie(connection), "")


def begin(connection: HTTPConnection, response: Response, token: str) -> None:
    """Has the browser keep a session's token, out of reach of scripts and other sites, until it is closed."""
    secure = connection.url.scheme == "https"
    response.set_cookie(_cookie(connection), token, path="/", secure=secure, httponly=True, samesite="strict")


def end(connection: HTTPConnection, response: Response) -> None:
    """Has the browser forget its token."""
    secure = connection.url.scheme == "https"
    response.delete_cookie(_cookie(connection), path="/", secure=secure, httponly=True, samesite="strict")


def _cookie(connection: HTTPConnection) -> str:
    """The cookie's name: over https one that browsers accept from this very host alone, and only as secure."""
    return f"__Host-{_NAME}" if connection.url.scheme in ("https", "wss") else _NAME
