"""When a model's reading may be answered: only where the question's own words bear it out, whatever the model says.

A reading that lies is kept out by what is known without it. The question's type stays (its year, unit, bodies, what is
asked). Each of its words is accounted for: by the names of what is answered, by a closed list of words that say nothing
of the subject, or by a word that the genre loosely uses for a name. What stands last, before the words of asking, is
what is asked about, and must be in the names themselves. The names hold little that is not said. And nothing else in
the document fits as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from assistant.evidence.facts import whose, without_place
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import bodies_named, speaks_of
from assistant.library import Library, known_body, section_text, without_department
from assistant.model import Fact, Question
from assistant.question.normalise import canonical
from assistant.question.words import words_of
from assistant.second_reading.model import Reading
from assistant.second_reading.words import (
    DONE,
    EXAMPLES_OF,
    LIMITS,
    LOOSE_SENSES,
    MARKS_EXAMPLES,
    MORE_OR_LESS,
    NEUTRAL_WORDS,
    TOTAL_VERBS,
)
from assistant.vocabulary import DUTY_WORDS
from assistant.working.totals import is_unqualified
from index.amounts import is_money

_LEAST_MEASURE = 0.6
_LEAST_SUBJECT = 0.4
_ALONE = 0.85
_ASKED = frozenset(("value", "text", "how"))
_MONEY_TAIL = re.compile(r"(?<=..)(?:经费|费用|资金|金额)$")
_COUNTING = frozenset("个家项名人所种类份位")
_COUNTS = re.compile(r"(?:数量|次数|人数|个数|[^指]数)$")


def bears_out(question: Question, reading: Reading, fact: Fact, library: Library) -> bool:
    """Whether a question's own words bear out that it means a fact, and no other fact as well."""
    question = without_department(question, library)
    if not _keeps_type(question, reading, library):
        return False
    said = fit_of(question, fact, library)
    if said is None:
        return False
    rivals = [label.fact for label in library.labels if label.fact.figure and label.fact != fact]
    return not any(
        not _same_value(rival, fact) and (other := fit_of(question, rival, library)) is not None and other >= said
        for rival in rivals
    )


def _keeps_type(question: Question, reading: Reading, library: Library) -> bool:
    """Whether a reading asks what the question asks: a value or its change, of its year, with no calculation."""
    years = set(question.years)
    change = reading.asked == "change"
    if library.disclosure.document.kind == "budget" and DONE.search(question.normal):
        return False
    if not change and MORE_OR_LESS.search(question.normal):
        return False
    return (
        (question.asked in _ASKED or (question.asked == "contents" and question.is_quantity))
        and reading.asked in ("value", "change")
        and question.relation is None
        and not question.claims
        and change == question.wants_change
        and (not years or years == {reading.year or str(library.disclosure.document.year)})
    )


def fit_of(question: Question, fact: Fact, library: Library) -> float | None:
    """How much of a fact's names a question says (0 to 1), or None where its words do not bear the fact out."""
    if not (_is_of_kind(question, fact) and _is_of_year(question, fact, library)):
        return None
    normal = canonical(question.normal)
    held = pairs(fact.measure) | pairs(fact.subject)
    total = fact.subject == library.body and is_unqualified((canonical(fact.measure),))
    if not _goes_the_way(normal, fact) if total else held.isdisjoint(pairs(normal)):
        return None
    named = bodies_named(question, library)
    if not all(speaks_of(fact, mention, library) for mention in named):
        return None
    said = _said(question, fact, library, total=total)
    if said is None or not _accounts(question, fact, library, total=total):
        return None
    return said


def _goes_the_way(normal: str, fact: Fact) -> bool:
    """Whether a question asks for the whole of what a total is named after: what is spent, or what comes in."""
    senses = [senses for verb, senses in TOTAL_VERBS.items() if verb in normal]
    return bool(senses) and all(any(sense in canonical(fact.measure) for sense in each) for each in senses)


def _said(question: Question, fact: Fact, library: Library, *, total: bool) -> float | None:
    """The weighted share of a fact's names that a question says; None where that is too little."""
    if total:
        return 1.0
    asked = frozenset().union(*map(pairs, question.content)) | pairs(canonical(question.normal))
    told = _COUNTS.sub("", fact.measure) if question.is_quantity else fact.measure
    measure = _named_share(told, asked, library) if told else 1.0
    if fact.subject == library.body:
        return measure if measure >= _LEAST_MEASURE else None
    subject = _named_share(without_place(fact.subject), asked, library)
    enough = measure >= _ALONE or (measure >= _LEAST_MEASURE and subject >= _LEAST_SUBJECT)
    first = fact.main and question.wants_money and subject >= _ALONE
    return (measure + subject) / 2 if enough or first else None


def _named_share(name: str, asked: frozenset[str], library: Library) -> float:
    """The weighted share of a name's characters that stand in pairs of a question, its 经费 at the end aside."""
    bare = _MONEY_TAIL.sub("", canonical(name)) or canonical(name)
    return coverage((bare,), ((asked, 1.0),), library.weights)


def _is_of_kind(question: Question, fact: Fact) -> bool:
    """Whether a fact is of the kind that a question asks for: money, a count in its unit, a change, a target."""
    figure = fact.figure
    if figure is None or figure.value is None or (figure.aspect == "change") != question.wants_change:
        return False
    if figure.aspect in ("share", "threshold"):
        return False
    if figure.aspect == "target" and question.wants_money and not question.wants_target:
        return False
    if question.wants_target and figure.aspect != "target":
        return False
    if question.unit and not is_money(question.unit):
        unnamed = figure.unit is None and (figure.aspect == "count" or _COUNTS.search(figure.measure))
        alike = question.unit in _COUNTING and figure.unit in _COUNTING
        return bool(unnamed) or alike or question.unit in (figure.unit or "")
    return is_money(figure.unit) or not question.wants_money


def _is_of_year(question: Question, fact: Fact, library: Library) -> bool:
    """Whether a figure is of the year asked for; where none is said, of the document's year or as of a date."""
    period = fact.figure.period if fact.figure else None
    if period is None or (not question.years and "-" in period):
        return True
    return period[:4] in (question.years or (str(library.disclosure.document.year),))


def _same_value(one: Fact, other: Fact) -> bool:
    first, second = one.figure, other.figure
    if first is None or second is None:
        return False
    same = (first.value, first.unit, first.comparator) == (second.value, second.unit, second.comparator)
    return same and one.subject == other.subject


def _accounts(question: Question, fact: Fact, library: Library, *, total: bool) -> bool:
    """Whether each word of a question is accounted for, the last by the names themselves."""
    names = [fact.measure, fact.subject, *(whose(fact.figure) if fact.figure else ())]
    held: frozenset[str] = frozenset().union(*map(pairs, names))
    told = canonical(" ".join(names))
    if any(limit not in told for limit in LIMITS.findall(question.normal)):
        return False
    around = _around(fact, library)
    telling = [word for piece in question.content for word in _uncovered(piece, held)]
    tables = (LOOSE_SENSES, DUTY_WORDS, *([EXAMPLES_OF] if MARKS_EXAMPLES.search(question.normal) else ()))
    for word, covered in telling:
        loose = [word, *(sense for table in tables for sense in table.get(word, ()))]
        text = told if len(word) < 2 else around
        if not (covered or word in NEUTRAL_WORDS or (total and word in TOTAL_VERBS) or _stands(loose, text)):
            return False
    weighty = [covered for word, covered in telling if covered or word not in NEUTRAL_WORDS]
    return total or (bool(weighty) and weighty[-1])


def _uncovered(piece: str, held: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The words of a piece, and whether each character of theirs stands in a held pair; else those that do not."""
    covered = {
        place for start in range(len(piece) - 1) if piece[start : start + 2] in held for place in (start, start + 1)
    }
    words = [word for word, _ in words_of(piece)]
    for word, end in zip(words, accumulate(map(len, words)), strict=True):
        places = set(range(end - len(word), end))
        rest = "".join(piece[place] for place in sorted(places - covered))
        yield (rest, False) if rest else (word, True)


def _around(fact: Fact, library: Library) -> str:
    """The names of a fact, and the words of the project's table or of the body's duties that it belongs to."""
    texts = [fact.measure, fact.subject, *(whose(fact.figure) if fact.figure else ())]
    if fact.figure is not None and fact.figure.aspect == "target" and fact.table is not None:
        table = library.disclosure.tables[fact.table]
        texts += [cell.text for _, cell in table.captions]
        texts += [cell.text for row in table.rows for cell in row.cells]
    body = known_body(library, without_place(fact.subject)) if fact.subject != library.body else None
    if body is not None and body.section is not None:
        texts += [paragraph.text for paragraph in section_text(library.disclosure, body.section)]
    return canonical(" ".join(texts))


def _stands(words: Iterable[str], text: str) -> bool:
    return any(canonical(word) in text for word in words)
