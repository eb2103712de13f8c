"""Questions for the money of a project with performance targets and no stated amount: only the amount is missing."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.sentences import REFUSED, fact_draft, inner
from assistant.evidence.matching import coverage, pairs, share
from assistant.library import Library
from assistant.model import Draft, Fact, Question
from assistant.question.normalise import canonical
from assistant.question.understand import content_of
from assistant.vocabulary import MONEY_WORDS

_COVERED = 0.95
_NAMED = 0.6
_SHORTEST_GOAL = 4


def without_amount(question: Question, library: Library) -> Draft | None:
    """The refusal that names the amount as what is missing, with the project's goal or else its first target."""
    asks_money = question.wants_money or bool(MONEY_WORDS.search(question.normal))
    if question.asked not in ("value", "text") or question.claims or not asks_money:
        return None
    fact = _told(_project(question, library), library)
    if fact is None or fact.subject == library.body:
        return None
    draft = fact_draft(question, library, [fact])
    head = f"{REFUSED}“{inner(_name(fact))}”的金额，只公开了它的绩效目标。"
    return replace(draft, outcome="not_disclosed", text=f"{head}{draft.text}")


def _project(question: Question, library: Library) -> str:
    """The project whose name, and nothing else but words of money, a question holds; empty where there is none."""
    spelled_out = [name for name in _projects(library) if _is_alone(name, question, library)]
    if spelled_out:
        return max(spelled_out, key=len)
    pieces = (MONEY_WORDS.sub(" ", piece) for piece in question.content)
    content = tuple(part for piece in pieces for part in piece.split())
    asked: frozenset[str] = frozenset().union(*map(pairs, content)) if content else frozenset()
    found = [
        (share(asked, pairs(name), library.weights), name)
        for name in _projects(library)
        if asked and coverage(content, ((pairs(name), 1.0),), library.weights) > _COVERED
    ]
    named, name = max(found, default=(0.0, ""))
    return name if named > _NAMED else ""


def _is_alone(name: str, question: Question, library: Library) -> bool:
    """Whether a question holds a name and besides it only words of asking and of money."""
    before, held, behind = canonical(question.normal).partition(canonical(name))
    return bool(held) and not content_of(MONEY_WORDS.sub(" ", f"{before} {behind}"), library.known)


def _projects(library: Library) -> set[str]:
    """The names of what has targets, but for the department itself."""
    own = {figure.subject for figure in library.disclosure.figures if figure.aspect == "target"}
    return {name for name in own if canonical(name) != canonical(library.body)}


def _told(project: str, library: Library) -> Fact | None:
    """The goal of a project in words, or its first target."""
    own = [label.fact for label in library.labels if project and label.fact.subject == project]
    goals = [fact for fact in own if fact.row is None and fact.figure is None and _tells(fact)]
    targets = [fact for fact in own if fact.figure is not None and fact.figure.aspect == "target"]
    return next(iter((*goals, *targets)), None)


def _tells(goal: Fact) -> bool:
    """Whether a goal says more than the project's name."""
    return len(canonical(goal.text).replace(canonical(goal.subject), "")) > _SHORTEST_GOAL


def _name(fact: Fact) -> str:
    return re.sub(r"\s+", " ", fact.subject)
