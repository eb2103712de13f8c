"""Where a table disagrees with itself again and again by one rule, it is the reading of it that is in doubt.

A published table may hold a wrong figure or two; one of which most sums are far off was laid out in a way that is not
understood, and to call all of them wrong would bury what is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from index.model import Identity

_DOUBT = (
    "这张表按同一规则有多处相差很大，可能是版式没有读对，请人工核对"
    " / by this rule much of the table is far off: its layout may not be understood"
)
_FAR = Decimal("0.5")
"""Off by more than this part of what is stated: no slip of a digit in one of many parts makes that often."""


def with_doubt(identities: Iterable[Identity]) -> list[Identity]:
    """The identities; those that are far off are unchecked where a table has more of them than of those that hold."""
    found = list(identities)
    groups: dict[tuple[str | None, str], list[Identity]] = defaultdict(list)
    for identity in found:
        groups[identity.operands[0].place.table, identity.kind].append(identity)
    doubted = {
        id(identity) for (table, _), members in groups.items() if table is not None for identity in _doubted(members)
    }
    return [_unchecked(identity) if id(identity) in doubted else identity for identity in found]


def _doubted(members: list[Identity]) -> list[Identity]:
    """The identities of one table and kind that are far off, where there are at least two, and more than hold."""
    far = [identity for identity in members if identity.holds is False and _is_far(identity)]
    return far if len(far) > max(1, sum(identity.holds is True for identity in members)) else []


def _is_far(identity: Identity) -> bool:
    stated, difference = identity.operands[0].value, identity.difference
    return difference is not None and abs(difference) > abs(stated) * _FAR


def _unchecked(identity: Identity) -> Identity:
    return replace(identity, difference=None, holds=None, reason=_DOUBT)
