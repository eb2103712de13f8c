"""Whether a question asks if figures agree: all, those of what it names, those of one rule; or what looks odd."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.model import IdentityKind, OddityKind
from index.text import squeezed

Act = Literal["all", "sum", "origin", "rule", "odd"]

_SUM = r"(?:相加|加起来|加在一起|合起来|加总|之和|总和)"
_EQUALS = (
    r"(?:[和跟与同](?:总数|总额|合计|总计))?"
    r"(?:正好|是不是|是否|能不能|都)*(?:等于|对得上|对不上|对不对|对吗|对么|一致|是)"
)
_RIGHT = r"(?:对吗|对么|对不对|有没有错|准不准|正确吗|有没有问题|有没有错误|是否正确|对不对得上)"
_AGREES = (
    rf"(?:(?:能|都|是否|是不是)*(?:对不对得上|对得上|对不上|对得拢|能否对上|平不平|相符)|勾稽|(?:前后|互相|自相)?(?:有没有)?矛盾"
    rf"|{_SUM}{_EQUALS}|(?:合计|总数|总计|汇总)数?(?:算|加)?(?:得)?{_RIGHT}|算错|加错|(?:不|是否|前后)一致|一致吗)"
)
_THINGS = r"(?:数据?|数字|数额|金额|合计|总数|账|报表|报告|文件|预算|地方|处)"
_ALL = re.compile(
    rf"(?:哪些|哪里|哪儿|哪几|有没有|有哪些|是否|都|全部|所有).{{0,10}}{_THINGS}.{{0,8}}{_AGREES}"
    rf"|^(?:这|本|该)?(?:份|个)?(?:各|全部|所有)?(?:个|项|种)?{_THINGS}.{{0,8}}(?:{_AGREES}|{_RIGHT})"
    rf"|勾稽关系|有没有.{{0,4}}{_AGREES}|(?:需要|应该|应当).{{0,6}}核实|核对(?:的)?结果|有没有.{{0,3}}(?:错误|出入)的?{_THINGS}"
)
_POLITE = re.compile(r"^(?:请问|请|麻烦|帮我|帮忙|检查一?下|核对一?下|看一?[看下]|查一?[查下]|一下)+")
_BEHIND = re.compile(r"(?:的)?(?:各项|各部分|分项|明细|各个?数|几项|数据?|数字|金额|和总数|与总数|跟总数|的)+$")
_SUM_OF = re.compile(rf"^(?P<what>.{{2,28}}?)(?:都|能|是否|是不是)*{_AGREES}")
_ORIGIN = re.compile(
    r"怎么(?:来|算|得|加|凑|组成|构成)|如何(?:得|算|来|计算)|由(?:哪些|哪几|什么).{0,8}(?:加|组成|构成|来)|哪来的"
)
_TOTAL_IS = re.compile(rf"(?:合计|总数|总计|{_SUM})(?:是|为|等于|共)?.{{1,16}}{_RIGHT}")
_RULES: tuple[tuple[re.Pattern[str], tuple[IdentityKind, ...]], ...] = (
    (re.compile(r"单价.{0,4}数量|数量.{0,4}单价"), ("product",)),
    (re.compile(r"(?:占比|百分比|比例|增幅|增长率|增减幅度).{0,8}(?:对|准|错|问题|一致|算)"), ("share", "growth")),
    (re.compile(r"(?:增减|比上年|较上年).{0,8}(?:数字|数据|数额|额).{0,6}(?:对|一致|错)"), ("change",)),
    (re.compile(r"文字.{0,6}表格?|表格?.{0,4}文字"), ("agreement",)),
    (re.compile(r"(?:每|各)一?行.{0,8}(?:对|一致|错)"), ("columns", "product")),
    (re.compile(r"(?:超(?:过|出|没超)?|突破).{0,4}(?:预算|限额|资金|指标)"), ("limit",)),
)
_ODD = re.compile(
    r"疑点|可疑|(?:写|填|列|排)(?:错|反|漏|串)|笔误|错别字|错字|别字|漏字|病句|(?:重复|雷同|一模一样|相同).{0,3}(?:的)?(?:表|指标|内容)"
    r"|(?:表格?|指标).{0,5}(?:重复|雷同|照抄)|(?:单位|编号|序号|标点|括号|名称).{0,4}(?:不对|有误|错|不一致|有没有问题)"
    r"|(?:奇怪|不对劲|不合理|不规范)的?(?:地方|写法)"
)
_ODD_KINDS: tuple[tuple[re.Pattern[str], tuple[OddityKind, ...]], ...] = (
    (re.compile(r"错别字|错字|别字|笔误|漏字|病句"), ("misspelt", "letters", "repeated_words", "cut_short")),
    (re.compile(r"重复|雷同|一模一样|照抄|相同"), ("twin_tables", "repeated_indicator", "repeated_words")),
    (re.compile(r"表头"), ("header_slip",)),
    (re.compile(r"编号|序号"), ("numbering",)),
    (re.compile(r"名称"), ("body_name", "cut_short")),
    (re.compile(r"单位"), ("unit", "missing_unit", "missing_percent")),
    (re.compile(r"标点|括号"), ("punctuation", "unclosed")),
)
_ASKS = re.compile(r"吗|么|哪|有没有|[对准]不[对准]|是不是|是否|什么|几|[?？]|列出|检查|找|看")


@dataclass(frozen=True, slots=True)
class AskedAgreement:
    """What is asked: of all figures, of `what` is named, of one stated (origin), by some rules, or what looks odd."""

    act: Act
    what: str = ""
    rules: tuple[IdentityKind, ...] = ()
    oddities: tuple[OddityKind, ...] = ()


def asked_agreement(text: str, *, states_value: bool) -> tuple[AskedAgreement, ...]:
    """The readings of a question about agreement, the likeliest first; none where it asks something else.

    Args:
        text: the question as it was typed.
        states_value: whether it states a quantity itself.
    """
    plain = _POLITE.sub("", squeezed(text))
    named = _SUM_OF.match(plain)
    what = _BEHIND.sub("", named["what"]) if named else ""
    if states_value:
        return (AskedAgreement("origin", what),) if _ORIGIN.search(plain) or named or _TOTAL_IS.search(plain) else ()
    rules = next((kinds for pattern, kinds in _RULES if pattern.search(plain)), ())
    if _ODD.search(plain) and _ASKS.search(plain):
        kinds = tuple(kind for pattern, each in _ODD_KINDS if pattern.search(plain) for kind in each)
        return (AskedAgreement("odd", oddities=kinds),)
    found = [AskedAgreement("rule", rules=rules)] if rules and _ASKS.search(plain) else []
    found += [AskedAgreement("sum", what)] if len(what) > 1 else []
    found += [AskedAgreement("all")] if _ALL.search(plain) else []
    return tuple(found)
