"""Sections and tables to chunks for retrieval; together they cover all of the text, none cuts a row or a number.

A chunk's text opens with where it stands (the last two headings, or the table's title and header), so that both the
lexical and the dense index see it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.model import Chunk, Document, Figure, Paragraph, Row, Section, Span, Table
from index.outline import Grid, Outline
from index.text import ends_sentence, squeezed, subspans

_LONGEST = 260
_LONGEST_TABLE = 420
_Piece = tuple[str, tuple[Span, ...]]
"""A part of a paragraph and where it stands."""


def chunks(
    document: Document, outline: Outline, tables: tuple[Table, ...], figures: tuple[Figure, ...]
) -> tuple[Chunk, ...]:
    """The chunks of a document in order, each with the ids of the figures it shows."""
    found: list[Chunk] = []
    waiting: list[Paragraph] = []
    remaining = iter(tables)
    for block in outline.blocks:
        if isinstance(block, Grid):
            table = next(remaining)
            lead = _lead(waiting)
            found.extend(_text_chunks(document, outline, waiting[: len(waiting) - len(lead)]))
            found.extend(_table_chunks(document, outline.sections[table.section], table, lead))
            waiting = []
        else:
            waiting.append(block)
    found.extend(_text_chunks(document, outline, waiting))
    return _with_figures(found, figures)


def _lead(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs right above a table that belong to it: its title, its unit, the heading over them."""
    lead: list[Paragraph] = []
    for paragraph in reversed(paragraphs):
        short = paragraph.kind == "heading" or (len(paragraph.text) <= 60 and not ends_sentence(paragraph.text))
        if paragraph.kind == "contents" or not (short or paragraph.kind == "unit"):
            break
        lead.insert(0, paragraph)
        if paragraph.kind == "heading":
            break
    return lead


def _text_chunks(document: Document, outline: Outline, paragraphs: Iterable[Paragraph]) -> list[Chunk]:
    """Paragraphs of one section together up to the usual length, longer ones cut between sentences."""
    found: list[Chunk] = []
    pending: list[_Piece] = []
    section = -1

    def flush() -> None:
        if pending:
            found.append(_text_chunk(document, outline.sections[section], pending))
            pending.clear()

    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            length = sum(len(text) for text, _ in pending)
            if paragraph.section != section or length + len(piece[0]) > _LONGEST:
                flush()
            section = paragraph.section
            pending.append(piece)
    flush()
    return found


def _pieces(paragraph: Paragraph) -> list[_Piece]:
    """A paragraph, cut between sentences (or clauses) where it is much longer than a chunk."""
    if len(paragraph.text) <= _LONGEST * 3 // 2:
        return [(paragraph.text, paragraph.spans)]
    cuts = [0]
    for end, following in pairwise(_ends(paragraph.text)):
        if following - cuts[-1] > _LONGEST and end > cuts[-1]:
            cuts.append(end)
    return [
        (paragraph.text[left:right], subspans(paragraph.spans, left, right))
        for left, right in pairwise([*cuts, len(paragraph.text)])
    ]


def _ends(text: str) -> list[int]:
    """Where a text may be cut: behind its sentences, and behind the clauses of one without end."""
    sentences = [0, *(match.end() for match in re.finditer(r"[。；]", text)), len(text)]
    clauses = [
        left + match.end()
        for left, right in pairwise(sentences)
        if right - left > 2 * _LONGEST
        for match in re.finditer(r"[，、]", text[left:right])
    ]
    return sorted({*sentences, *clauses} - {0})


def _text_chunk(document: Document, section: Section, pieces: list[_Piece]) -> Chunk:
    text = "\n".join(text for text, _ in pieces)
    heading = " > ".join(section.path[-2:])
    if text.startswith(section.path[-1]):
        heading = " > ".join(section.path[-2:-1])
    spans = tuple(span for _, own in pieces for span in own)
    return Chunk(_id(document, spans), document.id, f"{heading}\n{text}".strip(), section.path, None, spans, ())


def _table_chunks(document: Document, section: Section, table: Table, lead: list[Paragraph]) -> list[Chunk]:
    """A table's rows, each chunk opening with title, unit and header; goal and notes with the first and the last."""
    header = _header(section, table)
    groups = _row_groups(table)
    found = []
    for number, rows in enumerate(groups):
        lines, spans = [header], []
        if number == 0:
            spans += [span for paragraph in lead for span in paragraph.spans]
            spans += [span for pair in table.captions for cell in pair for span in cell.spans]
            spans += table.header_spans
            lines += [above.text for above in lead if above.kind != "heading" and above.spans != table.title_spans]
            lines += [f"{label.text}：{cell.text}" for label, cell in table.captions]
        lines += [_row_text(row) for row in rows]
        spans += [span for row in rows for cell in row.cells if not cell.filled for span in cell.spans]
        ordered = tuple(sorted(set(spans)))
        identifier = _id(document, ordered)
        found.append(Chunk(identifier, document.id, "\n".join(lines), section.path, table.title, ordered, ()))
    return found


def _header(section: Section, table: Table) -> str:
    unit = f"（单位：{table.unit}）" if table.unit else ""
    above = section.path[-2] if len(section.path) > 1 and section.title == table.title else section.path[-1]
    names = " | ".join("·".join(column.path) for column in table.columns if column.path)
    return f"{above} > {table.title}{unit}\n{names}"


def _row_groups(table: Table) -> list[list[Row]]:
    groups: list[list[Row]] = [[]]
    length = 0
    for row in table.rows:
        size = len(_row_text(row))
        if groups[-1] and length + size > _LONGEST_TABLE:
            groups.append([])
            length = 0
        groups[-1].append(row)
        length += size
    return groups


def _row_text(row: Row) -> str:
    """The cells of a row, one that only repeats its neighbour left out."""
    texts = [squeezed(cell.text) for cell in row.cells if cell.text]
    kept = [text for index, text in enumerate(texts) if index == 0 or text != texts[index - 1]]
    owner = f"{row.owner} | " if row.owner and row.kind == "item" else ""
    return owner + " | ".join(kept)


def _id(document: Document, spans: tuple[Span, ...]) -> str:
    return f"{document.id}:chunk:{spans[0][0]}"


def _with_figures(found: list[Chunk], figures: tuple[Figure, ...]) -> tuple[Chunk, ...]:
    starts = [figure.place.spans[0][0] for figure in figures]
    result = []
    for chunk in found:
        inside: list[str] = []
        for start, end in chunk.spans:
            inside += [figures[index].id for index in range(bisect_left(starts, start), bisect_right(starts, end - 1))]
        result.append(replace(chunk, figures=tuple(dict.fromkeys(inside))))
    return tuple(result)
