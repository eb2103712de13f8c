"""Rows of tables with the words of their cells, and those of them that meet a question's conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evidence.asking_rows import Limit
from assistant.evidence.facts import without_place
from assistant.library import Library, is_short_for
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.refuse import mentions
from index.amounts import convert, is_money, same_quantity
from index.model import Amount, Column, Figure, Row, Table
from index.table_figures import clean_name
from index.vocabulary import COUNT_UNITS, TOTAL_LABELS

_NOT = r"(?:不是|并非|不属于|不为|没有|非|除(?:了|去)?)[^，,。]{0,6}[“\"]?"


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
class Condition:
    """What the cells of a column are to say: this text, or words within it, or, negated, anything else."""

    column: str
    words: str
    texts: frozenset[str]
    negated: bool = False


def figure_in(library: Library, record: Record, column: Column | None) -> Figure | None:
    """The figure of a record in a column."""
    if column is None:
        return None
    return next(
        (
            figure
            for figure in library.disclosure.figures
            if figure.table == record.table.index and figure.row == record.row.index and figure.column == column.index
        ),
        None,
    )


def holds_mention(name: str, mention: str, bodies: Sequence[str]) -> bool:
    """Whether a body's name is the one that a mention means: holds it whole, or is shortened to it.

    One of several known bodies that holds a mention whole is meant before another whose name only has its characters
    somewhere, unless that one begins alike (登记中心 for 登记交易中心).
    """
    if not is_short_for(mention, name):
        return False
    elsewhere = any(mention in canonical(body) for body in bodies)
    alike = canonical(without_place(name)).startswith(mention[:2])
    return mention in canonical(name) or not elsewhere or alike


def filtered_by_words(
    question: Question, relation: tuple[Record, ...], bodies: Sequence[str]
) -> tuple[tuple[Record, ...], tuple[Condition, ...]]:
    """The rows whose cells hold what the question names, column by column, and the conditions that did it."""
    normal = canonical(question.normal)
    quoted = [canonical(part) for part in re.findall(r"[“\"《‘]([^”\"》’]{2,})[”\"》’]", question.text)]
    named: dict[str, dict[str, str]] = {}
    for name, texts in _texts(relation).items():
        for text in texts:
            if words := _named_words(text, texts, normal, quoted, name, bodies):
                named.setdefault(name, {})[text] = words
    projects = {record.project for record in relation if record.project}
    for part in re.findall(r"[“\"《‘]([^”\"》’]{2,})[”\"》’]", question.text):
        held = {project: part for project in projects if part in project}
        if held and not any(canonical(part) in texts.values() for texts in named.values()):
            named["项目"] = held
    conditions = tuple(_conditions(_widest(named), normal))
    return tuple(record for record in relation if all(_meets(record, each) for each in conditions)), conditions


def _texts(relation: tuple[Record, ...]) -> dict[str, list[str]]:
    """The different texts of each column of words."""
    found: dict[str, dict[str, None]] = {}
    for record in relation:
        for name, text in record.words:
            found.setdefault(name, {})[text] = None
    return {name: list(texts) for name, texts in found.items()}


def _conditions(named: dict[str, dict[str, str]], normal: str) -> Iterable[Condition]:
    """One condition a column; where the question's words stand in several of its texts, those are what it says."""
    for column, texts in named.items():
        shown = set(texts.values())
        words = next(iter(texts)) if len(texts) == 1 else "、".join(shown if len(shown) == 1 else texts)
        negated = any(re.search(_NOT + re.escape(each), normal) for each in shown)
        yield Condition(column, words, frozenset(texts), negated)


def _meets(record: Record, condition: Condition) -> bool:
    """Whether a row's cell of a column says what a condition asks for; an empty cell says nothing."""
    if condition.column == "项目" and record.project:
        return (record.project in condition.texts) != condition.negated
    own = [text for name, text in record.words if name == condition.column]
    return bool(own) and any(text in condition.texts for text in own) != condition.negated


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


def _named_words(
    text: str, texts: Sequence[str], normal: str, quoted: Sequence[str], name: str, bodies: Sequence[str]
) -> str:
    """The words of a question that name the text of a cell: all of it, a body's short name, or what only it says."""
    own = canonical(clean_name(text))
    if len(own) < 2 or own in ("指标", "项目", "数量", *TOTAL_LABELS):
        return ""
    if own in normal or any(part == own for part in quoted):
        return own
    bare = re.sub(r"^(?:按照?|依据|根据)|指标$", "", own)
    if len(bare) >= 3 and bare != own and bare in normal:
        return bare
    if name in ("单位", "单位名称"):
        return own if any(holds_mention(text, canonical(each), bodies) for each in mentions(normal)) else ""
    within = next((part for part in quoted if len(part) > 3 and part in own), "")
    return within or _only_here(own, texts, normal)


def _only_here(own: str, texts: Sequence[str], normal: str) -> str:
    """The end of a cell's text that a question says and that no other text of a column of few texts holds."""
    if len(texts) > 40:
        return ""
    end = next((own[start:] for start in range(1, len(own) - 3) if own[start:] in normal), "")
    return end if end and sum(end in canonical(text) for text in texts) == 1 else ""


def filtered_by_amount(
    library: Library, records: tuple[Record, ...], column: Column | None, limit: Limit, targets: bool
) -> tuple[Record, ...]:
    """The rows whose value in a column, of targets in their own, stands as a limit asks."""
    strict = limit.amount.comparator not in ("≤", "≥")
    kept = []
    for record in records:
        where = column if column in record.table.columns else (_target_column(record) if targets else None)
        figure = figure_in(library, record, where) if where else None
        if figure is not None and figure.value is not None and _compares(figure, limit.amount, limit.how, strict):
            kept.append(record)
    return tuple(kept)


def filtered_by_unit(library: Library, records: tuple[Record, ...], unit: str) -> tuple[Record, ...]:
    """The targets that are given in a unit, or in any unit of money."""
    figures = ((record, figure_in(library, record, _target_column(record))) for record in records)
    money = unit not in COUNT_UNITS
    return tuple(
        record for record, figure in figures if figure and (is_money(figure.unit) if money else figure.unit == unit)
    )


def _target_column(record: Record) -> Column | None:
    return next((column for column in reversed(record.table.columns) if column.kind == "value"), None)


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


def lists_bodies(table: Table) -> bool:
    """Whether a table's rows are bodies by their column's name."""
    names = [column.path[-1] for column in table.columns if column.kind == "label" and column.path]
    return any(re.search(r"(?:单位|机构|部门)名称$", name) for name in names)


def main_column(record: Record) -> Column | None:
    """The column that a row is first asked for: its total, its sum, its target."""
    values = [column for column in record.table.columns if column.kind == "value"]
    names = ("合计", "总计", "金额", "指标值")
    totals = [column for column in values if column.path and clean_name(column.path[-1]) in names]
    return next(iter(totals or values), None)
