"""Readers' judgements: kept beside the question as understood, and taken in once from the file of earlier versions."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.feedback import Feedback, Judgement
from assistant.model import Answer, DocumentReference
from assistant.review import store as room
from assistant.review.errors import FeedbackFull
from assistant.review.model import Decision, ReaderJudgement
from assistant.review.store import ReviewStore

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
DOCUMENT = DocumentReference("example", "某局 2023 年部门预算", "0" * 64)
OTHER = replace(DOCUMENT, sha256="1" * 64)


def answered(turns, document):
    """An answer that is read by its last turn without its question mark."""
    assert document == DOCUMENT.id
    return Answer(turns[-1], None, DOCUMENT, "answered", "1 万元", reading=f"{hash(turns[-1].rstrip('？')):064x}")


def judgement(why="", turns=("预算收入是多少？", "支出呢？"), right=False):
    return Judgement(turns, DOCUMENT, right=right, why=why)


@pytest.fixture
def store(tmp_path):
    with ReviewStore.open(f"sqlite:///{tmp_path / 'reviews.sqlite'}") as opened:
        yield opened


@pytest.fixture
def feedback(store):
    return Feedback(store, answered, now=lambda: NOON)


def test_a_judgement_stands_beside_its_question(feedback, store):
    feedback.keep(judgement("应为\n合计“一”"))
    feedback.keep(judgement(turns=("支出呢",), right=True))
    (item,) = store.items()
    assert (item.question, item.document, item.sha256) == ("支出呢？", DOCUMENT.id, DOCUMENT.sha256)
    assert (item.wrong, item.right, item.doubt.reasons) == (1, 1, ("feedback_wrong", "no_citations"))
    assert store.item(item.id).judgements == (
        ReaderJudgement(NOON, False, "应为\n合计“一”"),
        ReaderJudgement(NOON, True, ""),
    )


def test_a_judgement_does_not_count_as_asking_again(feedback, store):
    feedback.keep(judgement())
    feedback.keep(judgement())
    assert store.items()[0].asked == 1


def test_the_judgements_do_not_grow_without_end(feedback, store, monkeypatch):
    monkeypatch.setattr(room, "MOST_JUDGEMENTS", 1)
    feedback.keep(judgement())
    (item,) = store.items()
    said = Decision("comment", "bob", NOON, "在查", DOCUMENT.sha256)
    store.decide(item.id, said, item.version)
    with pytest.raises(FeedbackFull):
        feedback.keep(judgement("长" * 100))
    assert store.items()[0].wrong == 1


def test_where_the_staff_said_nothing_the_oldest_judgements_make_room(feedback, store, monkeypatch):
    monkeypatch.setattr(room, "MOST_JUDGEMENTS", 2)
    for number in range(4):
        feedback.keep(judgement(f"第{number}", turns=(f"问{number}",)))
    words = [each.why for item in store.items() for each in store.item(item.id).judgements]
    assert sorted(words) == ["第2", "第3"] or words == ["第3"]


def test_one_item_keeps_a_few_judgements_and_counts_them_all(feedback, store, monkeypatch):
    monkeypatch.setattr(room, "MOST_OF_ITEM", 3)
    for number in range(5):
        feedback.keep(judgement(str(number)))
    (item,) = store.items()
    assert item.wrong == 5
    assert [each.why for each in store.item(item.id).judgements] == ["2", "3", "4"]
    store.decide(item.id, Decision("comment", "bob", NOON, "在查", DOCUMENT.sha256), item.version)
    feedback.keep(judgement("5"))
    assert store.items()[0].wrong == 6
    assert [each.why for each in store.item(item.id).judgements] == ["2", "3", "4"]


def test_judged_items_are_dropped_like_others_until_the_staff_decides(feedback, store, monkeypatch):
    monkeypatch.setattr(room, "MOST_ITEMS", 3)
    for number in range(8):
        feedback.keep(judgement(turns=(f"问{number}",)))
    assert store.count() <= 4


def line(why="", document=DOCUMENT, at="2025-12-31T08:00:00+08:00"):
    row = {"time": at, "turns": ["预算收入是多少？"], "document": {"id": document.id, "sha256": document.sha256}}
    return json.dumps({**row, "right": False, "why": why}, ensure_ascii=False)


def test_the_file_of_earlier_versions_is_taken_in_once_and_renamed(feedback, store, tmp_path):
    path = tmp_path / "feedback.jsonl"
    content = "\n".join([line("一\u2028二"), line("三"), "", line("换了文件", OTHER), '{"time": "2026']) + "\n"
    path.write_text(content, encoding="utf-8")
    assert feedback.take_in(path, [DOCUMENT]) == 2
    (item,) = store.items()
    assert item.last == datetime(2025, 12, 31, tzinfo=UTC)
    assert [each.why for each in store.item(item.id).judgements] == ["一\u2028二", "三"]
    assert not path.exists()
    (renamed,) = tmp_path.glob("feedback.jsonl.taken-*")
    assert renamed.read_text(encoding="utf-8") == content
    assert feedback.take_in(path, [DOCUMENT]) == 0


def test_taking_in_that_was_cut_short_doubles_nothing(feedback, store, tmp_path):
    path = tmp_path / "feedback.jsonl"
    path.write_text(line("一") + "\n", encoding="utf-8")
    feedback.take_in(path, [DOCUMENT])
    path.write_text(line("一") + "\n" + line("二") + "\n", encoding="utf-8")
    assert feedback.take_in(path, [DOCUMENT]) == 1
    assert store.items()[0].wrong == 2


@pytest.mark.parametrize(
    "bad", ["[]", "1", "null", '{"time": 5}', "\x00", line(at="gestern"), '{"time": "2026-01-01"}']
)
def test_a_line_that_is_no_judgement_is_left_in_the_file(feedback, store, tmp_path, bad):
    path = tmp_path / "feedback.jsonl"
    path.write_text(f"{bad}\n{line('好')}\n", encoding="utf-8")
    assert feedback.take_in(path, [DOCUMENT]) == 1
    assert store.items()[0].wrong == 1
