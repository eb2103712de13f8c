"""Questions about what a unit buys: the rows of a table that stand below the unit's own subtotal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.evidence.accounts import asks_parts, beside_parts
from assistant.evidence.asking_rows import limit_of, operation_of
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.relations import Selection, records_of
from assistant.evidence.rows import Record, holds_mention, main_column
from assistant.library import Library, known_body
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.refuse import mentions
from index.model import Row, Table

_COVERED = 0.8
_WORDS = "采购 购置 金额 项目 物品 预算 支出"


def rows_of_unit(question: Question, library: Library) -> Selection | None:
    """The rows below the subtotal of the unit that a question names, where it asks for them without choosing any."""
    return next(_blocks(question, library), None) if _lists(question) else None


def unit_not_listed(question: Question, library: Library) -> tuple[Table, str] | None:
    """The table of units that a question asks about, with the known unit that it names and that table does not list."""
    if not _lists(question) or next(_blocks(question, library), None) is not None:
        return None
    for mention in mentions(question.normal):
        body = known_body(library, mention)
        if body is None or body.name == library.body or canonical(mention) not in canonical(body.name):
            continue
        for table in library.disclosure.tables:
            units = [row for row in table.rows if row.kind == "subtotal" and row.owner]
            if len(units) > 1 and _covered(question, library, table, body.name, canonical(mention)):
                return table, mention
    return None


def _lists(question: Question) -> bool:
    operation = operation_of(question.normal)
    asks = operation == "list" or (operation is None and asks_parts(question.normal))
    return asks and limit_of(question) is None


def _blocks(question: Question, library: Library) -> Iterator[Selection]:
    """The blocks of rows whose unit a question names with hardly anything beside it but words of their table."""
    named = [canonical(mention) for mention in mentions(question.normal)]
    bodies = tuple(body.name for body in library.bodies)
    for table in library.disclosure.tables:
        for subtotal in table.rows:
            owner = subtotal.owner or ""
            mention = next((each for each in named if holds_mention(owner, each, bodies)), "")
            if subtotal.kind == "subtotal" and mention and _covered(question, library, table, owner, mention):
                yield from _block(table, subtotal, owner)


def _covered(question: Question, library: Library, table: Table, owner: str, mention: str) -> bool:
    """Whether a question says hardly anything beside a unit's name but words of a table."""
    rest = tuple(piece.replace(mention, "") for piece in beside_parts(question, library))
    content = tuple(piece for piece in rest if piece)
    headers = pairs(" ".join((table.title, _WORDS, *(name for column in table.columns for name in column.path))))
    return bool(content) and coverage(content, ((headers, 1.0), (pairs(owner), 0.95)), library.weights) > _COVERED


def _block(table: Table, subtotal: Row, owner: str) -> Iterator[Selection]:
    """The rows that a unit owns, with its subtotal above them."""
    records = tuple(each for each in records_of(table) if each.row.owner == owner and each.row.kind == "item")
    if records:
        above = Record(table, subtotal, "", (owner,), ())
        yield Selection("list", records, main_column(records[0]), (), by_project=False, above=above)
