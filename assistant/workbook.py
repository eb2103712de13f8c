"""Cells of a workbook: numbers as exact numbers, every text as a text, whatever it begins with."""

from __future__ import annotations

import re
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXACT_DIGITS = 15  # a workbook's numbers hold no more


def write_cell(sheet: Worksheet, row: int, column: int, text: str, value: Decimal | None = None) -> Cell:
    """A cell of the workbook: a value that it can hold exactly as a number, else a text, whatever that begins with.

    The number shows the decimals that `text` is written with.
    """
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if value is not None and len(value.as_tuple().digits) <= _EXACT_DIGITS:
        places = len(text.partition(".")[2])
        cell.value = value
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")
    elif text:
        cell.value = _ILLEGAL.sub("", text)
        cell.data_type = "s"  # a text that begins with = would be taken for a formula
    return cell
