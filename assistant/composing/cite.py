"""Citations: the source text of a fact, a sentence or a paragraph, as spans that join to the quote."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.model import CellReference, Citation, Fact
from index.model import Cell, Column, Disclosure, Paragraph, Row, Span, Table
from index.prose import sentence_of
from index.table_figures import owned_path, row_path
from index.text import joined, subspans

LONGEST_QUOTE = 600


def fact_citation(disclosure: Disclosure, fact: Fact, marker: int) -> Citation:
    """The citation of a fact: its cell's column headers and row, its caption, or the sentence that it stands in."""
    if fact.table is not None and fact.row is not None:
        return _cell_citation(disclosure, fact, marker)
    if fact.table is not None or (fact.figure is not None and fact.figure.place.table is not None):
        return _words_citation(disclosure, fact.spans[-1][0], marker)
    paragraph = paragraph_at(disclosure, fact.spans[0][0])
    return _citation(disclosure, marker, paragraph.section, _sentence_spans(paragraph, fact.spans), None)


def paragraph_citation(disclosure: Disclosure, paragraphs: Iterable[Paragraph], marker: int) -> Citation:
    """The citation of paragraphs of one section, as much of them as a quote may hold."""
    all_paragraphs = tuple(paragraphs)
    spans = tuple(span for paragraph in all_paragraphs for span in paragraph.spans)
    return _citation(disclosure, marker, all_paragraphs[0].section, spans, None)


def text_citation(disclosure: Disclosure, paragraph: Paragraph, start: int, end: int, marker: int) -> Citation:
    """The citation of [start, end) of a paragraph's text."""
    return _citation(disclosure, marker, paragraph.section, subspans(paragraph.spans, start, end), None)


def spans_citation(
    disclosure: Disclosure, section: int, spans: Iterable[Span], marker: int, cell: CellReference | None
) -> Citation:
    """The citation of spans in the order of the source, as many as a quote may hold."""
    return _citation(disclosure, marker, section, tuple(sorted(set(spans))), cell, apart=True)


def place_citation(disclosure: Disclosure, spans: tuple[Span, ...], marker: int) -> Citation:
    """The citation of any place: the row or caption of a table that its first span is in, or else its sentence.

    A place that is cited for a cell, which begins with the headers of its column, is cited as that once more.

    Raises:
        LookupError: neither a paragraph nor a cell of a table is there.
    """
    cell = _cell_cited(disclosure, spans)
    if cell is not None:
        return _row_citation(disclosure, *cell, marker)
    try:
        return _words_citation(disclosure, spans[0][0], marker)
    except LookupError:
        paragraph = paragraph_at(disclosure, spans[0][0])
        return _citation(disclosure, marker, paragraph.section, _sentence_spans(paragraph, spans), None)


def paragraph_at(disclosure: Disclosure, offset: int) -> Paragraph:
    """The paragraph that holds an offset of the source.

    Raises:
        LookupError: no paragraph does, as within a table.
    """
    for paragraph in disclosure.paragraphs:
        if any(start <= offset < end for start, end in paragraph.spans):
            return paragraph
    raise LookupError(f"no paragraph holds offset {offset} of {disclosure.document.id}")


def _cell_citation(disclosure: Disclosure, fact: Fact, marker: int) -> Citation:
    table = disclosure.tables[fact.table if fact.table is not None else 0]
    row = table.rows[fact.row if fact.row is not None else 0]
    column = next(column for column in table.columns if column.index == fact.column)
    return _row_citation(disclosure, table, row, column, marker)


def _row_citation(disclosure: Disclosure, table: Table, row: Row, column: Column, marker: int) -> Citation:
    reference = CellReference(table.title, owned_path(row, row_path(table, row, column)), column.path)
    return _citation(disclosure, marker, table.section, row_spans(column, row), reference)


def _cell_cited(disclosure: Disclosure, spans: tuple[Span, ...]) -> tuple[Table, Row, Column] | None:
    """The first cell that is cited by just these spans."""
    within = set(spans)
    for table in disclosure.tables:
        for row in table.rows:
            if any(span in within for cell in row.cells for span in cell.spans):
                for column in table.columns:
                    if row_spans(column, row) == spans:
                        return table, row, column
    return None


def row_spans(column: Column, row: Row) -> tuple[Span, ...]:
    """What is cited for a cell: its column's headers and its row, as much as a quote may hold."""
    return _limited(tuple(sorted({*column.spans, *(span for cell in row.cells for span in cell.spans)})))


def caption_spans(label: Cell, cell: Cell) -> tuple[Span, ...]:
    """What is cited for a caption: its label and its words, as much as a quote may hold."""
    return _limited((*label.spans, *cell.spans))


def _words_citation(disclosure: Disclosure, offset: int, marker: int) -> Citation:
    """The citation of words in a table: its caption with its label, or the row of the cell that holds them."""
    for table in disclosure.tables:
        for label, cell in table.captions:
            if _holds(label, offset) or _holds(cell, offset):
                reference = CellReference(table.title, (label.text,), ())
                return _citation(disclosure, marker, table.section, caption_spans(label, cell), reference)
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if not cell.filled and _holds(cell, offset):
                    return _row_citation(disclosure, table, row, column, marker)
    raise LookupError(f"no table holds offset {offset} of {disclosure.document.id}")


def _holds(cell: Cell, offset: int) -> bool:
    return any(start <= offset < end for start, end in cell.spans)


def _sentence_spans(paragraph: Paragraph, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    offset, start = 0, 0
    for left, right in paragraph.spans:
        if left <= spans[0][0] < right:
            start = offset + spans[0][0] - left
        offset += right - left
    left, right = sentence_of(paragraph.text, start, start + 1)
    return subspans(paragraph.spans, left, right)


def _citation(
    disclosure: Disclosure,
    marker: int,
    section: int,
    spans: tuple[Span, ...],
    cell: CellReference | None,
    *,
    apart: bool = False,
) -> Citation:
    kept = _limited(spans)
    source = disclosure.document.text
    quote = " ".join(source[start:end] for start, end in kept) if cell or apart else joined(source, kept)
    return Citation(marker, disclosure.sections[section].path, quote, kept, cell)


def _limited(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans up to the longest quote, the last one cut there."""
    kept: list[Span] = []
    room = LONGEST_QUOTE - len(spans)
    for start, end in spans:
        if room <= 0:
            break
        kept.append((start, min(end, start + room)))
        room -= end - start
    return tuple(kept)
