"""Both ends of a ranking, one place of it, and ties: each with its value, of made-up documents and the default one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.evidence.asking_rows import operation_of, place_asked
from assistant.library import Library, library_of
from assistant.model import Draft
from assistant.question.parts import parts_of
from assistant.question.understand import understand
from index.model import Disclosure
from index.text import squeezed

TEXT = """某区档案局2024年部门预算信息公开情况说明

一、支出预算

支出预算表
单位：万元
功能分类科目编码\t科目名称\t合计
302\t商品和服务支出\t60.00
30201\t办公费\t9.00
30202\t印刷费\t20.00
30205\t水费\t9.00
30206\t电费\t21.00
30207\t邮电费\t1.00

二、政府采购

2024年本部门政府采购预算90万元，其中：政府采购货物预算20万元、政府采购工程预算0万元、政府采购服务预算70万元。
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
    assert failed(library, text, draft) == (), draft.text
    return draft


def failed(library: Library, text: str, draft: Draft) -> tuple[str, ...]:
    """The numbers of a draft that nothing supports."""
    source = squeezed(library.disclosure.document.text)
    return tuple(check.text for check in unsupported(verify(draft, text, source, library.names)))


@pytest.mark.parametrize(
    "question",
    [
        "商品和服务支出里哪项最多，哪项最少",
        "商品和服务支出里最大的和最小的是哪项",
        "商品和服务支出里最高和最低的分别是什么",
        "商品和服务支出里花得最多的是哪项，最少的呢",
    ],
)
def test_both_ends_are_named_each_with_its_value(library: Library, question: str) -> None:
    text = drafted(library, question).text
    assert "最大的是“电费”，为21.00万元" in text
    assert "最小的是“邮电费”，为1.00万元" in text


def test_both_ends_of_the_parts_of_a_total(library: Library) -> None:
    text = drafted(library, "政府采购哪一类最多，哪一类最少").text
    assert "最大的是“政府采购服务预算”，为70万元" in text
    assert "最小的是“政府采购工程预算”，为0万元" in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("商品和服务支出里第二大的是什么", "从高到低排第二的是“印刷费”，为20.00万元"),
        ("商品和服务支出里第三多的是哪项", "从高到低排第三的是“办公费”、“水费”，为9.00万元（并列）"),
        ("商品和服务支出里金额第二小的是哪项", "从低到高排第二的是“办公费”、“水费”，为9.00万元（并列）"),
        ("商品和服务支出里倒数第二的是哪项", "从低到高排第二的是“办公费”、“水费”，为9.00万元（并列）"),
    ],
)
def test_one_place_of_a_ranking_is_named(library: Library, question: str, told: str) -> None:
    assert told in drafted(library, question).text


def test_those_that_share_the_last_place_of_the_first_few_are_shown_too(library: Library) -> None:
    text = drafted(library, "商品和服务支出里金额排前三的是哪些").text
    assert "| 办公费 | 9.00万元 |\n| 水费 | 9.00万元 |" in text
    assert "末位有并列" in text
    assert "末位" not in drafted(library, "商品和服务支出里金额排前两名的是哪些").text


def test_the_default_document_at_both_ends(default_library: Library) -> None:
    text = drafted(default_library, "哪个单位的采购预算最多，哪个最少").text
    assert "住建局本级”，为479.00万元" in text
    assert "执法监察大队”，为1.90万元" in text
    text = drafted(default_library, "预算收入里最大的一块和最小的一块分别是什么").text
    assert "“基金预算收入”，为274615.94万元" in text
    assert "为0万元" in text
    assert "106.00万元" in drafted(default_library, "采购金额第二高的单位是哪家").text


def test_a_wrong_place_is_not_supported(library: Library) -> None:
    draft = drafted(library, "商品和服务支出里第二大的是什么")
    for wrong in ("排第三的是", "排第一的是"):
        assert failed(library, "", replace(draft, text=draft.text.replace("排第二的是", wrong))) != ()
    turned = replace(draft, text=draft.text.replace("从高到低", "从低到高"))
    assert failed(library, "", turned) != ()


def test_the_other_end_is_no_question_of_its_own() -> None:
    assert len(parts_of("哪个单位的采购预算最多，哪个最少")) == 1
    assert operation_of("哪个最多，哪个最少") == "ends"
    assert operation_of("从高到低排一下") == "most"
    assert place_asked("执法第二大队负责什么") is None
