"""Sums down a column: totals, subtotals and accounts, each the sum of the lines directly below it in rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Disclosure, Identity, Operand
from index.reconcile.equations import decimals, explained, in_unit, limit, sum_identity, unchecked, written
from index.reconcile.listings import Line, Listing, is_ranked, listings, parents
from index.vocabulary import NOT_ADDED_HEADER, PERSONNEL_ACCOUNTS, PERSONNEL_TOTAL, RUNNING_TOTAL

_TOTAL = "合计应等于各项之和 / a total is the sum of its entries"
_ABOVE = "上级项目应等于下级各项之和 / an entry is the sum of those directly below it"
_OF_WHICH = "“其中”各项之和不应超过所属项目 / what is named “of which” does not exceed the whole"
_NO_PARTS = "没有列出可以相加的各项，无法核对 / no entries to add are given: it cannot be checked"


@dataclass(frozen=True, slots=True)
class _Sum:
    """A line and the lines that it adds up, by number.

    `complete` is False where they are only some of its parts, `sure` where the layout leaves open what they are: then
    only a sum that holds is told.
    """

    stated: int
    parts: tuple[int, ...]
    reason: str
    complete: bool = True
    sure: bool = True


def row_sums(disclosure: Disclosure) -> list[Identity]:
    """The sums down the columns of all tables."""
    found: list[Identity] = []
    for listing in listings(disclosure):
        added = [
            slot
            for slot, column in enumerate(listing.columns)
            if not NOT_ADDED_HEADER.search("".join(column.path[-1:]))
        ]
        for item in _sums(listing):
            found += [identity for slot in added for identity in _identities(listing.lines, item, slot)]
    return list({identity.operands: identity for identity in found}.values())  # a total over two halves comes twice


def _sums(listing: Listing) -> Iterator[_Sum]:
    lines = listing.lines
    above = parents(lines)
    for number in range(len(lines)):
        below = tuple(other for other, parent in enumerate(above) if parent == number)
        if below:
            of_which = any(lines[other].part for other in below)
            parts = below if lines[below[0]].code else _nearest(lines, number, below)
            yield _Sum(number, parts, _OF_WHICH if of_which else _ABOVE, not of_which)
    yield from (_Sum(number, (), _ABOVE) for number in _bare_headings(lines, above))
    top = [number for number, parent in enumerate(above) if parent is None]
    owned = _subtotals(lines, top)
    taken = {number for parts in owned.values() for number in parts}
    totals = _totals(lines, [number for number in top if number not in taken])
    for stated, added in (*owned.items(), *totals):
        yield _total_of(lines, stated, added)


def _bare_headings(lines: Sequence[Line], above: Sequence[int | None]) -> list[int]:
    """The entries with nothing below them where all others of their rank, at least two, have something."""
    ranks: dict[tuple[int, int], list[int]] = {}
    for number, line in enumerate(lines):
        if line.kind == "item" and (line.code or len(line.names) > 1):
            ranks.setdefault((len(line.code), len(line.names)), []).append(number)
    bare = [[number for number in peers if number not in above] for peers in ranks.values() if len(peers) > 2]
    return [numbers[0] for numbers in bare if len(numbers) == 1]


def _total_of(lines: Sequence[Line], stated: int, parts: Sequence[int]) -> _Sum:
    """What a total adds up; of 其中 directly below it, only entries with code or number are told apart.

    Where a line without either stands behind 其中, it may go on with it.
    """
    whole = tuple(number for number in parts if not lines[number].part)
    if len(whole) == len(parts) or (whole and all(is_ranked(lines[number]) for number in whole)):
        loose = any(number and lines[number - 1].part and not is_ranked(lines[number]) for number in whole)
        return _Sum(stated, whole, _TOTAL, sure=not loose)
    return _Sum(stated, tuple(parts), _OF_WHICH, complete=False)


def _subtotals(lines: Sequence[Line], top: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The entries of each subtotal: those behind it or those before it, whichever the sums bear out.

    Where the sums do not tell, they stand behind it if the list begins with a subtotal, else before it.
    """
    behind, before = _stretches(lines, top), _stretches(lines, top[::-1])
    holding = [sum(_holds(lines, number, parts) for number, parts in way.items() if parts) for way in (behind, before)]
    first = next((lines[number].kind for number in top if lines[number].kind != "total"), "item")
    if holding[0] == holding[1]:
        return behind if first == "subtotal" else before
    return behind if holding[0] > holding[1] else before


def _stretches(lines: Sequence[Line], top: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """For each subtotal the entries that come next in the order given, up to the next subtotal or total."""
    found: dict[int, tuple[int, ...]] = {}
    current: int | None = None
    for number in top:
        kind = lines[number].kind
        current = number if kind == "subtotal" else None if kind == "total" else current
        if kind == "subtotal":
            found[number] = ()
        elif current is not None:
            found[current] = (*found[current], number)
    return {number: tuple(sorted(_nearest(lines, number, parts))) for number, parts in found.items()}


def _nearest(lines: Sequence[Line], number: int, parts: tuple[int, ...]) -> tuple[int, ...]:
    """The parts of a line, or only the nearest where just they bear it out: a line above the others is missing."""
    for end in range(len(parts), 0, -1):
        stated = sum(
            bool(value and _values(lines, parts[:end], slot)) for slot, value in enumerate(lines[number].values)
        )
        if stated and _holds(lines, number, parts[:end]) == stated:
            return parts[:end]
    return parts


def _holds(lines: Sequence[Line], number: int, parts: Sequence[int]) -> int:
    """How many values of a line are the sum of the parts' values."""
    found = 0
    for slot, stated in enumerate(lines[number].values):
        values = _values(lines, parts, slot)
        found += bool(stated and values and stated.value == _total(values, stated))
    return found


def _totals(lines: Sequence[Line], top: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """What each total adds up: all that follows one at the head, else what stands before it.

    A total at the foot adds up the total before it too (本年收入合计, 年初结转和结余, 总计), but none of another half.
    It adds up only what stands behind that total where just this holds (基本支出合计, 项目支出合计, 总计).
    """
    if top and lines[top[0]].kind == "total":
        end = next((place for place in range(1, len(top)) if lines[top[place]].kind == "total"), len(top))
        if end > 1:
            yield top[0], top[1:end]
        return
    pending: list[int] = []
    for number in top:
        if pending and lines[pending[-1]].kind == "total" and lines[pending[-1]].half != lines[number].half:
            pending = []
        if lines[number].kind == "total":
            parts = _of_account(lines, number, top) or _own_stretch(lines, number, pending)
            if parts:
                yield number, parts
            pending = [other for other in pending if other not in parts and lines[other].kind == "total"]
        pending.append(number)


def _own_stretch(lines: Sequence[Line], number: int, pending: Sequence[int]) -> Sequence[int]:
    """Of the lines not yet added up, those that a total at the foot does: all, or only those behind the last total."""
    last = max((place for place, other in enumerate(pending) if lines[other].kind == "total"), default=-1)
    own = pending[last + 1 :]
    return own if _holds(lines, number, own) and not _holds(lines, number, pending) else pending


def _of_account(lines: Sequence[Line], number: int, top: Sequence[int]) -> tuple[int, ...]:
    """The accounts that a total of personnel or of running costs adds up, wherever they stand in the list."""
    personnel = lines[number].name.startswith(PERSONNEL_TOTAL)
    if not (personnel or lines[number].name.startswith(RUNNING_TOTAL)):
        return ()
    return tuple(
        other
        for other in top
        if lines[other].kind == "item" and lines[other].code
        if lines[other].code.startswith(PERSONNEL_ACCOUNTS) == personnel
    )


def _identities(lines: Sequence[Line], item: _Sum, slot: int) -> Iterator[Identity]:
    """The identity of one column of a sum; none where the column or all of it is left empty."""
    stated = lines[item.stated].values[slot]
    parts = _values(lines, item.parts, slot)
    if stated is None or not (parts or stated.value):
        return
    if not parts:
        yield unchecked("rows", (stated,), f"{written(stated)} = ?", _NO_PARTS)
    elif not item.complete:
        yield limit(stated, parts, item.reason)
    else:
        identity = explained(sum_identity("rows", stated, _without_inner_sums(stated, parts), item.reason))
        if item.sure or identity.holds:
            yield identity


def _without_inner_sums(stated: Operand, parts: list[Operand]) -> list[Operand]:
    """The parts, or, where only so the sum holds, without those that another part among them already adds up.

    An entry may be a total of those before or behind it though its name does not say so.
    """
    if _total(parts, stated) == stated.value:
        return parts
    for number, part in enumerate(parts):
        for start, end in ((0, number), *((number + 1, end) for end in range(number + 2, len(parts) + 1))):
            inner = parts[start:end]
            if part.value and inner and _may_be_rounded(part, inner):
                rest = [other for other in parts if other not in inner]
                if _total(rest, stated) == stated.value:
                    return rest
    return parts


def _may_be_rounded(part: Operand, inner: Sequence[Operand]) -> bool:
    """Whether a figure is the sum of others, or no further from it than rounding each of them may make it."""
    step = Decimal(1).scaleb(-decimals(part.value))
    return 2 * abs(part.value - _total(inner, part)) <= (len(inner) * step if decimals(part.value) else 0)


def _values(lines: Sequence[Line], numbers: Sequence[int], slot: int) -> list[Operand]:
    found = (lines[number].values[slot] for number in numbers)
    return [value for value in found if value is not None]


def _total(parts: Sequence[Operand], stated: Operand) -> Decimal:
    return sum((in_unit(part, stated.unit) for part in parts), Decimal(0))
