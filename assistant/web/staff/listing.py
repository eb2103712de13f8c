"""The desk's list: which part of what was asked it shows, and its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from assistant.review.model import Order, ReviewItem, State
from assistant.review.store import ReviewStore
from assistant.web.language import Say
from assistant.web.staff.cases import line_of
from assistant.web.staff.words import ALL, ORDERS, STATES

AT_FIRST, MOST = 40, 400
ANY = "all"
_LIMIT = re.compile(r"[0-9]{1,4}", re.ASCII)
_STATES: tuple[State, ...] = get_args(State)
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of the list as asked for: one state or all, an order, at most so many."""

    state: State | None
    order: Order
    limit: int

    @property
    def state_name(self) -> str:
        """The state as a page names it."""
        return self.state or ANY


def listing_in(state: object, order: object, limit: object = None) -> Listing:
    """The part of the list that a page asks for; what it does not say or says wrongly is what is shown first."""
    known = next((each for each in _STATES if each == state), None)
    asked = int(limit) if isinstance(limit, str) and _LIMIT.fullmatch(limit) else AT_FIRST
    shown = None if state == ANY else known or "open"
    return Listing(shown, "newest" if order == "newest" else "doubt", min(max(asked, AT_FIRST), MOST))


def items_of(store: ReviewStore, listing: Listing) -> tuple[ReviewItem, ...]:
    """The items of a part of the list, and one more where there are more."""
    return store.items(listing.order, listing.state, listing.limit + 1)


def state_choices(store: ReviewStore, say: Say) -> Choices:
    """The states to choose from, each with how many items are in it."""
    named = [(f"{say(*words)} {store.count(state)}", str(state)) for state, words in STATES.items()]
    return [*named, (f"{say(*ALL)} {store.count()}", ANY)]


def order_choices(say: Say) -> Choices:
    """The orders to choose from."""
    return [(say(*words), order) for order, words in ORDERS.items()]


def question_choices(store: ReviewStore, items: tuple[ReviewItem, ...], say: Say) -> Choices:
    """The questions to choose from, each with what is known of it below."""
    return [(line_of(item, _why(store, item), say), str(item.id)) for item in items]


def _why(store: ReviewStore, item: ReviewItem) -> str:
    """What the last reader who found an answer wrong said of it."""
    judgements = store.item(item.id).judgements if item.wrong else ()
    return next((each.why for each in reversed(judgements) if not each.right and each.why), "")
