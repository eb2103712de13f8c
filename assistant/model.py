"""The values of an answer, from question to receipt: Question, Evidence, Draft, Check, Answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from index.model import Amount, Figure, Span

Outcome = Literal["answered", "not_disclosed", "off_topic", "unclear"]
Support = Literal["exact", "derived", "quoted", "question", "name", "unsupported"]
Asked = Literal[
    "value",
    "text",
    "definition",
    "contents",
    "reason",
    "ground",
    "who",
    "duty",
    "plate",
    "how",
    "when",
    "place",
    "where",
]
Relation = Literal["share", "multiple", "difference", "percent_change", "average"]
RefusalKind = Literal[
    "contact",
    "person",
    "executed",
    "year",
    "body",
    "measure",
    "claim",
    "unverified",
    "small_talk",
    "off_topic",
    "empty",
]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `content` is what it is about, in canonical spelling, in the pieces that the words of asking leave of it; `years`
    and `unit` are what it restricts the answer to; `claims` are the quantities that it states itself; `operands` are
    the contents of the two sides of a `relation`. `strict` marks one from which words were left out: what is left must
    then be covered almost wholly.
    """

    text: str
    normal: str
    asked: Asked
    content: tuple[str, ...]
    years: tuple[str, ...]
    unit: str | None
    wants_money: bool
    wants_change: bool
    wants_target: bool
    is_quantity: bool
    claims: tuple[Amount, ...]
    relation: Relation | None
    operands: tuple[tuple[str, ...], ...]
    understood: str | None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class CellReference:
    """The table cell that a citation points at: title, row path and column path."""

    table: str
    row: tuple[str, ...]
    column: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source: `quote` is the source text of `spans` put together, at most 600 characters."""

    marker: int
    section: tuple[str, ...]
    quote: str
    spans: tuple[Span, ...]
    cell: CellReference | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the document states in one place: a figure, or a cell or caption of words.

    `row` and `column` number the cell in its table; for a figure of running text both are None. `main` marks what a row
    or a table is first asked for, `total` a figure that others are stated to be parts of.
    """

    measure: str
    subject: str
    text: str
    figure: Figure | None
    table: int | None
    row: int | None
    column: int | None
    spans: tuple[Span, ...]
    main: bool
    total: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A fact with how well it fits a question: the share of the question it covers, and its score for ranking.

    `uncovered` are the pairs of characters of the question that hold one which its names do not cover.
    """

    fact: Fact
    coverage: float
    completeness: float
    score: float
    uncovered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Formula:
    """A shown calculation over figures: its text ends in the result, exact with =, rounded with ≈.

    For a count, count(what) = n, `counted` names each thing counted once.
    """

    text: str
    result: Decimal
    unit: str | None
    figures: tuple[str, ...]
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """Something worked out: what the sentence says before the result, the formula, and the figures it stands on."""

    lead: str
    formula: Formula
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its numbers are checked, with all that they may be checked against.

    `about` is the fact that a following question may refer back to.
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    formulas: tuple[Formula, ...] = ()
    about: Fact | None = None
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A numeral of the finished answer ([start, end) in its text) and what supports it."""

    text: str
    start: int
    end: int
    support: Support
    figures: tuple[str, ...] = ()
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """The document that an answer comes from."""

    id: str
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer's numbers were checked against beside its citations; a receipt of the answer carries it."""

    figures: tuple[Figure, ...] = ()
    formulas: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets. `text` is Markdown with citation marks like [1]; no number in it is unsupported.

    `reading` is the key of the question as understood: questions that share it mean the same. It is not shown.
    """

    question: str
    understood: str | None
    document: DocumentReference
    outcome: Outcome
    text: str
    numbers: tuple[Check, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    evidence: Evidence = Evidence()
    reading: str = ""
