"""The figures of a disclosure as a table to filter and sort: what a visitor asks of it, and the rows that answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from urllib.parse import urlencode

from assistant.question.normalise import canonical, normalised
from assistant.web.units import family, in_unit
from index.amounts import is_money
from index.model import Disclosure, Figure
from index.text import half_width

NO_UNIT = "none"
PAGE_ROWS = 50
SORTS = ("place", "measure", "subject", "period", "value", "aspect")
_LONGEST_SEARCH = 100
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,10})?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asks of the table; `section` is the number of one of its sections, `sort` one of SORTS."""

    q: str = ""
    kind: str = ""
    unit: str = ""
    section: str = ""
    sort: str = "place"
    order: str = "ascending"
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether some figures may be left out."""
        return bool(self.q or self.kind or self.unit or self.section)

    def query(self, document: str) -> str:
        """The query of a link that asks the same, of a document where it is named; what goes without saying is not."""
        asked = [(each.name, getattr(self, each.name)) for each in fields(self)]
        said = [(name, value) for name, value in asked if value != getattr(Wanted(), name)]
        return urlencode([*((("document", document),) if document else ()), *said])


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The figures of a disclosure, what each is searched by, and the choices of the filters."""

    disclosure: Disclosure
    searched: tuple[str, ...]
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...]


def figure_table(disclosure: Disclosure) -> FigureTable:
    """The table of a disclosure's figures, in the order of the source."""
    figures = disclosure.figures
    paths = dict.fromkeys(figure.place.section[:depth] for figure in figures for depth in (1, 2))
    return FigureTable(
        disclosure=disclosure,
        searched=tuple(_searched(figure) for figure in figures),
        kinds=tuple(dict.fromkeys(figure.aspect for figure in figures)),
        units=tuple(dict.fromkeys(figure.unit or NO_UNIT for figure in figures)),
        sections=tuple(path for path in paths if path),
    )


def wanted_of(query: Mapping[str, str], table: FigureTable) -> Wanted:
    """What a request asks of a table; what is not among the choices is taken as not said."""

    def chosen(name: str, choices: tuple[str, ...], otherwise: str = "") -> str:
        value = query.get(name, "")
        return value if value in choices else otherwise

    page = query.get("page", "")
    return Wanted(
        q=" ".join(_UNPRINTABLE.sub(" ", query.get("q", ""))[:_LONGEST_SEARCH].split()),
        kind=chosen("kind", table.kinds),
        unit=chosen("unit", table.units),
        section=chosen("section", tuple(str(number) for number in range(len(table.sections)))),
        sort=chosen("sort", SORTS, "place"),
        order=chosen("order", ("descending",), "ascending"),
        page=max(int(page), 1) if re.fullmatch("[0-9]{1,6}", page) else 1,
    )


def found(table: FigureTable, wanted: Wanted) -> tuple[Figure, ...]:
    """The figures that meet all filters, sorted; equal ones stay in the order of the source."""
    words = [_Word.of(word) for word in wanted.q.split()]
    section = table.sections[int(wanted.section)] if wanted.section else ()
    kept = [
        figure
        for figure, text in zip(table.disclosure.figures, table.searched, strict=True)
        if wanted.kind in ("", figure.aspect)
        and wanted.unit in ("", figure.unit or NO_UNIT)
        and figure.place.section[: len(section)] == section
        and all(word.stands_in(text, figure) for word in words)
    ]
    return tuple(_sorted(kept, wanted))


def filters_of(table: FigureTable, wanted: Wanted) -> dict[str, str]:
    """The filters that are set, in words, and how the rows are sorted."""
    section = " › ".join(table.sections[int(wanted.section)]) if wanted.section else ""
    asked = {"q": wanted.q, "kind": wanted.kind, "unit": wanted.unit, "section": section}
    return {**{name: value for name, value in asked.items() if value}, "sort": wanted.sort, "order": wanted.order}


def _sorted(figures: list[Figure], wanted: Wanted) -> list[Figure]:
    backwards = wanted.order == "descending"
    if wanted.sort == "value":
        return sorted(figures, key=lambda figure: _value_key(figure, backwards))
    if wanted.sort == "place":
        return figures[::-1] if backwards else figures
    named: Callable[[Figure], str] = lambda figure: str(getattr(figure, wanted.sort) or "")  # noqa: E731
    there, empty = [each for each in figures if named(each)], [each for each in figures if not named(each)]
    return [*sorted(there, key=lambda figure: _spelling(named(figure)), reverse=backwards), *empty]


def _value_key(figure: Figure, backwards: bool) -> tuple[int, str, Decimal]:
    """Money first, then unit by unit, what has no unit, what is said in words; within a family by value."""
    if figure.value is None:
        return 3, "", Decimal(0)
    of = family(figure.unit)
    value = in_unit(figure.value, figure.unit, of or None)
    return 0 if is_money(figure.unit) else 1 if of else 2, of, -value if backwards else value


def _spelling(text: str) -> bytes:
    """A key that sorts Chinese by its sounds, as GB 2312 orders its common characters."""
    return unicodedata.normalize("NFKC", text).encode("gb18030", "replace")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is searched for: its spellings, and its value where it is a number."""

    spellings: frozenset[str]
    value: Decimal | None

    @classmethod
    def of(cls, word: str) -> _Word:
        number = half_width(word).replace(",", "")
        spellings = {word, normalised(word), canonical(word), canonical(normalised(word))}
        return cls(
            frozenset(spelling.casefold() for spelling in spellings if spelling),
            Decimal(number) if _NUMBER.fullmatch(number) else None,
        )

    def stands_in(self, text: str, figure: Figure) -> bool:
        same_value = self.value is not None and figure.value is not None and abs(figure.value) == self.value
        return same_value or any(spelling in text for spelling in self.spellings)


def _searched(figure: Figure) -> str:
    place = figure.place
    text = "\n".join((figure.measure, figure.subject, *place.section, place.table or ""))
    return f"{text}\n{canonical(text)}".casefold()
