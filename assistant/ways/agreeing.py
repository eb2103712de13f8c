"""Whether figures agree (收入加起来对吗, 哪些数据对不上), and how one comes about (某数是怎么来的), by reconciliation.

An identity is told in a line: what is stated, whether the others bear it out, and the calculation.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import replace

from assistant.composing.cite import fact_citation, spans_citation
from assistant.composing.listings import count_of, counted_head
from assistant.composing.sentences import fact_sentence
from assistant.evidence.facts import stand_of
from assistant.library import Library
from assistant.model import Citation, Draft, Formula, Question
from assistant.vocabulary import ASKS_IF_IT_ADDS_UP, ASKS_ORIGIN, ASKS_WHAT_DIFFERS
from assistant.working.borne_out import SUMS, biggest_first, calculation
from assistant.working.derive import fact_of
from assistant.working.sides import amounts_named, bare_total
from assistant.working.totals import total_meant
from index.amounts import same_quantity
from index.model import Figure, Identity, Span
from index.text import squeezed

_OF_A_SUM = ("正好等于各部分之和", "与各部分之和不相等")
_VERDICTS: dict[str, tuple[str, str]] = {
    "agreement": ("前后一致", "前后不一致"),
    "limit": ("没有超过", "超过了"),
    "product": ("正好等于单价乘以数量", "与单价乘以数量不相等"),
    "share": ("与原文的数算得一致", "与原文的数算得不一致"),
    "growth": ("与原文的数算得一致", "与原文的数算得不一致"),
    "count": ("与所列的项数一致", "与所列的项数不一致"),
}
"""What is said of an identity that holds, and of one that does not."""
_SHOWN = 3
_MOST_DIFFERING = 8
_NAMED = 0.6
_MORE = "其余各项和写法上的疑点，请看“核对”页。"


def agreeing(question: Question, library: Library) -> Draft | None:
    """The answer to whether figures agree, or to where one comes from; None for any other question."""
    normal = squeezed(question.text)
    if question.claims and ASKS_ORIGIN.search(normal):
        return _origin(question, library)
    named = ASKS_IF_IT_ADDS_UP.match(normal)
    figures = _figures(named["what"], library) if named and not question.claims else ()
    if figures and (draft := _of_figures(figures, library)):
        return draft
    return _all(library) if ASKS_WHAT_DIFFERS.search(normal) and not question.claims else None


def _figures(what: str, library: Library) -> tuple[Figure, ...]:
    """The figures that a question of agreement names, best first; the total where it names only a side."""
    plain = total_meant((what,), library, change=False)
    if plain and plain.figure:
        return (plain.figure,)
    matches = amounts_named(bare_total(what), library, _NAMED)
    best = max((match.score for match in matches), default=0.0)
    return tuple(match.fact.figure for match in matches if match.fact.figure and match.score > best - 0.05)


def _origin(question: Question, library: Library) -> Draft | None:
    """How a figure of the value that the question states is made up."""
    claim = question.claims[0]
    same = [
        figure
        for figure in library.disclosure.figures
        if figure.value is not None
        and same_quantity(claim.value, claim.unit or figure.unit, abs(figure.value), figure.unit)
    ]
    return _of_figures(tuple(same), library)


def _of_figures(figures: Sequence[Figure], library: Library) -> Draft | None:
    """What reconciliation says of figures: the sums that one of them, or its like in another place, states."""
    own = {figure.id for figure in figures}
    found = _sums_of(own, library) or _sums_of(_alike(own, library), library) or _touching(own, library)
    return _told(found[:_SHOWN], library) if found else None


def _touching(figures: Set[str], library: Library) -> list[Identity]:
    """The identities that figures stand in, those that they state first."""
    found = [
        identity
        for identity in library.identities
        if identity.holds is not None
        and figures & {part.figure for part in identity.operands}
        and not (identity.kind in SUMS and len(identity.operands) == 2)
    ]
    return _distinct(sorted(found, key=lambda identity: identity.operands[0].figure not in figures))


def _sums_of(figures: Container[str | None], library: Library) -> list[Identity]:
    """The sums of several parts that figures state."""
    return _distinct(
        identity
        for identity in library.identities
        if identity.kind in SUMS
        and identity.holds is not None
        and len(identity.operands) > 2
        and identity.operands[0].figure in figures
    )


def _alike(figures: Set[str], library: Library) -> set[str | None]:
    """The figures that must agree with some figures."""
    return {
        part.figure
        for identity in library.identities
        if identity.kind == "agreement" and figures & {part.figure for part in identity.operands}
        for part in identity.operands
    }


def _all(library: Library) -> Draft:
    """What does not agree in the whole document, or that nothing was found, with examples of what was checked."""
    held = [identity for identity in library.identities if identity.holds]
    differing = [identity for identity in library.identities if identity.holds is False]
    if differing:
        draft = _told(biggest_first(_distinct(differing))[:_MOST_DIFFERING], library)
        head = _count("对不上的数据", differing)
        lines = [f"{counted_head(head, '对不上的数据', '项')}：", "", draft.text, "", _MORE]
        return Draft("answered", "\n".join(lines), draft.citations, draft.figures, (head, *draft.formulas))
    examples = [identity for identity in _distinct(held) if identity.kind in SUMS and len(identity.operands) > 2]
    draft = _told(examples[:2], library)
    head = _count("核对过、能对上的数据", held)
    lines = [
        f"没有发现对不上的数据。{counted_head(head, '核对过、能对上的数据', '项')}，例如：",
        "",
        draft.text,
        "",
        _MORE,
    ]
    return Draft("answered", "\n".join(lines), draft.citations, draft.figures, (head, *draft.formulas))


def _count(what: str, identities: Sequence[Identity]) -> Formula:
    return count_of(what, [f"{number} {each.equation}" for number, each in enumerate(identities)])


def _distinct(identities: Iterable[Identity]) -> list[Identity]:
    """The identities, of those with one equation the first."""
    return list({identity.equation: identity for identity in reversed(list(identities))}.values())[::-1]


def _told(identities: Sequence[Identity], library: Library) -> Draft:
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
        marks = [_mark(library, each, citations) for each in own] if both else [_marks(library, own, citations)]
        stated = "。".join(f"{text}{mark}" for text, mark in zip(said, marks, strict=True))
        lines.append(f"{stated}，{_verdict(identity)}{shown}。")
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
    return f"{stand}{whose}{fact_sentence(library.disclosure.document, fact_of(figure, library))}"


def _verdict(identity: Identity) -> str:
    right, wrong = _VERDICTS.get(identity.kind, _OF_A_SUM)
    return right if identity.holds else wrong


def _marks(library: Library, figures: Sequence[Figure], citations: list[Citation]) -> str:
    """The marks of the citations of figures: one for what is stated, one for all that bear it out in one table."""
    stated, *parts = figures
    tables = {part.table for part in parts}
    if len(parts) > 1 and len(tables) == 1 and None not in tables:
        mark = _mark(library, stated, citations)
        citations.append(_rows_citation(library, parts, len(citations) + 1))
        return f"{mark}[{len(citations)}]"
    return "".join(dict.fromkeys(_mark(library, figure, citations) for figure in figures))


def _rows_citation(library: Library, figures: Sequence[Figure], marker: int) -> Citation:
    """The citation of cells of one table, each with the name of its row, as many as a quote holds."""
    table = library.disclosure.tables[figures[0].table or 0]
    spans: list[Span] = []
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


def _mark(library: Library, figure: Figure, citations: list[Citation]) -> str:
    """The mark of the citation that holds a figure, added when none does."""
    start = figure.place.spans[0][0]
    for citation in citations:
        if any(left <= start < right for left, right in citation.spans):
            return f"[{citation.marker}]"
    citations.append(fact_citation(library.disclosure, fact_of(figure, library), len(citations) + 1))
    return f"[{len(citations)}]"
