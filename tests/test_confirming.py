"""Claims to be confirmed: the first sentence says whether one holds, or that this cannot be told."""

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import library_of
from assistant.question.understand import understand
from assistant.ways.confirming import claimed
from index.text import squeezed

TEXT = """临江区体育局2024年部门决算信息公开情况说明

一、部门概况

（一）部门职责

1. 负责全民健身工作和体育设施建设。

（二）机构设置

部门机构设置情况

单位名称\t单位性质\t单位规格\t经费保障形式
临江区体育局本级\t行政\t正科级\t财政拨款
临江区体育馆管理中心\t事业\t股级\t财政性资金基本保证

二、支出决算情况

2024年本年支出合计800万元，其中：基本支出300万元，占37.50%；项目支出500万元，占62.50%。

一般公共预算财政拨款支出年初预算为900万元，支出决算为800万元，完成年初预算的88.89%。

三、三公经费情况

2024年三公经费支出决算为6万元，其中：因公出国（境）费支出0万元；公务用车运行维护费支出2万元；公务接待费支出4万元。

四、国有资产情况

截至2024年12月31日，本部门共有车辆3辆。

五、政府采购情况

部门政府采购
单位：万元
项目名称\t预算资金\t采购物品名称\t数量\t单价\t采购金额
健身路径经费\t60.00\t健身器材\t5\t8.00\t40.00
场馆维修经费\t25.00\t维修服务\t1\t25.00\t25.00
"""


@pytest.fixture(scope="module")
def library(made_up):
    return library_of(made_up(TEXT))


def answer(library, text):
    """The draft for a question, all of whose numbers trace."""
    question = understand(text, library.disclosure.document.year, library.words)
    draft = draft_answer(question, library, lambda: {})
    checks = verify(draft, question.normal, squeezed(library.disclosure.document.text), library.names)
    assert not unsupported(checks), [check.text for check in unsupported(checks)]
    return draft


@pytest.mark.parametrize(
    ("text", "begins", "held"),
    [
        ("体育馆管理中心是行政单位吧", "不是。", "事业"),
        ("体育馆管理中心是不是行政单位", "不是。", "事业"),
        ("体育馆管理中心是事业单位，对吗", "对，", "事业"),
        ("体育馆管理中心是正科级吧", "不是。", "股级"),
        ("健身路径经费60万全部用于采购，对吧", "不对。", "40.00万元"),
        ("场馆维修经费都用来采购了吗", "对，", "25.00万元"),
        ("三公经费里没有出国费用对吗", "对，", "0万元"),
        ("今年没有公务接待费吧", "不对。", "4万元"),
        ("公务用车运行维护费为零，是吗", "不对。", "2万元"),
        ("一辆公车也没有，对吧", "不对。", "3辆"),
        ("公务用车有3辆没错吧", "对，", "3辆"),
        ("公车现在是5辆对吗", "与文件不符：", "3辆"),
        ("一般公共预算支出全部完成了吗", "没有全部完成：", "88.89%"),
        ("本年支出全部是项目支出吧", "不对。", "62.50%"),
    ],
)
def test_the_first_sentence_says_whether_a_claim_holds(library, text, begins, held):
    draft = answer(library, text)
    assert draft.text.startswith(begins)
    assert held in draft.text


@pytest.mark.parametrize(
    "text",
    [
        "体育局是慈善组织吧",
        "健身路径经费全部来自捐款，对吧",
        "全民健身工作都完成了吗",
        "三公经费都给领导花了吧",
        "今年没有编外人员吧",
    ],
)
def test_a_claim_that_cannot_be_checked_is_said_to_be_so(library, text):
    draft = answer(library, text)
    assert draft.outcome == "not_disclosed"
    assert "无法确认" in draft.text
    assert not draft.citations


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("科室都采购些什么", ""),
        ("原因是什么？", ""),
        ("三公经费是多少吧", ""),
        ("公车是不是3辆", "公车是3辆"),
        ("钱都花完了，对吧？", "钱都花完了"),
        ("基本支出是300万元吗", "基本支出是300万元"),
    ],
)
def test_only_a_statement_with_a_word_of_confirming_is_a_claim(text, claim):
    assert claimed(understand(text, 2024).normal) == claim


def test_a_passage_that_says_what_is_claimed_is_still_quoted(library):
    assert "负责全民健身工作" in answer(library, "体育局负责全民健身工作吧").text
