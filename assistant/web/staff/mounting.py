"""The staff's side in the application: sign-in, managing pages, and the desk as a gradio app of its own."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI, Request

from assistant.reviewed import Reviewed
from assistant.web.shell import PRELOADED, page_of, rendered
from assistant.web.staff.desk import desk_page
from assistant.web.staff.gate import ACCOUNT, DESK
from assistant.web.staff.managing import add_managing_pages
from assistant.web.staff.sign_in import add_sign_in
from assistant.web.staff.words import I18N
from assistant.web.under_header import Around, UnderHeader


def add_staff(app: FastAPI, reviews: Reviewed, theme: gr.themes.Base) -> None:
    """Adds all that is under /staff; StaffGate must stand before it."""
    documents = tuple(disclosure.document for disclosure in reviews.disclosures)
    add_sign_in(app, reviews, documents)
    add_managing_pages(app, reviews, documents)

    def around(request: Request) -> Around:
        page, account = page_of(request, documents), request.scope[ACCOUNT]
        head = rendered("staff/gradio_head.html", page, preloaded=PRELOADED)
        return Around(page.language, head, rendered("staff/gradio_header.html", page, account=account))

    app.add_middleware(UnderHeader, path=DESK, around=around)
    gr.mount_gradio_app(
        app,
        desk_page(reviews),
        path=DESK.rstrip("/"),
        auth_dependency=_name_of,
        theme=theme,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        i18n=I18N,
    )


def _name_of(request: Request) -> str | None:
    """Whom the gate let through; gradio serves no one else."""
    account = request.scope.get(ACCOUNT)
    return account.name if account else None
