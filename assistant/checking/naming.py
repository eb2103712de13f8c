"""Whether the words around a number name a figure, its direction, its time and whose it is, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from assistant.checking.quoting import DOWN, QUOTED, UP, Sources
from assistant.checking.surroundings import FOREIGN, Context, claimed
from assistant.evidence.facts import stand_of, whose, without_place
from assistant.question.normalise import canonical
from index.amounts import amounts_in, is_money, same_quantity
from index.model import Amount, Figure

_YEAR = re.compile(
    r"(?<![0-9A-Z.])(20[0-9]{2}|19[0-9]{2})(?![0-9.])(?:年度?|-(?=[0-9]))?(?:([0-9]{1,2})[月-](?:([0-9]{1,2})日?)?)?"
    r"|上一?年度?|去年度?|前年|明年|来年|后年|下一?年度?|(?<!成)本年度?|今年|当年"
)
COMPARED = re.compile(
    r"(?:比|较|与|同|相比|相较于?)(?:于)?(?:(20[0-9]{2})年度?|上一?年度?|去年|上一年度?)(?:年初)?(?:预算数?|决算数?)?(?:相比|同期|有所)?"
)
PREFIX = (
    "的", "其中", "全年", "年度", "上年末", "去年末", "去年底", "年末", "年底", "截至", "截止", "到", "末",
    "底", "本部门", "我部门", "该部门", "我局", "本局", "该局", "全局", "本单位", "该单位", "本级", "单位",
    "部门", "预算", "安排", "共", "共有", "合计", "总计", "和", "与", "及", "以及", "为", "是的", "是", "对",
    "文件", "中", "里", "项目", "指标", "目标", "绩效", "在", "小计", "另", "另外", "此外", "同时", "计划",
    "拟", "也", "名称",
)  # fmt: skip
STATE = (
    "预计", "预算安排", "安排", "预算数", "预算", "计划", "拟", "全年", "年度", "共计", "合计", "总计", "总共",
    "一共", "共有", "共", "总额", "总数", "总量", "数额", "金额", "额", "数量", "数", "指标值", "目标值",
    "指标", "目标", "值", "要求", "应当", "应", "需要", "需", "要", "须", "达到", "达", "设定", "设", "定", "为",
    "是", "有", "就是", "即", "了", "在", "的", "如下", "情况", "元", "万元", "其他", "分别如下", "小计",
    "名称",
)  # fmt: skip
SHARE = ("的占比", "占比", "占", "或完成比例", "完成比例", "完成", "比例", "比重")
_DIRECTION = re.compile(
    "(?:" + "|".join(f"({'|'.join(sorted(words, key=len, reverse=True))})" for words in (UP, DOWN)) + r")"
    r"(?![到至])(?:了|出)?(?:额|幅度?|数)?"
)
_ENGLISH_UP = re.compile(r"\b(?:increas\w+|rose|rises?|up|more|grew|grown|higher)\b", re.IGNORECASE)
_ENGLISH_DOWN = re.compile(r"\b(?:decreas\w+|fell|falls?|down|less|dropp?\w*|declin\w+|lower|cut)\b", re.IGNORECASE)
_ENGLISH_COMPARED = re.compile(
    r"\b(?:with|to|than|from|over|on)\s+(?:the\s+)?(?:last|previous|prior)\s+year\b", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"a|an|and|the|is|was|are|were|be|of|in|for|at|to|by|that|it|its|this|which|totals?|totaled|totalled"
    r"|totaling|amounts?|amounted|amounting|comes?|budget|budgeted|budgetary|revenue|income|expenditure"
    r"|spending|expenses|year|fiscal|planned|set|targets?|stood|stands|department|bureau|compared|cny|rmb|yuan"
    r"|wan|increased?|increases|rose|up|more|decreased?|decreases|fell|down|less|dropped|declined|document"
    r"|says?|state|states|allocated|arranged|here",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s◇（）()【】《》\[\]—·・,，、;；:：。.*|／_“”‘’\"'A-Za-z]+")
_DELIMITER = re.compile(r"[,;:。、|!?]")
_AFTER = re.compile(
    r"[\s*”’」』]*(?:$|[，。；、！）)（(|,;:!.\]]|和|与|及|以及|其中|占|(?:比|较)上年|(?:比|较)去年"
    r"|(?<=\s)(?:and|in|for|of|as|which|while|compared|from|than|yuan|RMB|CNY|is|are|was)\b)"
)
_TWIST_BEHIND = re.compile(r"[\s*”]*[（(][^（）()]*(?:不含|不包括|剔除|扣除|除外|单位|人均|月均|每)")
_REFUTED = re.compile(
    r"错|不实|有误|不属实|谣|虚假|假的|并非|不是|不对|假设|假如|如果|倘若|wrong|false|incorrect", re.IGNORECASE
)
REFUTED_BEHIND = re.compile(r"错误|错的|不实|有误|不属实|谣|虚假|\b(?:wrong|false|incorrect|untrue)\b", re.IGNORECASE)
DISGUISED = re.compile(r"<[A-Za-z/!]|~~|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\\[A-Za-z]|\$")
_LARGEST, _SMALLEST = re.compile("(?<!合计)最[大高多]的是"), re.compile("(?<!合计)最[小低少]的是")
_PLACED = re.compile(r"从(?:([高大多])|[低小少])到[高大多低小少]排第([二三四五六七八九十])的是")
_PLACES = "零一二三四五六七八九十"
_YEAR_BEHIND = re.compile(r"[\s*”]*[（(]\s*(20[0-9]{2}(?=年|[）)])|上年|去年|前年|明年)")


def measure_names(measure: str) -> tuple[str, ...]:
    """The spellings of a measure that a sentence may use for it."""
    bare = canonical(measure)
    return (bare, re.sub(r"[（(][^（）()]*[）)]", "", bare))


def figures_stated(text: str, amount: Amount, context: Context, sources: Sources) -> tuple[str, ...]:
    """The ids of the figures that a number states, if the words around it name them and say nothing else."""
    if not (ends_well(context) or _behind(context, sources)) or DISGUISED.search(text[: amount.end]):
        return ()
    minus = text[: amount.start].endswith(("-", "－", "−")) and not context.own.endswith("--")
    value = -amount.value if minus else amount.value
    stated = [figure for figure in sources.figures if _states(replace(amount, value=value), figure)]
    if minus:
        context = replace(context, own=context.own[:-1], words=context.words[:-1])
    return tuple(figure.id for figure in stated if told(figure, context, sources, STATE))


def _states(amount: Amount, figure: Figure) -> bool:
    """Whether a number has a figure's value, unit and comparator."""
    if figure.value is None:
        return False
    value = abs(figure.value) if figure.aspect == "change" else figure.value
    equal = same_quantity(amount.value, amount.unit, value, figure.unit)
    return equal and amount.comparator in (figure.comparator, "=" if not figure.comparator else figure.comparator)


def ends_well(context: Context) -> bool:
    """Whether what follows a number leaves it as it is (no 左右, 的两倍, 每月, 吗)."""
    return bool(_AFTER.match(context.after)) and not re.search(r"[A-Za-z]$", re.sub(r"(?:CNY|RMB)$", "", context.words))


def told(figure: Figure, context: Context, sources: Sources, allowed: Sequence[str], year: str | None = None) -> bool:
    """Whether the words around a number name a figure, its direction, its time, and whose it is, and nothing else."""
    named = _named(figure, context, sources, allowed)
    before = struck_out(context.before, mentions(figure, context.before, sources))
    foreign = FOREIGN.search(_ranked(before, figure, sources))
    if not named or foreign or is_twisted(context, sources):
        return False
    return is_period(figure, context, sources, year) and _is_told_apart(figure, context, sources.figures)


def is_twisted(context: Context, sources: Sources) -> bool:
    """Whether words of the sentence take a statement back or limit it, or are English words that are not known."""
    english = re.findall(r"[A-Za-z]+", _ENGLISH_COMPARED.sub("", _clause(context.words)))
    named = " ".join(sources.titles)
    unknown = any(not _ENGLISH.fullmatch(word) and word not in named for word in english)
    taken_back = _REFUTED.search(context.before) or REFUTED_BEHIND.search(context.after)
    return bool(unknown or taken_back or _TWIST_BEHIND.match(context.after))


def _named(figure: Figure, context: Context, sources: Sources, allowed: Sequence[str]) -> bool:
    """Whether the name beside a number is a figure's, without words that would change it."""
    masked = _valued(struck_out(context.own, mentions(figure, context.own, sources, measures=False)), figure)
    masked = _ranked(masked, figure, sources)
    last = _last_name(masked, sources.names)
    if context.label is not None:
        return _named_by_cell(figure, context, sources, allowed)
    if last is not None:
        return _joined(figure, masked, last, context, allowed)
    bare = left(_told_direction(figure, masked, context) or "", allowed) == ""
    above = struck_out(context.above, mentions(figure, context.above, sources, measures=False))
    last = _last_name(above, sources.names)
    if bare and last is not None and context.above:
        return _is_measure(last.group(), figure) and not left(above[last.end() :], allowed)
    return _named_behind(figure, masked, context, sources)


def _ranked(words: str, figure: Figure, sources: Sources) -> str:
    """Words with 最大的是 as a mark between two clauses, where a figure is the largest of those beside it.

    So with its place in their order (从高到低排第二的是). Those that share the place may be named beside the figure.
    """
    others = beside(figure, sources)
    values = [each.value for each in others if each.value is not None and each.unit == figure.unit]
    for pattern in (_LARGEST, _SMALLEST, _PLACED):
        match = pattern.search(words)
        if match and len(values) > 1 and _has_place(figure, values, match):
            words = pattern.sub(lambda match: "," * len(match.group()), words)
            for other in (each for each in others if each.value == figure.value):
                words = struck_out(words, mentions(other, words, sources, measures=False))
    return words


def _has_place(figure: Figure, values: Sequence[Decimal], said: re.Match[str]) -> bool:
    """Whether a figure has among some values the place that words say: the largest, the smallest, or one in order."""
    if figure.value is None:
        return False
    if said.re is not _PLACED:
        return figure.value == (max(values) if said.re is _LARGEST else min(values))
    better = sum(value > figure.value if said.group(1) else value < figure.value for value in values)
    return better < _PLACES.index(said.group(2)) <= better + values.count(figure.value)


def beside(figure: Figure, sources: Sources) -> list[Figure]:
    """The figures of a figure's column, or of its text; the tables of targets are one.

    Where its column has no other, those of its row: the parts of a total in a table of one row.
    """
    column = [
        other
        for other in sources.figures
        if other.place.column == figure.place.column and (other.table == figure.table or figure.aspect == "target")
    ]
    if len(column) > 1 or figure.table is None:
        return column
    return [other for other in sources.figures if (other.table, other.row) == (figure.table, figure.row)]


def _joined(figure: Figure, masked: str, last: re.Match[str], context: Context, allowed: Sequence[str]) -> bool:
    """Whether a name before a number is a figure's, and only allowed words stand before it and between the two."""
    if not _is_measure(last.group(), figure):
        return False
    whole = masked[last.end() :]
    between = whole[last_amount(whole) :]
    prefix = masked[: last.start()]
    cut = max((match.end() for match in _DELIMITER.finditer(prefix)), default=0)
    prefix = prefix[max(cut, last_amount(prefix)) :]
    for name in measure_names(figure.measure):
        prefix = prefix.replace(name, "◇" * len(name))
    told = _told_direction(figure, between, context)
    if (
        told is None
        and re.fullmatch(r"[,(]?[A-Za-z]*", between)
        and _told_direction(figure, whole, context) is not None
    ):
        told = between
    return told is not None and not left(told, allowed) and not left(prefix, PREFIX)


def _named_by_cell(figure: Figure, context: Context, sources: Sources, allowed: Sequence[str]) -> bool:
    """Whether the names of a number's row and column, or the lead above them, are a figure's and no other's."""
    parts = [context.label or "", context.header, context.own]
    masked = [struck_out(part, mentions(figure, part, sources)) for part in parts]
    if parts[1] in {canonical(name) for name in figure.place.column}:
        masked[1] = ""
    told = _told_direction(figure, masked[1] + masked[2], context)
    if told is None or left(masked[0], (*PREFIX, *STATE)) or left(told, allowed):
        return False
    whole = parts[0].split(";")[0] + parts[1]
    if _is_measure(whole, figure) or any(
        _is_measure(match.group(), figure) for part in parts for match in sources.names.finditer(part)
    ):
        return True
    last = _last_name(context.above, sources.names)
    return last is not None and _is_measure(last.group(), figure) and not left(context.above[last.end() :], allowed)


def _named_behind(figure: Figure, masked: str, context: Context, sources: Sources) -> bool:
    """Whether a figure's name stands right behind its number (2台身份证识别仪; 2万元用于公务接待费)."""
    behind = _behind(context, sources)
    if figure.aspect in ("change", "share") or not _is_measure(behind, figure):
        return False
    cut = max((match.end() for match in _DELIMITER.finditer(masked)), default=0)
    return not left(masked[max(cut, last_amount(masked)) :], (*PREFIX, *STATE))


def _behind(context: Context, sources: Sources) -> str:
    """The name of a measure right behind a number, before the end of the clause, or nothing."""
    behind = canonical(context.after)
    lead = re.match(r"的|是|为|用于", behind)
    name = sources.names.match(behind, lead.end() if lead else 0)
    return name.group() if name and re.match(r"[,;:。、|!?)]|$", behind[name.end() :]) else ""


def _told_direction(figure: Figure, words: str, context: Context) -> str | None:
    """Words between a name and its number without those of a change, or None where the change is another one."""
    if figure.aspect == "share":
        rest = re.sub("|".join(SHARE), "", words)
        return rest if rest != words or "%" in context.header or re.search("占|比|率|完成", context.before) else None
    if figure.aspect != "change" or figure.value is None:
        return words
    rest = COMPARED.sub("", words)
    signs = {-1 if match.group(2) else 1 for match in _DIRECTION.finditer(rest)}
    if not signs and re.search("[A-Za-z]", context.words):
        clause = _clause(context.words)
        signs = {sign for sign, word in ((1, _ENGLISH_UP), (-1, _ENGLISH_DOWN)) if word.search(clause)}
    year = next((match.group(1) for match in COMPARED.finditer(words) if match.group(1)), None)
    base = year is None or figure.period is None or int(year) == int(figure.period[:4]) - 1
    wanted = {-1 if figure.value < 0 else 1} if figure.value else signs
    return _DIRECTION.sub("", rest, count=1) if signs and signs == wanted and base else None


def is_period(figure: Figure, context: Context, sources: Sources, year: str | None) -> bool:
    """Whether the time that is named last before a number, or in brackets behind it, is the figure's, or is `year`."""
    if figure.period is None:
        return True
    period = year or figure.period[:4]
    masked = COMPARED.sub("", struck_out(context.before, mentions(figure, context.before, sources)))
    said = [match for match in _YEAR.finditer(masked) if not masked[match.end() :].startswith("末") or match.group(1)]
    behind = _YEAR_BEHIND.match(context.after)
    if behind and behind.group(1)[:4] != period:
        return False
    if not said:
        return year is None
    latest = max((other.period[:4] for other in sources.figures if other.period), default=period)
    return _names_time(said[-1], figure, period, latest, derived=year is not None)


def _names_time(said: re.Match[str], figure: Figure, period: str, latest: str, *, derived: bool) -> bool:
    """Whether words of time (2022年, 2022年12月31日, 去年, 本年) name the time of a figure."""
    if said.group(1):
        month, day = said.group(2), said.group(3)
        exact = not month or derived or figure.period == f"{said.group(1)}-{month:0>2}" + (f"-{day:0>2}" if day else "")
        return said.group(1) == period and exact
    if re.match("上|去", said.group()):
        return derived or "-" in (figure.period or "") or period < latest
    return said.group()[0] in "本今当" and period == latest


def _is_told_apart(figure: Figure, context: Context, figures: Sequence[Figure]) -> bool:
    """Whether the words before a number say whose a figure is, or else when, where another of its measure differs."""
    rivals = [
        other
        for other in figures
        if other.measure == figure.measure and other.aspect == figure.aspect and other.value != figure.value
        if other.unit == figure.unit or (is_money(other.unit) and is_money(figure.unit))
    ]
    return all(_differs_as_said(figure, rival, context.before) for rival in rivals)


def _differs_as_said(figure: Figure, rival: Figure, before: str) -> bool:
    """Whether the last name that only one of two figures has stands there for it."""
    own = {canonical(name) for name in _names_of_whose(figure) - _names_of_whose(rival)}
    others = {canonical(name) for name in _names_of_whose(rival) - _names_of_whose(figure)}
    if not own and not others and figure.period == rival.period and stand_of(figure) != stand_of(rival):
        own, others = {canonical(stand_of(figure))}, {canonical(stand_of(rival))}
    if own or others:
        theirs = {name for name in others if not any(name in mine for mine in own)}
        said, disputed = _last_mention(before, own), _last_mention(before, theirs)
        return said > disputed if own else disputed == (-1, 0)
    return figure.period != rival.period and (figure.period or "-")[:4] in before


def _names_of_whose(figure: Figure) -> frozenset[str]:
    """The names that say whose a figure is, each also without the place that it begins with."""
    return frozenset(each for name in whose(figure) for each in (name, without_place(name)))


def _last_mention(text: str, names: Iterable[str]) -> tuple[int, int]:
    """Where the last of some names ends in a text, and how long it is."""
    ends = ((text.rfind(name) + len(name), len(name)) for name in names if name and name in text)
    return max(ends, default=(-1, 0))


@lru_cache(maxsize=4096)
def bearer_names(figure: Figure) -> tuple[str, ...]:
    """The names that whose a figure is goes by: its subject, its row and its table, with and without brackets."""
    names = (figure.subject, *whose(figure), *figure.place.row, stand_of(figure))
    bare = (each for name in names for each in (re.sub(r"[（(][^（）()]*[）)]", "", name), without_place(name)))
    return tuple(dict.fromkeys(name for name in (*names, *bare) if len(name) > 1))


def mentions(figure: Figure, words: str, sources: Sources, *, measures: bool = True) -> list[tuple[int, int]]:
    """The spans of words in canonical spelling that name whose a figure is, and where wanted its measure.

    A name of another measure that is longer than what it overlaps stays.
    """
    own = measure_names(figure.measure)
    bearers = {canonical(name) for name in (figure.subject, *whose(figure))}
    words = _valued(words, figure)
    spans = [match.span() for match in sources.names.finditer(words)]
    found = [span for span in spans if measures and words[slice(*span)] in own]
    for name in sorted({canonical(name) for name in bearer_names(figure)} - set(own), key=len, reverse=True):
        for match in re.finditer(re.escape(name), words) if len(name) > 1 else ():
            over = [span for span in spans if span[0] < match.end() and match.start() < span[1]]
            group = name not in bearers and any(words[slice(*span)] in own for span in over)
            if not group and all(span[1] - span[0] <= len(name) for span in over):
                found.append(match.span())
    return found


def _valued(words: str, figure: Figure) -> str:
    """Words without 指标值, which is no part of the name before it (满意度指标 in 满意度指标值为)."""
    own = any("指标值" in name for name in measure_names(figure.measure))
    return words if own else words.replace("指标值", "◇◇◇")


def struck_out(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """Words with the spans of names struck out, offsets unchanged."""
    for start, end in spans:
        words = words[:start] + "◇" * (end - start) + words[end:]
    return words


def _last_name(words: str, names: re.Pattern[str]) -> re.Match[str] | None:
    return next(iter(list(names.finditer(words))[-1:]), None)


def _is_measure(name: str, figure: Figure) -> bool:
    return name in measure_names(figure.measure)


def last_amount(words: str) -> int:
    """Where the last quantity of some words ends that is no date or code, or 0."""
    dated = (None, "年", "月", "日")
    found = [each.end for each in amounts_in(words) if each.unit not in dated or not claimed(words, each)]
    return max(found, default=0)


def left(words: str, allowed: Sequence[str]) -> str:
    """What is left of words in canonical spelling without the allowed ones, times and marks."""
    rest = _YEAR.sub("", words)
    return _MARKS.sub("", _word_pattern(tuple(allowed)).sub("", rest))


@lru_cache(maxsize=32)
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(canonical(word)) for word in sorted(words, key=len, reverse=True)))


def _clause(words: str) -> str:
    """The last clause of a sentence, quotes aside."""
    return re.split(r"[,;:，；：、]", QUOTED.sub("", words))[-1]
