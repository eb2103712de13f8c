"""Running text and tables to figures, and every numeral of the source to its class."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from index.amounts import amounts_in, ends_in_amount
from index.lines import marker_of
from index.model import Document, Figure, Numeral, Paragraph, Place, Section, Span, Table
from index.numerals import Claim, Claimed, claimed_spans, claims, classified, page_claims
from index.outline import Outline
from index.prose import Statement, sentence_of, statements_in
from index.table_figures import table_claims, table_figures, worded_cells
from index.text import day_in, figure_id, half_width, squeezed, subspans
from index.vocabulary import GENERIC_TITLE, TARGET_LIST_LABEL

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")
"""A bracket behind a name (挂…牌子); one inside it is part of it (消防（人防）处)."""
_OPENING = re.compile(
    r"^(?:[0-9０-９]{1,2}[、.．]|[（(][一二三四五六七八九十]+[）)])?\s*([^。，；]{2,20}(?:情况|说明)。)"
)
_TOPIC = re.compile(r"^[^。，；]{4,70}。")


@dataclass(slots=True)
class _Collected:
    """Figures and claimed spans as they are found."""

    document: Document
    figures: list[Figure] = field(default_factory=list)
    claimed: list[Claimed] = field(default_factory=list)

    def claim(self, spans: tuple[Span, ...], found: list[Claim]) -> None:
        self.claimed += claimed_spans(spans, found)


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
        return _BRACKETS.sub("", section.title.strip())
    return document.body


def _paragraph(collected: _Collected, paragraph: Paragraph, section: Section, topic: str) -> None:
    """The figures of a paragraph, of the item it opens with or goes on with, else of what its heading names."""
    collected.claim(paragraph.spans, claims(paragraph.text))
    if paragraph.kind in ("contents", "page_number"):
        collected.claim(paragraph.spans, page_claims(paragraph.text))
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


def _is_target(text: str) -> bool:
    return ends_in_amount(text) and bool(amounts_in(text)) and not marker_of(text)


def _target_line(collected: _Collected, paragraph: Paragraph, section: Section) -> None:
    """A bulleted target (档案资料完好率 ≥90%): the last quantity is its value, what stands before it its measure."""
    collected.claim(paragraph.spans, claims(paragraph.text))
    found = amounts_in(paragraph.text)
    last = found[-1]
    collected.claim(paragraph.spans, [(amount.start, amount.end, "figure") for amount in found])
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
            subject=_BRACKETS.sub("", section.title.strip()),
            period=str(collected.document.year) if collected.document.year else None,
            aspect="target",
            part_of=None,
            context=paragraph.text,
            place=Place(section.path, own),
        )
    )


def _table(collected: _Collected, table: Table, section: Section) -> None:
    """The figures of a table's value cells, and those that its other cells state in words."""
    collected.claimed += table_claims(collected.document, table)
    collected.figures += table_figures(collected.document, table, section)
    subject = table.subject or collected.document.body
    for cell, names in worded_cells(table):
        _statements(collected, cell.text, cell.spans, Place(section.path, (), table.title, names), subject)


def _statements(collected: _Collected, text: str, spans: tuple[Span, ...], place: Place, subject: str) -> None:
    """The figures of a running text, each with the total it is part of."""
    found = statements_in(text, claims(text), collected.document.body)
    collected.claim(spans, [(item.amount.start, item.amount.end, "figure") for item in found])
    ids = [figure_id(collected.document, subspans(spans, item.amount.start, item.amount.end)) for item in found]
    for number, item in enumerate(found):
        own = subspans(spans, item.amount.start, item.amount.end)
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
                context=_context(text, left, right),
                place=replace(place, spans=own),
            )
        )


def _context(text: str, start: int, end: int) -> str:
    """A sentence, behind the short title that its paragraph opens with (机关运行经费情况。)."""
    opening = _OPENING.match(text)
    title = opening.group(1) if opening and opening.end() <= start else ""
    return f"{title} {text[start:end].strip()}".strip()


def _period(item: Statement, document: Document, sentence: str) -> str | None:
    """The year or day of a statement: its own, or that of its sentence, or the document's year."""
    year = document.year
    written = half_width(item.period or "")
    day = day_in(written + " " + half_width(sentence))
    if day and re.search(r"截[至止]", sentence):
        return day
    stated = re.search(r"(20[0-9]{2})(.*)", written)
    if stated:
        return stated.group(1) + ("-12-31" if stated.group(2).endswith(("末", "底")) else "")
    if year is None:
        return None
    if re.search(r"(?:上年|去年)(?:期|年)?末", written or sentence):
        return f"{year - 1}-12-31"
    return str(year - 1) if written.startswith(("上年", "去年")) else str(year)
