"""The part of the document that a question confines itself to: a table by its title, or a section by its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.library import Library
from assistant.model import Fact, Question
from assistant.question.normalise import canonical
from index.table_figures import clean_name

_IN_TABLE = re.compile(r"《([^》]{4,})》")
_YEAR = re.compile(r"20[0-9]{2}年度?")
_IN_SECTION = re.compile(r"[“\"]([^\n]{3,60}?)[”\"]\s*(?:这一?)?部分")


def confined(question: Question, library: Library) -> Question:
    """A question without the titles that only say where to look; those are heeded when its facts are chosen."""
    titles = _IN_TABLE.findall(question.text) if tables_quoted(question, library) else []
    known = {canonical(_YEAR.sub("", name)) for name in (*titles, *_IN_SECTION.findall(question.text))}
    content = question.content
    for name in sorted({part for title in known for part in re.split(r"[、，：]", title)}, key=len, reverse=True):
        content = _without(content, name)
    return replace(question, content=content or question.content)


def _without(content: Sequence[str], name: str) -> tuple[str, ...]:
    """The pieces of a content without a name, where it stands first."""
    for index, piece in enumerate(content):
        if name and name in piece:
            rest = (part for part in piece.replace(name, " ", 1).split() if part != "部分")
            return (*content[:index], *rest, *content[index + 1 :])
    return tuple(content)


def tables_quoted(question: Question, library: Library) -> frozenset[int]:
    """The tables whose title, or its end, a question gives in 《》; of several that end so, those of the shortest."""
    quoted = [canonical(part) for part in _IN_TABLE.findall(question.text)]
    titles = {table.index: canonical(table.title) for table in library.disclosure.tables}
    ending = {index: title for index, title in titles.items() if any(title.endswith(part) for part in quoted)}
    shortest = min(map(len, ending.values()), default=0)
    return frozenset(index for index, title in ending.items() if len(title) == shortest)


def tables_named(question: Question, library: Library) -> frozenset[int]:
    """The tables that a question names by their title, in full or in 《》."""
    normal = canonical(question.normal)
    quoted = [canonical(part) for part in _IN_TABLE.findall(question.text)]
    titles = {table.index: canonical(table.title) for table in library.disclosure.tables}
    return tables_quoted(question, library) or frozenset(
        index
        for index, title in titles.items()
        if (len(title) > 5 and title in normal) or any(part in title for part in quoted)
    )


def is_below(fact: Fact, question: Question) -> bool:
    """Whether a fact stands below each heading that a question names in quotation marks."""
    if fact.figure is None:
        return True
    path = [canonical(clean_name(title)) for title in fact.figure.place.section]
    return all(canonical(clean_name(heading)) in path for heading in _IN_SECTION.findall(question.text))
