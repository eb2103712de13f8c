"""Comparisons, shares, last year's values, reasons and claims, on a made-up disclosure as a reader sees them."""

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import library_of
from assistant.question.understand import understand
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
"""


@pytest.fixture(scope="module")
def library(made_up):
    return library_of(made_up(TEXT))


def answer(library, text):
    """The text of the answer, every number of it supported."""
    question = understand(text, 2023, library.words)
    draft = draft_answer(question, library, lambda: {})
    checks = verify(draft, question.normal, squeezed(TEXT), library.names)
    assert not unsupported(checks), draft.text
    return draft


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("人员经费和日常公用经费差多少", "人员经费比日常公用经费多100万元"),
        ("基本支出和项目支出哪个多", "基本支出比项目支出少100万元"),
        ("项目支出比基本支出多吗", "项目支出比基本支出多100万元"),
        ("预算收入和支出平衡吗", "两者相等"),
        ("项目支出占比", "项目支出占支出预算的60"),
        ("全年收入里头政府性基金这块占了百分之几", "12.00%"),
        ("去年的项目支出推算下来是多少", "350万元"),
        ("2022年预算总额是多少？文件里没直说，帮我算算", "540万元"),
        ("去年三公经费多少", "没有变化"),
        ("听说今年三公经费涨了不少，具体涨了多少", "没有变化"),
        ("2023年公务接待费比2022年增加了多少", "2022年公务接待费为3万元"),
        ("三公经费为什么跟去年一样", "今年也安排了3万元公务接待费"),
        ("项目支出比2022年增加了多少", "没有增加，是减少。"),
        ("项目支出减少的原因", "主要为河道清淤项目今年未安排"),
        ("基本支出为什么增加", "工资调整"),
        ("河道清淤项目今年安排了多少", "今年未安排"),
        ("人员经费是150万还是200万", "人员经费为150万元"),
        ("150万元说的是什么", "人员经费为150万元"),
        ("人员经费是150万元吗", "对，"),
        ("人员经费是160万元吗", "与文件不符"),
    ],
)
def test_what_is_worked_out_is_said_with_its_measure(library, text, said):
    draft = answer(library, text)
    assert draft.outcome == "answered"
    assert said in draft.text


@pytest.mark.parametrize(
    "text",
    [
        "青山区和白水区的预算差多少",  # one side is not in the document
        "2022年政府性基金预算收入是多少",  # no change of it is stated
        "公务用车购置费占比",
    ],
)
def test_what_is_not_stated_is_not_worked_out(library, text):
    draft = answer(library, text)
    assert draft.outcome != "answered" or not draft.formulas


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收入构成", "2023年预算收入为500万元[1]。其中：一般公共预算收入420万元"),
        ("支出结构是怎样的", "2023年支出预算为500万元"),
        ("预算支出由哪几块组成", "2023年支出预算为500万元"),
        ("基本支出由什么构成？", "人员经费150万元、日常公用经费50万元"),
        ("三公经费的构成", "公务接待费3万元"),
        ("钱主要花在哪儿", "其中基本支出200万元"),
        ("大部分钱花在什么地方", "项目支出300万元"),
        ("钱从哪来", "一般公共预算收入420万元"),
    ],
)
def test_what_a_total_is_made_of_is_told(library, text, said):
    assert said in answer(library, text).text


@pytest.mark.parametrize("text", ["预算收入总额是多少", "一般公共预算收入合计是多少", "三公经费预算总额是多少"])
def test_a_measure_is_known_with_a_word_for_the_whole_behind_it(library, text):
    assert answer(library, text).outcome == "answered"


def test_a_total_without_stated_parts_is_not_told_as_the_one_around_it(library):
    assert "支出预算为500万元" not in answer(library, "项目支出的构成").text


def test_a_number_in_an_open_question_is_not_confirmed(library):
    assert not answer(library, "300万元花在什么上").text.startswith("对")


def test_a_change_of_the_other_direction_is_not_confirmed(library):
    said = answer(library, "项目支出比上年增加了50万元吧").text
    assert said.startswith("没有增加，是减少。2023年")


def test_the_reason_of_one_change_is_not_given_for_another(library):
    assert "清淤" not in answer(library, "基本支出为什么增加").text


PURCHASES = """青山区水务局2023年部门预算信息公开情况说明

一、政府采购预算表

单位：万元
项目名称	采购目录	政府采购金额
合计		90.00
河道测量经费	测绘服务	30.00
水质监测经费	检测服务	50.00
水闸维修费	修缮工程	10.00
"""


def test_rows_are_compared_in_one_column(made_up):
    library = library_of(made_up(PURCHASES))
    question = understand("河道测量和水质监测哪个花钱多", 2023, library.words)
    assert "少20.00万元" in draft_answer(question, library, lambda: {}).text


@pytest.mark.parametrize("text", ["河道和闸门的采购差多少", "水质监测和无人机采购哪个花钱多"])
def test_one_side_that_is_not_there_is_not_compared(made_up, text):
    library = library_of(made_up(PURCHASES))
    draft = draft_answer(understand(text, 2023, library.words), library, lambda: {})
    assert not [formula for formula in draft.formulas if "-" in formula.text]
