"""What has not changed since the year before: the sentence that says so with its reason, or both years' values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.composing.cite import fact_citation, text_citation
from assistant.composing.sentences import fact_sentence, inner
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import Ranks, facts_for
from assistant.library import Library
from assistant.model import Draft, Fact, Question
from assistant.question.normalise import canonical
from assistant.question.parts import together
from assistant.question.understand import understand
from assistant.vocabulary import ASKS_CHANGE, QUALIFIERS
from assistant.working.derive import fact_of
from assistant.working.sides import is_amount
from assistant.working.totals import is_total_of, is_unqualified
from index.amounts import same_quantity
from index.model import Figure, Paragraph

_UNCHANGED = re.compile(
    r"持平|无增减|没有增减|无变化|没有变化|未发生变化|(?:与|和)(?:上年|去年|上一年|20[0-9]{2}\s*年)[^，。；不未]{0,4}(?:一致|相同|一样)"
)
_WITH_BUDGET = re.compile(r"(?:同|与|和)(?:年初|全年|调整)?预算数?\s*$")
_REASON = re.compile(r"\s*(?:其)?(?:主要)?(?:原因|是因为|因为|由于)[^。]*。")
# Where the statement begins that a measure is unchanged: behind another statement, or behind the change of another one.
_CUT = re.compile(r"[。；;]|(?:增加|减少|增长|下降)[^，。；;]*[，,]?|其中[：:]")
_END = re.compile(r"[^，。；;]*[。；;]?")
_NOT_PLANNED = re.compile(r"(?:今年|本年度?|20[0-9]{2}\s*年度?)?(?:未安排|没有安排|不再安排|未列支|无此项)")
_SAME = "与上年相比没有变化"
_SURE = 0.6
_CERTAIN = 0.9


def unchanged(question: Question, library: Library) -> Draft | None:
    """What the document says where it states that what a question is about has not changed since the year before."""
    found = max(_statements(question, library), key=lambda each: each[0], default=None)
    if found is None or found[0] <= _SURE:
        return None
    _, paragraph, start, end = found
    reason = _REASON.match(paragraph.text[end:])
    end += reason.end() if reason else 0
    citation = text_citation(library.disclosure, paragraph, start, end, 1)
    return Draft("answered", f"没有变化。文件中写道：“{inner(paragraph.text[start:end].strip())}”[1]", (citation,))


def supposed_change(question: Question, library: Library) -> Draft | None:
    """The statement that nothing has changed, where a question supposes a change by a quantity of its own."""
    if not question.claims or not any(word in question.normal for word in ASKS_CHANGE):
        return None
    supposed = re.split("|".join(ASKS_CHANGE), question.normal, maxsplit=1)[0]
    asked = understand(supposed, library.disclosure.document.year, library.words)
    return unchanged(asked, library) if asked.content else None


def same_as_now(question: Question, library: Library) -> Draft | None:
    """Last year's value where the document says that it has not changed: this year's value and that sentence."""
    year = str((library.disclosure.document.year or 0) - 1)
    stated = [match for match in facts_for(question, library) if match.fact.figure and match.fact.figure.period == year]
    if question.years != (year,) or question.wants_change or stated:
        return None
    now = replace(question, years=())
    said = unchanged(now, library)
    found = [match for match in facts_for(replace(now, asked="value"), library)[:1] if is_amount(match)]
    return _as_now(found[0].fact, said, library) if said and found else said


def _as_now(fact: Fact, said: Draft, library: Library) -> Draft:
    """This year's value, said to be the one of the year before, with the statement that nothing has changed."""
    text = f"{_SAME}：{fact_sentence(library.disclosure.document, fact)}[1]。"
    figures = (fact.figure,) if fact.figure else ()
    value = Draft("answered", text, (fact_citation(library.disclosure, fact, 1),), figures, about=fact)
    return replace(together([value, replace(said, text=said.text.removeprefix("没有变化。"))]), about=fact)


def not_planned(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """What the document says where it states that nothing is planned for what a question asks the value of."""
    del near
    for passage in library.passages:
        text = passage.paragraph.text
        for match in _NOT_PLANNED.finditer(text):
            start = max(text.rfind(mark, 0, match.start()) + 1 for mark in "，。；,;")
            end = _END.match(text, match.end())
            covered = coverage(question.content, ((pairs(text[start : match.end()]), 1.0),), library.passage_weights)
            if question.content and covered > _CERTAIN:
                close = end.end() if end else match.end()
                citation = text_citation(library.disclosure, passage.paragraph, start, close, 1)
                return Draft("answered", f"没有安排。文件中写道：“{inner(text[start:close].strip())}”[1]", (citation,))
    return None


def both_years(question: Question, library: Library) -> Draft | None:
    """The values of this year and the year before of one measure, where the document states both."""
    year = library.disclosure.document.year or 0
    asked = replace(question, wants_change=False, years=(), relation=None, unit=None, asked="value")
    found = [match for match in facts_for(asked, library) if is_amount(match) and match.completeness > 0.7]
    if not found or found[0].fact.figure is None:
        return None
    best = found[0].fact.figure
    same = [match.fact.figure for match in found if match.fact.figure and _is_of(match.fact.figure, best)]
    before = next((figure for figure in same if figure.period == str(year - 1)), None)
    now = next((figure for figure in same if figure.period == str(year)), None)
    return _two_values(before, now, library) if before and now else None


def _is_of(figure: Figure, other: Figure) -> bool:
    return canonical(figure.measure) == canonical(other.measure) and figure.subject == other.subject


def _two_values(before: Figure, now: Figure, library: Library) -> Draft:
    facts = [fact_of(before, library), fact_of(now, library)]
    first, second = (fact_sentence(library.disclosure.document, fact) for fact in facts)
    citations = tuple(fact_citation(library.disclosure, fact, number) for number, fact in enumerate(facts, 1))
    equal = same_quantity(before.value or 0, before.unit, now.value or 0, now.unit)  # type: ignore[arg-type]
    head = "没有变化：" if equal else ""
    return Draft("answered", f"{head}{first}[1]，{second}[2]。", citations, (before, now), about=facts[1])


def _of_the_total(clause: str, content: tuple[str, ...], library: Library) -> bool:
    """Whether a statement speaks of a total, and not of a part with 收入 or 支出 in its name."""
    names = [match.group() for match in library.names.finditer(canonical(clause))]
    return bool(names) and all(is_total_of(content, name) for name in names)


def _statements(question: Question, library: Library) -> Iterator[tuple[float, Paragraph, int, int]]:
    """The sentences that say that something is as the year before, each with how well it fits a question."""
    content = tuple(piece for piece in (QUALIFIERS.sub("", piece) for piece in question.content) if piece)
    for passage in library.passages:
        text, last = passage.paragraph.text, 0
        for match in _UNCHANGED.finditer(text):
            clause = max((cut.end() for cut in _CUT.finditer(text, last, match.start())), default=last)
            last = match.end()
            if not content or _WITH_BUDGET.search(text[clause : match.start()]):
                continue
            if is_unqualified(content) and not _of_the_total(text[clause : match.start()], content, library):
                continue
            fit = coverage(content, ((pairs(text[clause : match.end()]), 1.0),), library.weights)
            end = _END.match(text, match.end())
            yield fit, passage.paragraph, clause, end.end() if end else match.end()
