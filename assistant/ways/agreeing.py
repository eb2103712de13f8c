"""Whether figures agree (收入加起来对吗, 哪些数据对不上), and how one comes about (怎么来的), by reconciliation."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import replace

from assistant.checking.verify import unsupported, verify
from assistant.composing.agreement import told
from assistant.composing.cite import spans_citation
from assistant.library import Library
from assistant.model import Citation, Draft, Question
from assistant.question.agreement import AskedAgreement, asked_agreement
from assistant.reconciling.checked import checked, may_be_rounding
from assistant.working.borne_out import SUMS, biggest_first
from assistant.working.sides import amounts_named, bare_total
from assistant.working.totals import total_meant
from index.amounts import same_quantity
from index.model import Figure, Identity, Oddity
from index.text import squeezed

_SHOWN = 3
_TRIED = 24
_MOST_DIFFERING = 8
_NAMED = 0.6
_ALIKE = 0.05
_MORE = "其余各项和写法上的疑点，见网页上的核对一栏。"
_ROUNDING = "另有一些只差末位，可能只是四舍五入，见网页上的核对一栏。"
_BOTH = re.compile(r"和|与|跟|同")
_SIDES = (re.compile("收入"), re.compile("支出"))


def agreeing(question: Question, library: Library) -> Draft | None:
    """The answer to whether figures agree, or to where one comes from; None for any other question."""
    for asked in asked_agreement(question.text, states_value=bool(question.claims)):
        if draft := _answer(asked, question, library):
            return draft
    return None


def _answer(asked: AskedAgreement, question: Question, library: Library) -> Draft | None:
    if asked.act == "all":
        return _all(library)
    if asked.act == "odd":
        return _odd(asked, question, library)
    if asked.act == "rule":
        return _by_rule(asked, library)
    if asked.act == "origin":
        return _of_figures(_of_value(question, library), library)
    return _of_both(asked.what, library) or _of_figures(_named(asked.what, library), library)


def _named(what: str, library: Library) -> tuple[Figure, ...]:
    """The figures that a question of agreement names, best first; the total where it names only a side."""
    plain = total_meant((what,), library, change=False)
    if plain and plain.figure:
        return (plain.figure,)
    other = next((pattern for own, pattern in (_SIDES, _SIDES[::-1]) if own.search(what)), None)
    matches = [
        match
        for match in amounts_named(bare_total(what), library, _NAMED)
        if not (other and other.search(match.fact.measure) and not other.search(what))
    ]
    best = max((match.score for match in matches), default=0.0)
    return tuple(match.fact.figure for match in matches if match.fact.figure and match.score > best - _ALIKE)


def _of_value(question: Question, library: Library) -> tuple[Figure, ...]:
    """The figures of the value that a question states."""
    claim = question.claims[0]
    return tuple(
        figure
        for figure in library.disclosure.figures
        if figure.value is not None
        and same_quantity(claim.value, claim.unit or figure.unit, abs(figure.value), figure.unit)
    )


def _of_both(what: str, library: Library) -> Draft | None:
    """Two things that a question names, where they must agree with each other (预算收入和预算支出)."""
    sides = [_named(side, library) for side in _BOTH.split(what, maxsplit=1)]
    if len(sides) != 2 or not all(sides):
        return None
    one, other = ({figure.id for figure in side} for side in sides)
    found = [
        identity
        for identity in library.identities
        if identity.kind == "agreement" and identity.holds is not None
        for figures in [{part.figure for part in identity.operands}]
        if figures & one and figures & other
    ]
    return told(found[:1], library) if found else None


def _of_figures(figures: Sequence[Figure], library: Library) -> Draft | None:
    """What reconciliation says of figures: the sums that one of them, or its like in another place, states."""
    own = {figure.id for figure in figures}
    found = _of_parts_first(_sums_of(own, library)) or _sums_of(_alike(own, library), library)
    if found:
        return told(found[:_SHOWN], library)
    touching = _touching(own, library)[:_SHOWN]
    if not touching:
        return None
    draft = told(touching, library)
    part_only = all(identity.kind in SUMS and identity.operands[0].figure not in own for identity in touching)
    lead = "文件没有再列出它的组成，只写明它包含在下面的总数里。\n\n" if part_only else ""
    return replace(draft, text=lead + draft.text)


def _of_parts_first(identities: list[Identity]) -> list[Identity]:
    """Sums of a figure's own parts before that of last year's amount and the change."""
    return sorted(identities, key=lambda identity: identity.kind == "change")


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
    """The figures that must agree with some figures, as the same thing: income that balances expenditure is not it."""
    return {
        part.figure
        for identity in library.identities
        if identity.kind == "agreement" and figures & {part.figure for part in identity.operands}
        if not _is_balance(identity, library)
        for part in identity.operands
    }


def _is_balance(identity: Identity, library: Library) -> bool:
    """Whether an agreement is that of income with expenditure."""
    names = [library.figures_by_id[part.figure].measure for part in identity.operands if part.figure]
    return any(
        one.search(left) and not other.search(left) and other.search(right)
        for left, right in (names, names[::-1])
        for one, other in (_SIDES, _SIDES[::-1])
        if len(names) == 2
    )


def _all(library: Library) -> Draft:
    """What does not agree in the whole document, or that nothing was found, with examples of what was checked."""
    differing = [identity for identity in library.identities if identity.holds is False]
    sure = [identity for identity in differing if not may_be_rounding(identity)]
    if not differing:
        held = [identity for identity in library.identities if identity.holds]
        examples = [each for each in _distinct(held) if each.kind in SUMS and len(each.operands) > 2]
        if not examples:
            return Draft("answered", f"没有发现对不上的数据。{_MORE}")
        draft = told(examples[:2], library)
        return _between("没有发现对不上的数据。合计与各项、文字与表格等都核对过，例如：", draft, _MORE)
    shown = biggest_first(_distinct(sure or differing))
    lead = "这些数据对不上：" if sure else "这些数据只差末位，可能只是各数分别四舍五入造成的："
    if len(shown) > _MOST_DIFFERING:
        lead = lead.replace("：", "，先列出相差最大的：")
    more = _ROUNDING if sure and len(sure) < len(differing) else _MORE
    return _between(lead, told(shown[:_MOST_DIFFERING], library), more)


def _by_rule(asked: AskedAgreement, library: Library) -> Draft | None:
    """What differs by some rules, or, where nothing does, some of what holds by them."""
    found = [each for each in library.identities if each.kind in asked.rules and each.holds is not None]
    differing = biggest_first([each for each in found if each.holds is False])
    if differing:
        return _between("这些对不上：", told(_distinct(differing)[:_MOST_DIFFERING], library), _MORE)
    return _between("都对得上，例如：", told(_distinct(found)[:_SHOWN], library), _MORE) if found else None


def _odd(asked: AskedAgreement, question: Question, library: Library) -> Draft:
    """Some of what looks odd in the source, as questions to a person."""
    found = [each for each in checked(library.disclosure).oddities if not asked.oddities or each.kind in asked.oddities]
    # One of each kind first, then more of them.
    ordered = [*{each.kind: each for each in reversed(found)}.values()][::-1] + found
    shown = list(dict.fromkeys(each for each in ordered[:_TRIED] if _traces(each, question, library)))[:_SHOWN]
    if not shown:
        some = "有一些地方写法上有疑问，见网页上的核对一栏。" if found else "没有发现这样的地方。"
        return Draft("answered", some)
    citations = [_oddity_citation(each, number, library) for number, each in enumerate(shown, 1)]
    lines = [f"- {_question(each)}[{number}]" for number, each in enumerate(shown, 1)]
    text = "\n".join(["这些地方写法上有疑问，请对照原文判断：", "", *lines, "", _MORE])
    return Draft("answered", text, tuple(citations))


def _traces(oddity: Oddity, question: Question, library: Library) -> bool:
    """Whether all numbers of an oddity's question are borne out by its place, so that it can be shown in an answer."""
    draft = Draft("answered", f"{_question(oddity)}[1]", (_oddity_citation(oddity, 1, library),))
    return not unsupported(verify(draft, question.normal, squeezed(library.disclosure.document.text), library.names))


def _question(oddity: Oddity) -> str:
    """An oddity's question in Chinese; its quotation marks would say that the source has all that stands in them."""
    return oddity.question.split(" / ")[0].translate(str.maketrans("“”", "「」"))


def _oddity_citation(oddity: Oddity, marker: int, library: Library) -> Citation:
    section = next(each.index for each in library.disclosure.sections if each.path == oddity.place.section)
    return spans_citation(library.disclosure, section, oddity.place.spans, marker, None)


def _between(lead: str, draft: Draft, more: str) -> Draft:
    """A draft with a lead above its lines and a hint below."""
    lines = draft.text if draft.text.startswith("- ") else f"- {draft.text}"
    return replace(draft, text="\n".join([lead, "", lines, "", more]))


def _distinct(identities: Iterable[Identity]) -> list[Identity]:
    """The identities, of those with one equation the first."""
    return list({identity.equation: identity for identity in reversed(list(identities))}.values())[::-1]
