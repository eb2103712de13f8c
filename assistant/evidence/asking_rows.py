"""What a question does with several things: list, count, sum or rank them, how many of them, above or below what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.model import Question
from assistant.vocabulary import FIRST_FEW, PLACE_IN_RANKING, ROW_WORDS
from index.amounts import chinese_amounts_in, written
from index.model import Amount
from index.vocabulary import COUNT_UNITS

Operation = Literal["list", "count", "sum", "most", "least", "ends"]
RANKS = ("most", "least", "ends")
_WHICH = r"哪一?(?:个|项|类|种|家|边|笔)(?:钱|金额)?"
_BOUND = "(?!只?(?:能|可以?|花|要|不|达|得|给|用|多少|是多少))"  # 最多能花 asks for a bound, 最多的 ranks
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    (
        "most",
        re.compile(
            rf"最大|最多{_BOUND}|最高{_BOUND}|最贵|最长|"
            r"排第一|第一名|排名|从[高大多]到[低小少]|"
            rf"{_WHICH}(?:更|比较)?(?:多|大|高|贵)(?!少)|"
            rf"^(?!.*(?:最[小少低]|从[低小少]到|第.[小少低]|倒数)).*?(?:{FIRST_FEW.pattern}|{PLACE_IN_RANKING.pattern})"
        ),
    ),
    (
        "least",
        re.compile(
            rf"第[二三四五六七八九十2-9][小少低]|倒数第|最小|最少{_BOUND}|最低{_BOUND}|最便宜|最短|{_WHICH}(?:更|比较)?(?:少|小|低)|从[低小少]到[高大多]"
        ),
    ),
    (
        "sum",
        re.compile(
            r"加起来|合起来|加在?一起|(?:全|都)加(?:在?一[起块]儿?)?|加总|合计|总和|之和|总额|加上.{2,20}(?:多少|几)|"
            r"一共(?:采购|购置|安排|花|是)?多少(?:钱|万元|元)|"
            r"总共(?:采购|购置|安排|花|是)?多少(?:钱|万元|元)"
        ),
    ),
    ("count", re.compile(r"有?(?:多少|(?<!哪)几)(?:个|项|家|张|条|种|类|处|所)|有多少(?=项目|单位|条)|数量有多少")),
    (
        "list",
        re.compile(
            r"有?哪些|有?哪几(?:个|家|项|类|种|条|张)?|分别|都?有(?:什么|谁)|列出|列一下|各(?:单位|部门|项|个|[是有为]?多少)|什么东西|(?<!序号是)(?<!编号是)(?<!编码是)(?<!代码是)哪(?:个|一?项|家)"
        ),
    ),
)
_BELOW = re.compile(r"低于|少于|不到|不足|小于|不超过|以下|以内")
_ABOVE = re.compile(r"高于|超过|大于|多于|不低于|不少于|以上|至少|超出")
_EQUAL = re.compile(r"正好|刚好|恰好|等于|都?是(?=[0-9])")
_NAMING = re.compile(r"(?:名字|名称|标题)(?:里|中)?(?:面)?(?:带有?|有|包含|含有?)")
# A count of all there are (74个项目里), which chooses none of them.
_ALL_THERE_ARE = re.compile(r"^(?:项目|单位|指标|部门|科目|事项)[的里中当]")
# A number in Chinese numerals is a limit only behind these (有两个的, not 哪一项).
_STATES = re.compile(r"(?:有|是|为|设|达到?|超过|不到|少于|多于|正好)$")
_OF_UNIT = re.compile(
    rf"单位(?:是|为)[“\"]?({'|'.join(COUNT_UNITS)}|万元|元)[”\"]?(?![位个])|"
    r"(?:用|以)(?:万元|元|金额|钱)来?(?:表示|封顶|计算?|衡量|限定|控制)"
)
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Limit:
    """The amount that a question compares with, and how."""

    how: Literal["below", "above", "equal"]
    amount: Amount

    @property
    def words(self) -> str:
        """The comparison as a sentence says it (超过50万元)."""
        signs = {"≤": "不超过", "<": "低于", "≥": "不低于", ">": "超过"}
        plain = {"below": "低于", "above": "超过", "equal": "正好"}
        said = re.search(r"[0-9].*", self.amount.raw)
        number = said.group() if said else written(self.amount.value, self.amount.unit)
        return f"{signs.get(self.amount.comparator, plain[self.how])}{number}"


def operation_of(normal: str) -> Operation | None:
    """What a question does with rows, by the first words for it that stand there; most and least together are ends."""
    found = [name for name, pattern in _OPERATIONS if pattern.search(normal)]
    both = found[:2] == ["most", "least"] and not (asks_order(normal) or first_few(normal) or place_asked(normal))
    return "ends" if both else next(iter(found), None)


def place_asked(normal: str) -> int | None:
    """The place of a ranking that a question asks for (第二大的), or None where it asks for none."""
    match = PLACE_IN_RANKING.search(normal)
    if match is None:
        return None
    said = next(group for group in match.groups() if group)
    return int(said) if said.isdigit() else _DIGITS.get(said)


def first_few(normal: str) -> int | None:
    """How many of a ranking are asked for (前三名), or None where it is not said."""
    match = FIRST_FEW.search(normal)
    if match is None:
        return None
    said = next(group for group in match.groups() if group)
    return int(said) if said.isdigit() else _DIGITS.get(said)


def asks_order(normal: str) -> bool:
    """Whether a whole ranking is asked for (从高到低)."""
    return re.search(r"排名|排个?序|从[高大多低小少]到[低小少高大多]", normal) is not None


def without_operation(question: Question) -> str:
    """A question's text without the words of its operation and its comparison."""
    rest = question.normal
    limit = limit_of(question)
    for claim in (*question.claims, *((limit.amount,) if limit else ())):
        rest = rest.replace(claim.raw, " ")
    rest = PLACE_IN_RANKING.sub(" ", FIRST_FEW.sub(" ", rest))
    for pattern in (_OF_UNIT, ROW_WORDS, *(pattern for _, pattern in _OPERATIONS), _BELOW, _ABOVE, _EQUAL, _NAMING):
        rest = pattern.sub(" ", rest)
    return rest


def unit_asked(normal: str) -> str | None:
    """The unit that the figures asked for are to have (单位是亩的); 金额 is any unit of money."""
    match = _OF_UNIT.search(normal)
    return (match.group(1) or "金额") if match else None


def limit_of(question: Question) -> Limit | None:
    """The amount that a question compares with, and how; how many there are in all is none."""
    normal = question.normal
    spelt = [amount for amount in chinese_amounts_in(normal) if _STATES.search(normal[: amount.start])]
    claims = [*question.claims, *(() if question.claims else spelt)]
    chosen = [claim for claim in claims if not _ALL_THERE_ARE.match(normal[claim.end :])]
    if not chosen:
        return None
    claim = chosen[0]
    if _BELOW.search(normal) or claim.comparator in ("≤", "<"):
        return Limit("below", claim)
    if _ABOVE.search(normal) or claim.comparator in ("≥", ">"):
        return Limit("above", claim)
    return Limit("equal", claim)
