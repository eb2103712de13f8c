"""What administrators see beside the desk: the accounts, and the audit log."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from assistant.review.errors import AccountRefused
from assistant.reviewed import Reviewed
from assistant.web.shell import html_page, page_of
from assistant.web.staff.session import NotAllowed, allowed
from assistant.web.staff.words import EVENTS
from index.model import Document

_EVENTS = 100
_OWN = "不能停用自己的账号。 / Your own account cannot be deactivated here."


def add_managing_pages(app: FastAPI, reviews: Reviewed, documents: Sequence[Document]) -> None:
    """Adds /staff/accounts, where an account can be deactivated, and /staff/log."""
    store = reviews.store
    app.exception_handler(NotAllowed)(_not_allowed)

    @app.get("/staff/accounts", response_class=HTMLResponse, include_in_schema=False)
    def accounts(request: Request) -> HTMLResponse:
        account = allowed(request, store.accounts, reviews.now(), "manage")
        return html_page(
            "staff/accounts.html", page_of(request, documents), account=account, accounts=store.accounts.all(), told=""
        )

    @app.post("/staff/accounts/deactivate", include_in_schema=False)
    async def deactivate(request: Request) -> Response:
        form = await request.form()
        return await run_sync(_deactivated, request, str(form.get("name", "")))

    def _deactivated(request: Request, name: str) -> Response:
        account = allowed(request, store.accounts, reviews.now(), "manage")
        try:
            if name == account.name:
                raise AccountRefused(_OWN)
            store.accounts.deactivate(name, by=account.name, now=reviews.now())
        except AccountRefused as error:
            page = page_of(request, documents)
            reply = html_page(
                "staff/accounts.html", page, account=account, accounts=store.accounts.all(), told=str(error)
            )
            reply.status_code = 409
            return reply
        return RedirectResponse("/staff/accounts", 303)

    @app.get("/staff/log", response_class=HTMLResponse, include_in_schema=False)
    def log(request: Request) -> HTMLResponse:
        account = allowed(request, store.accounts, reviews.now(), "manage")
        asked = request.query_params.get("from", "")
        offset = int(asked) if re.fullmatch(r"[0-9]{1,7}", asked, re.ASCII) else 0
        return html_page(
            "staff/log.html",
            page_of(request, documents),
            account=account,
            events=store.audit.events(_EVENTS + 1, offset),
            most=_EVENTS,
            names=EVENTS,
            offset=offset,
            broken=store.audit.verify_chain(),
        )


def _not_allowed(request: Request, error: Exception) -> PlainTextResponse:  # noqa: ARG001 - the signature of a handler
    return PlainTextResponse(str(error), 403)
