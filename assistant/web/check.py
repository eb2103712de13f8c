"""Which figures of the disclosure agree: what differs, what looks odd, what cannot be checked, what agrees."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.question.normalise import simplified
from assistant.reconciling.about import made_now, program_version, rules_of
from assistant.reconciling.checked import Checked, checked
from assistant.reconciling.findings import Doubt, Finding, cards_of, doubts_of, findings_of, searched_text
from assistant.reconciling.places import places_of
from assistant.reconciling.records import report_record
from assistant.reconciling.report import report_html
from assistant.reconciling.sheets import workbook
from assistant.reconciling.terms import Term
from assistant.reconciling.words import IDENTITY_KINDS, ODDITY_KINDS, Words
from assistant.web.downloads import XLSX, attached
from assistant.web.evidence import read_link
from assistant.web.shell import Page, html_page, page_of
from index.model import Disclosure, Identity, Oddity, Span
from index.text import squeezed

PAGE_ROWS = 50
_FEW_ODDITIES = 12
_LONGEST_SEARCH = 100
_ODD = "oddity:"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
Found = TypeVar("Found", Identity, Oddity)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asks of the page: words, a kind of identity or oddity, a page of what agrees."""

    q: str = ""
    kind: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether some findings may be left out."""
        return bool(self.q or self.kind)

    def keep(self, found: Iterable[Found]) -> tuple[Found, ...]:
        """The findings that are asked for."""
        words = [squeezed(word).casefold() for word in self.q.split()]
        return tuple(each for each in found if self.kind in ("", _kind_of(each)) and _stand_in(words, each))

    def address(self, document: str) -> str:
        """The address that asks the same, at what agrees."""
        asked = {"document": document, "q": self.q, "kind": self.kind, "page": self.page if self.page > 1 else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return "/check" + (f"?{query}" if query else "") + "#holding"


def add_check_page(app: FastAPI, disclosures: Sequence[Disclosure]) -> None:
    """Adds /check, and the whole report as /check/report.xlsx, /check/report.html and /check/report.json."""
    documents = [disclosure.document for disclosure in disclosures]
    known = {disclosure.document.id: disclosure for disclosure in disclosures}

    @app.get("/check", response_class=HTMLResponse, include_in_schema=False)
    def check(request: Request) -> HTMLResponse:
        page = page_of(request, documents)
        return _page(page, checked(known[page.document.id]), wanted_of(request.query_params))

    @app.get("/check/report.{ending}", include_in_schema=False)
    def report(request: Request, ending: str) -> Response:
        found = checked(known[page_of(request, documents).document.id])
        return _report(found, ending, holding=request.query_params.get("all") == "1")


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """What a request asks for; what makes no sense is taken as not said."""
    kind, page = query.get("kind", ""), query.get("page", "")
    kinds = {*IDENTITY_KINDS, *(_ODD + odd for odd in ODDITY_KINDS)}
    return Wanted(
        q=" ".join(_UNPRINTABLE.sub(" ", query.get("q", ""))[:_LONGEST_SEARCH].split()),
        kind=kind if kind in kinds else "",
        page=max(int(page), 1) if re.fullmatch("[0-9]{1,6}", page) else 1,
    )


def _report(found: Checked, ending: str, *, holding: bool) -> Response:
    name = ("report", "核对报告")
    if ending == "xlsx":
        return attached(workbook(found), XLSX, found.document, ending, name)
    if ending == "html":
        return attached(
            report_html(found, holding=holding).encode(), "text/html; charset=utf-8", found.document, ending, name
        )
    if ending == "json":
        record = report_record(found, made_now(), program_version())
        text = json.dumps(record, ensure_ascii=False, indent=1)
        return attached(text.encode("utf-8", "replace"), "application/json", found.document, ending, name)
    text = "There are /check/report.xlsx, /check/report.html and /check/report.json."
    return Response(text, 404, media_type="text/plain")


def _page(page: Page, found: Checked, wanted: Wanted) -> HTMLResponse:
    places = places_of(found.disclosure)
    doubtful, roundings = wanted.keep(found.doubtful), wanted.keep(found.roundings)
    holding = sorted(wanted.keep(found.telling), key=lambda identity: list(IDENTITY_KINDS).index(identity.kind))
    last = max(1, -(-len(holding) // PAGE_ROWS))
    number = min(wanted.page, last)
    first = (number - 1) * PAGE_ROWS
    document = page.document.id if page.suffix else ""
    doubts = doubts_of(wanted.keep(found.oddities), places)

    def link(spans: Iterable[Span]) -> str:
        return read_link(found.disclosure, spans)

    return html_page(
        "check.html",
        page,
        found=found,
        wanted=wanted,
        doubtful=cards_of(doubtful, places),
        roundings=cards_of(roundings, places),
        number_of_doubtful=len(doubtful),
        number_of_roundings=len(roundings),
        unchecked=findings_of(wanted.keep(found.unchecked), places),
        groups=_grouped(doubts),
        open_groups=wanted.is_filtered or len(doubts) <= _FEW_ODDITIES,
        number_of_doubts=len(doubts),
        number_of_holding=len(wanted.keep(found.holding)),
        listed=len(holding),
        holding=[
            (kind, list(those))
            for kind, those in groupby(
                findings_of(holding[first : first + PAGE_ROWS], places), lambda finding: finding.kind
            )
        ],
        page_links=[
            (each, replace(wanted, page=each).address(document), each == number) for each in range(1, last + 1)
        ],
        opened=wanted.is_filtered or wanted.page > 1,
        rules=rules_of(found),
        kinds=_kinds(found),
        named=document,
        link=link,
        target=lambda finding, term: link(_spans(finding, term)),
        files=[(ending, f"/check/report.{ending}{page.suffix}") for ending in ("xlsx", "html", "json")],
        whole_report=f"/check/report.html{page.suffix}{'&' if page.suffix else '?'}all=1",
    )


def _spans(finding: Finding, term: Term) -> list[Span]:
    return [span for operand in term.operands for span in finding.operands[operand].spans]


def _grouped(doubts: Sequence[Doubt]) -> list[tuple[Words, list[Doubt]]]:
    """The oddities by kind, the weighty kinds first, as they come."""
    return [(kind, list(those)) for kind, those in groupby(doubts, lambda doubt: doubt.kind)]


def _kinds(found: Checked) -> tuple[list[tuple[str, Words, int]], list[tuple[str, Words, int]]]:
    """The kinds of identities and of oddities that there are, each with its name and number."""
    identities = Counter(identity.kind for identity in found.identities)
    odd = Counter(oddity.kind for oddity in found.oddities)
    return (
        [(kind, words, identities[kind]) for kind, words in IDENTITY_KINDS.items() if kind in identities],
        [(_ODD + kind, words, odd[kind]) for kind, words in ODDITY_KINDS.items() if kind in odd],
    )


def _kind_of(found: Identity | Oddity) -> str:
    return _ODD + found.kind if isinstance(found, Oddity) else found.kind


def _stand_in(words: Sequence[str], found: Identity | Oddity) -> bool:
    """Whether each of the words stands in what is said of a finding, as it is or in simplified characters."""
    if not words:
        return True
    text = searched_text(found)
    return all(word in text or simplified(word) in text for word in words)
