"""The way to answer with all targets of one project: none of them stands for the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from assistant.composing.cite import spans_citation, text_citation
from assistant.composing.itemising import count_of, counted_head
from assistant.composing.sentences import fact_draft, inner, quoted, shown_value
from assistant.evidence.matching import coverage, pairs, share
from assistant.evidence.retrieve import Ranks
from assistant.library import Library, section_text
from assistant.model import Draft, Fact, Question
from assistant.question.normalise import canonical
from index.model import Figure, Row, Table

_ASKS_ALL = re.compile(
    r"(?:指标|目标值|考核(?:要求|内容|标准|项)?|绩效要求)(?:值)?(?:都|分别|各自|一共|总共|具体)?(?:有|是|包括|设|定)?(?:了)?"
    r"(?:哪些|哪几|什么|多少个|几个|几项|啥|怎么(?:定|设))|(?:哪些|哪几[个项]|什么|所有|全部|几个|几项|多少个|有关)的?"
    r"(?:绩效|考核|产出|效益|数量|质量|时效|成本|满意度|具体)*(?:指标|要求|目标值)|指标(?:都|全部)?(?:列|说)"
)
_ASKS_PURPOSE = re.compile(r"(?:做|干)什么用|用来|用途|目的|为了什么|图什么")
_GENERIC = re.compile(
    "绩效|考核|指标|目标值|目标|要求|项目|标准|内容|具体|所有|全部|列出|有哪些|有$|经费的|表$|设|分别|各自|都"
)
_KIND = re.compile("产出|数量|质量|时效|成本|效益|满意度|社会|经济|生态|可持续")
_ASKS_GOAL = re.compile(r"目标(?!值)")
_GOAL = re.compile(r"(?:绩效|年度|总体)?目标(?:内容)?\s*[：:]\s*(.{4,})", re.DOTALL)
_MOST = 20


def targets(question: Question, library: Library) -> Draft | None:
    """A table of all targets of the project that a question names, or of one kind of them."""
    if question.claims or question.relation or not _ASKS_ALL.search(question.normal):
        return None
    table = _project(question, library)
    if table is None:
        return None
    kinds = set(_KIND.findall(re.sub(re.escape(canonical(table.subject)), "", canonical(question.normal))))
    rows = [(row, figure) for row, figure in _rows(table, library) if kinds <= set(_KIND.findall(_kind(table, row)))]
    return _table(table, rows, library) if rows else None


def goal(question: Question, library: Library) -> Draft | None:
    """The goal of the project, or of the numbered area of the department's own targets, that is named exactly.

    A longer name that only begins alike is not it.
    """
    if question.claims or question.is_quantity or not _ASKS_GOAL.search(question.normal):
        return None
    name = canonical(_GENERIC.sub("", "".join(question.content)))
    for label in library.labels if len(name) > 1 else ():
        if _is_goal(label.fact) and label.fact.table is not None and canonical(label.fact.subject) == name:
            return fact_draft(question, library, [label.fact])
    for section in library.disclosure.sections[1:] if len(name) > 1 else ():
        found = [(each, _GOAL.match(each.text)) for each in section_text(library.disclosure, section.index)]
        for paragraph, match in found if canonical(section.title) == name else ():
            if match:
                citation = text_citation(library.disclosure, paragraph, match.start(1), match.end(1), 1)
                text = f"“{inner(section.title)}”的绩效目标是：{quoted(match.group(1))}[1]。"
                return Draft("answered", text, (citation,))
    return None


def purpose(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The goal of the project that a question names, where it asks what something is for."""
    del near
    table = _project(question, library, 0.45) if _ASKS_PURPOSE.search(question.normal) else None
    goals = [
        label.fact
        for label in library.labels
        if table is not None
        and label.fact.table == table.index
        and label.fact.row is None
        and label.fact.figure is None
    ]
    return fact_draft(question, library, goals[:1]) if goals else None


def _is_goal(fact: Fact) -> bool:
    """Whether a fact is a table's caption in words."""
    return fact.row is None and fact.figure is None


def _project(question: Question, library: Library, least: float = 0.8) -> Table | None:
    """The project whose name the question spells out well enough, and of which it names no single target."""
    pieces = (_KIND.sub(" ", _GENERIC.sub(" ", piece)) for piece in question.content)
    content = tuple(part for piece in pieces for part in piece.split())
    asked: frozenset[str] = frozenset().union(*map(pairs, content)) if content else frozenset()
    found = []
    for table in _of_targets(library):
        held = pairs(table.subject)
        spelled_out = canonical(table.subject) in canonical(question.normal)
        covered = 1.0 if spelled_out else coverage(content, ((held, 1.0),), library.weights)
        if covered > least:
            found.append((covered + 0.5 * share(asked, held, library.weights), -table.index, table))
    return max(found)[2] if found else None


@lru_cache(maxsize=16)
def _of_targets(library: Library) -> tuple[Table, ...]:
    """The tables of targets, one a project."""
    own = {figure.table for figure in library.disclosure.figures if figure.aspect == "target"}
    return tuple(table for table in library.disclosure.tables if table.subject and table.index in own)


def _rows(table: Table, library: Library) -> list[tuple[Row, Figure]]:
    """The rows of a project's table with their targets, in order."""
    first: dict[int | None, Figure] = {}
    for figure in library.disclosure.figures:
        if figure.table == table.index and figure.aspect == "target":
            first.setdefault(figure.row, figure)
    return [(row, first[row.index]) for row in table.rows if row.index in first]


def _kind(table: Table, row: Row) -> str:
    """The names of the groups that a row stands in."""
    labels = [cell.text for column, cell in zip(table.columns, row.cells, strict=True) if column.kind == "label"]
    return " ".join(labels[:-1])


def _table(table: Table, rows: list[tuple[Row, Figure]], library: Library) -> Draft:
    """The draft that lists targets with their values; `rows` are counted where there are several."""
    what = f"“{inner(table.subject)}”的指标"
    formula = count_of(what, [f"{number}:{figure.measure}" for number, (_, figure) in enumerate(rows)])
    head = f"{counted_head(formula, what, '项')}，指标值如下："
    lines = [f"| {_cell(figure.measure)} | {shown_value(figure)} |" for _, figure in rows[:_MOST]]
    spans = [*table.title_spans, *(span for row, _ in rows for cell in row.cells if cell.text for span in cell.spans)]
    citation = spans_citation(library.disclosure, table.section, spans, 1, None)
    text = "\n".join([head, "", "| 指标 | 指标值 |", "| --- | --- |", *lines])
    return Draft("answered", text, (citation,), tuple(figure for _, figure in rows), (formula,))


def _cell(text: str) -> str:
    return text.replace("|", "／")
