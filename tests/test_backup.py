"""Backups: from either database into either, whole or not at all."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from assistant.review.backup import restore_backup, write_backup
from assistant.review.errors import BackupRefused
from assistant.review.model import ReaderJudgement
from assistant.review.store import ReviewStore
from tests.test_review_store import OLD, asked, decision

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
PAIRS = [(first, second) for first in ("sqlite", "postgresql") for second in ("sqlite", "postgresql")]


def filled(store):
    for number in range(3):
        store.record(asked(f"问{number}", number))
    store.decide(1, decision(), 0)
    store.judge(asked("问1"), ReaderJudgement(NOON, False, "应为\n“一”"))
    store.accounts.add("ann", "admin", PASSWORD, by="cli", now=NOON)
    store.accounts.sign_in("ann", PASSWORD, NOON)


def content(store):
    return (store.items(), [store.item(item.id) for item in store.items()], store.accounts.all())


@pytest.fixture
def kept(new_database, tmp_path):
    """A backup of a small database."""
    with ReviewStore.open(new_database("sqlite")) as store:
        filled(store)
        write_backup(store, tmp_path / "kept.zip", NOON)
    return tmp_path / "kept.zip"


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_backup_of_either_goes_into_either(new_database, tmp_path, first, second):
    with ReviewStore.open(new_database(first)) as store:
        filled(store)
        before, events = content(store), store.audit.events()
        counts = write_backup(store, tmp_path / "b.zip", NOON)
    assert (counts["items"], counts["judgements"], counts["accounts"], counts["audit"]) == (3, 1, 1, 3)
    with ReviewStore.open(new_database(second)) as other:
        assert restore_backup(other, tmp_path / "b.zip", NOON, "cli") == counts
        assert content(other) == before
        assert (other.audit.events()[0].what, other.audit.events()[1:]) == ("restore", events)
        assert other.audit.verify_chain() is None
        assert other.decision_for("example", OLD, "问0").decision == decision()
        # It goes on as any other: numbers go up, passwords hold, the log is still only added to.
        assert other.record(asked("新的")) == 4
        assert other.accounts.sign_in("ann", PASSWORD, NOON).account.name == "ann"
        with pytest.raises(Exception, match="only added to"), other.database.writing() as session:
            session.execute(text("DELETE FROM audit"))


def test_a_database_that_is_not_empty_is_replaced_only_when_asked_and_kept_beside(review_url, kept, tmp_path):
    with ReviewStore.open(review_url) as store:
        store.record(asked("原有的"))
        before = content(store)
        with pytest.raises(BackupRefused, match="不是空的"):
            restore_backup(store, kept, NOON, "cli")
        assert content(store) == before
        restore_backup(store, kept, NOON, "cli", tmp_path / "before.zip")
        assert store.count() == 3
        restore_backup(store, tmp_path / "before.zip", NOON, "cli", tmp_path / "again.zip")
        assert content(store) == before


def test_a_backup_is_one_moment_although_others_write(review_url, tmp_path):
    with ReviewStore.open(review_url) as store, ReviewStore.open(review_url) as other:
        filled(store)
        with store.database.reading() as session:
            session.execute(text("SELECT count(*) FROM items")).all()
            other.record(asked("后来的"))
            assert session.execute(text("SELECT count(*) FROM items")).scalar_one() == 3
        assert write_backup(store, tmp_path / "b.zip", NOON)["items"] == 4


def test_a_file_that_is_there_is_not_written_over(kept, new_database, tmp_path):
    before = kept.read_bytes()
    with ReviewStore.open(new_database("sqlite")) as store:
        for path, said in ((kept, "已存在"), (tmp_path / "no" / "b.zip", "写不了")):
            with pytest.raises(BackupRefused, match=said):
                write_backup(store, path, NOON)
    assert kept.read_bytes() == before
    assert not list(tmp_path.glob(".*part"))


def test_a_backup_is_its_owners_alone_and_holds_no_session(kept):
    assert kept.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(kept) as archive:
        assert not {"sessions.jsonl", "failures.jsonl"} & set(archive.namelist())
        first = json.loads(archive.read("items.jsonl").splitlines()[0])
    assert first["first"] == "2026-01-02T12:00:00Z"


def altered(path, to, change):
    """The backup with its members changed, as a new file."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, content: content.replace(b"ann", b"bob") if name == "accounts.jsonl" else content, "校验和"),
        (lambda name, content: None if name == "items.jsonl" else content, "不是完整的备份"),
        (lambda name, content: None if name == "manifest.json" else content, "不是完整的备份"),
        (lambda _, content: content.replace(b"r0001", b"r9999"), "更新的程序"),
        (lambda name, content: b"[]" if name == "manifest.json" else content, "不是完整的备份"),
    ],
)
def test_a_damaged_backup_is_refused_and_changes_nothing(kept, new_database, tmp_path, change, said):
    altered(kept, tmp_path / "altered.zip", change)
    with ReviewStore.open(new_database("sqlite")) as store:
        store.record(asked())
        with pytest.raises(BackupRefused, match=said):
            restore_backup(store, tmp_path / "altered.zip", NOON, "cli", tmp_path / "before.zip")
        assert store.count() == 1
    assert not (tmp_path / "before.zip").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", "不是备份".encode()])
def test_a_file_that_is_no_backup_is_refused(new_database, tmp_path, content):
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    with ReviewStore.open(new_database("sqlite")) as store:
        for wrong in (path, tmp_path / "missing.zip", tmp_path):
            with pytest.raises(BackupRefused) as raised:
                restore_backup(store, wrong, NOON, "cli")
            assert "\n" not in str(raised.value)


def test_a_backup_cut_short_anywhere_is_refused(kept, new_database, tmp_path):
    whole = kept.read_bytes()
    with ReviewStore.open(new_database("sqlite")) as store:
        for length in range(0, len(whole), len(whole) // 15):
            (tmp_path / "cut.zip").write_bytes(whole[:length])
            with pytest.raises(BackupRefused):
                restore_backup(store, tmp_path / "cut.zip", NOON, "cli")
        assert store.count() == 0


def test_a_restore_that_fails_in_the_middle_changes_nothing(review_url, kept, tmp_path, monkeypatch):
    from assistant.review import backup

    def fails(*_):
        raise KeyboardInterrupt

    with ReviewStore.open(review_url) as store:
        store.record(asked("原有的"))
        before = content(store)
        monkeypatch.setattr(backup, "append", fails)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(store, kept, NOON, "cli", tmp_path / "before.zip")
        assert content(store) == before
