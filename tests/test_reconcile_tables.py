"""What tables must keep to: each kind of identity on a small made-up table, then on the default document."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from index.model import Disclosure, Identity
from index.reconcile.table_agreement import table_agreements
from index.reconcile.table_columns import column_sums
from index.reconcile.table_purchases import purchases
from index.reconcile.table_rows import row_sums
from tests.timing import quickest

Read = Callable[..., Disclosure]

ROOMS = (row_sums, column_sums, purchases, table_agreements)

INCOME = """
收入决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、财政拨款收入\t90.00\t一、教育支出\t70.00
1.一般公共预算\t60.00\t二、卫生健康支出\t25.50
2.政府性基金\t30.00\t\t
二、事业收入\t5.00\t\t
本年收入合计\t95.00\t本年支出合计\t95.50
年初结转和结余\t2.50\t年末结转和结余\t2.00
总计\t97.50\t总计\t97.50
"""
ACCOUNTS = """
支出决算表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
205\t教育支出\t70.00\t50.00\t20.00
20502\t普通教育\t70.00\t50.00\t20.00
2050202\t小学教育\t40.00\t40.00\t
2050203\t初中教育\t30.00\t10.00\t20.00
210\t卫生健康支出\t25.50\t25.50\t
21011\t行政事业单位医疗\t25.50\t25.50\t
合计\t\t95.50\t75.50\t20.00
"""
ECONOMIC = """
基本支出决算表
单位：万元
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50.00\t30228\t工会经费\t2.00
30101\t基本工资\t50.00\t30299\t其他商品和服务支出\t3.00
302\t商品和服务支出\t8.00\t303\t对个人和家庭的补助\t17.50
30201\t办公费\t3.00\t30301\t离休费\t17.50
人员经费合计\t\t67.50\t公用经费合计\t\t8.00
"""
TRAVEL = """
“三公”经费预算表
单位：万元
“三公”经费\t\t\t\t\t\t机关运行经费
合计\t因公出国费\t公务用车购置及运行费\t\t\t公务接待费\t
\t\t小计\t购置费\t运行费\t
7.50\t\t6.00\t2.00\t4.00\t1.50\t30.00
"""
PURCHASES = """
政府采购预算表
单位：万元
项目名称\t项目预算资金\t采购物品名称\t数量\t单价\t政府采购金额\t\t\t中小企业份额
\t\t\t\t\t合计\t一般公共预算\t基金预算\t
合计\t\t\t\t\t20.00\t15.00\t5.00\t9.00
局本级小计\t\t\t\t\t14.00\t14.00\t\t7.00
办公项目\t15.00\t电脑\t20\t0.50\t10.00\t10.00\t\t5.00
办公项目\t15.00\t纸张\t2\t2.00\t4.00\t4.00\t\t2.00
测绘中心小计\t\t\t\t\t6.00\t1.00\t5.00\t2.00
测绘项目\t6.00\t测绘服务\t1\t6.00\t6.00\t1.00\t5.00\t2.00
"""


@pytest.fixture
def read(made_up) -> Read:
    """Reads a made-up disclosure of some tables, with one text in it replaced by another."""

    def reading(*tables: str, change: tuple[str, str] = ("", "")) -> Disclosure:
        text = "\n".join(("某某局2024年部门决算公开", "", "一、决算情况说明", "", "决算见下表。", *tables))
        assert change[0] in text
        return made_up(text.replace(*change, 1))

    return reading


def found(disclosure: Disclosure) -> list[Identity]:
    return [identity for room in ROOMS for identity in room(disclosure)]


def equations(disclosure: Disclosure, holds: bool | None = True) -> set[str]:
    return {identity.equation for identity in found(disclosure) if identity.holds is holds}


# --- down a column ---------------------------------------------------------------------------------------------


def test_totals_numbered_entries_and_carry_overs(read):
    disclosure = read(INCOME)
    assert not equations(disclosure, False)
    assert {
        "90.00 = 60.00 + 30.00",
        "95.00 = 90.00 + 5.00",
        "97.50 = 95.00 + 2.50",
        "95.50 = 70.00 + 25.50",
        "97.50 = 95.50 + 2.00",
        "97.50 = 97.50",
    } == equations(disclosure)


def test_a_figure_changed_by_a_hundredth_differs_in_the_sums_it_stands_in(read):
    assert equations(read(INCOME, change=("30.00", "30.01")), False) == {"90.00 = 60.00 + 30.01"}
    differing = [i for i in found(read(INCOME, change=("5.00\t", "5.01\t"))) if i.holds is False]
    assert [(i.equation, i.difference) for i in differing] == [("95.00 = 90.00 + 5.01", Decimal("-0.01"))]


def test_a_dropped_row_shows_in_its_total(read):
    assert equations(read(ACCOUNTS, change=("2050202\t小学教育\t40.00\t40.00\t\n", "")), False) == {
        "70.00 = 30.00",
        "50.00 = 10.00",
    }


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (INCOME, ("本年收入合计\t95.00\t本年支出合计\t95.50\n", "")),
        (INCOME, ("本年收入合计\t95.00\t本年支出合计\t95.50\n", "本年收入\t95.00\t本年支出\t95.50\n")),
        (ACCOUNTS, ("合计\t\t95.50\t75.50\t20.00\n", "")),
        (PURCHASES, ("合计\t\t\t\t\t20.00\t15.00\t5.00\t9.00\n", "")),
        (PURCHASES, ("测绘中心小计", "测绘中心")),
    ],
)
def test_a_total_row_dropped_or_renamed_says_nothing_false(read, table, change):
    assert not equations(read(table, change=change), False)


def test_accounts_that_go_on_beside_themselves_are_one_list(read):
    disclosure = read(ECONOMIC)
    assert not equations(disclosure, False)
    assert {"8.00 = 3.00 + 2.00 + 3.00", "67.50 = 50.00 + 17.50", "8.00 = 8.00"} <= equations(disclosure)


def test_what_is_of_which_is_no_part_of_the_total(read):
    assets = "资产表\n单位：万元\n项目\t金额\n资产总额\t9.00\n1、房屋\t5.00\n其中：办公用房\t3.00\n2、车辆\t4.00\n"
    assert equations(read(assets)) == {"9.00 = 5.00 + 4.00", "5.00 ≥ 3.00"}
    assert equations(read(assets, change=("3.00", "5.01")), False) == {"5.00 ≥ 5.01"}


def test_what_goes_on_behind_of_which_is_none_either(read):
    lines = "资产总额\t9.00\n1、房屋\t5.00\n其中：办公用房\t3.00\n其他\t1.00\n2、车辆\t4.00\n"
    assets = f"资产表\n单位：万元\n项目\t金额\n{lines}"
    assert equations(read(assets)) == {"9.00 = 5.00 + 4.00", "5.00 ≥ 3.00 + 1.00"}
    open_ended = assets.replace("1、", "").replace("2、", "")
    assert not equations(read(open_ended), False)


def test_totals_of_sections_and_of_all(read):
    sections = "一、甲\t1.00\n二、乙\t2.00\n基本支出合计\t3.00\n一、丙\t4.00\n项目支出合计\t4.00\n总计\t7.00\n"
    disclosure = read(f"支出表\n单位：万元\n项目\t金额\n{sections}")
    assert equations(disclosure) == {"3.00 = 1.00 + 2.00", "4.00 = 4.00", "7.00 = 3.00 + 4.00"}
    assert not equations(disclosure, False)


def test_a_total_over_empty_entries_cannot_be_checked(read):
    table = "收入表\n单位：万元\n项目\t金额\n一、拨款收入\t\n二、其他收入\t\n合计\t4.00\n"
    (identity,) = found(read(table))
    assert (identity.holds, identity.difference) == (None, None)
    assert "无法核对" in identity.reason
    assert not found(read(table, change=("合计\t4.00", "合计\t0.00")))


def test_an_account_whose_entries_are_gone_cannot_be_checked(read):
    lines = "201\t甲\t1.00\n20101\t子\t1.00\n202\t乙\t2.00\n20201\t丑\t2.00\n203\t丙\t3.00\n20301\t寅\t3.00\n"
    table = f"支出表\n单位：万元\n科目编码\t科目名称\t金额\n{lines}合计\t\t6.00\n"
    assert not equations(read(table), None)
    assert equations(read(table, change=("20201\t丑\t2.00\n", "")), None) == {"2.00 = ?"}


def test_only_rounding_is_said_to_be_that(read):
    table = "收入表\n单位：万元\n项目\t金额\n一、拨款收入\t1.33\n二、事业收入\t1.33\n三、其他收入\t1.33\n合计\t4.00\n"
    (identity,) = found(read(table))
    assert (identity.holds, identity.difference) == (False, Decimal("0.01"))
    assert "四舍五入" in identity.reason
    (identity,) = found(read(table, change=("4.00", "4.10")))
    assert "四舍五入" not in identity.reason


# --- across a row ----------------------------------------------------------------------------------------------


def test_columns_sum_to_the_total_of_their_group(read):
    disclosure = read(TRAVEL)
    assert equations(disclosure) == {"7.50 = 6.00 + 1.50", "6.00 = 2.00 + 4.00"}
    assert equations(read(TRAVEL, change=("4.00", "4.01")), False) == {"6.00 = 2.00 + 4.01"}


def test_a_row_that_breaks_what_the_others_show_differs(read):
    assert {"30.00 = 10.00 + 20.00", "25.50 = 25.50"} <= equations(read(ACCOUNTS))
    broken = [i for i in column_sums(read(ACCOUNTS, change=("30.00\t10.00", "30.00\t10.10"))) if not i.holds]
    assert [i.equation for i in broken] == ["30.00 = 10.10 + 20.00"]


def test_columns_that_are_no_parts_are_left_out(read):
    sums = {identity.equation for identity in column_sums(read(PURCHASES))}
    assert {"20.00 = 15.00 + 5.00", "10.00 = 10.00"} <= sums
    lines = "项目\t合计\t甲\t乙\t人均\n一、办公\t3\t1\t2\t9\n二、差旅\t5\t2\t3\t8\n三、培训\t7\t3\t4\t7\n"
    table = f"支出表\n单位：万元\n{lines}"
    assert {identity.equation for identity in column_sums(read(table))} == {"3 = 1 + 2", "5 = 2 + 3", "7 = 3 + 4"}


# --- purchases -------------------------------------------------------------------------------------------------


def test_what_is_bought_costs_price_times_quantity_within_the_funds(read):
    kinds = {(identity.kind, identity.equation, identity.holds) for identity in purchases(read(PURCHASES))}
    assert kinds == {
        ("product", "10.00 = 0.50 × 20", True),
        ("product", "4.00 = 2.00 × 2", True),
        ("product", "6.00 = 6.00 × 1", True),
        ("limit", "15.00 ≥ 10.00", True),
        ("limit", "15.00 ≥ 4.00", True),
        ("limit", "15.00 ≥ 10.00 + 4.00", True),
        ("agreement", "15.00 = 15.00", True),
        ("limit", "6.00 ≥ 6.00", True),
    }


def test_a_changed_price_and_funds_overspent_differ(read):
    assert equations(read(PURCHASES, change=("2\t2.00\t4.00", "2\t2.01\t4.00")), False) == {"4.00 = 2.01 × 2"}
    overspent = equations(read(PURCHASES, change=("6.00\t测绘服务", "5.99\t测绘服务")), False)
    assert overspent == {"5.99 ≥ 6.00"}


# --- two tables ------------------------------------------------------------------------------------------------


def test_the_same_entry_agrees_in_two_tables(read):
    pairs = [i for i in table_agreements(read(INCOME, ACCOUNTS)) if "科目" in i.reason]
    assert {(i.equation, i.holds) for i in pairs} == {("70.00 = 70.00", True), ("25.50 = 25.50", True)}
    changed = read(INCOME, ACCOUNTS, ACCOUNTS, change=("二、卫生健康支出\t25.50", "二、卫生健康支出\t25.49"))
    differing = [i for i in table_agreements(changed) if not i.holds]
    assert [(i.equation, i.difference) for i in differing] == [("25.49 = 25.50", Decimal("-0.01"))]


def test_three_places_are_compared_as_a_chain(read):
    health = [i for i in table_agreements(read(INCOME, ACCOUNTS, ACCOUNTS)) if i.equation == "25.50 = 25.50"]
    named = [i for i in health if "卫生健康支出" in i.operands[0].name and "基本" not in i.operands[0].name]
    assert len(named) == 2


def test_an_account_left_out_of_one_table_is_told(read):
    shorter = ACCOUNTS.replace("210\t卫生健康支出\t25.50\t25.50\t\n", "")
    left_out = [i for i in table_agreements(read(ACCOUNTS, shorter)) if i.holds is None]
    assert [i.operands[0].name for i in left_out] == ["卫生健康支出"]
    assert "没有列出" in left_out[0].reason


def test_tables_of_another_coverage_are_not_compared(read):
    other = "拨款支出表\n单位：万元\n项目\t金额\n一、教育支出\t60.00\n二、卫生健康支出\t25.50\n合计\t85.50\n"
    assert not [i for i in table_agreements(read(INCOME, other)) if "科目" in i.reason]


def test_other_units_are_converted_and_rounding_is_told_apart(read):
    yuan = "支出明细表\n单位：元\n项目\t金额\n一、教育支出\t700,000\n二、卫生健康支出\t254,980\n合计\t954,980\n"
    exact = yuan.replace("254,980", "255,000").replace("954,980", "955,000")
    assert all(i.holds for i in table_agreements(read(INCOME, exact)))
    assert len(table_agreements(read(INCOME, exact))) == 3
    rounded = [i for i in table_agreements(read(INCOME, yuan)) if i.difference]
    assert [(i.holds, i.difference, i.operands[0].unit) for i in rounded] == [(True, Decimal("0.002"), "万元")]


def test_totals_side_by_side_balance(read):
    broken = equations(read(INCOME, change=("总计\t97.50\t总计\t97.50", "总计\t97.50\t总计\t97.40")), False)
    assert broken == {"97.50 = 97.40", "97.40 = 95.50 + 2.00"}


# --- the default document --------------------------------------------------------------------------------------


def test_every_operand_stands_in_the_source(default):
    for identity in found(default):
        for operand in identity.operands:
            written = "".join(default.document.text[start:end] for start, end in operand.place.spans)
            assert Decimal(written.replace(",", "")) == operand.value
            assert operand.name
            assert operand.figure


def test_the_default_document_agrees_with_itself(default):
    identities = found(default)
    assert all(identity.holds for identity in identities)
    assert quickest(lambda: found(default)) < 0.3
    kinds = [identity.kind for identity in identities]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "rows": 19,
        "limit": 26,
        "columns": 30,
        "product": 24,
        "agreement": 2,
    }


def test_the_default_documents_totals(default):
    assert {
        "713.90 = 479.00 + 53.20 + 73.80 + 106.00 + 1.90",
        "106.00 = 6.00 + 100.00",
        "2216.94 = 0 + 142.51 + 0 + 2074.43",
    } <= equations(default)
