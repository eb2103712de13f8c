"""Tables without data and without a note that says why, and headings with nothing below them."""

from __future__ import annotations

import itertools
import re

from index.lines import marker_of
from index.model import Disclosure, Oddity, Paragraph, Section, Table
from index.oddities.wording import oddity, paragraph_place, title_place
from index.vocabulary import SAYS_EMPTY

_HEADING_STYLES = ("part", "chapter", "bracket")
_TITLE = re.compile(r"^[^，。；：,;:]{2,30}$")


def tables_without_data(disclosure: Disclosure) -> list[Oddity]:
    """Tables with no value in any row that no note and no sentence of their section explains, one oddity each."""
    found = []
    for table in disclosure.tables:
        if _has_data(table) or _is_explained(disclosure, table):
            continue
        question = (f"“{table.title}”没有数据，是否应注明为空表？", "should a note say that this table is empty?")
        reason = ("表中没有数值，表下也没有说明", "the table holds no value and nothing below it says why")
        found.append(oddity("no_data", question, reason, title_place(disclosure, table, *table.header_spans[:1])))
    return found


def nothing_below(disclosure: Disclosure) -> list[Oddity]:
    """Numbered headings with nothing below them: titles that come before the next heading, or last of all."""
    filled = {table.section for table in disclosure.tables}
    shown = [paragraph for paragraph in disclosure.paragraphs if paragraph.kind not in ("contents", "page_number")]
    found = []
    for paragraph, following in itertools.zip_longest(shown, shown[1:]):
        section = disclosure.sections[paragraph.section]
        # A title without number is that of a page: what stands below the heading.
        ends = following is None or (following.kind == "heading" and marker_of(following.text) is not None)
        if ends and paragraph.kind == "body" and paragraph.section not in filled and _is_heading(paragraph, section):
            question = (f"“{paragraph.text}”下面没有内容，是否漏了？", "is something missing below this heading?")
            reason = ("标题之后直接是下一个标题或文末", "the next heading or the end of the text follows at once")
            found.append(oddity("nothing_below", question, reason, paragraph_place(disclosure, paragraph)))
    return found


def _has_data(table: Table) -> bool:
    """Whether any row has a value, or, in a table without values, anything but its first words."""
    values = [index for index, column in enumerate(table.columns) if column.kind == "value"]
    if values:
        return any(row.cells[index].text.strip() for row in table.rows for index in values)
    return any(row.kind == "item" and any(cell.text for cell in row.cells) for row in table.rows)


def _is_explained(disclosure: Disclosure, table: Table) -> bool:
    """Whether a note or a sentence of the table's own section says that it is empty."""
    below = [one for one in disclosure.paragraphs if one.section == table.section and one.kind == "body"]
    return any(SAYS_EMPTY.search(paragraph.text) for paragraph in (*table.notes, *below))


def _is_heading(paragraph: Paragraph, section: Section) -> bool:
    """Whether a paragraph is worded like a heading and has the number behind that of a heading it stands below."""
    marker = marker_of(paragraph.text)
    if marker is None or marker.style not in _HEADING_STYLES or not _TITLE.search(paragraph.text[marker.length :]):
        return False
    above = [other for title in section.path if (other := marker_of(title))]
    return any((other.style, other.value + 1) == (marker.style, marker.value) for other in above)
