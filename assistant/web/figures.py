"""Every figure of the disclosure: drawn as charts, and in one table that can be filtered, sorted and downloaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.web.downloads import csv_file, json_file, xlsx_file
from assistant.web.figure_table import (
    NO_UNIT,
    PAGE_ROWS,
    FigureTable,
    Wanted,
    figure_table,
    filters_of,
    found,
    wanted_of,
)
from assistant.web.found_charts import FoundCharts, charts_of
from assistant.web.language import CHINESE, ENGLISH, Language, Say, say_in
from assistant.web.shell import Page, html_page, page_of
from assistant.web.units import as_written
from index.model import Aspect, Disclosure, Figure

_AROUND = 2
_KINDS: dict[Aspect, tuple[str, str]] = {
    "amount": ("数额", "amount"),
    "change": ("增减", "change"),
    "share": ("占比", "share"),
    "target": ("绩效目标", "target"),
    "stock": ("存量", "stock"),
    "count": ("数量", "count"),
    "threshold": ("标准线", "threshold"),
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the page of one disclosure is made of, worked out once."""

    table: FigureTable
    charts: dict[Language, FoundCharts]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: what a click on it leads to, and how the column is sorted now."""

    name: str
    label: str
    address: str
    sorted: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as shown."""

    figure: Figure
    number: str
    unit: str
    kind: str
    direction: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the table, or None where pages are left out."""

    number: int | None
    address: str


def add_figures_page(app: FastAPI, disclosures: Sequence[Disclosure]) -> None:
    """Adds /figures, and the same figures as /figures.csv, /figures.xlsx and /figures.json."""
    documents = [disclosure.document for disclosure in disclosures]
    prepared = {disclosure.document.id: _prepared(disclosure) for disclosure in disclosures}

    @app.get("/figures", response_class=HTMLResponse, include_in_schema=False)
    def figures(request: Request) -> HTMLResponse:
        page = page_of(request, documents)
        of = prepared[page.document.id]
        return _page(page, of, wanted_of(request.query_params, of.table))

    @app.get("/figures.{ending}", include_in_schema=False)
    def download(request: Request, ending: str) -> Response:
        document = page_of(request, documents).document
        table = prepared[document.id].table
        wanted = wanted_of(request.query_params, table)
        kept, filters = found(table, wanted), filters_of(table, wanted)
        if ending == "csv":
            return csv_file(document, kept)
        if ending == "xlsx":
            return xlsx_file(document, kept, filters)
        if ending == "json":
            return json_file(document, kept, filters)
        return Response("There are /figures.csv, /figures.xlsx and /figures.json.", 404, media_type="text/plain")


def _prepared(disclosure: Disclosure) -> Prepared:
    languages: tuple[Language, ...] = (CHINESE, ENGLISH)
    charts = {language: charts_of(disclosure, say_in(language)) for language in languages}
    return Prepared(figure_table(disclosure), charts)


def _page(page: Page, prepared: Prepared, wanted: Wanted) -> HTMLResponse:
    """The page: charts, filters, one page of the rows that were found, and links to the others and to the files."""
    say, table = page.say, prepared.table
    kept = found(table, wanted)
    last = max(1, -(-len(kept) // PAGE_ROWS))
    wanted = replace(wanted, page=min(wanted.page, last))
    first = (wanted.page - 1) * PAGE_ROWS
    document = page.document.id if page.suffix else ""
    everywhere = replace(wanted, page=1)
    return html_page(
        "figures.html",
        page,
        wanted=wanted,
        charts=prepared.charts[page.language],
        lines=[_line(figure, say) for figure in kept[first : first + PAGE_ROWS]],
        first=first + 1,
        number=len(kept),
        number_of_all=len(table.disclosure.figures),
        heads=list(_heads(everywhere, document, say)),
        links=list(_page_links(wanted, last, document)),
        before=_address(replace(wanted, page=wanted.page - 1), document) if wanted.page > 1 else None,
        after=_address(replace(wanted, page=wanted.page + 1), document) if wanted.page < last else None,
        files=[(ending, _address(everywhere, document, ending)) for ending in ("csv", "xlsx", "json")],
        clear=_address(Wanted(sort=wanted.sort, order=wanted.order), document),
        kinds=[(kind, say(*_KINDS[kind])) for kind in _KINDS if kind in table.kinds],
        units=[(unit, say("（无单位）", "(no unit)") if unit == NO_UNIT else unit) for unit in table.units],
        sections=[(str(number), path) for number, path in enumerate(table.sections)],
        named=document,
    )


def _line(figure: Figure, say: Say) -> Line:
    number, unit = as_written(figure)
    direction = ""
    if figure.aspect == "change" and figure.value:
        direction = say("增加", "up") if figure.value > 0 else say("减少", "down")
    return Line(figure, number, unit, say(*_KINDS[figure.aspect]), direction)


def _heads(wanted: Wanted, document: str, say: Say) -> Iterator[Head]:
    names = (
        ("measure", say("指标", "Measure")),
        ("subject", say("归属", "Whose")),
        ("period", say("年度", "Period")),
        ("value", say("数值", "Value")),
        ("aspect", say("类别", "Kind")),
        ("place", say("出处", "Place")),
    )
    for name, label in names:
        is_now = wanted.sort == name
        order = "descending" if is_now and wanted.order == "ascending" else "ascending"
        if name == "value" and not is_now:
            order = "descending"  # what is greatest is what is first looked for
        yield Head(
            name, label, _address(replace(wanted, sort=name, order=order), document), wanted.order if is_now else None
        )


def _page_links(wanted: Wanted, last: int, document: str) -> Iterator[PageLink]:
    """The first and last page and those around this one, with a gap where pages are left out."""
    before = 0
    for number in range(1, last + 1):
        if number in (1, last) or abs(number - wanted.page) <= _AROUND:
            if number > before + 1:
                yield PageLink(None, "")
            yield PageLink(number, _address(replace(wanted, page=number), document))
            before = number


def _address(wanted: Wanted, document: str, ending: str = "") -> str:
    """The address that shows what is wanted, at the table, or as a file."""
    query = wanted.query(document)
    path = f"/figures.{ending}" if ending else "/figures"
    return path + (f"?{query}" if query else "") + ("" if ending else "#table")
