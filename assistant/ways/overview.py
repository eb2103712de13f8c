"""The way to sum a disclosure up: income, expenditure, change, 三公 expenses and procurement, each as it is stated."""

from __future__ import annotations

import re

from assistant.checking.verify import unsupported, verify
from assistant.composing.sentences import fact_draft
from assistant.library import Library
from assistant.model import Draft, Question
from assistant.question.parts import together
from assistant.vocabulary import ASKS_OVERVIEW, DOCUMENT_WORDS, OVERVIEW_TOPICS
from assistant.working.totals import main_total
from index.text import squeezed

_DOCUMENT = re.compile("|".join(sorted(map(re.escape, DOCUMENT_WORDS), key=len, reverse=True)))


def overview(question: Question, library: Library) -> Draft | None:
    """The main figures of a disclosure, one a topic, for a question that asks what it says as a whole."""
    if question.claims or not ASKS_OVERVIEW.search(question.normal) or _DOCUMENT.sub("", "".join(question.content)):
        return None
    found = [main_total(library, pattern, change=change) for pattern, change in OVERVIEW_TOPICS]
    facts = {fact.figure.id: fact for fact in found if fact is not None and fact.figure is not None}
    drafts = [fact_draft(question, library, [fact]) for fact in facts.values()]
    source = squeezed(library.disclosure.document.text)
    held = [draft for draft in drafts if not unsupported(verify(draft, question.normal, source, library.names))]
    return together(held) if held else None
