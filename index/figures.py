"""Sections and tables to figures, and every numeral of the source to its class."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from index.amounts import amounts_in, ends_in_amount, whole_amount
from index.model import (
    Amount,
    Aspect,
    Cell,
    Column,
    Document,
    Figure,
    Numeral,
    NumeralClass,
    Paragraph,
    Place,
    Row,
    Section,
    Span,
    Table,
)
from index.numerals import claims, classified, page_claims
from index.outline import Outline, marker_of
from index.prose import Statement, sentence_of, statements_in
from index.tables import is_target_table, segments
from index.text import half_width, squeezed, subspans
from index.vocabulary import (
    ACCOUNT_HEADERS,
    COUNT_HEADER,
    COUNT_UNITS,
    GENERIC_TITLE,
    GENERIC_VALUE_HEADERS,
    ORDER_HEADERS,
    SUBTOTAL_SUFFIX,
    TARGET_HEADER,
    TARGET_LIST_LABEL,
    UNIT_HEADER,
)

_UNIT_IN_NAME = re.compile(r"[（(][^（）()]*?(亿元|万元|千元|元)[^（）()]*[）)]")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_UNITS_ONLY = re.compile(rf"[（(](?:{'|'.join(COUNT_UNITS)}|[、，,/])+[）)]$")
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_ROW_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[0-9]+[、.．]|其中[：:])\s*")
_ACCOUNT = re.compile(r"(?:预算|决算)数?$")
_TITLE_FRAME = re.compile(r"^(?:附?表[0-9]+)?(?:20[0-9]{2}年度?(?:部门|单位)?)?|(?:明细|总)?表$")
_CODE = re.compile(r"[0-9A-Za-z]")
_TOPIC = re.compile(r"^[^。，；]{4,70}。")


@dataclass(slots=True)
class _Collected:
    """Figures and claimed spans as they are found."""

    document: Document
    figures: list[Figure] = field(default_factory=list)
    claimed: list[tuple[Span, NumeralClass]] = field(default_factory=list)

    def claim(self, text_spans: tuple[Span, ...], start: int, end: int, numeral_class: NumeralClass) -> None:
        self.claimed.extend((span, numeral_class) for span in subspans(text_spans, start, end))


def figures(
    document: Document, outline: Outline, tables: tuple[Table, ...]
) -> tuple[tuple[Figure, ...], tuple[Numeral, ...]]:
    """The figures of a document in the order of the source, and every numeral with its class."""
    collected = _Collected(document)
    in_target_list = -1
    topic = ""
    for block in outline.blocks:
        if not isinstance(block, Paragraph):
            continue
        topic = _topic(block, topic)
        section = outline.sections[block.section]
        if TARGET_LIST_LABEL.match(squeezed(block.text)):
            in_target_list = block.section
        if block.section == in_target_list and _is_target(block.text):
            _target_line(collected, block, section)
        else:
            _paragraph(collected, block, section, topic)
    for table in tables:
        _table(collected, table, outline.sections[table.section])
    ordered = sorted(collected.figures, key=lambda figure: figure.place.spans[0])
    return tuple(ordered), classified(document.text, collected.claimed)


def subject_of(section: Section, document: Document) -> str:
    """Whose the figures below a heading are: what the heading names, or the department where it names a topic."""
    if section.level and not GENERIC_TITLE.search(section.title):
        return _BRACKETS.sub("", section.title).strip()
    return document.body


def figure_id(document: Document, spans: tuple[Span, ...]) -> str:
    """An id that stays the same over rebuilds: the document's id and the figure's place."""
    return f"{document.id}:{spans[0][0]}-{spans[-1][1]}"


# --- running text ----------------------------------------------------------------------------------------------


def _paragraph(collected: _Collected, paragraph: Paragraph, section: Section, topic: str) -> None:
    """The figures of a paragraph, of the item it opens with or goes on with, else of what its heading names."""
    claimed = claims(paragraph.text)
    if paragraph.kind in ("contents", "page_number"):
        claimed += page_claims(paragraph.text)
    for start, end, numeral_class in claimed:
        collected.claim(paragraph.spans, start, end, numeral_class)
    if paragraph.kind in ("contents", "page_number", "unit"):
        return
    subject = topic or subject_of(section, collected.document)
    _statements(collected, paragraph.text, paragraph.spans, Place(section.path, paragraph.spans), subject)


def _topic(paragraph: Paragraph, above: str) -> str:
    """The item that a numbered paragraph opens with as a sentence of its own (1、…行政单位离退休（项）。主要用于…).

    A paragraph without a number goes on with the item `above` it.
    """
    if paragraph.kind != "body":
        return ""
    marker = marker_of(paragraph.text)
    if marker is None:
        return above
    match = _TOPIC.match(paragraph.text[marker.length :])
    topic = squeezed(match.group()).rstrip("。") if match else ""
    return "" if amounts_in(topic) or topic.endswith(("情况", "说明")) else topic


def _statements(collected: _Collected, text: str, spans: tuple[Span, ...], place: Place, subject: str) -> None:
    """The figures of a running text, each with the total it is part of."""
    found = statements_in(text, claims(text), collected.document.body)
    ids = [figure_id(collected.document, subspans(spans, item.amount.start, item.amount.end)) for item in found]
    for number, item in enumerate(found):
        own = subspans(spans, item.amount.start, item.amount.end)
        collected.claim(spans, item.amount.start, item.amount.end, "figure")
        left, right = sentence_of(text, item.amount.start, item.amount.end)
        period = _period(item, collected.document, text[left:right])
        collected.figures.append(
            Figure(
                id=ids[number],
                document=collected.document.id,
                value=item.value,
                raw=item.amount.raw,
                unit=item.amount.unit,
                comparator=item.amount.comparator,
                measure=item.measure,
                subject=subject,
                period=period,
                aspect="stock" if item.aspect == "amount" and period and "-" in period else item.aspect,
                part_of=ids[item.part_of] if item.part_of is not None else None,
                context=text[left:right].strip(),
                place=replace(place, spans=own),
            )
        )


def _period(item: Statement, document: Document, sentence: str) -> str | None:
    """The year or day of a statement: its own, or that of its sentence, or the document's year."""
    year = document.year
    written = half_width(item.period or "")
    day = re.search(r"(20[0-9]{2})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日", written + " " + half_width(sentence))
    if day and re.search(r"截[至止]", sentence):
        return "{}-{:0>2}-{:0>2}".format(*day.groups())
    stated = re.search(r"(20[0-9]{2})(.*)", written)
    if stated:
        return stated.group(1) + ("-12-31" if stated.group(2).endswith(("末", "底")) else "")
    if year is None:
        return None
    if re.search(r"(?:上年|去年)(?:期|年)?末", written or sentence):
        return f"{year - 1}-12-31"
    return str(year - 1) if written.startswith(("上年", "去年")) else str(year)


def _is_target(text: str) -> bool:
    return ends_in_amount(text) and bool(amounts_in(text)) and not marker_of(text)


def _target_line(collected: _Collected, paragraph: Paragraph, section: Section) -> None:
    """A bulleted target (档案资料完好率 ≥90%): the last quantity is its value, what stands before it its measure."""
    for start, end, numeral_class in claims(paragraph.text):
        collected.claim(paragraph.spans, start, end, numeral_class)
    found = amounts_in(paragraph.text)
    last = found[-1]
    for amount in found:
        collected.claim(paragraph.spans, amount.start, amount.end, "figure")
    own = subspans(paragraph.spans, last.start, last.end)
    collected.figures.append(
        Figure(
            id=figure_id(collected.document, own),
            document=collected.document.id,
            value=last.value,
            raw=last.raw,
            unit=last.unit,
            comparator=last.comparator,
            measure=squeezed(paragraph.text[: last.start].rstrip(" $")),
            subject=_BRACKETS.sub("", section.title),
            period=str(collected.document.year) if collected.document.year else None,
            aspect="target",
            part_of=None,
            context=paragraph.text,
            place=Place(section.path, own),
        )
    )


# --- tables ----------------------------------------------------------------------------------------------------


def _table(collected: _Collected, table: Table, section: Section) -> None:
    _claim_beside_values(collected, table)
    place = Place(section.path, (), table.title)
    subject = table.subject or collected.document.body
    for label, cell in table.captions:
        _statements(collected, cell.text, cell.spans, replace(place, row=(label.text,)), subject)
    totals: dict[tuple[int, str], str] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if not cell.text or cell.filled:
                continue
            if column.kind == "value":
                _value_cell(collected, table, row, column, cell, place, totals)
            elif column.kind != "code":
                _statements(collected, cell.text, cell.spans, replace(place, row=row_path(table, row)), subject)


def _claim_beside_values(collected: _Collected, table: Table) -> None:
    """Claim the dates and numbering in a table's words, its codes, and the numbers of its rows and columns."""
    for cell in _texts_beside_values(collected.document, table):
        for start, end, numeral_class in claims(cell.text):
            collected.claim(cell.spans, start, end, numeral_class)
    for start, end in table.repeated_header_spans:
        if collected.document.text[start:end].isdigit():  # 栏次 1 2 3
            collected.claim(((start, end),), 0, end - start, "structure")
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if column.kind == "code":
                order: NumeralClass = "structure" if set(column.path[-1:]) & ORDER_HEADERS else "identifier"
                collected.claim(cell.spans, 0, len(cell.text), order)


def _texts_beside_values(document: Document, table: Table) -> list[Cell]:
    """Headers, captions, and the cells that are no values: places where dates and numbering stand."""
    headers = [Cell(document.text[start:end], ((start, end),)) for start, end in table.header_spans]
    repeated = [Cell(document.text[start:end], ((start, end),)) for start, end in table.repeated_header_spans]
    captions = [cell for _, cell in table.captions]
    others = [
        cell
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if column.kind in ("label", "text") or (column.kind == "value" and not whole_amount(cell.text))
    ]
    return [cell for cell in (*headers, *repeated, *captions, *others) if cell.text]


def row_path(table: Table, row: Row, column: Column | None = None) -> tuple[str, ...]:
    """The names of a row: its label cells, of the half of the table that the column is in."""
    if column is None:
        return _labels(table, row, {other.index for other in table.columns})
    groups = [{other.index for other in group} for group in segments(table.columns)]
    names = _labels(table, row, next(group for group in groups if column.index in group))
    return names or _labels(table, row, {other.index for other in table.columns if other.index < column.index})[-1:]


def owned_path(row: Row, path: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a row below the unit that owns it, where a subtotal row says so."""
    return (row.owner, *path) if row.owner and row.kind == "item" else path


def _labels(table: Table, row: Row, columns: set[int]) -> tuple[str, ...]:
    """The label cells of a row in some columns, and words in a code's place, where a total has no code (合计)."""
    return tuple(
        squeezed(cell.text)
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.text
        and column.index in columns
        and (column.kind == "label" or (column.kind == "code" and not _CODE.search(cell.text)))
    )


def _value_cell(
    collected: _Collected,
    table: Table,
    row: Row,
    column: Column,
    cell: Cell,
    place: Place,
    totals: dict[tuple[int, str], str],
) -> None:
    amount = whole_amount(cell.text)
    own = subspans(cell.spans, amount.start, amount.end) if amount else cell.spans
    identifier = figure_id(collected.document, own)
    if amount:
        collected.claim(cell.spans, 0, len(cell.text), "figure")
    else:
        _claim_amounts(collected, cell)
    path = row_path(table, row, column)
    measure, subject = _measure_and_subject(collected.document, table, row, column, path)
    collected.figures.append(
        Figure(
            id=identifier,
            document=collected.document.id,
            value=amount.value if amount else None,
            raw=amount.raw if amount else cell.text,
            unit=_unit(table, row, column, amount),
            comparator=amount.comparator if amount else "",
            measure=measure,
            subject=subject,
            period=_column_period(column) or table.period,
            aspect=_aspect(table, column),
            part_of=_total_of(row, column, identifier, totals),
            context=_context(row),
            place=replace(place, spans=own, row=owned_path(row, path), column=column.path),
            table=table.index,
            row=row.index,
            column=column.index,
        )
    )


def _claim_amounts(collected: _Collected, cell: Cell) -> None:
    taken = claims(cell.text)
    for item in statements_in(cell.text, taken):
        collected.claim(cell.spans, item.amount.start, item.amount.end, "figure")


def _measure_and_subject(
    document: Document, table: Table, row: Row, column: Column, path: tuple[str, ...]
) -> tuple[str, str]:
    """What a cell counts and whose it is.

    A target counts its indicator, of the table's project. Where the column only says 金额 or 合计, the row's own name
    is counted, for the department; else the column's name is counted, for the row. A total that only says 合计 is
    one of what the table's title names. Where 预算数 and 决算数 stand side by side, the measure says which.
    """
    names = [clean_name(name) for name in path]
    if is_target_table(table):
        return clean_name((table.title, *column.path, *names)[-1]), table.subject or document.body
    own = [_measure_name(name) for name in column.path if clean_name(name) not in GENERIC_VALUE_HEADERS]
    leaf = _measure_name(column.path[-1]) if column.path else ""
    if leaf not in GENERIC_VALUE_HEADERS and leaf:
        measure = leaf
    elif own and len(segments(table.columns)) == 1:
        measure = own[-1]
    else:
        return _row_measure(document, table, own, names, leaf), " ".join(dict.fromkeys(names[:-1])) or document.body
    measure = _in_account(table, measure, leaf)
    if row.kind == "total" or not names:
        return measure, document.body
    if row.kind == "subtotal":
        return measure, row.owner or names[-1].removesuffix(SUBTOTAL_SUFFIX) or document.body
    return measure, " ".join(dict.fromkeys(names))


def _row_measure(document: Document, table: Table, own: list[str], names: list[str], leaf: str) -> str:
    """What a row counts under a column that only says 金额: its own name, 收入总计, or what the table counts."""
    if names and names[-1] not in GENERIC_VALUE_HEADERS:
        return _in_account(table, names[-1], leaf)
    if own:
        return _in_account(table, own[-1] + "".join(names[-1:]), leaf)
    return _in_account(table, _bare_title(table, document), leaf)


def _in_account(table: Table, measure: str, leaf: str) -> str:
    """A measure with the account that its column gives (预算数, 决算数), where the table has several."""
    accounts = {column.path[-1] for column in table.columns if column.path} & ACCOUNT_HEADERS
    return _ACCOUNT.sub("", measure) + leaf if leaf in accounts and len(accounts) > 1 else measure


def _bare_title(table: Table, document: Document) -> str:
    """What a table's title counts (2018年度某某局收入预算总表: 收入预算)."""
    bare = clean_name(table.title).replace(squeezed(document.body), "")
    return _TITLE_FRAME.sub("", bare) or bare or table.title


def clean_name(name: str) -> str:
    """A row's name without its number, its unit in brackets and quotation marks."""
    bare = _ROW_NUMBER.sub("", re.sub(r"[“”\"]", "", squeezed(name)))
    return _UNITS_ONLY.sub("", _UNIT_IN_NAME.sub("", bare)) or bare


def _measure_name(name: str) -> str:
    """A column's name without its unit and a remark in brackets behind it."""
    bare = clean_name(name)
    return _REMARK.sub("", bare) or bare


def _unit(table: Table, row: Row, column: Column, amount: Amount | None) -> str | None:
    if amount and amount.unit:
        return amount.unit
    if amount is None or is_target_table(table):
        return None
    stated = _UNIT_IN_NAME.search("".join(column.path))
    if stated:
        return stated.group(1)
    if column.path and COUNT_HEADER.search(column.path[-1]):
        cells = zip(table.columns, row.cells, strict=True)
        measures = [cell.text for other, cell in cells if other.path and UNIT_HEADER.match(other.path[-1])]
        return measures[0] if measures and measures[0] else None
    return table.unit


def _aspect(table: Table, column: Column) -> Aspect:
    if is_target_table(table) and TARGET_HEADER in column.path:
        return "target"
    if column.path and COUNT_HEADER.search(column.path[-1]):
        return "count"
    return "stock" if table.period and "-" in table.period else "amount"


def _column_period(column: Column) -> str | None:
    match = re.search(r"(20[0-9]{2})\s*年", "".join(column.path))
    return match.group(1) if match else None


def _total_of(row: Row, column: Column, identifier: str, totals: dict[tuple[int, str], str]) -> str | None:
    """The id of the subtotal or total above a cell, remembered as the rows go by."""
    if row.kind == "total":
        totals[(column.index, "")] = identifier
        return None
    if row.kind == "subtotal":
        if row.owner:
            totals[(column.index, row.owner)] = identifier
        return totals.get((column.index, ""))
    return totals.get((column.index, row.owner)) if row.owner else None


def _context(row: Row) -> str:
    return " ".join(squeezed(cell.text) for cell in row.cells if cell.text)
