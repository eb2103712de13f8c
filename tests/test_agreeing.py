"""Whether figures agree, asked in the chat: on a made-up disclosure, every number of the answer traced."""

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

2023年支出预算500万元，其中基本支出200万元，包括人员经费150万元和日常公用经费{office}万元；项目支出300万元。

（三）比上年增减情况

2023年预算收支安排500万元，较2022年预算减少40万元，其中：基本支出增加10万元；项目支出减少50万元。

二、政府采购预算情况

2023年安排政府采购预算25万元，具体见下表。

部门政府采购预算

单位：万元

项目名称\t预算资金\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t合计
合计\t\t\t\t\t\t\t25.00
购买水泵经费\t30.00\t其他设备\tA02029900\t台\t2\t10.00\t20.00
河道测绘经费\t5.00\t测绘服务\tC19040000\t项\t1\t5.00\t5.00
"""


@pytest.fixture(scope="module")
def answered(made_up):
    def answer(text, office=50):
        source = TEXT.format(office=office)
        library = library_of(made_up(source))
        question = understand(text, 2023, library.words)
        draft = draft_answer(question, library, lambda: {})
        assert not unsupported(verify(draft, question.normal, squeezed(source), library.names)), draft.text
        assert draft.citations or "没有发现" in draft.text
        return draft.text

    return answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("收入加起来对吗", "420 + 60 + 20 = 500"),
        ("支出各项加起来等于总数吗", "200 + 300 = 500"),
        ("基本支出的合计对不对", "150 + 50 = 200"),
        ("25是怎么来的", "20.00 + 5.00 = 25.00"),
        ("500万元怎么算出来的", "420 + 60 + 20 = 500"),
        ("减少40万元是怎么来的", "10 - 50 = -40"),
        ("哪些数据对不上", "没有发现对不上的数据"),
        ("这份预算的数字前后一致吗", "没有发现对不上的数据"),
        ("检查一下勾稽关系", "没有发现对不上的数据"),
        ("有没有算错的数字", "没有发现对不上的数据"),
        ("水泵的采购金额对得上吗", "2 × 10.00 = 20.00"),
        ("采购表单价乘以数量等于金额吗", "2 × 10.00 = 20.00"),
        ("预算收入和预算支出对得上吗", "前后一致"),
        ("项目支出合计对吗", "包含在下面的总数里"),
        ("支出明细相加等于总额吗", "200 + 300 = 500"),
        ("支出各项加起来跟总数对得上不", "200 + 300 = 500"),
        ("数字有没有错误", "没有发现对不上的数据"),
        ("报告有没有前后矛盾的地方", "没有发现对不上的数据"),
    ],
)
def test_what_agrees_is_said_with_its_calculation(answered, question, said):
    assert said in answered(question)


@pytest.mark.parametrize("question", ["哪些数据对不上", "数据有没有不一致的地方", "数字都对得上吗"])
def test_what_differs_is_listed_with_by_how_much(answered, question):
    text = answered(question, office=55)
    assert text.startswith("这些数据对不上")
    assert "150 + 55 - 200 = 5" in text


def test_what_may_be_rounding_is_said_to_be(answered):
    assert "四舍五入" in answered("哪些数据对不上", office="50.01")


@pytest.mark.parametrize("question", ["有没有错别字", "有哪些疑点", "表格有没有重复"])
def test_what_looks_odd_is_asked_of_a_person_or_said_not_to_be_there(answered, question):
    assert "对不上" not in answered(question)


def test_a_sum_that_does_not_hold_is_said_not_to(answered):
    text = answered("基本支出加起来对吗", office=55)
    assert "与各部分之和不相等" in text
    assert "150 + 55 - 200 = 5" in text


@pytest.mark.parametrize("question", ["预算收入是多少", "收入和支出一样多吗", "25台水泵多少钱"])
def test_other_questions_are_left_to_their_ways(answered, question):
    assert "各部分之和" not in answered(question)
