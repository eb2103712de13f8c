"""The words of a reconciliation: kinds in Chinese and English, differences, values and the two sides of a reason."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.reconciling.checked import Checked
from index.model import Identity, IdentityKind, OddityKind, Operand

Words = tuple[str, str]
"""The same said in Chinese and in English."""

IDENTITY_KINDS: dict[IdentityKind, Words] = {
    "parts": ("总数与各部分", "a total and its parts"),
    "rows": ("表内各行之和", "rows of a table add up"),
    "columns": ("表内各栏之和", "columns of a table add up"),
    "product": ("单价乘数量", "price times quantity"),
    "change": ("增减额之和", "changes add up"),
    "growth": ("增减幅度", "rate of change"),
    "share": ("占比", "share of a total"),
    "agreement": ("两处同一项", "the same item in two places"),
    "limit": ("不超过限额", "within a limit"),
    "count": ("数目与所列项", "a count and what is listed"),
    "purchase": ("采购与项目", "purchases of a project"),
}
ODDITY_KINDS: dict[OddityKind, Words] = {
    "header_slip": ("表头像是互换了", "column headers exchanged"),
    "missing_unit": ("少单位", "a missing unit"),
    "missing_percent": ("少百分号", "a missing percent sign"),
    "year": ("年份", "the year"),
    "two_values": ("同一指标两个值", "one indicator with two values"),
    "over_hundred": ("比率超过或只能等于 100%", "a rate over 100 %"),
    "unit": ("单位与指标不配", "the unit does not fit"),
    "below_peers": ("指标值低于同类", "a target below others of its name"),
    "body_name": ("单位名称不一致", "a body under two names"),
    "no_data": ("表中没有数据", "a table without data"),
    "nothing_below": ("标题下没有内容", "a heading with nothing below"),
    "twin_tables": ("两张表内容相同", "two tables alike"),
    "misplaced_indicator": ("指标列错类别", "an indicator under another group"),
    "repeated_indicator": ("指标重复", "an indicator repeated"),
    "group_name": ("填了类别名", "a group's name in its place"),
    "cut_short": ("名称没有写完", "a name cut short"),
    "unfilled_choice": ("选项未定", "a choice left open"),
    "numbering": ("编号", "numbering"),
    "template": ("模板留下的话", "left over from a template"),
    "repeated_words": ("文字重复", "words repeated"),
    "misspelt": ("错别字", "a misspelt word"),
    "letters": ("夹杂字母", "stray letters"),
    "unclosed": ("括号不成对", "an unpaired bracket"),
    "punctuation": ("标点", "punctuation"),
}
"""By weight: what concerns the tables of money and their figures, then names and indicators, then wording and marks."""

_REMARK = re.compile(r"([^\u4e00-\u9fff]*)([，；].*)", re.S)
_SUMS: tuple[IdentityKind, ...] = ("parts", "rows", "columns")
_POINTS: Words = ("个百分点", "percentage points")


def summary_words(checked: Checked) -> Words:
    """How many figures agree, differ and cannot be checked, and how many oddities there are."""
    number, held = len(checked.identities), len(checked.holding)
    doubtful, roundings = len(checked.doubtful), len(checked.roundings)
    unchecked, odd = len(checked.unchecked), len(checked.oddities)
    small = f"（其中 {roundings} 处可能只是四舍五入）" if roundings else ""
    rounding = f" (perhaps by rounding alone: {roundings})" if roundings else ""
    return (
        f"共核对 {number} 处：相符 {held} 处，不相符 {doubtful + roundings} 处{small}，无法核对 {unchecked} 处；"
        f"另有疑点 {odd} 处。",
        f"Checked: {number}; agree: {held}; differ: {doubtful + roundings}{rounding}; cannot be checked: {unchecked}; "
        f"oddities: {odd}.",
    )


def both(text: str) -> Words:
    """The Chinese and the English of a reason or question of the index ("总数应等于…，差额… / the total … / …").

    A remark may have been added behind the English in both languages too; a text in one language serves for both.
    """
    first, *rest = text.split(" / ")
    chinese, english = first, ""
    for piece in rest[:-1]:
        remark = _REMARK.fullmatch(piece)
        if remark is None:  # a stroke within quoted words
            chinese += f" / {piece}"
        else:
            english += f"{remark[1]}; "
            chinese += remark[2]
    return chinese, english + (rest[-1] if rest else chinese)


def value_words(operand: Operand) -> str:
    """The value of an operand with its unit: 236.63 万元, -5.95%."""
    return quantity(operand.value, operand.unit)


def quantity(value: Decimal, unit: str | None) -> str:
    """A value with its unit, as people write it."""
    return f"{value:f}{unit}" if unit == "%" else f"{value:f} {unit or ''}".rstrip()


def worked_out(identity: Identity) -> Decimal | None:
    """What the other figures come to, in the unit of the stated one; None where it cannot be checked."""
    return None if identity.difference is None else identity.operands[0].value - identity.difference


def difference_words(identity: Identity) -> Words:
    """The difference without its sign: 相差 0.01 万元."""
    if identity.difference is None:
        return "无法核对", "cannot be checked"
    unit = identity.operands[0].unit
    chinese, english = _POINTS if unit == "%" else (unit or "", unit or "")
    amount = f"{identity.difference.copy_abs():f}"
    word = ("相差", "differs by")
    if identity.kind == "limit":
        word = ("尚余", "leaves") if identity.holds else ("超出", "exceeded by")
    return f"{word[0]} {amount} {chinese}".rstrip(), f"{word[1]} {amount} {english}".rstrip()


def sides_words(identity: Identity) -> Words:
    """What is stated and what the others come to, where that says more than the equation; of a limit what was used."""
    result = worked_out(identity)
    if result is None:
        return "", ""
    stated, other = value_words(identity.operands[0]), quantity(result, identity.operands[0].unit)
    if identity.kind == "limit":
        return f"限额 {stated}，用了 {other}", f"the limit is {stated}, {other} used"
    if identity.holds and not identity.difference:
        single = identity.kind in _SUMS and len(identity.operands) == 2
        return ("一致", "the two are the same") if single else ("", "")
    if identity.kind == "agreement" and _one_unit(identity):
        return "", ""
    return f"写明 {stated}，算得 {other}", f"stated {stated}, worked out {other}"


def _one_unit(identity: Identity) -> bool:
    return len({operand.unit for operand in identity.operands}) == 1
