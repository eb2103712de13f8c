"""Several things of one kind with what is to be done with them, whether rows of a table or statements of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evidence.asking_rows import Operation
from assistant.evidence.facts import without_place
from index.model import Figure, Span


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list: its name, its figure where it has one, and the source spans that show both."""

    name: str
    figure: Figure | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Things with what is done with them.

    `what` says what they are, as a count says it (单位性质为“事业”的单位), `within` what they are chosen from, as a sum
    or a ranking says it (“工资福利支出”); `word` is their measure word, `first` how many of a ranking are wanted and
    `place` which one of it, and `above` the figure that they are the parts of.
    """

    operation: Operation
    section: int
    items: tuple[Item, ...]
    what: str
    within: str
    measure: str
    word: str
    heads: tuple[Span, ...] = ()
    first: int | None = None
    above: Figure | None = None
    above_spans: tuple[Span, ...] = ()
    place: int | None = None


def short_names(names: Iterable[str]) -> list[str]:
    """Names as a list shows them: without the place that they begin with, where they stay apart."""
    whole = list(names)
    short = [" · ".join(without_place(part) for part in name.split(" · ")) for name in whole]
    return short if len(set(short)) == len(set(whole)) else whole
