"""What all pages share: the header, the language, the templates, and gradio's page brought under the same header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import gradio
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.headers import NONCE
from assistant.web.language import CHINESE, ENGLISH, LANGUAGE_COOKIE, Language, Say, language_of, say_in
from assistant.web.safe import plain
from index.model import Document

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_YEAR = 365 * 24 * 3600

_GRADIO = Path(gradio.__file__).parent / "templates" / "frontend"
PRELOADED = tuple(
    name for name in (_HERE / "preload.txt").read_text(encoding="utf-8").split() if (_GRADIO / name).is_file()
)
"""The scripts that gradio's page asks for one after another, to be fetched at once; the names are of one release, and
those that another does not have are left out."""

_environment = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    auto_reload=False,  # a running server keeps to the templates that its code knows
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["plain"] = plain
_environment.filters["urlquote"] = lambda text: quote(text, safe="")


@dataclass(frozen=True, slots=True)
class Page:
    """The page that is being drawn: its path, the document it shows of those there are, and the visitor's language."""

    path: str
    query: str
    document: Document
    documents: tuple[Document, ...]
    language: Language

    @property
    def say(self) -> Say:
        """The chooser between Chinese and English."""
        return say_in(self.language)

    @property
    def suffix(self) -> str:
        """What a link to another page carries on: the document, where it is not the one shown without being named."""
        return "" if self.document == self.documents[0] else f"?document={quote(self.document.id)}"

    @property
    def switch(self) -> str:
        """The address that shows this page in the other language."""
        other = CHINESE if self.language == ENGLISH else ENGLISH
        back = self.path + (f"?{self.query}" if self.query else "")
        return "/language?" + urlencode({"to": other, "back": back})


def page_of(request: Request, documents: Sequence[Document]) -> Page:
    """The page a request asks for; a document that is not there is answered with the first one."""
    asked = request.query_params.get("document")
    document = next((known for known in documents if known.id == asked), documents[0])
    return Page(request.url.path, request.url.query, document, tuple(documents), language_of(request))


def rendered(template: str, page: Page, **values: object) -> str:
    """A template of the folder filled for a page; every value in it is escaped."""
    return filled(template, page.language, page=page, **values)


def filled(template: str, language: Language, **values: object) -> str:
    """A template of the folder in a language; every value in it is escaped."""
    return _environment.get_template(template).render(say=say_in(language), language=language, **values)


def add_shell(app: FastAPI, documents: Sequence[Document]) -> None:
    """Adds the language switch, and the header over gradio's page at /."""
    app.get("/language", include_in_schema=False)(_switch_language)
    app.add_middleware(_GradioShell, documents=tuple(documents))


def _switch_language(to: str = CHINESE, back: str = "/") -> RedirectResponse:
    # Only a path of this site: "//host" and "/\host" would lead elsewhere.
    local = back if re.match(r"/(?![/\\])", back) and back.isprintable() else "/"
    response = RedirectResponse(quote(local, safe="/?=&%#+,-._~"), status_code=303)
    language: Language = ENGLISH if to == ENGLISH else CHINESE
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax")
    return response


class _GradioShell:
    """Puts the header into gradio's page, names its language, and has gradio speak that language.

    Gradio writes lang="en" for every visitor and asks the browser for the language by itself; the header that it would
    draw only after its scripts ran stands in the page from the first byte.
    """

    def __init__(self, app: ASGIApp, documents: tuple[Document, ...]) -> None:
        self._app = app
        self._documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def gathered(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=list(start["headers"]))
            if headers.get("content-type", "").startswith("text/html") and start["status"] == 200:
                body = self._with_header(body.decode(), Request(scope)).encode()
                headers["content-length"] = str(len(body))
                headers["vary"] = "Accept-Language, Cookie"
                headers["cache-control"] = "no-store"  # it bears a nonce, and names the host that was asked for
            await send({**start, "headers": headers.raw})
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, gathered)

    def _with_header(self, html: str, request: Request) -> str:
        page = page_of(request, self._documents)
        head, header = rendered("gradio_head.html", page, preloaded=PRELOADED), rendered("gradio_header.html", page)
        html = re.sub(r'(<html\b[^>]*?)lang="[^"]*"', lambda tag: f'{tag[1]}lang="{page.language}"', html, count=1)
        html = re.sub(r"<head>", lambda tag: tag[0] + head, html, count=1)
        html = re.sub(r"<body\b[^>]*>", lambda tag: tag[0] + header, html, count=1)
        nonce = request.scope.get(NONCE, "")
        return re.sub(r"<script\b", f'<script nonce="{nonce}"', html)  # in data, gradio writes < as \\u003c


def html_page(template: str, page: Page, **values: object) -> HTMLResponse:
    """A template as a response."""
    headers = {"Vary": "Accept-Language, Cookie"}
    return HTMLResponse(rendered(template, page, **values), headers=headers)
