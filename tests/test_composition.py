"""What a total, an account or a unit's purchases consist of: the parts with their own amounts, never the parent row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import Library, library_of
from assistant.model import Draft
from assistant.question.parts import parts_of
from assistant.question.understand import understand
from index.model import Disclosure
from index.text import squeezed

TEXT = """某区档案局2024年部门预算信息公开情况说明

一、机构设置

单位名称\t单位性质
某区档案局本级\t行政
某区史志中心\t事业
某区修复中心\t事业

二、支出预算

支出预算表
单位：万元
功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出
208\t社会保障和就业支出\t50.00\t50.00\t0.00
20805\t行政事业单位养老支出\t50.00\t50.00\t0.00
2080501\t行政单位离退休\t20.00\t20.00\t0.00
2080505\t养老保险缴费支出\t30.00\t30.00\t0.00
221\t住房保障支出\t12.00\t12.00\t0.00
22102\t住房改革支出\t12.00\t12.00\t0.00
2210201\t住房公积金\t7.00\t7.00\t0.00
2210203\t购房补贴\t5.00\t5.00\t0.00

三、三公经费

“三公”经费支出预算表
单位：万元
“三公”经费\t“三公”经费\t“三公”经费\t“三公”经费
小计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费
9.00\t2.00\t6.00\t1.00

四、政府采购

部门政府采购预算
单位：万元
项目名称\t采购物品名称\t政府采购目录序号\t政府采购金额
合计\t\t\t60.00
某区档案局本级小计\t\t\t35.00
数字化经费\t扫描服务\tC16000000\t30.00
公用经费\t办公用品\tA05000000\t5.00
某区修复中心小计\t\t\t25.00
修复经费\t修复设备\tA02000000\t15.00
修复经费\t装裱服务\tC99000000\t10.00
"""


@pytest.fixture(scope="module")
def library(made_up: Callable[[str], Disclosure]) -> Library:
    return library_of(made_up(TEXT))


@pytest.fixture(scope="module")
def default_library(default: Disclosure) -> Library:
    return library_of(default)


def drafted(library: Library, text: str) -> Draft:
    """The draft for a question, once every number in it is supported."""
    question = understand(text, library.disclosure.document.year, library.words)
    draft = draft_answer(question, library, dict)
    source = squeezed(library.disclosure.document.text)
    assert unsupported(verify(draft, question.normal, source, library.names)) == (), draft.text
    return draft


@pytest.mark.parametrize(
    "question",
    [
        "住房保障支出由哪几项组成，各多少",
        "住房保障支出由哪两部分组成",
        "住房保障支出包括哪些项目，各多少钱",
        "住房保障支出的构成",
        "住房保障支出的明细",
        "住房保障支出包括什么",
    ],
)
def test_an_account_consists_of_the_accounts_below_it(library: Library, question: str) -> None:
    text = drafted(library, question).text
    assert "共2项" in text
    assert "| 住房公积金 | 7.00万元 |" in text
    assert "| 购房补贴 | 5.00万元 |" in text
    assert text.rstrip().endswith("12.00万元[1]。")


def test_the_word_project_of_a_question_is_no_column(library: Library) -> None:
    text = drafted(library, "社会保障和就业支出包括哪些项目，各多少钱").text
    assert "| 行政单位离退休 | 20.00万元 |" in text
    assert "0.00万元 |" not in text.replace("20.00", "").replace("30.00", "")


def test_a_column_that_is_named_is_the_one_shown(library: Library) -> None:
    text = drafted(library, "住房保障支出的基本支出由哪些组成").text
    assert "基本支出如下" in text


@pytest.mark.parametrize("question", ["三公经费由哪几部分组成", "三公经费都包括什么，各多少"])
def test_the_columns_beside_a_total_are_its_parts(library: Library, question: str) -> None:
    text = drafted(library, question).text
    assert [value for value in ("2.00万元", "6.00万元", "1.00万元", "9.00万元") if value not in text] == []


@pytest.mark.parametrize(
    "question", ["修复中心都采购些什么", "修复中心的采购清单", "修复中心买了什么", "修复中心采购了哪些东西，各多少钱"]
)
def test_a_unit_buys_the_rows_below_its_subtotal(library: Library, question: str) -> None:
    text = drafted(library, question).text
    assert "共2项" in text
    assert "修复设备 | 15.00万元" in text
    assert "装裱服务 | 10.00万元" in text
    assert "25.00万元[1]。" in text
    assert "扫描服务" not in text


@pytest.mark.parametrize("question", ["史志中心买了什么", "史志中心的采购清单"])
def test_a_unit_without_a_subtotal_is_said_not_to_be_listed(library: Library, question: str) -> None:
    draft = drafted(library, question)
    assert draft.outcome == "not_disclosed"
    assert "其中没有这个单位" in draft.text


@pytest.mark.parametrize(
    ("question", "items", "total"),
    [
        ("房产管理中心都采购些什么", ["3.80万元", "50.00万元", "20.00万元"], "73.80万元"),
        ("不动产登记中心的采购清单", ["9.00万元", "38.00万元", "0.20万元", "1.00万元", "5.00万元"], "53.20万元"),
        ("建设市场管理中心的采购明细", ["6.00万元", "100.00万元"], "106.00万元"),
    ],
)
def test_the_units_of_the_default_document(
    default_library: Library, question: str, items: list[str], total: str
) -> None:
    text = drafted(default_library, question).text
    assert [value for value in (*items, total) if value not in text] == []


def test_a_name_that_another_unit_has_whole_is_not_found_in_pieces(default_library: Library) -> None:
    draft = drafted(default_library, "规划局采购的东西有哪些")
    assert draft.outcome == "not_disclosed"


def test_a_clause_that_asks_for_each_amount_is_no_question_of_its_own() -> None:
    assert parts_of("住房保障支出由哪几项组成，各多少") == ("住房保障支出由哪几项组成，各多少",)
    assert len(parts_of("人员经费和公用经费各多少")) == 2
