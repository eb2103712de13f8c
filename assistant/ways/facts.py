"""Ways to answer from facts: one figure or cell, a reason, a ground, the places of a number, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.composing.listings import listing_draft
from assistant.composing.sentences import (
    empty_draft,
    fact_draft,
    readings_draft,
    shared_draft,
)
from assistant.composing.tables import first_words, items_draft, selection_draft
from assistant.evidence.accounts import accounts_below, asks_parts, rows_added
from assistant.evidence.asking_rows import RANKS, operation_of
from assistant.evidence.bodies_listed import bodies_listed
from assistant.evidence.facts import carries_out
from assistant.evidence.matching import pairs, share
from assistant.evidence.relations import select
from assistant.evidence.retrieve import (
    Ranks,
    equals,
    facts_for,
    grounds_for,
    places_of,
    section_for,
)
from assistant.evidence.stated_groups import stated_group
from assistant.evidence.unit_rows import rows_of_unit
from assistant.library import Library, section_text
from assistant.model import Draft, Fact, Match, Question
from assistant.question.normalise import canonical
from assistant.question.sorts import sorts_asked
from assistant.vocabulary import ASKS_CHANGE, COUNTED_AS, COUNTED_AS_UNITS, COUNTS_ITEMS, LISTS_ITEMS, PROCUREMENT_WORD
from assistant.working import changes
from assistant.working.sides import bare_total
from index.amounts import convert, ends_in_amount, is_money, rounded
from index.lines import marker_of
from index.model import Disclosure, Figure, Span
from index.text import readable
from index.vocabulary import FUNDS_HEADER, MONEY_UNITS

_UNNAMED = 0.1
"""Below this share of a measure's name in a question, the question does not name the measure."""
_MOSTLY = 0.5
_MONEY = re.compile("费用|资金|金额")
_ASKS_WHERE = re.compile(r"哪(?:个|一?项)(?:项目|单位|指标)?(?:的|里的?)什么|什么(?:指标|数|意思)")
_ASKS_FOR_GROUND = re.compile(
    r"(?:哪|什么)[^，,]{0,4}(?:文件|办法|规定|通知|标准|依据|要求)|(?:依据|根据|凭的?)(?:的?是)?(?:哪|什么)"
)


def facts(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The fact that fits best, or the two or three that fit equally."""
    del near
    ways = (question, _without_total(question), as_counted(question))
    found = next((found for way in ways if (found := facts_for(way, library))), ())
    if question.wants_change and not any(_is_change(match) for match in found):
        return changes.without_own_change(question, library) or _fact_draft(question, library, _untied(question, found))
    draft = _fact_draft(question, library, found)
    return changes.set_right(question, draft) if draft and question.wants_change else draft


def _without_total(question: Question) -> Question:
    """The question without words that only say that a whole is meant (总额), where its measure is stated as it is."""
    return replace(question, content=tuple(bare_total(piece) or piece for piece in question.content))


def as_counted(question: Question) -> Question:
    """The question with what is counted in its unit by the name that the stock has: official cars are 车辆 in 辆."""
    unit = question.unit or next((claim.unit for claim in question.claims), None)
    counts = unit in COUNTED_AS_UNITS or (unit is None and sorts_asked(question.normal) == {"count"})
    names = COUNTED_AS if counts else {}
    return replace(question, content=tuple(names.get(piece, piece) for piece in question.content))


def _untied(question: Question, found: Sequence[Match]) -> Sequence[Match]:
    """The targets that may answer a question of change: none where it compares with another year."""
    compares = changes.COMPARES_YEARS.search(question.normal)
    return [match for match in found if not compares or _counts_a_change(match)]


def _counts_a_change(match: Match) -> bool:
    """Whether a figure is a change, or a target that is named after one (浓度下降)."""
    figure = match.fact.figure
    return figure is not None and (figure.aspect == "change" or any(word in figure.measure for word in ASKS_CHANGE))


def coded(question: Question, library: Library) -> Draft | None:
    """What a code that a question holds stands for, from the rows that have it."""
    codes = set(re.findall(r"[A-Z]?[0-9]{5,}", question.normal))
    labels = [label for label in library.labels if label.fact.figure is None and label.fact.text in codes]
    first = {label.fact.subject.split(" ")[-1]: label.fact for label in labels}
    readings = list(first.values())
    if not readings or question.asked == "value":
        return None
    if len(readings) == 1:
        return fact_draft(question, library, readings)
    return readings_draft(library, readings[:3], len(readings))


def _is_change(match: Match) -> bool:
    return match.fact.figure is not None and match.fact.figure.aspect == "change" and match.coverage > 0.8


def stated_percent(question: Question, library: Library) -> Draft | None:
    """The change in percent that the document states itself."""
    if question.relation != "percent_change":
        return None
    change = replace(question, relation=None, wants_change=True, wants_money=False, unit=None)
    found = [match for match in facts_for(change, library) if _is_change(match) and _unit(match) == "%"]
    return fact_draft(question, library, [found[0].fact]) if found else None


def _unit(match: Match) -> str | None:
    return match.fact.figure.unit if match.fact.figure else None


def stated_share(question: Question, library: Library) -> Draft | None:
    """The share of a whole, or of a budget, that the document states itself."""
    if question.relation != "share":
        return None
    part = replace(question, content=question.operands[0], relation=None, operands=(), unit=None, wants_money=False)
    for match in facts_for(part, library):
        figure = match.fact.figure
        sure = match.coverage > 0.85 and match.completeness > 0.5
        if figure and figure.aspect == "share" and sure and carries_out(figure) == _asks_completed(question):
            named = (bare_total(piece) for piece in question.operands[1])
            whole: frozenset[str] = frozenset().union(*(pairs(piece) for piece in named))
            if not whole or share(pairs(figure.context), whole, library.weights) > 0.6:
                return fact_draft(question, library, [match.fact])
    return None


def _asks_completed(question: Question) -> bool:
    whole = "".join(question.operands[1])
    return "完成" in question.normal or "执行" in question.normal or whole in ("预算", "年初预算")


def sure_facts(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """Facts for a question without a word of asking: only such as cover nearly all of it."""
    found = facts_for(question, library)
    if question.wants_change:
        return facts(question, library, near)
    return _fact_draft(question, library, found) if found and found[0].coverage >= 0.85 else None


def _fact_draft(question: Question, library: Library, found: Sequence[Match]) -> Draft | None:
    ranked = equals(question, found)
    if not ranked:
        return None
    total = _total_above(ranked, found)
    if total is not None:
        return fact_draft(question, library, [total.fact])
    if not ranked[0].fact.text:
        return empty_draft(library, ranked[0].fact) if _names_column(question, ranked[0], library) else None
    if both := _funds_and_purchase(question, ranked[0], found):
        return readings_draft(library, both, len(both))
    rivals = _rivals(ranked[0], found, library)
    if rivals and not question.claims:
        readings = [ranked[0].fact, *(match.fact for match in rivals)]
        return readings_draft(library, readings[:3], len(readings))
    if len(ranked) == 1 or question.claims or ranked[0].fact.subject == library.body:
        return fact_draft(question, library, [ranked[0].fact])
    if main := _main_of_row(ranked, found):
        return fact_draft(question, library, [main.fact])
    if told := _of_money(question, ranked):
        return fact_draft(question, library, [told.fact])
    readings = [match.fact for match in ranked]
    return readings_draft(library, readings[:3], len(readings))


def _funds_and_purchase(question: Question, best: Match, found: Sequence[Match]) -> list[Fact]:
    """A project's funds and what of them its row spends, where a question of money names only the project.

    None where they are equal, where the project has several rows, and where the question names what it asks of it.
    """
    normal = canonical(question.normal)
    if not question.wants_money or question.claims or best.completeness > _UNNAMED or PROCUREMENT_WORD in normal:
        return []
    funds = [match.fact for match in found if match.fact.figure and FUNDS_HEADER.search(match.fact.measure)]
    rows = {(fact.table, fact.row) for fact in funds}
    if len(rows) != 1 or any(canonical(fact.measure) in normal for fact in funds):
        return []
    own = [match.fact for match in found if (match.fact.table, match.fact.row) in rows and match.fact.main]
    both = [*funds[:1], *(fact for fact in own[:1] if fact.text != funds[0].text)]
    return both if len(both) == 2 and best.fact.subject.split(" ")[0] == funds[0].subject.split(" ")[0] else []


def _names_column(question: Question, empty: Match, library: Library) -> bool:
    """Whether it is the column of an empty cell that a question asks for, and no other of its row."""
    if canonical(empty.fact.measure) in canonical(question.normal):
        return True
    return empty.fact.subject != library.body and empty.completeness >= _MOSTLY


def _main_of_row(ranked: Sequence[Match], found: Sequence[Match]) -> Match | None:
    """The main value of the one row that several equal facts are only cells of (its code, its unit), if it fits."""
    rows = {(match.fact.table, match.fact.row) for match in ranked}
    if len(rows) != 1 or ranked[0].fact.row is None or any(match.fact.main for match in ranked):
        return None
    own = [match for match in found if (match.fact.table, match.fact.row) in rows and match.fact.main]
    return own[0] if own and own[0].fact.figure else None


def _of_money(question: Question, ranked: Sequence[Match]) -> Match | None:
    """Of the equal cells of one row the only one whose column is about money, where a question is (钱从哪来)."""
    if len({(match.fact.table, match.fact.row) for match in ranked}) != 1 or "钱" not in question.normal:
        return None
    named = [match for match in ranked if match.fact.row is not None and _MONEY.search(canonical(match.fact.measure))]
    return named[0] if len(named) == 1 else None


def _total_above(ranked: Sequence[Match], found: Sequence[Match]) -> Match | None:
    """The total that several equal facts are the parts of, where the question fits it as well."""
    totals = {match.fact.figure.part_of for match in ranked if match.fact.figure}
    if len(ranked) < 2 or len(totals) != 1:
        return None
    above = [match for match in found if match.fact.figure and match.fact.figure.id in totals]
    return above[0] if above and above[0].coverage >= ranked[0].coverage - 0.02 else None


def _rivals(best: Match, found: Sequence[Match], library: Library) -> list[Match]:
    """Other values that the document states of the same measure of the department, for the same time."""
    first = best.fact
    if first.subject != library.body or first.figure is None:
        return []
    rivals: dict[str, Match] = {}
    for match in found:
        figure = match.fact.figure
        if (
            figure is not None
            and match.fact.subject == library.body
            and canonical(match.fact.measure) == canonical(first.measure)
            and (figure.aspect, figure.period) == (first.figure.aspect, first.figure.period)
            and _differs(first.figure, figure)
        ):
            rivals.setdefault(f"{figure.value}{figure.unit}", match)
    return list(rivals.values())


def _differs(one: Figure, other: Figure) -> bool:
    """Whether two statements of one measure contradict: not where one only rounds the other, or gives it in percent."""
    if one.value is None or other.value is None:
        return one.raw != other.raw
    if one.unit == other.unit:
        return one.value != other.value
    if not is_money(one.unit) or not is_money(other.unit) or one.unit is None or other.unit is None:
        return False
    if MONEY_UNITS[one.unit] < MONEY_UNITS[other.unit]:
        return _differs(other, one)
    places = max(0, -int(one.value.as_tuple().exponent))
    return rounded(convert(other.value, other.unit, one.unit), places) != one.value


def grounds(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """By what a target was set, or all targets of a project."""
    del near
    found = grounds_for(question, library)
    if not found:
        return None
    best = [
        match.fact for match in found if match.score >= found[0].score * 0.9 and match.fact.table == found[0].fact.table
    ]
    if len({fact.text for fact in best}) == 1 and len(best) > 1:
        return shared_draft(library, best)
    return fact_draft(question, library, [found[0].fact])


def places(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """Where a number of the question stands and what it is."""
    del near
    places = places_of(question, library)
    if not places:
        return None
    if len(places) == 1:
        return fact_draft(replace(question, claims=()), library, places)
    draft = readings_draft(library, places[:3], len(places))
    head = "这个数字在文件里出现在：" if len(places) <= 3 else "这个数字在文件里多处出现，先列出前几处："
    return replace(draft, text=draft.text.replace(draft.text.split("\n")[0], head, 1))


def rows(question: Question, library: Library) -> Draft | None:
    """The draft for a question about several rows of a table, or what stands below a heading."""
    if question.asked in ("place", "when") or (question.asked == "ground" and _ASKS_FOR_GROUND.search(question.normal)):
        return None
    if len(question.claims) == 1 and _ASKS_WHERE.search(question.normal):
        return None
    listing = stated_group(question, library) or bodies_listed(question, library)
    if listing is not None:
        return listing_draft(library, listing)
    sure = facts_for(question, library)[:1]
    counts = bool(sure and sure[0].fact.figure and sure[0].fact.figure.aspect == "count" and sure[0].coverage > 0.85)
    if sure and _names_a_total(question, sure[0]):
        return None
    counts = counts and sure[0].completeness > 0.05
    if counts and not re.search("哪|各|最|分别", question.normal):
        return None
    if sure and sure[0].coverage > 0.97 and sure[0].completeness > 0.9 and not _asks_several(question, sure[0]):
        return None
    found = (way(question, library) for way in (rows_added, rows_of_unit, accounts_below, select))
    selection = next((each for each in found if each is not None), None)
    draft = selection_draft(library, selection) if selection else None
    return draft or _items(question, library)


def _names_a_total(question: Question, match: Match) -> bool:
    """Whether a question only names a stated total (收入合计), and asks for no sum."""
    measure = canonical(match.fact.measure)
    return measure.endswith(("合计", "总计", "小计")) and measure in canonical(question.normal)


def _asks_several(question: Question, sure: Match) -> bool:
    """Whether a question asks about several things, in words that are no part of the measure that fits it best."""
    beside = canonical(question.normal).replace(canonical(sure.fact.measure), "")
    several = re.search(r"哪|各|几(?!乎)|最|分别|加起来|合计|总和|列", beside)
    ranks = operation_of(beside) in RANKS
    return several is not None or asks_parts(beside) or ranks or len(question.claims) > 0


def _items(question: Question, library: Library) -> Draft | None:
    """The items below a heading that a question counts or lists: the headings below it, or its numbered paragraphs."""
    counts = bool(COUNTS_ITEMS.search(question.normal))
    if not counts and (question.asked == "duty" or not LISTS_ITEMS.search(question.normal)):
        return None
    pieces = (re.sub(r"(?:绩效)?(?:指标|目标)(?:表)?", "", piece) for piece in question.content)
    subject = replace(question, content=tuple(piece for piece in pieces if len(piece) > 1) or question.content)
    section = section_for(subject, library, 0.6, with_text=False)
    items = _items_below(library.disclosure, section) if section is not None else []
    if section is None or len(items) < 2:
        return None
    return items_draft(library, library.disclosure.sections[section], items, count=counts)


def _items_below(disclosure: Disclosure, section: int) -> list[tuple[str, tuple[Span, ...]]]:
    """What stands below a heading, each with its spans: numbered paragraphs, or headings, or targets."""
    heading = disclosure.sections[section]
    numbered = [paragraph for paragraph in section_text(disclosure, section) if marker_of(paragraph.text)]
    if numbered:
        return [first_words(paragraph) for paragraph in numbered]
    below = [each for each in disclosure.sections if each.path[:-1] == heading.path]
    if below:
        return [(each.path[-1], each.spans) for each in below]
    texts = section_text(disclosure, section)
    return [(readable(text.text), text.spans) for text in texts if ends_in_amount(text.text)]
