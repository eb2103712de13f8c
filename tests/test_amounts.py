"""Quantities out of text: the cases beside this file, and properties that hold of all of them."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.amounts import (
    amounts_in,
    canonical_unit,
    chinese_amounts_in,
    convert,
    ends_in_amount,
    is_money,
    money_in,
    rounded,
    same_quantity,
    whole_amount,
    written,
)
from index.vocabulary import COMPARATORS, COUNT_UNITS, MONEY_UNITS
from tests.conftest import CASES

ROWS = [json.loads(line) for line in (CASES / "amounts.jsonl").read_text(encoding="utf-8").splitlines()]


def cases(how: str) -> list:
    rows = [row for row in ROWS if row["read"] == how]
    assert rows
    return [pytest.param(row["text"], row["expected"], id=repr(row["text"])) for row in rows]


@pytest.mark.parametrize(("text", "expected"), cases("whole"))
def test_a_text_that_is_a_quantity(text, expected):
    amount = whole_amount(text)
    if expected is None:
        assert amount is None
    else:
        assert (str(amount.value), amount.unit, amount.comparator) == tuple(expected)
        assert amount.raw == text[amount.start : amount.end]


@pytest.mark.parametrize(("text", "expected"), cases("in"))
def test_quantities_in_a_text(text, expected):
    found = amounts_in(text)
    assert [[str(amount.value), amount.unit, amount.comparator] for amount in found] == expected
    assert all(amount.raw == text[amount.start : amount.end] for amount in found)


@pytest.mark.parametrize(("text", "expected"), cases("chinese"))
def test_quantities_in_chinese_numerals(text, expected):
    assert [[str(amount.value), amount.unit] for amount in chinese_amounts_in(text)] == expected


VALUES = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from([None, "%", *MONEY_UNITS, *COUNT_UNITS])
SIGNS = st.sampled_from(["", *COMPARATORS])
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(VALUES, UNITS)
def test_what_is_written_is_read_back(value, unit):
    amount = whole_amount(written(value, unit))
    assert (amount.value, amount.unit) == (value, unit)


@given(VALUES, UNITS, SIGNS, st.booleans(), st.booleans(), st.sampled_from(["", " "]))
def test_every_way_of_writing_gives_the_same_quantity(value, unit, sign, thousands, full_width, gap):
    digits = f"{value:,f}" if thousands else f"{value:f}"
    text = f"{sign}{gap}{digits.translate(FULL_WIDTH) if full_width else digits}{gap}{unit or ''}"
    whole, found = whole_amount(text), amounts_in(f"共{text}。")
    assert len(found) == 1
    for amount in (whole, found[0]):
        assert (amount.value, amount.unit, amount.comparator) == (value, unit, COMPARATORS.get(sign, ""))


@given(st.text(alphabet="0123456789.,，．０９万元%个 ≥$\\geq-－（）第年", max_size=40))
def test_no_text_is_too_odd_to_read(text):
    for amount in [*amounts_in(text), *chinese_amounts_in(text)]:
        assert text[amount.start : amount.end] == amount.raw
        assert amount.value >= 0
    whole = whole_amount(text)
    assert whole is None or text[whole.start : whole.end] == whole.raw


@given(VALUES, st.sampled_from(sorted(MONEY_UNITS)), st.sampled_from(sorted(MONEY_UNITS)))
def test_conversion_is_exact(value, unit, to):
    converted = convert(value, unit, to)
    assert convert(converted, to, unit) == value
    assert same_quantity(value, unit, converted, to)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("286847.52", "万元", "元", "2868475200.00"),
        ("286847.52", "万元", "亿元", "28.684752"),
        ("91016775.35", "元", "万元", "9101.677535"),
        ("0.01", "元", "亿元", "0.0000000001"),
        ("1", "千元", "万元", "0.1"),
    ],
)
def test_conversion_between_units_of_money(value, unit, to, expected):
    assert convert(Decimal(value), unit, to) == Decimal(expected)


def test_conversion_to_what_is_no_money_is_refused():
    with pytest.raises(KeyError, match="亩"):
        convert(Decimal(1), "亩", "元")


@pytest.mark.parametrize(
    ("value", "unit", "other", "other_unit", "same"),
    [
        ("2", "万元", "20000", "元", True),
        ("2", "万元", "2.0", "万元", True),
        ("2", "万元", "20001", "元", False),
        ("9101.68", "万元", "91016775.35", "元", False),
        ("90", "%", "90", None, False),
        ("2", "台", "2", "个", False),
        ("0", "万元", "0", "元", True),
    ],
)
def test_same_quantity(value, unit, other, other_unit, same):
    assert same_quantity(Decimal(value), unit, Decimal(other), other_unit) is same


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("6.195", 2, "6.20"),
        ("6.194999", 2, "6.19"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("7", 2, "7.00"),
    ],
)
def test_rounding_goes_half_up(value, places, expected):
    assert str(rounded(Decimal(value), places)) == expected


def test_money_and_percent():
    assert [unit for unit in ("元", "万元", "亿元", "%", "亩", None) if is_money(unit)] == ["元", "万元", "亿元"]
    assert [canonical_unit(unit) for unit in ("％", r"\%", "百分比", "个百分点", "亩", None)] == [
        "%", "%", "%", "个百分点", "亩", None,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["两亿三元", "亿十九个", "千二千亿九千元", "一百十零万十两元"])
def test_a_muddle_of_chinese_numerals_is_no_quantity(text):
    assert all(amount.text != text for amount in chinese_amounts_in(text))


def test_where_a_quantity_stands():
    assert ends_in_amount("档案资料完好率 $\\geq 90\\%$")
    assert ends_in_amount("利用档案人次 ≥ 100")
    assert not ends_in_amount("达到85%以上，巩固成果")
    assert money_in("合计１２万元")
    assert not money_in("合计12人")
