"""Figures out of running text: what is counted, by how much it changed, and what it is part of.

A clause names a measure and states its value (一般公共预算收入6153.02万元); a clause that only says 减少 or 占 goes on
with the measure before it; 其中 opens the parts of the figure before it, a semicolon closes the parts of a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import fuzz

from index.amounts import AFTER_UNIT, amounts_in, is_money
from index.model import Amount, Aspect
from index.numerals import Claim
from index.text import half_width, squeezed
from index.vocabulary import (
    ANOTHER_SIDE,
    DECREASE_WORDS,
    DEPARTMENT_WORDS,
    INCREASE_WORDS,
    LEADING_WORDS,
    VALUE_VERBS,
)

_NUMBERING = re.compile(r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)\s*")
_SENTENCE_END = re.compile(r"[。！？!?]")
_LONGEST_SENTENCE = 400
_LIST_NUMBER = re.compile(r"^\s*[0-9]{1,3}[、.．]\s*")
_DELIMITER = re.compile(r"[，,；;。：:！!？?]")
_INCREASE = "|".join(INCREASE_WORDS)
_DECREASE = "|".join(DECREASE_WORDS)
_DIRECTION = re.compile(
    rf"(?:各|分别|均)?(?:({_INCREASE})|({_DECREASE}))"
    r"(?:[（(](?:增长|下降|增加|减少)[）)])?(?:了|额|率|幅度?)?(?:为|约|达到?)?$"
)
_PERIOD = re.compile(
    r"^(?:截至|截止|到)?\s*(20[0-9]{2}\s*年?度?|(?:上年|去年|本年|当年|今年)(?!结)度?)"
    r"\s*(?:[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日|(?:期末|年末|末|底|初)(?!结|财政))?"
)
_ORGAN = re.compile(
    r"(?:局|委员会|委|厅|法院|检察院|中心|办公室|办|大队|总队|部门|院|会|政府|站|所)"
    r"(?:机关)?(?:[（(][^（）()]*[）)])?"
)
_COMPARED = re.compile(
    r"(?:与|较|比|同)\s*(?:20[0-9]{2}\s*年度?|上年度?|去年|上一年?度?|年初)"
    r"(?:预算数?|决算数?|年初预算)?\s*(?:相比|同期)?[，,]?|同比|环比"
)
_LAST_YEARS = re.compile(
    r"(?:与|较|比|同)\s*(?P<year>20[0-9]{2}\s*年度?|上年度?|去年|上一年?度?)\s*"
    r"(?:年初)?(?:财政拨款)?(?:预算数?|决算数?|执行数?|支出数?|收入数?)?(?:总额)?\s*的?[（(]?$"
)
"""What stands before the amount that another year is compared by (比上年13.6万元减少…)."""
_ACCOUNT = re.compile(r"(?:收入|支出)?(?:年初|调整|全年)?(?:预算|决算)数?$")
_OF_WHICH = re.compile(r"其中|主要包括|包括|包含|分别[为是](?![0-9])|(?:^|[，,（(])含")
_VERBS = re.compile(rf"(?:{'|'.join(sorted(VALUE_VERBS, key=len, reverse=True))})(?<!建设)(?<!实有)$")
_LEADING = re.compile(rf"^(?:{'|'.join(re.escape(word) for word in sorted(LEADING_WORDS, key=len, reverse=True))})")
_DEPARTMENT = re.compile(rf"^(?:{'|'.join(DEPARTMENT_WORDS)})")
_NOUN = re.compile(
    r"^\s*(?!用于|为|以|已|均|全部|左右|占)([\u4e00-\u9fff（）()]{2,16}?)"
    r"(?=[，,；;。：:、0-9\s等的和及与]|全部|实行|开展|组成|$)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A quantity of a text with its reading; `part_of` and positions are indices and offsets within that text."""

    amount: Amount
    value: Decimal
    measure: str
    subject: str | None
    period: str | None
    aspect: Aspect
    part_of: int | None
    start: int
    end: int


@dataclass(slots=True)
class _Reading:
    """Where the reading of a text stands: statements so far, the running measure, open parts."""

    statements: list[Statement]
    measure: str
    subject: str | None
    scopes: list[tuple[int, int]]
    """(depth of brackets, index of the total) for each open 其中."""
    body: str
    period: str | None = None
    """The time that the sentence speaks of so far."""
    compared: set[int] = field(default_factory=set)
    """The statements of another year that this one is compared with: they have no parts."""


def statements_in(text: str, claimed: list[Claim], body: str = "") -> list[Statement]:
    """The quantities that a text states, in order; numerals claimed as dates or numbering are left out.

    `body` is the department, whose name is no part of a measure. A clause that names no measure goes on with the one
    before it; where there is none, its measure is empty.
    """
    plain = half_width(text)
    taken = {offset for start, end, _ in claimed for offset in range(start, end)}
    amounts = [
        amount
        for amount in amounts_in(text)
        if taken.isdisjoint(range(amount.start, amount.end)) and _states(amount, plain)
    ]
    reading = _Reading([], "", None, [], body)
    boundary = max((end for _, end, kind in claimed if kind == "structure" and end <= _first(amounts)), default=0)
    numbering = _NUMBERING.match(plain)
    boundary = max(boundary, numbering.end() if numbering else 0)
    for number, amount in enumerate(amounts):
        end = _statement_end(plain, amount, amounts[number + 1 : number + 2])
        if _is_threshold(plain, amount):
            reading.statements.append(_threshold(plain, amount))
            continue
        boundary = _read(reading, plain, amount, boundary, end)
    return _shared_names(reading.statements, plain)


def _shared_names(statements: list[Statement], plain: str) -> list[Statement]:
    """The statements, those of several names in a row told apart (基本支出、项目支出分别为1万元、2万元)."""
    result = list(statements)
    for number, first in enumerate(statements):
        names = re.split(r"[、和与及]", first.measure.removesuffix("分别"))
        run = statements[number : number + len(names)]
        apart = first.measure.endswith("分别") and len(run) == len(names) > 1 and result[number] is first
        if apart and all(_goes_on(plain, one, other) for one, other in pairwise(run)):
            aspect = first.aspect
            for place, (one, name) in enumerate(zip(run, names, strict=True), number):
                result[place] = replace(one, measure=name, aspect=aspect)
    return result


def _goes_on(plain: str, one: Statement, other: Statement) -> bool:
    """Whether nothing but a mark or 和 stands between two quantities of one kind."""
    between = plain[one.amount.end : other.amount.start].strip()
    return between in ("、", "和", "与", "及", "，", ",") and _same_kind(one.amount, other.amount)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The [start, end) of the sentence around a span of a text, of one without end the clauses around it."""
    left = max(text.rfind(mark, 0, start) for mark in "。！？!?") + 1
    found = _SENTENCE_END.search(text, end)
    right = found.end() if found else len(text)
    if start - left > _LONGEST_SENTENCE and (clause := _DELIMITER.search(text, start - _LONGEST_SENTENCE, start)):
        left = clause.end()
    if right - end > _LONGEST_SENTENCE and (clause := _DELIMITER.search(text, end + _LONGEST_SENTENCE, right)):
        right = clause.end()
    while left < start and text[left].isspace():
        left += 1
    return left, right


def _first(amounts: list[Amount]) -> int:
    return amounts[0].start if amounts else 0


def _states(amount: Amount, plain: str) -> bool:
    """Whether a number states a quantity: with a unit or comparator, or right behind a word of change or value."""
    before = _before(plain, amount)
    told = before.endswith(("为", "共计", "总计", "合计", "达到")) or _DIRECTION.search(before)
    return bool(amount.unit or amount.comparator or told)


def _before(plain: str, amount: Amount) -> str:
    """The words before a quantity, no more than a clause needs."""
    return plain[max(amount.start - 120, 0) : amount.start].rstrip()


def _statement_end(plain: str, amount: Amount, following: list[Amount]) -> int:
    limit = following[0].start if following else len(plain)
    match = _DELIMITER.search(plain, amount.end, limit)
    return match.start() if match else limit


def _is_threshold(plain: str, amount: Amount) -> bool:
    """Whether a quantity only draws a line between things (单价20万元以上的设备)."""
    before = _before(plain, amount)
    stated = before.endswith(("达到", "达", "不低于", "不少于", "不超过", "在")) and not before.endswith("单价在")
    return bool(AFTER_UNIT.match(plain, amount.end)) and not stated and not re.match(r"[≥≤<>]", amount.raw)


def _threshold(plain: str, amount: Amount) -> Statement:
    left = _DELIMITER.split(_before(plain, amount))[-1]
    after = AFTER_UNIT.match(plain, amount.end)
    behind = plain[after.end() if after else amount.end :]
    noun = _NOUN.match(behind.lstrip("的"))
    measure = squeezed(_LIST_NUMBER.sub("", left) + plain[amount.start : after.end() if after else amount.end])
    measure += ("的" if behind.startswith("的") else "") + noun.group(1) if noun else ""
    return Statement(amount, amount.value, measure, None, None, "threshold", None, amount.start, amount.end)


def _read(reading: _Reading, plain: str, amount: Amount, boundary: int, end: int) -> int:
    """Add the statement of one quantity; where the next one's clause begins comes back."""
    between = plain[boundary : amount.start]
    _close_scopes(reading, between)
    _open_scope(reading, between, plain, amount)
    if (compared := _LAST_YEARS.search(plain, boundary, amount.start)) and reading.measure:
        return _read_last_years(reading, plain, amount, compared, end)
    start = _clause_start(plain, boundary, amount.start)
    if not plain[start : amount.start].strip() and start > boundary:
        # A label and its value with a comma between them, as charts are labelled.
        start = _clause_start(plain, boundary, start - 1)
    aspect, sign, name = _aspect(plain[start : amount.start], amount)
    period, name = _dated(name)
    period = _running_period(reading, period, between, aspect)
    name, subject = _name(name, reading.body)
    if not name and aspect == "change":
        name, subject = _changed_before(plain[boundary:start], reading.body)
    if _ACCOUNT.fullmatch(name) and not re.search(r"[。；;！]", between):
        name = _ACCOUNT.sub("", reading.measure) + name if _ACCOUNT.search(reading.measure) else name
    boundary = amount.end
    if _names_what_follows(name, aspect, amount, plain) and (noun := _noun_behind(plain, amount)):
        name, boundary = noun.group(1).rstrip("和及与"), amount.end + noun.end()
        name = name if re.search(r"[（(]", name) else re.split(r"[）)]", name)[0]
    inherited = not name
    measure = name.rstrip("的") or reading.measure
    if not inherited and aspect != "share":
        reading.measure, reading.subject = measure, subject
    part_of = _open_total(reading, amount) if not inherited or aspect == "amount" else None
    statement = Statement(
        amount, amount.value * sign, measure, subject or reading.subject, period, aspect, part_of, start, end
    )
    reading.statements.append(statement)
    return boundary


def _read_last_years(reading: _Reading, plain: str, amount: Amount, compared: re.Match[str], end: int) -> int:
    """Add the amount of another year that the running measure is compared with; no part of anything."""
    reading.compared.add(len(reading.statements))
    period = squeezed(compared["year"])
    reading.statements.append(
        Statement(amount, amount.value, reading.measure, reading.subject, period, "amount", None, compared.start(), end)
    )
    closing = re.match(r"\s*[）)]", plain[amount.end :])
    return amount.end + (closing.end() if closing else 0)


def _running_period(reading: _Reading, own: str | None, between: str, aspect: Aspect) -> str | None:
    """The time of a statement: its own, that of a clause which says nothing else (2021年末，), or its sentence's."""
    sentences = re.split(r"[。！!]", between)
    period = own or (reading.period if len(sentences) == 1 else None)
    for clause in _DELIMITER.split(sentences[-1])[:-1]:
        match = _PERIOD.match(clause.strip())
        if not own and match and match.end() == len(clause.strip()):
            period = squeezed(match.group())
    if aspect not in ("change", "share"):
        reading.period = period
    return period


def _changed_before(between: str, body: str) -> tuple[str, str | None]:
    """What the clause before says to change, where only the next one says by how much (项目支出增加，较上年增加…)."""
    clauses = [clause.strip() for clause in _DELIMITER.split(between) if clause.strip()]
    changed = _DIRECTION.search(clauses[-1]) if clauses else None
    return _name(_dated(clauses[-1][: changed.start()])[1], body) if changed else ("", None)


def _names_what_follows(name: str, aspect: Aspect, amount: Amount, plain: str) -> bool:
    """Whether what is counted stands behind its quantity (27 个内设机构; 甲站、乙站2个单位; 安排了 2 万元接待费)."""
    if len(name) > 1 and not name.endswith(("的", "下属", "所属")) and "、" not in name:
        return False
    counted = aspect == "count" or (aspect == "amount" and not is_money(amount.unit) and amount.unit != "%")
    return counted or _before(plain, amount).endswith("了")


def _clause_start(plain: str, boundary: int, end: int) -> int:
    """Where the clause of a quantity begins: behind the last delimiter or bracket left open before it."""
    start = boundary
    for match in _DELIMITER.finditer(plain, boundary, end):
        start = match.end()
    depth = 0
    for position in range(end - 1, start - 1, -1):
        if plain[position] in "）)":
            depth += 1
        elif plain[position] in "（(":
            depth -= 1
            if depth < 0:
                return position + 1
    return start


def _aspect(clause: str, amount: Amount) -> tuple[Aspect, int, str]:
    """What a clause states (an amount, a change, a share, a count), its sign, and what is left as its name."""
    bare = clause.strip()
    direction = _DIRECTION.search(bare)
    if direction:
        name = _COMPARED.sub("", bare[: direction.start()])
        return "change", -1 if direction.group(2) else 1, name
    share = re.search(r"(?:占|完成)[^，。；]*$", bare)
    if share and amount.unit == "%":
        return "share", 1, _COMPARED.sub("", bare[: share.start()])
    name = _COMPARED.sub("", bare)
    counts = not is_money(amount.unit) and amount.unit not in ("%", None)
    return ("count" if counts else "amount"), 1, name


def _dated(name: str) -> tuple[str | None, str]:
    """The time that a clause speaks of, as written, and the clause without it.

    A date inside a clause (聘请第三方完成2023年勘测定界工作费用) leaves what stands behind it as the name, unless what
    stands before it goes on behind it (编报绩效目标的2024年度项目).
    """
    text = _led(name)
    match = _PERIOD.match(text)
    if match:
        return squeezed(match.group()), text[match.end() :]
    inside = list(re.finditer(r"20[0-9]{2}\s*年度?", text))
    if not inside or not text[inside[-1].end() :].strip():
        return None, text
    before, behind = text[: inside[-1].start()], text[inside[-1].end() :]
    goes_on = before.rstrip().endswith("的") or _ACCOUNT.fullmatch(_VERBS.sub("", squeezed(behind)))
    return squeezed(inside[-1].group()), before + behind if goes_on else behind


def _led(text: str) -> str:
    """The text without the words that lead to a measure."""
    bare = text.strip()
    while (match := _LEADING.match(bare)) and not _PERIOD.match(bare):
        bare = bare[match.end() :].strip()
    return bare


def _name(text: str, body: str) -> tuple[str, str | None]:
    """The measure that a clause names, without words of value, and the body it speaks of by a pronoun."""
    name = re.sub(r"[“”\"‘’「」]", "", squeezed(text))
    subject = None
    for _ in range(6):
        before = name
        name = _without_body(_LEADING.sub("", name), body)
        department = _DEPARTMENT.match(name)
        if department:
            subject, name = department.group(), name[department.end() :]
        name = _PERIOD.sub("", name)
        name = re.sub(r"(?:安排|支出)?了$", "", _VERBS.sub("", name)).rstrip("（(、")
        if name == before:
            break
    return name, subject


def _without_body(name: str, body: str) -> str:
    """A name without the department's own name before it, in its short or its long form."""
    ends = [match.end() for match in _ORGAN.finditer(name)] if body else []
    likeness = {end: fuzz.ratio(re.sub(r"[（(].*?[）)]|机关", "", name[:end]), body) for end in ends}
    best = max(ends, key=lambda end: (likeness[end], end), default=0)
    return name[best:] if best and likeness[best] >= 75 else name


def _noun_behind(plain: str, amount: Amount) -> re.Match[str] | None:
    return _NOUN.match(plain[amount.end :])


def _open_scope(reading: _Reading, between: str, plain: str, amount: Amount) -> None:
    """Open the parts of the figure before, where 其中 or 包括 stands between it and this one."""
    opened = _OF_WHICH.search(re.split(r"[；;。]", between)[-1]) or "其中" in between.rsplit("。", 1)[-1]
    if not opened or not reading.statements:
        return
    total = _total_before(reading, amount, "change" if _says_change(plain, amount) else "amount")
    if ANOTHER_SIDE.search(between) and reading.statements[-1].part_of is not None:
        total = reading.statements[-1].part_of
    if total is None:
        return
    depth = sum((character in "（(") - (character in "）)") for character in plain[: amount.start])
    reading.scopes.append((depth, total))


def _says_change(plain: str, amount: Amount) -> bool:
    return bool(_DIRECTION.search(_before(plain, amount)))


def _open_total(reading: _Reading, amount: Amount) -> int | None:
    """The figure whose parts are being listed, if this one can be among them."""
    if not reading.scopes:
        return None
    total = reading.scopes[-1][1]
    return total if _same_kind(reading.statements[total].amount, amount) else None


def _same_kind(one: Amount, other: Amount) -> bool:
    return one.unit == other.unit or (is_money(one.unit) and is_money(other.unit))


def _total_before(reading: _Reading, amount: Amount, aspect: Aspect) -> int | None:
    """The last statement that a quantity can be part of: in the same unit, and a change only of a change."""
    for index in range(len(reading.statements) - 1, -1, -1):
        other = reading.statements[index]
        if index in reading.compared or other.aspect in ("share", "threshold") or not _same_kind(other.amount, amount):
            continue
        if (other.aspect == "change") == (aspect == "change"):
            return index
    return None


def _close_scopes(reading: _Reading, between: str) -> None:
    """Close parts at the end of a sentence, of their bracket, and, but for the outermost, at a semicolon."""
    for position, character in enumerate(between):
        if character in "。！!":
            reading.scopes.clear()
        elif character in "；;" and reading.scopes and reading.scopes[-1][0] == 0:
            if len(reading.scopes) > 1 or _is_complete(reading):
                reading.scopes.pop()
        elif character in "）)" and not re.search(r"[（(][^（(）)]*$", between[:position]):
            while reading.scopes and reading.scopes[-1][0] > 0:
                reading.scopes.pop()


def _is_complete(reading: _Reading) -> bool:
    """Whether the parts read so far are all of the open total: people and things listed with commas, or a full sum.

    实有152人，其中教师118人，行政人员34人；退休64人: those behind the semicolon are others.
    """
    total = reading.scopes[-1][1]
    parts = [one for one in reading.statements if one.part_of == total and one.aspect in ("amount", "count")]
    if len(parts) < 2 or any(one.amount.unit != reading.statements[total].amount.unit for one in parts):
        return False
    whole = reading.statements[total]
    return sum((one.value for one in parts), Decimal(0)) == whole.value or whole.aspect == "count"
