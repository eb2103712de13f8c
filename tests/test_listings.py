"""Questions about several rows, or several statements of the text, of made-up documents and the default one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import Library, library_of
from assistant.question.understand import understand
from index.model import Disclosure
from index.text import squeezed

OFFICES = """某区水务局2023年部门预算信息公开情况说明

一、部门职责

（一）办公室

负责文电、会务、机要等日常运转工作。设内设机构正职岗位1个、内设机构副职岗位2个。

（二）水资源处

负责水资源的统一监督管理工作。设内设机构正职岗位1个、内设机构副职岗位1个。

（三）河道处

负责河道的管理和保护工作。设内设机构正职岗位1个。

（四）节水处

负责节约用水工作。设内设机构正职岗位1个、内设机构副职岗位1个。

二、单位构成

某区水务局机关(包含办公室、水资源处2个内设处室)

某区堤防管理处(包含某区东堤管理所、某区西堤管理所2个三级预算单位)

某区节水中心

三、政府采购情况

2023年本部门政府采购预算90万元，其中：政府采购货物预算20万元、政府采购工程预算0万元、政府采购服务预算70万元。
"""


@pytest.fixture(scope="module")
def offices(made_up: Callable[[str], Disclosure]) -> Library:
    return library_of(made_up(OFFICES))


@pytest.fixture(scope="module")
def library(default: Disclosure) -> Library:
    return library_of(default)


def answered(library: Library, text: str) -> str:
    """The text of the draft for a question, once every number in it is supported."""
    question = understand(text, library.disclosure.document.year, library.words)
    draft = draft_answer(question, library, dict)
    source = squeezed(library.disclosure.document.text)
    assert unsupported(verify(draft, question.normal, source, library.names)) == (), draft.text
    return draft.text


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("一共有多少个副职岗位", ["合计4个", "2 + 1 + 1 = 4"]),
        ("副职有两个的内设机构有哪些", ["共1个", "办公室"]),
        ("哪个处室没有副职", ["河道处", "共1个"]),
        ("哪个处室只有正职", ["河道处"]),
        ("副职岗位最多的处室是哪个", ["最多的是“办公室”，为2个"]),
        ("办公室和节水处的副职岗位加起来有几个", ["合计3个"]),
        ("货物、工程、服务三类采购，哪类预算最多", ["最大的是“政府采购服务预算”，为70万元"]),
        ("政府采购中货物、工程、服务各是多少", ["20万元", "0万元", "70万元"]),
        ("堤防管理处下面有哪些三级预算单位", ["东堤管理所", "西堤管理所", "共2家"]),
        ("哪几家单位底下还带着三级预算单位", ["堤防管理处", "共1家"]),
    ],
)
def test_statements_of_the_text_are_listed_summed_and_ranked(offices: Library, question: str, holds: list[str]) -> None:
    text = answered(offices, question)
    assert [part for part in holds if part not in text] == []


def test_what_one_office_states_is_a_fact_of_its_own(offices: Library) -> None:
    assert "水资源处的内设机构副职岗位为1个" in answered(offices, "水资源处有几个副职岗位")


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("采购金额最大的单位是哪个", ["本级”，为479.00万元"]),
        ("采购单子里最贵的是哪一项", ["土地测量经费", "200.00万元"]),
        ("采购金额前三名是哪些", ["从高到低", "200.00万元", "100.00万元", "70.00万元"]),
        ("满意度指标最高的是哪个项目", ["土地测量经费", "≥100%"]),
        ("哪些采购项目是5万元的", ["政府采购金额正好5万元的共5项", "编制成片开发方案经费"]),
        ("政府采购金额超过50万元的有哪些", ["政府采购金额超过50万元的共5项", "200.00万元"]),
        ("哪个单位不是财政性资金基本保证", ["不是“财政性资金基本保证”的单位共2家", "土地测量队"]),
        ("哪几个单位有政府采购", ["共5家", "53.20万元"]),
        ("哪个单位没有采购", ["共4家", "规划局", "土地测量队"]),
        ("单位是亩的数量指标有哪些", ["共4项", "≥4000亩"]),
        ("成本指标用万元封顶的有哪些项目", ["共6个", "购买国产卫星电话费"]),
        ("哪几个项目的指标是按《土地管理法》定的", ["依据为“土地管理法”的项目共3个", "首款"]),
        ("各单位买“其他办公用品”加起来要多少钱", ["合计28.70万元"]),
        ("办公用品一共采购多少钱", ["合计28.70万元"]),
        ("性质是事业的单位有几家", ["单位性质为“事业”的单位共8家", "逐项数得"]),
        ("时效指标有多少个", ["的指标共74项"]),
        ("成本指标里金额最大的是哪个项目", ["≤153.8万元"]),
        ("名称里带“经费”的项目有多少个", ["名称含“经费”的项目共30个"]),
        ("15号地围挡美化最多能花多少钱", ["≤5.75万元"]),
    ],
)
def test_rows_are_listed_filtered_summed_and_ranked(library: Library, question: str, holds: list[str]) -> None:
    text = answered(library, question)
    assert [part for part in holds if part not in text] == []
    assert "count(" not in text


ACCOUNTS = """某区水务局2023年部门预算

一、2023年部门支出预算表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出

301\t工资福利支出\t90.00\t90.00\t

30101\t基本工资\t60.00\t60.00\t

30102\t津贴补贴\t30.00\t30.00\t

302\t商品和服务支出\t70.00\t10.00\t60.00

30201\t办公费\t5.00\t5.00\t

30202\t印刷费\t45.00\t5.00\t40.00

30203\t水费\t20.00\t\t20.00
"""


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("工资福利支出里最大的是哪一项", ["最大的是“基本工资”，为60.00万元"]),
        ("商品和服务支出下面排前两名的是什么", ["印刷费 | 45.00万元", "水费 | 20.00万元"]),
        ("商品和服务支出包括哪些", ["共3项", "办公费 | 5.00万元", "70.00万元"]),
        ("项目支出最多的科目是哪个", ["最大的是“印刷费”，为40.00万元"]),
        ("工资福利支出加上商品和服务支出，两类一共多少", ["合计160.00万元", "90.00 + 70.00 = 160.00"]),
    ],
)
def test_accounts_are_ranked_within_what_is_above_them(
    made_up: Callable[[str], Disclosure], question: str, holds: list[str]
) -> None:
    text = answered(library_of(made_up(ACCOUNTS)), question)
    assert [part for part in holds if part not in text] == []


def test_a_list_does_not_repeat_the_place_in_every_name(library: Library) -> None:
    text = answered(library, "性质是事业的单位有几家")
    assert "- “房产管理中心”" in text
    assert "开发区" not in text


@pytest.mark.parametrize(
    ("question", "rows"), [("采购金额最大的三项是什么", 4), ("采购金额最大的两项是什么", 2), ("采购金额前五名", 5)]
)
def test_the_first_of_a_ranking_are_given_in_their_order_and_ties_with_the_last(library, question, rows):
    text = answered(library, question)
    assert len([line for line in text.splitlines() if line.startswith("| ")]) == rows + 2


def test_another_basis_than_last_years_is_no_standstill(made_up):
    said = "机关运行经费10万元，比上年减少20万元，主要原因是统计口径与上年不一致。"
    made = made_up(f"某局2023年部门预算\n\n一、机关运行经费\n\n{said}\n")
    assert not answered(library_of(made), "机关运行经费为什么减少").startswith("没有变化")
