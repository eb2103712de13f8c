"""Errors planted in a disclosure, and what the hand-written case file says of each: which figures it puts in conflict.

A case file gives identities one a line (tests/cases/identities.txt tells how); a mutation changes one of their figures,
or drops the row of a table, and breaks those of the identities that no longer hold.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from index.disclosure import disclosure_of
from index.documents import default_document
from index.model import Identity, Span
from index.read import read_document
from index.reconcile import reconcile

CASES = Path(__file__).parent / "cases" / "identities.txt"
_NUMBER = re.compile(r"(?<![A-Za-z0-9.])[0-9][0-9,]*(?:\.[0-9]+)?")
_PURCHASES, _FIRST_SUBTOTAL = 1510, 1511
"""The lines from which on tables are summed, and from which on a row is a part of the table's total."""
_REFERENCE = re.compile(r"(-?)(\d+):([0-9.]+)(?:#(\d+))?")


@dataclass(frozen=True)
class Token:
    """A number of the source: its place, its line (from 1), its text."""

    line: int
    span: Span
    text: str


@dataclass(frozen=True)
class Case:
    """An identity read by hand: its form, the number stated, and the others with their signs."""

    form: str
    stated: Token
    others: tuple[tuple[int, Token], ...]
    sign: int = 1

    def holds(self, values: dict[Span, Decimal]) -> bool:
        """Whether the numbers agree; those of a dropped row count as nothing in a sum, and settle nothing else."""
        left = values.get(self.stated.span)
        right = [(sign, values.get(token.span)) for sign, token in self.others]
        if left is None or (self.form != "sum" and any(value is None for _, value in right)):
            return True
        if self.form == "product":
            return left == (right[0][1] or 0) * (right[1][1] or 0)
        total = sum(sign * (value or Decimal(0)) for sign, value in right)
        return left >= total if self.form == "limit" else self.sign * left == total

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.stated, *(token for _, token in self.others)


@dataclass(frozen=True)
class Mutation:
    """A planted error: the text with it, where it stands (in that text), and the cases that it breaks.

    `stated` are the places, in that text, of the numbers that those cases state.
    """

    kind: str
    about: str
    text: str
    place: Span | None
    broken: tuple[Case, ...]
    stated: frozenset[Span]


@dataclass(frozen=True)
class Outcome:
    """What reconciliation made of a mutation: found at the right place, and how many reports were real."""

    mutation: str
    breaks: bool
    found: bool
    reports: int
    real: int
    false: tuple[str, ...]


def numbers_of(text: str) -> dict[int, list[Token]]:
    """The numbers of each line."""
    found: dict[int, list[Token]] = {}
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        found[number] = [
            Token(number, (start + match.start(), start + match.end()), match.group())
            for match in _NUMBER.finditer(line)
        ]
        start += len(line) + 1
    return found


def cases_of(text: str) -> tuple[Case, ...]:
    """The identities of the case file, each reference resolved to its place in the text."""
    tokens = numbers_of(text)
    found = []
    for row in CASES.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            form, rest = row.split(" ", 1)
            references = [_resolved(match, tokens) for match in _REFERENCE.finditer(rest)]
            (sign, stated), *others = references
            found.append(Case(form, stated, tuple(others), sign))
    return tuple(found)


def _resolved(match: re.Match[str], tokens: dict[int, list[Token]]) -> tuple[int, Token]:
    sign, line, text, nth = match.groups()
    same = [token for token in tokens[int(line)] if token.text == text]
    assert same, f"no {text} on line {line}"
    assert nth or len(same) == 1, f"{text} stands {len(same)} times on line {line}"
    return (-1 if sign else 1), same[int(nth or 1) - 1]


def mutation(text: str, cases: tuple[Case, ...], seed: int) -> Mutation:
    """The planted error of a seed."""
    chance = random.Random(seed)
    tokens = sorted({token for case in cases for token in case.tokens}, key=lambda token: token.span)
    kind = chance.choices(("cent", "swap", "point", "row"), (30, 30, 30, 10))[0]
    if kind == "row":
        lines = sorted({token.line for token in tokens if "\t" in text.split("\n")[token.line - 1]})
        return _dropped(text, cases, chance.choice([line for line in lines if line >= _PURCHASES]))
    while True:
        token = chance.choice(tokens)
        new = {"cent": _cent, "swap": _swapped, "point": _moved}[kind](token.text, chance)
        if new and Decimal(new) != Decimal(token.text):
            return _changed(text, cases, kind, token, new)


def _cent(text: str, chance: random.Random) -> str:
    change = Decimal("0.01") if Decimal(text) < 1 or chance.random() < 0.5 else Decimal("-0.01")
    return str(Decimal(text) + change)


def _swapped(text: str, chance: random.Random) -> str | None:
    places = [place for place, character in enumerate(text) if character.isdigit()]
    pairs = [(one, other) for one in places for other in places if one < other and text[one] != text[other]]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    characters = list(text)
    characters[one], characters[other] = characters[other], characters[one]
    return "".join(characters)


def _moved(text: str, chance: random.Random) -> str | None:
    value = Decimal(text)
    return format(value.scaleb(chance.choice((-1, 1))), "f") if value else None


def _changed(text: str, cases: tuple[Case, ...], kind: str, token: Token, new: str) -> Mutation:
    values = {each.span: Decimal(each.text) for case in cases for each in case.tokens}
    values[token.span] = Decimal(new)
    start, end = token.span
    return Mutation(
        kind=kind,
        about=f"line {token.line}: {token.text} -> {new}",
        text=text[:start] + new + text[end:],
        place=(start, start + len(new)),
        broken=tuple(case for case in cases if not case.holds(values)),
        stated=frozenset(),
    )


def _dropped(text: str, cases: tuple[Case, ...], line: int) -> Mutation:
    lines = text.split("\n")
    start = sum(len(each) + 1 for each in lines[: line - 1])
    length = len(lines[line - 1]) + 1
    kept = {each.span: Decimal(each.text) for case in cases for each in case.tokens if each.line != line}
    broken = tuple(case for case in cases if not case.holds(kept))
    stated = {case.stated for case in broken}
    # The items of a subtotal that is gone stand below the one before it.
    sums = [case.stated for case in cases if case.form == "sum"]
    if any(token.line == line for token in sums):
        nearest = max((token.line for token in sums if _FIRST_SUBTOTAL <= token.line < line), default=0)
        stated |= {token for token in sums if token.line == nearest}
    return Mutation(
        kind="row",
        about=f"line {line} dropped: {lines[line - 1][:30]}",
        text=text[:start] + text[start + length :],
        place=None,
        broken=broken,
        stated=frozenset(
            (each.span[0] - shift, each.span[1] - shift)
            for each in stated
            for shift in (length if each.span[0] > start else 0,)
        ),
    )


def outcome(seed: int) -> Outcome:
    """What reconciling the default document with the error of a seed reports."""
    document = read_document(default_document())
    planted = mutation(document.text, cases_of(document.text), seed)
    changed = disclosure_of(replace(document, text=planted.text), default_document())
    reports = [identity for identity in reconcile(changed) if identity.holds is False]
    real = [identity for identity in reports if planted.broken and _is_at(identity, planted)]
    return Outcome(
        mutation=f"seed {seed}, {planted.kind}, {planted.about}",
        breaks=bool(planted.broken),
        found=bool(real),
        reports=len(reports),
        real=len(real),
        false=tuple(identity.equation for identity in reports if identity not in real),
    )


def _is_at(identity: Identity, planted: Mutation) -> bool:
    """Whether an identity holds the changed number, or states what the dropped row was part of."""
    operands = identity.operands if planted.place else identity.operands[:1]
    places = [planted.place] if planted.place else list(planted.stated)
    return any(
        start < place[1] and place[0] < end
        for operand in operands
        for start, end in operand.place.spans
        for place in places
        if place
    )
