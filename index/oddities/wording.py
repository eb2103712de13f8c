"""What the rooms of this package share: worded places of a disclosure, and oddities made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.model import Column, Disclosure, Oddity, OddityKind, Paragraph, Place, Row, Section, Span, Table
from index.table_figures import row_path
from index.text import joined, subspans

Words = tuple[str, str]
"""The same said in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A worded piece of the source: a paragraph, or in a table its goal (`label` names it) or a cell."""

    text: str
    spans: tuple[Span, ...]
    section: Section
    table: Table | None = None
    label: str = ""
    row: Row | None = None
    column: Column | None = None

    @property
    def is_paragraph(self) -> bool:
        """Whether it stands in no table."""
        return self.table is None

    @property
    def place(self) -> Place:
        """Where it stands, worked out when asked for: few of many pieces are odd."""
        if self.table is None:
            return Place(self.section.path, self.spans)
        if self.row is None or self.column is None:
            return Place(self.section.path, self.spans, self.table.title, (self.label,))
        path = row_path(self.table, self.row, self.column)
        return Place(self.section.path, self.spans, self.table.title, path, self.column.path)


def oddity(kind: OddityKind, question: Words, reason: Words, place: Place) -> Oddity:
    """An oddity of words in two languages."""
    return Oddity(kind, " / ".join(question), " / ".join(reason), place)


def wordings(disclosure: Disclosure) -> Iterator[Wording]:
    """Every worded piece of a disclosure once, contents pages and page numbers aside."""
    for paragraph in disclosure.paragraphs:
        if paragraph.kind not in ("contents", "page_number"):
            yield Wording(paragraph.text, paragraph.spans, disclosure.sections[paragraph.section])
    for table in disclosure.tables:
        section = disclosure.sections[table.section]
        for label, cell in table.captions:
            yield Wording(cell.text, cell.spans, section, table, label.text)
        worded = [(at, column) for at, column in enumerate(table.columns) if column.kind in ("label", "text")]
        for row in table.rows:
            for at, column in worded:
                cell = row.cells[at]
                if cell.text and not cell.filled:
                    yield Wording(cell.text, cell.spans, section, table, row=row, column=column)


def within(disclosure: Disclosure, wording: Wording, start: int, end: int) -> Place:
    """The place of a part of a piece; the whole piece where its text is not its source put together."""
    place = wording.place
    whole = joined(disclosure.document.text, place.spans) == wording.text
    return replace(place, spans=subspans(place.spans, start, end)) if whole else place


def heading_place(section: Section) -> Place:
    """The place of a heading."""
    return Place(section.path, section.spans)


def title_place(disclosure: Disclosure, table: Table, *more: Span) -> Place:
    """The place of a table's title, or of its first header or cell where it has none, with more spans behind it."""
    section = disclosure.sections[table.section]
    cells = [span for row in table.rows for cell in row.cells for span in cell.spans]
    own = table.title_spans or table.header_spans[:1] or tuple(cells[:1])
    return Place(section.path, own + more, table.title)


def paragraph_place(disclosure: Disclosure, paragraph: Paragraph) -> Place:
    """The place of a paragraph."""
    return Place(disclosure.sections[paragraph.section].path, paragraph.spans)


def numbered_title(disclosure: Disclosure, table: Table) -> str:
    """The title of a table as it stands, with its number: 30、聘请有关技术专家费绩效目标表."""
    return joined(disclosure.document.text, table.title_spans) or table.title
