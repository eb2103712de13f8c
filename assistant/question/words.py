"""The words of a text with their parts of speech."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jieba.posseg import POSTokenizer


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text in order, each with its part of speech as jieba names it (n, v, r, uj and so on)."""
    return [(pair.word, pair.flag) for pair in _tagger().cut(text)]


@cache
def _tagger() -> POSTokenizer:
    # Imported when it is first needed: it reads its tables, a quarter of a second, while it is imported.
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.POSTokenizer(jieba.dt)
