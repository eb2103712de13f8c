"""Slips in a question set right against the index's own names: one wrong character in a name of four or more."""

from __future__ import annotations

from assistant.library import Library
from assistant.normalise import canonical
from index.table_figures import clean_name

_SHORTEST = 4
_LONGEST_TEXT = 80  # every place of a text is held against every name, so a long one is not worth its time


def corrected(normal: str, library: Library) -> tuple[str, str, str] | None:
    """A question with one name set right, what was typed, and the name; None where no name is one slip away."""
    text = canonical(normal)
    if len(text) > _LONGEST_TEXT:
        return None
    best: tuple[int, str, str] | None = None
    for name in _names(library):
        for start in range(len(text) - len(name) + 1):
            typed = text[start : start + len(name)]
            if _one_slip(typed, name) and len(name) > (best[0] if best else 0):
                best = (len(name), typed, name)
    if best is None:
        return None
    _, typed, name = best
    return text.replace(typed, name, 1), typed, name


def _one_slip(typed: str, name: str) -> bool:
    """Whether two texts of one length differ in exactly one Chinese character."""
    wrong = [(one, other) for one, other in zip(typed, name, strict=True) if one != other]
    return len(wrong) == 1 and all("\u4e00" <= each <= "\u9fff" for each in wrong[0])


def _names(library: Library) -> tuple[str, ...]:
    figures = library.disclosure.figures
    raw = {name for figure in figures for name in (figure.measure, *map(clean_name, figure.place.row))}
    raw |= {body.name for body in library.bodies}
    return tuple(sorted({name for name in map(canonical, raw) if _SHORTEST <= len(name) <= 12}))
