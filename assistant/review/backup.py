"""The review database as one file and back, from either kind of database into either.

The file is a zip: each table as JSON lines, and a manifest with the tables' revision, counts and SHA-256. Sessions and
failed sign-ins are left out: after a restore everyone signs in anew. It holds the passwords' hashes: keep it like the
database.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, select, text

from assistant.review.audit import append
from assistant.review.database import known_revision, newest_revision, upgrade
from assistant.review.errors import BackupRefused
from assistant.review.store import ReviewStore
from assistant.review.tables import Base, FailureRow, SessionRow, stamped

_FORMAT = 1
_MANIFEST = "manifest.json"
_LEFT_OUT = {SessionRow.__tablename__, FailureRow.__tablename__}
_ROWS_AT_ONCE = 500


def write_backup(store: ReviewStore, path: Path, now: datetime) -> dict[str, int]:
    """Writes a new file with all that the database holds at one moment, and checks it; rows by table.

    Raises:
        BackupRefused: there is such a file, or it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            raise BackupRefused(f"{path}：文件已存在。 / the file exists; name a new one.")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with store.database.reading() as session, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                _write(session.connection(), archive, now)
            file.flush()
            os.fsync(file.fileno())
        counts = _checked(part)
        part.rename(path)
    except OSError as error:
        raise BackupRefused(f"{path}：写不了备份（{error.strerror}）。 / the backup cannot be written.") from error
    finally:
        part.unlink(missing_ok=True)
    return counts


def restore_backup(store: ReviewStore, path: Path, now: datetime, by: str, keep: Path | None = None) -> dict[str, int]:
    """Puts what a backup holds into the database, all or nothing; rows by table.

    Args:
        store: the database; it has to be empty, unless what it holds may be replaced.
        path: the backup.
        now: when.
        by: who, for the audit log.
        keep: a new file for what the database held, which may then be replaced.

    Raises:
        BackupRefused: the file is no whole backup or of a newer program, or the database is not empty.
    """
    counts = _checked(path)
    if keep is not None:
        write_backup(store, keep, now)
    with store.database.writing() as session, zipfile.ZipFile(path) as archive:
        connection = session.connection()
        if keep is None and not _is_empty(connection):
            raise BackupRefused("数据库不是空的；要替换请加 --replace。 / the database is not empty; add --replace.")
        _make_anew(connection, _manifest(path, archive)["revision"])
        _fill(connection, archive)
        upgrade(connection)
        append(session, now, by, "restore", path.name)
    return counts


def _write(connection: Connection, archive: zipfile.ZipFile, now: datetime) -> None:
    tables: dict[str, dict[str, Any]] = {}
    for table in _tables(connection):
        digest, rows = hashlib.sha256(), 0
        with archive.open(f"{table.name}.jsonl", "w") as member:
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
                line = json.dumps(dict(row), ensure_ascii=False).encode() + b"\n"
                member.write(line)
                digest.update(line)
                rows += 1
        tables[table.name] = {"rows": rows, "sha256": digest.hexdigest()}
    manifest = {"format": _FORMAT, "revision": newest_revision(), "made": stamped(now), "tables": tables}
    archive.writestr(_MANIFEST, json.dumps(manifest, indent=2))


def _checked(path: Path) -> dict[str, int]:
    """The rows by table of a backup that is whole.

    Raises:
        BackupRefused: it is not.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            tables = _manifest(path, archive)["tables"]
            for name, told in tables.items():
                if _digest(archive, f"{name}.jsonl") != told["sha256"]:
                    raise BackupRefused(f"{path}：{name} 的校验和不符。 / the checksum of {name} differs.")
            return {str(name): int(told["rows"]) for name, told in tables.items()}
    except FileNotFoundError as error:
        raise BackupRefused(f"{path}：没有这个文件。 / there is no such file.") from error
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupRefused(f"{path}：不是完整的备份。 / this is no whole backup.") from error


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        for line in member:
            digest.update(line)
    return digest.hexdigest()


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != _FORMAT or not known_revision(manifest["revision"]):
        raise BackupRefused(f"{path}：备份由更新的程序写成。 / a newer program wrote this backup; use that one.")
    return manifest


def _tables(connection: Connection) -> list[Table]:
    """The tables as the database has them, whatever the models say now, each behind those that it refers to."""
    found = MetaData()
    found.reflect(connection, only=[name for name in Base.metadata.tables if name not in _LEFT_OUT])
    return found.sorted_tables


def _is_empty(connection: Connection) -> bool:
    return not any(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in Base.metadata.tables.items()
        if name != "audit_head"
    )


def _make_anew(connection: Connection, revision: str) -> None:
    """Drops the review tables, and no others, and makes them as they were at a revision, empty."""
    ours = {*Base.metadata.tables, "alembic_version"}
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name in ours)
    there.drop_all(connection)
    upgrade(connection, revision)


def _fill(connection: Connection, archive: zipfile.ZipFile) -> None:
    names = {name.removesuffix(".jsonl") for name in archive.namelist()}
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name in names)
    for table in there.sorted_tables:
        if table.name != "audit":
            connection.execute(table.delete())  # a table may begin with rows of its own
        rows = _rows(archive, table.name)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            connection.execute(table.insert(), some)
        if connection.dialect.name == "postgresql" and (counted := table.autoincrement_column) is not None:
            # The counter does not see rows that bring their number along.
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{counted.name}'),"
                    f" (SELECT coalesce(max({counted.name}), 0) + 1 FROM {table.name}), false)"
                )
            )


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(f"{name}.jsonl") as member:
        yield from map(json.loads, member)
