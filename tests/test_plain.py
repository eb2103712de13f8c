"""Questions with chat around them, or with slips, brought down to what they ask."""

import pytest

from assistant.evidence.matching import pairs
from assistant.library import library_of, without_department
from assistant.question.plain import brought_down
from assistant.question.refuse import names_only_a_body, refusal_of
from assistant.question.typos import respelled
from assistant.question.understand import understand

KNOWN = pairs("项目支出预算") | pairs("公务接待费") | pairs("罚没收入") | pairs("政府采购预算")


@pytest.fixture(scope="module")
def library(default):
    return library_of(default)


@pytest.mark.parametrize(
    ("typed", "kept", "gone"),
    [
        ("别绕弯子!项目支出究竟是多少?", "项目支出", "绕弯子"),
        ("我琢磨着问问,公务接待费是多少?文件我没翻着", "公务接待费", "文件我没翻着"),
        ("政府采购预算瞅着是多少?不要跟项目支出搞混", "政府采购预算", "项目支出"),
        ("项目支出嘛,烦死人了,差不多多少", "项目支出", "烦死"),
    ],
)
def test_chat_is_left_out(typed, kept, gone):
    plain = brought_down(typed, KNOWN)
    assert plain is not None
    assert kept in plain
    assert gone not in plain


@pytest.mark.parametrize("word", ["捐赠支出", "培训费", "职工"])
def test_what_the_index_does_not_have_is_never_left_out_with_the_chat(word):
    plain = brought_down(f"烦死人了,{word}一共是多少?麻烦查查", KNOWN)
    assert plain is None or word[:2] in plain


def test_a_question_without_chat_stays_as_it_is():
    assert brought_down("项目支出多少", KNOWN) is None


def test_units_and_years_are_no_chat():
    assert "3套" in (brought_down("烦死人了,2023年项目支出买3套多少万元", KNOWN) or "")


@pytest.mark.parametrize(
    ("typed", "right"), [("日常公用经费侧算", None), ("办功用房面积", "办公用房面积"), ("机关运型经费", "机关运行经费")]
)
def test_a_word_that_sounds_like_one_of_the_index_is_respelled(library, typed, right):
    found = respelled(typed, library)
    assert (found[0] if found else None) == right


def test_nothing_but_a_body_is_no_question(library):
    body = next(body for body in library.bodies if body.section is not None)
    year = library.disclosure.document.year
    assert names_only_a_body(understand(f"{body.name}呢", year, library.words), library)
    assert not names_only_a_body(understand(f"{body.name}有几个副职", year, library.words), library)


def test_the_department_by_a_nickname_restricts_nothing(library):
    asked = understand("住建局的三公经费是多少", 2023, library.words)
    assert without_department(asked, library).content == ("三公经费",)


@pytest.mark.parametrize("typed", ["桥西区自然资源和规划局的预算收入是多少", "保定市财政局的项目支出多少"])
def test_a_body_of_another_place_is_told(library, typed):
    refusal = refusal_of(understand(typed, 2023, library.words), library)
    assert refusal is not None
    assert refusal.kind == "body"


@pytest.mark.parametrize("typed", ["我们小区的物业归谁管", "全市的情况是什么", "哪个园区的项目最多"])
def test_a_kind_of_place_is_no_other_body(library, typed):
    refusal = refusal_of(understand(typed, 2023, library.words), library)
    assert refusal is None or refusal.kind != "body"
