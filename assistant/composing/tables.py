"""Selected rows, or what stands below a heading, as a listing: what they are in words, their names, their sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.composing.cite import LONGEST_QUOTE, spans_citation
from assistant.composing.itemising import MOST_SHOWN, count_of, counted_head, names_below
from assistant.composing.listings import listing_draft
from assistant.composing.sentences import body_text, quoted
from assistant.evidence.asking_rows import RANKS
from assistant.evidence.listing import Item, Listing
from assistant.evidence.relations import Selection
from assistant.evidence.rows import Condition, Record, figure_in, lists_bodies, main_column
from assistant.library import Library
from assistant.model import Draft
from index.model import Column, Figure, Paragraph, Section, Span
from index.table_figures import clean_name, owned_path, row_path
from index.tables import is_target_table, segments

_NUMBERING = re.compile(r"^(?:[0-9]+[、.．]|[（(][一二三四五六七八九十0-9]+[）)]|[一二三四五六七八九十]+、)\s*(?=\S)")
_LONGEST_ROWS = 4  # so many rows are quoted whole; of more only their names and the cell in question
_FIRST_ITEMS = 5


def selection_draft(library: Library, selection: Selection) -> Draft | None:
    """The draft for selected rows, by what is to be done with them."""
    ranks = selection.operation in (*RANKS, "sum")
    if selection.by_project and not ranks:
        return _projects(library, selection)
    return listing_draft(library, _listing(library, selection))


def items_draft(
    library: Library, section: Section, items: Sequence[tuple[str, tuple[Span, ...]]], count: bool
) -> Draft:
    """The draft that counts or lists what stands below a heading, each item by its first words."""
    spans = [*section.spans, *(span for _, spans in items for span in spans[:1])]
    citation = spans_citation(library.disclosure, section.index, spans, 1, None)
    what = f"“{_inner(section.title)}”下"
    formula = count_of(what, [f"{number}:{text}" for number, (text, _) in enumerate(items)])
    head = counted_head(formula, what, "项")
    if count and len(items) > MOST_SHOWN:
        return Draft("answered", f"{head}。", (citation,), formulas=(formula,))
    text = names_below(head, [_NUMBERING.sub("", text) for text, _ in items])
    return Draft("answered", text, (citation,), formulas=(formula,))


def first_items_draft(library: Library, section: Section, paragraphs: Sequence[Paragraph]) -> Draft:
    """The draft that counts the numbered paragraphs of a section and quotes the first of them."""
    what = f"“{_inner(section.title)}”下"
    formula = count_of(what, [f"{number}:{each.text}" for number, each in enumerate(paragraphs)])
    spans = [*section.spans, *(span for each in paragraphs[:_FIRST_ITEMS] for span in each.spans)]
    citation = spans_citation(library.disclosure, section.index, spans, 1, None)
    more = "，开头的有" if len(paragraphs) > _FIRST_ITEMS else ""
    head = f"{counted_head(formula, what, '项')}{more}："
    lines = [f"- {quoted(body_text(each))}" for each in paragraphs[:_FIRST_ITEMS]]
    return Draft("answered", "\n".join([head, "", *lines]), (citation,), formulas=(formula,))


def first_words(paragraph: Paragraph) -> tuple[str, tuple[Span, ...]]:
    """A numbered paragraph's first clause with its span; of a long one its first words."""
    start, end = paragraph.spans[0]
    clause = re.match(r".{4,40}?(?=[，。；、])", paragraph.text[: end - start])
    length = clause.end() if clause else min(20, end - start)
    return paragraph.text[:length], ((start, start + length),)


def _listing(library: Library, selection: Selection) -> Listing:
    records = selection.records
    targets = is_target_table(records[0].table)
    column = selection.column or _column_shown(selection)
    names = _row_names(records, column)
    figures = [figure_in(library, record, _same_column(record, column)) for record in records]
    several = len({record.table.index for record in records}) > 1
    items = tuple(
        Item(name, figure, _spans(selection, record, column, several))
        for name, record, figure in zip(names, records, figures, strict=True)
    )
    above = figure_in(library, selection.above, column) if selection.above else None
    bare = selection.added and len({figure.measure for figure in figures if figure}) > 1
    return Listing(
        operation=selection.operation,
        section=records[0].table.section,
        items=items,
        what=_what(selection, _noun(selection)),
        within=_within(selection).removesuffix("的") if bare else _within(selection),
        measure="" if bare else "指标值" if targets else _measure([figure for figure in figures if figure], column),
        word=_word(selection),
        heads=() if several else records[0].table.title_spans,
        first=selection.first,
        place=selection.place,
        above=above,
        above_spans=tuple(span for cell in selection.above.row.cells for span in cell.spans) if selection.above else (),
    )


def _projects(library: Library, selection: Selection) -> Draft | None:
    """The projects of the selected targets, each once; None where it is just the one that the question names."""
    first: dict[str, Record] = {}
    for record in selection.records:
        first.setdefault(record.project, record)
    if len(first) == 1 and first.keys() <= {condition.words for condition in selection.conditions}:
        return None
    items = tuple(
        Item(project, None, (*record.table.title_spans, *_spans(selection, record, _target(record), True)))
        for project, record in first.items()
    )
    section = selection.records[0].table.section
    what = _what(selection, "项目")
    return listing_draft(library, Listing("count", section, items, what, "", "", "个"))


# --- words -------------------------------------------------------------------------------------------------------


def _what(selection: Selection, noun: str) -> str:
    """What was selected, as a count says it: by the cells that were named, then by the amount."""
    chosen = [_condition(condition) for condition in selection.conditions]
    if selection.unit:
        chosen.append(f"指标值为{selection.unit}" if selection.unit == "金额" else f"指标值单位为“{selection.unit}”")
    if selection.limit:
        column = selection.column
        measure = "指标值" if column is None else clean_name(_own_name(column))
        chosen.append(f"{measure}{selection.limit.words}")
    if selection.above is not None:
        return f"“{selection.above.names[-1]}”下"
    return f"{'、'.join(chosen)}的{noun}" if chosen else f"表中所列的{noun}"


def _condition(condition: Condition) -> str:
    verb = "不是" if condition.negated else "含" if condition.words not in condition.texts else "为"
    if condition.column == "项目" and verb == "含":
        return f"名称含“{_inner(condition.words)}”"
    if condition.column in ("项目", "单位") or re.search(r"名称$|指标$", condition.column):
        return f"{'不是' if condition.negated else ''}“{_inner(condition.words)}”"
    return f"{condition.column}{verb}“{_inner(condition.words)}”"


def _within(selection: Selection) -> str:
    """What rows were chosen from, as a sum or a ranking says it."""
    if selection.above is not None:
        return f"“{_inner(selection.above.names[-1])}”中，"
    if selection.added:
        return "、".join(record.names[-1] for record in selection.records) + "的"
    words = [f"“{_inner(condition.words)}”" for condition in selection.conditions]
    if not words:
        return ""
    return "、".join(words) + ("的" if selection.operation == "sum" else "中，")


def _noun(selection: Selection) -> str:
    table = selection.records[0].table
    if _of_bodies(selection):
        return "单位"
    if is_target_table(table):
        return "指标"
    return "" if selection.conditions or selection.limit else "科目"


def _word(selection: Selection) -> str:
    return "家" if _of_bodies(selection) else "项"


def _of_bodies(selection: Selection) -> bool:
    record = selection.records[0]
    return record.row.kind == "subtotal" or lists_bodies(record.table)


def _row_names(records: Sequence[Record], column: Column | None) -> list[str]:
    """The names of rows, each with as much before it as tells them apart; a target with its project."""
    paths = [_path(record, column) for record in records]
    short = [_row_name(record, path) for record, path in zip(records, paths, strict=True)]
    return [name if short.count(name) == 1 else " · ".join(path) for name, path in zip(short, paths, strict=True)]


def _path(record: Record, column: Column | None) -> tuple[str, ...]:
    """The names of a row, of the half of its table that a column is in."""
    if not record.words:
        return record.names
    if lists_bodies(record.table):
        cells = zip(record.table.columns, record.row.cells, strict=True)
        return tuple(cell.text for each, cell in cells if each.kind == "label" and cell.text)
    path = owned_path(record.row, row_path(record.table, record.row, _same_column(record, column)))
    return tuple(clean_name(name) for name in path) or record.names


def _row_name(record: Record, path: tuple[str, ...]) -> str:
    if record.project:
        return f"{record.project} · {path[-1]}"
    if record.row.kind == "subtotal" and record.row.owner:
        return record.row.owner
    return " · ".join(path[-2:]) if record.row.owner else " · ".join(path[-1:])


def _measure(figures: Sequence[Figure], column: Column | None) -> str:
    """What a column's figures count; its own name where each row has a measure of its own (an account and its 金额)."""
    measures = {figure.measure for figure in figures}
    if figures and (len(measures) == 1 or column is None or not column.path):
        return figures[0].measure
    name = clean_name(column.path[-1]) if column and column.path else ""
    return "金额" if name in ("合计", "总计", "小计") else name


def _own_name(column: Column) -> str:
    names = [re.sub(r"[（(][^（）()]*[）)]$", "", name) for name in column.path]
    own = [name for name in names if clean_name(name) not in ("合计", "小计", "总计")]
    return own[-1] if own else names[-1]


# --- places ------------------------------------------------------------------------------------------------------


def _column_shown(selection: Selection) -> Column | None:
    """The column that is shown where none was named: none for rows of bodies."""
    record = selection.records[0]
    return None if _of_bodies(selection) and record.row.kind != "subtotal" else main_column(record)


def _target(record: Record) -> Column | None:
    return next((column for column in reversed(record.table.columns) if column.kind == "value"), None)


def _same_column(record: Record, column: Column | None) -> Column | None:
    """The column of the same name in a record's own table; in its table's other half there may be one more."""
    if column is None or column in record.table.columns:
        return column
    return next((other for other in record.table.columns if other.path == column.path), column)


def _spans(selection: Selection, record: Record, column: Column | None, several: bool) -> tuple[Span, ...]:
    """What shows a row: all of it where few are chosen, else its names, the cell in question and those chosen by."""
    spans: list[Span] = list(record.table.title_spans) if several else []
    wanted = _same_column(record, column)
    texts = {text for condition in selection.conditions for text in condition.texts}
    few = selection.operation in RANKS and (selection.first or 1) <= _LONGEST_ROWS
    whole = few or _quoted_whole(selection)
    halves = segments(record.table.columns)
    half = next((columns for columns in halves if wanted in columns), record.table.columns)
    for each, cell in zip(record.table.columns, record.row.cells, strict=True):
        if each not in half:
            continue
        names = each.kind in ("label", "code") and not several
        if whole or names or each == wanted or cell.text in texts:
            spans += cell.spans
    return tuple(spans)


def _quoted_whole(selection: Selection) -> bool:
    """Whether all rows of a selection have room in one quotation."""
    return sum(len(cell.text) + 1 for record in selection.records for cell in record.row.cells) < LONGEST_QUOTE - 80


def _inner(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")
