"""Places of a document to cite: those of an answer, and those where words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from assistant.composing.cite import place_citation
from assistant.model import Answer, Citation
from assistant.web.finding import Hit
from assistant.web.read import Prepared, prepared_of, searched
from assistant.web.safe import plain
from assistant.web.staff.deciding import place_name
from index.model import Disclosure, Span

MOST_FOUND = 20
_LONGEST, _SHORTEST = 140, 2
Choices = list[tuple[str, str]]


class Finder:
    """Finds words in the documents as their reading pages do."""

    def __init__(self, disclosures: Sequence[Disclosure]) -> None:
        self._disclosures = {each.document.id: each for each in disclosures}
        self._prepared = cache(lambda document: prepared_of(self._disclosures[document]))

    def found(self, document: str, words: str) -> Choices:
        """The first places where the words stand and that can be cited: a sentence or the row of a table each.

        Words that stand nowhere are shortened from their end until they do.
        """
        prepared = self._prepared(document)
        choices: dict[str, str] = {}
        for hit in _hits(prepared, words):
            if len(choices) == MOST_FOUND:
                break
            try:
                cited = place_citation(prepared.reading.disclosure, hit.spans, 1)
            except LookupError:  # a header or the title holds the words
                continue
            choices.setdefault(place_name(cited.spans), _label(cited, "".join(words.split())))
        return [(label, name) for name, label in choices.items()]

    def named(self, document: str, spans: Sequence[Span]) -> tuple[str, str]:
        """A place that was chosen before, as a choice."""
        try:
            return _label(place_citation(self._disclosures[document], tuple(spans), 1)), place_name(spans)
        except LookupError:
            return place_name(spans), place_name(spans)


def _hits(prepared: Prepared, words: str) -> tuple[Hit, ...]:
    while search := searched(prepared.folded, words, ""):
        if search.hits or len(search.words) <= _SHORTEST:
            return search.hits
        words = search.words[:-1]
    return ()


def own_places(answer: Answer) -> Choices:
    """The places that an answer cites, as choices."""
    return [(_label(citation), place_name(citation.spans)) for citation in answer.citations]


def without_repeats(choices: Iterable[tuple[str, str]]) -> Choices:
    """The choices, each place once."""
    kept: dict[str, str] = {}
    for label, name in choices:
        kept.setdefault(name, label)
    return [(label, name) for name, label in kept.items()]


def _label(citation: Citation, words: str = "") -> str:
    """What a place is called in the list: where it is and what stands there, the words sought among it."""
    text = " ".join(plain(citation.quote).split())
    begin = max(0, text.find(words) + len(words) - _LONGEST) if words else 0
    short = f"{'…' if begin else ''}{text[begin : begin + _LONGEST]}{'…' if begin + _LONGEST < len(text) else ''}"
    return f"{' › '.join(plain(name) for name in citation.section[-2:])}\n{short}"
