"""Which figures of a disclosure make a chart: found by how they stand to each other and by the genre's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.vocabulary import EXPENDITURE_WORD, INCOME_WORD, OFFICIAL_EXPENSES_WORD, PROCUREMENT_WORD
from assistant.web.chart_model import Chart
from assistant.web.charts import change_chart, names_of, parts_chart, ranking_chart
from assistant.web.language import Say
from assistant.web.units import in_unit
from index.amounts import is_money
from index.hierarchy import entries_of
from index.model import Column, Disclosure, Figure, Row, Table
from index.table_figures import clean_name
from index.tables import is_target_table, segments
from index.text import squeezed
from index.vocabulary import GENERIC_VALUE_HEADERS, TOTAL_LABELS

_TOTAL_NAMES = {*TOTAL_LABELS, "小计"}
_MOST_OF_A_TOPIC = {INCOME_WORD: 2, EXPENDITURE_WORD: 3}


@dataclass(frozen=True, slots=True)
class FoundCharts:
    """The charts of a disclosure, and the names of those that it gives no figures for."""

    charts: tuple[Chart, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A total and what is stated, or laid out in a table, to be its parts."""

    total: Figure
    parts: tuple[Figure, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the parts come to the total, exactly."""
        return sum((_value(part) for part in self.parts), Decimal(0)) == _value(self.total)

    @property
    def names(self) -> frozenset[str]:
        """What the parts are called."""
        return frozenset(name for name, _ in names_of(self.parts))

    def is_like(self, other: Whole) -> bool:
        """Whether this is the same total with the same parts, by their names or by their values."""
        return _value(self.total) == _value(other.total) and (
            self.names == other.names or _values(self.parts) == _values(other.parts)
        )


Cells = dict[tuple[int, int], Figure]
"""The figures of one table by row and column."""


def charts_of(disclosure: Disclosure, say: Say) -> FoundCharts:
    """The charts that the figures of a disclosure can be drawn as, most general first."""
    wholes = tuple(_wholes(disclosure))
    topics = (
        (INCOME_WORD, say("收入构成", "What the income is made of")),
        (EXPENDITURE_WORD, say("支出构成", "What the expenditure is made of")),
        (OFFICIAL_EXPENSES_WORD, say("三公经费构成", "Travel, vehicles and reception")),
    )
    groups = [(name, _parts(wholes, topic, name, say)) for topic, name in topics]
    told = [whole for whole in wholes if whole.total.table is None]
    by_kind = _parts(told, PROCUREMENT_WORD, say("政府采购构成", "What is procured"), say)
    changes = say("与上年相比的增减", "Change against last year")
    by_unit, by_item = _procurement(disclosure, say)
    groups += [by_unit, (changes, _drawn([change_chart(changes, _changes(disclosure), say)])), by_item]
    compositions = [chart for _, found in groups[:-2] for chart in found]
    wide = [chart for _, found in groups[-2:] for chart in found]
    return FoundCharts((*compositions, *by_kind, *wide), tuple(name for name, found in groups if not found))


def _parts(wholes: Sequence[Whole], topic: str, title: str, say: Say) -> list[Chart]:
    return _drawn([parts_chart(title, whole.total, whole.parts, say) for whole in _of_topic(wholes, topic)])


def _drawn(charts: Iterable[Chart | None]) -> list[Chart]:
    return [chart for chart in charts if chart is not None]


# --- wholes and their parts ------------------------------------------------------------------------------------


def _wholes(disclosure: Disclosure) -> Iterator[Whole]:
    """The totals of money with at least two parts: those of running text, then those of tables."""
    found = [*_stated(disclosure)]
    for table in disclosure.tables:
        if not is_target_table(table):
            cells = _cells(disclosure, table)
            found += _down(table, cells)
            found += _across(table, cells)
    for whole in found:
        if len(whole.parts) > 1 and whole.total.value and all(_is_money(part) for part in (whole.total, *whole.parts)):
            yield whole


def _of_topic(wholes: Sequence[Whole], topic: str) -> list[Whole]:
    """The wholes whose total is named for a topic, the largest first; such as do not add up only where none does."""
    fitting = [whole for whole in wholes if _topic(whole.total) == topic]
    if topic == INCOME_WORD:  # where a table lays out what income is for, its rows are kinds of expenditure
        fitting = [whole for whole in fitting if not any(EXPENDITURE_WORD in name for name in whole.names)]
    different: list[Whole] = []
    for whole in [whole for whole in fitting if whole.adds_up] or fitting:
        if not any(whole.is_like(other) for other in different):
            different.append(whole)
    return sorted(different, key=lambda whole: -_value(whole.total))[: _MOST_OF_A_TOPIC.get(topic, 1)]


def _topic(total: Figure) -> str:
    """The topic that a total is named for; of one that speaks of income and expenditure both, none."""
    for word in (PROCUREMENT_WORD, OFFICIAL_EXPENSES_WORD):
        if word in total.measure:
            return word
    words = [word for word in (INCOME_WORD, EXPENDITURE_WORD) if word in total.measure]
    return words[0] if len(words) == 1 else ""


def _stated(disclosure: Disclosure) -> Iterator[Whole]:
    """The department's totals in running text with the figures that are said to be part of them."""
    by_id = {
        figure.id: figure
        for figure in disclosure.figures
        if figure.place.table is None and figure.aspect == "amount" and figure.subject == disclosure.document.body
    }
    parts: dict[str, list[Figure]] = {}
    for figure in by_id.values():
        if figure.part_of in by_id:
            parts.setdefault(figure.part_of, []).append(figure)
    for total, found in parts.items():
        yield Whole(by_id[total], tuple(found))


def _down(table: Table, cells: Cells) -> Iterator[Whole]:
    """The first total of each half of a table, with the entries of the highest level before it, else behind it."""
    entries = entries_of(table)
    for half in segments(table.columns):
        column = next((column for column in half if column.kind == "value"), None)
        total = _total_row(table, cells, column) if column else None
        if column is None or total is None:
            continue
        top = [entry.row for entry in entries if column.index in entry.columns and entry.above is None]
        items = [row for row in top if table.rows[row].kind == "item" and (row, column.index) in cells]
        rows = [row for row in items if row < total.index] or items
        yield Whole(cells[total.index, column.index], tuple(cells[row, column.index] for row in rows))


def _across(table: Table, cells: Cells) -> Iterator[Whole]:
    """The totals among the columns of a table's total row, or only row, with the columns that add up to them."""
    row = _total_row(table, cells) or (table.rows[0] if len(table.rows) == 1 else None)
    if row is None:
        return
    line = {column: cells[row.index, column.index] for column in table.columns if (row.index, column.index) in cells}
    for column, total in line.items():
        if column.path and clean_name(column.path[-1]) in _TOTAL_NAMES:
            whole = Whole(total, tuple(_beside(column, line)))
            if whole.adds_up:
                yield whole


def _beside(total: Column, line: dict[Column, Figure]) -> Iterator[Figure]:
    """The figures of the columns under the same head as a total; of a group of columns its own total."""
    depth = len(total.path) - 1
    groups: dict[str, list[Column]] = {}
    for column in line:
        if column is not total and len(column.path) > depth and column.path[:depth] == total.path[:depth]:
            groups.setdefault(column.path[depth], []).append(column)
    for columns in groups.values():
        own = [column for column in columns if column.path[depth + 1 :] in ((), *((name,) for name in _TOTAL_NAMES))]
        yield from (line[column] for column in (own or columns)[:1])


# --- procurement and changes -----------------------------------------------------------------------------------


def _procurement(disclosure: Disclosure, say: Say) -> tuple[tuple[str, list[Chart]], tuple[str, list[Chart]]]:
    """What units and what single purchases cost, by the first table of procurement that has such rows."""
    by_unit, by_item = say("政府采购：按单位", "Procurement by unit"), say("政府采购：按项目", "Procurement by item")
    units: list[Chart] = []
    items: list[Chart] = []
    for table in disclosure.tables:
        if not any(PROCUREMENT_WORD in name for column in table.columns for name in column.path):
            continue
        cells = _cells(disclosure, table)
        column = _cost_column(table, cells)
        if column is None:
            continue
        total = _total_row(table, cells, column)
        owned = [cells[row.index, column.index] for row in table.rows if _is_of_unit(row, column, cells)]
        if total is not None and len(owned) > 1 and not units:
            units = _drawn([parts_chart(by_unit, cells[total.index, column.index], owned, say)])
        bought = [cells[row.index, column.index] for row in table.rows if _is_purchase(table, row, column, cells)]
        if len(bought) > 1 and not items:
            items = _drawn([ranking_chart(by_item, bought, say, may_be_added=True)])
    return (by_unit, units), (by_item, items)


def _cost_column(table: Table, cells: Cells) -> Column | None:
    """The column of what purchases cost in all: the first of money that is a total, else the first of money."""
    money = [
        column
        for column in table.columns
        if any(at == column.index and _is_money(figure) for (_, at), figure in cells.items())
    ]
    totals = [column for column in money if column.path and clean_name(column.path[-1]) in GENERIC_VALUE_HEADERS]
    return next(iter(totals or money), None)


def _is_of_unit(row: Row, column: Column, cells: Cells) -> bool:
    return row.kind == "subtotal" and bool(row.owner) and (row.index, column.index) in cells


def _is_purchase(table: Table, row: Row, column: Column, cells: Cells) -> bool:
    """Whether a row is a single purchase: one that names its innermost label itself."""
    innermost = [number for number, each in enumerate(table.columns) if each.kind == "label"][-1:]
    named = all(squeezed(row.cells[number].text) and not row.cells[number].filled for number in innermost)
    return row.kind == "item" and named and (row.index, column.index) in cells


def _changes(disclosure: Disclosure) -> list[Figure]:
    """The changes in money of the department as a whole, each once."""
    found = {
        (figure.measure, figure.value): figure
        for figure in reversed(disclosure.figures)
        if figure.aspect == "change" and figure.subject == disclosure.document.body and _is_money(figure)
    }
    return list(reversed(found.values()))


# --- figures of tables -----------------------------------------------------------------------------------------


def _cells(disclosure: Disclosure, table: Table) -> Cells:
    return {
        (figure.row, figure.column): figure
        for figure in disclosure.figures
        if figure.table == table.index and figure.row is not None and figure.column is not None
    }


def _total_row(table: Table, cells: Cells, column: Column | None = None) -> Row | None:
    """The first total row that has a value, in a column where one is given."""
    filled = {row for row, at in cells if column is None or at == column.index}
    return next((row for row in table.rows if row.kind == "total" and row.index in filled), None)


def _is_money(figure: Figure) -> bool:
    return figure.value is not None and is_money(figure.unit)


def _value(figure: Figure) -> Decimal:
    """The value of a figure of money, in 元."""
    return in_unit(figure.value or Decimal(0), figure.unit, "元")


def _values(figures: Sequence[Figure]) -> list[Decimal]:
    """The values of figures of money by size, but for those that are nothing."""
    return sorted(_value(figure) for figure in figures if figure.value)
