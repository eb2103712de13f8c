"""Text to quantities and back: Decimal, unit and comparator, from digits of any width and from LaTeX.

Money is Decimal as written, never a float; conversion between units is exact.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import cn2an

from index.model import Amount
from index.text import half_width
from index.vocabulary import (
    AT_LEAST_AFTER,
    AT_MOST_AFTER,
    CHINESE_DIGITS,
    COMPARATORS,
    COUNT_UNITS,
    MONEY_UNITS,
    PER_HUNDRED,
    PERCENT_UNITS,
)

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?!\.?[0-9])"
_UNITS = "|".join(re.escape(unit) for unit in (*MONEY_UNITS, *PERCENT_UNITS, *COUNT_UNITS))
_SIGNS = "|".join(re.escape(sign) for sign in sorted(COMPARATORS, key=len, reverse=True))
_AFTER = "|".join((*AT_LEAST_AFTER, *AT_MOST_AFTER))
_AMOUNT = re.compile(
    rf"(?:(?P<sign>{_SIGNS})\s*)?(?P<number>(?<![0-9.]){_NUMBER})"
    rf"(?:\s*(?P<unit>{_UNITS})|(?P<broken>\s*万(?=[（(，,。；、])))?"
)
AFTER_UNIT = re.compile(rf"\s*(?:[（(]含[）)])?\s*({_AFTER})")
"""A word of comparison behind a quantity (20万元（含）以上)."""
_CHINESE_AMOUNT = re.compile(
    rf"(?<![{CHINESE_DIGITS}第])(?P<number>[{CHINESE_DIGITS}]+?(?:点[零〇一二三四五六七八九]+)?)(?P<unit>{_UNITS}|成|倍)"
)
_ENDS_IN_AMOUNT = re.compile(rf"(?:{_SIGNS})?\s*{_NUMBER}\s*(?:{_UNITS})?\s*\$?$")
_MONEY = re.compile(rf"{_NUMBER}\s*(?:{'|'.join(MONEY_UNITS)})")
_WHOLE = re.compile(
    rf"^[\s$]*(?P<sign>{_SIGNS})?[\s$]*(?P<minus>[-－−])?\s*(?P<number>{_NUMBER})\s*(?P<unit>{_UNITS})?[\s$]*(?P<after>{_AFTER})?\s*$"
)


def amounts_in(text: str) -> list[Amount]:
    """The quantities of a text, in order, with or without a unit; dates and codes are not told apart here."""
    plain = half_width(text)
    found: list[Amount] = []
    for match in _AMOUNT.finditer(plain):
        unit = match["unit"] or ("万元" if match["broken"] else None)
        after = AFTER_UNIT.match(plain, match.end())
        sign = _comparator(match["sign"], after.group(1) if after else None)
        start, end = match.start("sign") if match["sign"] else match.start("number"), match.end()
        value = Decimal(match["number"].replace(",", ""))
        found.append(Amount(value, canonical_unit(unit), sign, start, end, text[start:end]))
    return found


def whole_amount(text: str) -> Amount | None:
    r"""The quantity that a text is, when it is nothing else (≥85 百分比, $\geq 90\%$, 4,900 套), or None."""
    match = _WHOLE.match(half_width(text))
    if not match:
        return None
    value = Decimal(match["number"].replace(",", ""))
    sign = _comparator(match["sign"], match["after"])
    start = match.start("sign") if match["sign"] else match.start("minus") if match["minus"] else match.start("number")
    end = match.end("unit") if match["unit"] else match.end("number")
    return Amount(-value if match["minus"] else value, canonical_unit(match["unit"]), sign, start, end, text[start:end])


def chinese_amounts_in(text: str) -> list[Amount]:
    """The quantities written in Chinese numerals with a unit or measure word behind them (两座, 三十亿元)."""
    found = []
    for match in _CHINESE_AMOUNT.finditer(text):
        try:
            value = Decimal(str(cn2an.cn2an(match["number"].replace("〇", "零"), "smart")))
        except (ValueError, KeyError):
            continue  # not a numeral after all, such as 十百 in a name, or one that the library stumbles over (两亿三)
        found.append(Amount(value, canonical_unit(match["unit"]), "", match.start(), match.end(), match.group()))
    return found


def canonical_unit(unit: str | None) -> str | None:
    """A unit in its usual spelling: every percent sign is %."""
    if unit is None:
        return None
    return "%" if unit in PER_HUNDRED and unit != "个百分点" else unit


def is_money(unit: str | None) -> bool:
    """Whether a unit is one of money."""
    return unit in MONEY_UNITS


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """A sum of money in another unit, exactly.

    Raises:
        KeyError: one of the units is not of money.
    """
    return value * MONEY_UNITS[unit] / MONEY_UNITS[to]


def same_quantity(value: Decimal, unit: str | None, other: Decimal, other_unit: str | None) -> bool:
    """Whether two quantities are equal, exactly, units of money converted."""
    if unit == other_unit:
        return value == other
    if unit in MONEY_UNITS and other_unit in MONEY_UNITS:
        return value * MONEY_UNITS[unit] == other * MONEY_UNITS[other_unit]
    return False


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """A value rounded half up, as Chinese public finance does."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def ends_in_amount(text: str) -> bool:
    """Whether a text ends in a quantity, as a target line does (档案资料完好率 ≥90%)."""
    return bool(_ENDS_IN_AMOUNT.search(half_width(text)))


def money_in(text: str) -> bool:
    """Whether a sum of money stands in a text."""
    return bool(_MONEY.search(half_width(text)))


def written(value: Decimal, unit: str | None) -> str:
    """A quantity as people write it: 286847.52万元, 4900套, 90%."""
    return f"{value:f}{unit or ''}"


def _comparator(before: str | None, after: str | None) -> str:
    """What the sign before a quantity says, or, without one, the word behind it."""
    if before:
        return COMPARATORS[before]
    if after:
        return "≥" if after in AT_LEAST_AFTER else "≤"
    return ""
