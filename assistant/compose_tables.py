"""Selected rows to a draft: a direct sentence, then the rows as a list or a small table, one citation over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.cite import spans_citation
from assistant.compose import body_text, quoted, shown_value
from assistant.library import Library
from assistant.model import Citation, Draft, Formula
from assistant.relations import Record, Selection, figure_in, ranked, total_of
from index.model import Column, Figure, Paragraph, Section, Span
from index.table_figures import clean_name

_MOST_ROWS = 12
_FIRST_ITEMS = 5


def selection_draft(library: Library, selection: Selection) -> Draft | None:
    """The draft for selected rows, by what is to be done with them."""
    ways: dict[str, Callable[[Library, Selection], Draft | None]] = {
        "list": _listed,
        "count": _counted,
        "sum": _summed,
        "most": _extreme,
        "least": _extreme,
    }
    return ways[selection.operation](library, selection)


def items_draft(
    library: Library, section: Section, items: Sequence[tuple[str, tuple[Span, ...]]], count: bool
) -> Draft:
    """The draft that counts or lists what stands below a heading, each item by its first words."""
    spans = [*section.spans, *(span for _, spans in items for span in spans[:1])]
    citation = spans_citation(library.disclosure, section.index, spans, 1, None)
    formula = _count(section.title, [f"{number}:{text}" for number, (text, _) in enumerate(items)])
    head = f"“{section.title}”下共有{formula.result}项[1]（{formula.text}）"
    if count and len(items) > _MOST_ROWS:
        return Draft("answered", f"{head}。", (citation,), formulas=(formula,))
    lines = [f"- “{_inner(text)}”" for text, _ in items[:_MOST_ROWS]]
    more = ["- （其余见原文）"] if len(items) > _MOST_ROWS else []
    return Draft("answered", "\n".join([f"{head}：", "", *lines, *more]), (citation,), formulas=(formula,))


def first_items_draft(library: Library, section: Section, paragraphs: Sequence[Paragraph]) -> Draft:
    """The draft that counts the numbered paragraphs of a section and quotes the first of them."""
    formula = _count(section.title, [f"{number}:{each.text}" for number, each in enumerate(paragraphs)])
    spans = [*section.spans, *(span for each in paragraphs[:_FIRST_ITEMS] for span in each.spans)]
    citation = spans_citation(library.disclosure, section.index, spans, 1, None)
    more = "，开头的有" if len(paragraphs) > _FIRST_ITEMS else ""
    head = f"“{_inner(section.title)}”下共有{formula.result}项[1]（{formula.text}）{more}："
    lines = [f"- {quoted(body_text(each))}" for each in paragraphs[:_FIRST_ITEMS]]
    return Draft("answered", "\n".join([head, "", *lines]), (citation,), formulas=(formula,))


def first_words(paragraph: Paragraph) -> tuple[str, tuple[Span, ...]]:
    """A numbered paragraph's first clause with its span; of a long one its first words."""
    start, end = paragraph.spans[0]
    clause = re.match(r".{4,40}?(?=[，。；、])", paragraph.text[: end - start])
    length = clause.end() if clause else min(20, end - start)
    return paragraph.text[:length], ((start, start + length),)


# --- one way each ----------------------------------------------------------------------------------------------


def _listed(library: Library, selection: Selection) -> Draft | None:
    if selection.by_project:
        return _projects(library, selection)
    column = selection.column or _main_column(selection.records[0])
    if column is None:
        return _names_only(library, selection)
    rows = [(record, figure_in(library, record, _same_column(record, column))) for record in selection.records]
    known = [(record, figure) for record, figure in rows if figure is not None]
    if not known:
        return _names_only(library, selection)
    names = _row_names([record for record, _ in known])
    shown = list(zip(names, known, strict=True))[:_MOST_ROWS]
    measure = _measure([figure for _, figure in known], column)
    lines = [f"| {_cell(name)} | {shown_value(figure)} |" for name, (_, figure) in shown]
    formula = _count(_what(selection, measure), names)
    head = f"{_conditions(selection)}共{formula.result}项[1]（{formula.text}），{measure}如下："
    table = [f"| 名称 | {measure} |", "| --- | --- |", *lines]
    text = "\n".join([head, "", *table, *_more(len(names))])
    citation = _citation(library, [record for _, (record, _) in shown], column, selection)
    return Draft("answered", text, (citation,), tuple(figure for _, figure in known), (formula,))


def _projects(library: Library, selection: Selection) -> Draft | None:
    """The projects of the selected targets, each once; None where it is just the one that the question names."""
    first: dict[str, Record] = {}
    for record in selection.records:
        first.setdefault(record.project, record)
    if len(first) == 1 and first.keys() <= set(selection.conditions):
        return None
    formula = _count(_what(selection, "项目"), tuple(first))
    head = f"{_conditions(selection)}共{formula.result}个项目[1]（{formula.text}）："
    lines = [f"- “{_inner(project)}”" for project in list(first)[:_MOST_ROWS]]
    citation = _citation(library, list(first.values()), None, selection)
    return Draft("answered", "\n".join([head, "", *lines, *_more(len(first))]), (citation,), formulas=(formula,))


def _names_only(library: Library, selection: Selection) -> Draft:
    names = _row_names(selection.records)
    formula = _count(_what(selection, "行"), names)
    head = f"{_conditions(selection)}共{formula.result}项[1]（{formula.text}）："
    lines = [f"- “{_inner(name)}”" for name in names[:_MOST_ROWS]]
    citation = _citation(library, selection.records, None, selection)
    return Draft("answered", "\n".join([head, "", *lines, *_more(len(names))]), (citation,), formulas=(formula,))


def _counted(library: Library, selection: Selection) -> Draft | None:
    return _projects(library, selection) if selection.by_project else _names_only(library, selection)


def _summed(library: Library, selection: Selection) -> Draft | None:
    column = selection.column or _main_column(selection.records[0])
    total = total_of(library, Selection("sum", selection.records, column, selection.conditions, False))
    if total is None or column is None or len(total[1]) < 2:
        return None
    value, figures = total
    expression = " + ".join(f"{figure.value:f}" for figure in figures)
    formula = Formula(f"{expression} = {value:f}", value, figures[0].unit, tuple(figure.id for figure in figures))
    text = (
        f"{_conditions(selection)}{figures[0].measure}合计{value:f}{figures[0].unit or ''}[1]。计算：{formula.text}。"
    )
    citation = _citation(library, selection.records, column, selection)
    return Draft("answered", text, (citation,), figures, (formula,))


def _extreme(library: Library, selection: Selection) -> Draft | None:
    column = selection.column or _main_column(selection.records[0])
    rows = ranked(library, Selection(selection.operation, selection.records, column, selection.conditions, False))
    if not rows or column is None:
        return None
    best = [(record, figure) for record, figure in rows if figure.value == rows[0][1].value]
    names = _row_names([record for record, _ in best])
    word = "最大" if selection.operation == "most" else "最小"
    measure = _measure([figure for _, figure in rows], column)
    listed = "、".join(f"“{_inner(name)}”" for name in names[:_MOST_ROWS])
    text = f"{_conditions(selection)}{measure}{word}的是{listed}，{measure}为{shown_value(best[0][1])}[1]。"
    citation = _citation(library, [record for record, _ in best], column, selection)
    return Draft("answered", text, (citation,), tuple(figure for _, figure in best))


# --- words ----------------------------------------------------------------------------------------------------


def _count(what: str, counted: Sequence[str]) -> Formula:
    number = len(set(counted))
    return Formula(f"count({what}) = {number}", Decimal(number), None, (), tuple(dict.fromkeys(counted)))


def _what(selection: Selection, default: str) -> str:
    return "、".join(_plain(text) for text in selection.conditions) or default


def _conditions(selection: Selection) -> str:
    return "、".join(f"“{_inner(text)}”" for text in selection.conditions)


def _row_names(records: Sequence[Record]) -> list[str]:
    """The names of rows, each with as much before it as tells them apart."""
    short = [" · ".join(record.names[-2:]) if record.row.owner else " · ".join(record.names[-1:]) for record in records]
    return [
        name if short.count(name) == 1 else " · ".join(record.names)
        for name, record in zip(short, records, strict=True)
    ]


def _measure(figures: Sequence[Figure], column: Column) -> str:
    """What a column's figures count; its own name where each row has a measure of its own (an account and its 金额)."""
    measures = {figure.measure for figure in figures}
    return figures[0].measure if len(measures) == 1 or not column.path else clean_name(column.path[-1])


def _main_column(record: Record) -> Column | None:
    values = [column for column in record.table.columns if column.kind == "value"]
    totals = [column for column in values if column.path and clean_name(column.path[-1]) in ("合计", "金额", "指标值")]
    return (totals or values or [None])[0]  # type: ignore[list-item]


def _same_column(record: Record, column: Column) -> Column:
    """The column of the same name in a record's own table; in its table's other half there may be one more."""
    if column in record.table.columns:
        return column
    return next((other for other in record.table.columns if other.path == column.path), column)


def _citation(library: Library, records: Sequence[Record], column: Column | None, selection: Selection) -> Citation:
    """One citation over rows: each one's names or its table's title, the cell in question, those meeting conditions."""
    several = len({record.table.index for record in records}) > 1
    spans: list[Span] = [] if several else list(records[0].table.title_spans)
    for record in records:
        if several:
            spans += record.table.title_spans
        cells = zip(record.table.columns, record.row.cells, strict=True)
        wanted = _same_column(record, column) if column else None
        for each, cell in cells:
            names = each.kind in ("label", "code") and not several
            target = selection.by_project and each.kind == "value"
            if names or target or each == wanted or cell.text in selection.conditions:
                spans += cell.spans
    section = records[0].table.section
    return spans_citation(library.disclosure, section, spans, 1, None)


def _more(count: int) -> list[str]:
    return ["", "（其余见原文）"] if count > _MOST_ROWS else []


def _cell(text: str) -> str:
    return text.replace("|", "／")


def _inner(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")


def _plain(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")
