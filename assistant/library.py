"""A disclosure made ready for questions: facts with labels, passages, bodies and defined terms, all from the index."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from assistant.checking.verify import names_of
from assistant.evidence.facts import facts_of
from assistant.evidence.matching import Label, Weights, labels_of, pairs, weights_of
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.understand import Words
from index.lines import marker_of
from index.model import Disclosure, Figure, Identity, Paragraph, Section
from index.reconcile import reconcile
from index.vocabulary import GENERIC_TITLE

_PLATES = re.compile(r"[（(](?:加?挂)(.+?)(?:牌子|的牌子)[）)]")
_DEFINITION = re.compile(r"^[“\"]?([^：:，。]{2,30}?)[”\"]?\s*[：:]\s*(?=\S{6,})")
_NICKNAME_ENDS = ("局", "委", "院", "办", "厅", "处", "部", "会", "室", "府")
_BODY_HEADER = re.compile(r"^(?:单位|机构|部门|预算单位)名称$")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that the document knows: its name, other names of it, and the section that speaks of it."""

    name: str
    aliases: tuple[str, ...]
    section: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with the pairs of characters of its text and of the headings above it."""

    paragraph: Paragraph
    own: frozenset[str]
    heading: frozenset[str]
    above: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All that questions about one disclosure are answered from; one is equal only to itself."""

    disclosure: Disclosure
    labels: tuple[Label, ...]
    weights: Weights
    passages: tuple[Passage, ...]
    passage_weights: Weights
    known: frozenset[str]
    labelled: frozenset[str]
    words: Words
    bodies: tuple[Body, ...]
    definitions: tuple[tuple[str, Paragraph], ...]
    periods: frozenset[str]
    plain: str
    names: re.Pattern[str]
    measured: tuple[frozenset[str], ...]
    identities: tuple[Identity, ...]
    figures_by_id: Mapping[str, Figure]

    @property
    def body(self) -> str:
        """The department's own name."""
        return self.disclosure.document.body


def library_of(disclosure: Disclosure) -> Library:
    """The library of a disclosure."""
    labels = labels_of(disclosure, facts_of(disclosure))
    weights = weights_of(label.own | label.near for label in labels)
    passages = tuple(_passages(disclosure))
    measures = tuple({label.measure for label in labels if label.fact.figure})
    texts = [passage.own | passage.heading for passage in passages]
    of_labels: frozenset[str] = reduce(frozenset.union, (label.own | label.near for label in labels), frozenset())
    known = reduce(frozenset.union, texts, of_labels)
    return Library(
        disclosure=disclosure,
        labels=labels,
        weights=weights,
        passages=passages,
        passage_weights=weights_of(texts),
        known=known,
        labelled=of_labels,
        words=Words(known, _dated(disclosure)),
        bodies=tuple(_bodies(disclosure)),
        definitions=tuple(_definitions(disclosure)),
        periods=frozenset(figure.period[:4] for figure in disclosure.figures if figure.period),
        plain=canonical(disclosure.document.text),
        measured=measures,
        names=names_of(figure.measure for figure in disclosure.figures),
        identities=reconcile(disclosure),
        figures_by_id={figure.id: figure for figure in disclosure.figures},
    )


def _dated(disclosure: Disclosure) -> str:
    """The names of a disclosure that hold a number, in canonical spelling."""
    names = {name for table in disclosure.tables for name in (table.subject, table.title)}
    names |= {name for figure in disclosure.figures for name in (figure.subject, figure.measure)}
    return " ".join(sorted(canonical(name) for name in names if re.search(r"[0-9]", name)))


def section_text(disclosure: Disclosure, section: int) -> tuple[Paragraph, ...]:
    """The paragraphs directly below a heading."""
    return tuple(
        paragraph
        for paragraph in disclosure.paragraphs
        if paragraph.section == section and paragraph.kind in ("body", "note")
    )


def known_body(library: Library, mention: str) -> Body | None:
    """The body that a mention names in full, by another name, or shortened (its characters in the same order)."""
    wanted = canonical(mention)
    fitting = [
        body for body in library.bodies if any(is_short_for(wanted, name) for name in (body.name, *body.aliases))
    ]
    return min(fitting, key=lambda body: (body.section is None, len(body.name)), default=None)


def without_department(question: Question, library: Library) -> Question:
    """A question without the department's own name or nickname at the head of what it is about (市交委, 高院)."""
    operands = tuple(without_nicknames(side, library) for side in question.operands)
    return replace(
        question, content=without_nicknames(question.content, library) or question.content, operands=operands
    )


def without_nicknames(content: Sequence[str], library: Library) -> tuple[str, ...]:
    """The pieces of a content without the department's own name or nickname at their heads."""
    return tuple(piece for piece in (_without_nickname(piece, library) for piece in content) if piece)


def _without_nickname(piece: str, library: Library) -> str:
    for end in range(min(len(piece), 24), 1, -1):
        head = piece[:end]
        if head.endswith(_NICKNAME_ENDS) and is_short_for(head, library.body) and pairs(head) not in library.measured:
            body = known_body(library, head)
            own = body is not None and body.name == library.body and not piece[end:].startswith("本级")
            return piece[end:] if own else piece
    return piece


def is_short_for(short: str, name: str) -> bool:
    """Whether a name's characters hold those of a short one in the same order (住建局 for 自然资源和规划住建局)."""
    full = iter(canonical(name))
    return len(short) >= 2 and all(character in full for character in short)


def _passages(disclosure: Disclosure) -> list[Passage]:
    found = []
    for paragraph in disclosure.paragraphs:
        if paragraph.kind not in ("body", "note") or len(paragraph.text) < 2:
            continue
        section = disclosure.sections[paragraph.section]
        above = " ".join(section.path[:-1])
        found.append(Passage(paragraph, pairs(paragraph.text), pairs(section.title), pairs(above)))
    return found


def _bodies(disclosure: Disclosure) -> list[Body]:
    document = disclosure.document
    found = [Body(document.body, (), None)]
    found += [_section_body(section) for section in disclosure.sections[1:] if _names_body(section)]
    for table in disclosure.tables:
        for column in table.columns:
            if column.path and _BODY_HEADER.match(column.path[-1]):
                cells = [row.cells[table.columns.index(column)] for row in table.rows]
                found += [Body(re.sub(r"[（(].*[）)]$|本级$", "", cell.text), (), None) for cell in cells if cell.text]
        found += [Body(row.owner, (), None) for row in table.rows if row.kind == "subtotal" and row.owner]
    return found


def _section_body(section: Section) -> Body:
    plates = _PLATES.search(section.title)
    aliases = tuple(re.split(r"[、，]", plates.group(1))) if plates else ()
    return Body(re.sub(r"[（(][^（）()]*[）)]$", "", section.title), aliases, section.index)


def _names_body(section: Section) -> bool:
    inside = any(re.search(r"职责|职能|机构", title) for title in section.path[:-1])
    return inside and not GENERIC_TITLE.search(section.title)


def _definitions(disclosure: Disclosure) -> list[tuple[str, Paragraph]]:
    """The terms that the chapter of definitions explains, each with its paragraph."""
    found = []
    for paragraph in disclosure.paragraphs:
        section = disclosure.sections[paragraph.section]
        if paragraph.kind != "body" or not re.search(r"名词解释|术语|词汇", " ".join(section.path)):
            continue
        marker = marker_of(paragraph.text)
        match = _DEFINITION.match(paragraph.text[marker.length if marker else 0 :])
        if match:
            found.append((match.group(1).strip('“”" '), paragraph))
    return found
