"""Which addresses are served: of gradio's own those that the chat needs, and none with a control character."""

from __future__ import annotations

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NEEDED = re.compile(
    r"/gradio_api/(?:queue|run/predict|heartbeat|startup-events|info|cancel|reset|app_id|theme\.css)(?![^/])"
)
_GRADIO = re.compile(r"/(?:gradio_api|monitoring|login|logout|pwa_icon)(?![^/])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NO_ADDRESS = "地址中有控制字符。 / The address holds a control character."
_REFUSAL = "这里不提供这个功能。 / This is not offered here."


class PlainAddresses:
    """Refuses an address with a control character: a pattern and a router may each read one in another way."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or refuses it."""
        if scope["type"] == "http" and _CONTROL.search(scope["path"]):
            await PlainTextResponse(_NO_ADDRESS, 400)(scope, receive, send)
        elif scope["type"] == "websocket" and _CONTROL.search(scope["path"]):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._app(scope, receive, send)


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
