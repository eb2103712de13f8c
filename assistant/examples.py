"""Questions that a disclosure can answer, made from its own figures, terms and bodies."""

from __future__ import annotations

from assistant.evidence.facts import whose
from assistant.evidence.matching import matches
from assistant.library import Library
from assistant.model import Draft, Question
from index.model import Figure

_LONGEST_NAME = 24


def examples_of(library: Library) -> tuple[str, ...]:
    """Questions with an answer, of different kinds, from a disclosure's own figures, terms and bodies."""
    disclosure = library.disclosure
    amounts = [
        figure
        for figure in disclosure.figures
        if figure.table is None and figure.aspect == "amount" and figure.subject == library.body and figure.measure
    ]
    examples = [f"{amounts[0].measure}是多少？"] if amounts else []
    examples += [f"{figure.measure}有多少？" for figure in amounts[1:] if figure.value and figure.value > 0][-1:]
    examples += [f"什么叫{term}？" for term, _ in library.definitions[3:4]]
    bodies = [body for body in library.bodies if body.section is not None]
    examples += [f"{bodies[0].name}负责什么？"] if bodies else []
    targets = [figure for figure in disclosure.figures if figure.aspect == "target" and figure.table is None]
    examples += [f"{targets[0].measure}的指标值是多少？"] if targets else []
    return tuple(dict.fromkeys(examples))


def near_examples(question: Question, library: Library, draft: Draft) -> tuple[str, ...]:
    """Up to three questions with an answer about what shares most words with a question, without what was answered."""
    answered = {(figure.measure, figure.subject) for figure in draft.figures}
    found: dict[str, None] = {}
    for match in matches(question, library.labels, library.weights, library.body):
        figure = match.fact.figure
        if figure is None or not match.fact.main or (figure.measure, figure.subject) in answered:
            continue
        if figure.aspect in ("amount", "target", "count", "stock") and len(figure.measure) <= _LONGEST_NAME:
            found.setdefault(_asking(figure, library))
        if len(found) == 3:
            break
    return tuple(found) or examples_of(library)[:3]


def _asking(figure: Figure, library: Library) -> str:
    """The question that asks for a figure."""
    names = () if figure.subject == library.body else whose(figure)[-2:]
    if figure.aspect == "target":
        names = (figure.subject,)
    return "的".join([*(f"“{name}”" for name in names if name != figure.measure), f"{figure.measure}是多少？"])
