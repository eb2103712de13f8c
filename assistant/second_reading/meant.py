"""What a reading means in the document: the figures of its names, and the plain question that asks for them."""

from __future__ import annotations

from assistant.evidence.facts import whose
from assistant.library import Library
from assistant.model import Fact
from assistant.question.normalise import canonical
from assistant.second_reading.model import Reading
from index.model import Figure

_ASPECTS = {"value": ("amount", "target", "stock", "count"), "change": ("change",)}


def facts_meant(reading: Reading, library: Library) -> tuple[Fact, ...]:
    """The facts of a reading's measure and subject; without a subject the department's own, or else the only ones.

    A reading of a subject alone means what its row is first asked for.
    """
    fitting = [label.fact for label in library.labels if _is_meant(label.fact, reading)]
    if reading.subject is not None:
        return tuple(fitting)
    own = [fact for fact in fitting if fact.subject == library.body]
    return tuple(own or (fitting if len({fact.subject for fact in fitting}) == 1 else ()))


def _is_meant(fact: Fact, reading: Reading) -> bool:
    figure = fact.figure
    if figure is None or figure.value is None or figure.aspect not in _ASPECTS.get(reading.asked, _ASPECTS["value"]):
        return False
    if reading.year is not None and figure.period is not None and not figure.period.startswith(reading.year):
        return False
    if reading.subject is not None and figure.subject != reading.subject:
        return False
    return fact.main if reading.measure is None else canonical(figure.measure) == canonical(reading.measure)


def plain_question(reading: Reading, fact: Fact | None, library: Library) -> str:
    """A reading as a question in plain words, or nothing where it cannot be asked."""
    year = f"{reading.year or library.disclosure.document.year or ''}年" if fact and _is_yearly(fact.figure) else ""
    if reading.asked == "text":
        return _about(reading, library)
    if fact is None or fact.figure is None:
        return ""
    named = f"{year}{_named(fact.figure, library)}"
    if reading.asked == "change":
        return f"{named}比上年增减多少？"
    if reading.asked == "list":
        return f"{fact.measure}由哪些部分组成？"
    if reading.asked == "share":
        whole = library.figures_by_id.get(fact.figure.part_of or "")
        return f"{fact.measure}占{whole.measure}的比例是多少？" if whole else ""
    return f"{named}的指标值是多少？" if fact.figure.aspect == "target" else f"{named}是多少？"


def _named(figure: Figure, library: Library) -> str:
    """A figure's name with what it is of, as questions quote it."""
    if figure.subject == library.body:
        return figure.measure
    names = (figure.subject,) if figure.aspect == "target" else whose(figure)[-2:]
    return "的".join([*(f"“{name}”" for name in names if name != figure.measure), figure.measure])


def _is_yearly(figure: Figure | None) -> bool:
    return figure is not None and figure.aspect in ("amount", "change") and not figure.measure.startswith("20")


def _about(reading: Reading, library: Library) -> str:
    """The question for what the document says of a term that it defines or a body with a section of its own."""
    name = reading.measure or reading.subject or ""
    if any(term == name for term, _ in library.definitions):
        return f"什么叫{name}？"
    known = any(body.name == name and body.section is not None for body in library.bodies)
    return f"{name}负责什么？" if known else ""
