"""Raw table rows: cells with their spans, page fragments, broken cells put together again."""

from __future__ import annotations

from dataclasses import dataclass

from index.amounts import whole_amount
from index.lines import Line, marker_of
from index.model import Cell, Span
from index.outline import Grid
from index.text import squeezed
from index.vocabulary import (
    ACCOUNT_LEVEL_HEADERS,
    CAPTION_LABELS,
    COLUMN_NUMBER_LABELS,
    HEADER_SUFFIXES,
    HEADER_WORDS,
    TOTAL_LABELS,
)

EMPTY = Cell("", ())


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands: cells by column, and whether its tabs were lost (columns then unknown)."""

    cells: tuple[Cell, ...]
    broken: bool
    gap: bool

    def filled(self) -> list[int]:
        """The columns that hold something."""
        return [column for column, cell in enumerate(self.cells) if cell.text]

    def spans(self) -> list[Span]:
        """The source spans of its cells."""
        return [span for cell in self.cells for span in cell.spans]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table before its columns are known: captions, header rows, data rows by fragment."""

    captions: tuple[RawRow, ...]
    header: tuple[RawRow, ...]
    fragments: tuple[tuple[RawRow, ...], ...]
    repeated: tuple[Span, ...]
    continuations: frozenset[int]


def raw_table(grid: Grid) -> RawTable:
    """The rows of a grid told apart: captions and header once, then the data rows of each page fragment.

    `continuations` numbers the fragments that begin right behind a repeated header.
    """
    rows = [raw_row(line) for line in grid.lines]
    captions_end = 0
    while captions_end < len(rows) and _is_caption(rows[captions_end]):
        captions_end += 1
    header_end = _header_end(rows, captions_end)
    header = tuple(rows[captions_end:header_end])
    numbers: tuple[Span, ...] = ()
    if header and header_end < len(rows) and (levels := _account_levels(rows[header_end])):
        numbers = tuple(span for span in rows[header_end].spans() if span not in levels.spans())
        header, header_end = (*header, levels), header_end + 1
    fragments, repeated, continuations = _fragments(rows[header_end:], header)
    return RawTable(tuple(rows[:captions_end]), header, fragments, (*numbers, *repeated), continuations)


def raw_row(line: Line) -> RawRow:
    """The cells of a line, at its tabs, or at white space where the tabs were lost."""
    separator = "\t" if "\t" in line.text else None
    lone_total = separator is None and squeezed(line.text) in TOTAL_LABELS
    parts = [line.text] if lone_total else line.text.rstrip().split(separator)
    cells, offset = [], line.start
    for part in parts:
        if separator is None:
            offset = line.start + line.text.index(part, offset - line.start)
        text = part.strip()
        start = offset + part.index(text) if text else offset
        cells.append(Cell(text, ((start, start + len(text)),)) if text else EMPTY)
        offset += len(part) + (1 if separator else 0)
    return RawRow(tuple(cells), separator is None, line.gap)


def has_value(row: RawRow) -> bool:
    """Whether some cell of a row is a quantity."""
    return any(whole_amount(cell.text) for cell in row.cells if cell.text)


def joined_cells(first: Cell, second: Cell) -> Cell:
    """Two parts of one cell as one."""
    return Cell(first.text + second.text, first.spans + second.spans)


def _is_caption(row: RawRow) -> bool:
    return squeezed(row.cells[0].text) in CAPTION_LABELS and len(row.filled()) <= 2


def _header_end(rows: list[RawRow], start: int) -> int:
    """The first row behind the header: one with a quantity, a lone total, or words that no header has."""
    end = start
    while end < len(rows):
        row = rows[end]
        filled = [row.cells[column].text for column in row.filled()]
        lone_total = len(filled) == 1 and squeezed(filled[0]) in TOTAL_LABELS and end > start
        numbered = len(filled) == 1 and marker_of(filled[0]) is not None  # an entry left empty: 1.因公出国（境）费用
        if has_value(row) or lone_total:
            break
        if end > start and (numbered or not (_like_header(filled) or _comes_again(row, rows))):
            break
        end += 1
    return end


def _comes_again(row: RawRow, rows: list[RawRow]) -> bool:
    """Whether a row is repeated word for word, as a page break repeats a header."""
    return len(row.filled()) > 1 and sum(_key(other) == _key(row) for other in rows) > 1


def _like_header(texts: list[str]) -> bool:
    likely = sum(squeezed(text) in HEADER_WORDS or squeezed(text).endswith(HEADER_SUFFIXES) for text in texts)
    return bool(texts) and likely / len(texts) >= 0.34


def _fragments(
    rows: list[RawRow], header: tuple[RawRow, ...]
) -> tuple[tuple[tuple[RawRow, ...], ...], tuple[Span, ...], frozenset[int]]:
    """The data rows by page fragment, without repeated header rows and rows that only number the columns."""
    fragments: list[list[RawRow]] = [[]]
    repeated: list[Span] = []
    continuations: set[int] = set()
    keys = [_key(row) for row in header]
    index = 0
    while index < len(rows):
        if _numbers_columns(rows[index]):
            repeated.extend(rows[index].spans())
            index += 1
            continue
        length = _repeated_header(rows[index:], keys, rows[index].gap)
        if (rows[index].gap or length) and (fragments[-1] or length):
            fragments.append([])
        if length:
            repeated.extend(span for row in rows[index : index + length] for span in row.spans())
            continuations.add(len(fragments) - 1)
            index += length
            continue
        fragments[-1].append(rows[index])
        index += 1
    return tuple(tuple(fragment) for fragment in fragments), tuple(repeated), frozenset(continuations)


def _numbers_columns(row: RawRow) -> bool:
    """Whether a row only numbers the columns: 栏次 1 2 3, or, without that word, at least 1 to 3."""
    texts = [squeezed(row.cells[column].text) for column in row.filled()]
    numbers = [text for text in texts if text not in COLUMN_NUMBER_LABELS]
    if texts and texts[0] in COLUMN_NUMBER_LABELS:
        return True
    return len(numbers) > 2 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _account_levels(row: RawRow) -> RawRow | None:
    """The names of the levels of account codes that stand before the numbers of the columns (类 款 项 栏次 1 2 3)."""
    names = [cell if squeezed(cell.text) in ACCOUNT_LEVEL_HEADERS else EMPTY for cell in row.cells]
    label = next((cell for cell in row.cells if squeezed(cell.text) in COLUMN_NUMBER_LABELS), None)
    return RawRow(tuple(names), row.broken, row.gap) if label and any(cell.text for cell in names) else None


def _key(row: RawRow) -> tuple[str, ...]:
    return tuple(squeezed(cell.text) for cell in row.cells)


def _repeated_header(rows: list[RawRow], keys: list[tuple[str, ...]], gap: bool) -> int:
    """How many rows at the start repeat the header, or, behind a gap, its last rows."""
    for first in range(len(keys) if gap else min(len(keys), 1)):
        length = len(keys) - first
        if len(rows) >= length and [_key(row) for row in rows[:length]] == keys[first:]:
            return length
    return 0
