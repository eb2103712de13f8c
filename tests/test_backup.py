"""Backups: from either database into either, whole or not at all."""

import hashlib
import json
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from assistant.review import backup_file
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


# --- a backup that somebody made up ----------------------------------------------------------------------------------


def made_up(path, to, change):
    """The backup with rows, as lists of objects or lines by table, changed, and a manifest that tells of them so."""
    with zipfile.ZipFile(path) as old:
        manifest = json.loads(old.read("manifest.json"))
        tables = {name: list(map(json.loads, old.read(f"{name}.jsonl").splitlines())) for name in manifest["tables"]}
    change(tables)
    lines = {
        name: b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)
        for name, rows in tables.items()
    }
    manifest["tables"] = {
        name: {"rows": len(tables[name]), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in lines.items()
    }
    with zipfile.ZipFile(to, "w") as new:
        new.writestr("manifest.json", json.dumps(manifest))
        for name, content in lines.items():
            new.writestr(f"{name}.jsonl", content)


def refused(url, path, tmp_path):
    """The one line with which a backup is refused: all stays, and no copy of it lies about."""
    with ReviewStore.open(url) as store:
        filled(store)
        before, events = content(store), store.audit.events()
        with store.database.writing() as session:
            session.execute(text("CREATE TABLE foreigners (id integer)"))
            session.execute(text("INSERT INTO foreigners VALUES (7)"))
        with pytest.raises(BackupRefused) as raised:
            restore_backup(store, path, NOON, "cli", tmp_path / "before.zip")
        assert (content(store), store.audit.events()) == (before, events)
        with store.database.reading() as session:
            assert session.execute(text("SELECT id FROM foreigners")).scalar_one() == 7
        assert store.accounts.sign_in("ann", PASSWORD, NOON).account.name == "ann"
    assert not (tmp_path / "before.zip").exists()
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    "name", ["sessions.jsonl", "failures.jsonl", "foreigners.jsonl", "alembic_version.jsonl", "../x.jsonl", "notes.txt"]
)
@pytest.mark.parametrize("listed", [False, True])
def test_a_member_that_is_no_table_of_a_backup_is_refused(review_url, kept, tmp_path, name, listed):
    def add(tables):
        if listed:
            tables[name.removesuffix(".jsonl")] = []

    made_up(kept, tmp_path / "more.zip", add)
    if not listed:
        with zipfile.ZipFile(tmp_path / "more.zip", "a") as archive:
            archive.writestr(name, "")
    assert "备份" in refused(review_url, tmp_path / "more.zip", tmp_path) or listed


def test_a_table_that_the_manifest_leaves_out_is_refused(new_database, kept, tmp_path):
    def forget(name, content):
        if name != "manifest.json":
            return content.replace(b"admin", b"reader")
        manifest = json.loads(content)
        del manifest["tables"]["accounts"]
        return json.dumps(manifest).encode()

    altered(kept, tmp_path / "less.zip", forget)
    assert "清单" in refused(new_database("sqlite"), tmp_path / "less.zip", tmp_path)
    made_up(kept, tmp_path / "none.zip", dict.clear)
    assert "不是审核数据库的那些表" in refused(new_database("sqlite"), tmp_path / "none.zip", tmp_path)


def test_a_member_there_twice_is_refused(new_database, kept, tmp_path):
    with zipfile.ZipFile(kept, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("items.jsonl", "")
    assert "不是完整的备份" in refused(new_database("sqlite"), kept, tmp_path)


def test_another_number_of_rows_than_told_is_refused(new_database, kept, tmp_path):
    altered(kept, tmp_path / "b.zip", lambda _, content: content.replace(b'"rows": 3', b'"rows": 4'))
    assert "应有 4 行，实有 3 行" in refused(new_database("sqlite"), tmp_path / "b.zip", tmp_path)


def first_item(**columns):
    return lambda tables: tables["items"][0].update(columns)


BAD_ROWS = {
    "no JSON": lambda tables: tables["items"].append(b"{"),
    "no text": lambda tables: tables["items"].append(b"\xff\xfe"),
    "a list": lambda tables: tables["items"].append([1, 2]),
    "nested deeply": lambda tables: tables["items"].append(b"[" * 100_000),
    "nested deeply in a row": lambda tables: tables["items"].append(b'{"id":' * 100_000),
    "a column less": lambda tables: tables["items"][0].pop("turns"),
    "a column more": first_item(more="x"),
    "an empty one": lambda tables: tables["items"].append({}),
    "a text for a number": first_item(asked="x"),
    "a number for a text": first_item(turns=7),
    "a list for a text": first_item(turns=["x"]),
    "nothing where something is needed": first_item(turns=None),
    "a number beyond all": first_item(asked=10**30),
    "a time that is none": first_item(last="yesterday"),
    "JSON within that is none": first_item(answer="{"),
    "JSON within nested deeply": first_item(answer="[" * 100_000),
    "half a character": first_item(document="\ud800"),
    "the same row twice": lambda tables: tables["items"].append(tables["items"][0]),
    "a row of nothing": lambda tables: tables["judgements"][0].update(item=99),
    "two heads": lambda tables: tables["audit_head"].append({**tables["audit_head"][0], "id": 2}),
}


@pytest.mark.parametrize("change", BAD_ROWS.values(), ids=BAD_ROWS)
def test_rows_that_are_none_are_refused_in_one_line_and_change_nothing(review_url, kept, tmp_path, change):
    made_up(kept, tmp_path / "bad.zip", change)
    refused(review_url, tmp_path / "bad.zip", tmp_path)


@pytest.mark.parametrize("revision", ["r0000", "", None, ["r0001"], {}, 7])
def test_a_revision_that_is_none_is_refused(new_database, kept, tmp_path, revision):
    def change(name, content):
        return json.dumps({**json.loads(content), "revision": revision}) if name == "manifest.json" else content

    altered(kept, tmp_path / "b.zip", change)
    refused(new_database("sqlite"), tmp_path / "b.zip", tmp_path)


def test_a_manifest_that_is_too_large_is_refused(new_database, kept, tmp_path):
    url = new_database("sqlite")
    altered(kept, tmp_path / "b.zip", lambda name, old: old + b" " * 65_536 if name == "manifest.json" else old)
    assert "太大" in refused(url, tmp_path / "b.zip", tmp_path)


@pytest.mark.parametrize(("bound", "said"), [("MOST_BYTES", "太大"), ("LINE_BYTES", "第 1 行")])
def test_members_and_lines_are_bounded(new_database, kept, monkeypatch, bound, said):
    monkeypatch.setattr(backup_file, bound, 100)
    with ReviewStore.open(new_database("sqlite")) as store:
        with pytest.raises(BackupRefused, match=said):
            restore_backup(store, kept, NOON, "cli")
        assert store.count() == 0


BROKEN_LOGS = {
    "an event changed": lambda tables: tables["audit"][0].update(who="bob"),
    "the last event gone": lambda tables: tables["audit"].pop(),
    "all gone": lambda tables: tables["audit"].clear(),
}


@pytest.mark.parametrize("change", BROKEN_LOGS.values(), ids=BROKEN_LOGS)
def test_a_broken_log_comes_in_only_when_accepted(review_url, kept, tmp_path, change):
    made_up(kept, tmp_path / "broken.zip", change)
    assert "--accept-broken-log" in refused(review_url, tmp_path / "broken.zip", tmp_path)
    with ReviewStore.open(review_url) as store:
        restore_backup(store, tmp_path / "broken.zip", NOON, "cli", tmp_path / "kept2.zip", accept_broken_log=True)
        assert store.audit.verify_chain() is not None
        assert store.audit.events()[0].what == "restore"


def test_a_head_that_is_missing_is_refused_even_when_a_broken_log_is_accepted(new_database, kept, tmp_path):
    made_up(kept, tmp_path / "headless.zip", lambda tables: tables["audit_head"].clear())
    with ReviewStore.open(new_database("sqlite")) as store, pytest.raises(BackupRefused):
        restore_backup(store, tmp_path / "headless.zip", NOON, "cli", accept_broken_log=True)
