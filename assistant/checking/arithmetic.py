"""A formula worked out again: its operands are values of figures, its result is what they give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from assistant.model import Formula
from index.amounts import convert, is_money, rounded
from index.model import Figure
from index.vocabulary import MONEY_UNITS

_CONSTANTS = (Decimal(100), Decimal(1000), Decimal(10000), Decimal(100000000))


def formula_holds(formula: Formula, figures: Iterable[Figure]) -> bool:
    """Whether a formula's operands are values of its figures or constants, and its result is what they give."""
    match = re.fullmatch(r"(.+) (=|≈) (-?[0-9.]+)", formula.text)
    if match is None:
        return False
    if match.group(1).startswith("count("):
        return formula.unit is None and len(set(formula.counted)) == formula.result == Decimal(match.group(3))
    expression, sign, shown = match.group(1), match.group(2), Decimal(match.group(3))
    own = [figure for figure in figures if figure.id in formula.figures]
    values = {abs(value) for figure in own for value in values_of(figure)}
    operands = [Decimal(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", expression)]
    result = evaluated(expression)
    if result is None or not all(operand in values or operand in _CONSTANTS for operand in operands):
        return False
    places = -shown.as_tuple().exponent  # type: ignore[operator]
    agrees = result == shown if sign == "=" else rounded(result, places) == shown
    whole = not re.fullmatch(r"[^-×÷(]*[+][^-×÷(]*", expression) or _adds_all(own, operands)
    return agrees and whole and shown == formula.result and _units_agree(formula, own, operands, places)


def _adds_all(figures: Sequence[Figure], operands: Sequence[Decimal]) -> bool:
    """Whether the operands of a sum are the values of its figures, each once."""
    left = list(operands)
    for figure in figures:
        value = next((abs(each) for each in values_of(figure) if abs(each) in left), None)
        if value is None:
            return False
        left.remove(value)
    return not left


def _units_agree(formula: Formula, figures: Sequence[Figure], operands: Sequence[Decimal], places: int) -> bool:
    """Whether all sums of money of a formula are written in one unit, and its result in the one that it names."""
    money = [figure for figure in figures if is_money(figure.unit) and figure.value is not None]
    if formula.unit is None or not money:
        return not (is_money(formula.unit) and figures)
    if len(figures) == 1 and is_money(formula.unit):
        exact = convert(money[0].value or Decimal(0), money[0].unit or "", formula.unit)
        return abs(formula.result) in (abs(exact), abs(rounded(exact, places)))
    units = [formula.unit] if is_money(formula.unit) else list(MONEY_UNITS)
    return any(all(abs(convert(each.value or Decimal(0), each.unit or "", unit)) in operands for each in money) for unit in units)  # fmt: skip  # noqa: E501


def evaluated(expression: str) -> Decimal | None:
    """The value of an expression of numbers, + - × ÷ and brackets, or None where it is none."""
    tokens = re.findall(r"[0-9]+(?:\.[0-9]+)?|[-+×÷()]", expression)
    if "".join(tokens) != expression.replace(" ", ""):
        return None
    try:
        value, rest = _sum(tokens)
    except (IndexError, InvalidOperation, ArithmeticError, RecursionError):
        return None
    return None if rest else value


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        other, following = _product(rest[1:])
        value = value + other if rest[0] == "+" else value - other
        rest = following
    return value, rest


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _term(tokens)
    while rest and rest[0] in "×÷":
        other, following = _term(rest[1:])
        value = value * other if rest[0] == "×" else value / other
        rest = following
    return value, rest


def _term(tokens: list[str]) -> tuple[Decimal, list[str]]:
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise IndexError("a bracket is left open")
        return value, rest[1:]
    return Decimal(tokens[0]), tokens[1:]


def values_of(figure: Figure) -> list[Decimal]:
    """The values that a figure may stand for in a formula: its own, and for money in every unit of money."""
    if figure.value is None:
        return []
    if figure.unit is None or not is_money(figure.unit):
        return [figure.value]
    return [convert(figure.value, figure.unit, unit) for unit in MONEY_UNITS]
