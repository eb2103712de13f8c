"""The key of a question: shared by wordings of the same question, never by questions with different answers."""

from collections import defaultdict

import pytest

from assistant.answer import answer_json
from assistant.question.understand import understand
from assistant.review.reading import reading_key
from eval.score import read_cases
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def assistant(default_assistant):
    return default_assistant


@pytest.fixture
def key(assistant):
    return lambda *turns: assistant.ask(turns).reading


@pytest.mark.parametrize(
    "again",
    [
        "三公经费预算是多少",
        "三公经费 预算 是多少？？",
        "三公经费预算是多少?",
        "“三公”经费预算是多少？",
        "三公經費預算是多少？",
        "三公经费预算多少",
        "请问三公经费预算是多少啊？",
        "我想知道三公经费预算是多少",
        "三公经费预算有多少",
    ],
)
def test_other_writing_and_words_of_asking_change_nothing(key, again):
    assert key(again) == key("三公经费预算是多少？")


@pytest.mark.parametrize(
    "other",
    [
        "三公经费是什么？",
        "2022年三公经费预算是多少？",
        "三公经费预算是多少元？",
        "三公经费预算比上年增加多少？",
        "三公经费预算比上年减少多少？",
        "三公经费预算占支出多少？",
        "三公经费预算为什么这么多？",
        "三公经费预算是2万元吗？",
        "三公经费预算是3万元吗？",
        "不含接待费的三公经费预算是多少？",
        "How much is the budget of the three public expenses?",
        "你好，三公经费预算是多少？",
    ],
)
def test_another_question_has_another_key(key, other):
    assert key(other) != key("三公经费预算是多少？")


@pytest.mark.parametrize(
    "questions",
    [
        "第12条是什么|第1、2条是什么|第1,2条是什么|第1 2条是什么|第½条是什么|第1½条是什么",
        "第①条是什么|第1条是什么",
        "超过1020万元的项目|超过10、20万元的项目|超过10·20万元的项目|超过10 20万元的项目",
        "超过十二万元的项目|超过十、二万元的项目",
        "表1、2的合计|表12的合计",
        "比例是5‰吗|比例是5%吗|比例是5吗|比例是-5吗|比例是+5吗",
        "占50/100吗|占50100吗",
        "有50 00万元吗|有5000万元吗",
        "收入≧5万元|收入≦5万元|收入≥5万元|收入≯5万元|收入≮5万元|收入≠5万元|收入=5万元|收入5万元",
        "收入↑|收入↓|收入",
        "有效率是多少|效率是多少",
        "有无采购|无采购|采购|没有采购|有没有采购",
        "是不是减少了|不减少|没减少",
        "How many are < 5|How many are > 5|How many are 5|How many are -5|How many are 5%|How many are 5.5",
    ],
)
def test_each_sign_and_word_that_tells_questions_apart_is_in_the_key(questions):
    asked = questions.split("|")
    assert len({reading_key(understand(each, 2023)) for each in asked}) == len(asked)


def test_a_follow_up_counts_as_what_it_stands_for(key):
    whole = key("人员经费是多少")
    assert key("基本支出是多少", "人员经费呢") == whole
    assert key("项目支出是多少", "人员经费呢？") == whole
    assert key("公用经费比上年增加多少", "为什么") != key("人员经费比上年增加多少", "为什么")


def test_a_question_of_several_parts_is_none_of_them(key):
    both = key("人员经费是多少，公用经费是多少")
    assert both not in (key("人员经费是多少"), key("公用经费是多少"))
    # A sum of what was asked before is told from that of other things.
    first = key("人员经费是多少", "公用经费是多少", "一共多少")
    assert first != key("公务接待费是多少", "公务用车运行维护费是多少", "一共多少")


def test_the_key_is_not_shown(assistant):
    answer = assistant.ask(["三公经费预算是多少？"])
    assert len(answer.reading) == 64
    assert "reading" not in answer_json(answer)


def test_no_two_questions_of_the_evaluation_with_different_answers_share_a_key(assistant):
    answers = defaultdict(dict)
    for name in ("questions", "citizens", "refusals"):
        for case in read_cases(ROOT / "eval" / f"{name}.jsonl"):
            if case.document in (None, assistant.documents[0].id):
                answer = assistant.ask(case.turns)
                answers[answer.reading].setdefault(answer.text, case.turns)
    assert [list(texts.values()) for texts in answers.values() if len(texts) > 1] == []
    assert len(answers) > 300
