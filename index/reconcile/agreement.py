"""The same thing stated in several places of running text: repeated, defined as the same, balanced, or unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from index.amounts import is_money
from index.model import Disclosure, Identity
from index.reconcile.equations import agreement, operand
from index.reconcile.naming import core, funds, without_funds
from index.reconcile.statements import Stated, groups_of, is_grand, same_kind, stated_in
from index.vocabulary import UNCHANGED

_REPEATED = "同一项数据在各处应一致 / the same thing is stated in both places"
_BALANCED = "预算收入总计应等于支出总计 / planned income and expenditure balance"
_DEFINED = "按名词解释，两者是同一项 / by the document's own definition the two are the same"
_STEADY = "文中说与上年相同 / the text says that it is the same as the year before"
_MEANS = re.compile(
    r"^(?P<term>[^：:，。]{2,20}?)\s*[：:]\s*(?:是?指|即)?(?:各|本|我)?(?:级|区|市|省)?(?:部门|单位)的(?P<same>[^，。、；和与及的]{2,12})[，。；]"
)
_THIS_YEAR = re.compile(r"本年|当年")
_SPENDING = re.compile(r"(?:费用?|经费|支出)$")


def agreements(disclosure: Disclosure) -> list[Identity]:
    """The identities between statements of running text that are of one thing."""
    statements = [
        stated
        for stated in stated_in(disclosure)
        if stated.figure.aspect in ("amount", "stock", "change") and is_money(stated.figure.unit)
    ]
    found = list(_repeated(disclosure, statements))
    found += _balanced(disclosure, statements)
    found += _defined(disclosure, statements)
    found += _unchanged(disclosure, statements)
    return found


def _repeated(disclosure: Disclosure, statements: Sequence[Stated]) -> Iterator[Identity]:
    """What is stated again: the same measure, funds, subject and period, each with the place before it.

    In one paragraph a name may stand for several things (在…项目中，采购金额…); there only what is said to be as before
    is taken for the same.
    """
    totals = {part.figure.id: group.total for group in groups_of(disclosure, statements) for part in group.parts}
    places: dict[tuple[object, ...], list[Stated]] = {}
    for stated in statements:
        places.setdefault(_thing(disclosure, stated, totals), []).append(stated)
    for same in places.values():
        for one, other in pairwise(same):
            apart = one.paragraph != other.paragraph
            if apart or UNCHANGED.search(disclosure.paragraphs[one.paragraph].text):
                yield from _agree(one, other, _REPEATED)


def _thing(disclosure: Disclosure, stated: Stated, totals: dict[str, Stated]) -> tuple[object, ...]:
    """What a statement is of: two statements of one thing must say the same."""
    figure = stated.figure
    heading = disclosure.sections[disclosure.paragraphs[stated.paragraph].section].title
    whole = totals.get(figure.id)
    limits = funds(figure.measure) or funds(whole.figure.measure if whole else "") or funds(heading)
    account = "预算" if "年初" in figure.measure else "总计" if is_grand(disclosure, stated) else ""
    aspect = "change" if figure.aspect == "change" else "amount"
    return (without_funds(core(figure.measure)), limits, figure.subject, figure.period, aspect, account)


def _balanced(disclosure: Disclosure, statements: Sequence[Stated]) -> Iterator[Identity]:
    """Planned income and expenditure of the same funds, of a budget; those of one year alone need not balance."""
    if disclosure.document.kind != "budget":
        return
    sides: dict[frozenset[str], dict[str, Stated]] = {}
    for stated in statements:
        figure = stated.figure
        text = disclosure.paragraphs[stated.paragraph].text
        if figure.aspect != "amount" or figure.part_of or figure.subject != disclosure.document.body:
            continue
        side = _side(figure.measure)
        if side and not _THIS_YEAR.search(text[: stated.start].rpartition("。")[2]):
            sides.setdefault(funds(figure.measure), {}).setdefault(side, stated)
    for found in sides.values():
        for one, other in pairwise(sorted(found.values(), key=_position)):
            yield from _agree(one, other, _BALANCED)


def _side(measure: str) -> str | None:
    """Whether a measure is all income, all expenditure, or both, of some funds."""
    bare = re.sub(r"总?(?:预算|决算|安排|总计|合计)", "", _without_funds(measure))
    if re.fullmatch(r"收入", bare):
        return "income"
    if re.fullmatch(r"支出", bare):
        return "expenditure"
    return "both" if re.fullmatch(r"收入?[、和与及]?支出?", bare) else None


def _without_funds(measure: str) -> str:
    """A measure without the funds it is limited to."""
    return re.sub(r"一般公共预算|政府性基金|国有资本经营|基金预算|财政拨款|预算", "", measure)


def _defined(disclosure: Disclosure, statements: Sequence[Stated]) -> Iterator[Identity]:
    """What the chapter of definitions says to be another thing by its own name (机关运行费：是指各部门的公用经费)."""
    for paragraph in disclosure.paragraphs:
        bare = re.sub(
            r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]+[、.．])\s*", "", paragraph.text
        )
        means = _MEANS.match(bare.strip())
        if not means:
            continue
        term = _first(statements, _bare(means["term"]))
        same = _first(statements, _bare(means["same"]))
        if term and same and term != same:
            first, second = sorted((term, same), key=_position)
            yield from _agree(first, second, _DEFINED)


def _bare(name: str) -> str:
    return _SPENDING.sub("", without_funds(core(name)))


def _first(statements: Sequence[Stated], wanted: str) -> Stated | None:
    """The first amount whose measure ends in a name (日常公用经费 for 公用)."""
    fitting = [
        stated
        for stated in statements
        if stated.figure.aspect == "amount" and len(wanted) > 1 and _bare(stated.figure.measure).endswith(wanted)
    ]
    return fitting[0] if fitting else None


def _unchanged(disclosure: Disclosure, statements: Sequence[Stated]) -> Iterator[Identity]:
    """Last year's amount and this year's of the same measure, where the paragraph says that nothing changed."""
    for one, other in combinations(statements, 2):
        if one.paragraph != other.paragraph or core(one.figure.measure) != core(other.figure.measure):
            continue
        both = one.figure.aspect == other.figure.aspect == "amount"
        years = {one.figure.period, other.figure.period}
        steady = UNCHANGED.search(disclosure.paragraphs[one.paragraph].text)
        near = abs(one.start - other.start) < 60 and not any(_is_change_of(stated, other) for stated in statements)
        if both and len(years) == 2 and None not in years and steady and near:
            yield from _agree(one, other, _STEADY)


def _is_change_of(stated: Stated, amount: Stated) -> bool:
    """Whether a statement says by how much an amount of the same paragraph changed."""
    same = stated.paragraph == amount.paragraph and stated.figure.measure == amount.figure.measure
    return same and stated.figure.aspect == "change" and bool(stated.figure.value)


def _position(stated: Stated) -> tuple[int, int]:
    return stated.paragraph, stated.start


def _agree(one: Stated, other: Stated, reason: str) -> Iterator[Identity]:
    first, second = operand(one.figure), operand(other.figure)
    if first and second and same_kind(one.figure, other.figure):
        yield agreement(first, second, reason)
