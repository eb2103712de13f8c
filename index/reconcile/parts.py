"""Totals in running text and their parts, and the change of a total and the changes of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.lines import marker_of
from index.model import Disclosure, Identity, IdentityKind, Operand
from index.reconcile.equations import explained, operand, sum_identity, unchecked
from index.reconcile.naming import core
from index.reconcile.statements import Group, Stated, groups_of, same_kind, stated_in
from index.vocabulary import UNCHANGED

_BECAUSE = re.compile(r"[^。；]*?(?:。\s*主要)?原因[是为:：]?")
"""From a change to what is named as its reasons, in its sentence or at the head of the next."""
_PARTS = "总数应等于各部分之和 / the total is the sum of its parts"
_CHANGES = "总数的增减应等于各部分增减之和 / the change of the total is the sum of the changes of its parts"
_REASONS = "所列原因的增减之和等于总的增减 / the changes given as reasons add up to the whole change"
_CLASS = "本类支出应等于所列各项之和 / a class is the sum of the items listed under it"
_ONE_PART = "只列出其中一部分，无法核对 / only one of its parts is listed"
_PARTIAL = "只列出主要的部分，无法核对 / only its main parts are listed"


def parts(disclosure: Disclosure) -> list[Identity]:
    """The identities between totals and parts that running text states."""
    statements = stated_in(disclosure)
    groups = groups_of(disclosure, statements)
    found = [_sum(group) for group in groups]
    found += [change for group in groups if (change := _changes(disclosure, statements, group))]
    found += _reasons(disclosure, statements, groups)
    found += _classes(disclosure, statements)
    return found


def change_of(disclosure: Disclosure, statements: Sequence[Stated], amount: Stated) -> Operand | None:
    """By how much an amount changed: what the text says behind it, before the next amount; 持平 is zero."""
    text = disclosure.paragraphs[amount.paragraph].text
    later = [stated for stated in statements if stated.paragraph == amount.paragraph and stated.start >= amount.end]
    for stated in later:
        if stated.figure.aspect == "change" and same_kind(stated.figure, amount.figure):
            same = stated.figure.measure == amount.figure.measure
            return operand(stated.figure) if same else None
        if stated.figure.aspect not in ("share", "change"):
            break
    end = later[0].start if later else len(text)
    behind = re.split(r"[；;。]", text[amount.end : end])[0]
    unchanged = UNCHANGED.search(behind)
    return Operand(Decimal(0), amount.figure.unit, amount.figure.measure, amount.figure.place) if unchanged else None


def _sum(group: Group) -> Identity:
    kind: IdentityKind = "change" if group.total.figure.aspect == "change" else "parts"
    reason = _CHANGES if kind == "change" else _PARTS
    total, members = _operands(group)
    checked = sum_identity(kind, total, members, reason)
    too_much = kind == "parts" and sum(abs(part.value) for part in members) > abs(total.value)
    if not checked.holds and not too_much and (len(members) == 1 or group.partial):
        why = _ONE_PART if len(members) == 1 else _PARTIAL
        return unchecked(kind, checked.operands, checked.equation, why)
    return explained(checked)


def _operands(group: Group) -> tuple[Operand, list[Operand]]:
    total = operand(group.total.figure)
    members = [part for stated in group.parts if (part := operand(stated.figure))]
    assert total is not None
    return total, members


def _changes(disclosure: Disclosure, statements: Sequence[Stated], group: Group) -> Identity | None:
    """The change of a total against those of all its parts, where each is stated beside its amount."""
    if group.total.figure.aspect == "change" or len(group.parts) < 2:
        return None
    total = change_of(disclosure, statements, group.total)
    members = [change_of(disclosure, statements, part) for part in group.parts]
    known = [change for change in members if change]
    if total is None or total.figure is None or len(known) < len(members) or group.partial:
        return None
    return sum_identity("change", total, known, _CHANGES)


def _reasons(disclosure: Disclosure, statements: Sequence[Stated], groups: Sequence[Group]) -> list[Identity]:
    """The changes named as reasons of a change, where they add up; where they do not, some may not be named."""
    taken = {stated.figure.id for group in groups for stated in (group.total, *group.parts)}
    found = []
    for number, stated in enumerate(statements):
        if stated.figure.aspect != "change" or stated.figure.unit == "%" or stated.figure.id in taken:
            continue
        members = _named_as_reasons(disclosure, statements[number + 1 :], stated)
        total = operand(stated.figure)
        if len(members) < 2 or total is None:
            continue
        summed = sum_identity("change", total, members, _REASONS)
        if summed.holds:
            found.append(summed)
    return found


def _named_as_reasons(disclosure: Disclosure, later: Sequence[Stated], total: Stated) -> list[Operand]:
    """The changes of other measures in the sentence behind 原因 that follows a change."""
    text = disclosure.paragraphs[total.paragraph].text
    lead = _BECAUSE.match(text, total.end)
    if lead is None:
        return []
    end = text.find("。", lead.end())
    limit = end if end >= 0 else len(text)
    inside = [stated for stated in later if stated.paragraph == total.paragraph and lead.end() <= stated.start < limit]
    changes = [
        stated for stated in inside if stated.figure.aspect == "change" and same_kind(stated.figure, total.figure)
    ]
    return [change for stated in changes if (change := operand(stated.figure))] if len(changes) == len(inside) else []


def _classes(disclosure: Disclosure, statements: Sequence[Stated]) -> list[Identity]:
    """A class of expenditure stated elsewhere against the items that a section of its name lists one by one."""
    found = []
    for section in disclosure.sections:
        items = _items_below(disclosure, statements, section.index)
        named = core(section.title)
        if len(items) < 2 or len(named) < 2:
            continue
        for total in statements:
            elsewhere = disclosure.paragraphs[total.paragraph].section != section.index
            if not elsewhere or total.figure.aspect != "amount" or core(total.figure.measure) != named:
                continue
            found += _class(disclosure, statements, total, items)
            break
    return found


def _class(
    disclosure: Disclosure, statements: Sequence[Stated], total: Stated, items: Sequence[Stated]
) -> list[Identity]:
    stated = operand(total.figure)
    amounts = [part for item in items if (part := operand(item.figure))]
    if stated is None:
        return []
    found = [sum_identity("parts", stated, amounts, _CLASS)]
    changes = [change_of(disclosure, statements, item) for item in items]
    whole = change_of(disclosure, statements, total)
    known = [change for change in changes if change]
    if whole and whole.figure and len(known) == len(items):
        found.append(sum_identity("change", whole, known, _CHANGES))
    return found


def _items_below(disclosure: Disclosure, statements: Sequence[Stated], section: int) -> list[Stated]:
    """The amounts that the paragraphs of a section open with, where they are numbered 1 to n and are nothing else."""
    paragraphs = [
        (number, paragraph)
        for number, paragraph in enumerate(disclosure.paragraphs)
        if paragraph.section == section and paragraph.kind == "body"
    ]
    items = []
    for expected, (number, paragraph) in enumerate(paragraphs, start=1):
        marker = marker_of(paragraph.text)
        own = [stated for stated in statements if stated.paragraph == number]
        if marker is None or marker.value != expected or not own or own[0].figure.aspect != "amount":
            return []
        items.append(own[0])
    return items
