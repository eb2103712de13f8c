"""Bodies as lists: those with or without rows in a table, those in brackets behind a body, names of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evidence.asking_rows import operation_of, without_operation
from assistant.evidence.facts import without_place
from assistant.evidence.listing import Item, Listing
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.rows import Record, figure_in, lists_bodies, main_column
from assistant.library import Library, is_short_for
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.understand import content_of
from assistant.vocabulary import BODY_SUFFIXES
from index.lines import marker_of
from index.model import Paragraph, Table

_HAVING = re.compile(
    r"(?:哪|有?几|多少)(?:个|些|几个|几家|家)?(?:下属|所属)?的?(?:单位|部门|机构)(?:是|都|今年|本年度?)?"
    r"(没有?|无|未)?(?:有|做|搞|安排|涉及|参与|买|要)*(?P<what>[^?？,，。]+)"
)
_BODY = rf"[\u4e00-\u9fff]{{2,30}}?(?:{'|'.join(sorted(BODY_SUFFIXES, key=len, reverse=True))}|段|校|库|馆|园)"
_BRACKET = re.compile(
    rf"^(?:[0-9]+[、.．])?\s*(?P<body>{_BODY})[（(](?:包含|包括|含|下设|下辖|由)(?P<list>[^（）()]+)[）)]"
)
_COUNTED = re.compile(r"(?:等)?[0-9０-９]+(?:个|家)(?P<kind>[\u4e00-\u9fff]{2,10})$")
_ASKS_BELOW = re.compile(r"(?:下面|底下|下设|下辖|下属|所属|包含|包括|含|带)")
_ASKS_WHICH_HAVE = re.compile(r"哪(?:几|些|一)?(?:家|个)?.{0,8}(?:下面|底下|还带|下设|下辖|包含|带着)")
_SHORTEST_LIST = 3


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A body with the bodies that the bracket behind its name lists, and what they are called together."""

    paragraph: Paragraph
    body: str
    kind: str
    names: tuple[str, ...]


def bodies_listed(question: Question, library: Library) -> Listing | None:
    """The bodies that a question lists or counts in one of these ways, or None."""
    operation = operation_of(question.normal)
    if operation not in ("list", "count"):
        return None
    return _with_rows(question, library) or _in_brackets(question, library) or _of_one_kind(question, library)


# --- bodies with rows in a table, and without ----------------------------------------------------------------------


def _with_rows(question: Question, library: Library) -> Listing | None:
    asked = _HAVING.search(question.normal)
    if asked is None:
        return None
    content = content_of(asked["what"], library.known)
    for table in library.disclosure.tables:
        owners = [row for row in table.rows if row.kind == "subtotal" and row.owner]
        covered = coverage(content, ((pairs(table.title), 1.0),), library.weights) if content else 0.0
        if owners and covered > 0.9:
            name = re.sub(r"预算$|表$|情况$", "", re.sub(r"^部门", "", table.title))
            return _without(library, table, name) if asked.group(1) else _with(library, table, name)
    return None


def _with(library: Library, table: Table, name: str) -> Listing | None:
    rows = [row for row in table.rows if row.kind == "subtotal" and row.owner]
    column = main_column(Record(table, rows[0], "", (), ()))
    index = table.columns.index(column) if column else 0
    items = [
        Item(
            row.owner or "",
            figure_in(library, Record(table, row, "", (), ()), column),
            (*row.cells[0].spans, *row.cells[index].spans),
        )
        for row in rows
    ]
    measure = next((item.figure.measure for item in items if item.figure), "")
    return Listing("list", table.section, tuple(items), f"有{name}的单位", "", measure, "家", table.title_spans)


def _without(library: Library, table: Table, name: str) -> Listing | None:
    """The bodies of the table of bodies that own no row of another table."""
    owners = [canonical(row.owner) for row in table.rows if row.kind == "subtotal" and row.owner]
    for bodies in library.disclosure.tables:
        if not lists_bodies(bodies):
            continue
        column = next(number for number, column in enumerate(bodies.columns) if column.kind == "label")
        cells = [row.cells[column] for row in bodies.rows if row.cells[column].text]
        exact = {canonical(cell.text) for cell in cells} & set(owners)
        others = [owner for owner in owners if owner not in exact]
        left = [cell for cell in cells if canonical(cell.text) not in exact]
        bare = [cell for cell in left if not any(_same_body(cell.text, owner) for owner in others)]
        items = tuple(Item(cell.text, None, cell.spans) for cell in bare)
        if items:
            what = f"{name}表中没有列出的单位" if not name.endswith("表") else f"{name}中没有列出的单位"
            return Listing("list", bodies.section, items, what, "", "", "家", bodies.title_spans)
    return None


def _same_body(one: str, other: str) -> bool:
    """Whether two names of bodies not in both lists are one body's: one shortens the other."""
    return is_short_for(canonical(one), other) or is_short_for(canonical(other), one)


# --- bodies in brackets behind a body ------------------------------------------------------------------------------


def _in_brackets(question: Question, library: Library) -> Listing | None:
    if not _ASKS_BELOW.search(question.normal):
        return None
    found = tuple(_brackets(library))
    normal = canonical(question.normal)
    kinds = {bracket.kind for bracket in found if bracket.kind and canonical(bracket.kind) in normal}
    if len(kinds) == 1 and _ASKS_WHICH_HAVE.search(question.normal):
        (kind,) = kinds
        having = [bracket for bracket in found if bracket.kind == kind]
        items = tuple(Item(bracket.body, None, bracket.paragraph.spans) for bracket in having)
        return Listing("list", having[0].paragraph.section, items, f"下面有{kind}的单位", "", "", "家")
    named = [bracket for bracket in found if canonical(without_place(bracket.body)) in normal]
    if len(named) != 1 or (named[0].kind and not kinds and not re.search("单位|机构", question.normal)):
        return None
    bracket = named[0]
    items = tuple(Item(name, None, ()) for name in bracket.names)
    what = f"“{bracket.body}”下的{bracket.kind or '单位'}"
    return Listing("list", bracket.paragraph.section, items, what, "", "", "家", bracket.paragraph.spans)


def _brackets(library: Library) -> Iterable[_Bracket]:
    for paragraph in library.disclosure.paragraphs:
        match = _BRACKET.match(paragraph.text) if paragraph.kind == "body" else None
        if match is None:
            continue
        listed = match["list"]
        counted = _COUNTED.search(listed)
        names = tuple(re.findall(r"[^、，和及]+", listed[: counted.start()] if counted else listed))
        yield _Bracket(paragraph, match["body"], counted["kind"] if counted else "", names)


# --- names of one kind ---------------------------------------------------------------------------------------------


def _of_one_kind(question: Question, library: Library) -> Listing | None:
    """The names of a list of the text that hold the words of the question in their order (某某庭: 某某第一庭)."""
    content = [piece for piece in content_of(without_operation(question), library.known) if len(piece) > 1]
    if len(content) != 1 or len(content[0]) < 3 or not content[0].endswith((*BODY_SUFFIXES, "庭")):
        return None
    for section in library.disclosure.sections:
        names = [
            (paragraph.text[length:].strip(), paragraph.spans)
            for paragraph in library.disclosure.paragraphs
            if paragraph.section == section.index and paragraph.kind == "body" and len(paragraph.text) < 25
            for marker in [marker_of(paragraph.text)]
            if marker is not None
            for length in [marker.length]
        ]
        held = [(name, spans) for name, spans in names if is_short_for(content[0], name)]
        if len(names) >= _SHORTEST_LIST and held:
            items = tuple(Item(name, None, spans) for name, spans in held)
            return Listing("count", section.index, items, f"名称为“{content[0]}”的机构", "", "", "个", section.spans)
    return None
