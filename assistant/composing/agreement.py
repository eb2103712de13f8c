"""What reconciliation found, in words: each identity in a line, with its sources and the calculation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.composing.cite import spans_citation
from assistant.composing.sentences import fact_sentence, mark_for
from assistant.evidence.facts import stand_of
from assistant.library import Library
from assistant.model import Citation, Draft, Formula
from assistant.working.borne_out import calculation
from assistant.working.derive import fact_of
from index.model import Figure, Identity, Span

_OF_A_SUM = ("正好等于各部分之和", "与各部分之和不相等")
_FROM_LAST_YEAR = ("正好等于上年数加上增减额", "与上年数加上增减额不相等")
_VERDICTS: dict[str, tuple[str, str]] = {
    "agreement": ("前后一致", "前后不一致"),
    "limit": ("没有超过", "超过了"),
    "product": ("正好等于单价乘以数量", "与单价乘以数量不相等"),
    "share": ("与原文的数算得一致", "与原文的数算得不一致"),
    "growth": ("与原文的数算得一致", "与原文的数算得不一致"),
    "count": ("与所列的项数一致", "与所列的项数不一致"),
}
"""What is said of an identity that holds, and of one that does not."""


def told(identities: Sequence[Identity], library: Library) -> Draft:
    """Each identity in a line: what is stated, whether the others bear it out, and the calculation."""
    borne = [(each, own) for each in map(_without_nothing, identities) if (own := _figures_of(each, library))]
    figures = tuple({figure.id: figure for _, own in borne for figure in own}.values())
    citations: list[Citation] = []
    formulas: list[Formula] = []
    lines = []
    for identity, own in borne:
        formula = calculation(identity, own)
        formulas += [formula] if formula else []
        shown = f"。计算：{formula.text}" if formula else ""
        both = identity.kind in ("agreement", "limit") and len(own) == 2
        said = [_said(figure, own if both else (), figures, library) for figure in (own if both else own[:1])]
        marks = [mark_for(library, each, citations) for each in own] if both else [_marks(library, own, citations)]
        stated = "。".join(f"{text}{mark}" for text, mark in zip(said, marks, strict=True))
        lines.append(f"{stated}，{_verdict(identity, own)}{shown}。")
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return Draft("answered", text, tuple(citations), figures, tuple(formulas))


def _without_nothing(identity: Identity) -> Identity:
    """An identity without the zeros that no figure states (与上年持平), which change no sum."""
    stated = tuple(part for part in identity.operands if part.figure or part.value)
    return replace(identity, operands=stated)


def _figures_of(identity: Identity, library: Library) -> list[Figure]:
    """The figures of all operands; none where one has no figure, as a thing that is only counted has none."""
    found = [library.figures_by_id.get(part.figure or "") for part in identity.operands]
    return [figure for figure in found if figure] if all(found) else []


def _said(figure: Figure, beside: Sequence[Figure], all_told: Sequence[Figure], library: Library) -> str:
    """A figure in words: with its body and its table or chapter where the answer holds another of its measure."""
    rivals = [each for each in all_told if each.measure == figure.measure and each.value != figure.value]
    shared = any(each.subject != figure.subject for each in rivals)
    alike = any(each.subject == figure.subject for each in rivals)
    apart = len({stand_of(each) for each in beside}) > 1 or alike
    stand = f"《{stand_of(figure)}》：" if apart else ""
    whose = f"{library.body}的" if shared and figure.subject == library.body else ""
    said = fact_sentence(library.disclosure.document, fact_of(figure, library))
    when, comma, rest = said.partition("，") if said.startswith("截至") else ("", "", said)
    return f"{stand}{when}{comma}{whose}{rest}"


def _verdict(identity: Identity, figures: Sequence[Figure]) -> str:
    right, wrong = _VERDICTS.get(identity.kind, _FROM_LAST_YEAR if _from_last_year(figures) else _OF_A_SUM)
    return right if identity.holds else wrong


def _from_last_year(figures: Sequence[Figure]) -> bool:
    """Whether an amount is borne out by last year's and the change, not by parts of its own."""
    stated, *others = figures
    return stated.aspect != "change" and any(figure.aspect == "change" for figure in others)


def _marks(library: Library, figures: Sequence[Figure], citations: list[Citation]) -> str:
    """The marks of the citations of figures: one for what is stated, one for all that bear it out in one table."""
    stated, *parts = figures
    tables = {part.table for part in parts}
    if len(parts) > 1 and len(tables) == 1 and None not in tables:
        mark = mark_for(library, stated, citations)
        citations.append(_rows_citation(library, parts, len(citations) + 1))
        return f"{mark}[{len(citations)}]"
    return "".join(dict.fromkeys(mark_for(library, figure, citations) for figure in figures))


def _rows_citation(library: Library, figures: Sequence[Figure], marker: int) -> Citation:
    """The citation of cells of one table, each with the name of its row, as many as a quote holds."""
    table = library.disclosure.tables[figures[0].table or 0]
    used = {figure.column for figure in figures}
    spans: list[Span] = [span for column in table.columns if column.index in used for span in column.spans]
    for figure in figures:
        row = next(row for row in table.rows if row.index == figure.row)
        labels = [
            cell
            for column, cell in zip(table.columns, row.cells, strict=True)
            if column.kind == "label" and column.index < (figure.column or 0)
        ]
        spans += [span for cell in labels[-1:] if not cell.filled for span in cell.spans]
        spans += figure.place.spans
    return spans_citation(library.disclosure, table.section, spans, marker, None)
