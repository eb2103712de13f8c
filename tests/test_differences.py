"""Why one thing is more or less than another: the difference with the reason beside it, or that none stands there."""

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import library_of
from assistant.question.understand import understand
from index.text import squeezed

TEXT = """临江区文旅局2024年部门决算信息公开情况说明

一、支出决算情况

2024年本年支出合计800万元，其中：基本支出300万元；项目支出500万元。

二、一般公共预算财政拨款支出决算情况

一般公共预算财政拨款支出年初预算为900万元，支出决算为800万元，完成年初预算的88.89%。决算数小于预算数的主要原因：展馆改造工程延期，部分款项未支付。

1、文化事务支出年初预算为120万元，支出决算为90万元，完成年初预算的75.00%。

2、旅游事务支出年初预算为60万元，支出决算为66万元，完成年初预算的110.00%。决算数大于预算数的主要原因是追加了节庆活动经费。

三、三公经费支出决算情况

三公经费支出年初预算为8万元，支出决算为5万元，完成预算的62.50%。三公经费支出决算数小于预算数的主要原因：压减公务接待。三公经费支出决算数比2023年度减少1万元。
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
    ("text", "difference", "reason"),
    [
        ("一般公共预算支出决算为什么比预算少", "100", "展馆改造工程延期，部分款项未支付"),
        ("一般公共预算决算怎么比年初预算少", "100", "展馆改造工程延期"),
        ("三公经费决算为什么比预算少", "3", "压减公务接待"),
        ("旅游事务支出决算为什么比预算多", "6", "追加了节庆活动经费"),
    ],
)
def test_the_reason_beside_both_values_stands_with_the_difference(library, text, difference, reason):
    draft = answer(library, text)
    assert f"{difference}万元" in draft.text
    assert reason in draft.text
    assert reason in draft.citations[-1].quote


@pytest.mark.parametrize(
    ("text", "difference"), [("项目支出为什么比基本支出多", "200"), ("文化事务支出决算为什么比预算少", "30")]
)
def test_where_no_reason_stands_beside_them_that_is_said(library, text, difference):
    draft = answer(library, text)
    assert f"{difference}万元" in draft.text
    assert "没有写明相差的原因" in draft.text
    assert "节庆" not in draft.text


def test_how_much_more_asks_for_no_reason(library):
    assert "原因" not in answer(library, "项目支出比基本支出多多少").text
