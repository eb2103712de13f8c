"""The access log: one JSON line a request, with nothing in it of the visitor or of what was asked."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OF_GRADIO = ("/assets/", "/static/", "/svelte/", "/theme.css", "/favicon.ico", "/manifest.json")
_LEFT_OUT = ("/site/", *_OF_GRADIO, *(f"/staff{path}" for path in _OF_GRADIO))
_GRADIO = frozenset({"gradio_api", "assets", "static"})
_log = logging.getLogger("access")


class AccessLog:
    """Writes each request on the logger "access" when its reply is complete, and passes every piece on at once.

    Addresses, queries, bodies, cookies and gradio's session hashes, which stand in some of its paths, are not written.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request and writes its line."""
        if scope["type"] != "http" or scope["path"].startswith(_LEFT_OUT):
            await self._app(scope, receive, send)
            return
        path = scope["path"]  # a mounted application changes the scope
        started, status, size = time.perf_counter(), 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            line = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "method": scope["method"],
                "path": _template(scope, path),
                "status": status,
                "ms": round((time.perf_counter() - started) * 1000),
                "bytes": size,
            }
            _log.info(json.dumps(line))


def _template(scope: Scope, path: str) -> str:
    """The template of the route that served; else what of the path is gradio's, as the rest may hold what was typed."""
    desk = "/staff" if path.startswith("/staff/") else ""
    template, own = str(getattr(scope.get("route"), "path", "")), path.removeprefix(desk)
    if template:
        return template if template.startswith(desk) else desk + template
    first, _, rest = own[1:].partition("/")
    return desk + (f"/{first}/…" if first in _GRADIO and rest else "/" if own == "/" else "/…")
