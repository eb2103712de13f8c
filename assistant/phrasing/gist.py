"""What an English answer may say of a Chinese passage in a model's words: that it is about terms that stand in it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.phrasing.faults import fault
from assistant.phrasing.model import Fault, Material
from assistant.phrasing.vocabulary import GIST, NO_TOPIC
from assistant.question.glossary import NAMES, PHRASES


def is_gist(sentence: str) -> bool:
    """Whether a sentence has the form: the passage is about these terms."""
    return GIST.fullmatch(sentence.strip()) is not None


def gist_faults(sentence: str, material: Material) -> tuple[Fault, ...]:
    """A fault for each term of such a sentence that is none of the glossary, or does not stand in what it cites."""
    match = GIST.fullmatch(sentence.strip())
    if match is None:
        return (fault("unsupported", sentence.strip()),)
    marks = {int(marker) for marker in re.findall(r"\{C([0-9]+)\}", match["marks"])}
    quotes = [each.quote for each in material.answer.citations if each.marker in marks]
    if len(quotes) < len(marks):
        return (fault("citation", match["marks"]),)
    terms = [term for term in re.split(r",? and |, ", match["terms"]) if term]
    right = "only terms of the glossary that stand in the passage"
    return tuple(
        fault("unsupported", term, right)
        for term in terms
        if not any(chinese in quote for chinese in _chinese(term.strip()) for quote in quotes)
    )


def _closed(pattern: str) -> str:
    """A pattern of the glossary without what matches any ending, which reads a question but would let any word pass."""
    return re.sub(r"\\w[*+]", "(?!)", pattern)


@lru_cache(maxsize=512)
def _chinese(term: str) -> frozenset[str]:
    """What a term of the glossary is in Chinese, where it names a topic; nothing for any other word."""
    found = {chinese for english, chinese in PHRASES if re.fullmatch(_closed(english), term, re.IGNORECASE)}
    found |= {chinese for chinese, english in NAMES.items() if english == term.lower()}
    return frozenset(found) - NO_TOPIC
