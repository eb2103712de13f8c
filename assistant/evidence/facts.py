"""Everything a disclosure states in one place, as facts to match a question against."""

from __future__ import annotations

import re

from assistant.model import Fact
from assistant.question.normalise import canonical
from index.model import Cell, Column, Disclosure, Figure, Row, Table
from index.table_figures import clean_name, measure_and_subject, row_path
from index.vocabulary import GENERIC_VALUE_HEADERS

_BODY_END = re.compile(
    r"(?:局|委|会|厅|院|办|室|处|科|中心|队|站|所|段|庭|校|本级|机关|公司)(?:[（(][^（）()]*[）)])?$"
)
_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{1,18}(?:[省州县]|市(?![场政容民直])|(?<![小社园景片地护])区(?![域划直]))(?=[\u4e00-\u9fff]{3,})"
)


def facts_of(disclosure: Disclosure) -> tuple[Fact, ...]:
    """The facts of a disclosure: its figures, the cells of words in its tables, and the tables' captions."""
    totals = {figure.part_of for figure in disclosure.figures if figure.part_of}
    stated = [figure for figure in disclosure.figures if figure.aspect != "threshold"]
    figures = [_figure_fact(disclosure, figure, total=figure.id in totals) for figure in stated]
    cells = [fact for table in disclosure.tables for fact in _word_facts(disclosure, table)]
    return (*figures, *cells)


def whose(figure: Figure) -> tuple[str, ...]:
    """The names that say whose a figure is: of a row with several, the unit that owns it first."""
    names = tuple(dict.fromkeys(clean_name(name) for name in figure.place.row))
    return names if figure.subject in " ".join(names) and len(names) > 1 else (figure.subject,)


def counted(figure: Figure) -> str:
    """What a figure counts, in the spelling that its other statements share (决算数 is 决算)."""
    return re.sub(r"(?<=算)数$", "", canonical(figure.measure))


def without_place(name: str) -> str:
    """A body's name without the place that it begins with (某市某区财务中心: 财务中心); any other name as it is."""
    return _PLACE.sub("", name) if _BODY_END.search(name) else name


def carries_out(figure: Figure) -> bool:
    """Whether a share says how much of a budget was carried out, and not what part of a whole something is."""
    before = canonical(figure.context).partition(canonical(figure.raw))[0]
    return figure.aspect == "share" and "完成" in re.split("[，。；]", before)[-1]


def stand_of(figure: Figure) -> str:
    """The table that a figure stands in, or else the heading above it; empty where there is neither."""
    return clean_name(figure.place.table or next(iter(figure.place.section[-1:]), ""))


def _figure_fact(disclosure: Disclosure, figure: Figure, *, total: bool) -> Fact:
    return Fact(
        measure=figure.measure,
        subject=figure.subject,
        text=figure.raw,
        figure=figure,
        table=figure.table,
        row=figure.row,
        column=figure.column,
        spans=figure.place.spans,
        main=figure.table is None or _is_main(disclosure.tables[figure.table], figure),
        total=total and figure.table is None,
    )


def _is_main(table: Table, figure: Figure) -> bool:
    """Whether a cell stands in the column that a row is first asked for: its total, its sum, its target."""
    column = next(column for column in table.columns if column.index == figure.column)
    values = [other for other in table.columns if other.kind == "value"]
    generic = [other for other in values if other.path and clean_name(other.path[-1]) in GENERIC_VALUE_HEADERS]
    return column in generic if generic else len(values) == 1 or column == values[-1]


def _word_facts(disclosure: Disclosure, table: Table) -> list[Fact]:
    subject = table.subject or disclosure.document.body
    found = [_caption_fact(table, label, cell, subject) for label, cell in table.captions]
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.text and not cell.filled and column.path and _tells(table, column):
                found.append(_cell_fact(table, row, column, cell, subject))
            elif not cell.text and column.path and (column.kind == "value" or not _used(table, column)):
                found += _empty_fact(disclosure, table, row, column)
    return found


def _tells(table: Table, column: Column) -> bool:
    """Whether a column's words say something of a row that has a name before them (采购物品名称 behind a project)."""
    if column.kind != "label" or table.subject:
        return column.kind in ("text", "code")
    return any(other.kind == "label" and other.index < column.index for other in table.columns)


def _used(table: Table, column: Column) -> bool:
    position = table.columns.index(column)
    return any(row.cells[position].text for row in table.rows)


def _empty_fact(disclosure: Disclosure, table: Table, row: Row, column: Column) -> list[Fact]:
    """The fact that a cell is empty, where its row has a name: what it would hold is not disclosed."""
    path = row_path(table, row, column)
    spans = tuple(span for cell in row.cells if cell.text and not cell.filled for span in cell.spans)
    if not path or not spans:
        return []
    measure, subject = measure_and_subject(disclosure.document, table, row, column, path)
    return [Fact(measure, subject, "", None, table.index, row.index, column.index, spans[:1], False)]


def _caption_fact(table: Table, label: Cell, cell: Cell, subject: str) -> Fact:
    return Fact(label.text, subject, cell.text, None, table.index, None, None, (*label.spans, *cell.spans), True)


def _cell_fact(table: Table, row: Row, column: Column, cell: Cell, subject: str) -> Fact:
    names = " ".join(clean_name(name) for name in row_path(table, row))
    owner = f"{subject} {names}" if table.subject else names
    return Fact(column.path[-1], owner, cell.text, None, table.index, row.index, column.index, cell.spans, False)
