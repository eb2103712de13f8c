"""Counts that the text states against the things that it lists: in brackets, behind a colon, or numbered below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from index.amounts import amounts_in, is_money, rounded
from index.lines import marker_of
from index.model import Disclosure, Identity, Operand, Place, Row, Span, Table
from index.reconcile.equations import decimals, identity, in_unit, operand, written
from index.reconcile.naming import core
from index.reconcile.statements import Stated, stated_in
from index.text import half_width, squeezed, subspans
from index.vocabulary import PROJECT_NAME_HEADER, PROJECT_TABLE

_REASON = "文中的数量应与所列的项数一致 / the count stated is that of what is listed"
_LIST_BEHIND = re.compile(
    r"[^，。；、：:（）()]{0,14}[，,]?\s*(?:具体|分别)?(?:包括|是|为|有)\s*[:：]?\s*(?P<list>[^。；]+)[。；]?"
)
_LONGEST_ITEM = 40


def counts(disclosure: Disclosure) -> list[Identity]:
    """The identities between counts and lists in running text."""
    found = []
    for stated in stated_in(disclosure):
        if stated.figure.aspect != "count" or stated.figure.value is None:
            continue
        listed = _in_brackets(disclosure, stated) or _behind(disclosure, stated) or _numbered(disclosure, stated)
        listed = listed or _projects(disclosure, stated)
        total = operand(stated.figure)
        if listed and total:
            found.append(_counted(total, listed))
    return found


def _counted(total: Operand, listed: list[Operand]) -> Identity:
    """A count against the things listed; what is itself a number of things (4个支队) counts as that many."""
    whole = sum((item.value for item in listed), Decimal(0))
    singles = sum(item.value == 1 for item in listed)
    several = [f"{item.value:f}" for item in listed if item.value != 1]
    names = f"count({total.name})" if not several else str(singles)
    return identity("count", (total, *listed), f"{written(total)} = {' + '.join([names, *several])}", whole, _REASON)


def _in_brackets(disclosure: Disclosure, stated: Stated) -> list[Operand]:
    """The names before a count in its own brackets ((包括甲处、乙处2个处室), from 包括 or 包含 on."""
    text = disclosure.paragraphs[stated.paragraph].text
    opening = max(text.rfind("（", 0, stated.start), text.rfind("(", 0, stated.start))
    inside = text[opening + 1 : stated.start]
    if not re.match(r"[^、，。；0-9０-９（(]*[）)]", text[stated.end :]):
        return []  # a count among the things listed
    lead = re.match(r"\s*(?:主要)?(?:包括|包含|含|有)\s*[:：]?", inside)
    if opening < 0 or lead is None or re.search(r"[）)，。；]", inside):
        return []
    return _items(disclosure, stated, opening + 1 + lead.end(), stated.start)


def _behind(disclosure: Disclosure, stated: Stated) -> list[Operand]:
    """The names behind a count (共2家，包括：甲、乙。)."""
    text = disclosure.paragraphs[stated.paragraph].text
    match = _LIST_BEHIND.match(text, stated.end)
    if match is None or "、" not in match["list"] or re.search(r"等|[0-9]", match["list"]):
        return []
    return _items(disclosure, stated, match.start("list"), match.end("list"))


def _items(disclosure: Disclosure, stated: Stated, start: int, end: int) -> list[Operand]:
    """The items between two places of a paragraph, apart by 、; none where they are no plain names."""
    paragraph = disclosure.paragraphs[stated.paragraph]
    found = []
    for match in re.finditer(r"[^、]+", paragraph.text[start:end]):
        name = squeezed(match.group())
        spans = subspans(paragraph.spans, start + match.start(), start + match.end())
        if not name or len(name) > _LONGEST_ITEM or re.search(r"[，,。；]", name) or name.endswith("等"):
            return []
        found.append(_item(name, stated, spans))
    return found if len(found) > 1 else []


def _item(name: str, stated: Stated, spans: tuple[Span, ...]) -> Operand:
    inner = [amount for amount in amounts_in(half_width(name)) if amount.unit == stated.figure.unit]
    value = inner[0].value if inner and inner[0].start == 0 else Decimal(1)
    return Operand(value, stated.figure.unit, name, Place(stated.figure.place.section, spans))


def _numbered(disclosure: Disclosure, stated: Stated) -> list[Operand]:
    """The paragraphs numbered 1 to n below a heading that names what is counted, of the chapter that counts it."""
    home = disclosure.sections[disclosure.paragraphs[stated.paragraph].section]
    wanted = core(stated.figure.measure)
    for section in disclosure.sections:
        below = section.path[: len(home.path)] == home.path and len(section.path) == len(home.path) + 1
        if below and len(wanted) > 2 and core(section.title).endswith(wanted):
            return list(_numbered_in(disclosure, section.index, stated))
    return []


def _numbered_in(disclosure: Disclosure, section: int, stated: Stated) -> Iterator[Operand]:
    for paragraph in disclosure.paragraphs:
        marker = marker_of(paragraph.text)
        if paragraph.section == section and paragraph.kind == "body" and marker:
            name = squeezed(paragraph.text[marker.length :])
            yield Operand(
                Decimal(1), stated.figure.unit, name, Place(disclosure.sections[section].path, paragraph.spans)
            )


def _projects(disclosure: Disclosure, stated: Stated) -> list[Operand]:
    """The projects of the table whose whole amount the sentence of a count gives too (11个项目…涉及资金4133.05万元)."""
    text = disclosure.paragraphs[stated.paragraph].text
    if not re.match(r"\s*(?:部门)?(?:预算)?项目", text[stated.end :]):
        return []
    end = text.find("。", stated.end)
    funds = [
        other
        for other in stated_in(disclosure)
        if other.paragraph == stated.paragraph and stated.end <= other.start < (end if end >= 0 else len(text))
        if is_money(other.figure.unit)
    ]
    amount = operand(funds[0].figure) if len(funds) == 1 else None
    for table in disclosure.tables:
        if amount and PROJECT_TABLE.search(table.title) and _comes_to(disclosure, table, amount):
            return [item for row in table.rows if (item := _project(disclosure, table, row, stated))]
    return []


def _comes_to(disclosure: Disclosure, table: Table, amount: Operand) -> bool:
    """Whether a total of a table is an amount."""
    totals = {row.index for row in table.rows if row.kind == "total"}
    return any(
        rounded(in_unit(total, amount.unit), decimals(amount.value)) == amount.value
        for figure in disclosure.figures
        if figure.table == table.index and figure.row in totals and is_money(figure.unit)
        if (total := operand(figure))
    )


def _project(disclosure: Disclosure, table: Table, row: Row, stated: Stated) -> Operand | None:
    """A row of a table of projects as one project."""
    cells = zip(table.columns, row.cells, strict=True)
    named = next((cell for column, cell in cells if PROJECT_NAME_HEADER.search("".join(column.path[-1:]))), None)
    if row.kind != "item" or named is None or not named.text or named.filled:
        return None
    section = disclosure.sections[table.section].path
    return Operand(Decimal(1), stated.figure.unit, squeezed(named.text), Place(section, named.spans, table.title))
