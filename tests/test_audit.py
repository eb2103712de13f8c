"""The audit log: only ever added to, and what was done to it by force shows; on both databases."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assistant.review.store import ReviewStore

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(review_url):
    with ReviewStore.open(review_url) as opened:
        for number in range(5):
            opened.audit.add(NOON, "ann", "decision_comment", f"item {number}")
        yield opened


def by_force(store, statement):
    """Runs a statement with the triggers out of the way, as someone who owns the database could."""
    with store.database.writing() as session:
        if store.database.is_sqlite:
            for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_no_change"))
        session.execute(text(statement))


def test_events_are_numbered_in_order_and_the_log_is_whole(store):
    events = store.audit.events()
    assert [event.number for event in events] == [5, 4, 3, 2, 1]
    assert (events[0].at, events[0].who, events[0].what, events[0].about) == (
        *(NOON, "ann"),
        *("decision_comment", "item 4"),
    )
    assert [event.number for event in store.audit.events(2, 1)] == [4, 3]
    assert store.audit.verify_chain() is None


def test_an_empty_log_is_whole(new_database):
    with ReviewStore.open(new_database("sqlite")) as store:
        assert (store.audit.events(), store.audit.verify_chain()) == ((), None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'bob' WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_an_event(store, statement):
    with pytest.raises(DBAPIError, match="only added to"), store.database.writing() as session:
        session.execute(text(statement))
    assert len(store.audit.events()) == 5


def test_the_ways_around_are_refused_too(store):
    way = (
        "INSERT OR REPLACE INTO audit SELECT number, at, 'bob', what, about, digest FROM audit WHERE number = 2"
        if store.database.is_sqlite
        else "TRUNCATE audit"
    )
    with pytest.raises(DBAPIError, match="only added to"), store.database.writing() as session:
        session.execute(text(way))
    assert store.audit.verify_chain() is None


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET who = 'bob' WHERE number = 2", "第 2 条操作记录被改过"),
        ("UPDATE audit SET at = '2026-01-02T12:00:01Z' WHERE number = 3", "第 3 条操作记录被改过"),
        ("UPDATE audit SET digest = 'x' WHERE number = 5", "第 5 条操作记录被改过"),
        ("DELETE FROM audit WHERE number = 1", "第 1 条操作记录不见了"),
        ("DELETE FROM audit WHERE number = 3", "第 3 条操作记录不见了"),
        ("DELETE FROM audit WHERE number = 5", "第 5 条操作记录不见了"),
        ("DELETE FROM audit", "第 1 条操作记录不见了"),
    ],
)
def test_what_was_done_by_force_shows(store, statement, said):
    by_force(store, statement)
    assert said in store.audit.verify_chain()


def test_threads_write_one_behind_the_other(store):
    def some():
        for _ in range(10):
            store.audit.add(NOON, "bob", "signed_in")

    threads = [threading.Thread(target=some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.audit.events(100)) == 45
    assert store.audit.verify_chain() is None


def test_what_people_wrote_is_kept_and_sealed_as_it_is_stored(store):
    store.audit.add(NOON, "王芳\x00", "decision_comment", "“长”\ud800\n" * 100)
    assert store.audit.verify_chain() is None
