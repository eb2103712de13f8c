"""What every report says of itself: when it was made, by which version of the program, by what rules."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from assistant.reconciling.checked import Checked
from assistant.reconciling.words import IDENTITY_KINDS, Words

NOTE: Words = (
    "由程序按文件的结构核对，只作提示；以原文为准，是否有误由人判断。",
    "Checked by a program from the structure of the document, as a hint: the original text decides, and people judge.",
)
_PACKAGE = "budget-disclosure-assistant"


def program_version() -> str:
    """The version of this program, or a dash where it runs without being installed."""
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return "-"


def made_now() -> str:
    """The day and minute, in the time of this machine: 2023-05-08 09:30."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def rules_of(checked: Checked) -> list[tuple[Words, int]]:
    """The kinds of identities that were checked, each with how many there are, most first."""
    counted = Counter(identity.kind for identity in checked.identities)
    return [(IDENTITY_KINDS[kind], number) for kind, number in counted.most_common()]
