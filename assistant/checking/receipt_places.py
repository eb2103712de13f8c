"""Which section and which cell stand at a place of the document."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.composing.cite import caption_spans, row_spans
from assistant.model import CellReference
from index.model import Disclosure, Span, Table
from index.table_figures import owned_path, row_path


def section_at(disclosure: Disclosure, offset: int) -> tuple[str, ...]:
    """The path of the innermost section that an offset of the source stands in."""
    above = [section for section in disclosure.sections if not section.spans or section.spans[0][0] <= offset]
    return above[-1].path


def is_cell_at(disclosure: Disclosure, cell: CellReference, spans: tuple[Span, ...]) -> bool:
    """Whether a cell of that name is cited by these spans: its headers with its row, or its caption."""
    tables = (table for table in disclosure.tables if table.title == cell.table)
    return any(spans in (*_as_caption(table, cell), *_as_row(table, cell)) for table in tables)


def _as_caption(table: Table, cell: CellReference) -> Iterator[tuple[Span, ...]]:
    for label, said in table.captions:
        if (label.text,) == cell.row and not cell.column:
            yield caption_spans(label, said)


def _as_row(table: Table, cell: CellReference) -> Iterator[tuple[Span, ...]]:
    for column in table.columns:
        for row in table.rows if column.path == cell.column else ():
            if owned_path(row, row_path(table, row, column)) == cell.row:
                yield row_spans(column, row)
