"""A question to a draft: refused by its type, worked out, read off tables, or answered by the ways of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import body_ways, fact_ways, passage_ways
from assistant.changes import COMPARES_YEARS
from assistant.claimed import chosen_between, found_places
from assistant.comparing import added, compared
from assistant.compose import (
    derived_draft,
    refusal_draft,
)
from assistant.derive import derive
from assistant.examples import examples_of
from assistant.library import Library, without_department
from assistant.model import Derived, Draft, Question
from assistant.outline_ways import outline
from assistant.overview_ways import overview
from assistant.plan_ways import measures, plans
from assistant.reasons import reason
from assistant.refuse import Refusal, is_off_topic, refusal_of
from assistant.retrieve import Ranks
from assistant.scope import confined
from assistant.shares import loose_share
from assistant.talk_ways import NO_JUDGEMENT, judged, talk
from assistant.target_ways import purpose, targets
from assistant.unchanged import not_planned, same_as_now, supposed_change
from assistant.understand import understand
from assistant.whole_ways import whole_budget

_LONGEST_TOPIC = 14


def draft_answer(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft:
    """The draft for a question, by what it asks; `near` ranks passages and is called only where words do not do."""
    if fact_asked := judged(question.normal):
        return _without_judgement(fact_asked, library, near)
    return talk(question.normal, library) or _by_kind(question, library, near)


def _by_kind(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft:
    """The draft by the kind of a question: refused, told of the document as a whole, worked out, or looked up."""
    refusal = refusal_of(question, library)
    if refusal:
        return refusal_draft(refusal, library, examples_of(library)[:3])
    question = confined(without_department(question, library), library)
    for special in _SPECIAL:
        if found := special(question, library):
            return found
    for attempt in _attempts(question):
        if draft := attempt(question, library, near):
            return draft
    if is_off_topic(question, library):
        return refusal_draft(Refusal("off_topic", ""), library, examples_of(library)[:3])
    return refusal_draft(Refusal("measure", _topic(question)), library, ())


def _worked_out(question: Question, library: Library) -> Draft | None:
    """What has to be worked out: a comparison, a share, last year's value, another unit."""
    ways = (compared, added, derive, loose_share)
    found = next((found for way in ways if (found := way(question, library))), None)
    return derived_draft(library, found) if isinstance(found, Derived) else found


_SPECIAL: tuple[Callable[[Question, Library], Draft | None], ...] = (
    overview,
    outline,
    body_ways.same_body,
    body_ways.introduced,
    targets,
    plans,
    passage_ways.compared_terms,
    chosen_between,
    supposed_change,
    fact_ways.stated_share,
    fact_ways.stated_percent,
    _worked_out,
    same_as_now,
    whole_budget,
    fact_ways.rows,
    found_places,
    fact_ways.coded,
)
"""The ways that tell by themselves whether a question is theirs, in the order in which they are tried."""


def _without_judgement(text: str, library: Library, near: Callable[[], Ranks]) -> Draft:
    """The draft for the fact behind a question that asks for a judgement, which is left to the reader."""
    draft = draft_answer(understand(text, library.disclosure.document.year, library.words), library, near)
    return replace(draft, text=f"{draft.text}\n\n{NO_JUDGEMENT}") if draft.outcome == "answered" else draft


Attempt = Callable[[Question, Library, Callable[[], Ranks]], Draft | None]


def _attempts(question: Question) -> tuple[Attempt, ...]:
    """The ways to answer a question of its kind, in the order in which they are tried."""
    if question.relation == "difference" and not COMPARES_YEARS.search(question.normal):
        return ()  # one figure of two is no answer
    if question.claims and (question.asked == "where" or not question.content):
        return (fact_ways.places,)
    ways: dict[str, tuple[Attempt, ...]] = {
        "value": (fact_ways.facts, not_planned, passage_ways.counted_passage),
        "ground": (fact_ways.grounds, fact_ways.facts, passage_ways.passages),
        "definition": (passage_ways.definition, purpose, passage_ways.section, passage_ways.passages),
        "contents": (
            passage_ways.usage,
            passage_ways.definition,
            passage_ways.section,
            passage_ways.passages,
            fact_ways.facts,
        ),
        "when": (passage_ways.dated,),
        "place": (passage_ways.sure_passages,),
        "plate": (body_ways.plates, passage_ways.passages),
        "who": (body_ways.who, passage_ways.passages),
        "duty": (body_ways.duty, passage_ways.section, passage_ways.passages),
        "reason": (reason, passage_ways.reasoned),
        "how": (passage_ways.section, fact_ways.facts, passage_ways.passages, measures),
        "where": (fact_ways.facts, passage_ways.passages),
        "text": (
            fact_ways.sure_facts,
            passage_ways.section,
            passage_ways.definition,
            fact_ways.facts,
            passage_ways.passages,
        ),
    }
    return ways[question.asked]


def _topic(question: Question) -> str:
    """What a question is about, where that is short enough to be said again."""
    words = "".join(question.content)
    plain = (
        len(question.content) == 1
        and 2 <= len(words) <= _LONGEST_TOPIC
        and not re.search(r"[0-9一二两三四五六七八九十百千万亿]", words)
    )
    return f"“{words}”的相关内容" if plain else "您问的这项内容"
