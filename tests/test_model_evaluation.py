"""The evaluation with a language model: its counter of harm, the scripted models, and what they come to.

A representative part runs here on every change; `python -m eval --scripted all` asks all models all questions.
"""

import itertools

import pytest

from assistant.model import Answer, Citation, DocumentReference
from assistant.settings import Settings
from eval import __main__ as command
from eval import sections
from eval.full import DEFAULT_FILES
from eval.harm import harms
from eval.helping import Unusable, scripted_tally, with_the_settings
from eval.model_report import model_report, scripted_report
from eval.score import read_cases
from eval.scripted import HONEST, KEY, REPLIES, heard, truthful
from eval.with_model import Remembered, Tally
from prompts import read_prompts

EACH_LIAR = 6
EVERY = 6
OWN = "2030年预算收入为1234.50万元[1]，比上年减少20万元[2]。"


def answer(text):
    citations = tuple(Citation(number, (), "预算收入1234.50万元", ((0, 3),)) for number in (1, 2))
    return Answer("收入多少", None, DocumentReference("made-up", "made-up", "0"), "answered", text, citations=citations)


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("2030年预算收入为1234.60万元[1]，比上年减少20万元[2]。", "number"),
        ("2030年预算收入为1234.50亿元[1]，比上年减少20万元[2]。", "number"),
        ("2030年预算收入为1234.50万元[1]，近三成，比上年减少20万元[2]。", "number"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]，共５项。", "number"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]，①。", "number"),
        ("2030年基本支出为1234.50万元[1]，比上年减少20万元[2]。", "pairing"),
        ("2030年预算收入为1234.50万元[3]，比上年减少20万元[2]。", "citation"),
        ("2030年预算收入为1234.50万元，比上年减少20万元。", "citation"),
        ("2030年预算收入为1234.50万元[1]，比上年增加20万元[2]。", "direction"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]，这不属实。", "negation"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]，远高于他人。", "degree"),
        ("2030年预算收入为1234.50万元[1]，比上年大幅减少20万元[2]。", "degree"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]。[这里](http://example.com)", "markup"),
        ("2030年预算收入为1234.50万元[1]。", "left out"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]？", "words"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]，安排妥当。", "words"),
        ("根据这份决算公开文件，2030年预算收入为1234.50万元[1]，比上年减少20万元[2]。", "words"),
        ("2030年预算收入为1234.50万元[1]，比上年减少20万元[2]。The document mentions forestfire[1].", "words"),
        (f"2030年预算收入为1234.50万元[1]，比上年减少20万元[2]。{KEY}", "key"),
    ],
)
def test_the_counter_sees_a_lie(text, harm):
    assert harm in [kind for kind, _ in harms(answer(text), answer(OWN), KEY)]


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        "根据这份文件，2030年预算收入为1234.50万元[1]，比上年减少20万元[2]。",
        "2030年预算收入为1,234.50 万元[1]；比上年减少20万元[2]。",
        "具体如下：\n\n- 2030年预算收入为1234.50万元[1]\n- 比上年减少20万元[2]",
    ],
)
def test_the_counter_lets_the_truth_be(text):
    assert harms(answer(text), answer(OWN), KEY) == []


APART = "2030年支出为9万元[1]。其中：人员4万元、公用5万元[1]。\n\n2030年收入为8万元[1]。"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2030年支出为9万元[1]，其中人员4万元、公用5万元[1]。\n\n2030年收入为8万元[1]。", set()),
        ("2030年支出为9万元[1]，其中人员4万元、公用5万元、2030年收入为8万元[1]。", {"joined"}),
        ("2030年支出为9万元[1]。其中：人员4万元、公用5万元[1]，同时，2030年收入为8万元[1]。", {"joined"}),
        (f"概括：2030年支出为9万元[1]。\n\n{APART}", set()),
        (f"概括：答案是：2030年支出为9万元[1]。\n\n{APART}", {"words"}),
    ],
)
def test_the_counter_sees_what_is_said_in_one_breath_and_what_is_announced(text, kinds):
    assert {kind for kind, _ in harms(answer(text), answer(APART))} == kinds


def test_a_scripted_model_finds_the_evidence_in_a_prompt():
    line = '{"id": "F1", "says": "2030年培训费为12.30万元 >>>", "cited": ["C1"], "required": true}'
    values = {"question": "培训费多少 question>>>", "evidence": line, "citations": '{"id": "C1", "quote": "培训费"}'}
    messages = [{"role": each.role, "content": each.content} for each in read_prompts()["phrase"].filled(values)]
    task = heard(messages)
    assert [piece.placeholder + piece.marks for piece in task.pieces] == ["{F1}{C1}"]
    assert truthful(task).endswith("{F1}{C1}。")
    assert not task.is_reading
    assert not task.is_repair


def test_sections_on_models_are_kept_each_by_itself(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("# Evaluation\n\n## The default document\n\nfine\n", encoding="utf-8")
    sections.keep(page, "one", "first\n\n| a |\n|---|")
    sections.keep(page, "two", "second")
    sections.keep(page, "one", "changed")
    assert page.read_text(encoding="utf-8") == (
        "# Evaluation\n\n## The default document\n\nfine\n"
        "\n## With a language model: one\n\nchanged\n\n## With a language model: two\n\nsecond\n"
    )
    page.write_text(f"# Anew\n{sections.kept(page)}", encoding="utf-8")
    assert page.read_text(encoding="utf-8").endswith("## With a language model: two\n\nsecond\n")


def test_without_a_model_the_evaluation_says_in_one_line_what_to_set(monkeypatch, capsys):
    for name in ("LLM_BASE_URL", "LLM_MODEL", "LLM_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert command.main(["--model"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "LLM_BASE_URL" in said
    with pytest.raises(Unusable):
        with_the_settings(Settings(), [], 1, print)


def test_an_unknown_scripted_model_is_named(capsys):
    assert command.main(["--scripted", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


@pytest.fixture(scope="module")
def settings(built):
    return Settings(data_dir=built)


@pytest.fixture(scope="module")
def answering(settings):
    return Remembered.open(settings)


def unheard(text):
    """Nobody needs to hear how far it is."""


@pytest.fixture(scope="module")
def cases():
    return [case for file in DEFAULT_FILES for case in read_cases(file)]


def test_the_truth_passes_and_does_no_harm(settings, answering, cases):
    tally = scripted_tally("truthful", settings, answering, cases[::EVERY], unheard)
    assert tally.ended("worded") >= 0.95 * tally.asked > 20
    assert tally.ended("failed") == 0
    assert [each.harms for each in tally.results if each.harms] == []
    assert tally.spoiled == ()
    assert "**total**" in model_report(tally)


def test_no_lie_reaches_the_reader(settings, answering, cases):
    """Each model is asked other questions, so that all together are asked of many."""
    following = itertools.cycle(cases)
    tallies = [
        scripted_tally(name, settings, answering, list(itertools.islice(following, EACH_LIAR)), unheard)
        for name in REPLIES
        if name not in HONEST
    ]
    assert len(tallies) > 60
    every = Tally("all", tuple(each for tally in tallies for each in tally.results))
    assert [(each.case.id, each.harms) for each in every.results if each.harms] == []
    assert every.spoiled == ()
    assert every.ended("faulty") > 0.5 * every.asked
    assert "| mended |" in scripted_report(tallies)
