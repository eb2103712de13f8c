"""Reviews kept: one item a reading, decisions that stand and fall, nothing acknowledged is lost; on both databases."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from assistant.model import Check, Citation
from assistant.review import store as room
from assistant.review.errors import ChangedMeanwhile, DatabaseRefused, FeedbackFull, NoSuchItem, OtherText
from assistant.review.model import AskedQuestion, Decision, ReaderJudgement
from assistant.review.store import ReviewStore
from assistant.review.tables import Base
from tests.conftest import ROOT

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
OLD, NEW = "0" * 64, "1" * 64


def asked(words="预算收入是多少？", minutes=0, outcome="answered", doubts=(), sha256=OLD, key=None):
    return AskedQuestion(
        at=NOON + timedelta(minutes=minutes),
        turns=("你好", words),
        document="example",
        sha256=sha256,
        key=key or words,
        outcome=outcome,
        answer={"text": f"{words}：1 万元[1]", "citations": []},
        doubts=doubts,
    )


def decision(kind="approved", words="为 1 万元[1]", sha256=OLD):
    citation = Citation(1, ("一、收入", "（一）说明"), "收入 1 万元", ((3, 9), (12, 14)))
    return Decision(kind, "ann", NOON, words, sha256, (citation,), (Check("1 万元", 2, 6, "exact", ("f1",)),))


@pytest.fixture
def store(review_url):
    with ReviewStore.open(review_url) as opened:
        yield opened


def test_the_same_question_is_one_item_with_its_latest_answer(store):
    first = store.record(asked())
    again = store.record(asked("预算收入多少", 5, outcome="unclear", doubts=("unclear",), key=asked().key))
    assert first == again
    (item,) = store.items()
    assert (item.question, item.outcome, item.asked, item.state) == ("预算收入多少", "unclear", 2, "open")
    assert (item.first, item.last) == (NOON, NOON + timedelta(minutes=5))
    kept = store.item(first).asked
    assert kept == replace(asked("预算收入多少", 5, "unclear", ("unclear",), key=asked().key), id=first)
    assert store.count() == 1


def test_nothing_but_the_question_its_answer_and_the_time_is_kept(store):
    store.record(asked())
    with store.database.reading() as session:
        (row,) = session.execute(text("SELECT * FROM items")).mappings()
    assert set(row) == {
        *("id", "document", "sha256", "key", "turns", "outcome", "answer", "doubts", "asked", "first", "last"),
        *("state", "standing", "doubt", "reasons", "wrong", "right", "unheard", "kept", "version"),
    }
    assert row["first"] == "2026-01-02T12:00:00Z"


def test_the_most_doubted_come_first_then_the_latest(store):
    store.record(asked("有据"))
    store.record(asked("无据", doubts=("no_citations",)))
    store.record(asked("未公开", 1, "not_disclosed", ("not_disclosed",)))
    store.record(asked("也未公开", 2, "not_disclosed", ("not_disclosed",)))
    store.record(asked("不清楚", 0, "unclear", ("unclear",)))
    store.judge(asked("有据"), ReaderJudgement(NOON, False, "应为合计"))
    listed = [item.question for item in store.items("doubt")]
    assert listed == ["有据", "不清楚", "也未公开", "未公开", "无据"]
    assert [item.question for item in store.items("newest", limit=2)] == ["也未公开", "未公开"]
    assert [item.question for item in store.items("doubt", limit=2, offset=1)] == listed[1:3]
    assert store.items()[0].doubt.reasons == ("feedback_wrong",)


def test_a_decision_stands_for_its_question_on_its_text_alone(store):
    item = store.record(asked())
    decided = store.decide(item, decision(), 0)
    assert (decided.state, decided.version, decided.doubt.score) == ("approved", 1, 0)
    assert store.decision_for("example", OLD, asked().key).decision == decision()
    for other in (("other", OLD, asked().key), ("example", NEW, asked().key), ("example", OLD, "支出")):
        assert store.decision_for(*other) is None
    assert [item.state for item in store.items(state="approved")] == ["approved"]
    assert (store.count("approved"), store.count("open")) == (1, 0)


def test_all_decisions_stay_and_the_last_stands(store):
    item = store.record(asked())
    said = [decision("comment", "看看"), decision(), decision("corrected", "为 2 万元"), decision("comment", "好")]
    for version, each in enumerate(said):
        store.decide(item, each, version)
    case = store.item(item)
    assert list(case.decisions) == said
    assert (case.item.state, store.decision_for("example", OLD, asked().key).decision) == ("corrected", said[2])
    store.decide(item, decision("reopened", "再看"), 4)
    assert store.decision_for("example", OLD, asked().key) is None
    assert (store.item(item).item.state, len(store.item(item).decisions)) == ("open", 5)
    assert [event.what for event in store.audit.events(2)] == ["decision_reopened", "decision_comment"]


def test_the_second_of_two_reviewers_is_told(store):
    item = store.record(asked())
    seen = store.item(item).item.version
    store.decide(item, decision(), seen)
    with pytest.raises(ChangedMeanwhile):
        store.decide(item, decision("not_disclosed", "未公开"), seen)
    assert len(store.item(item).decisions) == len(store.audit.events()) == 1


def test_of_many_reviewers_at_once_one_decides(store):
    item = store.record(asked())

    def decide(number):
        try:
            store.decide(item, decision(words=f"第{number}"), 0)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(decide, range(8))) == [False] * 7 + [True]
    assert len(store.item(item).decisions) == 1
    assert store.audit.verify_chain() is None


def test_a_changed_document_takes_decisions_back_to_review_and_deletes_none(store):
    item = store.record(asked())
    store.decide(item, decision(), 0)
    assert store.outdate("example", OLD) == 0
    assert store.outdate("example", NEW) == 1
    assert store.outdate("example", NEW) == 0
    assert store.decision_for("example", NEW, asked().key) is None
    assert store.decision_for("example", OLD, asked().key) is None
    fallen = store.item(item)
    assert (fallen.item.state, fallen.item.doubt.reasons) == ("outdated", ("document_changed",))
    assert fallen.decisions == (decision(),)
    anew = store.record(asked(sha256=NEW), counted=False)
    assert store.item(anew).decisions == (decision(),)
    assert (store.item(anew).item.asked, store.item(anew).item.doubt.reasons) == (0, ("document_changed",))
    with pytest.raises(OtherText):
        store.decide(anew, decision(), 0)
    store.decide(anew, decision(sha256=NEW), 0)
    assert store.decision_for("example", NEW, asked().key).decision == decision(sha256=NEW)
    assert [each.doubt.score for each in store.items()] == [0, 0]
    # The text as it was before: its decision stands again.
    store.outdate("example", OLD)
    assert store.decision_for("example", OLD, asked().key).decision == decision()
    assert store.decision_for("example", NEW, asked().key) is None


def test_a_reader_who_says_wrong_after_a_decision_is_heard(store):
    item = store.record(asked())
    store.judge(asked(), ReaderJudgement(NOON, False, "应为\n合计\x00“一”\ud800"))
    store.decide(item, decision(), 0)
    assert store.items()[0].doubt.score == 0
    store.judge(asked(), ReaderJudgement(NOON, True, ""))
    assert store.items()[0].doubt.score == 0
    store.judge(asked(), ReaderJudgement(NOON, False, ""))
    listed = store.items()[0]
    assert (listed.doubt.reasons, listed.wrong, listed.right) == (("feedback_wrong",), 2, 1)
    assert store.item(item).judgements[0].why == "应为\n合计\N{REPLACEMENT CHARACTER}“一”?"
    assert store.decision_for("example", OLD, asked().key).decision == decision()


def test_beyond_the_bound_the_oldest_that_nobody_spoke_of_go(store, monkeypatch):
    monkeypatch.setattr(room, "MOST_ITEMS", 4)
    store.decide(store.record(asked("决定", 0)), decision(), 0)
    store.judge(asked("反馈", 1), ReaderJudgement(NOON, True, ""))
    for minute in range(2, 7):
        store.record(asked(f"问{minute}", minute))
    assert [item.question for item in store.items("newest")] == ["问6", "问5", "问4", "决定"]


def test_judgements_are_bounded_too_with_a_clear_error(store, monkeypatch):
    monkeypatch.setattr(room, "MOST_JUDGEMENTS", 1)
    store.judge(asked(), ReaderJudgement(NOON, True, ""))
    for item in store.items():
        store.decide(item.id, decision("comment"), item.version)
    with pytest.raises(FeedbackFull, match="已存满"):
        store.judge(asked("另一个"), ReaderJudgement(NOON, True, ""))
    assert store.count() == 1


def test_an_item_that_is_not_there_is_said(store):
    with pytest.raises(NoSuchItem):
        store.item(7)
    with pytest.raises(NoSuchItem):
        store.decide(7, decision(), 0)


def test_many_threads_count_every_question(store):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: store.record(asked(f"问{number % 3}", number)), range(60)))
    assert sorted(item.asked for item in store.items()) == [20, 20, 20]


def test_a_standing_decision_is_found_fast(store):
    item = store.record(asked())
    store.decide(item, decision(), 0)
    sql = "SELECT id FROM items WHERE key = 'k' AND document = 'd' AND sha256 = 's'"
    with store.database.reading() as session:
        if not store.database.is_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))  # a table of one row is read whole
        plan = "EXPLAIN QUERY PLAN " if store.database.is_sqlite else "EXPLAIN "
        told = " ".join(map(str, session.execute(text(plan + sql)).all()))
    assert "items_reading" in told
    started = time.perf_counter()
    for _ in range(100):
        store.decision_for("example", OLD, asked().key)
    assert (time.perf_counter() - started) / 100 < 0.02


# --- the tables ----------------------------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_of_the_models(store):
    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_finds_what_was_kept(review_url):
    with ReviewStore.open(review_url) as store:
        store.record(asked())
    with ReviewStore.open(review_url) as store:
        assert store.count() == 1


def test_several_processes_may_open_a_new_database_at_once(review_url):
    code = (
        "import sys; from assistant.review.store import ReviewStore\n"
        "with ReviewStore.open(sys.argv[1]) as store: print(store.count())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, review_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [process.communicate(timeout=120)[0].strip() for process in started] == ["0"] * 4


def test_a_database_of_a_newer_program_is_refused_in_one_line(store, review_url):
    with store.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    with pytest.raises(DatabaseRefused) as raised:
        ReviewStore.open(review_url)
    assert "r9999" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:secret@127.0.0.1:1/reviews",
        "postgresql://ann@127.0.0.1:1/reviews?password=secret",
        "mysql://ann:secret@127.0.0.1/reviews",
        "ann:secret",
        "sqlite://",
        "sqlite:////proc/secret/reviews.sqlite",
    ],
)
def test_an_address_that_cannot_be_opened_is_said_without_its_password(address):
    with pytest.raises(DatabaseRefused) as raised:
        ReviewStore.open(address)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value).replace("/proc/secret", "")


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "reviews.sqlite"
    path.write_text("这不是数据库" * 100, encoding="utf-8")
    with pytest.raises(DatabaseRefused, match="打不开"):
        ReviewStore.open(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("这不是数据库")


def test_only_its_owner_may_read_the_file(tmp_path):
    with ReviewStore.open(f"sqlite:///{tmp_path / 'new' / 'reviews.sqlite'}") as store:
        store.record(asked())
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / "new").iterdir()} == {0}


def test_the_file_is_set_up_to_survive_a_loss_of_power(tmp_path):
    with (
        ReviewStore.open(f"sqlite:///{tmp_path / 'reviews.sqlite'}") as store,
        store.database.engine.connect() as connection,
    ):
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert values == ["wal", 2, 1, 20_000]


# --- ended in the middle -------------------------------------------------------------------------------------------

WRITER = """
import sys
from tests.test_review_store import asked, decision
from assistant.review.store import ReviewStore
start = int(sys.argv[2])
with ReviewStore.open(sys.argv[1]) as store:
    for number in range(start, start + 1000):
        item = store.record(asked(f"问{number}", number))
        print("asked", item, flush=True)
        store.decide(item, decision(words=f"第{number}"), 0)
        print("decided", item, flush=True)
"""


def test_what_was_acknowledged_survives_being_killed(review_url):
    moments = random.Random(7)
    acknowledged = []
    for run in range(4):
        command = [sys.executable, "-c", WRITER, review_url, str(run * 1000)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            first = process.stdout.readline()
            killer = threading.Timer(moments.uniform(0.05, 0.8), os.kill, (process.pid, signal.SIGKILL))
            killer.start()
            lines = [first, *process.stdout]
            killer.join()
        assert process.returncode == -signal.SIGKILL
        acknowledged += [line.split() for line in lines if line.endswith("\n")]
        with ReviewStore.open(review_url) as store:
            for what, item in acknowledged:
                case = store.item(int(item))
                assert case.item.asked == 1
                assert what == "asked" or len(case.decisions) == 1
            assert store.audit.verify_chain() is None
            assert len(store.audit.events(10_000)) == store.count("approved")
    assert len(acknowledged) > 20
    if review_url.startswith("sqlite"):
        whole = sqlite3.connect(review_url.removeprefix("sqlite:///"))
        assert whole.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert whole.execute("PRAGMA foreign_key_check").fetchall() == []
        whole.close()


def test_foreign_keys_hold(store):
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.database.writing() as session:
        session.execute(text("INSERT INTO judgements (item, at, \"right\", why) VALUES (99, '', 1, '')"))
