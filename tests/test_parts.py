"""A question of several parts: each part is answered, or the answer says of which part nothing was found."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Assistant
from assistant.question.parts import parts_of


@pytest.fixture(scope="module")
def assistant(default_assistant: Assistant) -> Assistant:
    return default_assistant


def said(assistant: Assistant, text: str) -> Answer:
    """The answer to a question, in which every number is supported."""
    answer = assistant.ask([text])
    assert [check.text for check in answer.numbers if check.support == "unsupported"] == []
    return answer


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("公务接待了几批客人多少人", ("公务接待了几批客人", "公务接待了多少人")),
        ("公务接待了几批次、多少人次", ("公务接待了几批次", "公务接待了多少人次")),
        ("接待了多少批，共多少人", ("接待了多少批", "共多少人")),
        (
            "How many vehicles are there and what are they worth?",
            ("How many vehicles are there", "what are they worth?"),
        ),
        ("What is the revenue? What is the expenditure?", ("What is the revenue", "What is the expenditure?")),
        ("How much are income and expenditure?", ("How much are income and expenditure?",)),
        ("一共有多少个项目", ("一共有多少个项目",)),
    ],
)
def test_a_text_is_taken_apart_where_it_asks_again(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("局里有几辆车，值多少钱", ["10[1]", "142.51万元"]),
        ("车辆有多少辆多少价值", ["10[1]", "142.51万元"]),
        ("How many vehicles does the bureau own and what are they worth?", ["is 10 [1]", "142.51 万元"]),
        ("How many vehicles are there? What is their value?", ["is 10 [1]", "142.51 万元"]),
        (
            "What is the office furniture worth, and how much for special-purpose equipment?",
            ["874.30 万元", "85.74 万元"],
        ),
        ("How much is basic expenditure and how much is project expenditure?", ["3,201.81 万元", "283,645.71 万元"]),
    ],
)
def test_each_part_is_answered(assistant: Assistant, question: str, held: list[str]) -> None:
    text = said(assistant, question).text
    assert [value for value in held if value not in text] == []


@pytest.mark.parametrize(
    ("question", "held", "lacking"),
    [
        ("三公经费多少，有多少职工", "2万元", "“有多少职工”：本文件没有公开“职工”的相关内容"),
        ("预算收入多少，员工多少人", "286847.52万元", "“员工多少人”：本文件没有公开“员工”的相关内容"),
        ("机关运行经费多少，局长是谁", "87.47万元", "“局长是谁”：本文件没有公开人员姓名等个人信息"),
        ("房产管理中心的电话是多少，单位规格是什么", "“正科级”", "“房产管理中心的电话是多少”：本文件没有公开电话"),
        ("How much is the reception budget and who is the director?", "2 万元", "“who is the director?”: I found no"),
    ],
)
def test_a_part_without_an_answer_is_said_to_have_none(
    assistant: Assistant, question: str, held: str, lacking: str
) -> None:
    answer = said(assistant, question)
    assert answer.outcome == "answered"
    assert held in answer.text.split("\n\n")[0]
    assert lacking in answer.text


@pytest.mark.parametrize(
    "question", ["2025年收入多少，支出多少", "裕华区收入多少，支出多少", "局长叫什么名字，电话多少"]
)
def test_what_is_refused_as_a_whole_is_not_answered_in_part(assistant: Assistant, question: str) -> None:
    assert said(assistant, question).outcome == "not_disclosed"


def test_a_part_that_only_asks_more_of_the_one_before_lacks_nothing(assistant: Assistant) -> None:
    text = said(assistant, "副职有2个的是哪几个，分别是什么").text
    assert "共3个" in text
    assert "没有找到" not in text


def test_a_passage_that_answers_one_part_is_not_said_to_lack_the_other(assistant: Assistant) -> None:
    text = said(assistant, "怎么加强内部监督，请哪些第三方机构").text
    assert "没有找到" not in text


def test_money_asked_for_behind_an_unknown_thing_is_not_the_whole_budget(assistant: Assistant) -> None:
    assert said(assistant, "无人机买了几架，花多少钱").outcome != "answered"


def test_what_one_part_says_and_another_begins_with_is_said_once(assistant: Assistant) -> None:
    text = said(assistant, "今年预算比去年减少了多少，为什么减少").text
    assert text.count("减少18924.48万元[1]") == 1
    assert "主要" in text
