"""The whole disclosure as a page to read."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.web.shell import html_page, page_of
from index.model import Disclosure


def add_read_page(app: FastAPI, disclosures: Sequence[Disclosure]) -> None:
    """Adds /read: the document with its outline; ?mark=START-END,… marks spans of the source, #mark is the first."""
    documents = [disclosure.document for disclosure in disclosures]

    @app.get("/read", response_class=HTMLResponse, include_in_schema=False)
    def read(request: Request) -> HTMLResponse:
        return html_page("read.html", page_of(request, documents))
