"""What a worded answer says in words that the answer without a model has not, or says together what that has apart.

Like harm.py, which this belongs to, it takes nothing from the checks that let a wording through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_CLAUSE = re.compile(r"[,，。!?;；:、\n]|\.(?=\s|$)")
_SENTENCE = re.compile(r"[。\n]|\.(?=\s|$)")
_LEADS = (
    "您好|你好|感谢|您的|提问|咨询|关注|以上|信息|内容|数据|供您|供|请|您|参考|希望|这些|对您|有所|有|帮助"
    "|根据|依据|按照|依照|据|从|这份|该份|该|本|此份|此|部门|预算|决算|公开|的|文件|材料|资料|中|里|上|来看|看"
    "|记载|显示|载明|写明|列明|列出|给出|说明|提到|具体|来说|来讲|而言|情况|相关|有关|各项|是|为|如下|简单|简而言之|说|下面"
    "|另外|此外|同时|以及|并且|其中|包括|包含|概括"
)
_OF_THE_QUESTION = (
    "关于|至于|对于|就|针对|所问|问|询问|想了解|想知道|关心|这个|这一|这|项|问题|事项|方面|答复|回答|答案|结果"
    "|经|通过|计算|可得|得出|可知|过程|方法"
)
_LEADS_IN_ENGLISH = (
    r"according to|based on|from|per|the|this|public|budget|document|disclosure|shows|states|says|gives|lists|that|to"
    r"|as follows|in detail|in short|answer|is|here|your|regarding|question|what|you|asked|for|calculation"
    r"|in addition|also|additionally|and|quoted|passage|text|sentence|about|concerns|mentions|speaks|of|\s"
)
_LEAD = re.compile(rf"(?:{_LEADS}|{_OF_THE_QUESTION})*|(?:{_LEADS_IN_ENGLISH})+", re.IGNORECASE)
_LEAD_OF_SUMMARY = re.compile(rf"(?:{_LEADS})*")
_POLITE = re.compile("(?:[您你]好|提问|咨询|关注|参考|帮助)[!！]")


def strange_clauses(said: str, source: str) -> Iterator[str]:
    """Clauses that are not said without the model, nor made of words that only lead, nor of both.

    Both texts are without citation marks and in one form of each character.
    """
    lead = _LEAD_OF_SUMMARY if said.startswith("概括") and not source.startswith("概括") else _LEAD
    for clause in dict.fromkeys(each.strip() for each in _CLAUSE.split(said)):
        if clause and clause not in source and not _is_led(clause, source, lead):
            yield clause


def _is_led(clause: str, source: str, lead: re.Pattern[str]) -> bool:
    """Whether a clause is what the source says, with words that only lead before it and behind it."""
    places = range(len(clause) + 1)
    starts = [start for start in places if lead.fullmatch(clause[:start])]
    ends = [end for end in places if lead.fullmatch(clause[end:])]
    return any(clause[start:end].strip() in source for start in starts for end in ends if start <= end)


def new_signs(said: str, source: str) -> Iterator[str]:
    """Question and exclamation marks that the source has not, those of politeness aside."""
    plain = _POLITE.sub("", said)
    return (sign for sign in "?!" if plain.count(sign) > source.count(sign))


def joined(said: str, source: str, numerals: Callable[[str], list[str]]) -> Iterator[str]:
    """Sentences with numerals that no line of the source has together, and what is called a part and is none."""
    lines = [set(numerals(line)) for line in source.splitlines()]
    parts = set(_parts(source, numerals))
    for sentence in _SENTENCE.split(said):
        there = {each for each in numerals(sentence) if any(each in line for line in lines)}
        if not any(there <= line for line in lines):
            yield sentence[:60]
        called = set(_parts(sentence, numerals))
        if called & parts:
            yield from sorted(called - parts)


def _parts(text: str, numerals: Callable[[str], list[str]]) -> Iterator[str]:
    """The numerals behind 其中 in its sentence."""
    for match in re.finditer(r"其中([^。\n]*)", text):
        yield from numerals(match[1])
