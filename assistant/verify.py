"""The finished text read again: every numeral in it must be bound to what supports it, or it is unsupported.

A number is supported by one figure of the answer's own evidence when value, unit and comparator are equal and the words
around it say nothing but that: the name beside it is that figure's measure, no other word stands between the two or
changes the name, the direction of a change is the figure's, the year is the figure's, and whose it is is named last
wherever the evidence holds another figure of the same measure. Else by a shown formula over such figures, whose
sentence names them in the formula's order; by words repeated from the question or quoted from a citation; or as part of
a date, code or name that stands so in the document. A right number under a wrong name fails like a wrong number.
What the rules do not know is not taken on trust: words are listed that may stand beside a number, not such as may not.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from assistant.facts import stand_of, whose
from assistant.model import Check, Draft, Formula
from assistant.normalise import canonical
from index.amounts import amounts_in, chinese_amounts_in, convert, is_money, rounded, same_quantity
from index.model import Amount, Figure
from index.numerals import claims
from index.text import readable, squeezed
from index.vocabulary import COUNT_UNITS, DECREASE_WORDS, INCREASE_WORDS, MONEY_UNITS

# --- what counts as a numeral ------------------------------------------------------------------------------------

_MARKER = re.compile(r"\[([0-9]{1,3})\]")
_LIST_NUMBER = re.compile(r"^\s*([0-9]{1,3})[.、]\s", re.MULTILINE)
_UNITS = "|".join(re.escape(unit) for unit in (*MONEY_UNITS, *COUNT_UNITS))
_UNIT_NEXT = re.compile(rf"\s*(?:{_UNITS}|[万亿%％‰])")
_HAN_DIGIT = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅"
_WORDED = re.compile(
    rf"(?<![第{_HAN_DIGIT}])(?![万亿]+元)(?!(?:[一二三四五六七八九两]个)?百分百)"
    rf"(?:[近约超逾几数上成好]*+[{_HAN_DIGIT}]++[几多余来]?+[{_HAN_DIGIT}]*+|[几数上成好][十百千万亿]++|好几)"
    rf"(?:分之[{_HAN_DIGIT}点几]+|[几多余来]*+(?:{_UNITS}|成(?!立|果|本|品|员|效|功|交|套|都|安)|倍|个百分点))"
    rf"|(?<![近约超逾几数上])[近约超逾几数上]++(?=[{_HAN_DIGIT}]*[百千万亿])[{_HAN_DIGIT}]++"
    rf"|(?<![{_HAN_DIGIT}])[{_HAN_DIGIT}]++[几多余][百千万亿]++"
    rf"|(?<![{_HAN_DIGIT}])[一二两三四五六七八九十百千几][{_HAN_DIGIT}]*亿"
    rf"|(?<![{_HAN_DIGIT}])[一二两三四五六七八九几][{_HAN_DIGIT}]*[百千]?万(?![一元能])"
    r"|翻了?[一二两三四五几]?[番倍]|[一二两三四五几]番|成倍|一半|过半|半数|大半|对半|减半|一倍"
)
_ENGLISH_NUMBER = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|several|a few|many|tens|hundreds|thousands)[\s-]+(?:of\s+)?)*"
    r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halves|twice|thrice|double[sd]?|tripled?"
    r"|quadrupled?|one[\s-](?:third|fourth|fifth|quarter|tenth)|two[\s-]thirds|three[\s-]quarters"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?=[\s-]+(?:per\s?cent|percent|times|yuan|rmb|units?|people|sets?)))\b",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&[A-Za-z][A-Za-z0-9]*;?")
_UNKNOWN = Decimal("NaN")

# A line of Markdown goes on from the line above it unless a blank line or one of these marks stands between them.
_BLOCK = re.compile(r"\n(?=\s*(?:\n|[-*+|#>]|$))|(?<=\n)\n|^(?=\s*\|)", re.MULTILINE)
_BULLET = re.compile(r"^\s*[-*+] ")

# --- words that may stand beside a number (in canonical spelling) ------------------------------------------------

_YEAR = re.compile(
    r"(?<![0-9A-Z.])(20[0-9]{2}|19[0-9]{2})(?![0-9.])(?:年度?|-(?=[0-9]))?(?:([0-9]{1,2})[月-](?:([0-9]{1,2})日?)?)?"
    r"|上一?年度?|去年度?|前年|明年|来年|后年|下一?年度?|(?<!成)本年度?|今年|当年"
)
_COMPARED = re.compile(
    r"(?:比|较|与|同|相比|相较于?)(?:于)?(?:(20[0-9]{2})年度?|上一?年度?|去年|上一年度?)(?:年初)?(?:预算数?|决算数?)?(?:相比|同期|有所)?"
)
_PREFIX = (
    "的", "其中", "全年", "年度", "上年末", "去年末", "去年底", "年末", "年底", "截至", "截止", "到", "末",
    "底", "本部门", "我部门", "该部门", "我局", "本局", "该局", "全局", "本单位", "该单位", "本级", "单位",
    "部门", "预算", "安排", "共", "共有", "合计", "总计", "和", "与", "及", "以及", "为", "是的", "是", "对",
    "文件", "中", "里", "项目", "指标", "目标", "绩效", "在", "小计", "另", "另外", "此外", "同时", "计划",
    "拟", "也", "名称",
)  # fmt: skip
_STATE = (
    "预计", "预算安排", "安排", "预算数", "预算", "计划", "拟", "全年", "年度", "共计", "合计", "总计", "总共",
    "一共", "共有", "共", "总额", "总数", "总量", "数额", "金额", "额", "数量", "数", "指标值", "目标值",
    "指标", "目标", "值", "要求", "应当", "应", "需要", "需", "要", "须", "达到", "达", "设定", "设", "定", "为",
    "是", "有", "就是", "即", "了", "在", "的", "如下", "情况", "元", "万元", "其他", "分别如下", "小计",
    "名称",
)  # fmt: skip
_SHARE = ("的占比", "占比", "占", "或完成比例", "完成比例", "完成", "比例", "比重")
_CONVERTED = ("折合", "约合", "相当于", "换算为", "换算", "合", "约", "即")
_RELATED = (
    *_CONVERTED, *_SHARE, "百分", "比", "多", "少", "高", "低", "大", "小", "出", "相差", "差额", "差", "之差", "倍",
    "除以", "平均", "每", "之和", "加起来", "两者",
)  # fmt: skip
_UP = (*INCREASE_WORDS, "多", "涨", "上调", "扩大", "升")
_DOWN = (*DECREASE_WORDS, "少", "压降", "核减", "调减", "下调", "缩减", "削减", "缩水", "降", "下滑", "回落")
_DIRECTION = re.compile(
    "(?:" + "|".join(f"({'|'.join(sorted(words, key=len, reverse=True))})" for words in (_UP, _DOWN)) + r")"
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
_BOUND_BEHIND = re.compile(r"\s*(?:[（(]含[）)])?\s*及?以[上下内]|\s*之内")
_TWIST_BEHIND = re.compile(r"[\s*”]*[（(][^（）()]*(?:不含|不包括|剔除|扣除|除外|单位|人均|月均|每)")
_REFUTED = re.compile(
    r"错|不实|有误|不属实|谣|虚假|假的|并非|不是|不对|假设|假如|如果|倘若|wrong|false|incorrect", re.IGNORECASE
)
_REFUTED_BEHIND = re.compile(r"错误|错的|不实|有误|不属实|谣|虚假|\b(?:wrong|false|incorrect|untrue)\b", re.IGNORECASE)
_DISGUISED = re.compile(r"<[A-Za-z/!]|~~|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\\[A-Za-z]|\$")
_YEAR_BEHIND = re.compile(r"[\s*”]*[（(]\s*(20[0-9]{2}(?=年|[）)])|上年|去年|前年|明年)")
_FOREIGN = re.compile(
    r"(?:^|[,;:。、|!?(])[◇的]*[\u4e00-\u9fff]*(?<![几多各每哪一该本我贵全局地])"
    r"(?:局|委|厅|法院|检察院|区|市|县|省|镇|乡|街道|公司|学校|大学|医院|中心|大队|支队|办公室|委员会)"
    r"(?:本级|机关)?(?:的|方面|情况|中|里)*(?=[,;:。、|!?)]|$)"
)
_ASKED = re.compile(
    r"(?:不是|并非|而非|没有|没有公开|没有找到|和|与|关于)(?:问题|您|你|提问)(?:中|里|所)*"
    r"(?:说|提到|问|讲|写|给出|提出|提)(?:到|过|及)?的[“‘]?$"
    r"|\bnot (?:the )?(?:[\w ]{0,20})?$|\b(?:question|you) (?:says?|said|mentions?|mentioned|asked about) $",
    re.IGNORECASE,
)
_APPROVED = re.compile(r"[”’\s]*(?:是|就是|确实|属实|正确|没错|无误|准确|为真|为准|一致|相符|吻合|相同|一样|相等)")
_AGREED = re.compile(r"[，,]?\s*(?:对|是的|没错|正确)")
_NOT_THERE = re.compile(r"(?:没有|没有公开|没有找到|未公开|不是)$")
# What rows are chosen by: quotes one after the other, then their number, or a measure with their sum or extreme.
_CHOSEN = re.compile(r"\s*(?:“[^“”]*”、)*@(?:、“[^“”]*”)*(?:下?共有?\s*[0-9]|[^，。；]{1,40}?(?:合计|[最][大小多少]))")
_STATED = re.compile(r"(?:为|是|有|达到?|约|计|额|数|[:：]|增加|减少|占|of|is|was|about)\s*$")
_YEAR_IN_ENGLISH = re.compile(r"\b(?:in|for|of|the|year|than|with|from|to|and|FY)\s+$", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]*”")
_CODE_BEFORE = re.compile(r"(?:编码|代码|编号)(?:是|为)?$")
_TITLED = re.compile(r"[“《][^“”《》]*[”》]")
_NAMED_NUMBER = re.compile(r"[\u4e00-\u9fff#A-Za-z（(【〔\[]*[0-9]+(?:\.[0-9]+)?\s*[\u4e00-\u9fff#A-Za-z）)】〕\]]*")
_CONSTANTS = (Decimal(100), Decimal(1000), Decimal(10000), Decimal(100000000))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a draft's numbers may be bound to; `titles` are the names that its evidence bears."""

    figures: tuple[Figure, ...]
    formulas: tuple[Formula, ...]
    quotes: tuple[str, ...]
    question: str
    document: str
    names: re.Pattern[str]
    titles: tuple[str, ...]
    years: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around a number: of its sentence, list line or table cell, with what stands above them.

    `own` stands before it in its sentence, line or cell, `above` in the lead of its list or table; `label` and `header`
    are its row's and its column's names. All but `words` (`own` as written) and `after` are in canonical spelling.
    """

    words: str
    own: str
    above: str
    after: str
    label: str | None = None
    header: str = ""

    @property
    def before(self) -> str:
        """All that stands before the number, the nearest last."""
        return ";".join(part for part in (self.above, self.label or "", self.header, self.own) if part)


def verify(draft: Draft, question: str, document: str, names: re.Pattern[str]) -> tuple[Check, ...]:
    """A check for every numeral of a draft's text but citation marks and list numbering.

    `question` is the normalised question; `document` the source text without white space; `names` finds the names of
    all measures of the document, so that 预算收入 inside 一般公共预算收入 is not taken for a name of its own.
    """
    sources = Sources(
        figures=draft.figures,
        formulas=tuple(formula for formula in draft.formulas if formula_holds(formula, draft.figures)),
        quotes=tuple(_unquoted(citation.quote) for citation in draft.citations),
        question=question,
        document=document,
        names=names,
        titles=_titles(draft),
        years=_years(draft, document),
    )
    text = _blanked(draft).replace(r"\|", "／／")
    checks = [_check(draft.text, text, amount, sources) for amount in _numerals(text)]
    return tuple(check for check in checks if check is not None)


def unsupported(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks that found no support."""
    return tuple(check for check in checks if check.support == "unsupported")


def names_of(measures: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the names of measures in a text in canonical spelling, the longest at each place."""
    names = {name for measure in measures for name in measure_names(measure) if len(name) > 1}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)")


def measure_names(measure: str) -> tuple[str, ...]:
    """The spellings of a measure that a sentence may use for it."""
    bare = canonical(measure)
    return (bare, re.sub(r"[（(][^（）()]*[）)]", "", bare))


def _titles(draft: Draft) -> tuple[str, ...]:
    """The names that the evidence of a draft bears: whose its figures are, where its sources stand, what is counted."""
    figures = [name for figure in draft.figures for name in (*_bearers(figure), figure.measure)]
    cells = [citation.cell for citation in draft.citations if citation.cell]
    places = [name for citation in draft.citations for name in citation.section]
    headers = [name for cell in cells for name in (cell.table, *cell.row, *cell.column)]
    counted = [re.sub(r"^[0-9]+:", "", name) for formula in draft.formulas for name in formula.counted]
    return tuple(dict.fromkeys(squeezed(name) for name in (*figures, *places, *headers, *counted)))


def _years(draft: Draft, document: str) -> frozenset[str]:
    """The years that an answer may name: of its figures, of those before them, of its sources, and the document's."""
    periods = {figure.period[:4] for figure in draft.figures if figure.period and figure.period[:4].isdigit()}
    sources = " ".join((*(citation.quote for citation in draft.citations), *_titles(draft)))
    common = Counter(re.findall(r"(?<![0-9])(20[0-9]{2})年", document)).most_common(1)
    titled = re.findall(r"(?<![0-9])(20[0-9]{2})(?=年)", document[:120])
    return frozenset(
        (
            *periods,
            *(str(int(year) - 1) for year in periods),
            *re.findall(r"(?:19|20)[0-9]{2}", sources),
            *(year for year, _ in common),
            *titled,
        )
    )


# --- the numerals of a text --------------------------------------------------------------------------------------


def _blanked(draft: Draft) -> str:
    """The text with its citation marks and list numbering replaced by spaces, offsets unchanged."""
    text, marks = draft.text, {str(citation.marker) for citation in draft.citations}
    expected = 1
    for match in reversed(list(_MARKER.finditer(text))):
        if match.group(1) in marks and not _UNIT_NEXT.match(text, match.end()):
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    for match in list(_LIST_NUMBER.finditer(text)):
        if int(match.group(1)) in (1, expected) and not _UNIT_NEXT.match(text, match.end()):
            expected = int(match.group(1)) + 1
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def _numerals(text: str) -> list[Amount]:
    """The quantities of a text: in digits of any script, in Chinese numerals with a unit behind them, and in words."""
    found = [_in_yuan(text, amount) for amount in amounts_in(text)]
    taken = bytearray(len(text) + 1)
    for amount in found:
        taken[amount.start : amount.end] = b"\x01" * (amount.end - amount.start)
    for amount in (*chinese_amounts_in(text), *_worded(text)):
        if not any(taken[amount.start : amount.end]):
            found.append(amount)
            taken[amount.start : amount.end] = b"\x01" * (amount.end - amount.start)
    free = (_is_number(each) and not taken[place] and each not in _HAN_DIGIT for place, each in enumerate(text))
    left = "".join("0" if each else " " for each in free)
    found += [_unknown(text, *match.span()) for match in re.finditer("0+", left)]
    return sorted(found, key=lambda amount: amount.start)


def _in_yuan(text: str, amount: Amount) -> Amount:
    """A quantity with the yuan that an English text names beside it."""
    named = re.search(r"(?:CNY|RMB|[¥￥])\s*$", text[max(0, amount.start - 6) : amount.start])
    behind = re.match(r"\s*(?:yuan|RMB|CNY)\b", text[amount.end : amount.end + 8])
    return replace(amount, unit="元") if amount.unit is None and (named or behind) else amount


def _worded(text: str) -> list[Amount]:
    """Numerals without an exact value here: shares and multiples in words, vague ones, those in entities of HTML."""
    spans = [match.span() for pattern in (_WORDED, _ENGLISH_NUMBER) for match in pattern.finditer(text)]
    spans += [match.span() for match in _ENTITY.finditer(text) if any(map(_is_number, html.unescape(match.group())))]
    return [_unknown(text, *span) for span in spans]


def _unknown(text: str, start: int, end: int) -> Amount:
    return Amount(_UNKNOWN, None, "", start, end, text[start:end])


def _is_number(character: str) -> bool:
    """Whether a character is a digit or another numeral of any script, Chinese numerals aside."""
    return (character.isascii() and character.isdigit()) or unicodedata.category(character) in ("Nd", "Nl", "No")


# --- one numeral -------------------------------------------------------------------------------------------------


def _check(shown: str, text: str, amount: Amount, sources: Sources) -> Check | None:
    written = shown[amount.start : amount.end]
    context = _context(text, amount)
    if formula := _formula(amount, text, context, sources):
        return Check(written, amount.start, amount.end, "derived", formula.figures, formula.text)
    if _is_quoted(text, amount, sources):
        return Check(written, amount.start, amount.end, "quoted")
    if _quotes_question(text, amount, sources.question):
        return Check(written, amount.start, amount.end, "question")
    if figures := _exact(text, amount, context, sources):
        return Check(written, amount.start, amount.end, "exact", figures)
    if _is_name(text, amount, sources):
        return Check(written, amount.start, amount.end, "name")
    if _chinese_term(written, text, amount, sources):
        return None
    if _repeats_question(text, amount, sources.question):
        return Check(written, amount.start, amount.end, "question")
    return Check(written, amount.start, amount.end, "unsupported")


def _context(text: str, amount: Amount) -> _Context:
    """The words around a number, with the heading of its list or table."""
    block = max((match.end() for match in _BLOCK.finditer(text, 0, amount.start)), default=0)
    close = _BLOCK.search(text, amount.end)
    end = min(found for found in (close.start() if close else len(text), text.find("。", amount.end)) if found >= 0)
    start = max(block, *(text.rfind(mark, 0, amount.start) + 1 for mark in "。；;！？!?"))
    words, after = text[start : amount.start], text[amount.end : end]
    if amount.comparator and (bound := _BOUND_BEHIND.match(after)):
        after = after[bound.end() :]
    above = [each for each in text[:block].splitlines() if each.strip()]
    if text[block:].lstrip().startswith("|"):
        return _cell_context(above, text[block : amount.start], text[block:end], after)
    if _BULLET.match(text[block : amount.start]):
        lead = [each for each in above if not _BULLET.match(each)][-1:]
        own = _BULLET.sub("", words)
        return _Context(own, canonical(own), canonical("".join(lead)), after)
    return _Context(words, canonical(words), "", after)


def _cell_context(above: Sequence[str], before: str, row: str, after: str) -> _Context:
    """The words around a number in a row of a Markdown table: its own cell, its row's names, its column's name."""
    lead = [line for line in above if not line.lstrip().startswith("|")][-1:]
    table: list[str] = []
    for line in reversed(above):
        if not line.lstrip().startswith("|"):
            break
        table.append(line)
    number = before.count("|") - 1
    header = _cells(table[-1]) if table else []
    lead += [";" + cell for cell in header[:1] if _FOREIGN.search(cell)]
    words = before.rsplit("|", 1)[1]
    others = [cell for place, cell in enumerate(_cells(row)) if place != number and (place == 0 or not _counts(cell))]
    return _Context(
        words,
        canonical(words),
        canonical("".join(lead)),
        after.split("|", 1)[0],
        canonical(";".join(others)),
        canonical(header[number]) if number < len(header) else "",
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _counts(cell: str) -> bool:
    """Whether a cell holds a quantity of its own and is no name."""
    return any(not _claimed(cell, amount) and not re.fullmatch(r"(?:19|20)\d\d", cell) for amount in amounts_in(cell))


def _claimed(text: str, amount: Amount) -> bool:
    """Whether a number is part of a date, a code or a document number."""
    return any(start <= amount.start < end and kind != "structure" for start, end, kind in claims(text))


# --- formulas ----------------------------------------------------------------------------------------------------


def formula_holds(formula: Formula, figures: Iterable[Figure]) -> bool:
    """Whether a formula's operands are values of its figures or constants, and its result is what they give."""
    match = re.fullmatch(r"(.+) (=|≈) (-?[0-9.]+)", formula.text)
    if match is None:
        return False
    if match.group(1).startswith("count("):
        return formula.unit is None and len(set(formula.counted)) == formula.result == Decimal(match.group(3))
    expression, sign, shown = match.group(1), match.group(2), Decimal(match.group(3))
    own = [figure for figure in figures if figure.id in formula.figures]
    values = {abs(value) for figure in own for value in _values(figure)}
    operands = [Decimal(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", expression)]
    result = evaluated(expression)
    if result is None or not all(operand in values or operand in _CONSTANTS for operand in operands):
        return False
    places = -shown.as_tuple().exponent  # type: ignore[operator]
    agrees = result == shown if sign == "=" else rounded(result, places) == shown
    return agrees and shown == formula.result and _units_agree(formula, own, operands, places)


def _units_agree(formula: Formula, figures: Sequence[Figure], operands: Sequence[Decimal], places: int) -> bool:
    """Whether all sums of money of a formula are written in one unit, and its result in the one that it names."""
    money = [figure for figure in figures if is_money(figure.unit) and figure.value is not None]
    if formula.unit is None or not money:
        return not (is_money(formula.unit) and figures)
    if len(figures) == 1 and is_money(formula.unit):
        exact = convert(money[0].value or Decimal(0), money[0].unit or "", formula.unit)
        return abs(formula.result) in (abs(exact), abs(rounded(exact, places)))
    units = [formula.unit] if is_money(formula.unit) else list(MONEY_UNITS)
    return any(all(abs(convert(each.value or Decimal(0), each.unit or "", unit)) in operands for each in money) for unit in units)  # fmt: skip  # noqa: E501


def evaluated(expression: str) -> Decimal | None:
    """The value of an expression of numbers, + - × ÷ and brackets, or None where it is none."""
    tokens = re.findall(r"[0-9]+(?:\.[0-9]+)?|[-+×÷()]", expression)
    if "".join(tokens) != expression.replace(" ", ""):
        return None
    try:
        value, rest = _sum(tokens)
    except (IndexError, InvalidOperation, ArithmeticError, RecursionError):
        return None
    return None if rest else value


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        other, following = _product(rest[1:])
        value = value + other if rest[0] == "+" else value - other
        rest = following
    return value, rest


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _term(tokens)
    while rest and rest[0] in "×÷":
        other, following = _term(rest[1:])
        value = value * other if rest[0] == "×" else value / other
        rest = following
    return value, rest


def _term(tokens: list[str]) -> tuple[Decimal, list[str]]:
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise IndexError("a bracket is left open")
        return value, rest[1:]
    return Decimal(tokens[0]), tokens[1:]


def _values(figure: Figure) -> list[Decimal]:
    """The values that a figure may stand for in a formula: its own, and for money in every unit of money."""
    if figure.value is None:
        return []
    if figure.unit is None or not is_money(figure.unit):
        return [figure.value]
    return [convert(figure.value, figure.unit, unit) for unit in MONEY_UNITS]


def _formula(amount: Amount, text: str, context: _Context, sources: Sources) -> Formula | None:
    """The shown formula that a number stands in, or whose result it repeats under the names of its figures."""
    for formula in sources.formulas:
        for match in re.finditer(rf"(?<![0-9.]){re.escape(formula.text)}(?![0-9]|\.[0-9])", text):
            unit = text[match.end() :].lstrip().startswith(amount.unit or "") and amount.unit == formula.unit
            last = amount.end > match.end()
            if match.start() <= amount.start < match.end() and (unit if last else not _twisted(text, match.end())):
                return formula
        if formula.text not in text or amount.value != formula.result:
            continue
        if formula.counted and _says_count(formula, amount, text, context):
            return formula
        plain = _ends_well(context) and not _DISGUISED.search(text[: amount.end])
        if amount.unit == formula.unit and plain and _says(formula, context, sources):
            return formula
    return None


def _twisted(text: str, end: int) -> bool:
    """Whether a unit that no number reads stands behind a formula (… = 12 亿)."""
    return bool(re.match(r"\s*[万亿‰]", text[end:]))


def _says_count(formula: Formula, amount: Amount, text: str, context: _Context) -> bool:
    """Whether a number with a measure word stands before its count, behind what is counted."""
    behind = text[amount.end : amount.end + len(formula.text) + 8]
    what = canonical(formula.text[len("count(") : formula.text.rindex(")")])
    named = [canonical(part) for part in _QUOTED.findall(context.words)]
    fits = all(name in what for name in named) and (not named or what in "、".join(named) or len(named) > 1)
    says = not _left(
        canonical(_QUOTED.sub("", context.words)), ("共有", "一共", "合计", "共", "有", "下", "符合", "的")
    )
    noun = re.match(r"\s*(?:项目|指标|单位|部门|机构|处室|事项|条目|行)?\s*[（(]", text[amount.end :])
    plain = amount.unit in (None, "项", "个", "条", "家", "种", "类", "张") and not amount.comparator
    return fits and says and plain and noun is not None and formula.text in behind


def _says(formula: Formula, context: _Context, sources: Sources) -> bool:
    """Whether a sentence that ends in a formula's result names the formula's figures, in its order and direction."""
    own = [figure for figure in sources.figures if figure.id in formula.figures]
    if len(own) == 1:
        return _told(own[0], context, sources, (*_STATE, *_CONVERTED))
    changes = [figure for figure in own if figure.aspect == "change"]
    others = [figure for figure in own if figure.aspect != "change"]
    if len(own) == 2 and len(changes) == 1 and _same_measure(own[0], own[1]):
        ratio = "÷" in formula.text
        said = replace(others[0], aspect="change", value=changes[0].value) if ratio else others[0]
        year = None if ratio or not others[0].period else str(int(others[0].period[:4]) - 1)
        return _told(said, context, sources, _STATE, year)
    return bool(own) and not changes and _relates(formula, own, context, sources)


def _relates(formula: Formula, figures: Sequence[Figure], context: _Context, sources: Sources) -> bool:
    """Whether a sentence puts figures into the relation of their formula: sum, difference, share, multiple, average."""
    spans = [span for figure in figures for span in _mentions(figure, context.own, sources)]
    quoted = [canonical(part) for part in _QUOTED.findall(context.words) if _is_condition(part, sources)]
    spans += [match.span() for part in quoted for match in re.finditer(re.escape(part), context.own) if part]
    first = min((start for start, _ in spans), default=0)
    opening = max((match.end() for match in re.finditer(r"[;:。|!?]", context.own[:first])), default=0)
    opening = max(opening, _last_amount(context.own[:first]))
    rest = _masked(context.own, spans)[opening:]
    if _COMPARED.search(rest) or _is_twisted(context, sources):
        return False
    if not spans or _left(rest, (*_PREFIX, *_STATE, *_RELATED)) or not _is_period(figures[0], context, sources, None):
        return False
    if not all(any(name in context.own for name in measure_names(figure.measure)) for figure in figures):
        return False
    if set(re.findall(r"[-+×÷]", formula.text)) == {"+"}:
        return re.search("合计|之和|加起来|一?共|总计|多|少|占|比", rest) is not None and not re.search(
            "[多少占比倍]", rest
        )
    return len(figures) == 2 and _in_order(formula, figures, rest, context)


def _is_condition(quote: str, sources: Sources) -> bool:
    """Whether words in “” are what rows were chosen by: words of the question, or of the cells that are cited."""
    words = _plain_quotes(quote)
    return any(words in squeezed(source) for source in (_unquoted(sources.question), *sources.quotes))


def _in_order(formula: Formula, figures: Sequence[Figure], rest: str, context: _Context) -> bool:
    """Whether a sentence names the two figures of a difference or a ratio in the order that its words ask for."""
    operand = Decimal(re.findall(r"[0-9]+(?:\.[0-9]+)?", formula.text)[0])
    leading = [figure for figure in figures if operand in [abs(value) for value in _values(figure)]]
    places = _places(figures, context.own)
    if places is None or not leading:
        return False
    first = figures[0] if places[0] < places[1] else figures[1]
    if "÷" in formula.text:
        word = {"%": "占|比例|比重", "倍": "是|为|相当于"}.get(formula.unit or "", "除以|平均|每")
        return re.search(word, rest) is not None and first in leading and not re.search("[多少高低大小差]", rest)
    if re.search("占|倍|平均|比例|比重", rest):
        return False
    more, less = re.search("[多高大]|超", rest), re.search("[少低小]", rest)
    if more and not less:
        return first in leading
    if less and not more:
        return first not in leading or len(leading) > 1
    return bool(re.search("差", rest)) and not more and not less


def _places(figures: Sequence[Figure], words: str) -> tuple[int, int] | None:
    """Where a sentence names each of two figures, by measure, or of one measure by whose they are."""
    one, other = figures
    if not _same_measure(one, other):
        found = [min(words.find(name) for name in measure_names(each.measure) if name in words) for each in figures]
        inside = [max(measure_names(each.measure), key=len) for each in figures]
        if inside[0] in inside[1]:
            found[0] = words.replace(inside[1], "◇" * len(inside[1])).find(inside[0])
        elif inside[1] in inside[0]:
            found[1] = words.replace(inside[0], "◇" * len(inside[0])).find(inside[1])
        return (found[0], found[1]) if min(found) >= 0 else None
    own = [_first(words, set(whose(one)) - set(whose(other))), _first(words, set(whose(other)) - set(whose(one)))]
    stands = [match.start() for match in re.finditer(re.escape(canonical(one.measure)), words)]
    if min(own) < 0 and max(own) >= 0 and len(stands) > 1:
        taken = next((place for place in stands if place >= max(own)), -1)
        rest = [place for place in stands if place != taken]
        own[own.index(min(own))] = rest[0]
    return (own[0], own[1]) if min(own) >= 0 else None


def _first(words: str, names: Iterable[str]) -> int:
    return min((words.find(canonical(name)) for name in names if canonical(name) in words), default=-1)


def _same_measure(one: Figure, other: Figure) -> bool:
    return canonical(one.measure) == canonical(other.measure)


# --- figures -----------------------------------------------------------------------------------------------------


def _exact(text: str, amount: Amount, context: _Context, sources: Sources) -> tuple[str, ...]:
    """The ids of the figures that a number states, if the words around it name them and say nothing else."""
    if not (_ends_well(context) or _behind(context, sources)) or _DISGUISED.search(text[: amount.end]):
        return ()
    minus = text[: amount.start].endswith(("-", "－", "−")) and not context.own.endswith("--")
    value = -amount.value if minus else amount.value
    stated = [figure for figure in sources.figures if _states(replace(amount, value=value), figure)]
    if minus:
        context = replace(context, own=context.own[:-1], words=context.words[:-1])
    return tuple(figure.id for figure in stated if _told(figure, context, sources, _STATE))


def _states(amount: Amount, figure: Figure) -> bool:
    """Whether a number has a figure's value, unit and comparator."""
    if figure.value is None:
        return False
    value = abs(figure.value) if figure.aspect == "change" else figure.value
    equal = same_quantity(amount.value, amount.unit, value, figure.unit)
    return equal and amount.comparator in (figure.comparator, "=" if not figure.comparator else figure.comparator)


def _ends_well(context: _Context) -> bool:
    """Whether what follows a number leaves it as it is (no 左右, 的两倍, 每月, 吗)."""
    return bool(_AFTER.match(context.after)) and not re.search(r"[A-Za-z]$", re.sub(r"(?:CNY|RMB)$", "", context.words))


def _told(figure: Figure, context: _Context, sources: Sources, allowed: Sequence[str], year: str | None = None) -> bool:
    """Whether the words around a number name a figure, its direction, its time, and whose it is, and nothing else."""
    named = _named(figure, context, sources, allowed)
    foreign = _FOREIGN.search(_masked(context.before, _mentions(figure, context.before, sources)))
    if not named or foreign or _is_twisted(context, sources):
        return False
    return _is_period(figure, context, sources, year) and _is_told_apart(figure, context, sources.figures)


def _is_twisted(context: _Context, sources: Sources) -> bool:
    """Whether words of the sentence take a statement back or limit it, or are English words that are not known."""
    english = re.findall(r"[A-Za-z]+", _ENGLISH_COMPARED.sub("", _clause(context.words)))
    named = " ".join(sources.titles)
    unknown = any(not _ENGLISH.fullmatch(word) and word not in named for word in english)
    taken_back = _REFUTED.search(context.before) or _REFUTED_BEHIND.search(context.after)
    return bool(unknown or taken_back or _TWIST_BEHIND.match(context.after))


def _named(figure: Figure, context: _Context, sources: Sources, allowed: Sequence[str]) -> bool:
    """Whether the name beside a number is a figure's, without words that would change it."""
    masked = _valued(_masked(context.own, _mentions(figure, context.own, sources, measures=False)), figure)
    last = _last_name(masked, sources.names)
    if context.label is not None:
        return _named_by_cell(figure, context, sources, allowed)
    if last is not None:
        return _joined(figure, masked, last, context, allowed)
    bare = _left(_told_direction(figure, masked, context) or "", allowed) == ""
    above = _masked(context.above, _mentions(figure, context.above, sources, measures=False))
    last = _last_name(above, sources.names)
    if bare and last is not None and context.above:
        return _is_measure(last.group(), figure) and not _left(above[last.end() :], allowed)
    return _named_behind(figure, masked, context, sources)


def _joined(figure: Figure, masked: str, last: re.Match[str], context: _Context, allowed: Sequence[str]) -> bool:
    """Whether a name before a number is a figure's, and only allowed words stand before it and between the two."""
    if not _is_measure(last.group(), figure):
        return False
    whole = masked[last.end() :]
    between = whole[_last_amount(whole) :]
    prefix = masked[: last.start()]
    cut = max((match.end() for match in _DELIMITER.finditer(prefix)), default=0)
    prefix = prefix[max(cut, _last_amount(prefix)) :]
    for name in measure_names(figure.measure):
        prefix = prefix.replace(name, "◇" * len(name))
    told = _told_direction(figure, between, context)
    if (
        told is None
        and re.fullmatch(r"[,(]?[A-Za-z]*", between)
        and _told_direction(figure, whole, context) is not None
    ):
        told = between
    return told is not None and not _left(told, allowed) and not _left(prefix, _PREFIX)


def _named_by_cell(figure: Figure, context: _Context, sources: Sources, allowed: Sequence[str]) -> bool:
    """Whether the names of a number's row and column, or the lead above them, are a figure's and no other's."""
    parts = [context.label or "", context.header, context.own]
    masked = [_masked(part, _mentions(figure, part, sources)) for part in parts]
    told = _told_direction(figure, masked[1] + masked[2], context)
    if told is None or _left(masked[0], (*_PREFIX, *_STATE)) or _left(told, allowed):
        return False
    if any(_is_measure(match.group(), figure) for part in parts for match in sources.names.finditer(part)):
        return True
    last = _last_name(context.above, sources.names)
    return last is not None and _is_measure(last.group(), figure) and not _left(context.above[last.end() :], allowed)


def _named_behind(figure: Figure, masked: str, context: _Context, sources: Sources) -> bool:
    """Whether a figure's name stands right behind its number (2台身份证识别仪; 2万元用于公务接待费)."""
    behind = _behind(context, sources)
    if figure.aspect in ("change", "share") or not _is_measure(behind, figure):
        return False
    cut = max((match.end() for match in _DELIMITER.finditer(masked)), default=0)
    return not _left(masked[max(cut, _last_amount(masked)) :], (*_PREFIX, *_STATE))


def _behind(context: _Context, sources: Sources) -> str:
    """The name of a measure right behind a number, before the end of the clause, or nothing."""
    behind = canonical(context.after)
    lead = re.match(r"的|是|为|用于", behind)
    name = sources.names.match(behind, lead.end() if lead else 0)
    return name.group() if name and re.match(r"[,;:。、|!?)]|$", behind[name.end() :]) else ""


def _told_direction(figure: Figure, words: str, context: _Context) -> str | None:
    """Words between a name and its number without those of a change, or None where the change is another one."""
    if figure.aspect == "share":
        return re.sub("|".join(_SHARE), "", words)
    if figure.aspect != "change" or figure.value is None:
        return words
    rest = _COMPARED.sub("", words)
    signs = {-1 if match.group(2) else 1 for match in _DIRECTION.finditer(rest)}
    if not signs and re.search("[A-Za-z]", context.words):
        clause = _clause(context.words)
        signs = {sign for sign, word in ((1, _ENGLISH_UP), (-1, _ENGLISH_DOWN)) if word.search(clause)}
    year = next((match.group(1) for match in _COMPARED.finditer(words) if match.group(1)), None)
    base = year is None or figure.period is None or int(year) == int(figure.period[:4]) - 1
    wanted = {-1 if figure.value < 0 else 1} if figure.value else signs
    return _DIRECTION.sub("", rest, count=1) if signs and signs == wanted and base else None


def _is_period(figure: Figure, context: _Context, sources: Sources, year: str | None) -> bool:
    """Whether the time that is named last before a number, or in brackets behind it, is the figure's, or is `year`."""
    if figure.period is None:
        return True
    period = year or figure.period[:4]
    masked = _COMPARED.sub("", _masked(context.before, _mentions(figure, context.before, sources)))
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


def _is_told_apart(figure: Figure, context: _Context, figures: Sequence[Figure]) -> bool:
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
    own = {canonical(name) for name in set(whose(figure)) - set(whose(rival))}
    others = {canonical(name) for name in set(whose(rival)) - set(whose(figure))}
    if not own and not others and figure.period == rival.period and stand_of(figure) != stand_of(rival):
        own, others = {canonical(stand_of(figure))}, {canonical(stand_of(rival))}
    if own or others:
        theirs = {name for name in others if not any(name in mine for mine in own)}
        said, disputed = _last_mention(before, own), _last_mention(before, theirs)
        return said > disputed if own else disputed == (-1, 0)
    return figure.period != rival.period and (figure.period or "-")[:4] in before


def _last_mention(text: str, names: Iterable[str]) -> tuple[int, int]:
    """Where the last of some names ends in a text, and how long it is."""
    ends = ((text.rfind(name) + len(name), len(name)) for name in names if name and name in text)
    return max(ends, default=(-1, 0))


# --- names in words ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _bearers(figure: Figure) -> tuple[str, ...]:
    """The names that whose a figure is goes by: its subject, its row and its table, with and without brackets."""
    names = (figure.subject, *whose(figure), *figure.place.row, stand_of(figure))
    bare = (re.sub(r"[（(][^（）()]*[）)]", "", name) for name in names)
    return tuple(dict.fromkeys(name for name in (*names, *bare) if len(name) > 1))


def _mentions(figure: Figure, words: str, sources: Sources, *, measures: bool = True) -> list[tuple[int, int]]:
    """The spans of words in canonical spelling that name whose a figure is, and where wanted its measure.

    A name of another measure that is longer than what it overlaps stays.
    """
    own = measure_names(figure.measure)
    bearers = {canonical(name) for name in (figure.subject, *whose(figure))}
    words = _valued(words, figure)
    spans = [match.span() for match in sources.names.finditer(words)]
    found = [span for span in spans if measures and words[slice(*span)] in own]
    for name in sorted({canonical(name) for name in _bearers(figure)} - set(own), key=len, reverse=True):
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


def _masked(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """Words with the spans of names struck out, offsets unchanged."""
    for start, end in spans:
        words = words[:start] + "◇" * (end - start) + words[end:]
    return words


def _last_name(words: str, names: re.Pattern[str]) -> re.Match[str] | None:
    return next(iter(list(names.finditer(words))[-1:]), None)


def _is_measure(name: str, figure: Figure) -> bool:
    return name in measure_names(figure.measure)


def _last_amount(words: str) -> int:
    """Where the last quantity of some words ends that is no date or code, or 0."""
    dated = (None, "年", "月", "日")
    found = [each.end for each in amounts_in(words) if each.unit not in dated or not _claimed(words, each)]
    return max(found, default=0)


def _left(words: str, allowed: Sequence[str]) -> str:
    """What is left of words in canonical spelling without the allowed ones, times and marks."""
    rest = _YEAR.sub("", words)
    return _MARKS.sub("", _word_pattern(tuple(allowed)).sub("", rest))


@lru_cache(maxsize=32)
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(canonical(word)) for word in sorted(words, key=len, reverse=True)))


def _clause(words: str) -> str:
    """The last clause of a sentence, quotes aside."""
    return re.split(r"[,;:，；：、]", _QUOTED.sub("", words))[-1]


# --- quotes, the question, names ---------------------------------------------------------------------------------


def _is_quoted(text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a number stands inside “” with words of its own, and all of them stand so in a citation."""
    for match in _QUOTED.finditer(text):
        if match.start() < amount.start and amount.end < match.end():
            words = _plain_quotes(match.group())
            coded = _CODE_BEFORE.search(text[: match.start()]) and re.fullmatch(r"“[0-9]{3,}”", match.group())
            speaks = bool(coded) or not _is_bare(match.group(), sources.names) or _claimed(text, amount)
            return speaks and any(_stands_in(words, quote, sources.names) for quote in sources.quotes)
    return False


def _is_bare(quote: str, names: re.Pattern[str] | None = None) -> bool:
    """Whether a quote is nothing but quantities, words of change and of linking: it says not what they are of."""
    if names is not None and names.search(canonical(quote)):
        return False
    rest = quote
    for amount in reversed(amounts_in(quote)):
        rest = rest[: amount.start] + rest[amount.end :]
    linking = ("比上年", "较上年", "其中", "如下", "预算", "安排", "合计", "共计", "为", "共", *_UP, *_DOWN)
    return len(re.sub(r"[\W_]|" + "|".join(linking), "", rest)) < (4 if names else 2)


def _stands_in(words: str, quote: str, names: re.Pattern[str]) -> bool:
    """Whether words stand in a quote without a number, its unit or a measure's name being cut at their ends."""
    whole = [match for match in _spaced(words).finditer(quote) if not _cuts(quote, *match.span())]
    wanted, source = canonical(words), canonical(quote)
    at = [match.start() for match in re.finditer(re.escape(wanted), source)]
    spans = [match.span() for match in names.finditer(source)] if at else []
    cut = bool(at) and all(any(start < each < end for start, end in spans) for each in at)
    return bool(whole) and not cut


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether [start, end) of a text begins or ends within a number, or leaves a number's unit or bound behind."""
    left = text[:start][-2:]
    if re.match(r"[0-9]", text[start:end]) and re.search(r"[0-9][.,]?$|[≥≤<>]$", left):
        return True
    if not re.search(rf"[0-9](?:{_UNITS}|%)?$", text[start:end]):
        return False
    return bool(re.match(r"[0-9]|[.,][0-9]|及?以[上下内]|左右", text[end:])) or bool(
        re.search(r"[0-9]$", text[start:end]) and re.match(rf"{_UNITS}|[%万亿]", text[end:])
    )


def _quotes_question(text: str, amount: Amount, question: str) -> bool:
    """Whether a number stands inside “” with words of the question, and the sentence does not give it as an answer."""
    for match in _QUOTED.finditer(text):
        if match.start() < amount.start and amount.end < match.end():
            before = re.split(r"[。；\n]", text[: match.start()])[-1]
            after = text[match.end() :]
            repeated = _plain_quotes(match.group()) in _plain_quotes(question)
            if _ASKED.search(before):
                return repeated and not _APPROVED.match(after)
            named = not _is_bare(match.group()) or _NOT_THERE.search(before) or _CHOSEN.match(before + "@" + after)
            answers = _STATED.search(before) or _APPROVED.match(after) or _AGREED.match(after)
            return bool(repeated and named and not answers)
    return False


def _repeats_question(text: str, amount: Amount, question: str) -> bool:
    """Whether a number only repeats the question, and the words before it say so; a year of it needs no such words."""
    if amount.unit == "年" and re.fullmatch(r"(?:19|20)[0-9]{2}", str(amount.value)):
        return re.search(rf"(?<![0-9]){amount.value}(?![0-9])", question) is not None
    asked = [*amounts_in(question), *chinese_amounts_in(question)]
    if not any(same_quantity(amount.value, amount.unit, other.value, other.unit) for other in asked):
        return False
    before = re.split(r"[。；\n]", text[: amount.start])[-1]
    return bool(_ASKED.search(before)) and not _APPROVED.match(text[amount.end :])


def _is_name(text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a number is part of a date, code or name that stands so in the document or names the evidence."""
    if _in_title(text, amount, sources.titles):
        return True
    for start, end, kind in claims(text):
        if start <= amount.start < end and kind != "structure":
            return _is_claim(squeezed(text[start:end]), kind, amount, sources)
    if re.fullmatch(r"20[0-9]{2}", amount.raw) and _YEAR_IN_ENGLISH.search(text[: amount.start]):
        return amount.raw in sources.years and not re.match(r"[.,%\w]", text[amount.end :])
    if amount.unit is not None and amount.unit not in ("年", "月", "日"):
        return False
    for match in _TITLED.finditer(text):
        if match.start() < amount.start and amount.end <= match.end():
            words = _spaced(squeezed(match.group())[1:-1])
            whole = any(not _cuts(sources.document, *each.span()) for each in words.finditer(sources.document))
            return whole and not _is_bare(match.group(), sources.names) and not _UNIT_NEXT.match(text, match.end())
    around = next((m for m in _NAMED_NUMBER.finditer(text) if m.start() <= amount.start < m.end()), None)
    lettered = around is not None and re.search(r"[A-Za-z#]", around.group()) is not None
    return lettered and around is not None and _stands(squeezed(around.group()), sources.document)


def _is_claim(words: str, kind: str, amount: Amount, sources: Sources) -> bool:
    """Whether a date, a code or a document number may be named: a code only where a source of the answer holds it."""
    if kind == "date":
        year = re.match(r"(?:19|20)[0-9]{2}", words)
        known = year is None or year.group() in sources.years
        return known and any(_stands(each, sources.document) for each in (words, re.sub(r"全?年度?$", "", words)))
    if amount.unit is not None:
        return False
    if kind == "identifier" and not re.match(r"[A-Za-z]", words):
        return _stands(words, sources.document)
    return any(_stands(words, source) for source in (*sources.quotes, *sources.titles, sources.question))


def _spaced(words: str) -> re.Pattern[str]:
    """A pattern for words without white space in a text with it."""
    return re.compile(r"\s*".join(map(re.escape, words)))


def _in_title(text: str, amount: Amount, titles: Iterable[str]) -> bool:
    """Whether a number is part of a name that the evidence bears, written out in full."""
    for title in titles:
        if amount.raw[-1:] in title and any(map(_is_number, title)) and not _is_bare(title):
            found = (match.span() for match in _spaced(title).finditer(text))
            if any(start <= amount.start and amount.end <= end for start, end in found):
                return True
    return False


def _stands(words: str, document: str) -> bool:
    """Whether words stand in a text, no number cut at their ends."""
    return bool(words) and re.search(rf"(?<![0-9]){_spaced(words).pattern}(?![0-9]|\.[0-9])", document) is not None


def _chinese_term(written: str, text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a Chinese numeral is part of a term of the document (六个百分百, 第一部分) and states nothing itself."""
    if not set(written) & set(_HAN_DIGIT) or any(map(_is_number, re.sub(rf"[{_HAN_DIGIT}]", "", written))):
        return False
    if is_money(amount.unit) or amount.unit in ("成", "倍", "%", "个百分点") or amount.value.is_nan():
        return False
    if re.search(r"[有共为是达约设占近超增减少多配购]\s*$", text[: amount.start]):
        return False
    behind = re.match(r"\s*[\u4e00-\u9fff]{2}", text[amount.end :])
    inner = squeezed(text[amount.start : amount.end] + (behind.group() if behind else ""))
    return len(inner) >= 4 and inner in sources.document


def _unquoted(text: str) -> str:
    """A text without quotation marks, LaTeX comparators as signs."""
    return re.sub(r"[“”‘’\"']", "", readable(text))


def _plain_quotes(text: str) -> str:
    """A text for comparing quotes: without quotation marks and white space, LaTeX comparators as signs."""
    return squeezed(_unquoted(text))
