"""The notes that may stand beside an answer; a receipt that bears any other was not made by this program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

STILL_LOADING = (
    "语义检索还在载入，这次只按字词查找。",
    "Search by meaning is still loading; this time only words were compared.",
)
"""What is said while the embedding model loads, in Chinese and in English."""
WORDED = (
    "措辞由语言模型整理，数字已逐项核对。",
    "Worded by a language model; every number was checked.",
)
"""What is said where a language model's wording is shown."""
MODEL_FAILED = (
    "语言模型这次没能用上，措辞是程序自己的。",
    "The language model could not be used this time; the wording is the program's own.",
)
"""What is said where a language model is set up and was not reached, or not in time."""
WORDING_REFUSED = (
    "语言模型的措辞没有通过核对，措辞是程序自己的。",
    "The language model's wording did not pass the checks; the wording is the program's own.",
)
"""What is said where its wording was checked and thrown away."""
OF_THE_PROGRAM = frozenset((*STILL_LOADING, *WORDED, *MODEL_FAILED, *WORDING_REFUSED))
"""Every note but that of the staff's check."""

_CHECKED = re.compile(r"(?:已核对|Checked by staff on) ([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)


def checked_note(at: datetime, *, english: bool) -> str:
    """The note on a reviewed answer: that the staff checked it, and on which day of this machine's clock."""
    day = at.astimezone().date().isoformat()
    return f"Checked by staff on {day}" if english else f"已核对 {day}"


def checked_on(notes: Sequence[str]) -> date | None:
    """The day on which the staff checked the answer that bears these notes; None where they did not."""
    return next((day for note in notes if (day := _day_in(note))), None)


def unreviewed(notes: Sequence[str]) -> tuple[str, ...]:
    """The notes but that of the staff's check."""
    return tuple(note for note in notes if _day_in(note) is None)


def _day_in(note: str) -> date | None:
    found = _CHECKED.fullmatch(note)
    try:
        return date.fromisoformat(found.group(1)) if found else None
    except ValueError:  # 2023-02-30
        return None
