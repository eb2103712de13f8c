"""Layouts and wordings of the genre that the five disclosures at hand do not show, each on a small made-up text."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from index.model import Disclosure, Identity
from index.oddities import oddities
from index.reconcile import reconcile

Read = Callable[[str], Disclosure]

HEAD = "某局2024年部门预算\n\n一、情况说明\n\n"
FINAL = "某局2024年度部门决算\n\n一、情况说明\n\n"


def _equations(disclosure: Disclosure, *kinds: str) -> dict[str, bool | None]:
    """What is found of some kinds, or of all: each equation and if it holds."""
    found: tuple[Identity, ...] = reconcile(disclosure)
    return {one.equation: one.holds for one in found if not kinds or one.kind in kinds}


def _figure(disclosure: Disclosure, raw: str):
    return next(figure for figure in disclosure.figures if figure.raw == raw)


# --- tables ----------------------------------------------------------------------------------------------------


def test_numbered_titles_and_frame_lines_keep_tables_apart(made_up: Read):
    text = (
        "某局2024年部门预算\n第一部分 预算表\n"
        "表一：收支总表\n编制单位：某局\t单位：元\n项目\t预算数\n甲\t1.00\n合计\t1.00\n"
        "表二：支出总表\n编制单位：某局\t单位：元\n项目\t预算数\n乙\t2.00\n合计\t2.00\n"
    )
    tables = made_up(text).tables
    assert [(table.title, table.unit, len(table.rows)) for table in tables] == [
        ("表一：收支总表", "元", 2),
        ("表二：支出总表", "元", 2),
    ]


def test_the_number_of_a_table_below_its_title_is_no_title(made_up: Read):
    text = "某局2024年度部门决算\n\n支出决算表\n公开03表\n部门：某局\t\t金额单位：万元\n"
    text += "项目\t决算数\n甲\t1.00\n合计\t1.00\n"
    (table,) = made_up(text).tables
    assert (table.title, table.unit) == ("支出决算表", "万元")


LEVELS = (
    "某局2024年度部门决算\n\n支出决算表\n单位：万元\n"
    "项目\t\t\t\t本年支出合计\t基本支出\t项目支出\n功能分类科目编码\t\t\t科目名称\t\t\t\n类\t款\t项\t栏次\t1\t2\t3\n"
    "\t\t\t合计\t30.00\t10.00\t20.00\n205\t\t\t教育支出\t30.00\t10.00\t20.00\n205\t02\t\t普通教育\t30.00\t10.00\t20.00\n"
    "205\t02\t02\t小学教育\t10.00\t10.00\t\n205\t02\t03\t初中教育\t20.00\t\t20.00\n"
)


def test_column_numbers_beside_account_levels_are_no_figures(made_up: Read):
    disclosure = made_up(LEVELS)
    (table,) = disclosure.tables
    assert [column.kind for column in table.columns][:4] == ["code", "code", "code", "label"]
    found = _equations(disclosure)
    assert found["30.00 = 10.00 + 20.00"]
    assert all(found.values())


def test_codes_over_columns_of_which_only_the_first_is_named(made_up: Read):
    text = (
        "某局2024年度部门决算\n\n支出决算表\n单位：元\n科目编码\t\t\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        "205\t\t\t教育支出\t50.00\t30.00\t20.00\n205\t02\t\t普通教育\t50.00\t30.00\t20.00\n"
        "205\t02\t02\t小学教育\t30.00\t30.00\t\n205\t02\t03\t初中教育\t20.00\t\t20.00\n"
        "206\t\t\t科学技术支出\t5.00\t\t5.00\n206\t02\t\t基础研究\t5.00\t\t5.00\n合计\t\t\t\t55.00\t30.00\t25.00\n"
    )
    found = _equations(made_up(text), "rows")
    assert found["55.00 = 50.00 + 5.00"]
    assert all(found.values())


def test_an_entry_left_empty_below_the_header_is_no_header(made_up: Read):
    text = (
        "某局2024年部门预算\n\n“三公”经费预算表\n单位：万元\n项目\t2023年预算数\t2024年预算数\n"
        "1.因公出国（境）费用\t\t\n2.公务接待费\t2.00\t1.00\n3.公务用车费\t8.00\t7.00\n合计\t10.00\t8.00\n"
    )
    (table,) = made_up(text).tables
    assert len(table.rows) == 4
    assert table.columns[0].path == ("项目",)


# --- last year -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "compared", ["比上年45.00万元", "较2023年预算45.00万元", "比上年（45.00万元）", "与2023年度的45.00万元相比，"]
)
def test_the_amount_compared_with_is_of_its_own_year(made_up: Read, compared: str):
    disclosure = made_up(HEAD + f"2024年，部门支出预算50.00万元，{compared}增加5.00万元，增长11.11%。\n")
    assert (_figure(disclosure, "50.00万元").period, _figure(disclosure, "45.00万元").period) == ("2024", "2023")
    found = _equations(disclosure)
    assert found["50.00 = 45.00 + 5.00"]
    assert found["11.11% ≈ 5.00 ÷ 45.00 × 100%"]
    assert all(found.values())


def test_a_wrong_change_from_last_year_is_told(made_up: Read):
    found = _equations(made_up(HEAD + "部门支出预算50.00万元，比上年45.00万元增加6.00万元，增长11.11%。\n"))
    assert found == {"50.00 = 45.00 + 6.00": False, "11.11% ≈ 6.00 ÷ 45.00 × 100%": False}


def test_the_amount_compared_with_has_no_parts(made_up: Read):
    text = "“三公”经费预算8万元，比上年10万元减少2万元。其中：公务接待费1万元，公务用车费7万元。\n"
    assert _equations(made_up(HEAD + text), "parts") == {"8 = 1 + 7": True}


THREE = (
    "“三公”经费预算表\n单位：万元\n2023年预算数\t\t\t2024年预算数\t\t\n"
    "合计\t公务用车费\t公务接待费\t合计\t公务用车费\t公务接待费\n10.00\t8.00\t2.00\t8.00\t7.00\t1.00\n"
)


@pytest.mark.parametrize(("stated", "holds"), [("1.00", True), ("2.00", False)])
def test_the_text_is_compared_with_the_columns_of_its_year(made_up: Read, stated: str, holds: bool):
    text = f"某局2024年部门预算\n\n{THREE}\n一、“三公”经费预算情况说明\n2024年公务接待费{stated}万元。\n"
    assert _equations(made_up(text), "agreement") == {f"{stated} = 1.00": holds}


# --- lists in running text -------------------------------------------------------------------------------------


def test_people_behind_a_semicolon_are_not_among_those_before_it(made_up: Read):
    found = _equations(made_up(HEAD + "实有在职人员30人，其中：行政人员10人，事业人员20人；退休人员5人。\n"))
    assert found == {"30 = 10 + 20": True}


def test_the_two_sides_of_a_budget_are_two_lists(made_up: Read):
    text = "收支总预算9.00万元。收入包括：甲拨款7.00万元、乙拨款2.00万元；支出包括：丙支出5.00万元、丁支出4.00万元。\n"
    found = _equations(made_up(HEAD + text), "parts")
    assert found == {"9.00 = 7.00 + 2.00": True, "9.00 = 5.00 + 4.00": True}


def test_amounts_of_several_names_in_a_row_are_told_apart(made_up: Read):
    text = "本年支出10.00万元。基本支出、项目支出分别为6.00万元、4.00万元，占比分别为60.00%、40.00%。\n"
    disclosure = made_up(FINAL + text)
    assert (_figure(disclosure, "6.00万元").measure, _figure(disclosure, "4.00万元").measure) == (
        "基本支出",
        "项目支出",
    )
    assert _equations(disclosure, "share") == {
        "60.00% = 6.00 ÷ 10.00 × 100%": True,
        "40.00% = 4.00 ÷ 10.00 × 100%": True,
    }


def test_a_list_of_shares_that_names_no_whole_finds_it_by_the_numbers(made_up: Read):
    text = "部门支出预算10.00万元。\n\n从结构看：甲支出5.00万元，占50.00%；"
    text += "乙支出3.00万元，占30.00%；丙支出2.00万元，占40.00%。\n"
    found = _equations(made_up(HEAD + text), "share")
    assert found["50.00% = 5.00 ÷ 10.00 × 100%"]
    assert found["40.00% ≈ 2.00 ÷ 10.00 × 100%"] is False


def test_a_total_with_what_was_left_is_not_this_years_income(made_up: Read):
    text = "2024年度收入总计12.00万元。\n\n二、收入决算情况说明\n\n本年收入合计10.00万元。\n"
    assert _equations(made_up(FINAL + text), "agreement") == {}


@pytest.mark.parametrize(("count", "holds"), [(2, True), (3, False)])
def test_projects_are_counted_in_their_table(made_up: Read, count: int, holds: bool):
    table = (
        "项目支出表\n单位：元\n单位名称\t项目名称\t金额\n甲站\t修缮\t30,000.00\n\t培训\t20,000.00\n合计\t\t50,000.00\n"
    )
    text = f"某局2024年部门预算\n\n{table}\n一、绩效说明\n2024年对{count}个项目编制了绩效目标，涉及资金5.00万元。\n"
    (found,) = (one for one in reconcile(made_up(text)) if one.kind == "count")
    assert found.holds is holds


# --- columns worked out of others, and funds of targets --------------------------------------------------------


def test_columns_of_changes_and_rates_are_worked_out(made_up: Read):
    text = (
        "某局2024年部门预算\n\n支出预算表\n单位：万元\n科目名称\t2023年预算数\t2024年预算数\t增减额\t增减%\n"
        "甲支出\t10.00\t12.00\t2.00\t20.00%\n乙支出\t20.00\t19.00\t-1.00\t-5.00%\n丙支出\t40.00\t50.00\t10.00\t52.00%\n"
    )
    found = _equations(made_up(text), "change", "growth")
    assert found["10.00 = 50.00 - 40.00"]
    assert found["52.00 ≈ (50.00 - 40.00) ÷ 40.00 × 100%"] is False
    assert sum(holds is False for holds in found.values()) == 1


@pytest.mark.parametrize(("other", "holds"), [("4.00", True), ("5.00", False)])
def test_funds_of_targets_are_the_sum_of_what_they_are_made_up_of(made_up: Read, other: str, holds: bool):
    text = (
        "某局2024年部门预算\n\n整体绩效目标表\n单位：万元\n单位名称\t某局\t\t\n年度预算申请\t资金总额\t10.00\t\n"
        f"\t按收入性质分\t财政拨款\t6.00\n\t\t其他资金\t{other}\n年度绩效指标\t一级指标\t二级指标\t指标值\n"
    )
    (found,) = (one for one in reconcile(made_up(text)) if one.kind == "parts")
    assert (found.operands[0].value, found.holds) == (Decimal("10.00"), holds)


# --- what is no oddity -----------------------------------------------------------------------------------------


def test_more_than_all_of_a_plan_may_be_carried_out(made_up: Read):
    text = "甲支出年初预算为10.00万元，支出决算为12.00万元，完成年初预算的120.00%。\n"
    assert not oddities(made_up(FINAL + text))


@pytest.mark.parametrize("blank", ["X个", "××个", "**个", "__个"])
def test_a_blank_of_the_template_left_open_is_an_oddity(made_up: Read, blank: str):
    assert [one.kind for one in oddities(made_up(HEAD + f"内设{blank}科室，编制5人。\n"))] == ["template"]


def test_a_part_that_holds_nothing_but_tables_is_not_empty(made_up: Read):
    text = "某局2024年度部门决算\n\n第一部分 概况\n一、职责\n负责工作。\n\n第二部分 决算表\n\n支出决算表\n"
    text += "单位：万元\n项目\t决算数\n甲\t1.00\n合计\t1.00\n\n第三部分 说明\n一、总体情况\n没有其他说明。\n"
    assert not oddities(made_up(text))
