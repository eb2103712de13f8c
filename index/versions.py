"""The folder of index versions: which one serves, whether it is whole, and how a new one takes its place.

DATA_DIR/
  lock                      held by the one process that builds
  current                   one line: the name of the version that serves
  documents/<sha256>.txt    the texts indexed, each with a .json that keeps its id and where it came from
  embeddings/               vectors kept for the next build
  versions/<build>/         index.sqlite, lexical/, chroma/ and, written last, manifest.json
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.errors import DamagedIndex, MissingIndex

_MANIFEST = "manifest.json"
CHROMA = "chroma"
"""The folder of its vectors inside a version."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a version, with the numbers of what was found in it."""

    id: str
    sha256: str
    source: str
    title: str
    sections: int
    tables: int
    figures: int
    chunks: int
    problems: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a version; `sha256` is None for Chroma's, which Chroma itself touches when it opens them."""

    path: str
    size: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version holds and what it was made with; a version without one is half-built."""

    build: str
    schema: str
    embedding: str | None
    documents: tuple[Entry, ...]
    replaces: str | None
    files: tuple[StoredFile, ...] = ()

    @property
    def has_vectors(self) -> bool:
        """Whether the chunks were embedded."""
        return any(file.path.startswith(f"{CHROMA}/") for file in self.files)


_adapter = TypeAdapter(Manifest)


def schema_version() -> str:
    """A hash over the source of this room: any change of it makes every index a thing to be rebuilt."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_writer(data_dir: Path) -> Iterator[None]:
    """Holds the lock of a data directory; waits, and says so, while another process builds there."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _log.warning("%s：另一个进程正在建索引，等待中…… / another process is building, waiting", data_dir)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def version_folder(data_dir: Path, build: str) -> Path:
    """The folder of a version."""
    return data_dir / "versions" / build


def sqlite_file(version: Path) -> Path:
    """The exact-value table of a version."""
    return version / "index.sqlite"


def current_version(data_dir: Path) -> tuple[Path, Manifest]:
    """The folder and manifest of the version that serves, every file of it checked.

    Raises:
        MissingIndex: nothing has been built here.
        DamagedIndex: the pointer, the manifest or a file is missing, cut short or changed.
    """
    pointer = data_dir / "current"
    if not pointer.exists():
        raise MissingIndex(data_dir)
    build = pointer.read_bytes().decode(errors="replace").strip()
    version = version_folder(data_dir, build)
    if not build or Path(build).name != build or "\0" in build or not version.is_dir():
        raise DamagedIndex(data_dir, f"current 指向 points at {build[:60]!r}")
    try:
        manifest = _adapter.validate_json((version / _MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise DamagedIndex(version, f"{_MANIFEST} 缺失或不完整 missing or incomplete") from error
    for file in manifest.files:
        _check(version, file)
    return version, manifest


def seal(version: Path, manifest: Manifest) -> None:
    """Puts the manifest, completed with the list of files, beside a version's files, all of it safely on the disk."""
    paths = sorted(path for path in version.rglob("*") if path.is_file())
    complete = replace(manifest, files=tuple(_stored(version, path) for path in paths))
    (version / _MANIFEST).write_bytes(_adapter.dump_json(complete, indent=1))
    for path in [*version.rglob("*"), version, version.parent]:
        _settle(path)


def point_at(data_dir: Path, build: str) -> None:
    """Makes a sealed version the one that serves, at once or not at all."""
    unfinished = data_dir / "current.new"
    unfinished.write_text(f"{build}\n", encoding="utf-8")
    _settle(unfinished)
    unfinished.replace(data_dir / "current")
    _settle(data_dir)


def remove_versions(data_dir: Path, keep: set[str | None]) -> None:
    """Removes every version but those named: old ones and what killed builds left half-built."""
    for folder in (data_dir / "versions").glob("*"):
        if folder.name not in keep:
            shutil.rmtree(folder)


def _stored(version: Path, path: Path) -> StoredFile:
    name = path.relative_to(version).as_posix()
    digest = None if name.startswith(f"{CHROMA}/") else _sha256(path)
    return StoredFile(name, path.stat().st_size, digest)


def _check(version: Path, file: StoredFile) -> None:
    path = version / file.path
    if not path.is_file():
        raise DamagedIndex(version, f"{file.path} 不见了 is missing")
    size = path.stat().st_size
    if size < file.size or (file.sha256 and file.sha256 != _sha256(path)):
        raise DamagedIndex(version, f"{file.path} 与清单不符 is not as built ({size} / {file.size} bytes)")
    if file.path == f"{CHROMA}/chroma.sqlite3" and not _sound(path):
        raise DamagedIndex(version, f"{file.path} 内容损坏 is corrupt")


def _sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{database.resolve().as_posix()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.OperationalError:  # in use by a process that opens it just now
        return True
    except sqlite3.DatabaseError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
