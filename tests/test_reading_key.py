"""The key of a question: shared by wordings of the same question, never by questions with different answers."""

from collections import defaultdict

import pytest

from assistant.answer import Assistant, answer_json
from assistant.settings import Settings
from eval.score import read_cases
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return Assistant.open(Settings(data_dir=tmp_path_factory.mktemp("reading")))


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
