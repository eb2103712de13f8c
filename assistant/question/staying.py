"""A follow-up that names only an indicator or a column stays with the project of the turn before."""

from __future__ import annotations

import re

from assistant.evidence.facts import whose
from assistant.evidence.matching import Label, coverage, pairs, share
from assistant.library import Library
from assistant.model import Draft, Fact, Question
from assistant.question.normalise import normalised
from assistant.question.understand import understand
from assistant.working.sides import main_name
from index.amounts import is_money
from index.table_figures import clean_name

_LIMIT = re.compile(r"的?钱|封顶|顶多|最多|最少|至少|不能超过|要求")
_LISTS = re.compile(r"^(?:绩效|考核)?(?:指标|目标)(?:都|分别)?(?:有哪些|是什么|有什么|哪些)")
_COSTS = re.compile(r"^(?:要|得|该|一共|总共)?(?:花|用)?多少钱")
_SURE = 0.8
_WHOLE = 0.95


def in_its_project(bare: str, before: Draft, library: Library) -> str | None:
    """The follow-up asked of the project before, where that project has what it names."""
    project = _project_before(before, library)
    if not project:
        return None
    if _LISTS.search(bare):
        return f"{project}的绩效指标有哪些"
    if _COSTS.search(bare):
        return f"{project}{bare}"
    measures = _measures_named(bare, project, library)
    if not measures:
        return None
    return f"{project}的{measures[0]}是多少" if len(measures) == 1 else f"{project}的{bare}是多少"


def in_other_project(bare: str, fact: Fact, before: Question, library: Library) -> str | None:
    """What was asked of the project before, asked of the one that a few words now name; None where they name none.

    A measure that each project words its own way (…的满意度) is carried over in the words of the question before, or
    as the group of indicators in which it stands.
    """
    old, new = project_of(fact, library), _project_named(bare, library)
    if fact.figure is None or not new or new in ("", old) or not old:
        return None
    groups = [re.sub("指标$", "", clean_name(name)) for name in fact.figure.place.row[-2:-1]]
    for words in (_without_name(normalised(before.text), old), fact.measure, *groups):
        measures = _measures_named(words, new, library) if words else []
        if len(measures) == 1:
            return f"{new}的{measures[0]}是多少"
    return f"{new}的{fact.measure}是多少"


def _measures_named(bare: str, project: str, library: Library) -> list[str]:
    """The measures of a project that a few words name best, where any does well enough."""
    content = understand(_LIMIT.sub("", bare), library.disclosure.document.year, library.words).content
    if not content:
        return []
    own = [label for label in library.labels if label.fact.figure and project_of(label.fact, library) == project]
    money = [label for label in own if label.fact.figure and is_money(label.fact.figure.unit)]
    wanted = money if "钱" in bare and money else own
    fits = [(coverage(content, ((label.own, 1.0), (label.near, 0.9)), library.weights), label) for label in wanted]
    best = max((fit for fit, _ in fits), default=0.0)
    if best < _SURE:
        return []
    return list(dict.fromkeys(_measure(label) for fit, label in fits if fit > best - 0.01))


def _project_named(bare: str, library: Library) -> str:
    """The one project whose name holds all of a few words; empty where none does, or several do alike."""
    content = understand(bare, library.disclosure.document.year, library.words).content
    asked: frozenset[str] = frozenset().union(*map(pairs, content)) if content else frozenset()
    fits = {
        table.subject: share(asked, pairs(table.subject), library.weights)
        for table in library.disclosure.tables
        if table.subject and asked and coverage(content, ((pairs(table.subject), 1.0),), library.weights) > _WHOLE
    }
    best = [name for name, fit in fits.items() if fit == max(fits.values())]
    return clean_name(best[0]) if len(best) == 1 else ""


def _without_name(words: str, name: str) -> str:
    """Words without the characters that stand in a pair of characters of a name."""
    held = pairs(name)
    kept = (
        character
        for place, character in enumerate(words)
        if words[place : place + 2] not in held and (not place or words[place - 1 : place + 1] not in held)
    )
    return "".join(kept)


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
