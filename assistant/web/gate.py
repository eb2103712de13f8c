"""What of gradio's own addresses a visitor may call: those that the chat needs, and no other."""

from __future__ import annotations

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NEEDED = re.compile(
    r"/gradio_api/(?:queue|run/predict|heartbeat|startup-events|info|cancel|reset|app_id|theme\.css)(?![^/])"
)
_GRADIO = re.compile(r"/(?:gradio_api|monitoring|login|logout|pwa_icon)(?![^/])")
_REFUSAL = "这里不提供这个功能。 / This is not offered here."


class Gate:
    """Refuses what gradio would do for anyone and the chat does not need.

    Storing files and links on the disk, serving files, fetching other addresses, calling handlers past the interface
    for programs, logging in, monitoring.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or refuses it."""
        path = scope.get("path", "")
        if scope["type"] == "http" and _GRADIO.match(path) and not _NEEDED.match(path):
            await PlainTextResponse(_REFUSAL, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)
