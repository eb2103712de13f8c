"""Figures that must agree with each other (勾稽): each identity that the document's structure gives, and if it holds.

Nothing is listed by hand: a room finds one kind of identity by how the document is built and worded.
"""

from __future__ import annotations

from collections.abc import Callable

from index.model import Disclosure, Identity
from index.reconcile.agreement import agreements
from index.reconcile.changes import changes
from index.reconcile.counts import counts
from index.reconcile.misread import with_doubt
from index.reconcile.parts import parts
from index.reconcile.percentages import percentages
from index.reconcile.projects import projects
from index.reconcile.table_agreement import table_agreements
from index.reconcile.table_columns import column_sums
from index.reconcile.table_funds import table_funds
from index.reconcile.table_purchases import purchases
from index.reconcile.table_rates import table_rates
from index.reconcile.table_rows import row_sums
from index.reconcile.text_and_table import text_and_table

__all__ = ["reconcile"]


_ROOMS: tuple[Callable[[Disclosure], list[Identity]], ...] = (
    parts,
    changes,
    percentages,
    agreements,
    text_and_table,
    projects,
    counts,
    row_sums,
    column_sums,
    purchases,
    table_funds,
    table_rates,
    table_agreements,
)


def reconcile(disclosure: Disclosure) -> tuple[Identity, ...]:
    """The identities of a disclosure, in the order in which what they state stands in it."""
    found: list[Identity] = []
    for room in _ROOMS:
        found += room(disclosure)
    return tuple(sorted(with_doubt(found), key=lambda identity: identity.operands[0].place.spans[0]))
