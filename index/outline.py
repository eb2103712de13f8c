"""Text as an outline: headings to a tree, paragraphs and grids of table rows below them.

Numbering in disclosures nests irregularly, so levels are not tied to a numbering style: a heading is a sibling of
the innermost open heading of its style whose number it succeeds, and a first number opens a new level below.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from index.lines import Line, Marker, Piece, is_title, may_be_heading, pieces_of
from index.model import Document, Paragraph, Section


@dataclass(frozen=True, slots=True)
class Grid:
    """Consecutive table rows as they stand, blank lines between them aside."""

    lines: tuple[Line, ...]
    section: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections (the first is the document itself) and, in order, the paragraphs and grids below them."""

    sections: tuple[Section, ...]
    blocks: tuple[Paragraph | Grid, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading still open while the outline is walked."""

    style: str
    value: int
    section: int


def outline(document: Document) -> Outline:
    """The outline of a document; every character that is not white space stands in exactly one block."""
    return _sectioned(document, _with_headings(pieces_of(document.text)))


def _with_headings(pieces: list[Piece | Line]) -> list[Piece | Line]:
    """The pieces with numbered headings marked: short, no sentence, and with something below them.

    A list (1、办公室 2、组织人事处) is told from headings by its neighbours: where most lines of one style in a run
    have nothing below them, none of that run is a heading.
    """
    candidate = [isinstance(piece, Piece) and piece.kind == "body" and _looks_like_heading(piece) for piece in pieces]
    has_content = [candidate[index] and _has_content(pieces, index) for index in range(len(pieces))]
    runs = _runs(pieces, candidate)
    votes: Counter[tuple[int, str]] = Counter()
    for index, run in runs.items():
        votes[run] += 1 if has_content[index] else -1
    return [
        replace(piece, kind="heading")
        if isinstance(piece, Piece) and has_content[index] and votes[runs[index]] > 0
        else piece
        for index, piece in enumerate(pieces)
    ]


def _looks_like_heading(piece: Piece) -> bool:
    if piece.marker is None or not may_be_heading(piece):
        return False
    title = piece.text[piece.marker.length :].rstrip("。")
    return bool(title) and not re.search(r"[！？]", title) and (not piece.text.endswith("。") or is_title(piece.text))


def _runs(pieces: list[Piece | Line], candidate: list[bool]) -> dict[int, tuple[int, str]]:
    """For each candidate the run it belongs to: its style below the same heading of the widest style."""
    runs: dict[int, tuple[int, str]] = {}
    top = 0
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Piece):
            continue
        at_top = candidate[index] and piece.marker is not None and piece.marker.style in ("part", "chapter")
        if at_top or piece.kind == "heading":
            top = index
        if candidate[index] and piece.marker:
            runs[index] = (-1 if at_top else top, piece.marker.style)
    return runs


def _has_content(pieces: list[Piece | Line], index: int) -> bool:
    """Whether something that is no sibling and no outer heading stands below a numbered line."""
    if index + 1 >= len(pieces):
        return False
    piece, following = pieces[index], pieces[index + 1]
    if isinstance(following, Line) or following.marker is None:
        return not (isinstance(following, Piece) and following.kind == "heading")
    assert isinstance(piece, Piece)
    assert piece.marker is not None
    if following.marker.style != piece.marker.style:
        return following.marker.value == 1
    return following.marker.value == 1 and piece.marker.value != following.marker.value - 1


def _sectioned(document: Document, pieces: list[Piece | Line]) -> Outline:
    """Sections opened by the headings, and the blocks below them."""
    root = Section(0, "", document.title, (document.title,), 0, ())
    sections = [root]
    stack: list[_Open] = []
    blocks: list[Paragraph | Grid] = []
    rows: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Line):
            rows.append(piece)
            continue
        if rows:
            blocks.append(Grid(tuple(rows), len(sections) - 1))
            rows = []
        if piece.kind == "heading":
            _open(piece, stack, sections)
        blocks.append(Paragraph(piece.text, piece.spans, len(sections) - 1, piece.kind))
    if rows:
        blocks.append(Grid(tuple(rows), len(sections) - 1))
    return Outline(tuple(sections), tuple(blocks))


def _open(piece: Piece, stack: list[_Open], sections: list[Section]) -> None:
    """Close the headings that a new one ends, and open it."""
    marker = piece.marker
    if marker is None:
        stack.clear()
    else:
        depth = _depth(marker, stack)
        del stack[depth:]
    parent = sections[stack[-1].section] if stack else None
    number = piece.text[: marker.length].strip() if marker else ""
    path = (*(parent.path if parent else ()), piece.text)
    title = piece.text[marker.length if marker else 0 :].strip().rstrip("。")
    section = Section(len(sections), number, title, path, len(path), piece.spans)
    sections.append(section)
    stack.append(_Open(marker.style if marker else "page", marker.value if marker else 0, section.index))


def _depth(marker: Marker, stack: list[_Open]) -> int:
    """How many open headings stay open above a new one."""
    same = [index for index in range(len(stack) - 1, -1, -1) if stack[index].style == marker.style]
    for index in same:
        if marker.value == stack[index].value + 1:
            return index
    if marker.value == 1 or not same:
        return len(stack)
    for index in same:
        if marker.value > stack[index].value:
            return index
    return same[0]
