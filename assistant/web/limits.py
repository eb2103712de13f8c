"""How much a visitor may send at once."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.errors import API, MOST_BYTES, Refused, refusal_reply

_MOST_BYTES_ELSEWHERE = 1024 * 1024


class BodyLimit:
    """Refuses larger bodies than a program or a page has a reason to send, before they are read where that is known."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_BYTES if scope["path"].startswith(API) else _MOST_BYTES_ELSEWHERE
        refusal = Refused(413, f"请求最多 {most // 1024} KiB。 / At most {most // 1024} KiB are taken.")
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:18]) > most:
            reply = await refusal_reply(Request(scope), refusal)
            await reply(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise refusal
            return message

        await self._app(scope, counted, send)
