"""Two named things compared: which is more and by how much, or that both are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.composing.cite import fact_citation
from assistant.composing.sentences import fact_sentence
from assistant.evidence.retrieve import facts_for
from assistant.library import Library
from assistant.model import Derived, Draft, Question
from assistant.vocabulary import JOINING_WORDS
from assistant.working.changes import COMPARES_YEARS
from assistant.working.derive import difference_of, fact_of, sum_of
from assistant.working.sides import pair_of, pairs_named
from index.amounts import same_quantity
from index.model import Figure

_EARLIER = r"(?:上年|去年|20[0-9]{2}|上一年|前一年|前年|今年|同期)"
_ACCOUNT = re.compile(r"(?:年初|全年|调整)?(?:预算|决算)(?:数|安排)?(?=$|为什么|怎么|为何)")
_MORE = "[多少高低大小贵]|便宜|费钱|花钱多|花钱少|划算|省钱"
_JOINED = re.compile("|".join(map(re.escape, JOINING_WORDS)))
_NUMBER_ASKED = r"(?:多少|几|多大)?(?:钱|个|万元|元|台|套)?"
_BETWEEN = re.compile(
    rf"^(.+?)(?:之间|两者|两个|两项|它们|二者)?的?[,，]?(?:相差|差距|差额|差别|差)(?:了|是|有|为)*{_NUMBER_ASKED}"
    r"[呢?？。]*$"
)
_WHICH = re.compile(
    r"^(.+?)(?:之间|相比|比起来|比较起来|比较|比)?[,，]?(?:哪(?:一?[个项家者边块样类种处笔条]|些)|谁|何者|哪)"
    rf"(?:的)?([^,，?？]*?)(?:更|比较|要)?(?:{_MORE})(?:一些|一点|些|点)?[呢啊呀?？。]*$"
)
_THAN = re.compile(
    rf"^(?:请问)?(.+?)(?:是不是|是否)?(?:比|较)(?!{_EARLIER})(.+?)(?:更|要|还)?(?:{_MORE})(?:出|了|花|用|收|安排)*"
    rf"(?:{_NUMBER_ASKED}|吗|么|没有)[呢?？。]*$"
)
_OR = re.compile(r"^(.+?)([多大高贵少小低])(?:一些|点)?[,，]?还是(.+?)\2(?:一些|点)?[呢?？。]*$")
_SAME = re.compile(
    r"^(.+?)(?:(?:之间|两者|两边|二者)?(?:是不是|是否|都)?(?:一样多?|相等|平衡|相同|一致|持平|对得上|能平|平)(?:吗|么|的吗|不|呢)?"
    r"|一不一样|相不相等|平不平衡?|等不等)[?？。]*$"
)
_TOGETHER = r"(?:加到一起|加在一起|加一起|加起来|合在一起|合起来|合计|总共|一共|共计|之和|总和)"
_ADDED = re.compile(
    rf"^(?:把|将)?(.+?)[,，]?(?:两(?:个|项|类|者|笔|样)?|二者)?(?:都)?{_TOGETHER}[,，]?(?:(?:20[0-9]{{2}}年|今年)?(?:{_TOGETHER})?)"
    rf"(?:是|有|为|要|花)*{_NUMBER_ASKED}[呢?？。]*$"
)
_PLUS = re.compile("|".join(map(re.escape, sorted((*JOINING_WORDS, "加上", "再加上", "加"), key=len, reverse=True))))


def compared(question: Question, library: Library) -> Derived | Draft | None:
    """How two things that a question names differ, with the formula; both values where they are the same."""
    if COMPARES_YEARS.search(question.normal):
        return None
    for left, right in _sides(question.normal):
        found = pair_of(left, right, library)
        if found is not None:
            return difference_or_equality(*found, library)
    split = _best_split(question.normal, library)
    return difference_or_equality(*split, library) if split else None


def added(question: Question, library: Library) -> Derived | None:
    """The sum of two things that a question names, where no total of both is stated under a name of its own."""
    match = _ADDED.match(question.normal)
    if match is None:
        return None
    stated = facts_for(question, library)[:1]
    if stated and stated[0].coverage > 0.95 and stated[0].completeness > 0.8:
        return None
    joined = re.sub(r"[两二](?:本账|项|个|类|笔)(?=的)", "", match.group(1))
    ways = [
        pair
        for split in _PLUS.finditer(joined)
        for pair in pairs_named(joined[: split.start()], joined[split.end() :], library)
    ]
    return sum_of(max(ways, key=lambda way: way[0])[1], library.body) if ways else None


def difference_or_equality(one: Figure, other: Figure, library: Library) -> Derived | Draft:
    """How much more one figure is than another, or that both are equal."""
    if same_quantity(one.value or 0, one.unit, other.value or 0, other.unit):  # type: ignore[arg-type]
        return _equal(one, other, library)
    return difference_of(one, other, library.body)


def _sides(normal: str) -> Iterator[tuple[str, str]]:
    """The two sides of a question whose wording tells them apart (甲比乙多多少, 甲贵还是乙贵)."""
    if match := _OR.match(normal):
        yield match.group(1), match.group(3)
    elif match := _THAN.match(normal):
        yield _of_one_measure(match.group(1), match.group(2))


def _of_one_measure(left: str, right: str) -> tuple[str, str]:
    """Two sides, the second by the measure of the first where it names only another account (决算比预算)."""
    own = _ACCOUNT.search(left)
    return (left, f"{left[: own.start()]}{right}") if own and _ACCOUNT.fullmatch(right) else (left, right)


def _best_split(normal: str, library: Library) -> tuple[Figure, Figure] | None:
    """The two figures that a joined pair names, split where both sides fit best: a name may hold 和 itself."""
    match = _WHICH.match(normal) or _BETWEEN.match(normal) or _SAME.match(normal)
    if match is None:
        return None
    joined, measure = match.group(1), match.group(2) if match.re is _WHICH else ""
    ways = [
        pair
        for split in _JOINED.finditer(joined)
        for pair in pairs_named(*_with_measure(joined[: split.start()], joined[split.end() :], measure), library)
    ]
    return max(ways, key=lambda way: way[0])[1] if ways else None


def _with_measure(left: str, right: str, measure: str) -> tuple[str, str]:
    return (left, f"{right}的{measure}") if measure.strip("的") else (left, right)


def _equal(one: Figure, other: Figure, library: Library) -> Draft:
    """The draft that says that two figures are equal, with both values."""
    facts = (fact_of(one, library), fact_of(other, library))
    citations = tuple(fact_citation(library.disclosure, fact, number) for number, fact in enumerate(facts, 1))
    first, second = (fact_sentence(library.disclosure.document, fact) for fact in facts)
    return Draft("answered", f"两者相等：{first}[1]，{second}[2]。", citations, (one, other), about=facts[0])
