"""Questions about the year before, and what is said where only a part of what is asked is disclosed."""

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import library_of
from assistant.question.understand import understand
from assistant.ways.passages import is_sentence
from index.text import squeezed

TEXT = """青山区水务局2023年部门预算信息公开情况说明

一、部门预算安排的总体情况

（一）收入说明

2023年预算收入500万元，其中：一般公共预算收入420万元，政府性基金预算收入60万元，上年结转结余20万元。

（二）支出说明

2023年支出预算500万元，其中基本支出200万元，包括人员经费150万元和日常公用经费50万元；项目支出300万元。

（三）比上年增减情况

2023年预算收支安排500万元，较2022年预算减少40万元，其中：基本支出增加10万元，主要是工资调整；项目支出减少50万元，主要为河道清淤项目今年未安排。

（四）三公经费

2023年我部门三公经费预算安排8万元，其中公务用车运行维护费5万元；公务接待费3万元。与2022年相比，三公经费无增减变化。主要原因是2022年安排了3万元公务接待费，今年也安排了3万元公务接待费。

二、政府采购预算情况

2023年政府采购预算90万元。

部门政府采购预算

三、预算项目绩效目标

1、河道保洁经费绩效目标表

绩效目标	1. 目标内容1 河道干净，水质达标。
一级指标	二级指标	三级指标	绩效指标描述	指标值	指标值确定依据
产出指标	数量指标	保洁完成率	保洁完成率	≥95%	年度计划
效益指标	社会效益指标	群众满意度	群众满意度	≥90%	年度计划

四、名词解释

1. 项目支出：指在基本支出之外为完成特定行政任务所发生的支出。

2. 预算收入：指当年从财政取得的全部收入。
"""


@pytest.fixture(scope="module")
def library(made_up):
    return library_of(made_up(TEXT))


def answer(library, text):
    """The draft for a question, every number of it supported."""
    question = understand(text, 2023, library.words)
    draft = draft_answer(question, library, lambda: {})
    checks = verify(draft, question.normal, squeezed(TEXT), library.names)
    assert not unsupported(checks), draft.text
    return draft


@pytest.mark.parametrize(
    ("text", "missing", "stated"),
    [
        ("政府性基金预算收入去年是多少", "“政府性基金预算收入”2022年的数", "2023年政府性基金预算收入为60万元[1]。"),
        ("去年的采购是多少", "“政府采购预算”2022年的数", "2023年政府采购预算为90万元[1]。"),
        ("采购总额比去年", "“政府采购预算”与上年相比的变化", "2023年政府采购预算为90万元[1]。"),
        (
            "一般公共预算收入比上年增加多少",
            "“一般公共预算收入”与上年相比的变化",
            "2023年一般公共预算收入为420万元[1]。",
        ),
    ],
)
def test_only_what_is_missing_is_said_to_be_missing(library, text, missing, stated):
    draft = answer(library, text)
    assert draft.outcome == "not_disclosed"
    assert draft.text == f"本文件没有公开{missing}；{stated}"
    assert draft.citations


def test_a_project_without_an_amount_is_told_by_its_goal(library):
    draft = answer(library, "河道保洁经费花多少钱")
    assert draft.outcome == "not_disclosed"
    assert draft.text.startswith("本文件没有公开“河道保洁经费”的金额，只公开了它的绩效目标。")
    assert "水质达标" in draft.text
    assert draft.citations


@pytest.mark.parametrize("text", ["河道保洁经费的合同价是多少钱", "码头维修花多少钱"])
def test_what_is_found_nowhere_is_refused_as_a_whole(library, text):
    draft = answer(library, text)
    assert draft.outcome != "answered"
    assert not draft.citations


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("去年三公经费是多少", "与上年相比没有变化：2023年三公经费为8万元[1]。"),
        ("收入比去年多还是少", "2023年预算收支比上年减少40万元[1]。"),
        ("收入比去年多多少", "2023年预算收支比上年减少40万元[1]。"),
        ("收入比上年多少", "2023年预算收支比上年减少40万元[1]。"),
        ("预算比去年", "2023年预算收支比上年减少40万元[1]。"),
        ("和去年比有什么变化", "2023年预算收支比上年减少40万元[1]。"),
        ("支出比上年减少多少", "2023年预算收支比上年减少40万元[1]。"),
        ("支出比2022年增加多少", "没有增加，是减少。2023年预算收支比上年减少40万元[1]。"),
        ("去年支出是多少", "2022年预算收支为540万元[1]。"),
        ("项目支出比去年多还是少", "2023年项目支出比上年减少50万元[1]。"),
        ("公务接待费比上年多多少", "没有变化：2022年公务接待费为3万元[1]"),
        ("三公经费和去年一样吗", "没有变化。"),
    ],
)
def test_the_first_sentence_is_of_the_year_before_or_of_the_change(library, text, first):
    draft = answer(library, text)
    assert draft.outcome == "answered"
    assert draft.text.startswith(first)


@pytest.mark.parametrize(("text", "when"), [("去年培训费是多少", "上年"), ("2022年培训费是多少", "2022年")])
def test_the_year_of_what_is_found_nowhere_is_said_as_it_was_asked(library, text, when):
    assert answer(library, text).text == f"本文件没有公开{when}“培训费”的相关内容。"


@pytest.mark.parametrize(("text", "when"), [("明年预算是多少", "明年"), ("2019年预算是多少", "2019年")])
def test_a_year_of_which_nothing_is_stated_is_said_as_it_was_asked(library, text, when):
    assert answer(library, text).text.startswith(f"本文件没有公开{when}的数据。")


@pytest.mark.parametrize("text", ["部门政府采购预算", "绩效目标表", "办公室"])
def test_a_name_alone_is_no_sentence_to_quote(text):
    assert not is_sentence(text)


@pytest.mark.parametrize("text", ["负责河道管理。", "档案完好率≥90%", "分管财务；"])
def test_a_statement_is_a_sentence_to_quote(text):
    assert is_sentence(text)


PARTS_ONLY = TEXT.replace("2023年预算收支安排500万元，较2022年预算减少40万元，其中：", "与上年相比，")


def test_the_change_of_a_part_is_not_told_as_that_of_the_total(made_up):
    library = library_of(made_up(PARTS_ONLY))
    draft = draft_answer(understand("支出比上年减少多少", 2023, library.words), library, lambda: {})
    assert "项目支出" not in draft.text
    assert draft.outcome == "not_disclosed"


def test_a_part_that_stayed_as_it_was_does_not_speak_for_the_total(made_up):
    library = library_of(made_up(PARTS_ONLY.replace("三公经费无增减变化", "三公经费支出无增减变化")))
    draft = draft_answer(understand("去年支出是多少", 2023, library.words), library, lambda: {})
    assert "没有变化" not in draft.text
