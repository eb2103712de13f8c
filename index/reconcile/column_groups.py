"""Groups of columns one of which is the total of the others, by the headers' structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import Column
from index.vocabulary import ACCOUNT_HEADERS, GROUP_TOTAL_NAME, NOT_ADDED_HEADER, PART_NAME

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns under one spanning header (`header` is empty at the top): a total and what it adds up, by slot."""

    header: Path
    total: int
    parts: tuple[int, ...]


def groups(columns: Sequence[Column]) -> list[Group]:
    """The groups of some value columns, outer before inner; a group within one counts by its own total, if it has one.

    Where each name is given twice, for the budget and for the final account, each account has groups of its own.
    """
    found: list[Group] = []
    for paths in _accounts(columns):
        prefixes = dict.fromkeys(path[:depth] for path in paths.values() for depth in range(len(path)))
        found += [group for header in sorted(prefixes, key=len) for group in _group(paths, header)]
    return found


def total_slot(columns: Sequence[Column]) -> int | None:
    """The column that is the total of all, or the only column; None where there is neither."""
    if len(columns) == 1:
        return 0
    outer = groups(columns)[:1]
    return outer[0].total if outer else None


def _accounts(columns: Sequence[Column]) -> Iterator[dict[int, Path]]:
    """The paths of the columns by slot, account by account where the last header says which."""
    paths = {slot: column.path for slot, column in enumerate(columns) if column.path}
    leaves = list(dict.fromkeys(path[-1] for path in paths.values() if len(path) > 1))
    if len(leaves) > 1 and set(leaves) <= ACCOUNT_HEADERS:
        for leaf in leaves:
            yield {slot: path[:-1] for slot, path in paths.items() if len(path) > 1 and path[-1] == leaf}
    else:
        yield paths


def _group(paths: dict[int, Path], header: Path) -> Iterator[Group]:
    """The group under a header, if just one of its columns is a total."""
    depth = len(header)
    inside = {slot: path for slot, path in paths.items() if path[:depth] == header and len(path) > depth}
    totals = _totals(inside, depth)
    if len(totals) != 1:
        return
    parts: list[int] = []
    for name in dict.fromkeys(path[depth] for slot, path in inside.items() if slot not in totals):
        if not (PART_NAME.search(name) or NOT_ADDED_HEADER.search(name)):
            parts += _representatives({slot: path for slot, path in inside.items() if path[depth] == name}, depth + 1)
    if parts:
        yield Group(header, totals[0], tuple(parts))


def _representatives(inside: dict[int, Path], depth: int) -> list[int]:
    """The slots that stand for a header's columns in the group above: their total, or all."""
    totals = _totals(inside, depth)
    return totals if len(totals) == 1 else list(inside)


def _totals(inside: dict[int, Path], depth: int) -> list[int]:
    return [slot for slot, path in inside.items() if len(path) == depth + 1 and GROUP_TOTAL_NAME.search(path[-1])]
