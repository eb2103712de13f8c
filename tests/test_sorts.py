"""An answer is of the sort that is asked for: money, a number of things, or a share."""

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import library_of
from assistant.question.followup import Turn, carried_over
from assistant.question.sorts import sorts_asked
from assistant.question.understand import understand
from index.text import squeezed

TEXT = """临江区司法局2024年部门预算信息公开情况说明

一、部门预算安排的总体情况

（一）支出说明

2024年支出预算500万元，其中基本支出200万元，包括人员经费150万元和日常公用经费50万元；项目支出300万元，主要用于案件调解40万元、法律援助60万元。

二、三公经费情况

2024年我部门三公经费预算安排8万元，其中公务用车运行维护费5万元，与2023年持平；公务接待费3万元。

三、国有资产情况

截至2023年12月31日，本部门共有车辆6辆。

四、政府采购情况

部门政府采购预算
单位：万元
项目名称\t预算资金\t采购物品名称\t数量\t单价\t采购金额
普法宣传经费\t30.00\t印刷服务\t2\t9.00\t18.00
档案整理经费\t12.00\t档案服务\t1\t12.00\t12.00

五、预算项目绩效目标

1、矫正系统升级改造费用绩效目标表

绩效目标\t1. 目标内容1 完成系统升级改造，稳定运行。
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t质量指标\t升级改造完成率\t升级改造完成率\t≥90%\t年度计划
产出指标\t成本指标\t升级改造预算控制数\t升级改造预算控制数\t≤25万元\t年度计划
"""


@pytest.fixture(scope="module")
def library(made_up):
    return library_of(made_up(TEXT))


def answer(library, *turns):
    """The draft for the last of some turns, all of whose numbers trace."""
    before = None
    for text in turns:
        question = carried_over(text, before, library)
        draft = draft_answer(question, library, lambda: {})
        checks = verify(draft, question.normal, squeezed(library.disclosure.document.text), library.names)
        assert not unsupported(checks), [check.text for check in unsupported(checks)]
        before = Turn(question, draft)
    return draft


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("一共调解了多少案件", {"count"}),
        ("公车几辆", {"count"}),
        ("系统升级的钱是多少", {"money"}),
        ("多少人员经费", {"money"}),
        ("花了多少", {"money"}),
        ("出国的占比", {"share"}),
        ("基本支出占总支出的百分之几", {"share"}),
        ("租金占多少钱", {"money"}),
        ("有多少套房，租金多少", {"count", "money"}),
        ("占地多少亩", {"count"}),
        ("存活率要达到多少", set()),
        ("干了多少年", set()),
        ("这件事归谁管", set()),
    ],
)
def test_the_words_of_a_question_say_which_sort_it_asks_for(text, sorts):
    assert sorts_asked(understand(text, 2024).normal) == sorts


@pytest.mark.parametrize(
    "text", ["2024年一共调解了多少案件", "调解了多少件案子", "单位有多少人员", "法律援助帮了多少人", "接待了多少批客人"]
)
def test_a_number_of_things_is_not_answered_with_money(library, text):
    draft = answer(library, text)
    assert draft.outcome == "not_disclosed"
    assert "万元" not in draft.text


@pytest.mark.parametrize("text", ["矫正系统升级的钱是多少", "矫正系统升级改造的资金有多少", "升级改造花了多少"])
def test_a_question_of_money_is_not_answered_with_a_rate(library, text):
    assert "≤25万元" in answer(library, text).text
    assert "90%" not in answer(library, text).text


def test_official_cars_are_counted_as_the_vehicles_of_the_stock(library):
    assert "车辆为6辆" in answer(library, "公务用车有多少辆").text
    assert answer(library, "公车现在是4辆对吗").text.startswith("与文件不符：")


def test_what_costs_the_same_as_before_does_not_say_how_many_there_are(library):
    draft = answer(library, "公车有多少辆，是不是比2023年多了")
    assert "持平" not in draft.text


@pytest.mark.parametrize("asked", ["其中公务接待费占多少", "里面接待占百分之几", "其中接待费的占比"])
def test_a_share_of_the_sum_before_is_worked_out_of_it(library, asked):
    assert "37.50%" in answer(library, "三公经费多少", asked).text


def test_a_projects_money_is_its_funds_and_what_it_spends_of_them(library):
    draft = answer(library, "普法宣传经费多少")
    assert "预算资金为30.00万元" in draft.text
    assert "采购金额为18.00万元" in draft.text
    assert "18.00" in answer(library, "普法宣传经费的采购金额是多少").text
    assert answer(library, "档案整理经费多少").text.count("12.00万元") == 1


def test_a_clause_that_only_asks_how_much_speaks_of_what_the_one_before_names(default_assistant):
    answer = default_assistant.ask(["一共开了多少次座谈会，花了多少钱"])
    assert answer.outcome != "answered"
    assert "万元" not in answer.text


def test_a_name_that_speaks_of_a_portion_asks_for_no_share(default_assistant):
    """预留份额 is an amount of money in the table of purchases."""
    answer = default_assistant.ask(["控规动态维护经费的其他信息技术服务的2023年预留中小微企业份额是多少？"])
    assert "70.00" in answer.text
