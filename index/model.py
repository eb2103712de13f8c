"""The values that a disclosure is read into: frozen, without logic, passed from room to room."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
"""[start, end) in code points of the stored source text."""

Aspect = Literal["amount", "change", "share", "target", "stock", "count", "threshold"]
NumeralClass = Literal["figure", "structure", "date", "identifier", "document_number"]
ColumnKind = Literal["label", "code", "value", "text"]
RowKind = Literal["item", "subtotal", "total"]
IdentityKind = Literal[
    "parts", "rows", "columns", "product", "change", "growth", "share", "agreement", "limit", "count", "purchase"
]
OddityKind = Literal[
    "unit", "over_hundred", "below_peers", "two_values", "misplaced_indicator", "group_name", "cut_short",
    "repeated_indicator", "twin_tables", "header_slip", "no_data", "nothing_below", "body_name", "numbering", "year",
    "letters", "missing_percent", "missing_unit", "unfilled_choice", "template", "punctuation", "unclosed",
    "repeated_words", "misspelt",
]  # fmt: skip
ParagraphKind = Literal["heading", "body", "contents", "unit", "note", "table_title", "page_number"]


@dataclass(frozen=True, slots=True)
class Document:
    """One disclosure as stored: every span of every other value points into `text`."""

    id: str
    title: str
    year: int | None
    kind: Literal["budget", "final_account"]
    body: str
    sha256: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph rejoined over page breaks: `text` is its source spans put together."""

    text: str
    spans: tuple[Span, ...]
    section: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; `path` runs from the top level to this heading."""

    index: int
    number: str
    title: str
    path: tuple[str, ...]
    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `filled` marks text carried down from a group's first row, spans where it stands."""

    text: str
    spans: tuple[Span, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: `path` from the spanning header down to its own name."""

    index: int
    path: tuple[str, ...]
    kind: ColumnKind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A data row, one cell a column; `owner` is the unit of the subtotal row above it."""

    index: int
    cells: tuple[Cell, ...]
    kind: RowKind
    owner: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A logical table: page fragments joined, headers merged into column paths."""

    index: int
    title: str
    subject: str
    section: int
    unit: str | None
    period: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    captions: tuple[tuple[Cell, Cell], ...]
    notes: tuple[Paragraph, ...]
    header_spans: tuple[Span, ...]
    repeated_header_spans: tuple[Span, ...]
    title_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: section path, source spans, and for a table its row and column path."""

    section: tuple[str, ...]
    spans: tuple[Span, ...]
    table: str | None = None
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as written in a text; `start` and `end` are offsets in that text."""

    value: Decimal
    unit: str | None
    comparator: str
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated quantity: what is counted (measure), whose (subject), when (period), and where it stands.

    `value` is None for a worded target such as 与上年相比有所提高, or a dash; `raw` keeps what is written.
    For a change, `value` is signed: negative where the text says 减少 or 下降.
    `table` and `row` point at the table and row it stands in; `part_of` is the id of the total it belongs to.
    """

    id: str
    document: str
    value: Decimal | None
    raw: str
    unit: str | None
    comparator: str
    measure: str
    subject: str
    period: str | None
    aspect: Aspect
    part_of: str | None
    context: str
    place: Place
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage for retrieval: heading and text as indexed, the source spans it shows, the figures in it."""

    id: str
    document: str
    text: str
    section: tuple[str, ...]
    table: str | None
    spans: tuple[Span, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in the source, for staff: what was found, where, and what was made of it."""

    kind: str
    message: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that looks wrong in the source, as a question to a person; nothing is corrected.

    `question` and `reason` are in Chinese, then English; the reason says what stands there and why it is asked.
    """

    kind: OddityKind
    question: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure as it enters an identity: `value` is signed, in `unit`, with the decimals it is written with.

    `name` says what is counted, for people; `figure` is the id of the figure, None where it is only counted items.
    """

    value: Decimal
    unit: str | None
    name: str
    place: Place
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Figures that must agree, and whether they do; the first operand is the one stated, the others bear it out.

    `difference` is what is stated less what is worked out, in the unit of the first operand. `holds` is None, and the
    difference too, where it cannot be checked. `reason` says in Chinese, then English, by what rule they must agree,
    and what is to be known of the difference or of why it cannot be checked.
    """

    kind: IdentityKind
    equation: str
    operands: tuple[Operand, ...]
    difference: Decimal | None
    holds: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Numeral:
    """A run of digits of the source and the class that claims it; None when nothing does."""

    start: int
    end: int
    text: str
    numeral_class: NumeralClass | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything read out of one document."""

    document: Document
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    chunks: tuple[Chunk, ...]
    numerals: tuple[Numeral, ...]
    problems: tuple[Problem, ...]
