"""A table ready to be drawn: header rows with spans, groups joined over their rows, the source's text in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from assistant.web.marking import Piece, pieces
from index.amounts import whole_amount
from index.model import Cell, Column, Row, RowKind, Span, Table
from index.text import joined, squeezed, width

Scope = Literal["", "col", "colgroup", "row"]
Pieces = tuple[Piece, ...]

_LONG = 8
_DASHES = frozenset({"-", "—", "－", "/"})


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as drawn over `columns` and `rows`; with a scope it is a header.

    `marked` where a mark points at it, `beside` where it is the header of such a cell; `numeric` is set to the right;
    `leads` is a header of the rows' first names, which stay in view.
    """

    pieces: Pieces
    scope: Scope = ""
    columns: int = 1
    rows: int = 1
    numeric: bool = False
    marked: bool = False
    beside: bool = False
    leads: bool = False

    @property
    def is_long(self) -> bool:
        """Whether its text asks for a column of some width."""
        return width("".join(piece.text for piece in self.pieces)) > _LONG


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A body row: its number in the table, its kind, its cells without those that a cell above covers."""

    number: int
    kind: RowKind
    cells: tuple[DrawnCell, ...]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table as drawn; `left_out` says how many of its rows are not shown."""

    index: int
    title: str
    unit: str | None
    captions: tuple[tuple[Pieces, Pieces], ...]
    header: tuple[tuple[DrawnCell, ...], ...]
    rows: tuple[DrawnRow, ...]
    notes: tuple[Pieces, ...]
    left_out: int


def drawn(table: Table, source: str, marks: Sequence[Span], rows: Sequence[int] | None = None) -> DrawnTable:
    """The table with `marks` of the source marked; with `rows`, only the rows of these numbers."""
    shown = [row for row in table.rows if rows is None or row.index in rows]
    pen = _Pen(table, source, marks, _pointed_cells(table, source, shown, marks))
    return DrawnTable(
        index=table.index,
        title=table.title,
        unit=table.unit,
        captions=tuple((pen.text(label.spans), pen.text(text.spans)) for label, text in table.captions),
        header=_header(pen),
        rows=tuple(DrawnRow(row.index, row.kind, _row_cells(pen, shown, place)) for place, row in enumerate(shown)),
        notes=tuple(pen.text(note.spans) for note in table.notes),
        left_out=len(table.rows) - len(shown),
    )


def header_cells(column: Column, source: str) -> tuple[tuple[Span, ...], ...]:
    """The spans of each name of a column's path: a name broken over several header rows has several."""
    rest = list(column.spans)
    found: list[tuple[Span, ...]] = []
    for name in column.path:
        own: list[Span] = []
        while rest and squeezed(joined(source, own)) != name:
            own.append(rest.pop(0))
        found.append(tuple(own))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every cell is drawn with; `wanted` are the cells that are pointed at, by row and column number."""

    table: Table
    source: str
    marks: Sequence[Span]
    wanted: frozenset[tuple[int, int]]

    def text(self, spans: Sequence[Span]) -> Pieces:
        return pieces(self.source, spans, self.marks)

    def touches(self, spans: Sequence[Span]) -> bool:
        return any(mark[0] < end and mark[1] > start for start, end in spans for mark in self.marks)


def _pointed_cells(table: Table, source: str, rows: Sequence[Row], marks: Sequence[Span]) -> frozenset[tuple[int, int]]:
    """The cells that are pointed at, by row and column number.

    A citation quotes a cell's column header with its whole row: where headers are marked, only their columns count.
    """
    if not marks:
        return frozenset()
    pen = _Pen(table, source, marks, frozenset())
    values = [number for number, column in enumerate(table.columns) if column.kind != "label"]
    named = [number for number in values if pen.touches(_own_name(table.columns[number], source))]
    return frozenset(
        (row.index, number) for row in rows for number in named or values if pen.touches(row.cells[number].spans)
    )


def _own_name(column: Column, source: str) -> tuple[Span, ...]:
    names = header_cells(column, source)
    return names[-1] if names else ()


# --- header ----------------------------------------------------------------------------------------------------


def _header(pen: _Pen) -> tuple[tuple[DrawnCell, ...], ...]:
    """The header rows: a name that neighbouring columns share spans them, the last of a path goes down to the rows."""
    paths = [header_cells(column, pen.source) for column in pen.table.columns]
    height = max((len(path) for path in paths), default=0)
    rows: list[list[DrawnCell]] = [[] for _ in range(height)]

    def lay(numbers: Sequence[int], level: int) -> None:
        for name, run in groupby(numbers, key=lambda number: paths[number][level : level + 1]):
            below = list(run)
            if not name:
                rows[level].extend(DrawnCell((), rows=height - level) for _ in below)
                continue
            deeper = any(len(paths[number]) > level + 1 for number in below)
            rows[level].append(_header_cell(pen, name[0], below, 1 if deeper else height - level))
            if deeper:
                lay(below, level + 1)

    if height:
        lay(range(len(paths)), 0)
    return tuple(tuple(row) for row in rows)


def _header_cell(pen: _Pen, spans: tuple[Span, ...], numbers: Sequence[int], rows: int) -> DrawnCell:
    return DrawnCell(
        pieces=pen.text(spans),
        scope="colgroup" if len(numbers) > 1 else "col",
        columns=len(numbers),
        rows=rows,
        numeric=all(pen.table.columns[number].kind == "value" for number in numbers),
        marked=pen.touches(spans),
        beside=any(column in numbers for _, column in pen.wanted),
        leads=list(numbers) == [0] and pen.table.columns[0].kind == "label",
    )


# --- rows ------------------------------------------------------------------------------------------------------


def _row_cells(pen: _Pen, rows: Sequence[Row], place: int) -> tuple[DrawnCell, ...]:
    """The cells of the row at a place among those shown, without those that a cell above covers."""
    numbers = range(len(pen.table.columns))
    return tuple(
        _body_cell(pen, rows, place, number) for number in numbers if not (place and _goes_on(rows, place, number))
    )


def _body_cell(pen: _Pen, rows: Sequence[Row], place: int, number: int) -> DrawnCell:
    cell, column = rows[place].cells[number], pen.table.columns[number]
    end = place + 1
    while end < len(rows) and _goes_on(rows, end, number):
        end += 1
    covered = {row.index for row in rows[place:end]}
    is_header = column.kind == "label" and bool(cell.text)
    return DrawnCell(
        pieces=pen.text(cell.spans),
        scope="row" if is_header else "",
        rows=end - place,
        numeric=column.kind == "value" and _is_quantity(cell),
        marked=pen.touches(cell.spans) if is_header else (rows[place].index, number) in pen.wanted,
        beside=is_header and any(row in covered for row, _ in pen.wanted),
        leads=is_header and number == 0,
    )


def _goes_on(rows: Sequence[Row], place: int, number: int) -> bool:
    """Whether a cell is the one above it, carried down."""
    cell = rows[place].cells[number]
    return cell.filled and cell.spans == rows[place - 1].cells[number].spans


def _is_quantity(cell: Cell) -> bool:
    return cell.text in _DASHES or whole_amount(cell.text) is not None
