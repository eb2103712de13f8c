"""Questions that a disclosure can answer, made from its own figures, terms and bodies."""

from __future__ import annotations

from assistant.library import Library


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
