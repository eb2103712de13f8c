"""The equation of an identity taken apart: which of its numbers is which operand, with the units where they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Identity

_TERM = re.compile(r"count\(.*\)|-?[0-9]+(?:\.[0-9]+)?", re.S)
_HUNDRED = re.compile(r"×\s*$")
_COMPARES = re.compile(r"[=≈≥]")
_FAILS = {"=": "≠", "≈": "≠", "≥": "<"}


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of an equation: a number with the operands it stands for, or a sign between numbers with none."""

    text: str
    operands: tuple[int, ...] = ()
    unit: str = ""


def terms_of(identity: Identity) -> tuple[Term, ...]:
    """The pieces of an equation in order, with the sign of comparison that is true: ≠ where it does not hold."""
    equation, found, at = identity.equation, list[Term](), 0
    free = list(range(len(identity.operands)))
    for match in _TERM.finditer(equation):
        found.append(Term(equation[at : match.start()]))
        at = match.end()
        if match.group().startswith("count("):
            found.append(Term(_listed(match.group()), tuple(range(1, len(identity.operands)))))
        else:
            found.append(_number(identity, match, free))
    found.append(Term(equation[at:]))
    found[2] = Term(_compared(found[2].text, holds=identity.holds))
    return tuple(term for term in found if term.text)


def common_unit(identity: Identity) -> str:
    """The unit that all operands share, to be said once; empty where they differ or have none."""
    units = {operand.unit for operand in identity.operands}
    (only,) = units if len(units) == 1 else (None,)
    return only or ""


def equation_words(identity: Identity) -> str:
    """The equation with its units, for plain text."""
    shown = "".join(f"{term.text} {term.unit}".rstrip() if term.unit else term.text for term in terms_of(identity))
    unit = common_unit(identity)
    return f"{shown}（{unit}）" if unit else shown


def _number(identity: Identity, match: re.Match[str], free: list[int]) -> Term:
    """A number of the equation: the first operand not yet met that is written so, else one met before."""
    text = match.group()
    if text == "100" and _HUNDRED.search(identity.equation, 0, match.start()):
        return Term(text)
    written = [f"{operand.value.copy_abs():f}" == text.lstrip("-") for operand in identity.operands]
    operand = next((number for number in (*free, *range(len(written))) if written[number]), None)
    if operand is None:
        return Term(text)
    if operand in free:
        free.remove(operand)
    unit = "" if common_unit(identity) else identity.operands[operand].unit or ""
    return Term(text, (operand,), "" if unit == "%" else unit)


def _compared(signs: str, *, holds: bool | None) -> str:
    """The signs behind the number that is stated, for people: what is not known to hold is not written as if it did."""
    if holds:
        return signs
    return _COMPARES.sub(lambda sign: "=?" if holds is None else _FAILS[sign.group()], signs, count=1)


def _listed(count: str) -> str:
    name = count.removeprefix("count(").removesuffix(")")
    return f"所列项数（{name}）"
