"""The language a visitor reads: chosen by the switch, else by the browser, else Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from starlette.requests import HTTPConnection

Language = Literal["zh-CN", "en"]
Say = Callable[[str, str], str]
"""Takes a text in Chinese and in English and gives the one to show."""

CHINESE: Language = "zh-CN"
ENGLISH: Language = "en"
LANGUAGE_COOKIE = "language"


def language_of(connection: HTTPConnection) -> Language:
    """The visitor's language: the switch's cookie, else the first of Chinese and English that the browser asks for."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE, "")
    return _named(chosen) or _accepted(connection.headers.get("accept-language", "")) or CHINESE


def say_in(language: Language) -> Say:
    """The chooser between texts for a language.

    >>> say_in("en")("问答", "Ask")
    'Ask'
    """
    return lambda chinese, english: english if language == ENGLISH else chinese


def _named(tag: str) -> Language | None:
    primary = tag.strip().split("-")[0].lower()
    return CHINESE if primary == "zh" else ENGLISH if primary == "en" else None


def _accepted(header: str) -> Language | None:
    """The first known language of an Accept-Language header by its weights (RFC 9110, 12.5.4)."""
    weighted = []
    for position, item in enumerate(header.split(",")):
        tag, _, weight = item.partition(";")
        language, share = _named(tag), _weight(weight)
        if language and share > 0:
            weighted.append((-share, position, language))
    return min(weighted)[2] if weighted else None


def _weight(text: str) -> float:
    number = text.strip().removeprefix("q=")
    try:
        return float(number) if number else 1.0
    except ValueError:
        return 0.0
