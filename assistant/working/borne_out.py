"""The calculation that an identity of reconciliation stands for, as a shown formula over its figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.model import Formula
from index.amounts import rounded
from index.model import Figure, Identity, Operand

SUMS = ("parts", "rows", "columns", "change", "purchase")
_RATIOS = ("share", "growth")
_MOST_TERMS = 20


def calculation(identity: Identity, figures: Sequence[Figure]) -> Formula | None:
    """What bears out the figure stated, or by how much it differs; None where units differ or it is too long to read.

    `figures` are those of the identity's operands, in their order.
    """
    if identity.kind in _RATIOS and len(figures) >= 2:
        return _ratio(identity, figures)
    if len({part.unit for part in identity.operands}) > 1 and identity.kind != "product":
        return None
    if identity.kind in SUMS:
        return _sum(identity, figures)
    if identity.kind == "product":
        stated, price, number = identity.operands
        result = price.value * number.value
        return _formula(f"{number.value:f} × {price.value:f}", result, stated.unit, figures[1:])
    if identity.kind == "agreement" and identity.holds is False:
        high, low = sorted(figures, key=lambda figure: abs(figure.value or Decimal(0)), reverse=True)
        left = abs(high.value or Decimal(0)) - abs(low.value or Decimal(0))
        return _formula(f"{_bare(high.value)} - {_bare(low.value)}", left, high.unit, figures)
    return None


def _sum(identity: Identity, figures: Sequence[Figure]) -> Formula | None:
    """The sum of the parts that are not zero, less the figure stated where it differs."""
    stated = identity.operands[0]
    several = len(figures) > _MOST_TERMS
    pairs = [
        (part, figure)
        for part, figure in zip(identity.operands[1:], figures[1:], strict=True)
        if part.value or not several
    ]
    if len(pairs) > _MOST_TERMS:
        return None
    ordered = sorted(pairs, key=lambda pair: pair[0].value < 0)
    turned = bool(ordered) and ordered[0][0].value < 0  # nothing but decreases, which are added up as such
    values = [-part.value if turned else part.value for part, _ in ordered]
    total = -stated.value if turned else stated.value
    own = [figure for _, figure in ordered]
    if identity.holds:
        return _formula(_terms(values), total, stated.unit, own)
    more = sum(values, -total)
    terms = [*values, -total] if more > 0 else [total, *(-value for value in values)]
    return _formula(_terms(terms), abs(more), stated.unit, [*own, figures[0]])


def _ratio(identity: Identity, figures: Sequence[Figure]) -> Formula:
    stated, numerator, *base = identity.operands
    below = base[0].value if base else numerator.value
    text, whole = f"{_bare(below)}", below
    share, over = _bare(numerator.value), abs(numerator.value)
    if identity.kind == "growth" and base and f"({numerator.value:f} - {below:f})" in identity.equation:
        share, over = f"({_bare(numerator.value)} - {_bare(below)})", numerator.value - below
    elif identity.kind == "growth" and "÷ (" in identity.equation:  # not last year's amount itself
        sign = "-" if numerator.value >= 0 else "+"
        text, whole = f"({_bare(below)} {sign} {_bare(numerator.value)})", below - numerator.value
    exact = over / whole * 100
    places = max(-int(stated.value.as_tuple().exponent), 0)
    result = rounded(exact, places)
    expression = f"{share} ÷ {text} × 100"
    mark = "=" if result == exact else "≈"
    own = {figure.id: figure for figure in figures[1:]}
    return Formula(f"{expression} {mark} {result:f}", result, "%", tuple(own))


def _terms(values: Sequence[Decimal]) -> str:
    text = _bare(values[0])
    for value in values[1:]:
        text += f" {'-' if value < 0 else '+'} {_bare(value)}"
    return text


def _formula(expression: str, result: Decimal, unit: str | None, figures: Sequence[Figure]) -> Formula:
    return Formula(f"{expression} = {result:f}", result, unit, tuple(figure.id for figure in figures))


def _bare(value: Decimal | None) -> str:
    return f"{abs(value or Decimal(0)):f}"


def biggest_first(identities: Sequence[Identity]) -> list[Identity]:
    """The identities that differ, those first that no rounding explains, and of each kind those that differ most."""
    return sorted(identities, key=lambda each: (not _unexplained(each), -_relative(each)))


def _unexplained(identity: Identity) -> bool:
    return "四舍五入" not in identity.reason


def _relative(identity: Identity) -> Decimal:
    """By how much of what is stated it differs."""
    stated: Operand = identity.operands[0]
    return abs((identity.difference or Decimal(0)) / stated.value) if stated.value else Decimal(1)
