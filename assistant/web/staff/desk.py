"""The review desk's page and its handlers; each asks the store anew who sends a request and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from assistant.correction import RefusedCorrection
from assistant.restored import restored
from assistant.review.errors import ChangedMeanwhile, ReviewError
from assistant.review.model import DECIDED, Account, ReviewCase
from assistant.reviewed import Reviewed
from assistant.web.chat import connection_of
from assistant.web.language import Language, Say, language_of, say_in
from assistant.web.safe import for_gradio, unmarked
from assistant.web.shell import filled
from assistant.web.staff import deciding
from assistant.web.staff.cases import case_html, chosen_html, current, document_html, given_answer
from assistant.web.staff.deciding import Act, Written, opened, opened_in, place_name, places_of
from assistant.web.staff.finding import Finder, own_places, without_repeats
from assistant.web.staff.layout import Parts, laid_out
from assistant.web.staff.listing import (
    AT_FIRST,
    Listing,
    items_of,
    listing_in,
    order_choices,
    question_choices,
    state_choices,
)
from assistant.web.staff.session import NotAllowed, Right, allowed, may

_AT_ONCE: dict[str, Any] = {
    "api_visibility": "private",
    "queue": False,
    "show_progress": "hidden",
    "preprocess": False,
}
Changes = dict[Any, Any]
"""What a handler changes: parts of the page with their new values."""


def desk_page(reviews: Reviewed) -> gr.Blocks:
    """The desk's page; ?item=… opens a case at once, ?state=… and ?order=… a part of the list."""
    page = gr.Blocks(title="审核台", analytics_enabled=False)
    with page:
        parts = laid_out()
        desk = Desk(reviews, parts)
        page.load(desk.start, None, parts.all, **_AT_ONCE)
        listing = [parts.state, parts.order, parts.questions, parts.limit]
        for changed in (parts.state.input, parts.order.input, parts.refresh.click):
            changed(desk.list_anew, listing, parts.all, **_AT_ONCE)
        parts.more.click(desk.list_more, listing, parts.all, **_AT_ONCE)
        parts.questions.input(desk.choose, [parts.questions], parts.all, **_AT_ONCE)
        parts.places.input(desk.number_places, [parts.seen, parts.places], parts.all, **_AT_ONCE)
        for asked in (parts.search.click, parts.words.submit):
            asked(desk.find, [parts.seen, parts.words, parts.places], parts.all, **_AT_ONCE)
        acts: tuple[tuple[gr.Button, Act, gr.Textbox], ...] = (
            (parts.approve, deciding.approve, parts.correction),
            (parts.not_disclosed, deciding.mark_not_disclosed, parts.comment),
            (parts.reopen, deciding.reopen, parts.correction),
            (parts.correct, deciding.correct, parts.correction),
            (parts.anew, deciding.ask_anew, parts.correction),
            (parts.say, deciding.comment, parts.comment),
        )
        for button, act, text in acts:
            sent = [parts.seen, parts.state, parts.order, parts.limit, text, parts.places]
            button.click(desk.doing(act), sent, parts.all, **_AT_ONCE)
    return page


class Desk:
    """The handlers of one desk's page."""

    def __init__(self, reviews: Reviewed, parts: Parts) -> None:
        self._reviews = reviews
        self._parts = parts
        self._finder = Finder(reviews.disclosures)

    def start(self, request: gr.Request) -> Changes:
        """The desk as first seen: the list, and the case that the address names."""
        account, language = self._sender(request, "look")
        asked = connection_of(request).query_params
        listing = listing_in(asked.get("state"), asked.get("order"))
        chosen = asked.get("item")
        return {**self._listed(listing, chosen, language), **self._shown(chosen, account, language)}

    def list_anew(self, state: object, order: object, chosen: object, limit: object, request: gr.Request) -> Changes:
        """The list in another state or order, or as it now is."""
        _, language = self._sender(request, "look")
        return self._listed(listing_in(state, order, limit), chosen, language)

    def list_more(self, state: object, order: object, chosen: object, limit: object, request: gr.Request) -> Changes:
        """The list with more questions."""
        _, language = self._sender(request, "look")
        shown = listing_in(state, order, limit)
        return self._listed(listing_in(state, order, str(shown.limit + AT_FIRST)), chosen, language)

    def choose(self, chosen: object, request: gr.Request) -> Changes:
        """The case of a question of the list."""
        return self._shown(chosen, *self._sender(request, "look"))

    def number_places(self, seen: object, places: object, request: gr.Request) -> Changes:
        """The places chosen so far, numbered."""
        _, language = self._sender(request, "look")
        case = self._seen_case(seen)
        return {self._parts.chosen: self._chosen(case, places, language)} if case else self._to_choose(language)

    def find(self, seen: object, words: object, places: object, request: gr.Request) -> Changes:
        """The places of the document where words stand, to choose beside those chosen and those of the answer."""
        _, language = self._sender(request, "look")
        case = self._seen_case(seen)
        if case is None or current(case, self._reviews) is None:
            return self._to_choose(language)
        found = self._finder.found(case.item.document, words if isinstance(words, str) else "")
        try:
            kept = places_of(places)
        except RefusedCorrection:
            kept = ()
        own = own_places(restored(case.asked.answer))
        before = [self._finder.named(case.item.document, spans) for spans in kept]
        choices = without_repeats([*own, *before, *found])
        value = [place_name(spans) for spans in kept]
        return {
            self._parts.places: gr.update(choices=choices, value=value),
            self._parts.told: _told(language, [_found(len(found), say_in(language))]),
        }

    def doing(self, act: Act) -> Callable[..., Changes]:
        """The handler of an act: the list and the case as they are after it.

        Where it is refused, what was written stays; where someone else was first, the case is shown as it now is.
        """

        def handler(
            seen: object, state: object, order: object, limit: object, text: object, places: object, request: gr.Request
        ) -> Changes:
            account, language = self._sender(request, "decide")
            told, where = self._parts.told, opened_in(seen)
            if where is None:
                return {told: _told(language, [say_in(language)(*_CHOOSE)], "refused")}
            try:
                item = act(self._reviews, account, where, Written(text if isinstance(text, str) else "", places))
            except ChangedMeanwhile as error:
                again = self._case_again(where.item, state, order, limit, account, language)
                return {**_but(again, self._parts.written), told: _told(language, [str(error)], "refused")}
            except (RefusedCorrection, ReviewError) as error:
                return {told: _told(language, str(error).splitlines(), "refused")}
            commented, marked = act is deciding.comment, act is deciding.mark_not_disclosed
            done = f"{where.item} {'comment' if commented else 'correction'}"
            noted = _told(language, [say_in(language)("已记下。", "Noted.")], "done", done)
            again = self._case_again(item.id, state, order, limit, account, language)
            still = self._parts.correcting if commented else () if marked else (self._parts.comment,)
            return {**_but(again, still), told: noted, **({self._parts.comment: ""} if commented or marked else {})}

        return handler

    def _case_again(
        self, item: int, state: object, order: object, limit: object, account: Account, language: Language
    ) -> Changes:
        chosen = str(item)
        listed = self._listed(listing_in(state, order, limit), chosen, language)
        return {**listed, **self._shown(chosen, account, language)}

    def _sender(self, request: gr.Request, right: Right) -> tuple[Account, Language]:
        """Who sends a request, and their language; whoever may not do this gets an error that tells nothing."""
        connection = connection_of(request)
        try:
            account = allowed(connection, self._reviews.store.accounts, self._reviews.now(), right)
        except NotAllowed as error:
            raise gr.Error(str(error), print_exception=False) from error
        return account, language_of(connection)

    def _to_choose(self, language: Language) -> Changes:
        """What is said where no case is open that this could be done with."""
        return {self._parts.told: _told(language, [say_in(language)(*_CHOOSE)], "refused")}

    def _seen_case(self, seen: object) -> ReviewCase | None:
        where = opened_in(seen)
        try:
            return self._reviews.store.item(where.item) if where else None
        except ReviewError:
            return None

    def _listed(self, listing: Listing, chosen: object, language: Language) -> Changes:
        """The list, with the chosen question marked where it is in it."""
        say, parts, store = say_in(language), self._parts, self._reviews.store
        items = items_of(store, listing)
        choices = question_choices(store, items[: listing.limit], say)
        value = chosen if any(chosen == name for _, name in choices) else None
        return {
            parts.state: gr.update(choices=state_choices(store, say), value=listing.state_name),
            parts.order: gr.update(choices=order_choices(say), value=listing.order),
            parts.questions: gr.update(choices=choices, value=value),
            parts.limit: str(listing.limit),
            parts.more: gr.update(visible=len(items) > listing.limit),
        }

    def _shown(self, chosen: object, account: Account, language: Language) -> Changes:
        """A case with what may be done with it; where there is none, how to come to one."""
        parts, say = self._parts, say_in(language)
        case: ReviewCase | None = None
        looks = [] if may(account, "decide") else [say(*_LOOKS)]
        told = _told(language, [say(*_CHOOSE), *looks])
        try:
            if isinstance(chosen, str) and chosen.isascii() and chosen.isdecimal() and len(chosen) <= 12:
                case, told = self._reviews.store.item(int(chosen)), _told(language, looks)
        except ReviewError as error:
            told = _told(language, [str(error)], "refused")
        if case is None:
            nothing = dict.fromkeys((parts.case, parts.document, parts.seen), "")
            return {parts.told: told, **nothing, **dict.fromkeys((parts.acts, parts.anew), gr.update(visible=False))}
        reviews, stands = may(account, "decide"), current(case, self._reviews) is not None
        decides = reviews and stands
        return {
            parts.told: told,
            parts.case: case_html(case, self._reviews, language),
            parts.document: document_html(case, self._reviews, language),
            parts.seen: opened(case).written,
            parts.acts: gr.update(visible=decides),
            parts.approve: gr.update(visible=deciding.can_be_approved(restored(case.asked.answer))),
            parts.anew: gr.update(visible=reviews and not stands),
            parts.reopen: gr.update(visible=case.item.state in DECIDED),
            **(self._written(case, language) if decides else {}),
        }

    def _written(self, case: ReviewCase, language: Language) -> Changes:
        """What a correction begins with: the answer that readers are given, and the places that it cites."""
        parts, given = self._parts, given_answer(case)
        choices = without_repeats([*own_places(given), *own_places(restored(case.asked.answer))])
        names = [place_name(citation.spans) for citation in given.citations]
        return {
            parts.correction: unmarked(given.text),
            parts.places: gr.update(choices=choices, value=names),
            parts.chosen: self._chosen(case, names, language),
            parts.words: "",
            parts.comment: "",
        }

    def _chosen(self, case: ReviewCase, places: object, language: Language) -> str:
        library = self._reviews.library(case.item.document)
        known = (*given_answer(case).citations, *restored(case.asked.answer).citations)
        try:
            return chosen_html(library, places_of(places), known, language)
        except RefusedCorrection as error:
            return _told(language, str(error).splitlines(), "refused")


_CHOOSE = ("请选一个问题，看它的回答、依据和经过。", "Choose a question to see its answer, sources and history.")

_LOOKS = (
    "您的角色是只读：可以看问题、回答、原文和经过，不能作决定、改正或备注。",
    "Your role is reader: you may see questions, answers, sources and history, not decide, correct or comment.",
)


def _told(language: Language, lines: list[str], kind: str = "", done: str = "") -> str:
    """What the page says of what was just done."""
    return for_gradio(filled("staff/told.html", language, lines=lines, kind=kind, done=done))


def _but(changes: Changes, still: Sequence[Any]) -> Changes:
    """The changes without those of the parts that are to stay as they are."""
    return {part: value for part, value in changes.items() if part not in still}


def _found(count: int, say: Say) -> str:
    if not count:
        return say("原文里没有找到可引的地方。", "No place that can be cited was found.")
    return say(f"找到 {count} 处，已列在出处里。", f"{count} places found; they are among the places below.")
