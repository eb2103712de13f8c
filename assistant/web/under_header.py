"""A page of gradio's brought under the header of all pages, in the visitor's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.headers import NONCE
from assistant.web.language import Language


@dataclass(frozen=True, slots=True)
class Around:
    """What is put into a page of gradio's: its language, HTML for the head, and HTML above all else in the body."""

    language: Language
    head: str
    header: str


class UnderHeader:
    """Puts the header into gradio's page at a path, names its language, and has gradio speak that language.

    Gradio writes lang="en" for every visitor and asks the browser for the language by itself; the header that it would
    draw only after its scripts ran stands in the page from the first byte.
    """

    def __init__(self, app: ASGIApp, path: str, around: Callable[[Request], Around]) -> None:
        self._app = app
        self._path = path
        self._around = around

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; the page itself with what goes around it."""
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] != "GET":
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
                request = Request(scope)
                body = _placed(body.decode(), self._around(request), request.scope.get(NONCE, "")).encode()
                headers["content-length"] = str(len(body))
                headers["vary"] = "Accept-Language, Cookie"
                headers["cache-control"] = "no-store"  # it bears a nonce, and names the host that was asked for
            await send({**start, "headers": headers.raw})
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, gathered)


def _placed(html: str, around: Around, nonce: str) -> str:
    html = re.sub(r'(<html\b[^>]*?)lang="[^"]*"', lambda tag: f'{tag[1]}lang="{around.language}"', html, count=1)
    html = re.sub(r"<head>", lambda tag: tag[0] + around.head, html, count=1)
    html = re.sub(r"<body\b[^>]*>", lambda tag: tag[0] + around.header, html, count=1)
    return re.sub(r"<script\b", f'<script nonce="{nonce}"', html)  # in data, gradio writes < as \\u003c
