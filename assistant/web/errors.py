"""How the interface for programs says what went wrong, and the one place where unforeseen failures end."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.schema import MOST_CHARACTERS, MOST_REASON, MOST_TURNS, ErrorReply

API = "/api/"
MOST_BYTES = 64 * 1024
"""The largest body a program may send."""

_NOT_JSON = (
    "请求应为 JSON 对象，Content-Type 为 application/json。 / The body must be a JSON object, sent as application/json."
)
_EMPTY = "问题不能为空。 / The question is empty."
_SURROGATE = "文字中有无效的字符。 / The text holds characters that are none."
_TOO_LONG = (
    f"太长：每个问题最多 {MOST_CHARACTERS} 字，说明最多 {MOST_REASON} 字，编号最多 200 字。 / Too long: at most"
    f" {MOST_CHARACTERS} characters a question, {MOST_REASON} a reason, 200 an id."
)
_TOO_MANY = f"最多 {MOST_TURNS} 轮问题。 / At most {MOST_TURNS} turns."
_CAUSES = {
    "json_invalid": _NOT_JSON,
    "model_attributes_type": _NOT_JSON,
    "string_too_short": _EMPTY,
    "string_pattern_mismatch": _EMPTY,
    "too_short": _EMPTY,
    "string_unicode": _SURROGATE,
    "string_too_long": _TOO_LONG,
    "too_long": _TOO_MANY,
}
_log = logging.getLogger(__name__)


class Refused(HTTPException):
    """A request that the interface does not serve, with a line that says why, in Chinese, then in English."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(status, error)


def add_error_form(app: FastAPI) -> None:
    """Gives every error under /api the form of ErrorReply; elsewhere the framework's own stays."""
    app.exception_handler(RequestValidationError)(_bad_request)
    app.exception_handler(HTTPException)(refusal_reply)


def what_is_wrong(errors: Sequence[Any]) -> tuple[int, str]:
    """The status and the line for pydantic's errors: the most telling one, as a union reports each of its members."""
    for error in errors:
        if error["type"] in _CAUSES:
            cause = _CAUSES[error["type"]]
            return (400 if cause == _NOT_JSON else 422), cause
    if any(len(error["loc"]) < 2 for error in errors):
        return 400, _NOT_JSON
    names = dict.fromkeys(str(error["loc"][1]) for error in errors)
    fields = ", ".join(names) or "q"
    return 422, f"字段缺失或类型不对：{fields}。 / Missing or of the wrong type: {fields}."


async def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if not request.url.path.startswith(API):
        return await request_validation_exception_handler(request, error)
    return error_reply(*what_is_wrong(error.errors()))


async def refusal_reply(request: Request, error: Exception) -> Response:
    """A refusal: under /api in the interface's form, elsewhere in the framework's."""
    assert isinstance(error, HTTPException)
    if not request.url.path.startswith(API):
        return await http_exception_handler(request, error)
    return error_reply(error.status_code, error.detail)


def error_reply(status: int, error: str, reference: str | None = None) -> JSONResponse:
    """An error in the interface's form."""
    return JSONResponse(ErrorReply(error=error, reference=reference).model_dump(), status)


class Failures:
    """Where every unforeseen failure ends: an apology with a reference, whose trace stands in the log alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; a reply that had begun is cut off, as nothing true can follow it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:  # noqa: BLE001 - the edge: nothing that fails below may reach the visitor as it is
            reference = uuid.uuid4().hex[:8]
            _log.exception("No reply, reference %s", reference)
            if not begun:
                await _apology(scope["path"], reference)(scope, receive, send)


def _apology(path: str, reference: str) -> Response:
    text = (
        f"抱歉，服务器出错了，请稍后再试。如需反馈，请提供编号 {reference}。"
        f" / Sorry, something went wrong here. Please try again later; the reference is {reference}."
    )
    return error_reply(500, text, reference) if path.startswith(API) else PlainTextResponse(text, 500)
