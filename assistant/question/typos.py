"""Slips in a question set right against the index's own words: one wrong character in a name, or one that sounds alike.

People type Chinese by its sound, so that a wrong character mostly has the pinyin of the right one (维休 for 维修).
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.library import Library
from assistant.question.normalise import canonical
from assistant.question.words import words_of
from index.table_figures import clean_name

_ASKS = re.compile(r"多少|多大|多高|几|什么|哪|谁|吗|怎么|如何|为什么")
_SHORTEST = 4
_LONGEST_TEXT = 80  # every place of a text is held against every name, so a long one is not worth its time


def corrected(normal: str, library: Library) -> tuple[str, str, str] | None:
    """A question with one name set right, what was typed, and the name; None where no name is one slip away."""
    text = canonical(normal)
    if len(text) > _LONGEST_TEXT:
        return None
    best: tuple[int, str, str] | None = None
    asking = {place for match in _ASKS.finditer(text) for place in range(*match.span())}
    for name in _names(library):
        for start in range(len(text) - len(name) + 1):
            typed = text[start : start + len(name)]
            if (
                _one_slip(typed, name)
                and not _wrong_places(typed, name, start) & asking
                and len(name) > (best[0] if best else 0)
            ):
                best = (len(name), typed, name)
    if best is None:
        return None
    _, typed, name = best
    return text.replace(typed, name, 1), typed, name


def respelled(normal: str, library: Library) -> tuple[str, str, str] | None:
    """A question with one pair of characters that no name has replaced by one that sounds the same, as above.

    The pair has one character in common with what was typed, and does not join two words of everyday language.
    """
    if len(normal) > _LONGEST_TEXT:
        return None
    sounds, joints = _sounds(library), _joints(normal)
    for start in range(len(normal) - 1):
        typed = normal[start : start + 2]
        if (
            start in joints
            or typed in library.known
            or not all("\u4e00" <= character <= "\u9fff" for character in typed)
        ):
            continue
        alike = [pair for pair in sounds.get(sound_of(typed), ()) if (pair[0] == typed[0]) != (pair[1] == typed[1])]
        if len(alike) == 1:
            return normal[:start] + alike[0] + normal[start + 2 :], typed, alike[0]
    return None


def _joints(text: str) -> set[int]:
    """The places of the last characters of words that are followed by another, both of two characters or more."""
    words = [word for word, _ in words_of(text)]
    ends = [sum(map(len, words[: index + 1])) - 1 for index in range(len(words) - 1)]
    return {end for end, one, other in zip(ends, words, words[1:], strict=False) if min(len(one), len(other)) > 1}


def _one_slip(typed: str, name: str) -> bool:
    """Whether two texts of one length differ in exactly one Chinese character."""
    wrong = [(one, other) for one, other in zip(typed, name, strict=True) if one != other]
    return len(wrong) == 1 and all("\u4e00" <= each <= "\u9fff" for each in wrong[0])


@lru_cache(maxsize=8)
def _sounds(library: Library) -> dict[str, tuple[str, ...]]:
    """The pairs of characters of the index's names by how they sound."""
    found: dict[str, list[str]] = {}
    for pair in sorted(library.labelled):
        if len(pair) == 2 and all("\u4e00" <= character <= "\u9fff" for character in pair):
            found.setdefault(sound_of(pair), []).append(pair)
    return {sound: tuple(alike) for sound, alike in found.items()}


@lru_cache(maxsize=16384)
def sound_of(pair: str) -> str:
    """How two characters sound; the dictionary of sounds, half a second's import, is loaded when it is first needed."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(pair))


def _wrong_places(typed: str, name: str, start: int) -> set[int]:
    return {start + place for place, (one, other) in enumerate(zip(typed, name, strict=True)) if one != other}


def _names(library: Library) -> tuple[str, ...]:
    figures = library.disclosure.figures
    raw = {name for figure in figures for name in (figure.measure, *map(clean_name, figure.place.row))}
    raw |= {body.name for body in library.bodies}
    return tuple(sorted({name for name in map(canonical, raw) if _SHORTEST <= len(name) <= 12}))
