"""Sums across a row: the total column of a group of columns is the sum of the others of the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.model import Disclosure, Identity, Operand
from index.reconcile.column_groups import Group, groups
from index.reconcile.equations import explained, sum_identity, unchecked, written
from index.reconcile.listings import Line, Listing, listings

_REASON = "同一行各栏之和应等于合计栏 / across a row the columns of a group sum to its total"
_NO_PARTS = "各栏都是空的，无法核对 / the columns are empty: it cannot be checked"


def column_sums(disclosure: Disclosure) -> list[Identity]:
    """The sums across the rows of all tables, for the groups of columns that their rows bear out."""
    found: list[Identity] = []
    for listing in listings(disclosure):
        for group in groups(listing.columns):
            believed = _believed(listing, group)
            if believed:
                found += [identity for line in listing.lines for identity in _identities(line, believed)]
    return found


def _believed(listing: Listing, group: Group) -> Group | None:
    """The group, if at least half of the rows bear it out; without its last columns, if so more rows do.

    One row alone bears out nothing: there the headers' structure counts, a spanning header or a total at the edge.
    """
    best: tuple[int, Group] | None = None
    for end in range(len(group.parts), 1, -1):
        shorter = replace(group, parts=group.parts[:end])
        found = [identity for line in listing.lines for identity in _identities(line, shorter)]
        checked = [identity.holds for identity in found if identity.holds is not None]
        edge = group.header or not min(group.parts) < group.total < max(group.parts)
        believed = 2 * sum(checked) >= len(checked) > 0 or (len(checked) == 1 and edge)
        if believed and (best is None or sum(checked) > best[0]):
            best = sum(checked), shorter
    return best[1] if best else None


def _identities(line: Line, group: Group) -> list[Identity]:
    """The identity of one row, if its total column is filled."""
    stated = line.values[group.total]
    parts = _filled(line, group.parts)
    if stated is None or not (parts or stated.value):
        return []
    if not parts:
        return [unchecked("columns", (stated,), f"{written(stated)} = ?", _NO_PARTS)]
    return [explained(sum_identity("columns", stated, parts, _REASON))]


def _filled(line: Line, slots: Sequence[int]) -> list[Operand]:
    found = (line.values[slot] for slot in slots)
    return [value for value in found if value is not None]
