"""A question without the everyday gloss around an exact term of the document (人员经费（发工资的钱）有多少).

A gloss is known by its words, all of them: what a term is called in everyday words, and words that carry nothing. One
word beside them (局长的人员经费, 给退休职工发工资的人员经费) restricts what is asked, and the question stays as it is.
"""

from __future__ import annotations

import re

from assistant.library import Library
from assistant.question.normalise import canonical
from assistant.vocabulary import EVERYDAY_WORDS, GLOSS_WORDS

_BRACKET = re.compile(r"^([^()]*)[(]([^()]{2,})[)](.*)$")
_BEHIND_GLOSS = re.compile(r"(?:的|[这那](?:一?块|部分))[，,]?")
_LEAST = 3


def without_gloss(normal: str, library: Library) -> str | None:
    """The question with the term alone; None where it has no gloss, or one that may be more than a gloss."""
    terms = _terms(library)
    if bracket := _BRACKET.match(normal):
        before, inside, behind = bracket.groups()
        if canonical(inside) in terms and _explains(before, inside):
            return f"{inside}{behind}"
        term = _at_end(before, terms)
        return f"{before}{behind}" if term and _explains(inside, term) else None
    for split in _BEHIND_GLOSS.finditer(normal):
        term = _at_start(normal[split.end() :], terms)
        if term and _explains(normal[: split.start()], term):
            return normal[split.end() :]
    return None


def _terms(library: Library) -> frozenset[str]:
    """The names of what the document states figures of, and of what it defines."""
    stated = (figure.measure for figure in library.disclosure.figures)
    return frozenset(canonical(name) for name in (*stated, *(term for term, _ in library.definitions)))


def _explains(words: str, term: str) -> bool:
    """Whether words are no more than everyday words of a term, one at least, and words that carry nothing."""
    everyday = [word for name, own in EVERYDAY_WORDS.items() if name in canonical(term) for word in own]
    if not everyday:
        return False
    pattern = "|".join(map(re.escape, sorted(everyday, key=len, reverse=True)))
    rest, told = re.subn(pattern, " ", words)
    return told > 0 and not GLOSS_WORDS.sub("", rest).strip(" ,，:：")


def _at_end(words: str, terms: frozenset[str]) -> str:
    """The longest term that words end in."""
    ends = (words[start:] for start in range(len(words) - _LEAST + 1))
    return next((end for end in ends if canonical(end) in terms), "")


def _at_start(words: str, terms: frozenset[str]) -> str:
    """The longest term that words begin with."""
    starts = (words[:end] for end in range(len(words), _LEAST - 1, -1))
    return next((start for start in starts if canonical(start) in terms), "")
