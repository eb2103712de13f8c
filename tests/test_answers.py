"""Questions to the real document through the real index, scored as a reader would."""

from pathlib import Path

import pytest

from assistant.answer import UnknownDocument, answer_json
from eval.score import faults, read_cases

CASES = read_cases(Path(__file__).parent / "cases" / "questions.jsonl")
KINDS = ("figure", "cell", "indicator", "ground", "reverse", "refuse", "trap", "ambiguous")


@pytest.fixture(scope="module")
def assistant(default_assistant):
    return default_assistant


def test_every_kind_is_asked():
    assert {case.kind for case in CASES} >= set(KINDS)


@pytest.mark.parametrize("case", [case for case in CASES if case.kind in KINDS], ids=lambda case: case.id)
def test_a_question_is_answered_right(assistant, case):
    answer = assistant.ask(case.turns)
    assert faults(case, answer, assistant.source(answer.document.id)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_answer_shows_an_unsupported_number(assistant, case):
    assert [check.text for check in assistant.ask(case.turns).numbers if check.support == "unsupported"] == []


@pytest.mark.parametrize("text", ["", "   ", "？", "<script>alert(1)</script>", "$$x^2$$", "a" * 3000, "\u202e预算"])
def test_odd_input_is_answered_or_refused(assistant, text):
    assert assistant.ask([text]).outcome in ("answered", "not_disclosed", "off_topic", "unclear")


def test_examples_have_an_answer(assistant):
    assert len(assistant.examples()) >= 3
    assert {assistant.ask([example]).outcome for example in assistant.examples()} == {"answered"}


def test_an_unknown_document_is_named_with_those_there_are(assistant):
    with pytest.raises(UnknownDocument, match="没有文档 nowhere；现有：shijiazhuang"):
        assistant.ask(["预算收入"], document="nowhere")


def test_an_answer_as_json_holds_what_tools_rely_on(assistant):
    data = answer_json(assistant.ask(["2023年的预算收入是多少？"]), "figure-01")
    assert data["id"] == "figure-01"
    assert set(data) == {
        "id", "question", "understood", "document", "outcome", "text", "numbers", "citations", "suggestions", "notes",
        "seconds",
    }  # fmt: skip
    number = next(number for number in data["numbers"] if number["text"] == "286847.52万元")
    assert data["text"][number["start"] : number["end"]] == "286847.52万元"
    assert number["support"] == "exact"
    assert data["citations"][0]["cell"] is None
    assert data["citations"][0]["section"][-1] == "（一）收入说明"


def test_a_cell_is_cited_with_its_headers_and_its_row(assistant):
    citation = assistant.ask(["房产管理中心的房屋修缮采购了多少"]).citations[0]
    assert citation.cell.column[-1] == "合计"
    assert "房屋修缮" in citation.quote
    assert "政府采购金额" in citation.quote
    assert list(citation.spans) == sorted(citation.spans)


@pytest.mark.parametrize(
    "asked", ["差旅费预算多少钱", "三公经费是多少", "哪个处室负责林业工作", "基本支出占总支出多少", "完工及时率"]
)
def test_what_is_suggested_after_an_answer_is_near_it_and_has_an_answer(assistant, asked):
    suggested = assistant.ask([asked]).suggestions
    assert 1 <= len(suggested) <= 3
    for question in suggested:
        assert assistant.ask([question]).outcome == "answered", question


def test_a_range_that_cannot_be_filtered_is_never_answered_with_a_total(assistant):
    answer = assistant.ask(["采购金额在10万到60万之间的有哪些"])
    assert "713.90" not in answer.text


def test_what_an_office_does_may_be_asked_loosely(assistant):
    assert "主要职责" in assistant.ask(["办公室管些什么"]).text


@pytest.mark.parametrize("asks", ["是多少", "多少", "是什么"])
def test_a_column_of_words_is_read_as_its_words_however_it_is_asked(default_assistant, asks):
    answer = default_assistant.ask([f"房产管理中心的单位规格{asks}"])
    assert "单位规格是“正科级”" in answer.text


@pytest.mark.parametrize("asked", ["单位编制", "单位工资", "单位面积"])
def test_an_empty_cell_of_another_column_is_not_what_was_asked(default_assistant, asked):
    assert "空的" not in default_assistant.ask([f"房产管理中心的{asked}是多少"]).text


def test_an_empty_cell_of_the_column_asked_for_is_said_to_be_empty(default_assistant):
    assert "“单位资金”：表中有这项，但对应的格是空的" in default_assistant.ask(["房产管理中心的单位资金是多少"]).text


def test_a_measure_is_found_by_what_it_is_about(default_assistant):
    """A word of direction in the question (花出去) stands in another measure by chance."""
    for text in ("怎么保证预算的钱能按进度花出去", "怎样让预算按进度用出去"):
        assert "支出进度达标" in default_assistant.ask([text]).text


def test_a_term_is_defined_under_the_longer_name_that_ends_in_it(default_assistant):
    answer = default_assistant.ask(["拨款收入是什么意思"])
    assert "“一般公共预算拨款收入：指区级财政当年拨付的资金" in answer.text


@pytest.mark.parametrize("asked", ["加强支出管理有哪些措施", "支出管理的措施是什么", "加强支出管理的具体做法"])
def test_what_is_done_about_something_stands_below_its_heading(default_assistant, asked):
    assert default_assistant.ask([asked]).text.startswith("文件“加强支出管理”部分写道：“提早谋划")


@pytest.mark.parametrize("turns", [["老旧小区改造完成率的依据是什么"], ["老旧小区改造的目标是什么", "依据什么定的"]])
def test_the_ground_of_a_target_that_has_none_is_not_that_of_another_project(default_assistant, turns):
    assert "依据是" not in default_assistant.ask(turns).text
