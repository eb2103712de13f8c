"""The parts of a total that stand beside it as columns of a table with a single row (三公经费: 小计 and its three)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.composing.cite import fact_citation
from assistant.evidence.asking_rows import Operation
from assistant.evidence.listing import Item, Listing
from assistant.library import Library
from assistant.working.derive import fact_of
from index.model import Figure, Table
from index.reconcile.column_groups import groups


def parts_in_columns(library: Library) -> Mapping[str, tuple[Figure, ...]]:
    """For each total of a table with one row, by its id, the figures of the columns that it adds up."""
    found: dict[str, tuple[Figure, ...]] = {}
    for table in library.disclosure.tables:
        if len(table.rows) == 1:
            found.update(_of_table(table, library))
    return found


def _of_table(table: Table, library: Library) -> dict[str, tuple[Figure, ...]]:
    columns = [column for column in table.columns if column.kind == "value"]
    figures = {figure.column: figure for figure in library.disclosure.figures if figure.table == table.index}
    cells = [figures.get(column.index) for column in columns]
    found: dict[str, tuple[Figure, ...]] = {}
    for group in groups(columns):
        total = cells[group.total]
        parts = tuple(cell for slot in group.parts if (cell := cells[slot]) is not None)
        if total is not None and len(parts) > 1 and len({part.unit for part in (total, *parts)}) == 1:
            found[total.id] = parts
    return found


def parts_listing(library: Library, parts: Sequence[Figure], operation: Operation, total: Figure) -> Listing:
    """The parts of a total in columns, with what is to be done with them; the total stands behind them."""
    items = tuple(
        Item(part.measure, part, fact_citation(library.disclosure, fact_of(part, library), 1).spans) for part in parts
    )
    citation = fact_citation(library.disclosure, fact_of(total, library), 1)
    section = next(each.index for each in library.disclosure.sections if each.path == citation.section)
    return Listing(
        operation=operation,
        section=section,
        items=items,
        what=f"“{total.measure}”下",
        within=f"“{total.measure}”中，",
        measure="金额",
        word="项",
        above=total if operation == "list" else None,
        above_spans=citation.spans,
    )
