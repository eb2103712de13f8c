"""The figures of a disclosure as files for other programs: CSV, a workbook, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from starlette.responses import Response

from assistant.workbook import write_cell
from index.model import Document, Figure
from index.text import width

COLUMNS = (
    "id", "measure", "subject", "period", "comparator", "value", "unit", "raw", "aspect",
    "section", "table", "row", "column", "spans",
)  # fmt: skip
MEANINGS = {
    "id": ("编号，重新读取后不变", "id, the same whenever the document is read"),
    "measure": ("指标：数的是什么", "what is counted"),
    "subject": ("归属：谁的", "whose"),
    "period": ("年度或日期", "year or day"),
    "comparator": ("比较符号（≥、≤）", "sign of comparison"),
    "value": ("数值，减少为负", "the value; a decrease is negative"),
    "unit": ("单位", "unit"),
    "raw": ("原文写法", "as the source writes it"),
    "aspect": ("类别", "kind of figure"),
    "section": ("所在章节", "section"),
    "table": ("所在表", "table"),
    "row": ("行", "row"),
    "column": ("列", "column"),
    "spans": (
        "原文位置：从第几个字符起，到第几个字符之前（从 0 数）",
        "place in the source: the first character and the one behind the last, from 0",
    ),
}
NOTE = (
    "数字由程序从原文读出，以原文为准。",
    "The numbers were read out of the document by a program; the original text decides.",
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PATH = " › "
_STARTS_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WIDEST = 60


def csv_file(document: Document, figures: Sequence[Figure]) -> Response:
    """The figures as CSV in UTF-8 with its mark, as Excel needs for Chinese; no cell can start a formula."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    lines.writerows([[_harmless(cell) for cell in _line(figure)] for figure in figures])
    return attached(written.getvalue().encode("utf-8-sig", "replace"), "text/csv; charset=utf-8", document, "csv")


def json_file(document: Document, figures: Sequence[Figure], filters: Mapping[str, str]) -> Response:
    """The figures as JSON, decimals as strings."""
    body = {
        "document": {"id": document.id, "title": document.title, "sha256": document.sha256},
        "filters": dict(filters),
        "note": NOTE[0],
        "figures": [_record(figure) for figure in figures],
    }
    written = json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return attached(written, "application/json", document, "json")


def xlsx_file(document: Document, figures: Sequence[Figure], filters: Mapping[str, str]) -> Response:
    """The figures as a workbook: numbers as numbers, the head frozen, a second sheet that says what this is."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "figures"
    lines = [_line(figure) for figure in figures]
    for column, name in enumerate(COLUMNS, 1):
        write_cell(sheet, 1, column, name).font = Font(bold=True)
        widest = max(width(text) for text in (name, *(line[column - 1] for line in lines)))
        sheet.column_dimensions[get_column_letter(column)].width = min(widest * 2 + 3, _WIDEST)
    for row, (figure, line) in enumerate(zip(figures, lines, strict=True), 2):
        for column, (name, text) in enumerate(zip(COLUMNS, line, strict=True), 1):
            write_cell(sheet, row, column, text, figure.value if name == "value" else None)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(lines) + 1}"
    _about(book.create_sheet("about"), document, filters, len(figures))
    written = io.BytesIO()
    book.save(written)
    return attached(written.getvalue(), XLSX, document, "xlsx")


def _line(figure: Figure) -> tuple[str, ...]:
    """A figure's cells as text, in the order of COLUMNS."""
    place = figure.place
    return (
        figure.id,
        figure.measure,
        figure.subject,
        figure.period or "",
        figure.comparator,
        "" if figure.value is None else f"{figure.value:f}",
        figure.unit or "",
        figure.raw,
        figure.aspect,
        _PATH.join(place.section),
        place.table or "",
        _PATH.join(place.row),
        _PATH.join(place.column),
        ",".join(f"{start}-{end}" for start, end in place.spans),
    )


def _record(figure: Figure) -> dict[str, object]:
    place = figure.place
    texts = dict(zip(COLUMNS, _line(figure), strict=True))
    own = {
        "period": figure.period,
        "value": None if figure.value is None else f"{figure.value:f}",
        "unit": figure.unit,
        "section": list(place.section),
        "table": place.table,
        "row": list(place.row),
        "column": list(place.column),
        "spans": [list(span) for span in place.spans],
    }
    return {**texts, **own}


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet does not run: with an apostrophe before what would start a formula, but for numbers."""
    runs = _STARTS_FORMULA.match(cell) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def _about(sheet: Worksheet, document: Document, filters: Mapping[str, str], number: int) -> None:
    """What the figures are taken from, by which filters, that the original text decides, and what the columns hold."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
    lines = [
        ("文件 document", document.title),
        ("编号 id", document.id),
        ("校验 sha256", document.sha256),
        ("数字个数 figures", str(number)),
        *((f"筛选 {name}", value) for name, value in filters.items()),
        *(("说明 note", note) for note in NOTE),
        *((name, f"{chinese} / {english}") for name, (chinese, english) in MEANINGS.items()),
    ]
    for row, (name, value) in enumerate(lines, 1):
        write_cell(sheet, row, 1, name).font = Font(bold=True)
        write_cell(sheet, row, 2, value).alignment = Alignment(wrap_text=True, vertical="top")


def attached(
    content: bytes, kind: str, document: Document, ending: str, what: tuple[str, str] = ("figures", "数据")
) -> Response:
    """A download named for its document and for what it holds, in ASCII and in full."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", document.id).strip("-") or "disclosure"
    full = re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "", document.title) or plain
    names = f"filename=\"{plain}-{what[0]}.{ending}\"; filename*=UTF-8''{quote(f'{full}-{what[1]}.{ending}', safe='')}"
    return Response(content, media_type=kind, headers={"Content-Disposition": f"attachment; {names}"})
