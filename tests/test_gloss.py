"""An exact term with an everyday gloss around it, as a reader sees it."""

import pytest


@pytest.fixture(scope="module")
def assistant(default_assistant):
    return default_assistant


@pytest.mark.parametrize(
    ("text", "value", "read"),
    [
        ("给单位职工发工资这块（人员经费）有多少", "3114.34万元", "人员经费有多少"),
        ("人员经费（就是发薪水的钱）多少", "3114.34万元", "人员经费多少"),
        ("养人用的人员经费是多少", "3114.34万元", "人员经费是多少"),
        ("公务接待费（请客吃饭）是多少", "2万元", "公务接待费是多少"),
        ("用来招待客人的公务接待费多少", "2万元", "公务接待费多少"),
        ("维持运转的日常公用经费多少", "87.47万元", "日常公用经费多少"),
    ],
)
def test_a_gloss_is_left_out_and_the_answer_says_so(assistant, text, value, read):
    answer = assistant.ask([text])
    assert value in answer.text
    if answer.understood is not None:  # some words of a gloss are covered by the term itself
        assert answer.understood == f"按“{read}”理解"


@pytest.mark.parametrize(
    "text",
    [
        "局长的人员经费多少",
        "给局长发工资的人员经费多少",
        "给退休职工发工资的人员经费多少",
        "给教师发工资的人员经费多少",
        "人员经费（局长）多少",
        "规划局发工资的人员经费多少",
        "财政局给职工发工资的人员经费多少",
        "财政局的人员经费（发工资的钱）多少",
    ],
)
def test_a_word_that_restricts_is_no_gloss(assistant, text):
    answer = assistant.ask([text])
    assert answer.outcome == "not_disclosed"
    assert "3114.34" not in answer.text
