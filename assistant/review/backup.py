"""The review database as one file and back, from either kind of database into either.

Sessions and failed sign-ins are left out: after a restore everyone signs in anew. The file (see backup_file.py) holds
the passwords' hashes: keep it like the database.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, select, text
from sqlalchemy.exc import DataError, IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

from assistant.review.audit import append, fault_in
from assistant.review.backup_file import FORMAT, MANIFEST, NOT_READABLE, BackupFile, opened_backup
from assistant.review.database import newest_revision, upgrade
from assistant.review.errors import BackupRefused
from assistant.review.store import ReviewStore
from assistant.review.tables import Base, FailureRow, SessionRow, stamped

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
        with opened_backup(part) as backup:
            backup.check()
        part.rename(path)
    except OSError as error:
        raise BackupRefused(f"{path}：写不了备份（{error.strerror}）。 / the backup cannot be written.") from error
    finally:
        part.unlink(missing_ok=True)
    return backup.counts


def restore_backup(
    store: ReviewStore, path: Path, now: datetime, by: str, keep: Path | None = None, *, accept_broken_log: bool = False
) -> dict[str, int]:
    """Puts what a backup holds into the database, all or nothing; rows by table.

    Args:
        store: the database; it has to be empty, unless what it holds may be replaced.
        path: the backup.
        now: when.
        by: who, for the audit log.
        keep: a new file for what the database held, which may then be replaced.
        accept_broken_log: also where the backup's audit log is not as it was written.

    Raises:
        BackupRefused: the file is no whole backup or of a newer program, its audit log is broken, or the database is
            not empty.
    """
    with opened_backup(path) as backup:
        backup.check()
        if keep is not None:
            write_backup(store, keep, now)
        try:
            with store.database.writing() as session:
                if keep is None and not _is_empty(session.connection()):
                    raise BackupRefused(
                        "数据库不是空的；要替换请加 --replace。 / the database is not empty; add --replace."
                    )
                _put_back(session, path, backup, now, by, accept_broken_log=accept_broken_log)
        except (BackupRefused, *NOT_READABLE):
            if keep is not None:
                keep.unlink()  # the database still holds all of it
            raise
        return backup.counts


def _put_back(
    session: Session, path: Path, backup: BackupFile, now: datetime, by: str, *, accept_broken_log: bool
) -> None:
    """Makes the tables anew, with what the backup holds and an event that it was restored.

    Raises:
        BackupRefused: it does not fit the tables, or its audit log is broken.
    """
    connection = session.connection()
    _make_anew(connection, backup.revision)
    tables = _tables(connection)
    if {table.name for table in tables} != backup.tables.keys():
        raise BackupRefused(f"{path}：不是审核数据库的那些表。 / its tables are not those of a review database.")
    try:
        for table in tables:
            _fill(connection, table, backup)
        # The log's tables have been the same in all revisions; the newer ones add events to it.
        fault = fault_in(session)
        upgrade(connection)
        _read_all(session)
        append(session, now, by, "restore", path.name)
    except (DataError, IntegrityError, InvalidRequestError) as error:
        raise BackupRefused(f"{path}：内容不合这些表。 / what it holds does not fit the tables.") from error
    if fault and not accept_broken_log:
        raise BackupRefused(
            f"{path}：{fault} 未恢复；仍要恢复请加 --accept-broken-log。"
            " / nothing is restored; add that option to restore it all the same."
        )


def _read_all(session: Session) -> None:
    """Reads each row as the program will: a time or a JSON value that is none raises a ValueError here."""
    for mapper in Base.registry.mappers:
        with closing(session.scalars(select(mapper.class_).execution_options(yield_per=_ROWS_AT_ONCE))) as rows:
            for _ in rows:
                session.expunge_all()


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
    manifest = {"format": FORMAT, "revision": newest_revision(), "made": stamped(now), "tables": tables}
    archive.writestr(MANIFEST, json.dumps(manifest, indent=2))


def _tables(connection: Connection) -> list[Table]:
    """The tables as the database has them, whatever the models say now, each behind those that it refers to."""
    found = MetaData()
    wanted = Base.metadata.tables.keys() - _LEFT_OUT
    found.reflect(connection, only=lambda name, _: name in wanted)
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


def _fill(connection: Connection, table: Table, backup: BackupFile) -> None:
    """Puts a table's rows into it."""
    if table.name != "audit":
        connection.execute(table.delete())  # a table may begin with rows of its own
    rows = backup.rows(table)
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
