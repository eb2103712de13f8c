"""The report as a workbook to file: a sheet each for what differs, cannot be checked, is odd, and agrees."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assistant.reconciling.about import NOTE, made_now, program_version, rules_of
from assistant.reconciling.checked import Checked
from assistant.reconciling.findings import Doubt, Finding, Standing, doubts_of, findings_of
from assistant.reconciling.places import places_of
from assistant.reconciling.terms import equation_words
from assistant.reconciling.words import summary_words, worked_out
from assistant.workbook import write_cell

_LONGEST = 32_000  # a cell holds 32767 characters
_HEAD = PatternFill("solid", fgColor="E0F0EE")
_THIN = Side(style="thin", color="B8C4CC")
_LINE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TO_FILL_IN = (("处理意见 remark", 24), ("核对人 checked by", 14))
_IDENTITY = (
    ("序号 no.", 7), ("类别 kind", 18), ("项目 item", 24), ("等式 equation", 40), ("写明 stated", 16),
    ("算得 worked out", 16), ("差额 difference", 14), ("单位 unit", 9), ("规则与说明 rule", 36),
    ("各数及位置 figures and places", 64), ("行号 lines", 14),
)  # fmt: skip
_ODDITY = (
    ("序号 no.", 7), ("类别 kind", 18), ("疑问 question", 52), ("说明 reason", 44), ("位置 place", 48),
    ("行号 lines", 14),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text, and the number that it is, where it is one."""

    text: str
    value: Decimal | None = None


def workbook(checked: Checked) -> bytes:
    """The report as the bytes of an XLSX file: numbers as numbers, no formula, whatever the document holds."""
    places = places_of(checked.disclosure)
    differing = findings_of((*checked.doubtful, *checked.roundings), places)
    book = Workbook()
    about = book.active
    assert isinstance(about, Worksheet)
    _about(about, checked)
    for title, identities, columns in (
        ("不相符 differing", differing, _IDENTITY + _TO_FILL_IN),
        ("无法核对 unchecked", findings_of(checked.unchecked, places), _IDENTITY + _TO_FILL_IN),
    ):
        _sheet(book.create_sheet(title), columns, (_identity_row(finding) for finding in identities))
    doubts = doubts_of(checked.oddities, places)
    _sheet(book.create_sheet("疑点 oddities"), _ODDITY + _TO_FILL_IN, (_oddity_row(doubt) for doubt in doubts))
    holding = findings_of(checked.holding, places)
    _sheet(book.create_sheet("相符 agreeing"), _IDENTITY, (_identity_row(finding) for finding in holding))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _about(sheet: Worksheet, checked: Checked) -> None:
    sheet.title = "摘要 summary"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 100
    document = checked.document
    lines = [
        ("核对报告 report", document.title),
        ("结果 result", summary_words(checked)[0]),
        ("", summary_words(checked)[1]),
        ("文件编号 id", document.id),
        ("校验 sha256", document.sha256),
        ("日期 date", made_now()),
        ("程序版本 version", program_version()),
        *(("说明 note", note) for note in NOTE),
        *((f"规则 rule: {chinese} / {english}", str(number)) for (chinese, english), number in rules_of(checked)),
        ("核对人 checked by", ""),
        ("复核人 reviewed by", ""),
    ]
    for row, (name, text) in enumerate(lines, 1):
        head, cell = write_cell(sheet, row, 1, name), write_cell(sheet, row, 2, text, _count(text))
        head.font = Font(bold=True)
        head.alignment = cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    _printed(sheet)


def _count(text: str) -> Decimal | None:
    return Decimal(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def _sheet(sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[list[_Cell]]) -> None:
    """A sheet with its head frozen and repeated on each printed page, and numbered rows."""
    for column, (name, wide) in enumerate(columns, 1):
        head = write_cell(sheet, 1, column, name)
        head.font, head.fill, head.border = Font(bold=True), _HEAD, _LINE
        head.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = wide
    number = 0
    for number, row in enumerate(rows, 1):
        cells = [_Cell(str(number), Decimal(number)), *row]
        for column in range(1, len(columns) + 1):
            given = cells[column - 1] if column <= len(cells) else _Cell("")
            cell = write_cell(sheet, number + 1, column, given.text[:_LONGEST], given.value)
            cell.border, cell.alignment = _LINE, Alignment(wrap_text=True, vertical="top")
    if not number:
        write_cell(sheet, 2, 1, "没有。 None.")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{number + 1}"
    sheet.print_title_rows = "1:1"
    _printed(sheet)


def _printed(sheet: Worksheet) -> None:
    """On A4 across, as wide as the page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _identity_row(finding: Finding) -> list[_Cell]:
    identity = finding.identity
    stated, result = identity.operands[0].value, worked_out(identity)
    return [
        _Cell("\n".join(finding.kind)),
        _Cell(finding.about),
        _Cell(equation_words(identity)),
        _Cell(f"{stated:f}", stated),
        _Cell("" if result is None else f"{result:f}", result),
        _Cell("" if identity.difference is None else f"{identity.difference:f}", identity.difference),
        _Cell(identity.operands[0].unit or ""),
        _Cell("\n".join(finding.reason)),
        _Cell("\n".join(_place(operand) for operand in finding.operands)),
        _Cell("、".join(dict.fromkeys(str(operand.line) for operand in finding.operands))),
    ]


def _place(operand: Standing) -> str:
    sentence = f"“{operand.sentence}”" if operand.sentence else ""
    return f"{operand.value}　{operand.name}　第 {operand.line} 行　{operand.path}{sentence}"


def _oddity_row(doubt: Doubt) -> list[_Cell]:
    return [
        _Cell("\n".join(doubt.kind)),
        _Cell("\n".join(doubt.question)),
        _Cell("\n".join(doubt.reason)),
        _Cell(doubt.path),
        _Cell(doubt.lines),
    ]
