"""A question to a draft: refused by its type, worked out, read off tables, or answered by the ways of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import body_ways, fact_ways, passage_ways
from assistant.compose import (
    derived_draft,
    refusal_draft,
)
from assistant.derive import derive
from assistant.examples import examples_of
from assistant.library import Library
from assistant.model import Draft, Question
from assistant.outline_ways import outline
from assistant.overview_ways import overview
from assistant.plan_ways import measures, plans
from assistant.refuse import Refusal, is_off_topic, refusal_of
from assistant.retrieve import (
    Ranks,
)
from assistant.talk_ways import NO_JUDGEMENT, judged, talk
from assistant.target_ways import purpose, targets
from assistant.understand import understand


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
    for special in _SPECIAL:
        if found := special(question, library):
            return found
    for attempt in _attempts(question):
        if draft := attempt(question, library, near):
            return draft
    kind: Refusal = (
        Refusal("off_topic", "") if is_off_topic(question, library) else Refusal("measure", _topic(question))
    )
    return refusal_draft(kind, library, examples_of(library)[:3])


def _derived(question: Question, library: Library) -> Draft | None:
    """What can be worked out of stated figures."""
    derived = derive(question, library)
    return derived_draft(library, derived) if derived else None


_SPECIAL: tuple[Callable[[Question, Library], Draft | None], ...] = (
    overview,
    outline,
    body_ways.same_body,
    body_ways.introduced,
    targets,
    plans,
    passage_ways.compared_terms,
    fact_ways.stated_share,
    fact_ways.stated_percent,
    _derived,
    fact_ways.rows,
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
    if question.claims and (question.asked == "where" or not question.content):
        return (fact_ways.places,)
    ways: dict[str, tuple[Attempt, ...]] = {
        "value": (fact_ways.facts, passage_ways.counted_passage),
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
        "reason": (fact_ways.reason, passage_ways.reasoned),
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
    return re.sub(r"[?？。!！]+$", "", question.normal)[:40] or "这个问题"
