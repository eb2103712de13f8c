"""Every figure of the disclosure in one table: filtered, sorted, downloaded."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.web.shell import html_page, page_of
from index.model import Disclosure


def add_figures_page(app: FastAPI, disclosures: Sequence[Disclosure]) -> None:
    """Adds /figures."""
    documents = [disclosure.document for disclosure in disclosures]

    @app.get("/figures", response_class=HTMLResponse, include_in_schema=False)
    def figures(request: Request) -> HTMLResponse:
        return html_page("figures.html", page_of(request, documents))
