"""What administrators see beside the desk: the accounts, and the audit log."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.review.errors import AccountRefused
from assistant.review.model import Account, AuditEvent
from assistant.reviewed import Reviewed
from assistant.web.shell import html_page, page_of
from assistant.web.staff.session import NotAllowed, account_of, allowed
from assistant.web.staff.sign_in import fields_of
from assistant.web.staff.words import EVENTS
from index.model import Document

_EVENTS = 100
_ABOUT_ITEM = re.compile(r"item ([0-9]{1,12}) v", re.ASCII)
_OWN = "不能停用自己的账户。 / Your own account cannot be deactivated here."


def add_managing_pages(app: FastAPI, reviews: Reviewed, documents: Sequence[Document]) -> None:
    """Adds /staff/accounts, where an account can be deactivated, and /staff/log."""

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, _: NotAllowed) -> HTMLResponse:
        account = account_of(request, reviews.store.accounts, reviews.now())
        reply = html_page("staff/not_allowed.html", page_of(request, documents), account=account)
        reply.status_code = 403
        return reply

    def accounts_page(request: Request, account: Account, told: str = "") -> HTMLResponse:
        page, known = page_of(request, documents), reviews.store.accounts.all()
        return html_page("staff/accounts.html", page, account=account, accounts=known, told=told)

    @app.get("/staff/accounts", response_class=HTMLResponse, include_in_schema=False)
    def accounts(request: Request) -> HTMLResponse:
        return accounts_page(request, allowed(request, reviews.store.accounts, reviews.now(), "manage"))

    @app.post("/staff/accounts/deactivate", include_in_schema=False)
    async def deactivate(request: Request) -> Response:
        (name,) = await fields_of(request, "name")
        return await run_sync(_deactivated, request, name)

    def _deactivated(request: Request, name: str) -> Response:
        account = allowed(request, reviews.store.accounts, reviews.now(), "manage")
        try:
            if name == account.name:
                raise AccountRefused(_OWN)
            reviews.store.accounts.deactivate(name, by=account.name, now=reviews.now())
        except AccountRefused as error:
            reply = accounts_page(request, account, str(error))
            reply.status_code = 409
            return reply
        return RedirectResponse("/staff/accounts", 303)

    @app.get("/staff/log", response_class=HTMLResponse, include_in_schema=False)
    def log(request: Request) -> HTMLResponse:
        account = allowed(request, reviews.store.accounts, reviews.now(), "manage")
        asked = request.query_params.get("from", "")
        offset = int(asked) if re.fullmatch(r"[0-9]{1,7}", asked, re.ASCII) else 0
        events = reviews.store.audit.events(_EVENTS + 1, offset)
        items = {event.number: item for event in events if (item := _item_of(event)) is not None}
        return html_page(
            "staff/log.html",
            page_of(request, documents),
            account=account,
            events=events,
            items=items,
            questions=reviews.store.questions(items.values()),
            most=_EVENTS,
            names=EVENTS,
            offset=offset,
            broken=reviews.store.audit.verify_chain(),
        )


def _item_of(event: AuditEvent) -> int | None:
    """The item of the desk that an event is about."""
    found = _ABOUT_ITEM.match(event.about)
    return int(found[1]) if found else None
