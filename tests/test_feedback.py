import json
import threading
from datetime import UTC, datetime

import pytest

from assistant import feedback as room
from assistant.feedback import Feedback, FeedbackFull, Judgement
from assistant.model import DocumentReference

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
DOCUMENT = DocumentReference("example", "某局 2023 年部门预算", "0" * 64)


def judgement(why: str = "") -> Judgement:
    return Judgement(("预算收入是多少？", "支出呢？"), DOCUMENT, right=False, why=why)


def test_a_judgement_is_a_line_of_its_own(tmp_path):
    path = tmp_path / "var" / "feedback.jsonl"
    kept = Feedback(path, now=lambda: NOON)
    kept.keep(judgement("应为\n合计\x00“一”"))
    kept.keep(judgement())
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first == {
        "time": "2026-01-02T12:00:00+00:00",
        "turns": ["预算收入是多少？", "支出呢？"],
        "document": {"id": "example", "sha256": "0" * 64},
        "right": False,
        "why": "应为\n合计\x00“一”",
    }
    assert second["why"] == ""


def test_many_threads_lose_nothing_and_mix_nothing(tmp_path):
    path = tmp_path / "feedback.jsonl"
    kept = Feedback(path)
    reasons = [f"{number}：" + "长" * 900 for number in range(80)]

    def some(part):
        for reason in part:
            kept.keep(judgement(reason))

    threads = [threading.Thread(target=some, args=(reasons[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(json.loads(line)["why"] for line in path.read_text(encoding="utf-8").splitlines()) == sorted(reasons)


def test_a_line_that_was_cut_short_swallows_none(tmp_path):
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"time": "2026', encoding="utf-8")
    Feedback(path).keep(judgement("二"))
    cut, whole = path.read_text(encoding="utf-8").splitlines()
    assert cut == '{"time": "2026'
    assert json.loads(whole)["why"] == "二"


def test_the_file_does_not_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MOST_BYTES", 400)
    kept = Feedback(tmp_path / "feedback.jsonl")
    kept.keep(judgement())
    with pytest.raises(FeedbackFull):
        kept.keep(judgement("长" * 100))
    assert len((tmp_path / "feedback.jsonl").read_text(encoding="utf-8").splitlines()) == 1
