"""Percentages against what they are worked out of: shares (占…的), execution (完成预算的), growth (比上年增长)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from index.amounts import is_money
from index.model import Disclosure, Figure, Identity, IdentityKind, Operand
from index.reconcile.changes import is_earlier
from index.reconcile.equations import decimals, identity, in_unit, operand, unchecked, written
from index.reconcile.naming import core
from index.reconcile.statements import Stated, groups_of, same_kind, stated_in

_SHARE = "占比应等于部分除以总数 / a share is the part over the whole"
_DONE = "完成率应等于决算数除以预算数 / execution is what was spent over what was planned"
_GROWTH = "增减幅度应等于增减额除以上年数 / growth is the change over last year's amount"
_NO_BASE = "没有找到所占的总数，无法核对 / the whole that it is a share of is not stated"
_NO_LAST_YEAR = "上年数为零，无法计算幅度 / last year's amount is zero"
_NO_AMOUNT = "没有找到本年数，无法核对 / this year's amount is not stated"
_OF = re.compile(r"(?P<verb>占|完成)(?P<base>[^，,；;。：:]*?)的?(?:比重|比例)?(?:为|达)?\s*$")
_EACH = re.compile(r"^比?(?:分别)?$")
_HUNDRED = Decimal(100)
_CUT_OFF = "，像是舍去了尾数而没有四舍五入 / it looks cut off rather than rounded"
_AMONG = re.compile(r"(?:^|。)\s*(?P<whole>[^，。]{2,60}?)中[，,][^。]*$")
"""The whole that a sentence opens with before it shares it out (三公经费支出决算中，…占…)."""
_BACK = 12
"""How many statements back the amount that a change belongs to may stand."""


def percentages(disclosure: Disclosure) -> list[Identity]:
    """The identities of all shares and growth rates that running text states."""
    statements = stated_in(disclosure)
    whole_of = {part.figure.id: group.total for group in groups_of(disclosure, statements) for part in group.parts}
    found: list[Identity] = []
    for number, stated in enumerate(statements):
        before = statements[:number]
        if stated.figure.aspect == "share" and stated.figure.unit == "%":
            found += _share(disclosure, statements, before, stated, whole_of)
        elif stated.figure.aspect == "change" and stated.figure.unit in ("%", None):
            found += _growth(before, stated)
    return found


def _share(
    disclosure: Disclosure,
    everything: Sequence[Stated],
    before: Sequence[Stated],
    share: Stated,
    whole_of: dict[str, Stated],
) -> Iterator[Identity]:
    part = _amount_of(before, share)
    clause = _OF.search(disclosure.paragraphs[share.paragraph].text[: share.start].rstrip(" $"))
    percent = operand(share.figure)
    if part is None or percent is None:
        return
    done = clause is not None and clause["verb"] == "完成"
    named = _EACH.sub("", clause["base"]) if clause else ""
    base = _planned(disclosure, before, part) if done else _whole(disclosure, before, part, named, whole_of)
    reason = _DONE if done else _SHARE
    numerator = operand(part.figure)
    assert numerator is not None
    base = base or _shared_out(everything, share)
    if base is None or not base.value:
        text = f"{written(percent)}% = {written(numerator)} ÷ ?"
        yield unchecked("share", (percent, numerator), text, _NO_BASE)
        return
    yield _ratio("share", percent, numerator, (base,), reason)


def _growth(before: Sequence[Stated], rate: Stated) -> Iterator[Identity]:
    """A rate of change against the change before it and the amount that changed."""
    percent = operand(rate.figure)
    changed = next(
        (
            stated
            for stated in reversed(before[-_BACK:])
            if stated.figure.aspect == "change" and stated.figure.measure == rate.figure.measure
        ),
        None,
    )
    if percent is None or changed is None or not is_money(changed.figure.unit):
        return
    change = operand(changed.figure)
    assert change is not None
    compared = last_years(before, changed)
    if compared and (base := operand(compared.figure)) and base.value:
        yield _ratio("growth", percent, change, (base,), _GROWTH)
        return
    amount = _this_year(before, changed)
    if amount is None:
        yield unchecked("growth", (percent, change), f"{written(percent)}% = {written(change)} ÷ ?", _NO_AMOUNT)
        return
    now = operand(amount.figure)
    assert now is not None
    if in_unit(now, change.unit) == change.value:
        text = f"{written(percent)}% = {written(change)} ÷ 0"
        yield unchecked("growth", (percent, change, now), text, _NO_LAST_YEAR)
        return
    yield _ratio("growth", percent, change, (now, change), _GROWTH)


def _ratio(
    kind: IdentityKind, percent: Operand, numerator: Operand, base: tuple[Operand, ...], reason: str
) -> Identity:
    """A percentage of a base: of one figure, or of this year's amount less its change."""
    unit = numerator.unit
    whole = in_unit(base[0], unit) - (in_unit(base[1], unit) if len(base) > 1 else Decimal(0))
    exact = in_unit(numerator, unit) / whole * _HUNDRED
    below = written(base[0]) if len(base) == 1 else _difference(base[0], base[1])
    sign = "=" if exact == percent.value else "≈"
    equation = f"{written(percent)}% {sign} {written(numerator)} ÷ {below} × 100%"
    operands = (percent, numerator, *(other for other in base if other != numerator))
    checked = identity(kind, operands, equation, exact, reason)
    step = Decimal(1).scaleb(-decimals(percent.value))
    cut_off = not checked.holds and abs(percent.value - exact) < step
    return replace(checked, reason=reason + _CUT_OFF) if cut_off else checked


def _difference(now: Operand, change: Operand) -> str:
    return f"({written(now)} {'-' if change.value >= 0 else '+'} {change.value.copy_abs():f})"


def _amount_of(before: Sequence[Stated], share: Stated) -> Stated | None:
    """The amount that a share speaks of: the last one before it of the same measure, in its paragraph."""
    for stated in reversed(before):
        if stated.paragraph != share.paragraph:
            return None
        is_part = stated.figure.aspect in ("amount", "stock", "count") and stated.figure.unit != "%"
        if is_part and stated.figure.measure == share.figure.measure:
            return stated
    return None


def _shared_out(everything: Sequence[Stated], share: Stated) -> Operand | None:
    """The whole of a list of parts with their shares that names none (从支出结构看：…占…；…占…), by the numbers.

    It is the nearest amount stated before the list that at least two and most of its shares bear out.
    """
    pairs = [
        (part, other)
        for number, other in enumerate(everything)
        if other.paragraph == share.paragraph and other.figure.aspect == "share" and other.figure.unit == "%"
        if (part := _amount_of(everything[:number], other)) and is_money(part.figure.unit)
    ]
    if len(pairs) < 2:
        return None
    first = everything.index(pairs[0][0])
    for whole in reversed(everything[max(first - 2 * _BACK, 0) : first]):
        if whole.figure.aspect != "amount" or not is_money(whole.figure.unit) or not whole.figure.value:
            continue
        base = operand(whole.figure)
        assert base is not None
        holding = sum(bool(_ratio("share", percent, part, (base,), _SHARE).holds) for percent, part in _operands(pairs))
        if holding > 1 and 2 * holding > len(pairs):
            return base
    return None


def _operands(pairs: Sequence[tuple[Stated, Stated]]) -> Iterator[tuple[Operand, Operand]]:
    for part, share in pairs:
        percent, amount = operand(share.figure), operand(part.figure)
        if percent and amount:
            yield percent, amount


def _planned(disclosure: Disclosure, before: Sequence[Stated], spent: Stated) -> Operand | None:
    """The planned amount that a spent one is compared with: the last before it that is called a budget, or a cell."""
    for stated in reversed(before):
        if stated.paragraph != spent.paragraph:
            break
        measure = stated.figure.measure
        if stated != spent and "预算" in measure and same_kind(stated.figure, spent.figure):
            if _plain(measure) in ("", _plain(spent.figure.measure)):
                return operand(stated.figure)
            break
    return _in_tables(disclosure, core(spent.figure.measure), spent.figure, account="预算")


def _plain(measure: str) -> str:
    """A measure without the account that it is stated in (年初预算, 支出决算)."""
    return re.sub(r"(?:支出|收入)?(?:年初|调整|全年)?(?:预算|决算)数?$", "", measure)


def _whole(
    disclosure: Disclosure, before: Sequence[Stated], part: Stated, named: str, whole_of: dict[str, Stated]
) -> Operand | None:
    """What a part is a share of: what the text names, in the text before or else in a table; or its list's total."""
    if not named.strip():
        total = whole_of.get(part.figure.id)
        among = _AMONG.search(disclosure.paragraphs[part.paragraph].text[: part.start])
        if total or not among:
            return operand(total.figure) if total else None
        named = among["whole"]
    wanted = _whole_name(named)
    for stated in reversed(before):
        fits = same_kind(stated.figure, part.figure) and stated.figure.aspect in ("amount", "stock", "count")
        fits = fits and not is_earlier(stated, part)
        if fits and stated != part and _whole_name(stated.figure.measure) == wanted:
            return operand(stated.figure)
    return _in_tables(disclosure, core(named), part.figure)


def _whole_name(measure: str) -> str:
    """What a whole is called, without the department (部门支出预算, 支出总额)."""
    return core(re.sub(r"^(?:部门|单位)(?=收入|支出)", "", measure))


def _in_tables(disclosure: Disclosure, wanted: str, part: Figure, account: str = "") -> Operand | None:
    """What the department's tables say of a measure, in an account where one is named, if all that say it agree."""
    fitting = [
        figure
        for figure in disclosure.figures
        if figure.table is not None
        and figure.subject == disclosure.document.body
        and figure.value is not None
        and same_kind(figure, part)
        and core(figure.measure) == wanted
        and account in figure.measure
    ]
    values = {figure.value for figure in fitting}
    return operand(fitting[0]) if len(values) == 1 else None


def last_years(before: Sequence[Stated], changed: Stated) -> Stated | None:
    """The amount of an earlier year that a change is said to start from (比上年13.6万元减少1.6万元)."""
    for stated in reversed(before):
        if stated.paragraph != changed.paragraph:
            return None
        if stated.figure.aspect == "amount" and same_kind(stated.figure, changed.figure):
            same = stated.figure.measure == changed.figure.measure
            return stated if same and is_earlier(stated, changed) else None
    return None


def _this_year(before: Sequence[Stated], changed: Stated) -> Stated | None:
    """The amount that changed: the last one before it whose name is its name, leaving endings aside."""
    wanted = core(changed.figure.measure)
    for stated in reversed(before[-_BACK:]):
        if (stated.start >= changed.start and stated.paragraph == changed.paragraph) or is_earlier(stated, changed):
            continue
        if stated.figure.aspect in ("amount", "stock") and same_kind(stated.figure, changed.figure):
            if _same_name(core(stated.figure.measure), wanted):
                return stated
            if stated.paragraph == changed.paragraph:
                return None
    return None


def _same_name(one: str, other: str) -> bool:
    """Whether two core names are the same but for words inside them (收入、支出; 收、支; 财政拨款收、支)."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(character in rest for character in short)
