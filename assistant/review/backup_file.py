"""A backup's file, read as one that anybody may have written: in pieces, within bounds, each row looked at.

It is a zip: `manifest.json` with the tables' revision and each one's rows and SHA-256, and a `TABLE.jsonl` for each of
these tables and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table

from assistant.review.database import known_revision
from assistant.review.errors import BackupRefused

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES, LINE_BYTES = 64 * 1024, 16 * 1024**2
"""The longest manifest and the longest row."""
MOST_BYTES = 8 * 1024**3
"""The most that all members may hold unpacked: a small file can unpack to very much."""

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
NOT_READABLE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError),
    *(ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError),
)
"""What reading a file that is no backup may raise."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the manifest says of a table: how many rows, and the SHA-256 of their lines."""

    rows: int
    sha256: str


class BackupFile:
    """An open backup, its manifest read and its members those that the manifest names."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self.revision, self.tables = self._manifest()

    @property
    def counts(self) -> dict[str, int]:
        """The rows by table."""
        return {name: told.rows for name, told in self.tables.items()}

    def check(self) -> None:
        """Reads all of it.

        Raises:
            BackupRefused: a row is none, or a table's rows are others than the manifest says.
        """
        for name in self.tables:
            for _ in self._objects(name):
                pass

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows for a table, each with its very columns and values of their types.

        Raises:
            BackupRefused: one is not so, or they are others than the manifest says.
        """
        for number, row in enumerate(self._objects(table.name), 1):
            if row.keys() != set(table.columns.keys()) or not all(
                _fits(row[column.name], column.type, nullable=bool(column.nullable)) for column in table.columns
            ):
                raise self._no_row(table.name, number)
            yield row

    def _manifest(self) -> tuple[str, Mapping[str, Told]]:
        members = self._archive.infolist()
        by_name = {member.filename: member for member in members}
        readable = all(each.compress_type in _PACKED and not each.flag_bits & _ENCRYPTED for each in members)
        if len(by_name) < len(members) or not readable:
            raise ValueError
        if by_name[MANIFEST].file_size > MANIFEST_BYTES or sum(each.file_size for each in members) > MOST_BYTES:
            raise BackupRefused(f"{self._path}：太大，不是备份。 / too large for a backup.")
        manifest = json.loads(self._archive.read(MANIFEST))
        revision = manifest["revision"]
        if manifest["format"] != FORMAT or not isinstance(revision, str) or not known_revision(revision):
            raise BackupRefused(
                f"{self._path}：备份由更新的程序写成。 / a newer program wrote this backup; use that one."
            )
        tables = {name: Told(int(told["rows"]), str(told["sha256"])) for name, told in manifest["tables"].items()}
        if by_name.keys() != {MANIFEST, *map(_member, tables)}:
            raise BackupRefused(
                f"{self._path}：不是完整的备份，里面的文件与清单（{MANIFEST}）不符。"
                " / this is no whole backup: its members are not those that its manifest names."
            )
        return revision, tables

    def _objects(self, name: str) -> Iterator[dict[str, Any]]:
        """The lines of a table, each an object of JSON."""
        digest, number = hashlib.sha256(), 0
        with self._archive.open(_member(name)) as member, io.BufferedReader(member) as lines:  # type: ignore[type-var]
            while line := lines.readline(LINE_BYTES + 1):
                number += 1
                digest.update(line)
                row = json.loads(line) if len(line) <= LINE_BYTES else None
                if not isinstance(row, dict):
                    raise self._no_row(name, number)
                yield row
        told = self.tables[name]
        if digest.hexdigest() != told.sha256:
            raise BackupRefused(f"{self._path}：{name} 的校验和不符。 / the checksum of {name} differs.")
        if number != told.rows:
            raise BackupRefused(
                f"{self._path}：{name} 应有 {told.rows} 行，实有 {number} 行。"
                f" / {number} rows of {name}, not the {told.rows} of its manifest."
            )

    def _no_row(self, name: str, number: int) -> BackupRefused:
        return BackupRefused(
            f"{self._path}：{name} 第 {number} 行不是这张表的行。 / line {number} of {name} is no row of it."
        )


@contextmanager
def opened_backup(path: Path) -> Iterator[BackupFile]:
    """A backup open for reading.

    Raises:
        BackupRefused: there is no such file, or what is read of it while it is open is no backup.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield BackupFile(path, archive)
    except FileNotFoundError as error:
        raise BackupRefused(f"{path}：没有这个文件。 / there is no such file.") from error
    except NOT_READABLE as error:
        raise BackupRefused(f"{path}：不是完整的备份。 / this is no whole backup.") from error


def _member(table: str) -> str:
    return f"{table}.jsonl"


def _fits(value: object, kind: object, *, nullable: bool) -> bool:
    """Whether a value may stand in a column: SQLite would take any value in any."""
    if value is None:
        return nullable
    return type(value) is (int if isinstance(kind, Integer) else str)
