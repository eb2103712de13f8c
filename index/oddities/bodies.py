"""One body under two names: in tables that stand for each other, in the text, and in titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from index.model import Cell, Disclosure, Oddity, Place
from index.oddities.wording import oddity, within, wordings
from index.text import squeezed
from index.vocabulary import BODY_HEADERS, COMPILED_BY, CONNECTIVES, DISCLOSURE_FRAME

_PLACE_NAME = re.compile(r"^.*(?:省|(?<!城)市(?![场政])|(?<!社)区(?!域)|县(?!域)|旗|州)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+$")
_COMPILER = re.compile(COMPILED_BY.pattern + r"\s*([\u4e00-\u9fff]+)")
_LONG_CORE = 8


def bodies_in_tables(disclosure: Disclosure) -> list[Oddity]:
    """Bodies of subtotals that a table of bodies lists under a name with one or two characters more or less."""
    listed, owners = dict(_listed(disclosure)), dict(_owners(disclosure))
    found = []
    for owner, (cell, table) in owners.items():
        close = [name for name in listed if name not in owners and owner not in listed and _one_slip(name, owner)]
        if close:
            question = (f"“{owner}”与“{close[0]}”是否为同一单位？", "are these two names of one body?")
            reason = (
                "单位名单里没有前者，只差一两个字",
                "the list of bodies has only the other name, hardly different",
            )
            place = replace(_place(disclosure, table), spans=(*cell.spans, *listed[close[0]][0].spans))
            found.append(oddity("body_name", question, reason, place))
    return found


def misnamed_body(disclosure: Disclosure) -> list[Oddity]:
    """The department's own name with one character changed or left out, one oddity a spelling."""
    core = _core(disclosure.document.body)
    spellings = _spellings(core)
    if not spellings:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(spellings, key=len, reverse=True))))
    places: dict[str, list[Place]] = {}
    for wording in wordings(disclosure):
        for match in pattern.finditer(wording.text):
            places.setdefault(match.group(), []).append(within(disclosure, wording, *match.span()))
    found = []
    for spelling, all_places in places.items():
        place = replace(all_places[0], spans=tuple(span for one in all_places for span in one.spans))
        question = (f"“{spelling}”是否应为“{core}”？", "is this the department's own name?")
        reason = (f"共 {len(all_places)} 处，部门名称是“{disclosure.document.body}”", "its name is spelt so elsewhere")
        found.append(oddity("body_name", question, reason, place))
    return found


def misnamed_titles(disclosure: Disclosure) -> list[Oddity]:
    """Titles of the disclosure that give the department's name without the last of its places (市 for 市区)."""
    body = disclosure.document.body
    core = _core(body)
    places = body.removesuffix(core)
    found = []
    for wording in wordings(disclosure):
        title = squeezed(wording.text)
        if not wording.is_paragraph or not places or core not in title or len(title) > 60 or "。" in title:
            continue
        before = _CHINESE.search(title[: title.index(core)])
        stated = before.group() if before else ""
        if stated and stated != places and places.startswith(stated) and DISCLOSURE_FRAME.search(title):
            question = (f"标题中的“{stated}{core}”是否应为“{body}”？", "is this the department's own name?")
            reason = (f"部门名称是“{body}”", "a part of its name is missing in the title")
            found.append(oddity("body_name", question, reason, wording.place))
    return found


def misnamed_compilers(disclosure: Disclosure) -> list[Oddity]:
    """Lines that name who compiled a table (编制部门：…) with a name that slips from the department's own."""
    body = disclosure.document.body
    found = []
    for wording in wordings(disclosure):
        named = _COMPILER.match(wording.text) if wording.is_paragraph else None
        if named and not body.endswith(named.group(1)) and _one_slip(body, named.group(1)):
            question = (f"“{named.group(1)}”是否应为“{body}”？", "is this the department's own name?")
            reason = ("与部门名称只差一两个字", "it is hardly different from the department's name")
            found.append(oddity("body_name", question, reason, within(disclosure, wording, *named.span(1))))
    return found


def _listed(disclosure: Disclosure) -> Iterator[tuple[str, tuple[Cell, int]]]:
    """The bodies that tables list, with their cells and the table's index."""
    for table in disclosure.tables:
        for at, column in enumerate(table.columns):
            if column.path and column.path[-1] in BODY_HEADERS and column.kind == "label":
                for row in table.rows:
                    if row.kind == "item" and row.cells[at].text:
                        yield squeezed(row.cells[at].text), (row.cells[at], table.index)


def _owners(disclosure: Disclosure) -> Iterator[tuple[str, tuple[Cell, int]]]:
    """The bodies that subtotals belong to, with their cells and the table's index."""
    for table in disclosure.tables:
        for row in table.rows:
            if row.kind == "subtotal" and row.owner:
                yield row.owner, (next(cell for cell in row.cells if cell.text), table.index)


def _place(disclosure: Disclosure, table: int) -> Place:
    found = disclosure.tables[table]
    return Place(disclosure.sections[found.section].path, (), found.title)


def _one_slip(name: str, other: str) -> bool:
    """Whether two names differ by one or two characters put in at one place, or by one character."""
    changes = [step for step in Levenshtein.opcodes(name, other) if step.tag != "equal"]
    if len(changes) != 1:
        return False
    (change,) = changes
    longest = max(change.src_end - change.src_start, change.dest_end - change.dest_start)
    return longest == 1 if change.tag == "replace" else longest <= 2


def _core(body: str) -> str:
    """The name of a body without the places that it begins with: 规划和自然资源局."""
    return _PLACE_NAME.sub("", body)


def _spellings(core: str) -> set[str]:
    """How a name may be misspelt: with another connective, and a long one with any other character left out."""
    found: set[str] = set()
    for at in range(1, len(core) - 1):
        if core[at] in CONNECTIVES:
            found |= {core[:at] + other + core[at + 1 :] for other in CONNECTIVES}
        elif len(core) >= _LONG_CORE:
            found.add(core[:at] + core[at + 1 :])
    return found - {core}
