"""The review database opened: SQLite or PostgreSQL by its address, its tables brought up to date."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from assistant.review.errors import DatabaseRefused

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT = 20
"""Seconds that a write waits for another before it fails."""
_LOCK = 7_263_019
"""The number of PostgreSQL's advisory lock under which one process at a time changes the tables."""
_HOW = "sqlite_begin"

# It tells at each start which dialect it sees.
logging.getLogger("alembic").setLevel(logging.WARNING)


class Database:
    """An open review database; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        # A transaction of SQLite sees one state anyway; it takes no other level.
        self._reader = engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = engine.execution_options(**{_HOW: "BEGIN IMMEDIATE"})

    @classmethod
    def open(cls, address: str) -> Database:
        """The database at an address, with the tables of this program.

        Raises:
            DatabaseRefused: the address is none, nothing answers there, or a newer program made it.
        """
        url = _url(address)
        engine = _engine(url)
        try:
            _bring_up_to_date(engine)
        except DBAPIError as error:
            engine.dispose()
            reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error).__name__
            raise DatabaseRefused(
                f"{shown(url)}：打不开审核数据库（{reason}）。 / the review database cannot be opened."
            ) from error
        except DatabaseRefused:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Ends the connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose reads all see one state."""
        with Session(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that may write: all of it is on the disk at the end, or, after an error, nothing.

        On SQLite one writes at a time, from the first statement on, so that no read in it is out of date.
        """
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session


def shown(url: URL) -> str:
    """An address without its password, for people."""
    return url.set(query={}).render_as_string(hide_password=True)


def newest_revision() -> str:
    """The revision of the tables that this program knows last."""
    head = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    assert head is not None
    return head


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Brings the tables of a connection's database to a revision, within the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def known_revision(revision: str) -> bool:
    """Whether this program knows a revision of the tables."""
    return any(script.revision == revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions())


def lock_tables(connection: Connection) -> None:
    """Waits until no other process changes the tables; SQLite's write transaction is that lock already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        # Its text may hold the address, and the address a password.
        raise DatabaseRefused(_expected()) from error
    if url.get_backend_name() == "postgresql" or url.drivername == "postgres":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise DatabaseRefused(_expected())
    return url.set(drivername="sqlite+pysqlite")


def _expected() -> str:
    return (
        "REVIEW_DATABASE：应为 sqlite:///文件 或 postgresql://用户:密码@主机/库。"
        " / REVIEW_DATABASE: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE is needed."
    )


def _engine(url: URL) -> Engine:
    """An engine whose errors keep to themselves what was written: it may be a question or a password's hash."""
    if url.get_backend_name() == "sqlite":
        _make_file(Path(str(url.database)))
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
        event.listen(engine, "handle_error", _leave_out_row)
        return engine
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise DatabaseRefused(
            "PostgreSQL 需要 psycopg：pip install '.[postgresql]'。 / psycopg is needed for PostgreSQL; install it so."
        ) from error


def _leave_out_row(context: ExceptionContext) -> None:
    """Leaves out of an error the detail that PostgreSQL adds to it: the whole row that it refused."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    if primary and wrapped is not None:
        whole = str(error)
        error.args = (primary,)
        wrapped.args = tuple(str(each).replace(whole, primary) for each in wrapped.args)


def _make_file(path: Path) -> None:
    """Makes an empty database file that its owner alone may read, as it will hold passwords' hashes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseRefused(
            f"{path}：打不开审核数据库（{error.strerror}）。 / the review database cannot be opened."
        ) from error


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    # The driver begins transactions late and ends them before changes to tables; SQLAlchemy's BEGIN takes over.
    connection.isolation_level = None
    # The driver's time to wait holds for these as well. FULL: what was acknowledged survives a loss of power too.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_HOW, "BEGIN"))


def _bring_up_to_date(engine: Engine) -> None:
    """The tables of this program, made or changed where they are not; one process at a time does so."""
    if _revision(engine) == newest_revision():
        return
    with engine.execution_options(**{_HOW: "BEGIN IMMEDIATE"}).begin() as connection:
        lock_tables(connection)
        upgrade(connection)


def _revision(engine: Engine) -> str | None:
    """The revision of a database's tables, None where it has none.

    Raises:
        DatabaseRefused: a newer program made them.
    """
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and not known_revision(found):
        raise DatabaseRefused(
            f"{shown(engine.url)}：审核数据库由更新的程序建立（{found}），请用那个版本打开。"
            f" / a newer program made this review database ({found}); use that one."
        )
    return found
