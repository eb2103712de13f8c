"""What an error of the libraries says about a request to a language model's server: its kind, never its words."""

from __future__ import annotations

import httpcore
import httpx
import openai

from assistant.endpoint.client import UnusableResponse
from assistant.endpoint.model import Ending

_TOO_MANY, _BROKEN = 429, 500
_UNREADABLE = (openai.OpenAIError, httpx.HTTPError, UnusableResponse, ValueError)
"""What the libraries raise at a reply that is none, or too large."""


def ending_of(error: Exception) -> Ending | None:
    """How a request ended that raised an error; None where that is no error of a request."""
    if isinstance(error, openai.APIStatusError):
        return _refusal(error)
    if isinstance(error, openai.APIConnectionError) and isinstance(error.__cause__, Exception):
        return _before_the_text(error.__cause__)
    if isinstance(error, httpcore.TimeoutException):
        return Ending("too_slow")
    if isinstance(error, httpcore.NetworkError | httpcore.ProtocolError):
        return Ending("cut_off", may_pass=True)
    return Ending("malformed") if isinstance(error, _UNREADABLE) else None


def _refusal(error: openai.APIStatusError) -> Ending:
    status = error.status_code
    if status == _TOO_MANY or status >= _BROKEN:
        return Ending("busy", status, may_pass=True, wait=_seconds(error.response.headers.get("retry-after", "")))
    return Ending("refused", status)


def _before_the_text(cause: Exception) -> Ending:
    """Nothing came: no time was left, nobody listens there, or the connection broke, which may pass."""
    if isinstance(cause, httpcore.TimeoutException):
        return Ending("too_slow")
    if isinstance(cause, httpcore.ConnectError):
        return Ending("unreachable")
    if isinstance(cause, httpcore.NetworkError | httpcore.ProtocolError):
        return Ending("unreachable", may_pass=True)
    return Ending("malformed")


def _seconds(retry_after: str) -> float | None:
    """The seconds of a Retry-After; None without one, or where it is a date (RFC 9110, 10.2.3)."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 9 else None
