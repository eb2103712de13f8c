"""Text as an outline: lines to paragraphs rejoined over page breaks, headings to a tree, rows to grids.

Numbering in disclosures nests irregularly, so levels are not tied to a numbering style: a heading is a sibling of
the innermost open heading of its style whose number it succeeds, and a first number opens a new level below.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from index.amounts import ends_in_amount, money_in
from index.model import Document, Paragraph, ParagraphKind, Section, Span
from index.text import chinese_number, ends_sentence, half_width, squeezed, width
from index.vocabulary import (
    COMPILED_BY,
    CONTENTS_TITLES,
    CUTOFF_LINE,
    HEADING_NOUNS,
    NOTE_STARTS,
    TOTAL_LABELS,
    UNIT_LINE,
)

_MARKERS = (
    ("part", re.compile(r"第([一二三四五六七八九十]{1,3})部分\s*")),
    ("chapter", re.compile(r"([一二三四五六七八九十]{1,3})、\s*")),
    ("bracket", re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]\s*")),
    ("number", re.compile(r"([0-9０-９]{1,3})\s*(?:、|(?<=[0-9])．|[.．](?![0-9０-９](?![0-9０-９]{3}\s*年)))\s*")),
    ("bracketed number", re.compile(r"[（(]([0-9０-９]{1,2})[）)]\s*")),
)
_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－]\s*[0-9]{1,4}\s*[-—–－]|[0-9]{1,3}"
    r"|第\s*[0-9]{1,4}\s*页(?:[,，\s]*共\s*[0-9]{1,4}\s*页)?)$"
)
_LEADER = re.compile(r"(?<![.…·\s])[.…·\s]{3,}\s*[0-9]*$|…+[0-9]*$")
_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_FULL_LINE = 0.8
_BRIM_FULL = 0.97
_LONGEST_HEADING = 60
_LONGEST_NUMBERED = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `gap` says that a blank line stands before it."""

    start: int
    end: int
    text: str
    is_row: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """The numbering at the start of a line: its style, value and length."""

    style: str
    value: int
    length: int


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
class _Piece:
    """A paragraph before its section is known."""

    text: str
    spans: tuple[Span, ...]
    kind: ParagraphKind
    marker: Marker | None
    gap: bool


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading still open while the outline is walked."""

    style: str
    value: int
    section: int


def outline(document: Document) -> Outline:
    """The outline of a document; every character that is not white space stands in exactly one block."""
    lines = _absorb_broken_rows(_with_telling_gaps(split_lines(document.text)))
    pieces = _pieces(lines)
    return _sectioned(document, _with_headings(pieces))


def split_lines(text: str) -> list[Line]:
    """The lines that are not blank, text lines without their margins, rows (with tabs) as they stand."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        if not raw.strip():
            continue
        is_row = "\t" in raw
        start = match.start() if is_row else match.start() + len(raw) - len(raw.lstrip())
        end = match.end() if is_row else match.start() + len(raw.rstrip())
        gap = not lines or len(re.findall(r"\r\n|[\r\n\f\v\u2028\u2029]", text[previous_end : match.start()])) > 1
        lines.append(Line(start, end, text[start:end], is_row, gap))
        previous_end = match.end()
    return lines


def _with_telling_gaps(lines: list[Line]) -> list[Line]:
    """The lines with no gaps at all where nearly every line has one, as a converter sets them: they tell nothing."""
    gaps = sum(line.gap for line in lines)
    return [replace(line, gap=False) for line in lines] if gaps >= 0.98 * len(lines) else lines


def marker_of(text: str) -> Marker | None:
    """The numbering that a line starts with, if any."""
    for style, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            digits = half_width(match.group(1))
            value = int(digits) if digits.isdigit() else chinese_number(digits)
            return Marker(style, value, match.end())
    return None


def _absorb_broken_rows(lines: list[Line]) -> list[Line]:
    """Rows whose tabs were lost (30108 名称 1,326.81) are rows again where rows surround them.

    A lone 合计 right below a row is one too: the last row of an empty table.
    """
    result: list[Line] = []
    for line in lines:
        lone_total = bool(result) and result[-1].is_row and not line.gap and squeezed(line.text) in TOTAL_LABELS
        result.append(replace(line, is_row=True) if lone_total else line)
    for index in range(1, len(result)):
        if not result[index - 1].is_row:
            continue
        end = index
        while end < len(result) and not result[end].is_row and _could_be_row(result[end]):
            end += 1
        if end < len(result) and result[end].is_row and end - index <= 4:
            result[index:end] = [replace(line, is_row=True) for line in result[index:end]]
    return result


def _could_be_row(line: Line) -> bool:
    text = line.text
    return not (
        (line.gap and marker_of(text))
        or width(text) > 40
        or ends_sentence(text)
        or text.startswith(NOTE_STARTS)
        or UNIT_LINE.search(text)
        or _is_title(text)
        or COMPILED_BY.match(text)
    )


def _is_title(text: str) -> bool:
    bare = text.rstrip("。")
    return bare.endswith(HEADING_NOUNS) and not re.search(r"[，。；：,;:]", bare) and len(bare) <= _LONGEST_HEADING


def _pieces(lines: list[Line]) -> list[_Piece | Line]:
    """Rows as they are, text lines joined into paragraphs, the contents page marked as such."""
    contents = _contents(lines)
    wrap = _wrap_width([line for index, line in enumerate(lines) if not line.is_row and index not in contents])
    pieces: list[_Piece | Line] = []
    for index, line in enumerate(lines):
        last = pieces[-1] if pieces else None
        if line.is_row:
            pieces.append(line)
        elif index in contents:
            pieces.append(_piece(line, "contents"))
        elif isinstance(last, _Piece) and _continues(last, lines[index - 1], line, wrap, lines[index + 1 : index + 2]):
            pieces[-1] = replace(last, text=last.text + line.text, spans=(*last.spans, (line.start, line.end)))
        else:
            pieces.append(_piece(line, _kind(line, last, lines[index + 1 : index + 2])))
    return pieces


def _piece(line: Line, kind: ParagraphKind) -> _Piece:
    marker = marker_of(line.text) if kind in ("body", "contents") else None
    return _Piece(line.text, ((line.start, line.end),), kind, marker, line.gap)


def _kind(line: Line, last: _Piece | Line | None, following: list[Line]) -> ParagraphKind:
    text = line.text
    if _PAGE_NUMBER.match(text) and (line.gap or not text.isdigit()):
        return "page_number"
    if text.startswith(NOTE_STARTS):
        return "note"
    if (UNIT_LINE.search(text) or COMPILED_BY.match(text)) and len(text) <= _LONGEST_HEADING and "。" not in text:
        return "unit"
    if CUTOFF_LINE.match(text) and len(text) <= 30 and not re.search(r"[，。；]", text):
        return "unit"
    return "heading" if _stands_alone(line, last, following) else "body"


def _stands_alone(line: Line, last: _Piece | Line | None, following: list[Line]) -> bool:
    """Whether an unnumbered line is a page's title: after a page break or a closed text, directly above its content."""
    if marker_of(line.text) or not _is_title(line.text) or last is None:
        return False
    starts_page = line.gap or isinstance(last, Line) or last.kind == "note" or ends_sentence(last.text)
    if isinstance(last, _Piece) and last.kind == "heading" and last.marker is None:
        starts_page = True
    above_content = bool(following) and not following[0].gap
    return starts_page and above_content and width(line.text) <= 40


def _contents(lines: list[Line]) -> set[int]:
    """The lines of the contents page: from 目录 to where its first entry comes again, or a page without entries."""
    titles = [index for index, line in enumerate(lines) if squeezed(line.text) in CONTENTS_TITLES]
    if not titles:
        return set()
    start = titles[0]
    entries = [_entry(line.text) for line in lines[start + 1 :]]
    again = next((offset for offset, entry in enumerate(entries) if offset and entry == entries[0]), None)
    if again is not None:
        return set(range(start, start + 1 + again))
    end = start + 1
    while (
        end < len(lines) and not lines[end].is_row and (_LEADER.search(lines[end].text) or marker_of(lines[end].text))
    ):
        end += 1
    return set(range(start, end))


def _entry(text: str) -> str:
    return squeezed(_LEADER.sub("", text)).rstrip("。.…0123456789")


def _wrap_width(lines: list[Line]) -> float | None:
    """The width at which a text is broken into lines, or None where a line is a whole paragraph.

    It shows in lines of prose that end in the middle of a sentence directly above another line: where a text is
    broken, they are all about equally wide.
    """
    cut = sorted(
        width(line.text)
        for line, below in itertools.pairwise(lines)
        if not below.gap and not ends_sentence(line.text) and re.search(r"[，。；、]", line.text)
    )
    if len(cut) < 5:
        return None
    wrap = cut[int(len(cut) * 0.9)]
    near = sum(value >= _FULL_LINE * wrap for value in cut)
    return wrap if near / len(cut) >= 0.6 else None


def _continues(last: _Piece, above: Line, line: Line, wrap: float | None, following: list[Line]) -> bool:
    """Whether a line goes on with the paragraph above it rather than beginning one of its own."""
    if last.kind in ("contents", "unit", "page_number") or marker_of(line.text):
        return False
    if _kind(line, last, following) != "body":
        return False
    full = wrap is not None and width(above.text) >= _FULL_LINE * wrap
    if ends_sentence(last.text):
        return wrap is not None and last.text.endswith(("。", "；")) and width(above.text) >= _BRIM_FULL * wrap
    if last.kind == "heading" or _may_be_heading(last):
        return line.text in HEADING_NOUNS if _is_title(last.text) else _ends_heading(line, full)
    if not line.gap and last.text.endswith(("，", ",")):
        return True
    if re.search(r"[0-9]\s*万?$", last.text) and re.match(r"(?:亿元|万元|元|%|％|个|辆|年|月)", line.text):
        return True
    prose = bool(re.search(r"[，。；：,;]", last.text)) and not ends_in_amount(last.text)
    if not line.gap and (full or (wrap is not None and prose and width(above.text) >= 0.6 * wrap)):
        return True
    return prose and (full or wrap is None) and bool(re.search(r"[，。；、]", line.text))


def _may_be_heading(piece: _Piece) -> bool:
    if piece.marker is None or len(piece.text) > _LONGEST_NUMBERED:
        return False
    return not re.search(r"[，。；：,;:]", piece.text[piece.marker.length :]) and not money_in(piece.text)


def _ends_heading(line: Line, full: bool) -> bool:
    """Whether a line is the end of a heading broken over two lines."""
    return full or (not line.gap and width(line.text) <= 15 and _is_title(line.text))


def _with_headings(pieces: list[_Piece | Line]) -> list[_Piece | Line]:
    """The pieces with numbered headings marked: short, no sentence, and with something below them.

    A list (1、办公室 2、组织人事处) is told from headings by its neighbours: where most lines of one style in a run
    have nothing below them, none of that run is a heading.
    """
    candidate = [isinstance(piece, _Piece) and piece.kind == "body" and _looks_like_heading(piece) for piece in pieces]
    has_content = [candidate[index] and _has_content(pieces, index) for index in range(len(pieces))]
    runs = _runs(pieces, candidate)
    votes: Counter[tuple[int, str]] = Counter()
    for index, run in runs.items():
        votes[run] += 1 if has_content[index] else -1
    return [
        replace(piece, kind="heading")
        if isinstance(piece, _Piece) and has_content[index] and votes[runs[index]] > 0
        else piece
        for index, piece in enumerate(pieces)
    ]


def _looks_like_heading(piece: _Piece) -> bool:
    if not _may_be_heading_text(piece):
        return False
    return not piece.text.endswith("。") or _is_title(piece.text)


def _may_be_heading_text(piece: _Piece) -> bool:
    if piece.marker is None or len(piece.text) > _LONGEST_NUMBERED:
        return False
    title = piece.text[piece.marker.length :].rstrip("。")
    return bool(title) and not re.search(r"[，。；：,;:！？]", title) and not money_in(title)


def _runs(pieces: list[_Piece | Line], candidate: list[bool]) -> dict[int, tuple[int, str]]:
    """For each candidate the run it belongs to: its style below the same heading of the widest style."""
    runs: dict[int, tuple[int, str]] = {}
    top = 0
    for index, piece in enumerate(pieces):
        if not isinstance(piece, _Piece):
            continue
        at_top = candidate[index] and piece.marker is not None and piece.marker.style in ("part", "chapter")
        if at_top or piece.kind == "heading":
            top = index
        if candidate[index] and piece.marker:
            runs[index] = (-1 if at_top else top, piece.marker.style)
    return runs


def _has_content(pieces: list[_Piece | Line], index: int) -> bool:
    """Whether something that is no sibling and no outer heading stands below a numbered line."""
    if index + 1 >= len(pieces):
        return False
    piece, following = pieces[index], pieces[index + 1]
    if isinstance(following, Line) or following.marker is None:
        return not (isinstance(following, _Piece) and following.kind == "heading")
    assert isinstance(piece, _Piece)
    assert piece.marker is not None
    if following.marker.style != piece.marker.style:
        return following.marker.value == 1
    return following.marker.value == 1 and piece.marker.value != following.marker.value - 1


def _sectioned(document: Document, pieces: list[_Piece | Line]) -> Outline:
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
        blocks.append(Paragraph(piece.text, piece.spans, stack[-1].section if stack else 0, piece.kind))
    if rows:
        blocks.append(Grid(tuple(rows), len(sections) - 1))
    return Outline(tuple(sections), tuple(blocks))


def _open(piece: _Piece, stack: list[_Open], sections: list[Section]) -> None:
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
