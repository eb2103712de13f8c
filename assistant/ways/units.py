"""Questions about what a unit buys that the table of all units' purchases does not list."""

from __future__ import annotations

from assistant.composing.cite import spans_citation
from assistant.composing.sentences import REFUSED, inner
from assistant.evidence.unit_rows import unit_not_listed
from assistant.library import Library
from assistant.model import Draft, Question


def unlisted(question: Question, library: Library) -> Draft | None:
    """The refusal that says that a table goes unit by unit and that the unit asked about is not among them."""
    found = unit_not_listed(question, library)
    if found is None:
        return None
    table, unit = found
    subtotals = [row.cells[0].spans for row in table.rows if row.kind == "subtotal"]
    spans = [*table.title_spans, *(span for each in subtotals for span in each)]
    citation = spans_citation(library.disclosure, table.section, spans, 1, None)
    text = f"{REFUSED}“{inner(unit)}”的“{inner(table.title)}”：该表按单位列出，其中没有这个单位[1]。"
    return Draft("not_disclosed", text, (citation,))
