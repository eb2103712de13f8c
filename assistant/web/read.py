"""The whole disclosure as a page to read: its outline, a search within it, the passages of a citation marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.question.normalise import simplified
from assistant.web.finding import Folded, Hit, folded, found
from assistant.web.marking import united, within
from assistant.web.reading import Reading, reading_of, redrawn
from assistant.web.shell import html_page, page_of
from index.model import Disclosure, Span

MAX_WORDS = 100
MAX_MARKS = 200
MAX_LISTED = 200

_MARK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of a document's page depends on no request."""

    reading: Reading
    folded: Folded
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for and where it stands; `at` is the number of the hit that is looked at, 0 for none yet."""

    words: str
    was_cut: bool
    hits: tuple[Hit, ...]
    at: int

    @property
    def listed(self) -> tuple[Hit, ...]:
        """The hits of the list, which is not endless."""
        return self.hits[:MAX_LISTED]

    @property
    def following(self) -> int:
        """The number of the next hit, round the end."""
        return self.at % len(self.hits) + 1

    @property
    def preceding(self) -> int:
        """The number of the hit before, round the start."""
        return self.at - 1 if self.at > 1 else len(self.hits)


def add_read_page(app: FastAPI, disclosures: Sequence[Disclosure]) -> None:
    """Adds /read: the document with its outline; ?mark=START-END,… marks spans of the source, #mark is the first.

    ?find=WORDS marks every place where they stand instead, #hit-1 is the first; ?at=N is the one looked at.
    """
    documents = [disclosure.document for disclosure in disclosures]
    prepared = {disclosure.document.id: prepared_of(disclosure) for disclosure in disclosures}

    @app.get("/read", response_class=HTMLResponse, include_in_schema=False)
    def read(request: Request) -> HTMLResponse:
        page = page_of(request, documents)
        asked = request.query_params
        shown = prepared[page.document.id]
        search = searched(shown.folded, asked.get("find", ""), asked.get("at", ""))
        marks, ignored = marks_of("" if search else asked.get("mark", ""), shown)
        hits = search.hits if search else ()
        names = {hit.spans[0][0]: f"hit-{number}" for number, hit in enumerate(hits, 1)} or {
            start: "mark" for start, _ in marks[:1]
        }
        spans = sorted(span for hit in hits for span in hit.spans) or marks
        source = page.document.text
        reply = html_page(
            "read.html",
            page,
            framed=request.headers.get("sec-fetch-dest") == "iframe",
            reading=shown.reading,
            blocks=[(block, redrawn(block, source, spans)) for block in shown.reading.blocks],
            title=redrawn(shown.reading.title, source, spans) if shown.reading.title else None,
            exchanged=_exchanged_headers(shown.reading.disclosure),
            search=search,
            marks=marks,
            ignored=ignored,
            names=names,
        )
        reply.headers.append("Vary", "Sec-Fetch-Dest")
        return reply


def prepared_of(disclosure: Disclosure) -> Prepared:
    """A disclosure laid out and made ready for searching."""
    reading = reading_of(disclosure)
    places = united([span for block in reading.all_blocks for spans in block.texts for span in spans])
    return Prepared(reading, folded(reading), places)


def searched(where: Folded, asked: str, at: str) -> Search | None:
    """The search that was asked for, None where no words were given.

    Words in Traditional characters that the text does not have are searched for in simplified ones.
    """
    whole = "".join(letter for letter in asked if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")).strip()
    words = whole[:MAX_WORDS]
    if not words:
        return None
    hits = found(where, words) or found(where, simplified(words))
    number = int(at) if re.fullmatch(r"[0-9]{1,6}", at, re.ASCII) else 0
    return Search(words, words != whole, hits, number if number <= len(hits) else 0)


def marks_of(asked: str, shown: Prepared) -> tuple[tuple[Span, ...], bool]:
    """The spans of the source asked for, in order and apart, and whether some of what was asked for was ignored."""
    parts = [part.strip() for part in asked.split(",") if part.strip()]
    text = shown.reading.disclosure.document.text
    spans = [span for part in parts[:MAX_MARKS] if (span := _span(part, text, shown.places))]
    return united(spans), len(spans) < len(parts)


def _span(part: str, text: str, places: Sequence[Span]) -> Span | None:
    """The span written so, without white space around it and what the page does not show before it."""
    written = _MARK.fullmatch(part)
    start, end = (int(written[1]), int(written[2])) if written else (0, 0)
    if not start < end <= len(text):
        return None
    marked = text[start:end]
    start, end = end - len(marked.lstrip()), start + len(marked.rstrip())
    shown = within(places, start, end) if start < end else ()
    return (max(start, shown[0][0]), end) if shown else None


def _exchanged_headers(disclosure: Disclosure) -> frozenset[int]:
    """The tables whose last two headers stand exchanged in the source and are shown put right."""
    spans = {span for problem in disclosure.problems if problem.kind == "header_slip" for span in problem.spans}
    return frozenset(table.index for table in disclosure.tables if spans & set(table.header_spans))
