"""Performance indicators as the rooms of this package see them: of target tables, and of lists in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.amounts import whole_amount
from index.model import Amount, Disclosure, Place, Table
from index.table_figures import row_path
from index.tables import is_target_table
from index.text import squeezed
from index.vocabulary import DESCRIPTION_HEADERS, GROUND_HEADERS, INDICATOR_NAME_HEADERS, TARGET_HEADER


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its name, the group and description where a table gives them, its value, and its places.

    `whole_name` is the description where the name lacks only its last characters.
    """

    name: str
    group: str
    description: str
    ground: str
    value: str
    amount: Amount | None
    place: Place
    name_place: Place
    ground_place: Place

    @property
    def whole_name(self) -> str:
        """The name, or the description where it is the name and one or two characters more."""
        goes_on = self.description.startswith(self.name) and len(self.description) <= len(self.name) + 2
        return self.description if goes_on else self.name


def target_tables(disclosure: Disclosure) -> Iterator[tuple[Table, tuple[Indicator, ...]]]:
    """The tables of performance targets, each with its indicators in order."""
    for table in disclosure.tables:
        if is_target_table(table):
            yield table, tuple(_indicators(disclosure, table))


def listed_indicators(disclosure: Disclosure) -> tuple[Indicator, ...]:
    """The indicators that the text lists outside of tables."""
    found = []
    for figure in disclosure.figures:
        if figure.aspect == "target" and figure.table is None and figure.value is not None:
            amount = Amount(figure.value, figure.unit, figure.comparator, 0, len(figure.raw), figure.raw)
            place = figure.place
            found.append(Indicator(figure.measure, "", "", "", amount_text(amount), amount, place, place, place))
    return tuple(found)


def all_indicators(disclosure: Disclosure) -> tuple[Indicator, ...]:
    """The indicators of the text and of all tables."""
    tabled = [indicator for _, indicators in target_tables(disclosure) for indicator in indicators]
    return (*listed_indicators(disclosure), *tabled)


def amount_text(amount: Amount) -> str:
    """A target as people write it: ≥90%."""
    return f"{amount.comparator}{amount.value:f}{amount.unit or ''}"


def _indicators(disclosure: Disclosure, table: Table) -> Iterator[Indicator]:
    name, value = _column(table, INDICATOR_NAME_HEADERS), _column(table, (TARGET_HEADER,))
    description, ground = _column(table, DESCRIPTION_HEADERS), _column(table, GROUND_HEADERS)
    if name is None or value is None:
        return
    section = disclosure.sections[table.section].path
    for row in table.rows:
        texts = [squeezed(cell.text) for cell in row.cells]
        if not texts[name] or row.cells[name].filled:
            continue
        header, cells = table.columns[name], row.cells
        place = Place(section, cells[name].spans, table.title, row_path(table, row, header), header.path)
        yield Indicator(
            name=texts[name],
            group=texts[name - 1] if name else "",
            description=texts[description] if description is not None else "",
            ground=texts[ground] if ground is not None else "",
            value=cells[value].text.strip(),
            amount=whole_amount(cells[value].text),
            place=replace(place, spans=(*cells[name].spans, *cells[value].spans)),
            name_place=place,
            ground_place=replace(place, spans=cells[ground].spans) if ground is not None else place,
        )


def _column(table: Table, names: tuple[str, ...]) -> int | None:
    """The position of the first column with one of the names."""
    return next((at for at, column in enumerate(table.columns) if column.path and column.path[-1] in names), None)
