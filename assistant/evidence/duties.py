"""The duties that a document gives its bodies, sentence by sentence, and which of them fit a question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import Ranks
from assistant.library import Body, Library, section_text
from assistant.model import Question
from assistant.question.english import is_english
from assistant.question.normalise import canonical
from assistant.vocabulary import DUTY_WORDS, ROLE_WORDS
from index.lines import marker_of
from index.model import Paragraph

_ROLE = re.compile("|".join(sorted((re.escape(word) for word in ROLE_WORDS if len(word) > 1), key=len, reverse=True)))
_CARRIES_OUT = re.compile(r"^(?:依法|具体|统一|组织|承担|负责|管理|实施|开展|贯彻)")
_GUIDES = re.compile(r"^(?:指导|协调|配合|参与|协助|承接|督促|推动)")


@dataclass(frozen=True, slots=True)
class Duty:
    """A sentence that says what a body does: [start, end) of a paragraph below its heading."""

    body: Body
    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.paragraph.text[self.start : self.end]

    @property
    def bare(self) -> str:
        """The sentence without the number of its paragraph and its last mark."""
        marker = marker_of(self.paragraph.text) if self.start == 0 else None
        return self.text[marker.length if marker else 0 :].strip().rstrip("。；;")


@lru_cache(maxsize=16)
def duties_of(library: Library) -> tuple[Duty, ...]:
    """The duties of all bodies with a section of their own, then those of the department itself."""
    bodies = [body for body in library.bodies if body.section is not None]
    own = department_section(library)
    if own is not None:
        bodies.append(Body(library.body, (), own))
    return tuple(
        duty
        for body in bodies
        for paragraph in listed(section_text(library.disclosure, body.section or 0))
        for duty in _sentences(body, paragraph)
    )


@lru_cache(maxsize=16)
def department_section(library: Library) -> int | None:
    """The section that lists the duties of the department itself."""
    taken = {body.section for body in library.bodies}
    for section in library.disclosure.sections[1:]:
        named = section.index not in taken and re.search(r"职责|职能", section.title)
        if named and section_text(library.disclosure, section.index):
            return section.index
    return None


def listed(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The numbered paragraphs of a section, where it has some; a paragraph that leads in to a list is no duty."""
    numbered = tuple(paragraph for paragraph in paragraphs if marker_of(paragraph.text))
    return numbered or tuple(paragraph for paragraph in paragraphs if not leads_in(paragraph.text))


def leads_in(text: str) -> bool:
    """Whether a paragraph only introduces what stands below it."""
    return text.rstrip().endswith(("：", ":"))


@dataclass(frozen=True, slots=True)
class Fit:
    """A duty with how well it fits a question, and whether it plainly speaks of what was asked."""

    duty: Duty
    worth: float
    covered: float
    sure: bool


def duties_for(question: Question, library: Library, near: Callable[[], Ranks]) -> list[Fit]:
    """The duties that hold words that matter of a question, best first.

    Everyday words stand for the formal ones beside them (公租房 for 保障性住房); words that no duty holds count for
    little, so that a story around the matter does not hide it. A duty to carry out goes before one to guide.
    """
    words, formal = _wanted(question, library)
    found = [fit for duty in duties_of(library) if (fit := _fit(duty, words, formal, library))]
    if not found and is_english(question.text):
        return _nearest(library, near())
    bonus = _nearness(library, near()) if len(found) > 1 else {}
    return sorted(found, key=lambda fit: -(fit.worth + 2 * bonus.get(fit.duty.paragraph.spans, 0.0)))


def _fit(duty: Duty, words: tuple[str, ...], formal: tuple[str, ...], library: Library) -> Fit | None:
    """How a duty fits, or None where it shares nothing that matters: a pair of characters that few paragraphs hold."""
    weights = library.passage_weights
    content, held = (*words, *formal), pairs(duty.text)
    asked: frozenset[str] = frozenset().union(*map(pairs, content)) if content else frozenset()
    worth = math.fsum(weights.of(pair) for pair in asked & held)
    means = any(canonical(term) in canonical(duty.text) for term in formal)
    rarest = weights.of("")
    if worth < _MATTERS * rarest and not means:
        return None
    covered = coverage(content, ((held, 1.0),), weights)
    return Fit(duty, worth * _verb(duty), covered, means or covered >= 0.45 or worth > 1.2 * rarest)


_MATTERS = 0.48


def _wanted(question: Question, library: Library) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a question asks somebody for: its content without words of role, and formal words for everyday ones."""
    text = canonical(question.normal)
    formal = [term for word, terms in DUTY_WORDS.items() if word in text for term in terms]
    pieces = (_ROLE.sub(" ", piece) for piece in question.content)
    parts = (_trimmed(part, library) for piece in pieces for part in piece.split())
    words = tuple(part for part in parts if part and part not in ROLE_WORDS)
    return words, tuple(dict.fromkeys(formal))


def _trimmed(piece: str, library: Library) -> str:
    """A piece without a single character of role before it that is no part of a word (管 in 管扬尘治理)."""
    return piece[1:] if piece[:1] in ROLE_WORDS and piece[:2] not in library.known else piece


def _nearest(library: Library, ranks: Ranks) -> list[Fit]:
    """The duties nearest in meaning, for a question whose words are of another language; none of them is sure."""
    near = _nearness(library, ranks)
    found = [
        Fit(duty, near[duty.paragraph.spans], 0.0, sure=False)
        for duty in duties_of(library)
        if duty.paragraph.spans in near
    ]
    return sorted(found, key=lambda fit: -fit.worth)


def _nearness(library: Library, ranks: Ranks) -> dict[object, float]:
    return {library.passages[index].paragraph.spans: near for index, near in ranks.items()}


def guides(duty: Duty) -> bool:
    """Whether a duty is only to guide, to coordinate or to assist in what others carry out."""
    return bool(_GUIDES.match(duty.bare))


def _verb(duty: Duty) -> float:
    """How much a duty is worth by its first verb: to carry something out more than to guide it."""
    return 0.6 if guides(duty) else 1.1 if _CARRIES_OUT.match(duty.bare) else 1.0


def _sentences(body: Body, paragraph: Paragraph) -> list[Duty]:
    spans = [match.span() for match in re.finditer(r"[^。；;]+[。；;]?", paragraph.text)]
    return [Duty(body, paragraph, start, end) for start, end in spans if end - start > 5]
