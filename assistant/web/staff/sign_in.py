"""Signing in and out: plain pages that need no script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.review.model import SignInRefused
from assistant.reviewed import Reviewed
from assistant.web.errors import Refused
from assistant.web.shell import html_page, page_of
from assistant.web.staff.gate import DESK, SIGN_IN, SIGN_OUT
from assistant.web.staff.session import account_of, begin, end, token_of
from index.model import Document

_AT_ONCE, _MOST_WAITING = 2, 16
"""Passwords checked at a time, as each takes much memory on purpose, and how many may wait for it."""
_BACK = re.compile(r"/staff/(?:accounts|log|\?[\w=&%.-]*)?", re.ASCII)


def add_sign_in(app: FastAPI, reviews: Reviewed, documents: Sequence[Document]) -> None:
    """Adds /staff/sign-in and /staff/sign-out."""
    limiter = CapacityLimiter(_AT_ONCE)

    def page(request: Request, back: str, refused: SignInRefused | None = None, name: str = "") -> HTMLResponse:
        shown, vacant = page_of(request, documents), not reviews.store.accounts.any()
        asked = {"back": back, "refused": refused, "name": name}
        reply = html_page("staff/sign_in.html", shown, account=None, vacant=vacant, **asked)
        if refused:
            reply.status_code = 429 if refused.wait else 401
            if refused.wait:
                reply.headers["Retry-After"] = str(refused.wait)
        return reply

    @app.get(SIGN_IN, response_class=HTMLResponse, include_in_schema=False)
    def ask_who(request: Request, back: str = DESK) -> Response:
        if account_of(request, reviews.store.accounts, reviews.now()):
            return RedirectResponse(_way_back(back), 303)
        return page(request, _way_back(back))

    @app.post(SIGN_IN, response_class=HTMLResponse, include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        if limiter.statistics().tasks_waiting >= _MOST_WAITING:
            raise Refused(503, "正忙，请稍后再试。 / Busy; please try again later.")
        name, password, back = await fields_of(request, "name", "password", "back")
        back = _way_back(back)
        name = name.strip()
        before = token_of(request)
        result = await run_sync(reviews.store.accounts.sign_in, name, password, reviews.now(), before, limiter=limiter)
        if isinstance(result, SignInRefused):
            return await run_sync(page, request, back, result, name)
        reply = RedirectResponse(back, 303)
        begin(request, reply, result.token)
        return reply

    @app.post(SIGN_OUT, include_in_schema=False)
    def sign_out(request: Request) -> Response:
        reviews.store.accounts.sign_out(token_of(request), reviews.now())
        reply = RedirectResponse(SIGN_IN, 303)
        end(request, reply)
        return reply


async def fields_of(request: Request, *names: str) -> tuple[str, ...]:
    """The fields of these names of a page's form, empty where one is missing; a file is none."""
    sent = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    return tuple(sent.get(name, [""])[0] for name in names)


def _way_back(asked: str) -> str:
    """The page of the staff to go on to; the desk, where another address was named."""
    return asked if _BACK.fullmatch(asked) else DESK
