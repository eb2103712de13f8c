"""A PostgreSQL server of the tests' own: a temporary cluster on a socket in its folder, ended with the tests."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that runs while the context does; nothing listens on the network."""
    data = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam(_USER)
            os.chown(data, user.pw_uid, user.pw_gid)
        cluster, log = data / "cluster", data / "log"
        _run("initdb", "--pgdata", cluster, "--username", _USER, "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        # Durability is the server's own affair and tested there; without it the tests take seconds less.
        options = f"-c listen_addresses='' -c unix_socket_directories='{data}' -c fsync=off"
        _run("pg_ctl", "--pgdata", cluster, "--log", log, "--wait", "--options", options, "start")
        try:
            yield f"postgresql://{_USER}@/postgres?host={data}"
        finally:
            # Its data goes with it: nothing need be written down first.
            _run("pg_ctl", "--pgdata", cluster, "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(data)


def empty_database(server: str) -> str:
    """The address of a new database on a server."""
    import psycopg  # an extra: needed only where there is a server

    name = f"reviews_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def _run(program: str, *arguments: str | Path) -> None:
    """Runs a program of the server, as its own user where the tests run as root: it refuses root."""
    folder = programs()
    assert folder is not None
    as_user = {"user": _USER, "group": _USER, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(folder / program), *map(str, arguments)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server keeps it open: a pipe would never end
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=False,
        **as_user,
    )
    assert done.returncode == 0, f"{program} ended with {done.returncode}"
