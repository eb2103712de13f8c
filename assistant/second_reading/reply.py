"""A model's reply to a Reading: whatever is not a reading in the index's own names is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from assistant.question.normalise import canonical
from assistant.second_reading.model import Names, Reading, Wanted

LONGEST_REPLY = 8000
"""Characters; a reading takes a few hundred."""
_MOST_STARTS = 20
_MOST_WORDS = 12
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)


def form(names: Names) -> dict[str, object]:
    """The JSON schema of a reply."""
    word = {
        "type": "object",
        "properties": {"said": {"type": "string"}, "means": {"type": "string"}},
        "required": ["said", "means"],
        "additionalProperties": False,
    }
    fields: dict[str, object] = {
        "measure": {"enum": [*names.measures, None]},
        "subject": {"enum": [*names.subjects, None]},
        "asked": {"enum": [*get_args(Wanted), None]},
        "year": {"type": ["string", "null"], "pattern": "^20[0-9]{2}$"},
        "words": {"type": "array", "items": word, "maxItems": _MOST_WORDS},
    }
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def gathered(pieces: Iterable[str]) -> str:
    """The text of a reply, as far as one can be read at all: the rest of a longer one is not waited for."""
    text = ""
    for piece in pieces:
        text += piece[: LONGEST_REPLY + 1]
        if len(text) > LONGEST_REPLY:
            break
    return text


def reading_in(text: str, names: Names, question: str) -> Reading | None:
    """The reading that a reply holds, or None where it holds none in the given names.

    Fences and words around the object are passed over. An object of the wrong types, with a key twice or with NaN is
    no reading.

    Args:
        text: what the model wrote.
        names: the names that it was given.
        question: the question, whose words it may explain.
    """
    if len(text) > LONGEST_REPLY:
        return None
    found = next(_objects(text), None)
    if found is None:
        return None
    measure, subject = _chosen(found.get("measure"), names.measures), _chosen(found.get("subject"), names.subjects)
    asked, year = found.get("asked"), found.get("year")
    if measure is False or subject is False or not (measure or subject):
        return None
    if asked is None:
        asked = "value"
    if not isinstance(asked, str) or asked not in get_args(Wanted):
        return None
    if year is not None and not (isinstance(year, str) and _YEAR.fullmatch(year)):
        return None
    return Reading(measure or None, subject or None, asked, year, _words(found.get("words"), names, question))  # type: ignore[arg-type]


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects that begin somewhere in a text and have a measure or a subject."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_none)
    for start in [match.start() for match in re.finditer(r"\{", text)][:_MOST_STARTS]:
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and not {"measure", "subject"}.isdisjoint(found):
            yield found


def _once(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(fields)) < len(fields):
        raise ValueError("a key twice")
    return dict(fields)


def _none(constant: str) -> None:
    raise ValueError(constant)


def _chosen(name: object, names: Sequence[str]) -> str | bool | None:
    """The given name that a reply names, None where it names none, False where it is no name that was given."""
    if name is None or name == "":
        return None
    if not isinstance(name, str):
        return False
    if name in names:
        return name
    return next((each for each in names if canonical(each) == canonical(name)), False)


def _words(said: object, names: Names, question: str) -> tuple[tuple[str, str], ...]:
    """The pairs of words of the question and given names in a reply; any other is left out."""
    found = []
    for each in said[:_MOST_WORDS] if isinstance(said, list) else ():
        words, name = (each.get("said"), each.get("means")) if isinstance(each, dict) else (None, None)
        means = _chosen(name, (*names.measures, *names.subjects))
        if isinstance(words, str) and words and words in question and isinstance(means, str):
            found.append((words, means))
    return tuple(found)
