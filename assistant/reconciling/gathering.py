"""One discrepancy is often met in several pairs of places: the identities that tell of it, gathered."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from index.model import Identity


def gathered(identities: Iterable[Identity]) -> list[tuple[Identity, ...]]:
    """The identities in their order, those of one discrepancy together at the first of them.

    Two agreements that differ tell of one discrepancy where they share a figure, or set the same two values side by
    side.
    """
    groups: list[list[Identity]] = []
    for identity in identities:
        same = [group for group in groups if any(_one_discrepancy(identity, other) for other in group)]
        if not same:
            groups.append([identity])
            continue
        first, *rest = same
        for group in rest:  # known apart until this identity joined them
            first += group
            groups = [each for each in groups if each is not group]
        first.append(identity)
    return [tuple(group) for group in groups]


def _one_discrepancy(one: Identity, other: Identity) -> bool:
    if any(each.kind != "agreement" or each.holds is not False for each in (one, other)):
        return False
    return bool(_figures(one) & _figures(other)) or values_of(one) == values_of(other)


def values_of(identity: Identity) -> frozenset[tuple[Decimal, str | None]]:
    """The values that an identity sets side by side, whichever comes first."""
    return frozenset((operand.value, operand.unit) for operand in identity.operands)


def _figures(identity: Identity) -> set[str]:
    return {operand.figure for operand in identity.operands if operand.figure}
