"""A text to lines, and lines to pieces: table rows as they stand, text lines rejoined into paragraphs."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from index.amounts import ends_in_amount, money_in
from index.model import ParagraphKind, Span
from index.text import chinese_number, ends_sentence, half_width, squeezed, width
from index.vocabulary import (
    COMPILED_BY,
    CONTENTS_TITLES,
    CUTOFF_LINE,
    HEADING_NOUNS,
    NOTE_STARTS,
    TABLE_LABEL,
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
_STOP = re.compile(r"[，。；：,;:]")
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
class Piece:
    """A paragraph before its section is known."""

    text: str
    spans: tuple[Span, ...]
    kind: ParagraphKind
    marker: Marker | None


def pieces_of(text: str) -> list[Piece | Line]:
    """The pieces of a text in order; every character that is not white space stands in exactly one."""
    return _joined(_absorb_broken_rows(_with_telling_gaps(split_lines(text))))


def split_lines(text: str) -> list[Line]:
    """The lines that are not blank, text lines without their margins, rows (with tabs) as they stand."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        if not raw.strip():
            continue
        is_row = "\t" in raw and not _is_frame(raw)
        start = match.start() if is_row else match.start() + len(raw) - len(raw.lstrip())
        end = match.end() if is_row else match.start() + len(raw.rstrip())
        gap = not lines or len(re.findall(r"\r\n|[\r\n\f\v\u2028\u2029]", text[previous_end : match.start()])) > 1
        lines.append(Line(start, end, text[start:end], is_row, gap))
        previous_end = match.end()
    return lines


def _is_frame(line: str) -> bool:
    """Whether the cells of a line only say who compiled the table below it, and in which unit."""
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    frame = all(COMPILED_BY.match(cell) or UNIT_LINE.search(cell) or is_table_label(cell) for cell in cells)
    return frame and UNIT_LINE.search(line) is not None


def is_table_label(text: str) -> bool:
    """Whether a line is only the number of a table (附表1, 公开01表)."""
    label = TABLE_LABEL.match(half_width(text))
    return label is not None and label.end() == len(text.rstrip())


def marker_of(text: str) -> Marker | None:
    """The numbering that a line starts with, if any."""
    for style, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            digits = half_width(match.group(1))
            value = int(digits) if digits.isdigit() else chinese_number(digits)
            return Marker(style, value, match.end())
    return None


def is_title(text: str) -> bool:
    """Whether a line reads as a title: it ends in a noun that titles end in, and is no sentence."""
    bare = TABLE_LABEL.sub("", half_width(text)).rstrip("。")
    return bare.endswith(HEADING_NOUNS) and not _STOP.search(bare) and len(bare) <= _LONGEST_HEADING


def may_be_heading(piece: Piece) -> bool:
    """Whether a piece is numbered and neither long, nor a sentence, nor a sum of money."""
    if piece.marker is None or len(piece.text) > _LONGEST_NUMBERED:
        return False
    title = piece.text[piece.marker.length :].rstrip("。")
    return not _STOP.search(title) and not money_in(title)


def _with_telling_gaps(lines: list[Line]) -> list[Line]:
    """The lines with no gaps at all where nearly every line has one, as a converter sets them: they tell nothing."""
    gaps = sum(line.gap for line in lines)
    return [replace(line, gap=False) for line in lines] if gaps >= 0.98 * len(lines) else lines


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
        or is_title(text)
        or COMPILED_BY.match(text)
    )


def _joined(lines: list[Line]) -> list[Piece | Line]:
    """Rows as they are, text lines joined into paragraphs, the contents page marked as such."""
    contents = _contents(lines)
    wrap = _wrap_width([line for index, line in enumerate(lines) if not line.is_row and index not in contents])
    pieces: list[Piece | Line] = []
    for index, line in enumerate(lines):
        last = pieces[-1] if pieces else None
        if line.is_row:
            pieces.append(line)
        elif index in contents:
            pieces.append(_piece(line, "contents"))
        elif isinstance(last, Piece) and _continues(last, lines[index - 1], line, wrap, lines[index + 1 : index + 2]):
            pieces[-1] = replace(last, text=last.text + line.text, spans=(*last.spans, (line.start, line.end)))
        else:
            pieces.append(_piece(line, _kind(line, last, lines[index + 1 : index + 2])))
    return pieces


def _piece(line: Line, kind: ParagraphKind) -> Piece:
    marker = marker_of(line.text) if kind in ("body", "contents") else None
    return Piece(line.text, ((line.start, line.end),), kind, marker)


def _kind(line: Line, last: Piece | Line | None, following: list[Line]) -> ParagraphKind:
    text = line.text
    if _PAGE_NUMBER.match(text) and (line.gap or not text.isdigit()):
        return "page_number"
    if text.startswith(NOTE_STARTS):
        return "note"
    if is_table_label(text):
        return "unit"
    if (UNIT_LINE.search(text) or COMPILED_BY.match(text)) and len(text) <= _LONGEST_HEADING and "。" not in text:
        return "unit"
    if CUTOFF_LINE.match(text) and len(text) <= 30 and not re.search(r"[，。；]", text):
        return "unit"
    return "heading" if _stands_alone(line, last, following) else "body"


def _stands_alone(line: Line, last: Piece | Line | None, following: list[Line]) -> bool:
    """Whether an unnumbered line is a page's title: after a page break or a closed text, directly above its content."""
    if marker_of(line.text) or not is_title(line.text) or last is None:
        return False
    starts_page = line.gap or isinstance(last, Line) or last.kind == "note" or ends_sentence(last.text)
    if isinstance(last, Piece) and last.kind == "heading" and last.marker is None:
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


def _continues(last: Piece, above: Line, line: Line, wrap: float | None, following: list[Line]) -> bool:
    """Whether a line goes on with the paragraph above it rather than beginning one of its own."""
    if last.kind in ("contents", "unit", "page_number") or marker_of(line.text):
        return False
    if _kind(line, last, following) != "body":
        return False
    full = wrap is not None and width(above.text) >= _FULL_LINE * wrap
    if ends_sentence(last.text):
        return wrap is not None and last.text.endswith(("。", "；")) and width(above.text) >= _BRIM_FULL * wrap
    if last.kind == "heading" or may_be_heading(last):
        return line.text in HEADING_NOUNS if is_title(last.text) else _ends_heading(line, full)
    if not line.gap and last.text.endswith(("，", ",")):
        return True
    if re.search(r"[0-9]\s*万?$", last.text) and re.match(r"(?:亿元|万元|元|%|％|个|辆|年|月)", line.text):
        return True
    prose = bool(re.search(r"[，。；：,;]", last.text)) and not ends_in_amount(last.text)
    if not line.gap and (full or (wrap is not None and prose and width(above.text) >= 0.6 * wrap)):
        return True
    return prose and (full or wrap is None) and bool(re.search(r"[，。；、]", line.text))


def _ends_heading(line: Line, full: bool) -> bool:
    """Whether a line is the end of a heading broken over two lines."""
    return full or (not line.gap and width(line.text) <= 15 and is_title(line.text))
