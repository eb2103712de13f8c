"""A question brought down to what it asks about, for when nothing fits it as it was typed.

People chat around their question (别绕弯子，帮我算算). Clauses that hold nothing of the document are left out beside
one that does, then the words that carry no subject by their part of speech: pronouns, adverbs, particles, and verbs of
everyday life. Nouns stay, so that a question about something the document does not have still finds nothing.
"""

from __future__ import annotations

import re

from assistant.evidence.matching import pairs
from assistant.question.refuse import mentions
from assistant.question.words import words_of
from assistant.vocabulary import ASKING, FUNCTION_WORDS
from index.vocabulary import COUNT_UNITS, MONEY_UNITS

_CLAUSE = re.compile(r"(?<=[，。！？；：,!?;:\n])\s*")
_FORBIDS = re.compile(r"别|不要|不用|请勿")
_LIGHT = frozenset(
    ("r", "d", "p", "c", "u", "uj", "ul", "ud", "uz", "ug", "uv", "y", "e", "o", "zg", "f", "q", "m", "mq", "b")
)
_VERBS = frozenset(("v", "vn", "vd", "vg", "l", "i", "a", "ad"))
_ASKS = re.compile("|".join(map(re.escape, sorted({*ASKING, *FUNCTION_WORDS}, key=len, reverse=True))))
_KEPT = frozenset((*COUNT_UNITS, *MONEY_UNITS, *FUNCTION_WORDS, "万", "亿", "年"))
_LONGEST = 200


def brought_down(normal: str, known: frozenset[str]) -> str | None:
    """A question's text without the chat around it; None where there is none, or where nothing would be left.

    `known` are the pairs of characters that the index has.
    """
    if len(normal) > _LONGEST:
        return None
    kept = "".join(_without_light_words(clause, known) for clause in _telling_clauses(normal, known))
    kept = re.sub(r"[(（]\s*[)）]", "", kept)
    return kept if kept != normal and len(pairs(kept)) > 1 else None


def _telling_clauses(normal: str, known: frozenset[str]) -> list[str]:
    """The clauses that hold words of the index and forbid nothing; all where none does."""
    clauses = [clause for clause in _CLAUSE.split(normal) if clause]
    told = [clause for clause in clauses if _told(clause, known) > 0.5 and not _FORBIDS.match(clause)]
    return told or clauses


def _told(clause: str, known: frozenset[str]) -> float:
    """The share of a clause's pairs of characters, words of asking aside, that the index has.

    A clause that names a body, or that only asks, counts as told in full.
    """
    if mentions(clause):
        return 1.0
    words: frozenset[str] = frozenset().union(*(pairs(part) for part in _ASKS.sub(" ", clause).split()))
    return sum(pair in known for pair in words) / len(words) if words else 1.0


def _without_light_words(clause: str, known: frozenset[str]) -> str:
    words = words_of(clause)
    texts = ["", *(word for word, _ in words), ""]
    return "".join(
        word
        for (word, kind), before, behind in zip(words, texts, texts[2:], strict=False)
        if not _is_light(word, kind, before, behind, known)
    )


def _is_light(word: str, kind: str, before: str, behind: str, known: frozenset[str]) -> bool:
    """Whether a word says nothing about the subject: by its kind, or a verb that the index does not have.

    A verb directly before a word of the index is part of a name (罚款收入) and stays, as does a piece of a word of the
    index that was cut (扬, 尘).
    """
    if word in _KEPT or _ASKS.search(word) or re.search(r"[0-9A-Za-z%]", word):
        return False
    across = {before[-1:] + word, word + behind[:1]} if len(word) == 1 else set()
    if not {*pairs(word), *across}.isdisjoint(known):
        return False
    names = not _ASKS.search(behind) and behind not in _KEPT and not pairs(behind).isdisjoint(known)
    return kind in _LIGHT or (kind in _VERBS and not names)
