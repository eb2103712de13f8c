"""Identities out of operands: exact sums in the unit of what is stated, their equation, and rounding told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.amounts import convert, is_money, rounded
from index.model import Figure, Identity, IdentityKind, Operand


def operand(figure: Figure, sign: int = 1) -> Operand | None:
    """A figure as an operand, or None where it has no value."""
    if figure.value is None:
        return None
    row = figure.place.row[-1] if figure.place.row else figure.measure
    name = figure.measure if row == figure.measure else f"{row} {figure.measure}"
    return Operand(sign * figure.value, figure.unit, name, figure.place, figure.id)


def sum_identity(kind: IdentityKind, stated: Operand, parts: Sequence[Operand], reason: str) -> Identity:
    """That what is stated is the sum of its parts, units of money converted."""
    total = sum((in_unit(part, stated.unit) for part in parts), Decimal(0))
    return identity(kind, (stated, *parts), f"{written(stated)} = {terms(parts)}", total, reason)


def difference(kind: IdentityKind, stated: Operand, one: Operand, other: Operand, reason: str) -> Identity:
    """That what is stated is one amount less another, in the unit of what is stated."""
    left = in_unit(one, stated.unit) - in_unit(other, stated.unit)
    return identity(kind, (stated, one, other), f"{written(stated)} = {written(one)} - {written(other)}", left, reason)


def agreement(stated: Operand, other: Operand, reason: str) -> Identity:
    """That the same is said in two places; the first is compared in its own unit."""
    return identity(
        "agreement", (stated, other), f"{written(stated)} = {written(other)}", in_unit(other, stated.unit), reason
    )


def identity(
    kind: IdentityKind, operands: tuple[Operand, ...], equation: str, worked_out: Decimal, reason: str
) -> Identity:
    """An identity of what is stated (the first operand) with what is worked out, in its unit.

    Where units differ, a difference that is gone when what is worked out is rounded as coarsely as what is stated is
    only rounding. In one unit it is none: 500万元 beside 500.10万元 is written short, not rounded.
    """
    stated = operands[0]
    difference = _shortened(stated.value - worked_out, decimals(stated.value) + 2)
    if stated.value == worked_out:
        return Identity(kind, equation, operands, difference.copy_abs(), True, reason)
    converted = any(part.unit != stated.unit for part in operands)
    if converted and rounded(worked_out, decimals(stated.value)) == stated.value:
        rounding = "，差额只是四舍五入 / the difference is only rounding"
        return Identity(kind, equation, operands, difference, True, reason + rounding)
    return Identity(kind, equation, operands, difference, False, reason)


def _shortened(difference: Decimal, places: int) -> Decimal:
    """A difference with no more decimals than are worth reading, as the quotient of two amounts may have many."""
    return rounded(difference, places) if decimals(difference) > places + 2 else difference


def limit(stated: Operand, parts: Sequence[Operand], reason: str) -> Identity:
    """That what is stated is not exceeded by its parts together; the difference is what they leave of it."""
    left = stated.value - sum((in_unit(part, stated.unit) for part in parts), Decimal(0))
    return Identity("limit", f"{written(stated)} ≥ {terms(parts)}", (stated, *parts), left, left >= 0, reason)


def product(stated: Operand, price: Operand, quantity: Operand, reason: str) -> Identity:
    """That an amount is its unit price times its quantity."""
    worked_out = in_unit(price, stated.unit) * quantity.value
    equation = f"{written(stated)} = {written(price)} × {written(quantity)}"
    return identity("product", (stated, price, quantity), equation, worked_out, reason)


def explained(found: Identity) -> Identity:
    """An identity that differs, with a word where rounding each figure by itself may have made the difference.

    Rounding moves a figure by half its last decimal at most, so the figures that bear out what is stated move their
    sum by as many halves; in an agreement both figures may be sums of rounded ones.
    """
    if found.holds is not False or found.difference is None or not is_money(found.operands[0].unit):
        return found
    finest = max(decimals(part.value) for part in found.operands)
    moved = len(found.operands) - (found.kind != "agreement")
    if abs(found.difference) * 2 > moved * Decimal(1).scaleb(-finest):
        return found
    remark = "；差额可能是各数分别四舍五入造成的 / each figure rounded by itself may make this difference"
    return replace(found, reason=found.reason + remark)


def unchecked(kind: IdentityKind, operands: tuple[Operand, ...], equation: str, reason: str) -> Identity:
    """An identity that cannot be checked, with why."""
    return Identity(kind, equation, operands, None, None, reason)


def in_unit(part: Operand, unit: str | None) -> Decimal:
    """The value of an operand in a unit; only money is converted."""
    if part.unit and unit and part.unit != unit and is_money(part.unit) and is_money(unit):
        return convert(part.value, part.unit, unit)
    return part.value


def decimals(value: Decimal) -> int:
    """The decimals that a value is written with."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def terms(parts: Sequence[Operand]) -> str:
    """The parts of a sum as people write it: 166.14 - 19090.62."""
    text = written(parts[0]) if parts else "0"
    for part in parts[1:]:
        text += f" {'-' if part.value < 0 else '+'} {part.value.copy_abs():f}"
    return text


def written(part: Operand) -> str:
    """The value of an operand as it is written."""
    return f"{part.value:f}"
