"""A quantity that a question states itself: to be confirmed, to be chosen between, or to be found in the document.

Only words of confirming (吗, 是不是, 对吗) make a quantity a claim; in an open question it says which figure is meant.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.sentences import fact_draft, inner, readings_draft
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import facts_for, places_of
from assistant.library import Library
from assistant.model import Draft, Fact, Question
from assistant.working.sides import side

_OPEN = re.compile(r"哪|什么|谁|怎么|指的")
_VALUE = re.compile("多少|几")
_CHOICE = re.compile(r"还是")
_ORIGIN = re.compile(r"怎么(?:来|算|得|组成|构成)|由什么|怎么回事|用在|花在|花到|用来|用于")
_NAMED = 0.35
_LONGEST_SENTENCE = 160


def chosen_between(question: Question, library: Library) -> Draft | None:
    """What the document states where a question offers two quantities (是300万还是200万): each that stands there."""
    if len(question.claims) != 2 or not _CHOICE.search(question.normal):
        return None
    plain = side(question, question.content)
    known = {match.fact.spans: match.fact for match in facts_for(plain, library) if match.coverage > 0.85}
    offered = [fact for claim in question.claims for fact in places_of(replace(question, claims=(claim,)), library)]
    stated = list({(fact.measure, fact.text): fact for fact in offered if fact.spans in known}.values())
    stated = [fact for fact in stated if fact.subject == stated[0].subject][:3]
    if not stated:
        first = next(iter(known.values()), None)
        return fact_draft(replace(question, claims=()), library, [first]) if first else None
    return _shown(question, stated, library)


def found_places(question: Question, library: Library) -> Draft | None:
    """Where a quantity of an open question stands and what it is; of several places those that the question names."""
    open_kind = question.asked in ("text", "where", "contents", "how", "value")
    if not question.claims or not open_kind or not _OPEN.search(question.normal) or _VALUE.search(question.normal):
        return None
    places = _named_best(question, places_of(question, library), library)
    if not places:
        return None
    draft = _shown(question, places, library)
    quote = draft.citations[0].quote.strip()
    if len(places) == 1 and places[0].table is None and len(quote) <= _LONGEST_SENTENCE:
        return replace(draft, text=f"{draft.text}文件中写道：“{inner(quote)}”[1]。")
    if _ORIGIN.search(question.normal) and len(places) == 1 and re.search("主要|包括|其中|用于", quote):
        return replace(draft, text=f"{draft.text}文件中写道：“{inner(quote)}”[1]")
    return draft


def _named_best(question: Question, places: list[Fact], library: Library) -> list[Fact]:
    """The places that cover most of what a question says beside its quantity; all where none covers much."""
    names = [
        frozenset().union(pairs(fact.measure), pairs(fact.subject), pairs(fact.figure.context if fact.figure else ""))
        for fact in places
    ]
    fits = [coverage(question.content, ((held, 1.0),), library.weights) for held in names]
    best = max(fits, default=0.0)
    return [fact for fact, fit in zip(places, fits, strict=True) if best < _NAMED or fit > best - 0.05]


def _shown(question: Question, facts: list[Fact], library: Library) -> Draft:
    plain = replace(question, claims=())
    if len(facts) == 1:
        return fact_draft(plain, library, facts)
    draft = readings_draft(library, facts[:3], len(facts))
    head = "文件里写的是：" if len(facts) <= 3 else "这个数字在文件里多处出现，先列出前几处："
    return replace(draft, text=draft.text.replace(draft.text.split("\n")[0], head, 1))
