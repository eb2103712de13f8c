"""A question as people type it, in the spelling that the index uses."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from assistant.vocabulary import SPOKEN, SYNONYMS, TYPOS

_CJK = "\u4e00-\u9fff"
_QUOTES = re.compile(r"[“”\"‘’「」『』'`《》]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normalised(text: str) -> str:
    """The text in simplified characters and half-width signs, spoken forms and common slips rewritten.

    Spaces inside words, commas inside numbers, quotation marks and invisible marks are gone.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    plain = _rewritten(_simplifier().convert(_rewritten(plain, SPOKEN)), {**SPOKEN, **TYPOS})
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", plain)
    plain = re.sub(rf"(?<=[{_CJK}])\s+(?=[{_CJK}0-9])|(?<=[0-9])\s+(?=[{_CJK}%])", "", plain)
    return _QUOTES.sub("", plain)


def simplified(text: str) -> str:
    """The text in simplified characters, nothing else changed."""
    return str(_simplifier().convert(text))


@lru_cache(maxsize=65536)
def canonical(text: str) -> str:
    """The text with each synonym of the genre in its one spelling, for comparing; labels go through the same."""
    bare = _QUOTES.sub("", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    return _synonym_pattern().sub(lambda match: _synonym_table()[match.group()], bare)


def _rewritten(text: str, table: dict[str, str]) -> str:
    for wrong in sorted(table, key=len, reverse=True):
        text = text.replace(wrong, table[wrong])
    return text


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _synonym_table() -> dict[str, str]:
    return {word: group[0] for group in SYNONYMS for word in group}


@cache
def _synonym_pattern() -> re.Pattern[str]:
    words = sorted(_synonym_table(), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words))
