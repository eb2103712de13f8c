"""This year's amount against last year's and the change between them, where running text states all three."""

from __future__ import annotations

from collections.abc import Sequence

from index.amounts import is_money
from index.model import Disclosure, Identity
from index.reconcile.equations import explained, operand, sum_identity
from index.reconcile.statements import Stated, same_kind, stated_in

_REASON = "本年数应等于上年数加上增减额 / this year's amount is last year's and the change"


def changes(disclosure: Disclosure) -> list[Identity]:
    """The identities of amounts that the text compares with last year's (12万元，比上年13.6万元减少1.6万元)."""
    statements = stated_in(disclosure)
    found = []
    for number, changed in enumerate(statements):
        if changed.figure.aspect != "change" or not is_money(changed.figure.unit) or number < 2:
            continue
        base, now = statements[number - 1], _now(statements[: number - 1], statements[number - 1])
        operands = [operand(each.figure) for each in (now, base, changed) if each]
        if now and is_earlier(base, changed) and _same(base, changed) and all(operands):
            stated, *rest = [each for each in operands if each]
            found.append(explained(sum_identity("change", stated, rest, _REASON)))
    return found


def is_earlier(one: Stated, other: Stated) -> bool:
    """Whether one statement is of an earlier year than another."""
    return "" < (one.figure.period or "")[:4] < (other.figure.period or "")[:4]


def _now(before: Sequence[Stated], base: Stated) -> Stated | None:
    """This year's amount of what is compared: stated in the same paragraph, last before it."""
    for stated in reversed(before):
        if stated.paragraph != base.paragraph:
            return None
        if stated.figure.aspect == "amount" and _same(stated, base):
            return stated if is_earlier(base, stated) else None
    return None


def _same(one: Stated, other: Stated) -> bool:
    return one.figure.measure == other.figure.measure and same_kind(one.figure, other.figure)
