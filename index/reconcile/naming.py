"""Names brought down to what they count, so that 基本支出预算数 and 基本支出合计 are found to be the same."""

from __future__ import annotations

import re

from index.text import half_width, squeezed
from index.vocabulary import FUNDS, MEASURE_ENDINGS, TABLE_LABEL

_MARK = re.compile(r"[（(](?:类|款|项|科目)[）)]|[“”\"‘’《》]|科目$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[、.．])")
_OF_WHICH = re.compile(r"^其中[:：]?|^(?:本年度?|当年|全年)(?=收入|支出)")
_YEAR = re.compile(r"20[0-9]{2}年?度?|本年度?|当年|部门|单位")
_OPEN_END = ("、", "和", "与", "及", "收入")
"""What a name cannot end in once an ending is gone: 收入支出 is no income."""
_SHORTEST = 2


def core(name: str) -> str:
    """A measure's name without numbering, marks of its level, and endings that name nothing (预算数, 合计)."""
    bare = _OF_WHICH.sub("", _NUMBERING.sub("", _MARK.sub("", squeezed(name).replace("(", "（").replace(")", "）"))))
    shorter = True
    while shorter:
        shorter = False
        for ending in MEASURE_ENDINGS:
            left = bare.removesuffix(ending)
            if left != bare and len(left) >= _SHORTEST and not left.endswith(_OPEN_END):
                bare, shorter = left, True
                break
    return bare


def funds(name: str) -> frozenset[str]:
    """The funds that a name limits itself to (一般公共预算财政拨款基本支出: 一般公共预算, 财政拨款)."""
    plain = squeezed(name).replace("基金预算", "政府性基金") if "政府性" not in name else squeezed(name)
    return frozenset(fund for fund in FUNDS if fund in plain)


def without_funds(name: str) -> str:
    """A core name without the funds before it (一般公共预算财政拨款基本支出: 基本支出)."""
    bare = name
    for fund in FUNDS:
        bare = bare.replace(fund, "")
    return core(bare) if len(bare) >= _SHORTEST else name


def title_core(title: str, body: str) -> str:
    """What a heading or a table's title speaks of (2025年部门收入预算总表, 二、收入预算情况说明: 收入)."""
    bare = TABLE_LABEL.sub("", squeezed(half_width(title))).replace(squeezed(body), "")
    bare = re.sub(r"(?:总体|具体|结构)?(?:安排)?情况(?:的)?说明。?$|情况表?。?$|说明。?$|总表$|表$", "", bare)
    bare = re.sub(r"(?:总体|具体|结构)$", "", bare)
    bare = _YEAR.sub("", _NUMBERING.sub("", bare))
    bare = re.sub(r"功能分类|经济分类|安排", "", bare)
    return core(bare)
