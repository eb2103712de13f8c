"""A chart as a value: bars on a scale from zero, the strip of parts, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from index.model import Span

Words = tuple[str, ...]
"""A sentence in pieces: by turns the page's own words and the document's."""

_NARROW = Decimal(5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of a chart; `start` and `length` are its place on the scale, in percent of its width.

    `shown` is the value as the source writes it, `share` its part of the whole in percent, `formula` how that was
    worked out, `figures` the ids of what it stands for; one without spans was added up.
    """

    label: str
    value: Decimal
    shown: str
    spans: tuple[Span, ...] = ()
    detail: str = ""
    start: Decimal = Decimal(0)
    length: Decimal = Decimal(0)
    share: str = ""
    formula: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part's stretch of the strip, in percent of its width, with the number of its bar."""

    number: int
    start: Decimal
    length: Decimal

    @property
    def is_wide(self) -> bool:
        """Whether its number has room in it."""
        return self.length >= _NARROW

    @property
    def is_tiny(self) -> bool:
        """Whether only a hairline shows it."""
        return self.length < 1


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as it is drawn: bars, for parts of a whole a strip, a sentence that says the same, and remarks.

    `zero` is where zero lies on the scale, in percent of its width; `rest` are the values that the last bar puts
    together, or that are in the data only.
    """

    kind: Literal["parts", "ranking", "change"]
    title: str
    unit: str
    bars: tuple[Bar, ...]
    summary: Words
    whole: Bar | None = None
    strip: tuple[Segment, ...] = ()
    zero: Decimal = Decimal(0)
    rest: tuple[Bar, ...] = ()
    note: str = ""

    @property
    def data(self) -> tuple[Bar, ...]:
        """Every value by itself, for the table."""
        return (*(bar for bar in self.bars if bar.spans), *self.rest)

    @property
    def sentence(self) -> str:
        """The summary as one text."""
        return "".join(self.summary)
