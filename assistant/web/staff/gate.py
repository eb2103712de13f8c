"""What stands before everything under /staff: who is not signed in gets to see the sign-in page and nothing else."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.reviewed import Reviewed
from assistant.web.staff.session import account_of

ACCOUNT = "staff account"
"""Where the scope of a request that was let through holds the account that it comes from."""
SIGN_IN, SIGN_OUT, DESK = "/staff/sign-in", "/staff/sign-out", "/staff/"

_STAFF = re.compile(r"/staff(?![^/])")
_NEEDED = re.compile(
    r"/staff/(?:|sign-out|accounts|accounts/deactivate|log|theme\.css|(?:assets|static|svelte)/.+"
    r"|gradio_api/(?:run/predict|heartbeat/[^/]+|startup-events|info|reset|app_id|theme\.css)/?)"
)
_UNCHANGING = re.compile(r"/staff/(?:assets|static|svelte)/")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OFF = "这里没有开通审核。 / There is no review desk here."
_ELSEWHERE = "请求不是从本站页面发出的，没有执行。 / Not sent by a page of this site; nothing was done."
_SIGNED_OUT = "请先登录。 / Please sign in first."
_REFUSAL = "这里不提供这个功能。 / This is not offered here."


class StaffGate:
    """Lets through what comes with a running session, is sent by this site, and is needed by the staff's pages.

    So nothing of the desk is told to anyone else, not even what handlers it has; whether the account may do what it
    asks for is checked again by each handler.
    """

    def __init__(self, app: ASGIApp, reviews: Reviewed | None) -> None:
        self._app = app
        self._reviews = reviews

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or refuses it."""
        if scope["type"] not in ("http", "websocket") or not _STAFF.match(scope["path"]):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = await self._refusal(scope)
        sent = send if _UNCHANGING.match(scope["path"]) else _unkept(send)
        if refusal is None:
            await self._app(scope, receive, sent)
        else:
            await refusal(scope, receive, sent)

    async def _refusal(self, scope: Scope) -> Response | None:
        """Why a request is not served, None where it is."""
        path, connection = scope["path"], HTTPConnection(scope)
        if self._reviews is None:
            return PlainTextResponse(_OFF, 404)
        if scope["method"] not in _SAFE and not sent_by_this_site(connection.headers):
            return PlainTextResponse(_ELSEWHERE, 403)
        if path == SIGN_IN:
            return None
        account = await run_sync(account_of, connection, self._reviews.store.accounts, self._reviews.now())
        if account is None:
            return _to_sign_in(connection)
        scope[ACCOUNT] = account
        if path == "/staff":
            return RedirectResponse(DESK, 303)
        return None if _NEEDED.fullmatch(path) else PlainTextResponse(_REFUSAL, 403)


def sent_by_this_site(headers: Headers) -> bool:
    """Whether a browser says that a page of this site sent the request; one that says nothing is not taken for it."""
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


def _to_sign_in(connection: HTTPConnection) -> Response:
    """To the sign-in page, and from there back, where a page was asked for; else a refusal that tells nothing."""
    asked = connection.scope["path"]
    if connection.scope["method"] != "GET" or asked not in ("/staff", DESK, "/staff/accounts", "/staff/log"):
        return JSONResponse({"error": _SIGNED_OUT}, 401)
    back = asked + (f"?{connection.url.query}" if connection.url.query else "")
    return RedirectResponse(SIGN_IN if back in ("/staff", DESK) else f"{SIGN_IN}?back={quote(back)}", 303)


def _unkept(send: Send) -> Send:
    """Sends a reply that no browser may keep."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return sending
