"""What readers say of answers, kept as one JSON line each for the department's staff; nothing about the reader."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.model import DocumentReference

MOST_BYTES = 64 * 1024 * 1024
"""How large the file may grow; anyone may write to it, and a full disk would stop more than this."""


class FeedbackFull(Exception):
    """The file is as large as it may be; the staff has to move it away first."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}：反馈文件已满，请移走。 / the feedback file is full; move it away.")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reader's word on the answer to the last of the turns: right or wrong, and why, where that was said."""

    turns: tuple[str, ...]
    document: DocumentReference
    right: bool
    why: str


class Feedback:
    """The file of judgements; safe to use from several threads."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now
        self._writing = threading.Lock()

    def keep(self, judgement: Judgement) -> None:
        """Appends a judgement; it is safely on the disk when this returns.

        Raises:
            FeedbackFull: the file is as large as it may be.
        """
        line = json.dumps(_row(judgement, self._now()), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self._writing:
            new = not self._path.exists()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab+") as file:
                size = file.seek(0, os.SEEK_END)
                if size + len(line) > MOST_BYTES:
                    raise FeedbackFull(self._path)
                # A line that a crash cut short must not swallow this one.
                file.write(line if _ends_line(file.fileno(), size) else b"\n" + line)
                file.flush()
                os.fsync(file.fileno())
            if new:
                _settle(self._path.parent)


def _row(judgement: Judgement, now: datetime) -> dict[str, object]:
    document = {"id": judgement.document.id, "sha256": judgement.document.sha256}
    return {"time": now.isoformat(timespec="seconds"), **asdict(judgement), "document": document}


def _ends_line(file: int, size: int) -> bool:
    return size == 0 or os.pread(file, 1, size - 1) == b"\n"


def _settle(folder: Path) -> None:
    """Waits until a new file's name is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
