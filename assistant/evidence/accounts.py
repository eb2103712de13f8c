"""Questions about what stands directly below a row of a table: what makes up a named account, and its largest part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.evidence.asking_rows import asks_order, first_few, operation_of, place_asked, without_operation
from assistant.evidence.matching import coverage, pairs, share
from assistant.evidence.relations import Selection, column_named
from assistant.evidence.rows import Record, figure_in
from assistant.library import Library, without_nicknames
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.scope import tables_named
from assistant.question.understand import content_of
from assistant.vocabulary import EXPENDITURE_WORD, INCOME_WORD
from index.hierarchy import Entry, entries_of, parts_of_entry
from index.model import Column, Table
from index.table_figures import clean_name
from index.vocabulary import NARROWING

_ASKS_PARTS = re.compile(
    r"包括|包含|分为|分成|细分|组成|构成|明细|细目|清单|单子|花在|用在|用到"
    r"|(?:采购|购置|购买|买)(?:了|过|的|都|些)*(?:什么|东西)"
)
_WORDS_OF_PARTS = re.compile(
    r"(?:具体|主要|都)?(?:包括|包含|分为|分成|细分|花在|用在|用到|由)(?:了|为|成)?|下面|里面?|其中|底下|"
    r"组成|构成|明细|细目|清单|单子|子项|科目|项目(?=[，,、?？。各分]|$)|(?<=[，,、])各|"
    r"[几两三四五六]?(?:大|个)?部分|[几一两三四五六]项|花得|都(?=采购|购|买)|(?<=[购置买])(?:了|过|些|一些|的)+"
)
_WORDS_OF_SUMS = re.compile(r"加上?|[两三四][类项个者笔]|[和与跟及、]|一共|总共|共")


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
    above, *records = (
        Record(account.table, rows[entry.row], "", (clean_name(entry.name),), ())
        for entry in (account.entry, *account.parts)
    )
    column = _column(question, library, account, tuple(records))
    first = first_few(question.normal) or (len(records) if asks_order(question.normal) else None)
    place = place_asked(question.normal)
    return Selection(operation, tuple(records), column, (), False, first=first, above=above, place=place)


def _accounts(question: Question, library: Library) -> Iterator[_Account]:
    """The rows that a question names and that have several rows below them."""
    normal = canonical(question.normal)
    rest = beside_parts(question, library)
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in rest))
    named = tables_named(question, library)
    for table in library.disclosure.tables:
        entries = entries_of(table)
        headers = pairs(" ".join((table.title, "金额", *(name for column in table.columns for name in column.path))))
        for number, entry in enumerate(entries):
            name = canonical(clean_name(entry.name))
            parts = parts_of_entry(entries, number)
            if len(parts) > 1 and name in normal:
                covered = coverage(rest, ((pairs(name), 1.0), (headers, 0.95)), library.weights) if rest else 1.0
                closer = len(name) + share(asked, headers, library.weights) + 2 * (table.index in named)
                closer -= _narrowness(table, name, normal)
                if covered > 0.8:
                    yield _Account(covered + closer / 10, table, entry, parts)


def asks_parts(normal: str) -> bool:
    """Whether a question asks what something consists of."""
    return _ASKS_PARTS.search(normal) is not None


def beside_parts(question: Question, library: Library) -> tuple[str, ...]:
    """What a question is about, without the words that ask for parts or say what is done with several things."""
    rest = content_of(_WORDS_OF_PARTS.sub(" ", without_operation(question)), library.known)
    return without_nicknames(rest, library)


def _narrowness(table: Table, name: str, normal: str) -> float:
    """How much less than all of an account a table holds: only one fund's, or income where it is an expenditure."""
    title = canonical(table.title)
    only = {canonical(word) for word in NARROWING if canonical(word) in title}
    other_side = EXPENDITURE_WORD in name and INCOME_WORD in title and EXPENDITURE_WORD not in title
    return 0.5 * sum(word not in normal for word in only) + other_side


def _column(question: Question, library: Library, account: _Account, records: tuple[Record, ...]) -> Column | None:
    """The column of values that a question names beside the row, else the first that has values below the row."""
    name = canonical(clean_name(account.entry.name))
    beside = tuple(piece.replace(name, "") for piece in beside_parts(question, library))
    named = column_named(replace(question, content=beside), library, account.table)
    if named is not None and named.index in account.entry.columns:
        return named
    own = (column for column in account.table.columns if column.index in account.entry.columns)
    filled = (column for column in own if any(figure_in(library, record, column) for record in records))
    return next(filled, None)


def rows_added(question: Question, library: Library) -> Selection | None:
    """The rows of one table that a question names to be added up, two or more, each in full."""
    if operation_of(question.normal) != "sum":
        return None
    normal = canonical(question.normal)
    found: list[tuple[float, Table, list[Entry]]] = []
    for table in library.disclosure.tables:
        named: dict[str, Entry] = {}
        for entry in entries_of(table):
            name = canonical(clean_name(entry.name))
            if len(name) > 2 and name in normal:
                named.setdefault(name, entry)
        entries = [
            entry for name, entry in named.items() if not any(name != other and name in other for other in named)
        ]
        if len(entries) > 1 and len({entry.columns for entry in entries}) == 1:
            found.append((_covered(question, library, table, entries), table, entries))
    best = max(found, key=lambda each: each[0], default=None)
    if best is None or best[0] < 0.85:
        return None
    _, table, entries = best
    records = tuple(Record(table, table.rows[entry.row], "", (clean_name(entry.name),), ()) for entry in entries)
    account = _Account(best[0], table, entries[0], tuple(entries))
    return Selection("sum", records, _column(question, library, account, records), (), False, added=True)


def _covered(question: Question, library: Library, table: Table, entries: list[Entry]) -> float:
    """How much of a question the names of rows cover, with the words of their table."""
    rest = content_of(_WORDS_OF_SUMS.sub(" ", without_operation(question)), library.known)
    headers = pairs(" ".join((table.title, *(name for column in table.columns for name in column.path))))
    names: frozenset[str] = frozenset().union(*(pairs(clean_name(entry.name)) for entry in entries))
    return coverage(rest, ((names, 1.0), (headers, 0.9)), library.weights)
