"""What came of checking a disclosure: its identities and oddities, worked out once and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.memory import Memory
from index.amounts import convert, is_money
from index.model import Disclosure, Document, Identity, Oddity
from index.oddities import oddities
from index.reconcile import reconcile
from index.reconcile.equations import explained


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """The identities of a disclosure and its oddities, each in the order of the source."""

    disclosure: Disclosure
    identities: tuple[Identity, ...]
    oddities: tuple[Oddity, ...]
    differing: tuple[Identity, ...]
    unchecked: tuple[Identity, ...]
    holding: tuple[Identity, ...]

    @property
    def document(self) -> Document:
        """The document that was checked."""
        return self.disclosure.document

    @property
    def doubtful(self) -> tuple[Identity, ...]:
        """What differs by more than rounding can make: money first, and within one kind of unit what differs most."""
        found = [identity for identity in self.differing if not may_be_rounding(identity)]
        return tuple(sorted(found, key=_weight))

    @property
    def roundings(self) -> tuple[Identity, ...]:
        """What differs by so little that rounding each figure by itself may have made it."""
        return tuple(identity for identity in self.differing if may_be_rounding(identity))

    @property
    def telling(self) -> tuple[Identity, ...]:
        """What agrees and is worth reading: without what only compares nothing with nothing (0 ≥ 0)."""
        return tuple(identity for identity in self.holding if any(part.value for part in identity.operands))


_KEPT: Memory[Checked] = Memory(16)


def checked(disclosure: Disclosure) -> Checked:
    """What came of checking a disclosure; the same value again for the same document."""
    found = _KEPT.recall(disclosure.document)
    if found is None:
        identities = reconcile(disclosure)
        found = Checked(
            disclosure=disclosure,
            identities=identities,
            oddities=oddities(disclosure),
            differing=_where(identities, holds=False),
            unchecked=_where(identities, holds=None),
            holding=_where(identities, holds=True),
        )
        _KEPT.keep(disclosure.document, found)
    return found


def may_be_rounding(identity: Identity) -> bool:
    """Whether rounding each figure by itself may have made a difference, by the rule of the index."""
    return bool(explained(replace(identity, reason="")).reason)


def _weight(identity: Identity) -> tuple[int, Decimal]:
    """Sums of money before counts before rates, great differences before small ones."""
    unit, size = identity.operands[0].unit, abs(identity.difference or Decimal(0))
    if unit is not None and is_money(unit):
        return 0, -convert(size, unit, "元")
    return (2 if unit == "%" else 1), -size


def _where(identities: tuple[Identity, ...], *, holds: bool | None) -> tuple[Identity, ...]:
    return tuple(identity for identity in identities if identity.holds is holds)
