"""A disclosure laid out to be read: its blocks in the order of the source, and their outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.web.drawn_table import DrawnTable, drawn, header_cells
from assistant.web.marking import Piece, pieces, within
from index.model import Disclosure, Paragraph, ParagraphKind, Section, Span, Table
from index.text import joined, squeezed

Spans = tuple[Span, ...]
BlockKind = Literal["title", "table"] | ParagraphKind

_DEEPEST_HEADING = 6
_LEADER = re.compile(r"([….·]{6,})")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block as drawn: a paragraph or heading in pieces, or a table."""

    pieces: tuple[Piece, ...] = ()
    table: DrawnTable | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or table: the spans of each of its texts as they are shown, and it drawn without marks.

    `anchor` is its id on the page, `level` that of an HTML heading.
    """

    kind: BlockKind
    section: Section
    texts: tuple[Spans, ...]
    table: Table | None
    anchor: str
    level: int
    drawn: Drawn

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return min(start for spans in self.texts for start, _ in spans)

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return max(end for spans in self.texts for _, end in spans)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: a section or a table, the anchor it leads to, and what stands below it."""

    title: str
    anchor: str
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A disclosure as blocks in the order of the source; `title` is drawn over them."""

    disclosure: Disclosure
    title: Block | None
    blocks: tuple[Block, ...]
    outline: tuple[Entry, ...]

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The blocks with the title, where the source states it."""
        return (self.title, *self.blocks) if self.title else self.blocks


def reading_of(disclosure: Disclosure) -> Reading:
    """The layout of a disclosure; every character of its source but repeated headers and white space is in a block."""
    title, rest = _title(disclosure)
    notes = {note.spans for table in disclosure.tables for note in table.notes}
    headings = {section.spans: section for section in disclosure.sections[1:]}
    titles = {table.title_spans for table in disclosure.tables}
    blocks = [
        *(_paragraph_block(disclosure, headings, titles, part) for part in rest if part.spans not in notes),
        *(_table_block(disclosure, table) for table in disclosure.tables),
    ]
    return Reading(disclosure, title, tuple(sorted(blocks, key=lambda block: block.start)), _outline(disclosure))


def redrawn(block: Block, source: str, marks: Sequence[Span]) -> Drawn:
    """A block with those of the marks, which are in order and apart, that touch it."""
    inside = within(marks, block.start, block.end)
    if not inside:
        return block.drawn
    if block.table:
        return Drawn(table=drawn(block.table, source, inside))
    return _words(block.kind, source, block.texts[0], inside)


def _title(disclosure: Disclosure) -> tuple[Block | None, Sequence[Paragraph]]:
    """The document's title where the text begins with it, and the paragraphs behind it."""
    spans: list[Span] = []
    for number, paragraph in enumerate(disclosure.paragraphs):
        spans.extend(paragraph.spans)
        stated = squeezed(joined(disclosure.document.text, spans))
        if stated == squeezed(disclosure.document.title):
            whole = tuple(spans)
            shown = _words("title", disclosure.document.text, whole, ())
            block = Block("title", disclosure.sections[0], (whole,), None, "s0", 1, shown)
            return block, disclosure.paragraphs[number + 1 :]
        if not squeezed(disclosure.document.title).startswith(stated):
            break
    return None, disclosure.paragraphs


def _paragraph_block(
    disclosure: Disclosure, headings: dict[Spans, Section], titles: set[Spans], paragraph: Paragraph
) -> Block:
    section = headings.get(paragraph.spans) if paragraph.kind == "heading" else None
    above = section or disclosure.sections[paragraph.section]
    level = min(above.level + 1, _DEEPEST_HEADING)
    kind: BlockKind = "table_title" if not section and paragraph.spans in titles else paragraph.kind
    shown = _words(kind, disclosure.document.text, paragraph.spans, ())
    return Block(kind, above, (paragraph.spans,), None, f"s{above.index}" if section else "", level, shown)


def _words(kind: BlockKind, source: str, spans: Spans, marks: Sequence[Span]) -> Drawn:
    """A text in pieces; in a table of contents the dots that lead to the page number are pieces of their own."""
    found = pieces(source, spans, marks)
    if kind != "contents":
        return Drawn(found)
    parts = ((piece, [part for part in _LEADER.split(piece.text) if part]) for piece in found)
    return Drawn(
        tuple(
            Piece(part, piece.marked, piece.begins if number == 0 else None)
            for piece, split in parts
            for number, part in enumerate(split)
        )
    )


def _table_block(disclosure: Disclosure, table: Table) -> Block:
    section = disclosure.sections[table.section]
    texts = tuple(spans for spans in _table_texts(disclosure, table) if spans)
    shown = Drawn(table=drawn(table, disclosure.document.text, ()))
    return Block("table", section, texts, table, f"t{table.index}", 0, shown)


def _table_texts(disclosure: Disclosure, table: Table) -> Iterator[Spans]:
    """The spans of each text of a table once: captions, header cells, the cells of its rows, notes."""
    for label, text in table.captions:
        yield from (label.spans, text.spans)
    names = [name for column in table.columns for name in header_cells(column, disclosure.document.text)]
    yield from dict.fromkeys(names)
    for row in table.rows:
        yield from (cell.spans for cell in row.cells if not cell.filled)
    yield from (note.spans for note in table.notes)


def _outline(disclosure: Disclosure) -> tuple[Entry, ...]:
    """The sections as a tree, with the tables that have a title of their own."""
    inside: dict[int, list[Section]] = {}
    open_sections: list[Section] = []
    for section in disclosure.sections:
        while open_sections and open_sections[-1].level >= section.level:
            open_sections.pop()
        inside.setdefault(open_sections[-1].index if open_sections else -1, []).append(section)
        open_sections.append(section)
    titled: dict[int, list[Table]] = {}
    for table in disclosure.tables:
        if table.title_spans and table.title_spans != disclosure.sections[table.section].spans:
            titled.setdefault(table.section, []).append(table)

    def entries(index: int) -> tuple[Entry, ...]:
        tables = (Entry(table.title, f"t{table.index}") for table in titled.get(index, ()))
        sections = (
            Entry(section.path[-1], f"s{section.index}", entries(section.index)) for section in inside.get(index, ())
        )
        return (*tables, *sections)

    return entries(0)
