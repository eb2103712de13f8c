"""Identities and oddities with everything that is said of them: words, the pieces of the equation, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.reconciling.gathering import gathered, values_of
from assistant.reconciling.places import Places
from assistant.reconciling.terms import Term, common_unit, equation_words, terms_of
from assistant.reconciling.words import (
    IDENTITY_KINDS,
    ODDITY_KINDS,
    Words,
    both,
    difference_words,
    sides_words,
    value_words,
)
from index.model import Identity, Oddity, Operand, Span
from index.text import squeezed


@dataclass(frozen=True, slots=True)
class Standing:
    """An operand and where it stands: value with unit, name, line of the source, place in words, sentence if any."""

    value: str
    name: str
    line: int
    where: str
    path: str
    sentence: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """An identity as people read it; `unit` is said once where all operands share it.

    Where others tell of the same discrepancy, their operands follow those of the identity, and `also` holds their
    equations that set other values side by side.
    """

    identity: Identity
    kind: Words
    about: str
    terms: tuple[Term, ...]
    unit: str
    difference: Words
    sides: Words
    reason: Words
    operands: tuple[Standing, ...]
    also: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its figures stand."""
        return tuple(span for operand in self.operands for span in operand.spans)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An oddity as people read it."""

    oddity: Oddity
    kind: Words
    question: Words
    reason: Words
    lines: str
    where: str
    path: str


def findings_of(identities: Iterable[Identity], places: Places) -> list[Finding]:
    """The identities of a document in words."""
    return [
        Finding(
            identity=identity,
            kind=IDENTITY_KINDS[identity.kind],
            about=identity.operands[0].name,
            terms=terms_of(identity),
            unit=common_unit(identity),
            difference=difference_words(identity),
            sides=sides_words(identity),
            reason=both(identity.reason),
            operands=tuple(_standing(operand, places) for operand in identity.operands),
        )
        for identity in identities
    ]


def cards_of(identities: Iterable[Identity], places: Places) -> list[Finding]:
    """The identities of a document in words, one for all that tell of one discrepancy, with all its places."""
    return [_card(group, places) for group in gathered(identities)]


def doubts_of(oddities: Iterable[Oddity], places: Places) -> list[Doubt]:
    """The oddities of a document in words, the weighty kinds first."""
    weights = {kind: weight for weight, kind in enumerate(ODDITY_KINDS)}
    return [
        Doubt(
            oddity=oddity,
            kind=ODDITY_KINDS[oddity.kind],
            question=both(oddity.question),
            reason=both(oddity.reason),
            lines=places.lines(oddity.place),
            where=places.short(oddity.place),
            path=places.path(oddity.place),
        )
        for oddity in sorted(oddities, key=lambda oddity: weights[oddity.kind])
    ]


def searched_text(found: Identity | Oddity) -> str:
    """What an identity or oddity is searched by: its words and places, without white space."""
    if isinstance(found, Oddity):
        parts = [found.question, found.reason, *found.place.section, found.place.table or "", *ODDITY_KINDS[found.kind]]
    else:
        parts = [found.equation, found.reason, *IDENTITY_KINDS[found.kind]]
        for operand in found.operands:
            place = operand.place
            parts += [operand.name, *place.section[-1:], place.table or "", *place.row, *place.column]
    return squeezed("\n".join(parts)).casefold()


def _card(group: Sequence[Identity], places: Places) -> Finding:
    first, *others = group
    (finding,) = findings_of((first,), places)
    known = {operand.place.spans for operand in first.operands}
    further = {
        operand.place.spans: operand
        for identity in others
        for operand in identity.operands
        if operand.place.spans not in known
    }
    unlike = {values_of(each): equation_words(each) for each in others if values_of(each) != values_of(first)}
    return replace(
        finding,
        operands=(*finding.operands, *(_standing(further[spans], places) for spans in sorted(further))),
        also=tuple(unlike.values()),
    )


def _standing(operand: Operand, places: Places) -> Standing:
    place = operand.place
    return Standing(
        value=value_words(operand),
        name=operand.name,
        line=places.line(place),
        where=places.short(place),
        path=places.path(place),
        sentence=places.sentence(place),
        spans=place.spans,
    )
