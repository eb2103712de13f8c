"""A question to a draft: refused by its type, worked out, read off tables, or answered by the ways of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.composing.sentences import (
    derived_draft,
    refusal_draft,
)
from assistant.evidence.retrieve import Ranks
from assistant.library import Library, without_department
from assistant.model import Derived, Draft, Question
from assistant.question.parts import UNNAMED
from assistant.question.refuse import Refusal, is_off_topic, refusal_of
from assistant.question.scope import confined
from assistant.question.sorts import sort_of, sorts_asked
from assistant.question.understand import understand
from assistant.ways import bodies, facts, passages
from assistant.ways.agreeing import agreeing
from assistant.ways.composition import composition
from assistant.ways.confirming import bears_on, claimed, confirmed, stands_whole
from assistant.ways.earlier import answers_earlier, asks_earlier, only_this_year
from assistant.ways.outline import outline
from assistant.ways.overview import overview
from assistant.ways.plans import measures, plans
from assistant.ways.talk import NO_JUDGEMENT, judged, talk
from assistant.ways.targets import goal, purpose, targets
from assistant.ways.units import unlisted
from assistant.ways.unpriced import without_amount
from assistant.ways.whole import money, whole_budget, whole_change
from assistant.working.changes import COMPARES_YEARS
from assistant.working.claimed import chosen_between, found_places
from assistant.working.comparing import added, compared
from assistant.working.derive import derive
from assistant.working.reasons import explained, reason
from assistant.working.shares import loose_share
from assistant.working.unchanged import not_planned, same_as_now, supposed_change
from index.amounts import amounts_in

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
        return refusal_draft(refusal, library)
    question = confined(without_department(question, library), library)
    earlier = asks_earlier(question, library)
    for draft in _drafts(question, library, near):
        fits = _gives_sort(question, draft) and bears_on(question, draft, library)
        if fits and (not earlier or answers_earlier(question, draft, library)):
            return draft
    if missing := only_this_year(question, library) if earlier else without_amount(question, library):
        return missing
    if is_off_topic(question, library):
        return refusal_draft(Refusal("off_topic", ""), library)
    if not earlier and (stands_whole(question) or claimed(question.normal, sure=True)):
        return refusal_draft(Refusal("claim", ""), library)
    return refusal_draft(Refusal("measure", _topic(question, str(library.disclosure.document.year))), library)


def _gives_sort(question: Question, draft: Draft) -> bool:
    """Whether a draft holds a quantity of each sort that is asked for: a number of things is no answer to 多少钱."""
    wanted = frozenset() if question.claims else sorts_asked(question.normal)
    if question.wants_change and "share" in wanted:
        return True  # a change is told in percent, or as what it is a change by
    given = [figure.unit for figure in draft.figures] + [formula.unit for formula in draft.formulas]
    units = given or [amount.unit for amount in amounts_in(draft.text) if sort_of(amount.unit)]
    sorts = {sort_of(unit) for unit in units}
    return not units or all(sort in sorts or None in sorts for sort in wanted)


def _drafts(question: Question, library: Library, near: Callable[[], Ranks]) -> Iterator[Draft]:
    """What each way makes of a question, the ways that know it for theirs first."""
    for special in _SPECIAL:
        if found := special(question, library):
            yield found
    for attempt in _attempts(question):
        if found := attempt(question, library, near):
            yield found


def _worked_out(question: Question, library: Library) -> Draft | None:
    """What has to be worked out: a comparison, a share, last year's value, another unit."""
    ways = (compared, added, derive, loose_share)
    found = next((found for way in ways if (found := way(question, library))), None)
    draft = derived_draft(library, found) if isinstance(found, Derived) else found
    return explained(draft, library) if draft and question.asked == "reason" else draft


_SPECIAL: tuple[Callable[[Question, Library], Draft | None], ...] = (
    overview,
    agreeing,
    confirmed,
    outline,
    bodies.same_body,
    bodies.introduced,
    bodies.offices,
    goal,
    targets,
    plans,
    composition,
    money,
    passages.compared_terms,
    chosen_between,
    supposed_change,
    facts.stated_share,
    facts.stated_percent,
    whole_change,
    _worked_out,
    same_as_now,
    whole_budget,
    unlisted,
    facts.rows,
    found_places,
    facts.coded,
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
        return (facts.places,)
    ways: dict[str, tuple[Attempt, ...]] = {
        "value": (facts.facts, not_planned, passages.counted_passage),
        "ground": (facts.grounds, facts.facts, passages.passages),
        "definition": (passages.definition, purpose, passages.undefined, passages.section, passages.passages),
        "contents": (
            passages.usage,
            passages.definition,
            passages.section,
            passages.passages,
            facts.facts,
        ),
        "when": (passages.dated,),
        "place": (passages.sure_passages,),
        "plate": (bodies.plates, passages.passages),
        "who": (bodies.who, passages.passages),
        "duty": (bodies.duty, passages.section, passages.passages),
        "reason": (reason, passages.reasoned),
        "how": (passages.section, facts.facts, passages.passages, measures),
        "where": (facts.facts, passages.passages),
        "text": (
            facts.sure_facts,
            passages.section,
            passages.definition,
            facts.facts,
            passages.passages,
        ),
    }
    return ways[question.asked]


def _as_asked(year: str, question: Question) -> str:
    """Another year in the words of the question; one that is only counted from the document's year is 上年."""
    if year in question.normal:
        return f"{year}年"
    return "上年" if re.search("去年|上年|[上前]一年", question.normal) else ""


def _topic(question: Question, document_year: str) -> str:
    """What a question is about, where that is short enough to be said again."""
    words = "".join(question.content)
    plain = (
        len(question.content) == 1
        and 2 <= len(words) <= _LONGEST_TOPIC
        and not re.search(r"[0-9一二两三四五六七八九十百千万亿]", words)
    )
    year = next((_as_asked(year, question) for year in question.years if year != document_year), "")
    what = "与上年相比的变化" if question.wants_change and COMPARES_YEARS.search(question.normal) else "的相关内容"
    return f"{year}“{words}”{what}" if plain else UNNAMED
