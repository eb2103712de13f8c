"""Units side by side: which quantities can be compared, and what they come to in each other's units."""

from __future__ import annotations

from decimal import Decimal

from assistant.web.safe import plain
from index.amounts import is_money
from index.model import Figure
from index.vocabulary import COUNT_UNITS, MONEY_UNITS

_TEN_THOUSAND = "万"


def family(unit: str | None) -> str:
    """The smallest unit that a unit is counted in: 元 of 万元, 人 of 万人; of no unit, nothing."""
    if is_money(unit):
        return "元"
    smaller = (unit or "").removeprefix(_TEN_THOUSAND)
    return smaller if smaller in COUNT_UNITS else unit or ""


def in_unit(value: Decimal, unit: str | None, to: str | None) -> Decimal:
    """A value in another unit of its family, exactly."""
    return value if unit == to else value * _size(unit) / _size(to)


def as_written(figure: Figure) -> tuple[str, str]:
    """The value of a figure as the source writes it, and its unit: apart where the unit stands at the end.

    A unit that only the table's head gives is added; one that is written in another way (百分比) is left as it stands.
    """
    raw, unit = plain(figure.raw).strip(), figure.unit or ""
    if unit and raw.endswith(unit):
        return raw.removesuffix(unit).rstrip(), unit
    return raw, "" if raw[-1:].isalpha() or raw[-1:] in "）)" else unit


def amount_written(figure: Figure) -> str:
    """The value of a figure with its unit, as the source writes it: 286847.52 万元, ≥90%."""
    number, unit = as_written(figure)
    return f"{number} {unit}" if unit and unit != "%" else number + unit


def _size(unit: str | None) -> Decimal:
    if unit is not None and is_money(unit):
        return MONEY_UNITS[unit]
    return Decimal(10000 if family(unit) != (unit or "") else 1)
