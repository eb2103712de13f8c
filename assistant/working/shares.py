"""What share of a whole something is, where a question names the whole loosely (…里头…占几成) or not at all (…占比).

A whole that is not named is the total that the part is stated to be part of, or the total above it in its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evidence.facts import whose
from assistant.evidence.matching import pairs, share
from assistant.library import Library
from assistant.model import Derived, Question
from assistant.working.derive import share_of
from assistant.working.sides import amounts_named, bare_total, is_named, kind
from index.model import Figure

_NUMBER = r"(?:多少|多大|多高|几成|百分之几|百分之多少|几分之几|百分比|比例|比重|份额|几|%)"
_INSIDE = re.compile(r"(?:里头|里面|里边|里|当中|之中|中间|中)[，,]?")
_THIS = re.compile(r"(?:这|那)(?:一?块儿?|部分|一项|项|笔|类)")
_TAKES = re.compile(rf"^(.+?)的?(?:所|能|要|大概|大约|各)*占(?:了|到|去|掉|有)*(?:比(?:例|重)?|{_NUMBER})")
_TOTAL_ROW = re.compile(r"(?:合计|总计|总额)$")
_TAIL = re.compile(rf"^(?:是|为|有|的|呢|啊|{_NUMBER}|[?？。,，]|给个百分数.*|保留.*)*$")
_OF = re.compile(rf"^(.+?)(?:所|能|要|大概|大约|各)*占(?:了|到|去|掉|有)*(.+?)的?(?:大概|大约)?{_NUMBER}")


def loose_share(question: Question, library: Library) -> Derived | None:
    """The share that a question asks for, its whole named by 占, 里 or 中, or left out."""
    ways = [way for part, whole in _readings(question.normal) for way in _part_of_whole(part, whole, library)]
    best = max(ways, key=lambda way: way[0], default=None)
    return share_of(*best[1], library.body) if best else None


def _readings(normal: str) -> Iterator[tuple[str, str]]:
    """The part and the whole that a question's words may name; the whole may be empty."""
    bare, of = _TAKES.match(normal), _OF.match(normal)
    if bare and _TAIL.match(normal[bare.end() :]):
        words = _THIS.sub("", bare.group(1))
        yield words, ""
        for inside in _INSIDE.finditer(words):
            if inside.start() and inside.end() < len(words):
                yield words[inside.end() :], words[: inside.start()]
    elif of and _TAIL.match(normal[of.end() :]):
        yield _THIS.sub("", of.group(1)), of.group(2)


def _part_of_whole(part: str, whole: str, library: Library) -> Iterator[tuple[float, tuple[Figure, Figure]]]:
    """The figures of a part's words with the whole named, and how well they fit; a named whole a little more.

    Of several wholes that are named equally well the outermost is meant, of such as are not named the nearest.
    """
    asked = pairs(bare_total(whole)) if bare_total(whole) else frozenset()
    for place, match in enumerate(amounts_named(part, library)):
        figure = match.fact.figure
        best: tuple[float, Figure] | None = None
        for total in wholes_of(figure, library) if figure else ():
            named = pairs(total.measure) | pairs(" ".join(whose(total)))
            fits = share(named, asked, library.weights) if asked else 0.5
            if fits >= 0.5 and (best is None or (bool(asked) and fits >= best[0])):
                best = (fits, total)
        if figure and best and is_named(figure, best[1], part, library):
            yield match.score + 0.2 * best[0] - 0.005 * place, (figure, best[1])


def wholes_of(part: Figure, library: Library) -> tuple[Figure, ...]:
    """The totals that a figure is part of, the nearest first."""
    figures = library.disclosure.figures
    by_id = {figure.id: figure for figure in figures}
    above: list[Figure] = []
    current = by_id.get(part.part_of or "")
    while current is not None and current not in above:
        above.append(current)
        current = by_id.get(current.part_of or "")
    if not above and part.table is not None:
        above = [
            figure
            for figure in figures
            if (figure.table, figure.column) == (part.table, part.column) and figure.id != part.id
            if figure.place.row and _TOTAL_ROW.search(figure.place.row[-1])
        ]
    return tuple(total for total in above if total.value and kind(total) == kind(part))
