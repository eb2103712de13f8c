"""What looks wrong in a source, as questions to a person; nothing is corrected.

Each room finds a few kinds by structure and by words of the genre (index/vocabulary.py).
"""

from __future__ import annotations

from collections.abc import Callable

from index.model import Disclosure, Oddity, Place, Problem
from index.oddities.bodies import bodies_in_tables, misnamed_body, misnamed_compilers, misnamed_titles
from index.oddities.emptiness import nothing_below, tables_without_data
from index.oddities.marks import doubled_marks, unclosed_brackets
from index.oddities.names import cut_short, group_names, misplaced
from index.oddities.numbering import numbering
from index.oddities.peers import below_peers, two_values
from index.oddities.repeats import repeated_indicators, twin_tables
from index.oddities.slips import slips
from index.oddities.units import misfit_units, over_hundred
from index.oddities.wording import oddity
from index.oddities.years import left_over_years

__all__ = ["oddities"]

_KINDS: tuple[Callable[[Disclosure], list[Oddity]], ...] = (
    misfit_units,
    over_hundred,
    below_peers,
    two_values,
    misplaced,
    group_names,
    cut_short,
    repeated_indicators,
    twin_tables,
    bodies_in_tables,
    misnamed_body,
    misnamed_titles,
    misnamed_compilers,
    numbering,
    tables_without_data,
    nothing_below,
    left_over_years,
    slips,
    doubled_marks,
    unclosed_brackets,
)


def oddities(disclosure: Disclosure) -> tuple[Oddity, ...]:
    """The oddities of a disclosure in the order in which they stand in it."""
    found = [one for kind in _KINDS for one in kind(disclosure)]
    found += [_of_problem(disclosure, problem) for problem in disclosure.problems if problem.kind == "header_slip"]
    return tuple(sorted(found, key=lambda one: one.place.spans))


def _of_problem(disclosure: Disclosure, problem: Problem) -> Oddity:
    """What the reading rooms found exchanged, as a question."""
    table = next(one for one in disclosure.tables if set(problem.spans) & set(one.header_spans))
    section = disclosure.sections[table.section]
    names = "、".join(f"“{disclosure.document.text[start:end]}”" for start, end in problem.spans)
    question = (f"表头{names}是否互换了位置？", "are these two column headers exchanged?")
    chinese, _, english = problem.message.partition(" / ")
    return oddity("header_slip", question, (chinese, english), Place(section.path, problem.spans, table.title))
