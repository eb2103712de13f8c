"""The small chart beside an answer: there where it shows something, of the answer's figures alone."""

from decimal import Decimal

import pytest

from assistant.web.language import CHINESE, say_in
from assistant.web.pictures import picture_of


@pytest.fixture(scope="module")
def assistant(default_assistant):
    return default_assistant


def picture(assistant, question):
    return picture_of(assistant.ask([question]), assistant.disclosures[0], say_in(CHINESE))


@pytest.mark.parametrize(
    ("question", "kind", "values"),
    [
        ("收入构成", "parts", ["274615.94", "6153.02", "6078.56", "0", "0"]),
        ("支出由哪几块组成？", "parts", ["283645.71", "3201.81"]),
        ("各单位政府采购金额排名", "ranking", ["479.00", "106.00", "73.80", "53.20", "1.90"]),
        ("人员经费和日常公用经费差多少", "ranking", ["3114.34", "87.47"]),
    ],
)
def test_composition_ranking_and_comparison_have_their_picture(assistant, question, kind, values):
    chart = picture(assistant, question)
    assert chart is not None
    assert chart.kind == kind
    assert [bar.value for bar in chart.bars] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    "question",
    [
        "办公用品采购了多少钱",
        "2200万元以上的固定资产是多少",
        "人员经费占基本支出的比例",
        "公务接待费是多少？",
        "什么叫基本支出？",
        "局长的电话是多少？",
        "各处室正职岗位各有几个？",
        "2022年预算收入是多少？",
    ],
)
def test_what_a_picture_would_not_show_has_none(assistant, question):
    assert picture(assistant, question) is None


def test_of_what_an_answer_names_nothing_is_said_that_only_the_whole_could_tell(assistant):
    chart = picture(assistant, "采购金额最大的三项")
    assert chart is not None
    assert len(chart.bars) == 4  # the third place is shared
    assert chart.sentence == ""
    assert len({bar.label for bar in chart.bars}) == 4
