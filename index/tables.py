"""Grids to tables: columns by path and kind, page fragments and broken cells joined, groups filled down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.amounts import whole_amount
from index.grid import EMPTY, RawRow, RawTable, has_value, joined_cells, raw_table
from index.headers import Header, cleaned, column_paths, header_grid, leaf_columns, settle_header_slip
from index.lines import marker_of
from index.model import Cell, Column, ColumnKind, Document, Paragraph, Problem, Row, RowKind, Span, Table
from index.outline import Grid, Outline
from index.text import day_in, half_width, squeezed, year_in
from index.vocabulary import (
    CODE_HEADER,
    CUTOFF_LINE,
    DESCRIPTION_HEADERS,
    GROUND_HEADERS,
    INDICATOR_NAME_HEADERS,
    RECORD_HEADER,
    SUBTOTAL_SUFFIX,
    TABLE_LABEL,
    TABLE_TITLE_NOUNS,
    TARGET_HEADER,
    TARGET_TABLE_SUFFIX,
    TOTAL_LABELS,
    UNIT_HEADER,
    UNIT_LINE,
)

Cells = dict[int, Cell]
_CODE_PART = re.compile(r"^[0-9]{2,3}$")


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the paragraphs above a grid say of it."""

    title: str
    title_spans: tuple[Span, ...]
    unit: str | None
    period: str | None


def tables(document: Document, outline: Outline) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """The tables of a document in order, and what was odd about them."""
    found: list[Table] = []
    problems: list[Problem] = []
    for position, block in enumerate(outline.blocks):
        if isinstance(block, Grid):
            lead = _lead(document, outline, position)
            notes = _notes(outline, position)
            table, odd = _table(len(found), block, lead, notes)
            found.append(table)
            problems.extend(odd)
    return tuple(found), tuple(problems)


def segments(columns: Sequence[Column]) -> tuple[tuple[Column, ...], ...]:
    """The columns in the groups that read as one record each.

    A table of two halves (收入 beside 支出) names its label column twice; otherwise a row is one record.
    """
    labels = [column for column in columns if column.kind == "label"]
    names = [column.path[-1] if column.path else "" for column in labels]
    values = [column for column in columns if column.kind == "value"]
    leaves = [column.path[-1] for column in values if column.path]
    if len(set(names)) == len(names) and (len(set(leaves)) == len(leaves) or len(labels) < 2):
        return (tuple(columns),)
    groups: list[list[Column]] = [[]]
    for column in columns:
        if column.kind in ("label", "code") and any(other.kind == "value" for other in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    return tuple(tuple(group) for group in groups)


def is_target_table(table: Table) -> bool:
    """Whether a table lists performance targets (指标值 under indicator names)."""
    names = {column.path[-1] for column in table.columns if column.path}
    return TARGET_HEADER in names and bool(names & set(INDICATOR_NAME_HEADERS))


def _lead(document: Document, outline: Outline, position: int) -> _Lead:
    section = outline.sections[outline.blocks[position].section]
    unit, period = None, None
    title, title_spans = section.path[-1], section.spans
    for block in reversed(outline.blocks[:position]):
        if isinstance(block, Grid) or block.section != section.index:
            break
        if block.kind == "unit":
            stated, day = UNIT_LINE.search(block.text), day_in(block.text)
            unit = unit or (stated.group(1) if stated else None)
            if day and CUTOFF_LINE.match(block.text):
                period = day
            above = UNIT_LINE.sub("", block.text).strip(" 　（）()")
            if _is_table_title(above):  # 收入决算表（单位：元）
                title, title_spans = above, block.spans
                break
        elif block.kind == "body" and _is_table_title(block.text):
            title, title_spans = block.text, block.spans
            break
    # The year in a project's name is no period: its targets are those of the document's year.
    year = None if TARGET_TABLE_SUFFIX.search(title) else year_in(title)
    stated_year = str(document.year) if document.year else None
    return _Lead(title, title_spans, unit, period or year or stated_year)


def _is_table_title(text: str) -> bool:
    bare = TABLE_LABEL.sub("", half_width(text))
    return bare.endswith(TABLE_TITLE_NOUNS) and len(bare) <= 60 and not re.search(r"[，。；：,;]", bare)


def _notes(outline: Outline, position: int) -> tuple[Paragraph, ...]:
    notes = []
    for block in outline.blocks[position + 1 :]:
        if isinstance(block, Grid) or block.kind != "note":
            break
        notes.append(block)
    return tuple(notes)


def _table(index: int, grid: Grid, lead: _Lead, notes: tuple[Paragraph, ...]) -> tuple[Table, list[Problem]]:
    raw = raw_table(grid)
    header = header_grid(raw.header)
    placed = _placed_rows(raw, header)
    header, slip = settle_header_slip(header, placed)
    problems = [_slip_problem(slip, lead)] if slip else []
    columns = _columns(header, placed)
    rows = _rows(columns, placed)
    number = marker_of(lead.title)
    bare = lead.title[number.length :] if number else lead.title
    table = Table(
        index=index,
        title=bare,
        subject=_project(bare),
        section=grid.section,
        unit=lead.unit,
        period=lead.period,
        columns=columns,
        rows=rows,
        captions=tuple((row.cells[0], row.cells[-1] if len(row.cells) > 1 else EMPTY) for row in raw.captions),
        notes=notes,
        header_spans=tuple(span for row in raw.header for span in row.spans()),
        repeated_header_spans=raw.repeated,
        title_spans=lead.title_spans,
    )
    return table, problems


def _project(title: str) -> str:
    """The project that a table of targets is of, by its title; empty where the table is none."""
    bare = TABLE_LABEL.sub("", title)
    return TARGET_TABLE_SUFFIX.sub("", bare).strip() if TARGET_TABLE_SUFFIX.search(bare) else ""


def _slip_problem(spans: tuple[Span, ...], lead: _Lead) -> Problem:
    message = (
        f"“{lead.title}”最后两个表头像是互换了：按现在的位置，合计不等于各来源之和；对调之后每一行都相等。请核对原表。"
        " / two column headers look exchanged: only when they are put back does every row's total equal its parts."
    )
    return Problem("header_slip", message, spans)


# --- rows ------------------------------------------------------------------------------------------------------


def _placed_rows(raw: RawTable, header: Header) -> list[Cells]:
    """The data rows with each cell under its column, continued and broken cells joined."""
    leaves = leaf_columns(header)
    loose = bool(header) and leaves != list(range(len(leaves)))
    leaves = _with_unnamed(leaves, raw.fragments, header) if loose else leaves
    placed: list[Cells] = []
    for number, fragment in enumerate(raw.fragments):
        rows = [_place(row, leaves, loose, _width(fragment)) for row in fragment]
        rows = _without_broken_cells(list(fragment), rows, leaves) if loose else rows
        if number in raw.continuations and placed and rows and _continues_row(rows[0], placed):
            placed[-1] = _continued(placed[-1], rows[0])
            rows = rows[1:]
        placed.extend(rows)
    return [row for row in placed if row]


def _with_unnamed(leaves: list[int], fragments: tuple[tuple[RawRow, ...], ...], header: Header) -> list[int]:
    """The named columns and those that several rows use though no header names them nor their neighbours.

    Account codes may be spread over columns of which only the first is named (科目编码: 205, 02, 05).
    """
    leaves = sorted({*leaves, *_code_parts(leaves, fragments, header)})
    used = Counter(column for fragment in fragments for row in fragment if not row.broken for column in row.filled())
    unnamed = [column for column, count in used.items() if count > 2 and min(abs(column - leaf) for leaf in leaves) > 1]
    return sorted({*leaves, *unnamed})


def _code_parts(leaves: list[int], fragments: tuple[tuple[RawRow, ...], ...], header: Header) -> list[int]:
    """The unnamed columns between a column of codes and the next named one that hold nothing but parts of codes."""
    names = {column: squeezed(path[-1].text) for column, path in column_paths(header).items()}
    rows = [row for fragment in fragments for row in fragment if not row.broken]
    found = []
    for column, following in pairwise(leaves):
        for other in range(column + 1, following) if CODE_HEADER.search(names[column]) else ():
            texts = [row.cells[other].text for row in rows if other < len(row.cells) and row.cells[other].text]
            if texts and all(_CODE_PART.match(text) for text in texts):
                found.append(other)
    return found


def _width(rows: Sequence[RawRow]) -> int:
    return max((len(row.cells) for row in rows if not row.broken), default=0)


def _place(row: RawRow, leaves: list[int], loose: bool, width: int) -> Cells:
    """The cells of a row by column.

    Where the header is set wider than the rows (doubled rules leave empty columns), a row with as many cells as
    names goes in order; else each cell goes to the nearest name, in order.
    """
    filled = row.filled()
    cells = [row.cells[column] for column in filled]
    if not (loose or row.broken) or len(filled) > len(leaves):
        return dict(zip(filled, cells, strict=True))
    if len(filled) == len(leaves):
        return dict(zip(leaves, cells, strict=True))
    if row.broken:
        return dict(zip(leaves[-len(filled) :] if len(filled) > 1 else leaves, cells, strict=False))
    if width <= len(leaves):
        return {leaves[column]: cell for column, cell in zip(filled, cells, strict=True)}
    return dict(zip(_nearest(filled, leaves), cells, strict=True))


def _nearest(positions: list[int], leaves: list[int]) -> list[int]:
    """The increasing choice of columns, of which there are enough, with the least distance to the positions."""
    best: dict[int, tuple[int, tuple[int, ...]]] = {-1: (0, ())}
    for position in positions:
        following: dict[int, tuple[int, tuple[int, ...]]] = {}
        for last, (cost, chosen) in best.items():
            for index in range(last + 1, len(leaves)):
                candidate = (cost + abs(leaves[index] - position), (*chosen, leaves[index]))
                if index not in following or candidate < following[index]:
                    following[index] = candidate
        best = following
    return list(min(best.values())[1])


def _without_broken_cells(raw: list[RawRow], rows: list[Cells], leaves: list[int]) -> list[Cells]:
    """The rows with a cell that was broken around its row (above and below the row's figures) put together."""
    result: list[Cells] = []
    index = 0
    while index < len(rows):
        if index + 2 < len(rows) and _is_broken_around(rows[index : index + 3], raw[index + 1]):
            above, middle, below = rows[index : index + 3]
            column = _column_of_broken(above, middle, raw[index], leaves)
            whole = joined_cells(next(iter(above.values())), next(iter(below.values())))
            result.append(dict(sorted({**middle, column: whole}.items())))
            index += 3
        else:
            result.append(rows[index])
            index += 1
    return result


def _is_broken_around(rows: list[Cells], middle: RawRow) -> bool:
    above, row, below = rows
    if len(above) != 1 or len(below) != 1 or not has_value(middle):
        return False
    (column, first), (other, last) = next(iter(above.items())), next(iter(below.items()))
    return column == other and column not in row and len(last.text) <= 6 < len(first.text)


def _column_of_broken(above: Cells, middle: Cells, raw: RawRow, leaves: list[int]) -> int:
    before = [column for column in leaves if column < min(middle)]
    return before[-1] if raw.broken and before else next(iter(above))


def _continues_row(row: Cells, placed: list[Cells]) -> bool:
    """Whether the first row behind a repeated header only goes on with the cells of the row above the break.

    Such a row lacks its first column and a column that every other row fills.
    """
    required = set.intersection(*(set(other) for other in placed)) if len(placed) > 1 else set(placed[0])
    return 0 not in row and bool(required - set(row)) and set(row) <= set(placed[-1])


def _continued(row: Cells, rest: Cells) -> Cells:
    return {column: joined_cells(cell, rest[column]) if column in rest else cell for column, cell in row.items()}


# --- columns ---------------------------------------------------------------------------------------------------


def _columns(header: Header, rows: list[Cells]) -> tuple[Column, ...]:
    paths = column_paths(header)
    indices = sorted(set(paths) | {column for row in rows for column in row})
    columns: list[Column] = []
    for index in indices:
        path = cleaned(paths.get(index, ()))
        texts = [row[index].text for row in rows if index in row]
        before = any(column.kind == "value" for column in columns)
        if not path and columns and columns[-1].kind == "code" and texts and all(map(_CODE_PART.match, texts)):
            columns.append(Column(index, columns[-1].path, "code", ()))
            continue
        spans = tuple(span for cell in paths.get(index, ()) for span in cell.spans)
        columns.append(Column(index, path, _column_kind(path, texts, before), spans))
    if columns and not any(column.kind == "label" for column in columns):
        columns = _with_first_label(columns)
    return tuple(columns)


def _with_first_label(columns: list[Column]) -> list[Column]:
    first = next((column for column in columns if column.kind == "text"), None)
    if first is None:
        return columns
    return [replace(column, kind="label") if column is first else column for column in columns]


def _column_kind(path: tuple[str, ...], texts: list[str], behind_values: bool) -> ColumnKind:
    name = path[-1] if path else ""
    if TARGET_HEADER in path:
        return "value"
    if name in (*DESCRIPTION_HEADERS, *GROUND_HEADERS) or UNIT_HEADER.match(name):
        return "text"
    if CODE_HEADER.search(name):
        return "code"
    quantities = sum(bool(whole_amount(text)) or text in ("-", "—", "－", "/") for text in texts)
    if texts and quantities / len(texts) >= 0.5:
        return "value"
    if not texts:
        return "value" if behind_values and not RECORD_HEADER.search(name) else "text"
    unnamed_label = not name and not behind_values
    return "label" if unnamed_label or RECORD_HEADER.search(name) else "text"


def _rows(columns: tuple[Column, ...], placed: list[Cells]) -> tuple[Row, ...]:
    labels = [column.index for column in columns if column.kind == "label"]
    one_record = len(segments(columns)) == 1
    rows: list[Row] = []
    above: Cells = {}
    owner: str | None = None
    for cells in placed:
        kind = _row_kind(cells, labels)
        if kind == "subtotal" and one_record:
            owner = squeezed(cells[min(cells)].text).removesuffix(SUBTOTAL_SUFFIX) or None
        elif kind == "total":
            owner = None
        complete = _filled_down(cells, above, labels) if one_record and kind == "item" else cells
        rows.append(Row(len(rows), tuple(complete.get(column.index, EMPTY) for column in columns), kind, owner))
        above = complete
    return tuple(rows)


def _row_kind(cells: Cells, labels: list[int]) -> RowKind:
    names = [squeezed(cells[column].text) for column in (labels or sorted(cells)[:1]) if column in cells]
    first = squeezed(cells[min(cells)].text)
    if any(name in TOTAL_LABELS for name in (*names, first)):
        return "total"
    return "subtotal" if any(name.endswith(SUBTOTAL_SUFFIX) for name in (*names, first)) else "item"


def _filled_down(cells: Cells, above: Cells, labels: list[int]) -> Cells:
    """A row with the group names of the row above it where it leaves its first label columns empty."""
    own = [column for column in labels if column in cells]
    if not own:
        return cells
    carried = {column: replace(above[column], filled=True) for column in labels if column < own[0] and column in above}
    return {**carried, **cells}
