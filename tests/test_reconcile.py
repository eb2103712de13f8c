"""Figures of running text that must agree, on made-up documents; the default document's against the case file."""

import os
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context

import pytest

from index.reconcile import reconcile
from tests.planted import cases_of, outcome

HEAD = "青山区水务局2023年部门预算信息公开情况说明\n\n一、部门预算安排的总体情况\n\n"
SEEDS = int(os.environ.get("PLANTED_ERRORS", "250"))


@pytest.fixture(scope="module")
def found(made_up):
    """The identities of a made-up text below the heading of a department's budget."""
    return lambda text: reconcile(made_up(HEAD + text))


def equations(identities, *, holds):
    return [identity.equation for identity in identities if identity.holds is holds]


def test_a_total_and_its_parts(found):
    text = "2023年预算收入500万元，其中：一般公共预算收入420万元，政府性基金预算收入60万元，上年结转结余{}万元。"
    assert "500 = 420 + 60 + 20" in equations(found(text.format(20)), holds=True)
    (differing,) = [identity for identity in found(text.format("20.01")) if identity.holds is False]
    assert differing.difference == Decimal("-0.01")
    assert [part.value for part in differing.operands] == [500, 420, 60, Decimal("20.01")]


def test_parts_of_parts_and_money_in_two_units(found):
    text = "2023年支出预算3000000元，其中基本支出200万元，包括人员经费150万元和日常公用经费50万元；项目支出100万元。"
    held = equations(found(text), holds=True)
    assert "3000000 = 200 + 100" in held
    assert "200 = 150 + 50" in held


def test_parts_that_stand_in_the_paragraphs_below(found):
    text = (
        "2023年三公经费预算数为8万元。其中：\n\n（一）因公出国费3万元。\n\n（二）公务接待费{}万元，比上年减少1万元。\n"
    )
    assert "8 = 3 + 5" in equations(found(text.format(5)), holds=True)
    assert "8 = 3 + 50" in equations(found(text.format(50)), holds=False)


def test_a_list_of_the_main_parts_alone_is_not_held_against_the_total(found):
    text = "2023年项目支出300万元，主要包括河道清淤工程120万元、泵站改造工程80万元。"
    identities = found(text)
    assert not equations(identities, holds=False)
    assert "300 = 120 + 80" in equations(identities, holds=None)


def test_a_single_part_is_not_held_against_the_total(found):
    identities = found("2023年政府采购预算30万元，其中预留给小微企业的12万元。")
    assert not equations(identities, holds=False)


def test_the_change_of_a_total_and_of_its_parts(found):
    text = "2023年预算收支安排500万元，较2022年预算减少40万元，其中：基本支出增加10万元；项目支出减少{}万元。"
    assert "-40 = 10 - 50" in equations(found(text.format(50)), holds=True)
    assert "-40 = 10 - 51" in equations(found(text.format(51)), holds=False)


def test_changes_beside_their_amounts_with_one_that_did_not_change(found):
    text = (
        "2023年三公经费预算20万元，比2022年减少3万元。其中：公务接待费8万元，比2022年减少3万元；"
        "公务用车运行维护费12万元，与2022年持平。"
    )
    assert "-3 = -3 + 0" in equations(found(text), holds=True)


def test_a_rate_of_growth(found):
    text = "2023年支出预算110万元，比上年增加10万元，增长{}%。"
    assert "10.00% = 10 ÷ (110 - 10) × 100%" in equations(found(text.format("10.00")), holds=True)
    assert any(one.startswith("12.00%") for one in equations(found(text.format("12.00")), holds=False))


def test_a_rate_that_is_only_rounded_holds_and_says_so(found):
    text = "2023年支出预算33172.15万元，比上年增加4322.77万元，增长14.98%。"
    (rate,) = [identity for identity in found(text) if identity.kind == "growth"]
    assert rate.holds
    assert "四舍五入" in rate.reason


def test_a_rate_that_is_cut_off_differs_and_says_so(found):
    text = "2023年支出预算9759.38万元。\n\n一般公共预算财政拨款支出9746.50万元，占本年支出合计的99.86%。"
    (share,) = [identity for identity in found(text) if identity.kind == "share"]
    assert share.holds is False
    assert "舍去" in share.reason


def test_growth_from_nothing_cannot_be_worked_out(found):
    text = "2023年职业年金缴费支出30万元，比上年增加30万元，增长100%。"
    (rate,) = [identity for identity in found(text) if identity.kind == "growth"]
    assert rate.holds is None


def test_shares_of_a_list(found):
    text = "2023年支出合计200万元，其中：\n\n基本支出150万元，占75.00%；\n\n项目支出50万元，占{}%。\n"
    assert "25.00% = 50 ÷ 200 × 100%" in equations(found(text.format("25.00")), holds=True)
    assert any(one.startswith("52.00%") for one in equations(found(text.format("52.00")), holds=False))


def test_the_same_thing_stated_twice(found):
    text = "2023年预算收入500万元。\n\n（二）支出说明\n\n2023年支出预算{}万元。\n"
    assert "500 = 500" in equations(found(text.format(500)), holds=True)
    assert "500 = 500.10" in equations(found(text.format("500.10")), holds=False)


def test_income_and_expenditure_of_one_year_alone_need_not_balance(found):
    assert not equations(found("2023年本年收入合计500万元。\n\n2023年本年支出合计480万元。\n"), holds=False)


def test_two_names_that_the_document_defines_as_one(found):
    text = (
        "2023年日常公用经费87.47万元。\n\n二、机关运行经费\n\n2023年机关运行经费安排{}万元。\n\n"
        "三、名词解释\n\n1、机关运行费：是指各部门的公用经费，包括办公费。\n"
    )
    assert "87.47 = 87.47" in equations(found(text.format("87.47")), holds=True)
    assert "87.47 = 87.74" in equations(found(text.format("87.74")), holds=False)


def test_a_chapter_against_the_table_that_it_explains_in_another_unit(found):
    text = (
        "二、收入预算情况说明\n\n2023年收入预算{}万元。\n\n三、2023年部门收入预算总表\n\n单位：元\n\n"
        "项目\t金额\n财政拨款收入\t1,234,567.00\n其他收入\t1,000.00\n合计\t1,235,567.00\n"
    )
    identities = found(text.format("123.56"))
    assert "123.56 = 1235567.00" in equations(identities, holds=True)
    assert any("四舍五入" in identity.reason for identity in identities)
    assert "123.65 = 1235567.00" in equations(found(text.format("123.65")), holds=False)


@pytest.mark.parametrize(("count", "holds"), [(3, True), (4, False)])
def test_a_count_and_the_things_it_counts(found, count, holds):
    identities = found(f"水务局机关（包括办公室、规划科、工程科{count}个内设科室）负责全区供水。")
    assert equations(identities, holds=holds) == [f"{count} = count(内设科室)"]


def test_a_count_that_itself_counts_things_listed(found):
    identities = found("水务局下属（包括水文站、2个泵站、水质中心4个单位）。")
    assert equations(identities, holds=True) == ["4 = 2 + 2"]


PURCHASES = """二、绩效目标

1、购买水泵经费绩效目标表

绩效目标\t\t\t1. 2023年购买水泵费用20万元
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t购买水泵数量\t购买水泵数量\t{count}台\t部门计划
\t成本指标\t预算控制数\t预算控制数\t≤{limit}万元\t部门计划

三、政府采购预算情况

2023年安排政府采购预算25万元，具体见下表。

部门政府采购预算

单位：万元

项目名称\t预算资金\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t合计
合计\t\t\t\t\t\t\t25.00
购买水泵经费\t30.00\t其他设备\tA02029900\t台\t2\t10.00\t20.00
河道测绘经费\t5.00\t测绘服务\tC19040000\t项\t1\t5.00\t5.00

四、国有资产信息

2023年拟购置固定资产总额为{planned}万元，主要为购买{number}台水泵。
"""


def test_targets_and_plans_against_purchases(found):
    fitting = {"count": 2, "limit": 20, "planned": 20, "number": 2}
    held = [(each.kind, each.equation) for each in found(PURCHASES.format(**fitting)) if each.holds]
    assert ("limit", "20 ≥ 20.00") in held
    assert ("agreement", "20 = 20.00") in held
    assert ("agreement", "2 = 2") in held
    assert ("purchase", "20 = 20.00") in held
    assert not equations(found(PURCHASES.format(**fitting)), holds=False)
    for change, kind in (({"count": 3}, "agreement"), ({"limit": 19}, "limit"), ({"planned": 21}, "purchase")):
        differing = [each for each in found(PURCHASES.format(**(fitting | change))) if each.holds is False]
        assert [each.kind for each in differing] == [kind], change


def test_every_identity_of_the_case_file_is_found_to_hold(default):
    identities = [
        {span for part in identity.operands for span in part.place.spans}
        for identity in reconcile(default)
        if identity.holds
    ]
    missing = [
        case
        for case in cases_of(default.document.text)
        if not any(_all_inside(case.tokens, spans) for spans in identities)
    ]
    assert not missing


def test_nothing_in_the_default_document_differs(default):
    assert not equations(reconcile(default), holds=False)


def _all_inside(tokens, spans):
    return all(any(start <= token.span[0] and token.span[1] <= end for start, end in spans) for token in tokens)


def test_planted_errors_are_reported_where_they_stand():
    """Each seed plants one error into the default document; PLANTED_ERRORS sets how many, 500 for the whole set."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        outcomes = list(processes.map(outcome, range(SEEDS), chunksize=10))
    breaking = [each for each in outcomes if each.breaks]
    missed = [each.mutation for each in breaking if not each.found]
    false = [(each.mutation, each.false) for each in outcomes if each.false]
    reports, real = sum(each.reports for each in outcomes), sum(each.real for each in outcomes)
    print(f"{len(breaking)} of {len(outcomes)} break an identity, {len(breaking) - len(missed)} found")
    print(f"{real} of {reports} reports are real")
    assert len(missed) <= 0.05 * len(breaking), missed
    assert real >= 0.95 * reports, false


def test_last_years_amount_beside_this_years_is_no_other_statement_of_it(found):
    text = "2023年收支总预算220万元，较上年预算200万元增加20万元，增长{}%。其中：基本支出150万元，项目支出70万元。"
    identities = found(text.format("10.00"))
    held = equations(identities, holds=True)
    assert "10.00% = 20 ÷ 200 × 100%" in held
    assert "220 = 200 + 20" in held
    assert "220 = 150 + 70" in held
    assert not equations(identities, holds=False)
    assert any(one.startswith("11.00%") for one in equations(found(text.format("11.00")), holds=False))


@pytest.mark.parametrize("compared", ["较上年（200万元）增加20万元", "与2022年度的200万元相比，增加20万元"])
def test_last_years_amount_in_other_words(found, compared):
    assert "220 = 200 + 20" in equations(found(f"2023年财政拨款支出预算220万元，{compared}。"), holds=True)


def test_parts_end_where_they_are_the_whole_and_a_semicolon_stands(found):
    text = "学院实有30人，其中专任教师20人，教辅人员10人；退休{}人。"
    assert "30 = 20 + 10" in equations(found(text.format(8)), holds=True)
    assert not equations(found(text.format(8)), holds=False)


def test_a_list_of_what_is_named_before_it_is_not_of_the_amount_before(found):
    text = (
        "2023年财政拨款收支总预算100万元。收入包括：一般公共预算拨款90万元、政府性基金预算拨款10万元；"
        "支出包括：教育支出60万元、卫生健康支出40万元。"
    )
    identities = found(text)
    assert not equations(identities, holds=False)
    assert "100 = 60 + 40" in equations(identities, holds=True)


def test_what_came_in_within_the_year_is_not_all_there_is(made_up):
    text = (
        "青山区水务局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n2023年度收入总计500万元。\n\n"
        "二、收入决算情况说明\n\n本年收入合计480万元，其中：财政拨款收入480万元。\n"
    )
    assert not equations(reconcile(made_up(text)), holds=False)


def test_accounts_that_only_say_their_budget_are_told_apart(found):
    text = (
        "1．社会保障支出（类）养老支出（款）离退休（项）2023年预算数为286万元。\n\n"
        "2．卫生健康支出（类）公立医院（款）综合医院（项）2023年预算数为512万元。\n"
    )
    assert not equations(found(text), holds=False)


def test_a_column_of_last_year_is_not_held_against_this_years_text(found):
    text = (
        "二、三公经费预算情况说明\n\n2023年三公经费预算数为13.70万元，比上年减少1.80万元。\n\n"
        "三、2023年三公经费预算表\n\n单位：万元\n\n项目\t2022年预算数\t2023年预算数\n"
        "公务接待费\t15.50\t13.70\n合计\t15.50\t13.70\n"
    )
    assert not equations(found(text), holds=False)


def test_a_table_that_disagrees_all_over_is_doubted_not_called_wrong(found):
    rows = "".join(f"项目{name}\t{value}\n" for name, value in zip("甲乙丙", (10, 20, 30), strict=True))
    head = "（一）支出说明\n\n具体见下表。\n\n{0}表\n\n单位：万元\n\n项目\t上半年\t下半年\n"
    table = head + rows.replace("\n", "\t5\n") + "合计\t{1}\t{2}\n"
    assert len(equations(found(table.format("支出预算", 60, 15)), holds=True)) == 2
    assert len(equations(found(table.format("支出预算", 61, 15)), holds=False)) == 1
    misread = found(table.format("支出预算", 600, 150))
    assert not equations(misread, holds=False)
    assert all("版式" in identity.reason for identity in misread)
