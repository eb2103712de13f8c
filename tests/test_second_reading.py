"""A question read a second time by a model: answered only where its words bear the reading out, else as before."""

import json
import random
from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pytest

from assistant.composing.sentences import REFUSED
from assistant.language_model import Budget, ModelFailed, language_model_of
from assistant.review.model import Decision
from assistant.reviewed import PROGRAM
from assistant.second_reading.guard import bears_out
from assistant.second_reading.model import Disagreement, Names, Reading, told_to_staff
from assistant.second_reading.names import names_near
from assistant.second_reading.reading import decided, is_doubtful, may_answer, question_of, second_reading
from assistant.second_reading.reply import LONGEST_REPLY, form, gathered, reading_in
from assistant.settings import Settings
from assistant.web.language import CHINESE
from assistant.web.staff.cases import case_html
from prompts import read_prompts
from tests.conftest import CASES, ROOT
from tests.model_server import model_server
from tests.reviewing import NOON, STAFF, assistant_of, reviewed

NAMES = Names(("支出预算", "人员经费", "公务接待费"), ("青山区水务局", "河道清淤"))
ODD = "今年公家一共要花多少钱"
SPENT = {"measure": "支出预算", "subject": None, "asked": "value", "year": None, "words": []}
REFUSED_HERE = (
    "光纤租赁费今年安排了多少",
    "培训费准备花多少",
    "国有资本经营预算的进账有多少",
    "党员活动的钱有多少",
    "公家给一个人花多少钱",
    "领导个人的公务接待费多少",
    "下半年公家要花多少钱",
    "公家平均每天花多少钱",
    "公家今年已经花了多少钱",
    "公家还要花多少钱",
    "公家欠了多少钱",
    "公家今年多要花多少钱",
    "红烧肉怎么做好吃",
)


class Model:
    """A model that writes what it is told to, in pieces, and counts how often it is asked."""

    def __init__(self, says):
        self.says = says if isinstance(says, str) else json.dumps(says, ensure_ascii=False)
        self.asked = []

    def written(self, messages, budget, *, form=None):
        self.asked.append((messages, form))
        yield from (self.says[start : start + 7] for start in range(0, len(self.says), 7))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return assistant_of(tmp_path_factory.mktemp("water"))


@pytest.fixture(scope="module")
def prompt():
    return read_prompts()["understand"]


def read(assistant, prompt, model, *turns):
    own = assistant.ask(turns)
    return own, second_reading(turns, own, assistant, assistant.library(), model, prompt, Budget.of(5))


def every_reading(library):
    """Each reading that a model could give: any of the index's own names, asked in any way, of any year."""
    figures = [label.fact.figure for label in library.labels if label.fact.figure is not None]
    pairs = {(figure.measure, subject) for figure in figures for subject in (figure.subject, None)}
    years = (None, *sorted(library.periods))
    for (measure, subject), asked, year in product(sorted(pairs, key=str), ("value", "change", "share", "list"), years):
        yield Reading(measure, subject, asked, year)


def test_an_odd_question_is_answered_as_a_model_reads_it(assistant, prompt):
    own, second = read(assistant, prompt, Model(SPENT), ODD)
    assert own.outcome == "not_disclosed"
    assert second.outcome == "adopted"
    answer = second.answer
    assert answer.outcome == "answered"
    assert "500万元" in answer.text
    assert (answer.question, answer.understood) == (ODD, "按“2023年支出预算是多少”理解")
    assert answer.citations
    assert all(check.support != "unsupported" for check in answer.numbers)
    assert answer.reading == own.reading  # it stays one question on the desk, and to what the staff decides of it
    assert second.disagreement == Disagreement("文件没有公开", "2023年支出预算是多少？", "model")


def test_what_is_offered_already_is_not_offered_twice(assistant):
    own = replace(assistant.ask(["培训费准备花多少"]), suggestions=("公务接待费是多少？", "支出预算是多少？"))
    reading = Reading("公务接待费", None, "value", None)
    second = decided(["培训费准备花多少"], own, reading, assistant, assistant.library())
    assert second.answer.suggestions == ("2023年公务接待费是多少？", "支出预算是多少？")


def test_what_the_model_gets_is_fenced_and_holds_only_names_of_the_index(assistant, prompt):
    model = Model(SPENT)
    read(assistant, prompt, model, ODD)
    ((messages, schema),) = model.asked
    assert ODD in messages[-1].content
    assert "支出预算" in messages[-1].content
    assert "支出预算" in schema["properties"]["measure"]["enum"]


@pytest.mark.parametrize("question", REFUSED_HERE)
def test_a_refusal_holds_against_every_reading(assistant, question):
    library, own = assistant.library(), assistant.ask([question])
    assert own.outcome != "answered"
    for reading in every_reading(library):
        second = decided([question], own, reading, assistant, library)
        assert second.outcome != "adopted", reading
        assert (second.answer.text, second.answer.outcome) == (own.text, own.outcome)


def test_a_reading_that_the_words_do_not_bear_out_is_only_suggested(assistant, prompt):
    lie = {**SPENT, "measure": "公务接待费", "words": [{"said": "培训费", "means": "公务接待费"}]}
    own, second = read(assistant, prompt, Model(lie), "培训费准备花多少")
    assert second.outcome == "offered"
    assert second.answer.text == own.text
    assert second.answer.text.startswith(REFUSED)
    assert second.answer.suggestions[0] == "2023年公务接待费是多少？"
    assert assistant.ask([second.answer.suggestions[0]]).outcome == "answered"
    assert second.disagreement.given == "offered"


@pytest.mark.parametrize(
    "question",
    [
        "局长的电话是多少",
        "局长叫什么名字",
        "2019年公家要花多少钱",
        "公家实际花了多少钱",
        "红星区水务局一共要花多少钱",
        "你好",
        "？？",
    ],
)
def test_what_the_type_of_a_question_refuses_is_no_models_business(assistant, prompt, question):
    model = Model(SPENT)
    own, second = read(assistant, prompt, model, question)
    assert (second.outcome, second.answer) == ("none", own)
    assert not model.asked


def test_an_exact_answer_needs_no_model(assistant, prompt):
    model = Model({**SPENT, "measure": "公务接待费"})
    own, second = read(assistant, prompt, model, "2023年预算收入是多少？")
    assert not model.asked
    assert second.answer == own


def test_a_doubtful_answer_is_never_replaced(assistant):
    own = replace(assistant.ask(["公务接待费是多少"]), understood="按“公务接待费多少”理解")
    library = assistant.library()
    assert is_doubtful(question_of(["公务接待费是多少"], library), own, library)
    second = decided(["公务接待费是多少"], own, Reading("支出预算", None, "value", None), assistant, library)
    assert (second.outcome, second.answer.text) == ("offered", own.text)
    assert second.answer.suggestions[0] == "2023年支出预算是多少？"


def test_an_english_question_is_only_noted(assistant):
    own = replace(assistant.ask([ODD]), question="How much will be spent in all?")
    second = decided([ODD], own, Reading("支出预算", None, "value", None), assistant, assistant.library())
    assert (second.outcome, second.answer) == ("none", own)
    assert second.disagreement.given == "rules"


def test_a_year_that_was_said_stays(assistant):
    library, question = assistant.library(), "2022年公家一共要花多少钱"
    own = assistant.ask([question])
    for reading in every_reading(library):
        assert decided([question], own, reading, assistant, library).outcome != "adopted"


def test_what_leans_on_earlier_turns_is_not_read_without_them(assistant):
    library, turns = assistant.library(), ["红星区水务局的三公经费是多少", "那人员经费呢"]
    own = assistant.ask(turns)
    assert not may_answer(turns, own, assistant)
    for reading in every_reading(library):
        assert decided(turns, own, reading, assistant, library).outcome != "adopted"


BROKEN = [
    "",
    "不知道。",
    "2023年支出预算为999万元。",
    "{",
    '{"measure": "支出预算", "measure": "人员经费"}',
    '{"measure": "局长工资", "subject": null, "asked": "value", "year": null, "words": []}',
    '{"measure": 5, "subject": null}',
    '{"measure": NaN, "subject": null}',
    '{"measure": "支出预算", "asked": "drop table"}',
    '{"measure": "支出预算", "asked": ["value"]}',
    '{"measure": "支出预算", "asked": {}}',
    '{"measure": "支出预算", "year": 1e400}',
    '{"measure": "支出预算", "year": "二〇二三"}',
    '{"measure": "支出预算", "year": "２０２３"}',
    '{"measure": ["支出预算"]}',
    '{"measure": null, "subject": null, "asked": null, "year": null, "words": []}',
    '["支出预算"]',
    "[" * 5000,
    '{"a":' * 1000,
    json.dumps(SPENT) + "x" * LONGEST_REPLY,
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_reply_is_no_reading(assistant, prompt, text):
    assert reading_in(text, NAMES, ODD) is None
    own, second = read(assistant, prompt, Model(text), ODD)
    assert (second.outcome, second.answer, second.disagreement) == ("none", own, None)


@pytest.mark.parametrize(
    "around", ["{}", "```json\n{}\n```", "好的，结果是：{} 请查收。", "<think>{{x}}</think>\n{}", '{{"a": 1}}\n{}']
)
def test_a_reading_is_found_whatever_stands_around_it(around):
    text = around.format(json.dumps(SPENT, ensure_ascii=False))
    assert reading_in(text, NAMES, ODD) == Reading("支出预算", None, "value", None)


def test_only_the_questions_words_and_given_names_are_kept_of_a_reply():
    said = [
        {"said": "花", "means": "支出预算"},
        {"said": "没有说过的话", "means": "支出预算"},
        {"said": "公家", "means": "<script>alert(1)</script>"},
        {"said": 7, "means": None},
        "花",
    ]
    assert reading_in(json.dumps({**SPENT, "words": said}), NAMES, ODD).words == (("花", "支出预算"),)


def test_an_endless_reply_is_not_waited_for():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield "x" * 1000

    assert len(gathered(endless())) > LONGEST_REPLY
    assert len(taken) < 12


def test_a_model_that_fails_says_so(assistant, prompt):
    def failing(*_, **__):
        raise ModelFailed("too_slow")
        yield

    with pytest.raises(ModelFailed):
        read(assistant, prompt, SimpleNamespace(written=failing), ODD)


def test_the_names_given_are_few_and_near(assistant):
    library = assistant.library()
    names = names_near(question_of(["接待要花多少钱"], library), library)
    assert "公务接待费" in names.measures[:8]
    assert len(names.measures) <= 30
    assert len(names.subjects) <= 30
    assert set(form(names)["required"]) == {"measure", "subject", "asked", "year", "words"}


def test_through_a_real_server(assistant, prompt):
    with model_server(lambda *_: json.dumps(SPENT, ensure_ascii=False)) as server:
        settings = Settings(llm_base_url=server.address, llm_model="scripted")
        _, second = read(assistant, prompt, language_model_of(settings), ODD)
        assert second.outcome == "adopted"
        (request,) = server.completions
        assert request.body["response_format"]["type"] == "json_schema"


# --- the desk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def reviews(assistant, tmp_path):
    made = reviewed(assistant, tmp_path, *STAFF)
    yield made
    made.close()
    made.store.close()


def test_the_desk_is_told_of_a_disagreement_once(reviews):
    own = reviews.ask([ODD])
    disagreement = Disagreement("文件没有公开", "2023年支出预算是多少？", "model")
    for _ in range(3):
        reviews.note_help([ODD], own, own, disagreement)
    reviews.settle()
    (item,) = reviews.store.items()
    (remark,) = reviews.store.item(item.id).decisions
    assert (remark.kind, remark.by, remark.text) == ("comment", PROGRAM, told_to_staff(disagreement))
    assert "2023年支出预算是多少" in remark.text
    assert "model" in remark.text
    assert "<bdi>程序</bdi> 备注" in case_html(reviews.store.item(item.id), reviews, CHINESE)
    assert (item.version, item.asked, item.state) == (0, 1, "open")  # nobody decided anything
    assert not [event for event in reviews.store.audit.events() if event.about.startswith("item")]


def test_the_desk_is_told_few_things_of_one_question(reviews):
    own = reviews.ask([ODD])
    for number in range(9):
        reviews.note_help([ODD], own, own, Disagreement("文件没有公开", f"“{number}”是多少？", "offered"))
    reviews.settle()
    (item,) = reviews.store.items()
    assert len(reviews.store.item(item.id).decisions) == 3


def test_where_the_staff_decided_nothing_is_remarked(reviews):
    own = reviews.ask([ODD])
    reviews.settle()
    (item,) = reviews.store.items()
    reviews.store.decide(item.id, Decision("not_disclosed", "bob", NOON, "", item.sha256), item.version)
    reviews.note_help([ODD], own, own, Disagreement("文件没有公开", "2023年支出预算是多少？", "model"))
    reviews.settle()
    assert len(reviews.store.item(item.id).decisions) == 1


# --- the default document, against a model that may say anything ---------------------------------------------------


def rows(*names, folder=ROOT / "eval"):
    found = [json.loads(line) for name in names for line in (folder / name).read_text("utf-8").splitlines()]
    return [row for row in found if "document" not in row]


def adopted(row, assistant):
    """The answers that any reading at all would give to a question that the rules leave open."""
    library = assistant.library()
    turns = [row["q"]] if isinstance(row["q"], str) else row["q"]
    own, question = assistant.ask(turns), question_of(turns, library)
    if not is_doubtful(question, own, library) or not may_answer(turns, own, assistant):
        return own, []
    found = []
    for label in library.labels:
        fact = label.fact
        for asked, year in product(
            ("value", "change"), (None, fact.figure and fact.figure.period and fact.figure.period[:4])
        ):
            reading = Reading(fact.measure, fact.subject, asked, year)
            if fact.figure and bears_out(question, reading, fact, library):
                second = decided(turns, own, reading, assistant, library)
                found += [second.answer] if second.outcome == "adopted" else []
    return own, found


def test_no_reading_turns_a_right_refusal_into_an_answer(default_assistant):
    known = [
        row for row in rows("refusals.jsonl", "citizens.jsonl", "questions.jsonl") if "answered" not in row["outcome"]
    ]
    near = [row for row in rows("second_readings.jsonl", folder=CASES) if row["measure"] is None]
    drawn = random.Random(1).sample(known, 30) + random.Random(1).sample(near, 50)
    assert not [(row["q"], answer.text) for row in drawn for answer in adopted(row, default_assistant)[1]]


def test_a_truthful_reading_answers_some_that_the_rules_leave_open(default_assistant):
    odd = [row for row in rows("second_readings.jsonl", folder=CASES) if row["measure"]]
    open_still = [
        (row, found) for row in odd for own, found in [adopted(row, default_assistant)] if own.outcome != "answered"
    ]
    right = [row for row, found in open_still if found and all(row.get("value", "") in answer.text for answer in found)]
    assert len(right) >= 8
    assert not [row["q"] for row, found in open_still if found and row not in right]
