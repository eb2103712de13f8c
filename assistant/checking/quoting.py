"""Numbers that are repeated: inside a quote of a source, from the question, or as part of a date, code or name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.checking.shown import HAN_DIGIT, UNIT_NEXT, UNITS, is_number
from assistant.checking.surroundings import claimed
from assistant.model import Formula
from assistant.question.normalise import canonical
from index.amounts import amounts_in, chinese_amounts_in, is_money, same_quantity
from index.model import Amount, Figure
from index.numerals import claims
from index.text import readable, squeezed
from index.vocabulary import DECREASE_WORDS, INCREASE_WORDS

UP = (*INCREASE_WORDS, "多", "涨", "上调", "扩大", "升")
DOWN = (*DECREASE_WORDS, "少", "压降", "核减", "调减", "下调", "缩减", "削减", "缩水", "降", "下滑", "回落")
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
QUOTED = re.compile(r"“[^“”]*”")
_CODE_BEFORE = re.compile(r"(?:编码|代码|编号)(?:是|为)?$")
_TITLED = re.compile(r"[“《][^“”《》]*[”》]")
_NAMED_NUMBER = re.compile(r"[\u4e00-\u9fff#A-Za-z（(【〔\[]*[0-9]+(?:\.[0-9]+)?\s*[\u4e00-\u9fff#A-Za-z）)】〕\]]*")


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


def is_quoted(text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a number stands inside “” with words of its own, and all of them stand so in a citation."""
    for match in QUOTED.finditer(text):
        if match.start() < amount.start and amount.end < match.end():
            words = plain_quotes(match.group())
            coded = _CODE_BEFORE.search(text[: match.start()]) and re.fullmatch(r"“[0-9]{3,}”", match.group())
            speaks = bool(coded) or not _is_bare(match.group(), sources.names) or claimed(text, amount)
            return speaks and any(_stands_in(words, quote, sources.names) for quote in sources.quotes)
    return False


def _is_bare(quote: str, names: re.Pattern[str] | None = None) -> bool:
    """Whether a quote is nothing but quantities, words of change and of linking: it says not what they are of."""
    if names is not None and names.search(canonical(quote)):
        return False
    rest = quote
    for amount in reversed(amounts_in(quote)):
        rest = rest[: amount.start] + rest[amount.end :]
    linking = ("比上年", "较上年", "其中", "如下", "预算", "安排", "合计", "共计", "为", "共", *UP, *DOWN)
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
    if not re.search(rf"[0-9](?:{UNITS}|%)?$", text[start:end]):
        return False
    return bool(re.match(r"[0-9]|[.,][0-9]|及?以[上下内]|左右", text[end:])) or bool(
        re.search(r"[0-9]$", text[start:end]) and re.match(rf"{UNITS}|[%万亿]", text[end:])
    )


def quotes_question(text: str, amount: Amount, question: str) -> bool:
    """Whether a number stands inside “” with words of the question, and the sentence does not give it as an answer."""
    for match in QUOTED.finditer(text):
        if match.start() < amount.start and amount.end < match.end():
            before = re.split(r"[。；\n]", text[: match.start()])[-1]
            after = text[match.end() :]
            repeated = plain_quotes(match.group()) in plain_quotes(question)
            if _ASKED.search(before):
                return repeated and not _APPROVED.match(after)
            named = not _is_bare(match.group()) or _NOT_THERE.search(before) or _CHOSEN.match(before + "@" + after)
            answers = _STATED.search(before) or _APPROVED.match(after) or _AGREED.match(after)
            return bool(repeated and named and not answers)
    return False


def repeats_question(text: str, amount: Amount, question: str) -> bool:
    """Whether a number only repeats the question, and the words before it say so; a year of it needs no such words."""
    if amount.unit == "年" and re.fullmatch(r"(?:19|20)[0-9]{2}", str(amount.value)):
        return re.search(rf"(?<![0-9]){amount.value}(?![0-9])", question) is not None
    asked = [*amounts_in(question), *chinese_amounts_in(question)]
    if not any(same_quantity(amount.value, amount.unit, other.value, other.unit) for other in asked):
        return False
    before = re.split(r"[。；\n]", text[: amount.start])[-1]
    return bool(_ASKED.search(before)) and not _APPROVED.match(text[amount.end :])


def is_name(text: str, amount: Amount, sources: Sources) -> bool:
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
            return whole and not _is_bare(match.group(), sources.names) and not UNIT_NEXT.match(text, match.end())
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
        if amount.raw[-1:] in title and any(map(is_number, title)) and not _is_bare(title):
            found = (match.span() for match in _spaced(title).finditer(text))
            if any(start <= amount.start and amount.end <= end for start, end in found):
                return True
    return False


def _stands(words: str, document: str) -> bool:
    """Whether words stand in a text, no number cut at their ends."""
    return bool(words) and re.search(rf"(?<![0-9]){_spaced(words).pattern}(?![0-9]|\.[0-9])", document) is not None


def is_chinese_term(written: str, text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a Chinese numeral is part of a term of the document (六个百分百, 第一部分) and states nothing itself."""
    if not set(written) & set(HAN_DIGIT) or any(map(is_number, re.sub(rf"[{HAN_DIGIT}]", "", written))):
        return False
    if is_money(amount.unit) or amount.unit in ("成", "倍", "%", "个百分点") or amount.value.is_nan():
        return False
    if re.search(r"[有共为是达约设占近超增减少多配购]\s*$", text[: amount.start]):
        return False
    behind = re.match(r"\s*[\u4e00-\u9fff]{2}", text[amount.end :])
    inner = squeezed(text[amount.start : amount.end] + (behind.group() if behind else ""))
    return len(inner) >= 4 and inner in sources.document


def unquoted(text: str) -> str:
    """A text without quotation marks, LaTeX comparators as signs."""
    return re.sub(r"[“”‘’\"']", "", readable(text))


def plain_quotes(text: str) -> str:
    """A text for comparing quotes: without quotation marks and white space, LaTeX comparators as signs."""
    return squeezed(unquoted(text))
