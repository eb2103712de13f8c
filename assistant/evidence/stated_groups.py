"""Figures of running text as a relation: one measure stated for several bodies, or the parts of one total.

What is stated heading by heading (so many posts of each office), or part by part in one sentence (goods, works and
services), can be listed, counted, summed and ranked like the rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.composing.cite import fact_citation
from assistant.evidence.asking_rows import (
    RANKS,
    Limit,
    Operation,
    first_few,
    limit_of,
    operation_of,
    place_asked,
    without_operation,
)
from assistant.evidence.column_parts import parts_in_columns
from assistant.evidence.listing import Item, Listing
from assistant.evidence.matching import coverage, pairs, share
from assistant.library import Library, is_short_for
from assistant.model import Question
from assistant.question.normalise import canonical
from assistant.question.understand import content_of
from assistant.vocabulary import BODY_SUFFIXES
from assistant.working.derive import fact_of
from index.amounts import is_money
from index.model import Figure

_FEWEST = 3
_WITHOUT = re.compile(
    r"(?:没有?|未|不(?=设|配))(?:设置?|有|配备?)?(?:任何)?(?P<what>[^,，。?？]+)|(?:只|仅)(?:有|设置?)"
)
# How a part is named in full: a clause that was cut short ends otherwise.
_NAME = re.compile(r"(?:收入|支出|费用?|经费|预算|决算|金额|资金|拨款|结余|结转|用车|车辆|设备|价值|面积|）)$")
_BODY_WORDS = "单位|机构|处室|部门|科室|中心|处|科"
_ASKS_BODIES = re.compile(rf"(?:哪|各|几|多少)[^的]{{0,4}}(?:{_BODY_WORDS})")
_COMPLETED = re.compile(r"完成(?:了)?(?:年初|全年|调整)?预算|预算完成|完成(?:率|比例)")
_KIND = "(?:类|种|项|块|部分|个|笔)"
_KINDS = re.compile(rf"哪一?{_KIND}|各|最[大多高贵小少低]的?一?{_KIND}")


@dataclass(frozen=True, slots=True)
class _Group:
    """Figures that are alike, each with the name that tells it apart, and what they have in common."""

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    measure: str


def stated_group(question: Question, library: Library) -> Listing | None:
    """The figures of the text that a question lists, counts, sums or ranks, or None where it means no such group."""
    operation = operation_of(question.normal) or ("list" if _WITHOUT.search(question.normal) else None)
    if operation is None:
        return None
    ways = (_of_bodies, _of_parts, _of_accounts)
    return next((found for way in ways if (found := way(question, library, operation))), None)


# --- one measure, several bodies -----------------------------------------------------------------------------------


def _of_bodies(question: Question, library: Library, operation: Operation) -> Listing | None:
    groups = list(_by_body(library))
    missing = _missing(question, library, groups)
    if missing is not None:
        return missing
    group = _best_group(question, library, groups)
    if group is None:
        return None
    limit = limit_of(question)
    normal = canonical(question.normal)
    named = [name for name in group.names if canonical(name) in normal]
    bodies = {body.name for body in library.bodies if body.section is not None and canonical(body.name) in normal}
    if len({*named, *bodies}) == 1:
        return None  # what one of them states, or does not, is a fact of its own
    group = _kept(group, named, limit)
    if operation == "count":
        operation = "list" if limit or named or _ASKS_BODIES.search(question.normal) else "sum"
    what = f"{group.measure}{limit.words}的机构" if limit else f"有{group.measure}的机构"
    return _listing(library, group, operation, what, question) if group.figures else None


def _kept(group: _Group, named: Sequence[str], limit: Limit | None) -> _Group:
    """A group without those that are not named, where some are, and without those that a limit leaves out."""
    kept = [
        (name, figure)
        for name, figure in zip(group.names, group.figures, strict=True)
        if (not named or name in named) and (limit is None or _within(figure, limit))
    ]
    return _Group(tuple(name for name, _ in kept), tuple(figure for _, figure in kept), group.measure)


def _of_accounts(question: Question, library: Library, operation: Operation) -> Listing | None:
    """The accounts whose shares of their budget the text states, ranked where a question asks for the extreme."""
    if operation not in RANKS or not _COMPLETED.search(question.normal):
        return None
    found: dict[str, list[Figure]] = {}
    for figure in library.disclosure.figures:
        if figure.table is None and figure.aspect == "share" and figure.subject != library.body:
            found.setdefault(figure.measure, []).append(figure)
    measure = max(found, key=lambda name: len(found[name]), default="")
    figures = {figure.subject: figure for figure in found.get(measure, ())}
    if len(figures) < _FEWEST:
        return None
    group = _Group(tuple(figures), tuple(figures.values()), f"{measure}的完成比例")
    return _listing(library, group, operation, "", question)


def _by_body(library: Library) -> Iterable[_Group]:
    """The measures of the text that are stated for several subjects under headings of their own."""
    found: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in library.disclosure.figures:
        named = bool(figure.place.section) and is_short_for(canonical(figure.subject), figure.place.section[-1])
        if figure.table is None and figure.aspect in ("count", "amount") and named and figure.subject != library.body:
            found.setdefault((figure.measure, figure.unit), []).append(figure)
    for (measure, _), figures in found.items():
        names = tuple(figure.subject for figure in figures)
        if len(set(names)) == len(names) >= _FEWEST:
            yield _Group(names, tuple(figures), measure)


def _best_group(question: Question, library: Library, groups: Sequence[_Group]) -> _Group | None:
    """The group whose measure a question names, with hardly anything else but words for bodies.

    Of several that it names alike (岗位 of both kinds) the one whose values differ.
    """
    content = content_of(re.sub(r"全加一?块?儿?|全部|所有", " ", without_operation(question)), library.known)
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in content))
    bodies = pairs(" ".join(("内设机构", "单位", "处室", "部门", "中心", "科室", *BODY_SUFFIXES)))
    fits: list[tuple[float, int, _Group]] = []
    for group in groups:
        names = pairs(" ".join(group.names))
        covered = coverage(content, ((pairs(group.measure), 1.0), (bodies | names, 0.9)), library.weights)
        own = share(asked, pairs(group.measure), library.weights)
        if covered > 0.7 and own > 0.1:
            fits.append((round(covered + own, 1), len({figure.value for figure in group.figures}), group))
    return max(fits, key=lambda fit: fit[:2])[2] if fits else None


def _missing(question: Question, library: Library, groups: Sequence[_Group]) -> Listing | None:
    """The bodies that state a sister of the measure but not the measure itself, where a question asks for those."""
    match = _WITHOUT.search(question.normal)
    if match is None or not re.search(_BODY_WORDS, question.normal):
        return None
    words = pairs(match["what"] or question.normal)
    for group in groups:
        for sister in groups:
            apart = pairs(group.measure) - pairs(sister.measure)
            bare = set(sister.names) - set(group.names)
            named = apart & words if match["what"] else (pairs(sister.measure) - pairs(group.measure)) & words
            if named and bare and set(group.names) < set(sister.names) and _fits(question, library, group, sister):
                figures = tuple(each for name, each in zip(sister.names, sister.figures, strict=True) if name in bare)
                names = tuple(name for name in sister.names if name in bare)
                kept = _Group(names, figures, sister.measure)
                return _listing(library, kept, "list", f"没有写明{group.measure}的机构", None)
    return None


def _fits(question: Question, library: Library, *groups: _Group) -> bool:
    rest = re.sub(r"(?:没有?|未|只有?|仅有?)(?:设置?|有|配备?)?", " ", without_operation(question))
    levels = [(pairs(group.measure), 1.0) for group in groups]
    bodies = pairs(" ".join(("内设机构", "处室", "部门", *BODY_SUFFIXES)))
    return coverage(content_of(rest, library.known), (*levels, (bodies, 0.9)), library.weights) > 0.7


def _within(figure: Figure, limit: Limit) -> bool:
    value = figure.value if figure.value is not None else Decimal(-1)
    if limit.amount.unit not in (None, figure.unit):
        return False
    if limit.how == "equal":
        return value == limit.amount.value
    inclusive = limit.amount.comparator in ("≤", "≥") and value == limit.amount.value
    return inclusive or (value < limit.amount.value if limit.how == "below" else value > limit.amount.value)


# --- the parts of a total ------------------------------------------------------------------------------------------


def _of_parts(question: Question, library: Library, operation: Operation) -> Listing | None:
    if operation in ("count", "sum") or not _KINDS.search(question.normal):
        return None
    normal = canonical(question.normal)
    totals = _by_total(library)
    asking = question if operation in RANKS else None
    for total, parts in totals.items():
        words = _telling(parts)
        if sum(word in normal for word in words) > 1:
            chosen = [part for part, word in zip(parts, words, strict=True) if word in normal]
            return _parts_listing(library, chosen, operation, total, asking)
    if asking is None:
        return None
    ranked = {**parts_in_columns(library), **totals}
    named = _total_named(question, library, ranked)
    return _parts_listing(library, ranked[named], operation, named, asking) if named else None


def _parts_listing(
    library: Library, parts: Sequence[Figure], operation: Operation, total: str, question: Question | None
) -> Listing:
    group = _Group(tuple(part.measure for part in parts), tuple(parts), "")
    whole = library.figures_by_id[total]
    listing = _listing(library, group, operation, f"{whole.measure}中问到的部分", question)
    return replace(listing, measure="金额" if is_money(parts[0].unit) else "数量") if operation == "list" else listing


def _by_total(library: Library) -> dict[str, list[Figure]]:
    """The figures of the text that are stated to be parts of one, where they are of one unit."""
    found: dict[str, list[Figure]] = {}
    for figure in library.disclosure.figures:
        if figure.table is None and figure.part_of and figure.aspect in ("amount", "count", "stock"):
            found.setdefault(figure.part_of, []).append(figure)
    return {
        total: parts
        for total, parts in found.items()
        if len({part.measure for part in parts}) > 1
        and len({part.unit for part in parts}) == 1
        and all(_NAME.search(part.measure) for part in parts)
    }


def _telling(parts: Sequence[Figure]) -> list[str]:
    """For each of several measures the words that tell it from the others (货物 of 政府采购货物预算)."""
    names = [canonical(part.measure) for part in parts]
    start = _alike(names)
    end = _alike([name[::-1] for name in names])
    return [name[start : len(name) - end] or name for name in names]


def _alike(names: Sequence[str]) -> int:
    """How many characters several names begin with alike."""
    shortest = min(map(len, names))
    return next((place for place in range(shortest) if len({name[place] for name in names}) > 1), shortest)


def _total_named(question: Question, library: Library, totals: Mapping[str, Sequence[Figure]]) -> str | None:
    """The total whose parts a question ranks without naming anything else."""
    rest = re.sub(rf"里面?|当中|其中|中|下面|构成|一?{_KIND}(?![目支])", " ", without_operation(question))
    content = content_of(rest, library.known)
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in content))
    fits = [
        (share(asked, pairs(figure.measure), library.weights), figure.id)
        for figure in library.disclosure.figures
        if figure.id in totals and coverage(content, ((pairs(figure.measure), 1.0),), library.weights) > 0.9
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


# --- both ----------------------------------------------------------------------------------------------------------


def _listing(library: Library, group: _Group, operation: Operation, what: str, question: Question | None) -> Listing:
    first, place = (first_few(question.normal), place_asked(question.normal)) if question else (None, None)
    citations = [fact_citation(library.disclosure, fact_of(figure, library), 1) for figure in group.figures]
    sections = {section.path: section for section in library.disclosure.sections}
    own = [sections[citation.section] for citation in citations]
    apart = len({section.index for section in own}) > 1
    items = tuple(
        Item(name, figure, (*(section.spans if apart else ()), *citation.spans))
        for name, figure, section, citation in zip(group.names, group.figures, own, citations, strict=True)
    )
    section = own[0].index
    return Listing(operation, section, items, what, "", group.measure, "个", (), first, place=place)
