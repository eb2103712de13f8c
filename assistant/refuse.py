"""Questions that the document cannot answer by their type: told from words and names, never from a similarity.

Contact data, persons, executed values in a budget, other years, other bodies, greetings: each is known before anything
is searched, and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.library import Library, known_body
from assistant.matching import pairs
from assistant.model import Question, RefusalKind
from assistant.normalise import canonical
from assistant.vocabulary import (
    ASKS_PERSON,
    BODY_PRONOUNS,
    BODY_SUFFIXES,
    CONTACT_WORDS,
    EXECUTED_WORDS,
    FUNCTION_WORDS,
    OFFICIAL_TITLES,
    SMALL_TALK,
)

_CONTACT = re.compile(
    rf"(?:{'|'.join(CONTACT_WORDS)})(?:号码|号)?(?:是)?(?:多少|什么|几号|几点|在哪里?|哪里|怎么|有吗|呢)?[?？。!]*$"
)
_CUT = re.compile(
    "|".join(re.escape(word) for word in sorted({*FUNCTION_WORDS, *BODY_PRONOUNS}, key=len, reverse=True))
    + r"|今年|去年|上年|明年|本年|[在和与由从把给让对问找去向归]|[，。；：、！？,;:!?\s0-9%.]+"
)
_LONG_SUFFIXES = "|".join(suffix for suffix in BODY_SUFFIXES if len(suffix) > 1 or suffix in "局厅院")
_SHORT_SUFFIXES = "|".join(suffix for suffix in BODY_SUFFIXES if len(suffix) == 1 and suffix not in "局厅院")
_SUFFIX = re.compile(rf"^(.*?(?:{_LONG_SUFFIXES})(?![长员理置所部])|.*?(?:{_SHORT_SUFFIXES})$)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question cannot be answered, and the word of the question that says so."""

    kind: RefusalKind
    word: str


def refusal_of(question: Question, library: Library) -> Refusal | None:
    """The refusal that a question's type asks for, or None."""
    normal = question.normal
    if not re.search(r"[\w]", normal):
        return Refusal("empty", "")
    for kind, word in (
        ("contact", _contact(normal)),
        ("person", _person(normal)),
        ("executed", _executed(normal, library)),
        ("body", _foreign_body(normal, library)),
        ("year", _other_year(question, library)),
        ("small_talk", _small_talk(question, library)),
    ):
        if word:
            return Refusal(kind, word)  # type: ignore[arg-type]
    return None


def is_off_topic(question: Question, library: Library) -> bool:
    """Whether hardly any word of a question stands anywhere in the document or in the index's names."""
    words = frozenset().union(*(pairs(piece) for piece in question.content)) if question.content else frozenset()
    held = sum(pair in library.known for pair in words)
    return not words or held / len(words) < 0.34


def _contact(normal: str) -> str:
    match = _CONTACT.search(normal)
    return next((word for word in CONTACT_WORDS if word in match.group()), "") if match else ""


def _person(normal: str) -> str:
    title = next((title for title in OFFICIAL_TITLES if title in normal), "")
    return title if title and any(word in normal for word in ASKS_PERSON) else ""


def _executed(normal: str, library: Library) -> str:
    """An executed value asked of a budget, unless the document states such a measure."""
    if library.disclosure.document.kind != "budget":
        return ""
    word = next((word for word in EXECUTED_WORDS if word in normal), "")
    stated = any(word in figure.measure for figure in library.disclosure.figures)
    return "" if stated else word


def _foreign_body(normal: str, library: Library) -> str:
    """A body that the question names and the document does not know, in full or shortened."""
    for piece in _CUT.split(normal):
        match = _SUFFIX.match(piece or "")
        if not match or len(match.group(1)) < 3:
            continue
        mention = match.group(1)
        if canonical(mention) in library.plain or known_body(library, mention):
            continue
        return mention
    return ""


def _other_year(question: Question, library: Library) -> str:
    """A year of which the document states nothing."""
    document = library.disclosure.document
    covered = {*library.periods, str(document.year), str((document.year or 1) - 1)}
    missing = [year for year in question.years if year not in covered]
    return missing[0] if missing and len(missing) == len(question.years) else ""


def _small_talk(question: Question, library: Library) -> str:
    word = next((word for word in SMALL_TALK if word in question.normal), "")
    return word if word and (len(question.normal) <= len(word) + 3 or is_off_topic(question, library)) else ""
