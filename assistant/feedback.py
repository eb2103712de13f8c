"""What readers say of answers, kept beside the question for the department's staff; nothing about the reader."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.model import Answer, DocumentReference
from assistant.review.model import AskedQuestion, ReaderJudgement
from assistant.review.recording import asked_question, turns_needed
from assistant.review.store import ReviewStore

Ask = Callable[[Sequence[str], str | None], Answer]
"""Gives the program's own answer to the last of the turns about a document."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reader's word on the answer to the last of the turns: right or wrong, and why, where that was said."""

    turns: tuple[str, ...]
    document: DocumentReference
    right: bool
    why: str


class Feedback:
    """Readers' judgements in the review database; safe to use from several threads."""

    def __init__(self, store: ReviewStore, ask: Ask, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._ask = ask
        self._now = now

    def keep(self, judgement: Judgement) -> None:
        """Keeps a judgement with the question as understood; it is safely on the disk when this returns.

        Raises:
            FeedbackFull: as many are kept as may be.
        """
        now = self._now()
        asked = self._asked(judgement.turns, judgement.document.id, now)
        self._store.judge(asked, ReaderJudgement(now, judgement.right, judgement.why))

    def _asked(self, turns: tuple[str, ...], document: str, at: datetime) -> AskedQuestion:
        own = self._ask(turns, document)
        return asked_question(turns_needed(turns, own, self._ask), own, at)

    def take_in(self, path: Path, documents: Sequence[DocumentReference]) -> int:
        """How many judgements were taken in from the file that earlier versions kept them in, which is then renamed.

        Those on documents that are there no more, or of another text, are left in the file, as is a line cut short.
        Ended in the middle, this can be done again: no judgement is taken in twice.
        """
        if not path.exists():
            return 0
        known = {(document.id, document.sha256): document for document in documents}
        taken = 0
        for at, turns, document, judgement in _lines(path):
            if document in known:
                asked = self._asked(turns, document[0], at)
                taken += self._store.judge_once(asked, judgement)
        _log.info("%s: %d judgements taken in", path, taken)
        path.rename(path.with_name(f"{path.name}.taken-{self._now():%Y%m%dT%H%M%S}"))
        return taken


def _lines(path: Path) -> Iterator[tuple[datetime, tuple[str, ...], tuple[str, str], ReaderJudgement]]:
    """When each judgement of the file was made, on which turns, of which text of a document, and what it says."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            at = datetime.fromisoformat(row["time"]).astimezone(UTC)
            document = (str(row["document"]["id"]), str(row["document"]["sha256"]))
            judgement = ReaderJudgement(at, bool(row["right"]), str(row["why"]))
            yield at, tuple(map(str, row["turns"])), document, judgement
        except (ValueError, KeyError, TypeError):
            _log.warning("%s: line %d is no judgement and stays there", path, number)
