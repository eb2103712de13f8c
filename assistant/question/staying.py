"""A follow-up that names only an indicator or a column stays with the project of the turn before."""

from __future__ import annotations

import re

from assistant.evidence.facts import whose
from assistant.evidence.matching import Label, coverage
from assistant.library import Library
from assistant.model import Draft, Fact
from assistant.question.understand import understand
from assistant.working.sides import main_name
from index.amounts import is_money
from index.table_figures import clean_name

_LIMIT = re.compile(r"的?钱|封顶|顶多|最多|最少|至少|不能超过|要求")
_LISTS = re.compile(r"^(?:绩效|考核)?(?:指标|目标)(?:都|分别)?(?:有哪些|是什么|有什么|哪些)")
_COSTS = re.compile(r"^(?:要|得|该|一共|总共)?(?:花|用)?多少钱")
_SURE = 0.8


def in_its_project(bare: str, before: Draft, library: Library) -> str | None:
    """The follow-up asked of the project before, where that project has what it names."""
    project = _project_before(before, library)
    if not project:
        return None
    if _LISTS.search(bare):
        return f"{project}的绩效指标有哪些"
    if _COSTS.search(bare):
        return f"{project}{bare}"
    content = understand(_LIMIT.sub("", bare), library.disclosure.document.year, library.words).content
    if not content:
        return None
    own = [label for label in library.labels if label.fact.figure and project_of(label.fact, library) == project]
    money = [label for label in own if label.fact.figure and is_money(label.fact.figure.unit)]
    wanted = money if "钱" in bare and money else own
    fits = [(coverage(content, ((label.own, 1.0), (label.near, 0.9)), library.weights), label) for label in wanted]
    best = max((fit for fit, _ in fits), default=0.0)
    if best < _SURE:
        return None
    measures = dict.fromkeys(_measure(label) for fit, label in fits if fit > best - 0.01)
    return f"{project}的{next(iter(measures))}是多少" if len(measures) == 1 else f"{project}的{bare}是多少"


def project_of(fact: Fact, library: Library) -> str:
    """The project or item that a fact is of, by the name that people know it by; empty for the department itself."""
    if fact.subject == library.body:
        return ""
    table = library.disclosure.tables[fact.table] if fact.table is not None else None
    if table is not None and table.subject:
        return clean_name(table.subject)
    return clean_name(main_name(fact.figure, whose(fact.figure))) if fact.figure else ""


def _project_before(before: Draft, library: Library) -> str:
    """The project that the turn before was about: of its fact, or of all the figures that it named."""
    if before.about is not None:
        return project_of(before.about, library)
    facts = {label.fact.figure: label.fact for label in library.labels if label.fact.figure in before.figures}
    projects = {project_of(fact, library) for fact in facts.values()}
    return projects.pop() if len(projects) == 1 else ""


def _measure(label: Label) -> str:
    return clean_name(label.fact.measure)
