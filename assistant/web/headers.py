"""What every reply tells the browser: to load and run only what this site itself sends."""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMMON = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'; "
)
_PLAIN = _COMMON + "script-src 'self'"
# Gradio makes functions of the templates of its HTML components while it runs, which counts as eval.
_CHAT = _COMMON + "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'"
GRADIO_PAGES = frozenset({"/", "/staff/"})
"""Where gradio's pages are: the chat, and the staff's desk."""
NONCE = "script nonce"
"""Where the scope of a request for gradio's page holds what marks the scripts that stand in it."""


class SecurityHeaders:
    """Adds the headers to every reply; gradio's pages may also run the scripts in it that bear its nonce."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = _PLAIN
        if scope["path"] in GRADIO_PAGES:
            scope[NONCE] = secrets.token_urlsafe(16)
            policy = _CHAT.format(nonce=scope[NONCE])

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, headed)
