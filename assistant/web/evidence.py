"""What an answer stands on, ready to be drawn: each citation's place, and its text with the answer's figures marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from assistant.model import Answer, Citation
from assistant.web.drawn_table import DrawnTable, drawn
from assistant.web.marking import Piece, pieces
from assistant.web.safe import plain
from index.model import Disclosure, Span, Table

_PATH_SEPARATOR = " › "
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Source:
    """One citation as drawn: its number, section path, address on the reading page, and its text or table."""

    marker: int
    path: str
    link: str
    pieces: tuple[Piece, ...]
    table: DrawnTable | None
    columns_left_out: int = 0


def sources_of(answer: Answer, disclosure: Disclosure) -> tuple[Source, ...]:
    """The sources of an answer, in the order of their marks."""
    used = {figure for check in answer.numbers for figure in check.figures}
    marks = [span for figure in disclosure.figures if figure.id in used for span in figure.place.spans]
    return tuple(
        _source(citation, [*marks, *_quoted(answer, citation, disclosure)], disclosure) for citation in answer.citations
    )


def _within(marks: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """The marks that lie in the cited text, in its order, each once."""
    return sorted({mark for mark in marks if any(_touch(mark, span) for span in spans)})


def read_link(disclosure: Disclosure, spans: Iterable[Span]) -> str:
    """The address of the reading page with these spans marked."""
    mark = ",".join(f"{start}-{end}" for start, end in spans)
    return f"/read?{urlencode({'document': disclosure.document.id, 'mark': mark}, safe=',')}#mark"


def _source(citation: Citation, marks: Sequence[Span], disclosure: Disclosure) -> Source:
    text = disclosure.document.text
    table = next((table for table in disclosure.tables if _rows(table, citation.spans)), None)
    rows = _rows(table, citation.spans) if table else ()
    cited = _cited_columns(table, citation) if table else ()
    narrow = _narrow(table, rows[:_MOST_ROWS], cited) if table else None
    if table and not _within(marks, citation.spans):
        marks = [span for row in rows for number in cited for span in table.rows[row].cells[number].spans]
    return Source(
        marker=citation.marker,
        path=plain(_PATH_SEPARATOR.join(citation.section)),
        # The figures themselves are what a reader looks for; a quotation without any is marked whole.
        link=read_link(disclosure, _within(marks, citation.spans) or citation.spans),
        pieces=pieces(text, citation.spans, marks),
        table=drawn(narrow, text, marks, rows[:_MOST_ROWS]) if narrow else None,
        columns_left_out=len(table.columns) - len(narrow.columns) if table and narrow else 0,
    )


def _cited_columns(table: Table, citation: Citation) -> tuple[int, ...]:
    """The numbers of the columns that a citation names."""
    named = citation.cell.column if citation.cell else ()
    return tuple(number for number, column in enumerate(table.columns) if named and column.path == named)


def _narrow(table: Table, rows: Sequence[int], cited: Sequence[int]) -> Table:
    """The table without the columns that are empty in all of these rows, but with those that are cited."""
    shown = [row for row in table.rows if row.index in rows]
    filled = (number for number in range(len(table.columns)) if any(row.cells[number].text for row in shown))
    kept = sorted({*cited, *filled})
    return replace(
        table,
        columns=tuple(table.columns[number] for number in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[number] for number in kept)) for row in table.rows),
    )


def _rows(table: Table, spans: Sequence[Span]) -> tuple[int, ...]:
    """The rows of a table that the spans touch."""
    return tuple(
        row.index
        for row in table.rows
        if any(_touch(own, span) for cell in row.cells if not cell.filled for own in cell.spans for span in spans)
    )


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _quoted(answer: Answer, citation: Citation, disclosure: Disclosure) -> Iterator[Span]:
    """Where the numbers that the answer repeats in a quotation stand in the cited text."""
    for check in answer.numbers:
        if check.support != "quoted":
            continue
        numeral = re.compile(rf"(?<![\d.]){re.escape(check.text)}(?![\d.])")
        for start, end in citation.spans:
            yield from (found.span() for found in numeral.finditer(disclosure.document.text, start, end))
