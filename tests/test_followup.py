"""Follow-ups and questions of several parts, as a reader sees them."""

import pytest

from assistant.question.parts import parts_of


@pytest.fixture(scope="module")
def assistant(default_assistant):
    return default_assistant


@pytest.mark.parametrize(
    ("turns", "value", "carried"),
    [
        (["项目支出多少", "占总支出多少"], "98.88%", "项目支出占总支出多少"),
        (["基本支出是多少", "其中人员经费呢？"], "3114.34万元", None),
        (["人员经费比上年增加多少", "为什么"], "工资保险基数", "人员经费增加的原因"),
        (["办公室负责什么", "它有几个副职岗位"], "1个", "办公室有几个副职岗位"),
        (["基本支出是多少", "那2022年呢"], "3035.67万元", None),
        (["项目支出多少", "占比呢"], "98.88%", "项目支出占比"),
        (["预算收入多少", "和支出一样吗"], "两者相等", "预算收入和支出一样吗"),
        (["基本支出多少", "项目支出呢", "两项加起来一共多少"], "286847.52万元", None),
        (["三公经费安排了多少", "那跟去年比呢"], "没有变化", None),
        (["公用经费多少，人员经费多少", "合计多少"], "3201.81万元", None),
        (["项目支出多少", "比例呢"], "98.88%", "项目支出占比"),
        (["项目支出多少", "比重是多少"], "98.88%", "项目支出占比"),
        (["人员经费多少", "公用经费呢", "哪个多"], "人员经费比日常公用经费多3026.87万元", None),
        (["人员经费多少", "公用经费呢", "两个相差多少"], "3026.87", None),
        (["不动产登记中心是什么级别", "那规划局呢"], "规划局的单位规格是“正科级”", "规划局的单位规格是什么"),
    ],
)
def test_what_is_left_out_is_carried_over_and_said(assistant, turns, value, carried):
    answer = assistant.ask(turns)
    assert value in answer.text
    if carried:
        assert answer.understood is not None
        assert carried in answer.understood


@pytest.mark.parametrize(
    "turns",
    [["办公室负责什么", "三公经费预算是多少"], ["印制档案袋经费的满意度目标是多少", "各单位采购金额排名"]],
)
def test_a_question_by_itself_carries_nothing_over(assistant, turns):
    assert assistant.ask(turns).understood is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("机关运行经费多少，比上年变了多少", ("机关运行经费多少", "比上年变了多少")),
        ("正职和副职各几个", ("正职几个", "副职几个")),
        ("请问，预算收入是多少", ("请问，预算收入是多少",)),
        ("2022年甲费和乙费各多少", ("2022年甲费多少", "2022年乙费多少")),
        ("办公室有几个正职几个副职", ("办公室有几个正职", "办公室有几个副职")),
        ("甲处的正职、副职各几个，合计几个", ("甲处的正职几个", "甲处的副职几个", "合计几个")),
        ("甲费和乙费各占多少", ("甲费占多少", "乙费占多少")),
        ("甲费和乙费分别占总支出的百分之几", ("甲费占总支出的百分之几", "乙费占总支出的百分之几")),
        ("甲费和乙费各占多少钱", ("甲费多少钱", "乙费多少钱")),
        ("甲费多少，乙费呢", ("甲费多少", "乙费呢")),
        ("货物占比，工程占比，服务占比", ("货物占比", "工程占比", "服务占比")),
    ],
)
def test_parts_of_a_question(text, parts):
    assert parts_of(text) == parts


def test_two_parts_are_answered_with_citations_numbered_through(assistant):
    answer = assistant.ask(["机关运行经费多少，固定资产有多少"])
    assert "87.47万元[1]" in answer.text
    assert "2216.94万元[2]" in answer.text
    assert [citation.marker for citation in answer.citations] == [1, 2]


def test_a_follow_up_that_names_only_an_indicator_stays_with_its_project(assistant, default):
    """The satisfaction asked behind another target of a project is its own, not another project's."""
    satisfied = dict.fromkeys(figure.subject for figure in default.figures if "满意度" in figure.measure and figure.row)
    for subject in list(satisfied)[:5]:
        answer = assistant.ask([f"“{subject}”的按预算资金完成率是多少", "满意度呢"])
        assert subject[:6] in answer.text, (subject, answer.text)


def test_each_of_the_things_before_is_asked_for_its_share(assistant):
    answer = assistant.ask(["基本支出是多少", "项目支出呢", "它们两个各占支出预算百分之几"])
    assert "1.12%" in answer.text
    assert "98.88%" in answer.text


@pytest.mark.parametrize("text", ["采购金额最大的五项", "采购金额最大的是哪一项"])
def test_a_ranking_of_a_measure_of_its_own_is_not_bent_to_the_turn_before(assistant, text):
    answer = assistant.ask(["印制档案袋经费的政府采购金额是多少", text])
    assert answer.understood is None
    assert answer.text == assistant.ask([text]).text


def test_a_question_that_finds_nothing_after_the_turn_before_is_answered_alone(assistant):
    answer = assistant.ask(["办公室负责什么", "有多少辆车"])
    assert answer.outcome == "answered"
    assert answer.understood is None


def test_a_pronoun_is_never_answered_alone(assistant):
    assert assistant.ask(["办公室负责什么", "它有多少辆车"]).outcome != "answered"


def test_several_turns_are_asked_for_their_shares_without_a_word_for_both(assistant):
    answer = assistant.ask(["基本支出多少，项目支出多少", "各占多少"])
    assert "1.12%" in answer.text
    assert "98.88%" in answer.text


def test_a_greeting_is_said_only_to_one(assistant):
    assert not assistant.ask(["今天天气怎么样"]).text.startswith("您好")


def test_a_clause_carries_over_from_the_clause_before_not_from_a_turn(assistant):
    answer = assistant.ask(["基本支出多少，项目支出呢"])
    assert "283645.71万元" in answer.text
    assert answer.understood == "承接前半句，按“项目支出是多少”理解"


@pytest.mark.parametrize("text", ["依据呢", "这是按什么定的", "凭什么定的？", "那这个指标是根据什么定的"])
def test_the_ground_asked_behind_a_target_is_that_of_its_own_row(assistant, default, text):
    """A row that is not its project's first, so that the project's name alone would find another ground."""
    table = next(table for table in default.tables if "巡查" in table.subject)
    figure = next(each for each in default.figures if each.table == table.index and each.unit == "万元")
    answer = assistant.ask([f"“{table.subject}”的{figure.measure}是多少", text])
    (citation,) = answer.citations
    assert citation.cell is not None
    assert figure.measure in citation.cell.row
    assert f"{table.subject}的{figure.measure}的依据是什么" in answer.understood


def test_a_project_named_anew_takes_the_place_of_the_one_before(assistant):
    """Each project words its satisfaction in its own way: the kind is carried over, not the words."""
    answer = assistant.ask(["控规动态维护经费采购多少钱", "满意度呢", "那扬尘信息采集呢"])
    assert answer.text.startswith("“扬尘信息采集外包专项经费”的群众满意度要求≥90%")


def test_which_is_more_is_not_compared_where_only_one_was_asked(assistant):
    assert assistant.ask(["人员经费多少", "哪个多"]).text.find("比") == -1
