"""Names of indicators: under a kind they do not belong to, a group's name in their place, or cut short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.model import Disclosure, Oddity, Table
from index.oddities.indicators import Indicator, target_tables
from index.oddities.wording import numbered_title, oddity, title_place
from index.text import squeezed
from index.vocabulary import CUT_ENDING, CUT_SUFFIXES, CUT_WORDS, INDICATOR_GROUPS, OUTPUT_GROUPS

_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_GOAL_NUMBER = re.compile(r"^[0-9]+[.、．](?:目标内容[0-9]*)?")
_LONG_NAME = 8
_PUNCTUATION = re.compile(r"[，。；、：,;:（）()《》]")


def misplaced(disclosure: Disclosure) -> list[Oddity]:
    """Tables with indicators of output that stand under another group than they are worded for, one oddity each."""
    found = []
    for table, indicators in target_tables(disclosure):
        wrong = [(indicator, group) for indicator in indicators if (group := _better_group(indicator))]
        if wrong:
            found.append(_misplaced(disclosure, table, wrong))
    return found


def group_names(disclosure: Disclosure) -> list[Oddity]:
    """Groups' names where an indicator or a ground should be."""
    found = []
    for _, indicators in target_tables(disclosure):
        for indicator in indicators:
            if indicator.name in INDICATOR_GROUPS:
                question = (f"三级指标“{indicator.name}”是否应写具体指标？", "should this be an indicator of its own?")
                reason = ("这是指标类别的名称", "it is the name of a group of indicators")
                found.append(oddity("group_name", question, reason, indicator.name_place))
            if indicator.ground in INDICATOR_GROUPS:
                question = (f"依据“{indicator.ground}”是否填错了？", "should this be a ground?")
                reason = ("这是指标类别的名称，不是依据", "it is the name of a group of indicators, no ground")
                found.append(oddity("group_name", question, reason, indicator.ground_place))
    return found


def cut_short(disclosure: Disclosure) -> list[Oddity]:
    """Names of indicators and titles of tables that plainly break off."""
    tables = list(target_tables(disclosure))
    indicators = [indicator for _, several in tables for indicator in several]
    brim = _brim(indicators)
    found = [_cut(indicator) for indicator in indicators if _is_cut(indicator, brim)]
    for table, _ in tables:
        found += _cut_title(disclosure, table)
    return found


def _better_group(indicator: Indicator) -> str | None:
    """The group of output that a name is worded for, where it is another than the one it stands under."""
    if indicator.group not in OUTPUT_GROUPS:
        return None
    name = _REMARK.sub("", indicator.whole_name)
    fitting = [group for group, words in OUTPUT_GROUPS.items() if words.search(name)]
    return fitting[0] if fitting and indicator.group not in fitting else None


def _misplaced(disclosure: Disclosure, table: Table, wrong: Sequence[tuple[Indicator, str]]) -> Oddity:
    names = "；".join(f"“{one.name}”列在{one.group}下，像是{group}" for one, group in wrong)
    first = wrong[0][0]
    exchanged = len(wrong) == 2 and (wrong[0][0].group, wrong[1][0].group) == (wrong[1][1], wrong[0][1])
    asked = "两项是否互换了位置" if exchanged else "是否列错了类别"
    english = "are the two exchanged?" if exchanged else "do these indicators belong to another group?"
    question = (f"{numbered_title(disclosure, table)}：{asked}？", english)
    spans = tuple(span for one, _ in wrong for span in one.name_place.spans)
    place = replace(first.name_place, spans=spans)
    return oddity("misplaced_indicator", question, (names, "they are worded like indicators of another group"), place)


def _brim(indicators: Sequence[Indicator]) -> int | None:
    """The length at which names are cut, where at least three that their descriptions go on from have just it."""
    lengths = Counter(len(name) for name in {one.name for one in indicators if _goes_on(one)})
    length, count = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return length if count >= 3 else None


def _goes_on(indicator: Indicator) -> bool:
    """Whether the description is the name and more words."""
    rest = indicator.description.removeprefix(indicator.name)
    return rest != indicator.description and bool(rest) and not _PUNCTUATION.match(rest)


def _is_cut(indicator: Indicator, brim: int | None) -> bool:
    """Whether a name ends in mid-word, lacks its last character, or fills the width at which others are cut."""
    if CUT_ENDING.search(indicator.name):
        return True
    if not _goes_on(indicator):
        return False
    rest = indicator.description.removeprefix(indicator.name)
    long_name = len(indicator.name) >= _LONG_NAME  # a short one may do without: 群众满意 for 群众满意度
    in_mid_word = indicator.name[-1] + rest[0] in CUT_WORDS
    return in_mid_word or (long_name and rest in CUT_SUFFIXES) or len(indicator.name) == brim


def _cut(indicator: Indicator) -> Oddity:
    question = (f"指标名称“{indicator.name}”是否没有写完？", "is the name of this indicator cut short?")
    if _goes_on(indicator):
        reason = (f"绩效指标描述是“{indicator.description}”", "it is only the beginning of its description")
    else:
        reason = (f"名称在“{indicator.name[-1]}”字处中断", "it breaks off in the middle of a phrase")
    return oddity("cut_short", question, reason, indicator.name_place)


def _cut_title(disclosure: Disclosure, table: Table) -> list[Oddity]:
    """The oddity of a title that lacks the last character of the project's name, as its goal has it."""
    for _, cell in table.captions:
        goal, subject = _GOAL_NUMBER.sub("", squeezed(cell.text)).rstrip("。"), squeezed(table.subject)
        if subject and goal[:-1] == subject and goal[-1] in CUT_SUFFIXES:
            question = (f"表名“{table.title}”是否缺少“{goal[-1]}”字？", "does the title lack a character?")
            reason = (f"绩效目标写的是“{goal}”", "the goal of the table has one more")
            return [oddity("cut_short", question, reason, title_place(disclosure, table))]
    return []
