"""Tables as relations: rows filtered by words and amounts, then listed, counted, summed or ranked.

All target tables together are one relation, with the project as a column; every other table is one of its own. The
words of a filter come from the cells themselves, as the index read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from assistant.library import Library, is_short_for
from assistant.matching import coverage, pairs, share
from assistant.model import Question
from assistant.normalise import canonical
from assistant.refuse import mentions
from assistant.understand import content_of
from index.amounts import convert, is_money, same_quantity
from index.model import Amount, Column, Figure, Row, Table
from index.table_figures import clean_name, owned_path, row_path
from index.tables import is_target_table
from index.vocabulary import GENERIC_VALUE_HEADERS, TOTAL_LABELS

Operation = Literal["list", "count", "sum", "most", "least"]
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("most", re.compile(r"最大|最多|最高|最贵|排第一|第一名")),
    ("least", re.compile(r"最小|最少|最低|最便宜")),
    ("sum", re.compile(r"加起来|合计|总和|之和|一共(?:花|是)?多少(?:钱|万元|元)|总共(?:花|是)?多少(?:钱|万元|元)")),
    ("count", re.compile(r"有?(?:多少|(?<!哪)几)(?:个|项|家|张|条|种|类|处|所)|有多少(?=项目|单位|条)|数量有多少")),
    (
        "list",
        re.compile(
            r"有?哪些|有?哪几|分别|都有(?:什么|谁)|列出|列一下|各(?:单位|部门|项|个)|什么东西|哪(?:个|一?项|家)"
        ),
    ),
)
_BELOW = re.compile(r"低于|少于|不到|不足|小于|不超过|以下|以内")
_ABOVE = re.compile(r"高于|超过|大于|多于|不低于|不少于|以上|至少|超出")
_BODIES_BELOW = re.compile(r"(?:下属|所属|直属|下设|下辖|下级)的?(?:\w{0,4})(?:单位|机构)")
_NAMING = re.compile(r"(?:名字|名称|标题)(?:里|中)?(?:面)?(?:带有?|有|包含|含有?)")


@dataclass(frozen=True, slots=True)
class Record:
    """A row with the words of its cells; `names` say whose it is, outermost first."""

    table: Table
    row: Row
    project: str
    names: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    """(column name, text) of every cell of words, the unit that owns the row among them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that a question selects, what is to be done with them, and the column it is done to."""

    operation: Operation
    records: tuple[Record, ...]
    column: Column | None
    conditions: tuple[str, ...]
    by_project: bool


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


def operation_of(normal: str) -> Operation | None:
    """What a question does with rows, by the first group of words that stands in it."""
    return next((name for name, pattern in _OPERATIONS if pattern.search(normal)), None)


def without_operation(question: Question) -> str:
    """A question's text without the words of its operation and its comparison."""
    rest = question.normal
    for claim in question.claims:
        rest = rest.replace(claim.raw, " ")
    for pattern in (*(pattern for _, pattern in _OPERATIONS), _BELOW, _ABOVE, _NAMING):
        rest = pattern.sub(" ", rest)
    return rest


def figure_in(library: Library, record: Record, column: Column) -> Figure | None:
    """The figure of a record in a column."""
    return next(
        (
            figure
            for figure in library.disclosure.figures
            if figure.table == record.table.index and figure.row == record.row.index and figure.column == column.index
        ),
        None,
    )


def _relations(library: Library) -> list[tuple[Record, ...]]:
    tables = library.disclosure.tables
    targets = tuple(record for table in tables if is_target_table(table) for record in _records(table))
    others = [tuple(_records(table)) for table in tables if not is_target_table(table) and table.rows]
    return [relation for relation in (targets, *others) if relation]


def _records(table: Table) -> Iterable[Record]:
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
    targets = is_target_table(relation[0].table)
    records, conditions = _filtered_by_words(question, relation)
    limit = _limit(question)
    column = column_named(question, library, relation[0].table)
    if limit:
        records = _filtered_by_amount(library, records, column, limit, targets)
        conditions = (*conditions, limit[1].raw)
    bodies = _lists_bodies(relation[0].table) and re.search(r"单位|机构|部门", question.normal) is not None
    below = operation == "count" and _BODIES_BELOW.search(question.normal) is not None
    if below and (not bodies or any(name in conditions for record in records for name in record.names[-1:])):
        return None  # only a table of bodies lists those below the department, and none of them has its own there
    bodies = bodies and operation in ("list", "count")
    if not conditions and not bodies and not (column and operation in ("list", "most", "least")):
        return None
    level = _level(question, relation[0].table, records)
    records = tuple(record for record in records if record.row.kind == level)
    if not records:
        return None
    covered = coverage(question.content, _levels(relation[0].table, conditions, column), library.weights)
    if (limit and column and not targets) or (bodies and covered > 0.45):
        covered = max(covered, 0.75)
    by_project = targets and not re.search(r"指标(?!依据|值定为)有?哪些|哪些(?:绩效)?指标", question.normal)
    return covered, Selection(operation, records, column, conditions, by_project)


def _filtered_by_words(question: Question, relation: tuple[Record, ...]) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The rows whose cells hold what the question names, column by column, and the texts that did it."""
    named: dict[str, dict[str, str]] = {}
    normal = canonical(question.normal)
    quoted = [canonical(part) for part in re.findall(r"[“\"《‘]([^”\"》’]{2,})[”\"》’]", question.text)]
    for name, text in dict.fromkeys(word for record in relation for word in record.words):
        if _is_named(text, normal, quoted, name):
            named.setdefault(name, {})[text] = canonical(text)
    projects = {record.project for record in relation if record.project}
    for part in quoted:
        held = {project: canonical(project) for project in projects if part in canonical(project)}
        if held and not any(part in texts.values() for texts in named.values()):
            named["项目"] = held
    named = _widest(named)
    if not named:
        return relation, ()
    kept = tuple(record for record in relation if all(_holds(record, name, texts) for name, texts in named.items()))
    return kept, tuple(text for texts in named.values() for text in texts)


def _widest(named: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The texts named, each in its first column only, and none that is only part of another (满意度 of 满意度指标)."""
    everywhere = {own for texts in named.values() for own in texts.values()}
    seen: set[str] = set()
    kept: dict[str, dict[str, str]] = {}
    for name, texts in named.items():
        own_here = {
            text: own
            for text, own in texts.items()
            if own not in seen and not any(own != wider and own in wider for wider in everywhere)
        }
        seen |= set(own_here.values())
        if own_here:
            kept[name] = own_here
    return kept


def _is_named(text: str, normal: str, quoted: Sequence[str], name: str) -> bool:
    """Whether a question names the text of a cell: in full, in quotes, or a body by a short name."""
    own = canonical(clean_name(text))
    if len(own) < 2 or own in ("指标", "项目", "数量", *TOTAL_LABELS):
        return False
    if own in normal or any(part == own for part in quoted):
        return True
    bare = re.sub(r"^(?:按照?|依据|根据)|指标$", "", own)
    if len(bare) >= 3 and bare != own and bare in normal:
        return True
    return name in ("单位", "单位名称") and any(is_short_for(canonical(each), text) for each in mentions(normal))


def _holds(record: Record, name: str, texts: dict[str, str]) -> bool:
    if name == "项目" and record.project in texts:
        return True
    return any(own == name and text in texts for own, text in record.words)


def _limit(question: Question) -> tuple[Literal["below", "above", "equal"], Amount] | None:
    """The amount that a question compares with, and how."""
    if not question.claims:
        return None
    claim = question.claims[0]
    if _BELOW.search(question.normal) or claim.comparator in ("≤", "<"):
        return "below", claim
    if _ABOVE.search(question.normal) or claim.comparator in ("≥", ">"):
        return "above", claim
    return "equal", claim


def _filtered_by_amount(
    library: Library,
    records: tuple[Record, ...],
    column: Column | None,
    limit: tuple[Literal["below", "above", "equal"], Amount],
    targets: bool,
) -> tuple[Record, ...]:
    how, amount = limit
    strict = amount.comparator not in ("≤", "≥")
    kept = []
    for record in records:
        values = [value for value in record.table.columns if value.kind == "value"]
        where = column if column in record.table.columns else (values[-1] if targets and values else None)
        figure = figure_in(library, record, where) if where else None
        if figure is None or figure.value is None:
            continue
        if _compares(figure, amount, how, strict):
            kept.append(record)
    return tuple(kept)


def _compares(figure: Figure, amount: Amount, how: str, strict: bool) -> bool:
    if figure.value is None:
        return False
    if how == "equal":
        return same_quantity(amount.value, amount.unit or figure.unit, figure.value, figure.unit)
    if amount.unit and amount.unit != figure.unit and not (is_money(amount.unit) and is_money(figure.unit)):
        return False
    limit = amount.value
    if is_money(amount.unit) and is_money(figure.unit) and amount.unit and figure.unit:
        limit = convert(amount.value, amount.unit, figure.unit)
    if how == "below":
        return figure.value < limit if strict else figure.value <= limit
    return figure.value > limit if strict else figure.value >= limit


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
    asks_units = re.search(r"各(?:个)?(?:单位|部门|机构)|哪(?:个|些|家|几个)(?:单位|部门|机构|中心)", question.normal)
    return "subtotal" if has_units and asks_units and not is_target_table(table) else "item"


def _lists_bodies(table: Table) -> bool:
    """Whether a table's rows are bodies by their column's name."""
    names = [column.path[-1] for column in table.columns if column.kind == "label" and column.path]
    return any(re.search(r"(?:单位|机构|部门)名称$", name) for name in names)


def _levels(table: Table, conditions: Sequence[str], column: Column | None) -> list[tuple[frozenset[str], float]]:
    held: frozenset[str] = frozenset().union(*(pairs(text) for text in (*conditions, table.title)))
    headers: frozenset[str] = frozenset().union(*(pairs(name) for each in table.columns for name in each.path))
    names = frozenset().union(*(pairs(name) for name in column.path)) if column else frozenset()
    generic = pairs("单位名称 项目名称 指标值 绩效指标 采购项目 下属单位 部门 各单位 采购品目 政府采购")
    return [(held | names, 1.0), (headers, 0.9), (generic, 0.8)]


def total_of(library: Library, selection: Selection) -> tuple[Decimal, tuple[Figure, ...]] | None:
    """The sum of a selection's column over its rows, and the figures summed."""
    if selection.column is None:
        return None
    figures = [figure_in(library, record, selection.column) for record in selection.records]
    known = tuple(figure for figure in figures if figure is not None and figure.value is not None)
    if not known:
        return None
    return sum((figure.value or Decimal(0) for figure in known), Decimal(0)), known


def ranked(library: Library, selection: Selection) -> list[tuple[Record, Figure]]:
    """The rows of a selection with their figures, the one asked for first."""
    if selection.column is None:
        return []
    pairs_found = [(record, figure_in(library, record, selection.column)) for record in selection.records]
    known = [(record, figure) for record, figure in pairs_found if figure is not None and figure.value is not None]
    return sorted(known, key=lambda item: item[1].value or Decimal(0), reverse=selection.operation == "most")
