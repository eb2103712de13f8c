"""A case of the desk as drawn: its line in the list, and all there is to know of it beside the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.correction import cited, figures_at, sentences_of
from assistant.library import Library
from assistant.model import Answer, Check, Citation, Outcome
from assistant.question.english import is_english
from assistant.restored import restored
from assistant.review.model import DECIDED, Decision, ReviewCase, ReviewItem
from assistant.reviewed import PROGRAM, Reviewed
from assistant.web.evidence import Source, read_link, sources_of
from assistant.web.language import CHINESE, ENGLISH, Language, Say, say_in
from assistant.web.reply import Asked, outside_sums, text_of
from assistant.web.safe import for_gradio, plain
from assistant.web.shell import Page, filled
from assistant.web.staff.words import KINDS, OUTCOMES, REASONS, STATES
from index.model import Disclosure, Span

_LONGEST_LINE, _LONGEST_WHY = 60, 30
_SAID_ALREADY = frozenset({"feedback_wrong", "unclear", "not_disclosed", "off_topic"})
_MOST_STATED = 3


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as drawn: what it is called, its text as HTML, its numbers, its sources."""

    name: str
    answer: Answer
    text: Markup
    numbers: tuple[Check, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place chosen to be cited: where it is, its address, and sentences on its figures that stand the check."""

    path: str
    link: str
    stated: tuple[str, ...]


def line_of(item: ReviewItem, why: str, say: Say) -> str:
    """An item as a line of the list: the question, and below it what is known of it; `why` is what a reader said."""
    known = [say(*STATES[item.state]), say(*OUTCOMES[item.outcome])]
    known += [say(f"问过 {item.asked} 次", f"asked {item.asked} ×")]
    known += [say(f"说对 {item.right} 次", f"right: {item.right}")] if item.right else []
    known += [say(f"读者说不对 {item.wrong} 次", f"wrong: {item.wrong}")] if item.wrong else []
    known += [f"“{_shortened(why, _LONGEST_WHY)}”"] if why else []
    known += [say(*REASONS[each]) for each in item.doubt.reasons if each not in _SAID_ALREADY]
    return f"{_shortened(item.question, _LONGEST_LINE)}\n{' · '.join(known)}"


def _shortened(text: str, longest: int) -> str:
    shown = " ".join(plain(text).split())
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def current(case: ReviewCase, reviews: Reviewed) -> Disclosure | None:
    """The document that a case is of, where it still has the text that was answered from."""
    wanted = (case.item.document, case.item.sha256)
    return next((each for each in reviews.disclosures if (each.document.id, each.document.sha256) == wanted), None)


def case_html(case: ReviewCase, reviews: Reviewed, language: Language) -> str:
    """A case for a gr.HTML component."""
    say = say_in(language)
    html = filled(
        "staff/case.html",
        language,
        case=case,
        current=current(case, reviews) is not None,
        title=found.document.title if (found := current(case, reviews)) and len(reviews.disclosures) > 1 else "",
        spoken=ENGLISH if is_english(case.item.question) else CHINESE,
        state=say(*STATES[case.item.state]),
        outcome=say(*OUTCOMES[case.item.outcome]),
        reasons=[say(*REASONS[reason]) for reason in case.item.doubt.reasons],
        answers=tuple(_answers(case, reviews, language)),
        history=[
            (each, _who(each, say), say(*KINDS[each.kind]), each.sha256 != case.item.sha256) for each in case.decisions
        ],
    )
    return for_gradio(html)


def _who(decision: Decision, say: Say) -> str:
    return say("程序", "the program") if decision.by == PROGRAM else decision.by


def document_html(case: ReviewCase, reviews: Reviewed, language: Language) -> str:
    """The document at the first place that a case's answer cites; nothing where its text is here no more."""
    disclosure = current(case, reviews)
    if disclosure is None:
        return ""
    sources = sources_of(given_answer(case), disclosure)
    link = sources[0].link if sources else read_link(disclosure, ())
    return for_gradio(filled("staff/document.html", language, link=link))


def chosen_html(
    library: Library, places: Sequence[tuple[Span, ...]], known: Sequence[Citation], language: Language
) -> str:
    """The places chosen, in their numbering, with what their figures are called.

    Raises:
        RefusedCorrection: a place cannot be cited.
    """
    disclosure = library.disclosure
    found = []
    for citation in cited(library, places, known):
        stated = sentences_of(figures_at(library, (citation,))[:_MOST_STATED], library)
        path = " › ".join(citation.section[-2:])
        found.append(Chosen(path, read_link(disclosure, citation.spans), tuple(stated)))
    return for_gradio(filled("staff/chosen.html", language, places=found))


def standing(case: ReviewCase) -> Decision | None:
    """The decision that stands on a case."""
    if case.item.state not in DECIDED:
        return None
    own = (each for each in reversed(case.decisions) if each.sha256 == case.item.sha256)
    return next((each for each in own if each.kind == case.item.state), None)


def given_answer(case: ReviewCase) -> Answer:
    """What readers are given in a case: as decided, else the program's own answer."""
    own, decision = restored(case.asked.answer), standing(case)
    return _decided(own, decision) if decision else own


def _answers(case: ReviewCase, reviews: Reviewed, language: Language) -> Iterator[ShownAnswer]:
    say, own, given = say_in(language), restored(case.asked.answer), given_answer(case)
    if given.text != own.text:
        yield _shown(say("给读者的回答", "What readers are given"), given, case, reviews, language)
    yield _shown(say("程序的回答", "The program's answer"), own, case, reviews, language)


def _shown(name: str, answer: Answer, case: ReviewCase, reviews: Reviewed, language: Language) -> ShownAnswer:
    found = current(case, reviews)
    disclosure = found or reviews.disclosures[0]
    placed = answer if found else replace(answer, citations=())  # spans of another text would mark anything
    documents = tuple(each.document for each in reviews.disclosures)
    asked = Asked(tuple(case.asked.turns), disclosure, Page("/", "", disclosure.document, documents, language))
    return ShownAnswer(name, answer, text_of(placed, asked), outside_sums(answer), sources_of(placed, disclosure))


def _decided(own: Answer, decision: Decision) -> Answer:
    outcomes: dict[str, Outcome] = {"not_disclosed": "not_disclosed", "corrected": "answered"}
    return replace(
        own,
        outcome=outcomes.get(decision.kind, own.outcome),
        text=decision.text,
        citations=decision.citations,
        numbers=decision.numbers,
        understood=None,
        notes=(),
    )
