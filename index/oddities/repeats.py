"""What stands several times: one indicator's name in a table, or a table's goal and rows under two titles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace

from rapidfuzz import fuzz

from index.model import Disclosure, Oddity, Table
from index.oddities.indicators import Indicator, target_tables
from index.oddities.wording import numbered_title, oddity, title_place
from index.text import year_in

_ALIKE = 95
_MARKS = re.compile(r"[\W_]+")


def repeated_indicators(disclosure: Disclosure) -> list[Oddity]:
    """Tables that give one indicator's name to several rows, one oddity a name."""
    found = []
    for _, indicators in target_tables(disclosure):
        counts = Counter(indicator.name for indicator in indicators)
        for name, count in counts.items():
            if count > 1:
                found.append(_repeated([one for one in indicators if one.name == name]))
    return found


def twin_tables(disclosure: Disclosure) -> list[Oddity]:
    """Tables of targets whose goal and rows are those of a table before them, one oddity each."""
    alike: dict[tuple[tuple[str, ...], ...], list[Table]] = defaultdict(list)
    found = []
    for table, indicators in target_tables(disclosure):
        rows = tuple((one.group, one.name, one.description, one.value) for one in indicators)
        twins = [other for other in alike[rows] if _same_goal(table, other) and _same_year(table, other)]
        if twins:
            found.append(_twin(disclosure, table, twins[0]))
        else:
            alike[rows].append(table)
    return found


def _repeated(rows: list[Indicator]) -> Oddity:
    groups = "、".join(dict.fromkeys(one.group for one in rows))
    question = (
        f"“{rows[0].name}”在同一张表里写了 {len(rows)} 次，是否应各写各的指标？",
        "should each be its own indicator?",
    )
    reason = (f"同名指标列在{groups}下", f"one name stands in {len(rows)} rows of the table")
    place = replace(rows[0].name_place, spans=tuple(span for one in rows for span in one.name_place.spans))
    return oddity("repeated_indicator", question, reason, place)


def _same_goal(table: Table, other: Table) -> bool:
    """Whether the goals are the same but for a few characters; what differs in a number differs."""
    goal, other_goal = _goal(table), _goal(other)
    same_numbers = re.findall(r"[0-9]+", goal) == re.findall(r"[0-9]+", other_goal)
    return bool(goal) and same_numbers and fuzz.ratio(goal, other_goal) >= _ALIKE


def _same_year(table: Table, other: Table) -> bool:
    """Whether two titles may be of one year: a project may lawfully come again each year."""
    year, other_year = year_in(table.title), year_in(other.title)
    return year == other_year or not (year and other_year)


def _goal(table: Table) -> str:
    return _MARKS.sub("", "".join(cell.text for _, cell in table.captions))


def _twin(disclosure: Disclosure, table: Table, first: Table) -> Oddity:
    own, other = numbered_title(disclosure, table), numbered_title(disclosure, first)
    question = (
        f"“{own}”与“{other}”是否重复，或是照抄未改？",
        "are these two tables one, or one copied from the other?",
    )
    reason = ("两张表的绩效目标和全部指标相同", "both have the same goal and the same rows")
    return oddity("twin_tables", question, reason, title_place(disclosure, table, *first.title_spans))
