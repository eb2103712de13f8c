"""Evidence for a question: facts by their names first, then defined terms, bodies, and passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.evidence.facts import without_place
from assistant.evidence.matching import coverage, matches, pairs, share
from assistant.evidence.ranking import rank
from assistant.library import Body, Library, is_short_for, known_body, section_text
from assistant.model import Fact, Match, Question
from assistant.question.normalise import canonical
from assistant.question.refuse import mentions
from assistant.question.scope import is_below, tables_named, tables_quoted
from assistant.question.sorts import Sort, sort_named, sort_of, sorts_asked
from assistant.vocabulary import BODY_SUFFIXES, CONFIRMS, SOURCES
from index.amounts import is_money, same_quantity
from index.model import Paragraph
from index.vocabulary import COUNT_HEADER, GROUND_HEADERS

ENOUGH = 0.6
"""The share of a question's words that a fact must cover to answer it."""
_STRICT = 0.8
"""The same for a question from which words were left out."""
_CLOSE = 0.985
_AS_MUCH = 0.1
_LEAST_NAME = 5
_LONGER = 3
_LEAST_COLUMN = 3
_SURE_GROUND = 0.7
_AT_END = re.compile(r"20[0-9]{2}年?(?:末|底|12月)")
_COUNTING = (frozenset("个家项所种类"), frozenset("个名"), frozenset("名人"))
_SHARE_WORDS = re.compile(r"占|比例|比重|百分|完成")
_CODE = re.compile(r"序号|编号|编码|代码")
Ranks = Mapping[int, float]
"""For some paragraphs, by their number among the library's passages, how near the dense index puts them (0 to 1)."""


@lru_cache(maxsize=64)
def facts_for(question: Question, library: Library) -> tuple[Match, ...]:
    """The facts that answer a question, best first, all of the kind, unit, year and body that it asks for.

    A fact that leaves out a word of the question which is a measure elsewhere (副职 where only 正职 is stated) is about
    something else. The several ways to answer one question ask for the same facts, so the last ones are remembered.
    """
    found = matches(question, library.labels, library.weights, library.body)
    named = bodies_named(question, library)
    projects = projects_named(question, library)
    fitting = [
        match
        for match in found
        if match.coverage >= (_STRICT if question.strict else ENOUGH)
        and (match.completeness > 0 or not question.strict or question.wants_money or question.unit)
        and not _leaves_out_a_measure(match, library)
        and _fits(question, match.fact)
        and is_below(match.fact, question)
        and _of_source(question, match.fact, library)
        and all(speaks_of(match.fact, mention, library) for mention in named)
        and (not projects or any(speaks_of(match.fact, project, library) for project in projects))
    ]
    fitting = _of_sort_asked(question, fitting)
    quoted = tables_quoted(question, library)
    inside = [match for match in fitting if match.fact.table in quoted]
    best = _by_column_named(question, inside or _inside_named(fitting, tables_named(question, library)))
    ranked = sorted(best, key=lambda match: -rank(question, match))
    return tuple(_of_best_period(question, library, ranked))


def _of_source(question: Question, fact: Fact, library: Library) -> bool:
    """Whether a fact's names say from which money it is, where a question does."""
    asked = "".join(question.content)
    wanted = [source for source in SOURCES if source in asked]
    if not wanted:
        return True
    names = [fact.measure, fact.subject]
    if fact.figure is not None:
        names += [*fact.figure.place.row, *fact.figure.place.column, *fact.figure.place.section]
    if fact.table is not None:
        names.append(library.disclosure.tables[fact.table].title)
    held = canonical(" ".join(names))
    return any(source in held for source in wanted)


def _inside_named(fitting: list[Match], tables: frozenset[int]) -> list[Match]:
    """The facts of the tables that a question names, where they cover it as well as others do.

    A title that is a project's name too may name the project, with the measure in another table.
    """
    inside = [match for match in fitting if match.fact.table in tables]
    covered = max((match.coverage for match in fitting), default=0.0)
    return inside if max((match.coverage for match in inside), default=0.0) > covered - 0.05 else fitting


def _by_column_named(question: Question, found: list[Match]) -> list[Match]:
    """The facts without those cells of a row that leave open a column's name which the question spells out."""
    normal = canonical(question.normal)
    named: dict[tuple[int | None, int | None], list[Match]] = {}
    for match in found:
        if match.fact.row is not None and canonical(match.fact.measure) in normal:
            named.setdefault((match.fact.table, match.fact.row), []).append(match)
    return [
        match
        for match in found
        if not any(
            other.uncovered < match.uncovered and not pairs(other.fact.measure).isdisjoint(match.uncovered)
            for other in named.get((match.fact.table, match.fact.row), ())
        )
    ]


def _leaves_out_a_measure(match: Match, library: Library) -> bool:
    """Whether a word that a fact leaves uncovered tells a sister of its measure from it."""
    if not match.uncovered:
        return False
    own = pairs(match.fact.measure)
    return any(
        not match.uncovered.isdisjoint(sister - own) and share(own, sister, library.weights) > 0.3
        for sister in library.measured
    )


def bodies_named(question: Question, library: Library) -> tuple[str, ...]:
    """The bodies that a question names, but for the department itself."""
    found = []
    normal = canonical(question.normal)
    known = (without_place(body.name) for body in library.bodies if body.name != library.body)
    spelled = [name for name in known if len(name) >= _LEAST_NAME and canonical(name) in normal]
    for mention in dict.fromkeys((*mentions(question.normal), *spelled)):
        body = known_body(library, mention)
        is_department = canonical(library.body) in canonical(mention) or (
            body is not None and body.name == library.body
        )
        if not is_department:
            found.append(mention)
    return tuple(found)


def projects_named(question: Question, library: Library) -> tuple[str, ...]:
    """The projects that a question names in full, none that is only part of another's name."""
    normal = canonical(question.normal)
    projects = {table.subject for table in library.disclosure.tables if len(table.subject) >= _LEAST_NAME}
    found = [project for project in projects if canonical(project) in normal]
    return tuple(project for project in found if not any(project != other and project in other for other in found))


def speaks_of(fact: Fact, mention: str, library: Library) -> bool:
    """Whether a fact is of a body, or of something named after it."""
    names = [fact.measure, fact.subject]
    if fact.figure is not None:
        names += [*fact.figure.place.row, *fact.figure.place.section]
    if fact.table is not None:
        table = library.disclosure.tables[fact.table]
        names.append(table.title)
        if fact.row is not None:
            row = table.rows[fact.row]
            names += [row.owner or "", *(cell.text for cell in row.cells)]
    wanted = canonical(mention)
    exact = any(canonical(body.name).endswith(wanted) for body in library.bodies if body.name != library.body)
    others = [name for name in names if name and not (exact and name == library.body)]
    context = canonical(fact.figure.context) if fact.figure else ""
    # A body that stands by this very name is hardly another one: only a slightly longer name may be its own.
    ends = [name[-len(wanted) - _LONGER :] if exact else name for name in map(canonical, others)]
    return (
        wanted in context
        or any(wanted in canonical(name) for name in others)
        or any(is_short_for(wanted, end) for end in ends)
    )


def equals(question: Question, ranked: Sequence[Match]) -> list[Match]:
    """The facts that fit as well as the best one; the same value in several places counts once, at its first place."""
    if not ranked:
        return []
    best = rank(question, ranked[0])
    close = _named_in_full(question, [match for match in ranked if rank(question, match) >= best * _CLOSE])
    distinct: dict[tuple[str, str, str | None], list[Match]] = {}
    for match in sorted(close, key=lambda match: (match.fact.table is not None, match.fact.spans[0])):
        figure = match.fact.figure
        value = f"{figure.comparator}{figure.value}{figure.unit}" if figure else match.fact.text
        distinct.setdefault((match.fact.subject, value, figure.period if figure else None), []).append(match)
    fit = sorted(distinct.values(), key=lambda same: -round(max(rank(question, match) for match in same), 2))
    return [same[0] for same in fit]


def _named_in_full(question: Question, close: list[Match]) -> list[Match]:
    """Of equal facts those whose subject, and then whose measure, the question names in full, by its longest name."""
    normal = canonical(question.normal)
    kept = _longest_named(close, normal, lambda match: canonical(match.fact.subject))
    return _longest_named(kept, normal, lambda match: canonical(match.fact.measure))


def _longest_named(close: list[Match], normal: str, of: Callable[[Match], str]) -> list[Match]:
    """The matches of the longest name that a question holds and that holds the others; all where it holds none.

    A name that leaves words of the question open which another fact covers does not rule that fact out.
    """
    held = {name for match in close if (name := of(match)) in normal}
    longest = max(held, key=len, default=None)
    if longest is None or not all(name in longest for name in held):
        return close
    named = [match for match in close if of(match) == longest]
    covered = max(match.coverage for match in close)
    return named if max(match.coverage for match in named) > covered - 0.1 else close


def grounds_for(question: Question, library: Library) -> list[Match]:
    """The cells that say by what a target was set, for the project or indicator that a question names.

    One that fits less well is meant only where its own names, not just words beside it, are in the question.
    """
    labels = [label for label in library.labels if label.fact.figure is None and label.fact.measure in GROUND_HEADERS]
    without = tuple(piece for piece in (_without_ground(piece) for piece in question.content) if piece)
    narrowed = _with_content(question, without)
    asked = frozenset().union(*(pairs(piece) for piece in without))
    return [
        match
        for match in matches(narrowed, labels, library.weights, library.body)
        if match.coverage >= _SURE_GROUND
        or (match.coverage >= 0.5 and share(asked, pairs(match.fact.subject.split(" ")[0]), library.weights) > 0.25)
    ]


def definition_for(question: Question, library: Library) -> Paragraph | None:
    """The paragraph that defines the term that a question is about."""
    asked = frozenset().union(*(pairs(piece) for piece in question.content)) if question.content else frozenset()
    best: tuple[float, Paragraph] | None = None
    for term, paragraph in library.definitions:
        held = pairs(term)
        fit = min(share(asked, held, library.weights), share(held, asked, library.weights))
        if fit > (best[0] if best else 0.55):
            best = (fit, paragraph)
    return best[1] if best else _defined_longer(question, library)


def _defined_longer(question: Question, library: Library) -> Paragraph | None:
    """The paragraph that defines the one term that ends in a question's words (机动经费 of 单位预留机动经费)."""
    words = "".join(question.content)
    found = [paragraph for term, paragraph in library.definitions if canonical(term).endswith(words)]
    return found[0] if len(question.content) == 1 and len(words) > _LEAST_COLUMN and len(found) == 1 else None


def body_in(question: Question, library: Library) -> Body | None:
    """The body with a section of its own that a question names by its name or a name-plate."""
    normal = canonical(question.normal)
    named = [
        body
        for body in library.bodies
        if body.section is not None and any(canonical(name) in normal for name in (body.name, *body.aliases))
    ]
    if named:
        return max(named, key=lambda body: len(body.name))
    mentions = [piece for piece in question.content if piece.endswith(BODY_SUFFIXES)]
    shortened = [body for mention in mentions if (body := known_body(library, mention)) and body.section is not None]
    return shortened[0] if shortened else None


def section_for(question: Question, library: Library, least: float = 0.72, *, with_text: bool = True) -> int | None:
    """The section whose heading a question's words make up, and that has text of its own."""
    best, found = least, None
    for section in library.disclosure.sections[1:]:
        held = pairs(section.title)
        covered = coverage(question.content, ((held, 1.0),), library.passage_weights)
        asked = frozenset().union(*(pairs(piece) for piece in question.content))
        fit = covered * (0.7 + 0.3 * share(asked, held, library.passage_weights))
        if fit > best and (not with_text or section_text(library.disclosure, section.index)):
            best, found = fit, section.index
    return found


def passages_for(
    question: Question, library: Library, near: Callable[[], Ranks], least: float = 0.5
) -> list[tuple[float, Paragraph]]:
    """The paragraphs that a question's words cover, best first; `near` is asked only when words alone do not do."""
    scored = [(_passage_score(question, library, index), index) for index in range(len(library.passages))]
    best = max((score for score, _ in scored), default=0.0)
    if best < 0.85:
        bonus = near()
        scored = [(score + 0.12 * bonus.get(index, 0.0), index) for score, index in scored]
    ordered = sorted(scored, key=lambda item: (-item[0], item[1]))
    least = max(least, _STRICT) if question.strict else least
    return [(score, library.passages[index].paragraph) for score, index in ordered[:8] if score >= least]


def places_of(question: Question, library: Library) -> list[Fact]:
    """The facts that state a quantity of the question, wherever they stand."""
    claim = question.claims[0]
    return [
        label.fact
        for label in library.labels
        if (figure := label.fact.figure) is not None
        and figure.value is not None
        and abs(figure.value) == claim.value
        and (claim.unit is None or same_quantity(claim.value, claim.unit, abs(figure.value), figure.unit))
    ]


def _fits(question: Question, fact: Fact) -> bool:
    """Whether a fact is of the kind and unit that a question asks for."""
    figure = fact.figure
    if figure is None and not fact.text:
        return question.asked == "value" and not question.wants_change
    if _AT_END.search(question.normal) and (figure is None or figure.aspect not in ("stock", "count")):
        return False
    if question.asked == "value" and question.is_quantity and figure is None:
        return bool(_CODE.search(question.normal) and _CODE.search(fact.measure)) or _asks_words(question, fact)
    if figure is None:
        return not question.claims
    if _is_opposite(question, fact):
        return False
    if figure.aspect == "share" and not _SHARE_WORDS.search(question.normal):
        return False
    if (figure.aspect == "change") != question.wants_change:
        return figure.aspect == "target" and question.wants_change
    return _fits_unit(question, fact)


def _of_sort_asked(question: Question, fitting: list[Match]) -> list[Match]:
    """The facts of a sort of quantity that a question asks for, where they are as much about it as those of others.

    A share may have to be worked out of other sorts, and a quantity that the question states says its sort itself.
    """
    wanted = frozenset() if question.claims else sorts_asked(question.normal)
    if not wanted or "share" in wanted:
        return fitting
    covered = max((match.coverage for match in fitting), default=0.0)
    return [match for match in fitting if match.coverage > covered - _AS_MUCH and _is_of_sort(match.fact, wanted)]


def _is_of_sort(fact: Fact, wanted: frozenset[Sort]) -> bool:
    """Whether a fact is of a wanted sort: by its unit, by its name where it has none; a target in words is of none."""
    figure = fact.figure
    if figure is not None and figure.value is None and (figure.aspect == "target" or wanted == {"count"}):
        return False
    if figure is None and wanted == {"count"}:
        return COUNT_HEADER.search(fact.measure) is not None
    own = sort_of(figure.unit) if figure and figure.unit else sort_named(fact.measure)
    return own is None or own in wanted


def _asks_words(question: Question, fact: Fact) -> bool:
    """Whether a question asks by 多少 for a column of words whose name it spells out (单位规格是多少)."""
    measure = canonical(fact.measure)
    if len(measure) < _LEAST_COLUMN or not fact.text or question.unit or question.wants_money:
        return False
    return re.search(rf"{re.escape(measure)}(?:是|为|有)?(?:多少|几)", canonical(question.normal)) is not None


def _is_opposite(question: Question, fact: Fact) -> bool:
    """Whether a question asks for money going out and a fact is of money coming in, or the other way round."""
    texts = map(canonical, (question.normal, fact.measure))
    asked, told = (tuple(word in text for word in ("收入", "支出")) for text in texts)
    return asked != told and sum(asked) == sum(told) == 1


def _fits_unit(question: Question, fact: Fact) -> bool:
    figure = fact.figure
    if figure is None:
        return True
    asks_other = bool(question.unit or question.wants_money) and not CONFIRMS.search(question.normal)
    if question.claims and not asks_other and (claimed := question.claims[0].unit):
        return is_money(figure.unit) if is_money(claimed) else figure.unit in (claimed, None)
    if question.unit and not is_money(question.unit):
        if figure.unit is None:
            return True
        return question.unit in figure.unit or any({question.unit, figure.unit} <= alike for alike in _COUNTING)
    if question.wants_money:
        return is_money(figure.unit) or (figure.value is None and figure.aspect != "target")
    return True


def _of_best_period(question: Question, library: Library, ranked: list[Match]) -> list[Match]:
    """The matches of the years asked for; where none is named, those of the document's year and dates."""
    if question.years:
        at_end = bool(_AT_END.search(question.normal))
        return [match for match in ranked if _in_years(match.fact, question.years, library, at_end=at_end)]
    year = str(library.disclosure.document.year)
    return sorted(ranked, key=lambda match: -rank(question, match) * (0.9 if _is_other_year(match.fact, year) else 1.0))


def _in_years(fact: Fact, years: Sequence[str], library: Library, *, at_end: bool) -> bool:
    if fact.figure is None and not fact.text:
        return str(library.disclosure.document.year) in years
    period = fact.figure.period if fact.figure else None
    if period is None:
        return True
    stock_of_year = "-" in period and str(library.disclosure.document.year) in years and not at_end
    named = any(f"{year}年" in canonical(fact.subject) for year in years)
    return period[:4] in years or stock_of_year or named


def _is_other_year(fact: Fact, year: str) -> bool:
    figure = fact.figure
    return bool(figure and figure.period and "-" not in figure.period and figure.period != year)


def _without_ground(piece: str) -> str:
    for header in sorted(
        {*map(canonical, GROUND_HEADERS), "指标", "依据", "根据", "办法", "文件", "项目", "定"}, key=len, reverse=True
    ):
        piece = piece.replace(header, "")
    return piece


def _with_content(question: Question, content: tuple[str, ...]) -> Question:
    return replace(question, content=content)


def _passage_score(question: Question, library: Library, index: int) -> float:
    passage = library.passages[index]
    levels = ((passage.own, 1.0), (passage.heading, 0.9), (passage.above, 0.4))
    return coverage(question.content, levels, library.passage_weights)
