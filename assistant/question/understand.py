"""A question's text to a typed Question: what is asked, about what, of which year, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.model import Asked, Question, Relation
from assistant.question.normalise import canonical, normalised
from assistant.question.sorts import sorts_asked
from assistant.question.workings import without_workings
from assistant.vocabulary import (
    ASKS_CHANGE,
    ASKS_CONTENTS,
    ASKS_DEFINITION,
    ASKS_DUTY,
    ASKS_GROUND,
    ASKS_HOW,
    ASKS_MONEY,
    ASKS_PLACE,
    ASKS_PLATE,
    ASKS_QUANTITY,
    ASKS_REASON,
    ASKS_TARGET,
    ASKS_WHEN,
    ASKS_WHERE,
    ASKS_WHO,
    BODY_PRONOUNS,
    COMPARED_HOW,
    EXPENSE_SUFFIXES,
    FUNCTION_WORDS,
    INSTRUCTIONS,
    WEAK_FUNCTION_WORDS,
)
from index.amounts import amounts_in
from index.model import Amount
from index.numerals import claims
from index.vocabulary import COUNT_UNITS

_PUNCTUATION = re.compile(r"[，。；：、！？,;:!?()（）\[\]【】\s~～…·/\\|<>]+")
_YEAR = re.compile(rf"(?<![0-9.])(20[0-9]{{2}})(?:\s*年度?|(?!\s*(?:[0-9.%]|万|亿|元|{'|'.join(COUNT_UNITS)})))")
_COMPARED = re.compile(
    r"(?:同比|比|较|与|同|跟|和)(?:20[0-9]{2}\s*年度?|上年度?|去年|上一年|前一年|前年|今年)(?:的?预算|年初)?(?:相比|比较|比)?"
)
_SINCE = re.compile(
    r"(?:同比|(?:比|较|与|同|跟|和)(?:上年度?|去年|上一年|前一年|20[0-9]{2}年)(?!的?(?:结转|结余|剩|末)))"
    r"(?:的?预算)?(?:相比|比较|比)?"
)
_SHORT_END = 8
_RELATIVE_YEARS = (
    ("前年", -2),
    ("去年", -1),
    ("上年", -1),
    ("上一年", -1),
    ("前一年", -1),
    ("明年", 1),
    ("后年", 2),
    ("今年", 0),
    ("本年", 0),
)
_UNIT_ASKED = re.compile(rf"(?:多少|几)\s*({'|'.join(COUNT_UNITS)}|亿元|万元|元|亿|万)")
_MONEY_SHORT = {"亿": "亿元", "万": "万元"}
_FUNCTION = re.compile("|".join(re.escape(word) for word in sorted(FUNCTION_WORDS, key=len, reverse=True)))
_ASKS_SHARE = r"(?:比例|比重|百分之|百分比|百分数|份额|占比|几成|多大|多少|多高|几|%)"
_EARLIER = r"(?:上年|去年|20[0-9]{2}|上一年|前一年|前年)"
_WITHIN = re.compile(r"^(.+?)(?:里面?|中|当中)[，,]?(.+?)占(?:了)?(?:比|多少|多大|百分之|几|的比例|的比重)")
_RELATIONS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("multiple", re.compile(r"^(.+?)(?:是|为|相当于)(.+?)的?(?:多少|几)倍")),
    ("share", _WITHIN),
    ("share", re.compile(r"^(.+?)的?占比()(?:(?:是|为|有)?(?:多少|几|多大)|[呢啊?？。]*$)")),
    ("share", re.compile(rf"^(.*?)占(?:了|到)?(.*?)的?(?:多大|多高)?{_ASKS_SHARE}")),
    ("share", re.compile(r"^(.+?)在(.+?)(?:中|里|里面|当中)(?:所)?占(?:比|的比例|的比重|多少|多大)")),
    (
        "percent_change",
        re.compile(rf"()()(?=.*(?:比|较|与|同|跟|和){_EARLIER})(?=.*(?:百分之|百分比|百分点|幅度|降幅|增幅|%|几成))"),
    ),
    (
        "difference",
        re.compile(rf"^(.+?)(?:比|较)(?!{_EARLIER})(.+?)(?:多|少|高|低|大|小)(?:出|了)?(?:多少|几)"),
    ),
    ("difference", re.compile(r"^(.+?)(?:和|与|跟)(.+?)(?:相差|差|差额)(?:是|为)?(?:多少|几)")),
    ("share", re.compile(r"^(.+?)完成了?((?:年初|全年|当年)?预算)(?:数|安排)?的?(?:百分之|比例|几成|多少)")),
    ("average", re.compile(r"()()(?:平均(?:下来)?每?|每)一?[辆台个套件]")),
)
_WORDS_OF: dict[Asked, tuple[str, ...]] = {
    "reason": ASKS_REASON,
    "definition": ASKS_DEFINITION,
    "where": ASKS_WHERE,
    "contents": ASKS_CONTENTS,
    "plate": ASKS_PLATE,
    "place": ASKS_PLACE,
}
_WHOLE_BEFORE = ("其", "这", "那")
"""What is left of 其中 and its like as the name of a whole: it was named before."""
_ASIDE = re.compile(r"[（(](?:不是|别|不要|注意|并非)[^）)]*[）)]")
_FORBIDS = re.compile(r"(?:可|请)?(?:别(?![的人])|不要|不是问|请勿)(?!.*(?:多少|什么|哪|吗))")
_ASKS = re.compile(r"多少|几|什么|哪|为什么|怎么|如何|谁|吗|百分")
_ACCOUNT = re.compile(r"科目(?=[的里中]|$)")
_UNIT_PRICE = re.compile(r"[一每]一?(?:台|个|辆|套|件|份|块)(?:要|是|得)?(?:多少钱|价格|价钱)")
_BODY_CLAIM = re.compile(r"(?:管|负责|主管|分管).*(?:吗|对不对|对吧|是不是)")
_DAY = re.compile(r"(?<=年)[0-9]{1,2}月[0-9]{1,2}日")
_EXPENSE = re.compile(rf"(?:{'|'.join(EXPENSE_SUFFIXES)})(?:预算|决算|预算数|决算数|安排)?$")


@dataclass(frozen=True, slots=True)
class Words:
    """What understanding takes from an index: pairs of characters of its words, and its names that hold a number."""

    known: frozenset[str] = frozenset()
    dated: str = ""


def understand(text: str, document_year: int | None, words: Words = Words()) -> Question:
    """The question in a text; relative years (去年) count from the document's year.

    A year or quantity that is part of a name of the index (2021年…方案编制经费) restricts nothing.
    """
    known = words.known
    normal = _UNIT_PRICE.sub("单价多少钱", re.sub(r"辆车(?!辆)", "辆车辆", normalised(text)))
    normal = re.sub(r"(?<![0-9.])([12][0-9])年(?![以期间限内后的]|$)", r"20\1年", normal)  # 24年公务接待费
    normal = re.sub(r"(几|多少)批(?!次)(?:客人)?", r"\1批次", normal)
    normal = re.sub(r"哪几(?:个|处|项|家|条|点|方面|种|类)", "哪些", normal)
    normal = re.sub(r"计划(?=比|较|要|到|达)", "", normal)
    normal = re.sub(r"(?<=[0-9])(万|亿)(?![元人亩平个套户吨])", r"\1元", _without_instructions(normal))
    normal = without_workings(normal)
    asked = _asked(normal)
    years, rest = _years(normal, document_year, words.dated)
    years = _years(_asking(normal), document_year, words.dated)[0] or years
    claimed = tuple(_quantities(normal, words.dated))
    for amount in claimed:
        rest = rest.replace(amount.raw, " ")
    if asked == "ground" and claimed and "出处" in normal:
        asked = "where"  # of a number, where it stands
    unit = _UNIT_ASKED.search(normal)
    change = _has(_asking(normal), ASKS_CHANGE)
    rest = _UNIT_ASKED.sub(" ", rest)
    if not change and asked in ("value", "text", "how") and _only_compares(normal):
        change, asked = True, "value" if asked == "how" else asked
        rest = COMPARED_HOW.sub(" ", rest)
    if change:
        rest = re.sub("|".join(ASKS_CHANGE), " ", rest)
    if asked in _WORDS_OF:
        rest = re.sub("|".join(map(re.escape, _WORDS_OF[asked])), " ", rest)
    relation, sides = _relation(normal)
    if relation == "average":
        rest = re.sub(r"平均(?:下来)?每?一?[辆台个套件]?|每一?[辆台个套件]", " ", rest)
    content = content_of(_ACCOUNT.sub(" ", rest), known)
    operands = tuple(content_of(_plain_side(side), known) for side in sides)
    return Question(
        text=text,
        normal=normal,
        asked=asked,
        content=content,
        years=years,
        unit=_MONEY_SHORT.get(unit.group(1), unit.group(1)) if unit else None,
        wants_money=_wants_money(normal, content, asked) or bool(unit and unit.group(1).endswith(("元", "亿", "万"))),
        wants_change=change,
        wants_target=_has(normal, ASKS_TARGET),
        is_quantity=_has(normal, ASKS_QUANTITY) or bool(unit),
        claims=claimed,
        relation=relation,
        operands=operands,
        understood=None,
    )


def _only_compares(normal: str) -> bool:
    """Whether a question ends in a comparison with the year before (比去年多还是少), without a word of change."""
    since = _SINCE.search(normal)
    behind = normal[since.end() :].strip("?？。 ") if since else None
    return behind is not None and len(behind) <= _SHORT_END and (not behind or COMPARED_HOW.search(behind) is not None)


def _asking(normal: str) -> str:
    """The clauses of a question that ask; all where none does. What the others tell is no part of what is asked."""
    clauses = re.split(r"[，。；,;?？!！]", normal)
    asking = [clause for clause in clauses if _ASKS.search(clause)]
    return "，".join(asking) or normal


def _relation(normal: str) -> tuple[Relation | None, tuple[str, ...]]:
    """The calculation that a question asks for, and the words of its sides."""
    for relation, pattern in _RELATIONS:
        match = pattern.search(normal)
        if match:
            sides = tuple("" if group in (None, *_WHOLE_BEFORE) else group for group in match.groups())
            return relation, sides[::-1] if pattern is _WITHIN else sides
    return None, ()


def _plain_side(side: str) -> str:
    """One side of a relation without years and the words that ask."""
    side = _YEAR.sub(" ", _COMPARED.sub(" ", side))
    return re.sub("|".join(word for word, _ in _RELATIVE_YEARS), " ", side)


def _wants_money(normal: str, content: tuple[str, ...], asked: Asked) -> bool:
    """Whether a sum of money is asked for: in so many words, or by the name of an expense at the end."""
    names_expense = asked == "value" and bool(content) and _EXPENSE.search(content[-1]) is not None
    by_sort = sorts_asked(normal) == {"money"}
    return _has(normal, ASKS_MONEY) or by_sort or (names_expense and not _has(normal, ASKS_TARGET))


def _without_instructions(normal: str) -> str:
    """A question without clauses that tell the program how to behave: they are text, never obeyed."""
    clauses = re.split(r"(?<=[，,。；;！!?？\n])", _ASIDE.sub("", normal))
    kept = [clause for clause in clauses if not _has(clause, INSTRUCTIONS) and not _FORBIDS.match(clause)]
    return "".join(kept).strip() or normal


def content_of(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What a text is about: its pieces between punctuation and the words of asking, in canonical spelling."""
    for pronoun in BODY_PRONOUNS:
        text = text.replace(pronoun, " ")
    pieces = (canonical(piece) for piece in _PUNCTUATION.split(_FUNCTION.sub(" ", text)))
    return tuple(part for piece in pieces for part in _without_weak(piece, known).split())


def _without_weak(piece: str, known: frozenset[str]) -> str:
    """A piece cut at single characters that only link, where no known word holds them."""
    kept = []
    for index, character in enumerate(piece):
        around = {piece[index - 1 : index + 1], piece[index : index + 2]} if index else {piece[:2]}
        kept.append(" " if character in WEAK_FUNCTION_WORDS and not around & known else character)
    return "".join(kept)


def _asked(normal: str) -> Asked:
    """The kind of answer wanted, by the first group of words that stands in the question."""
    kinds: tuple[tuple[Asked, tuple[str, ...]], ...] = (
        ("when", ASKS_WHEN),
        ("place", ASKS_PLACE),
        ("plate", ASKS_PLATE),
        ("contents", ASKS_CONTENTS),
        ("where", ASKS_WHERE),
        ("reason", ASKS_REASON),
        ("ground", ASKS_GROUND),
        ("definition", ASKS_DEFINITION),
        ("who", ASKS_WHO),
        ("duty", ASKS_DUTY),
    )
    for kind, words in kinds:
        if _has(normal, words):
            return kind
    if _BODY_CLAIM.search(normal):
        return "who"
    if _has(normal, ASKS_QUANTITY) or sorts_asked(normal):
        return "value"
    if re.match(r"什么是|啥是", normal):
        return "definition"
    return "how" if _has(normal, ASKS_HOW) else "text"


def _years(normal: str, document_year: int | None, dated: str) -> tuple[tuple[str, ...], str]:
    """The years that a question names, and its text without them; 上年末 and 上年结转 are names, not years."""
    normal = _DAY.sub(" ", _COMPARED.sub(" ", normal))
    free = [match for match in _YEAR.finditer(normal) if not _is_part_of_a_name(match, normal, dated)]
    years = [match.group(1) for match in free]
    rest = normal
    for match in reversed(free):
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if document_year is not None and re.search(r"(?:上年|去年)末", rest):
        return (*years, str(document_year - 1)), re.sub(r"(?:上年|去年)末", " ", rest)
    for word, offset in _RELATIVE_YEARS if document_year is not None else ():
        alone = rf"{word}(?!(?<=上年)的?(?:结转|结余|剩)|(?<=去年)的?(?:结转|结余|剩)|(?<=本年)的?(?:收入|支出))"
        if re.search(alone, rest):
            years.append(str((document_year or 0) + offset))
            rest = re.sub(alone, " ", rest)
    return tuple(dict.fromkeys(years)), rest


def _is_part_of_a_name(year: re.Match[str], normal: str, dated: str) -> bool:
    """Whether a year with the words behind it stands so in a name of the index, or in a document's number."""
    if any(start <= year.start() < end for start, end, kind in claims(normal) if kind == "document_number"):
        return True
    behind = canonical(normal[year.end() : year.end() + 12])
    return any(len(behind) > 3 and f"{year.group(1)}{sign}{behind[:4]}" in dated for sign in ("年", "年度", ""))


def _quantities(normal: str, named: str) -> list[Amount]:
    """The quantities that a question states itself, its years, codes and document numbers, and names' own, aside."""
    taken = [(start, end) for start, end, _ in claims(normal)]
    taken += [match.span() for match in _YEAR.finditer(normal)]
    return [
        amount
        for amount in amounts_in(normal)
        if not any(start < amount.end and amount.start < end for start, end in taken)
        and (amount.unit or "." in amount.raw or len(amount.raw) > 1)
        and not (len(normal) > amount.end + 2 and canonical(normal[amount.start : amount.end + 3]) in named)
    ]


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
