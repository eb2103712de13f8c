"""What is suggested to open with and to ask next: with an answer, in the question's language, never what was told."""

import pytest

from assistant.composing.sentences import parts_of_total
from assistant.draft import draft_answer
from assistant.examples import answer_to, examples_of, speakable
from assistant.library import library_of
from assistant.question.english import in_chinese, in_english, is_english
from assistant.question.understand import understand
from assistant.suggestions import near_examples
from tests.test_ways import TEXT


@pytest.fixture(scope="module")
def library(made_up):
    return library_of(made_up(TEXT))


def suggested(library, text):
    """What is suggested after a question."""
    chinese = in_chinese(text) if is_english(text) else text
    question = understand(chinese, 2024, library.words)
    draft = draft_answer(question, library, dict)
    shown = in_english(draft) if is_english(text) else draft
    return draft, near_examples(understand(text, 2024, library.words), library, shown)


def test_the_examples_begin_with_what_people_want_and_have_an_answer(library):
    examples = examples_of(library)
    assert examples[0] == "预算收入由哪些部分组成？"  # no 三公 expenses in this document
    assert "什么叫基本支出？" in examples
    assert "“河道清淤经费”的居民满意度的指标值是多少？" in examples
    assert all(answer_to(example, library) for example in examples)


def test_english_examples_are_english_and_have_an_answer(library):
    examples = examples_of(library, english=True)
    assert "What does the total income consist of?" in examples
    assert all(is_english(example) and answer_to(example, library) for example in examples)


@pytest.mark.parametrize("asked", ["预算收入是多少", "居民满意度是多少", "谁负责污水处理厂", "预算收入构成"])
def test_what_is_suggested_has_an_answer_that_was_not_told(library, asked):
    draft, suggestions = suggested(library, asked)
    assert 1 <= len(suggestions) <= 3
    for each in suggestions:
        other = answer_to(each, library)
        assert other is not None
        assert other.text != draft.text


def test_after_a_target_come_other_targets_of_its_project(library):
    suggestions = suggested(library, "河道清淤经费的居民满意度是多少")[1]
    assert "“河道清淤经费”的清淤河道长度的指标值是多少？" in suggestions


def test_after_a_total_come_questions_about_it(library):
    draft, suggestions = suggested(library, "预算收入是多少")
    assert draft.about is not None
    assert parts_of_total(library, draft.about)
    assert "一般公共预算收入占预算收入的比例是多少？" in suggestions


def test_after_an_english_question_come_english_ones(library):
    suggestions = suggested(library, "What does the total income consist of?")[1]
    assert suggestions
    assert all(map(is_english, suggestions))
    assert "What does the total income consist of?" not in suggestions


@pytest.mark.parametrize(
    ("name", "sayable"),
    [
        ("居民满意度", True),
        ("加强养护管理，禁止乱砍滥伐", False),
        ("涨幅是否控制在合理区间", False),
        ("长" * 30, False),
    ],
)
def test_a_clause_is_no_name(name, sayable):
    assert speakable(name) is sayable
