"""Tables as relations: rows filtered by words and amounts, then listed, counted, summed or ranked.

All target tables together are one relation, with the project as a column; every other table is one of its own. The
words of a filter come from the cells themselves, as the index read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.evidence.asking_rows import (
    RANKS,
    Limit,
    Operation,
    asks_order,
    first_few,
    limit_of,
    operation_of,
    place_asked,
    unit_asked,
    without_operation,
)
from assistant.evidence.matching import coverage, pairs, share
from assistant.evidence.rows import (
    Condition,
    Record,
    figure_in,
    filtered_by_amount,
    filtered_by_unit,
    filtered_by_words,
    lists_bodies,
    main_column,
)
from assistant.library import Library
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.understand import content_of
from assistant.vocabulary import EXPENDITURE_WORD, INCOME_WORD
from index.amounts import is_money
from index.hierarchy import entries_of
from index.model import Column, Table
from index.table_figures import clean_name, owned_path, row_path
from index.tables import is_target_table
from index.vocabulary import GENERIC_VALUE_HEADERS

_BODIES_BELOW = re.compile(r"(?:下属|所属|直属|下设|下辖|下级)的?(?:\w{0,4})(?:单位|机构)")
_UNITS_RANKED = re.compile(
    r"各(?:个)?(?:单位|部门|机构)|(?:哪(?:个|些|家|几个|几家)(?:下属|所属|直属)?|最[大多高小少低]的|第[二三四五六七八九十2-9][大多高贵小少低]的)的?(?:单位|部门|机构|中心)"
)
_ASKS_TARGETS = re.compile(
    r"指标(?!依据|值定为)(?:一共|总共|共)?有?(?:哪些|(?:多少|几)[个项])|(?:哪些|(?:多少|几)[个项])(?:绩效)?指标"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that a question selects, by what, what is to be done with them, and the column it is done to.

    `first` is how many of a ranking are wanted and `place` which one of it, `above` the row that the rows are the parts
    of, `added` says that they were named one by one to be added up.
    """

    operation: Operation
    records: tuple[Record, ...]
    column: Column | None
    conditions: tuple[Condition, ...]
    by_project: bool
    limit: Limit | None = None
    unit: str | None = None
    first: int | None = None
    above: Record | None = None
    added: bool = False
    place: int | None = None


def select(question: Question, library: Library) -> Selection | None:
    """The rows that a question about several rows selects, or None where it asks about none."""
    operation = operation_of(question.normal)
    if operation is None:
        return None
    subject = replace(question, content=content_of(without_operation(question), library.known))
    found = [
        selection
        for relation in _relations(library)
        for selection in [_selected(subject, library, operation, relation)]
        if selection is not None
    ]
    best = max(found, key=lambda item: item[0], default=None)
    return best[1] if best and best[0] >= 0.62 else None


def _relations(library: Library) -> list[tuple[Record, ...]]:
    tables = library.disclosure.tables
    targets = tuple(record for table in tables if is_target_table(table) for record in records_of(table))
    others = [tuple(records_of(table)) for table in tables if not is_target_table(table) and table.rows]
    return [relation for relation in (targets, *others) if relation]


def records_of(table: Table) -> Iterable[Record]:
    """The rows of a table with the words of their cells and the names that say whose they are."""
    for row in table.rows:
        cells = zip(table.columns, row.cells, strict=True)
        words = [
            (column.path[-1] if column.path else "", cell.text)
            for column, cell in cells
            if cell.text and (column.kind != "value" or not re.search(r"[0-9]", cell.text))
        ]
        if row.owner:
            words.append(("单位", row.owner))
        names = tuple(clean_name(name) for name in owned_path(row, row_path(table, row)))
        yield Record(table, row, table.subject, names, tuple(words))


def _selected(
    question: Question, library: Library, operation: Operation, relation: tuple[Record, ...]
) -> tuple[float, Selection] | None:
    """How well a relation fits a question, and its rows that meet the question's conditions."""
    table = relation[0].table
    chosen = _chosen(question, library, operation, relation)
    bodies = lists_bodies(table) and re.search(r"单位|机构|部门", question.normal) is not None
    bodies = bodies and operation in ("list", "count")
    if _says_nothing(question, chosen, bodies):
        return None
    chosen = replace(chosen, records=_of_level(question, chosen))
    if not chosen.records or (operation == "sum" and len(chosen.records) < 2):
        return None
    words = tuple(condition.words for condition in chosen.conditions)
    guessed = operation in RANKS and not chosen.conditions and not column_named(question, library, table)
    levels = _levels(table, words, chosen.column)
    covered = coverage(question.content, levels[:2] if guessed else levels, library.weights)
    compared = chosen.limit and not is_target_table(table) and column_named(question, library, table)
    fit = max(covered, 0.75) if compared or (bodies and covered > 0.45) else covered
    return fit - 0.02 * _is_other_side(question, table), chosen


def _is_other_side(question: Question, table: Table) -> bool:
    """Whether a table is one of income, of which a question does not speak."""
    return (
        INCOME_WORD in table.title
        and not re.search(f"{EXPENDITURE_WORD}|收支", table.title)
        and (INCOME_WORD not in canonical(question.normal))
    )


def _chosen(question: Question, library: Library, operation: Operation, relation: tuple[Record, ...]) -> Selection:
    """The rows of a relation that meet a question's conditions, with the column it is about."""
    table = relation[0].table
    targets = is_target_table(table)
    records, conditions = filtered_by_words(question, relation, tuple(body.name for body in library.bodies))
    if operation in RANKS and len(records) < 2 and not targets:
        records, conditions = relation, ()  # the words named what is ranked, not one row of it
    limit = limit_of(question)
    column = column_named(question, library, table)
    if column is None and not targets and records and (limit or operation in ("sum", *RANKS)):
        column = (_money_column(question, library, records) if operation in RANKS else None) or main_column(records[0])
    if limit:
        records = filtered_by_amount(library, records, column, limit, targets)
    unit = _unit_meant(question, operation) if targets else None
    if unit:
        records = filtered_by_unit(library, records, unit)
    by_project = targets and not _ASKS_TARGETS.search(question.normal)
    first = first_few(question.normal) or (99 if asks_order(question.normal) else None)
    place = place_asked(question.normal)
    return Selection(operation, records, column, conditions, by_project, limit, unit, first, place=place)


def _money_column(question: Question, library: Library, records: Sequence[Record]) -> Column | None:
    """The first column of sums of money, where a question asks for money."""
    if not re.search("金额|价值|钱|贵", question.normal):
        return None
    columns = [column for column in records[0].table.columns if column.kind == "value"]
    figures = ((column, figure_in(library, record, column)) for column in columns for record in records)
    money = [column for column, figure in figures if figure is not None and is_money(figure.unit)]
    main = main_column(records[0])
    return main if main in money else next(iter(money), None)


def _says_nothing(question: Question, chosen: Selection, bodies: bool) -> bool:
    """Whether rows are chosen by nothing, or are bodies or one row chosen by their own names, which is no answer.

    Only a table of bodies lists those below the department, and none of them has its own there.
    """
    if chosen.operation == "list" and _is_one_named(chosen):
        return True
    below = chosen.operation == "count" and _BODIES_BELOW.search(question.normal) is not None
    listed = chosen.operation in ("list", "count") and any(lists_bodies(record.table) for record in chosen.records)
    named = listed and _chosen_by_name(chosen.records, chosen.conditions)
    if named or (below and not bodies):
        return True
    by_column = chosen.column is not None and chosen.operation in ("list", *RANKS)
    return not (chosen.conditions or chosen.limit or chosen.unit or bodies or by_column)


def _is_one_named(chosen: Selection) -> bool:
    """Whether the only row of a list is the one that the question asks about."""
    names = {record.names[-1:] for record in chosen.records if not is_target_table(record.table)}
    return len(names) == 1 and _chosen_by_name(chosen.records, chosen.conditions)


def _of_level(question: Question, chosen: Selection) -> tuple[Record, ...]:
    """The rows that are meant: those of units, or single items, of a ranking those of one level of accounts."""
    if not chosen.records:
        return ()
    table = chosen.records[0].table
    level = _level(question, table, chosen.records)
    if chosen.operation == "sum" and chosen.conditions and all(each.column == "单位" for each in chosen.conditions):
        level = "subtotal" if any(record.row.kind == "subtotal" for record in chosen.records) else level
    records = tuple(record for record in chosen.records if record.row.kind == level)
    free = not (chosen.conditions or chosen.limit or chosen.unit)
    ranks = chosen.operation in RANKS
    return _of_one_level(table, records, chosen.column) if ranks and free and level == "item" else records


def _of_one_level(table: Table, records: tuple[Record, ...], column: Column | None) -> tuple[Record, ...]:
    """The rows of the highest level of a table with accounts below accounts that has more than one value."""
    if column is None:
        return records
    position = table.columns.index(column)
    filled = {record.row.index for record in records if record.row.cells[position].text}
    entries = [(number, entry) for number, entry in enumerate(entries_of(table)) if column.index in entry.columns]
    level = {number for number, entry in entries if entry.above is None}
    while level:
        kept = {entry.row for number, entry in entries if number in level} & filled
        if len(kept) > 1:
            return tuple(record for record in records if record.row.index in kept)
        level = {number for number, entry in entries if entry.above in level}
    return () if entries else records


def _unit_meant(question: Question, operation: Operation) -> str | None:
    """The unit that targets are to have: the one that a question names, or money where it ranks what they cost."""
    costs = operation in RANKS and re.search("金额|钱|贵|花", question.normal)
    return unit_asked(question.normal) or ("金额" if costs else None)


def _chosen_by_name(records: Sequence[Record], conditions: Sequence[Condition]) -> bool:
    texts = {clean_name(text) for condition in conditions if not condition.negated for text in condition.texts}
    return any(name in texts for record in records for name in record.names[-1:])


def column_named(question: Question, library: Library, table: Table) -> Column | None:
    """The column of values that a question names; a column that only says 合计 goes by its group's name."""
    asked = frozenset().union(*(pairs(piece) for piece in question.content))
    best: tuple[float, Column] | None = None
    for column in table.columns:
        if column.kind != "value" or not column.path:
            continue
        fit = share(asked, pairs(_column_name(column)), library.weights)
        if fit > (best[0] if best else 0.45):
            best = (fit, column)
    return best[1] if best else None


def _column_name(column: Column) -> str:
    names = [re.sub(r"[（(][^（）()]*[）)]$", "", name) for name in column.path]
    own = [name for name in names if clean_name(name) not in GENERIC_VALUE_HEADERS]
    return own[-1] if own else names[-1]


def _level(question: Question, table: Table, records: Sequence[Record]) -> str:
    """Which rows are meant: those of units (subtotals) where units are asked about, else single items."""
    has_units = any(record.row.kind == "subtotal" and record.row.owner for record in records)
    asks_units = _UNITS_RANKED.search(question.normal)
    return "subtotal" if has_units and asks_units and not is_target_table(table) else "item"


def _levels(table: Table, conditions: Sequence[str], column: Column | None) -> list[tuple[frozenset[str], float]]:
    held: frozenset[str] = frozenset().union(*(pairs(text) for text in (*conditions, table.title)))
    headers: frozenset[str] = frozenset().union(*(pairs(name) for each in table.columns for name in each.path))
    names = frozenset().union(*(pairs(name) for name in column.path)) if column else frozenset()
    generic = pairs("单位名称 项目名称 指标值 绩效指标 下属单位 事业单位 部门 各单位 采购品目 金额 购置")
    return [(held | names, 1.0), (headers, 0.9), (generic, 0.8)]
