"""Words found in the text of a document, white space, width and case of letters left aside, by their places."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.web.marking import Piece, pieces
from assistant.web.reading import Block, Reading, Spans
from assistant.web.safe import plain
from index.model import Span

_TOKEN = re.compile(r"\$[^$\n]{1,80}\$|\S")
_AROUND = 24
_END_OF_TEXT = "\n"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: its spans, the block it is in, and it with what stands around it."""

    spans: Spans
    block: Block
    snippet: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """The text of a reading as it is searched: each character with the span of the source it comes from.

    `texts` are the texts in it with their blocks, `limits` where each begins; a line break ends each, so that nothing
    is found across two.
    """

    source: str
    text: str
    origins: tuple[Span, ...]
    texts: tuple[tuple[Block, Spans], ...]
    limits: tuple[int, ...]


def folded(reading: Reading) -> Folded:
    """The text of a reading made ready for searching."""
    source = reading.disclosure.document.text
    texts = tuple((block, spans) for block in reading.all_blocks for spans in block.texts)
    characters: list[str] = []
    origins: list[Span] = []
    limits: list[int] = []
    for _, spans in texts:
        limits.append(len(characters))
        for character, origin in _characters(source, spans):
            characters.append(character)
            origins.append(origin)
        characters.append(_END_OF_TEXT)
        origins.append((spans[-1][1], spans[-1][1]))
    return Folded(source, "".join(characters), tuple(origins), texts, tuple(limits))


def fold(text: str) -> str:
    """A text as it is searched for: without white space and invisible characters, half-width, lower case."""
    return "".join(character for character, _ in _characters(text, ((0, len(text)),)))


def found(where: Folded, words: str) -> tuple[Hit, ...]:
    """Every place where the words stand, in the order of the page, none overlapping another."""
    wanted = fold(words)
    hits: list[Hit] = []
    start = where.text.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        hit = _hit(where, start, end)
        # Two hits within one formula are one: it can only be marked whole.
        if not hits or hits[-1].spans != hit.spans:
            hits.append(hit)
        start = where.text.find(wanted, end)
    return tuple(hits)


def _characters(source: str, spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    for start, end in spans:
        for token in _TOKEN.finditer(source, start, end):
            for written in plain(token.group()):
                for character in unicodedata.normalize("NFKC", written).casefold():
                    if not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc"):
                        yield character, token.span()


def _hit(where: Folded, start: int, end: int) -> Hit:
    number = bisect_right(where.limits, start) - 1
    block, _ = where.texts[number]
    hit = _clipped(where, number, start, end)
    around = (start - _AROUND, end + _AROUND)
    first = bisect_right(where.limits, max(around[0], 0)) - 1
    last = bisect_left(where.limits, around[1])
    snippet = (
        pieces(where.source, _clipped(where, near, *around), hit if near == number else ())
        for near in range(first, last)
        if where.texts[near][0] is block
    )
    return Hit(hit, block, tuple(part for part in snippet if part))


def _clipped(where: Folded, number: int, start: int, end: int) -> Spans:
    """The source spans of that part of a text which stands within [start, end) of the folded text."""
    following = where.limits[number + 1] if number + 1 < len(where.limits) else len(where.text)
    first, last = max(start, where.limits[number]), min(end, following - 1)
    if first >= last:
        return ()
    left, right = where.origins[first][0], where.origins[last - 1][1]
    spans = ((max(start, left), min(end, right)) for start, end in where.texts[number][1])
    return tuple((start, end) for start, end in spans if start < end)
