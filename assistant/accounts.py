"""Questions about what stands directly below a row of a table: what makes up a named account, and its largest part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.library import Library
from assistant.matching import coverage, pairs, share
from assistant.model import Question
from assistant.normalise import canonical
from assistant.relations import Record, Selection, column_named, figure_in, operation_of, without_operation
from assistant.scope import tables_named
from assistant.understand import content_of
from index.hierarchy import Entry, below, entries_of
from index.model import Column, Table
from index.table_figures import clean_name

_ASKS_PARTS = re.compile(r"包括|包含|分为|分成|细分|由.{0,6}(?:组成|构成)|明细|细目|花在|用在|用到")
_WORDS_OF_PARTS = re.compile(
    r"(?:具体|主要|都)?(?:包括|包含|分为|分成|细分|花在|用在|用到|由)(?:了|为|成)?|下面|里面?|其中|底下|"
    r"组成|构成|明细|细目|子项|科目|部分|哪?(?:几|一)项|花得"
)


@dataclass(frozen=True, slots=True)
class _Account:
    """A row with the rows directly below it, and how well it fits a question."""

    fit: float
    table: Table
    entry: Entry
    parts: tuple[Entry, ...]


def accounts_below(question: Question, library: Library) -> Selection | None:
    """The rows directly below the row that a question names, where it asks which they are or which comes first."""
    operation = operation_of(question.normal) or ("list" if _ASKS_PARTS.search(question.normal) else None)
    if operation is None or operation == "sum":
        return None
    account = max(_accounts(question, library), key=lambda each: each.fit, default=None)
    if account is None:
        return None
    rows = {row.index: row for row in account.table.rows}
    records = tuple(Record(account.table, rows[part.row], "", (clean_name(part.name),), ()) for part in account.parts)
    column = _column(question, library, account, records)
    return Selection(operation, records, column, (clean_name(account.entry.name),), False)


def _accounts(question: Question, library: Library) -> Iterator[_Account]:
    """The rows that a question names and that have several rows below them."""
    normal = canonical(question.normal)
    rest = content_of(_WORDS_OF_PARTS.sub(" ", without_operation(question)), library.known)
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in rest))
    named = tables_named(question, library)
    for table in library.disclosure.tables:
        entries = entries_of(table)
        headers = pairs(" ".join((table.title, *(name for column in table.columns for name in column.path))))
        for number, entry in enumerate(entries):
            name = canonical(clean_name(entry.name))
            parts = below(entries, number)
            if len(parts) > 1 and name in normal:
                covered = coverage(rest, ((pairs(name), 1.0), (headers, 0.95)), library.weights) if rest else 1.0
                closer = len(name) + share(asked, headers, library.weights) + 2 * (table.index in named)
                if covered > 0.8:
                    yield _Account(covered + closer / 10, table, entry, parts)


def _column(question: Question, library: Library, account: _Account, records: tuple[Record, ...]) -> Column | None:
    """The column of values that a question names, else the first that has values below the row."""
    named = column_named(question, library, account.table)
    if named is not None and named.index in account.entry.columns:
        return named
    own = (column for column in account.table.columns if column.index in account.entry.columns)
    filled = (column for column in own if any(figure_in(library, record, column) for record in records))
    return next(filled, None)
