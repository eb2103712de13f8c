"""Header rows to column paths, and header slips decided by the sums.

A cell of an upper header row spans the columns up to the next cell of its row, within its own parent's span.
Where one word is broken over several header rows (因公出 / 国（境） / 费), its parts become one name.
"""

from __future__ import annotations

import re
from decimal import Decimal

from index.amounts import whole_amount
from index.grid import EMPTY, RawRow, joined_cells
from index.model import Cell, Span
from index.text import squeezed
from index.vocabulary import GENERIC_VALUE_HEADERS, HEADER_WORDS

Header = tuple[tuple[Cell, ...], ...]
"""Header cells by row and column, every row of the same length."""
Path = tuple[Cell, ...]


def header_grid(rows: tuple[RawRow, ...]) -> Header:
    """The header rows made equally long, broken words put together.

    Where names are set in the middle of their height (the first column's is not in the first row), each is lifted to
    the row that its height begins at.
    """
    width = max((len(row.cells) for row in rows), default=0)
    grid = [list(row.cells) + [EMPTY] * (width - len(row.cells)) for row in rows]
    lines = {column: [level for level, row in enumerate(grid) if row[column].text] for column in range(width)}
    first = min((column for column, levels in lines.items() if levels), default=None)
    for upper in range(len(grid) - 2, -1, -1):
        for column in range(width):
            _join_broken_word(grid, upper, column)
    if first is not None and not grid[0][first].text:
        for column, levels in lines.items():
            _lift(grid, column, levels)
    return tuple(tuple(row) for row in grid)


def leaf_columns(header: Header) -> list[int]:
    """The columns that some header row names."""
    width = len(header[0]) if header else 0
    return [column for column in range(width) if any(row[column].text for row in header)]


def column_paths(header: Header) -> dict[int, Path]:
    """For each named column its header cells from the spanning group down to its own name."""
    leaves = leaf_columns(header)
    paths: dict[int, Path] = {}
    for column in leaves:
        path: list[Cell] = []
        lowest = max(level for level, row in enumerate(header) if row[column].text)
        for level, row in enumerate(header[: lowest + 1]):
            owner = _owner(header, level, column)
            if owner is not None and row[owner].text:
                path.append(row[owner])
        paths[column] = tuple(path)
    return paths


def cleaned(path: Path) -> tuple[str, ...]:
    """The names of a path, white space inside a name removed."""
    return tuple(squeezed(cell.text) for cell in path)


def settle_header_slip(header: Header, rows: list[dict[int, Cell]]) -> tuple[Header, tuple[Span, ...] | None]:
    """The header with two exchanged neighbours put right, where the sums of all rows ask for it.

    A group whose first column has no name of its own while the next has one is no proper group: either the next
    column's name belongs to the group before it, where it stands, or the two names were exchanged. The second is
    believed when only then the total of the group before equals its parts on every row; the spans of both names are
    returned for the report. Nothing is changed on less than two rows of evidence.
    """
    if len(header) < 2:
        return header, None
    top, bottom = header[-2], header[-1]
    for column in range(1, len(top) - 1):
        slipped = top[column].text and not bottom[column].text and not top[column + 1].text and bottom[column + 1].text
        if not slipped:
            continue
        exchanged = _exchanged(header, column)
        if _sums_hold(exchanged, column, column, rows) and not _sums_hold(exchanged, column, column + 1, rows):
            return exchanged, (*top[column].spans, *bottom[column + 1].spans)
    return header, None


def _join_broken_word(grid: list[list[Cell]], upper: int, column: int) -> None:
    """Join a header cell with the next one below it when both are parts of one name."""
    cell = grid[upper][column]
    lower = next((row for row in range(upper + 1, len(grid)) if grid[row][column].text), None)
    if not cell.text or lower is None:
        return
    below = grid[lower][column]
    whole = squeezed(cell.text) in HEADER_WORDS or squeezed(below.text) in HEADER_WORDS
    # Two lines set around the middle of their cell are parts of one name, be they words of their own.
    around = lower - upper == 2 and squeezed(below.text) not in GENERIC_VALUE_HEADERS
    if whole and not around:
        return
    end = next((other for other in range(column + 1, len(grid[upper])) if grid[upper][other].text), len(grid[upper]))
    alone = not any(row[other].text for row in grid[upper + 1 :] for other in range(column + 1, end))
    if alone or len(below.text) <= 3:
        grid[upper][column] = EMPTY
        grid[lower][column] = joined_cells(cell, below)


def _lift(grid: list[list[Cell]], column: int, levels: list[int]) -> None:
    """Move a column's own name up to the top of its cell: as far above its middle as the last row is below it.

    `levels` are the rows that the column's names stood in before broken words were put together.
    """
    if not levels:
        return
    lowest = max(level for level, row in enumerate(grid) if row[column].text)
    cell = grid[lowest][column]
    own, above = levels[-len(cell.spans) :], levels[: -len(cell.spans)]
    top = max(2 * sum(own) // len(own) - (len(grid) - 1), above[-1] + 1 if above else 0)
    grid[lowest][column] = EMPTY
    grid[min(top, lowest)][column] = cell


def _owner(header: Header, level: int, column: int) -> int | None:
    """The column whose cell on a header row covers a column, or None."""
    start = 0
    for upper in range(level):
        named = [other for other in range(column + 1) if header[upper][other].text]
        start = max([start, *named[-1:]])
    for other in range(column, start - 1, -1):
        if header[level][other].text:
            return other
    return None


def _exchanged(header: Header, column: int) -> Header:
    rows = []
    for row in header:
        cells = list(row)
        cells[column], cells[column + 1] = cells[column + 1], cells[column]
        rows.append(tuple(cells))
    return tuple(rows)


def _sums_hold(header: Header, column: int, read_at: int, rows: list[dict[int, Cell]]) -> bool:
    """Whether the group that `column` belongs to sums to its total on every row, the column's values read elsewhere."""
    paths = column_paths(header)
    if not paths.get(column):
        return False
    group = paths[column][0]
    members = [other for other, path in paths.items() if path and path[0] == group]
    total = next((other for other in members if re.fullmatch(r"合计|小计|总计", paths[other][-1].text)), None)
    if total is None or len(members) < 3:
        return False
    places = [read_at if part == column else part for part in members if part != total]
    stated = [(_number(row.get(total)), [_number(row.get(place)) for place in places]) for row in rows]
    known = [(whole, parts) for whole, parts in stated if whole is not None]
    return len(known) >= 2 and all(
        whole == sum((part for part in parts if part is not None), Decimal(0)) for whole, parts in known
    )


def _number(cell: Cell | None) -> Decimal | None:
    amount = whole_amount(cell.text) if cell and cell.text else None
    return amount.value if amount else None
