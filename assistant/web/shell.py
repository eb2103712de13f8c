"""What all pages share: the header, the language, the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import gradio
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistant.web.language import CHINESE, ENGLISH, LANGUAGE_COOKIE, Language, Say, language_of, say_in
from assistant.web.safe import plain
from assistant.web.under_header import Around, UnderHeader
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
_environment.filters["minute"] = lambda at: at.astimezone().strftime("%Y-%m-%d %H:%M")
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
    app.add_middleware(UnderHeader, path="/", around=_around(tuple(documents)))


def _switch_language(to: str = CHINESE, back: str = "/") -> RedirectResponse:
    # Only a path of this site: "//host" and "/\host" would lead elsewhere.
    local = back if re.match(r"/(?![/\\])", back) and back.isprintable() else "/"
    response = RedirectResponse(quote(local, safe="/?=&%#+,-._~"), status_code=303)
    language: Language = ENGLISH if to == ENGLISH else CHINESE
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax")
    return response


def _around(documents: tuple[Document, ...]) -> Callable[[Request], Around]:
    """What goes into gradio's page at /: the head and header of the page that a request asks for."""

    def around(request: Request) -> Around:
        page = page_of(request, documents)
        head = rendered("gradio_head.html", page, preloaded=PRELOADED)
        return Around(page.language, head, rendered("gradio_header.html", page))

    return around


def html_page(template: str, page: Page, **values: object) -> HTMLResponse:
    """A template as a response."""
    headers = {"Vary": "Accept-Language, Cookie"}
    return HTMLResponse(rendered(template, page, **values), headers=headers)
