"""English questions whose act is said by their frame (made up of, the three largest, compared with): their Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

Translate = Callable[[str], str]
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = dict(zip(_WORDS, "一两三四五六七八九十", strict=True))
_DIGITS = {str(number): sign for number, sign in enumerate(_NUMBERS.values(), 1)}
_COUNT = rf"(?P<count>{'|'.join(_NUMBERS)}|10|[1-9])"
_HIGH, _LOW = r"largest|biggest|highest|greatest|most expensive|costliest", r"smallest|lowest|cheapest|least expensive"
_COMPOSED = re.compile(
    r"what (?:does|do|did|is|are|was|were) (?:the )?(?P<a>.+?)"
    r" (?:consist(?:s|ing)? of|made (?:up )?(?:of|from)|composed of)"
    r"|(?:break ?down|composition|structure|make-?up|components|parts) of (?:the )?(?P<b>.+)"
    r"|what makes up (?:the )?(?P<c>.+)|where does (?:the |your )?(?P<d>.+?) come from",
    re.I,
)
_RANKED = re.compile(
    rf"\b(?:top {_COUNT}|(?:{_COUNT.replace('count', 'before')} )?(?P<extreme>{_HIGH}|{_LOW}))\b", re.I
)
_PURCHASES = re.compile(r"procure\w*|purchas\w+|buy\w*|bought|projects?", re.I)
_EARLIER = r"(?:(?P<before>20[0-9]{2})|(?:the )?(?:last|previous|prior) year)"
_COMPARED = re.compile(
    rf"\b(?:compar\w+|differ\w*|difference|chang\w+|increas\w+|decreas\w+|grow\w*|grew|r[io]se\w*|f[ae]ll\w*|drop\w*"
    rf"|declin\w+|up|down|higher|lower|more|less)\b.*?\b(?:with|to|than|over|from|since|against|on)"
    rf" (?:(?:that|the one) (?:of|in) |in )?{_EARLIER}",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:(?P<up>increas\w*|gr[eo]w\w*|r[io]se\w*|go(?:ne|ing)? up|went up|higher|more)"
    r"|(?P<down>decreas\w*|f[ae]ll\w*|drop\w*|declin\w*|reduc\w*|go(?:ne|ing)? down|went down|lower|less)|chang\w*"
    r"|compar\w*|differ\w*)\b",
    re.I,
)
_HOW_MUCH_DID = re.compile(r"\b(?:how (?:much|far) )?(?:did|has|have)\b", re.I)
_WHY = re.compile(r"\bwhy\b|\breasons?\b", re.I)
_MEANS = re.compile(
    r"what (?:does|do) (?P<a>.+?) mean|what is meant by (?P<b>.+)|(?:definition|meaning) of (?P<c>.+)|define (?P<d>.+)",
    re.I,
)
_ON_VEHICLES = re.compile(r"\b(?:spen[dt]\w*|costs?|expen\w+|pa(?:y|id)|allocated|set aside|goes to|for)\b", re.I)
_NO_EXPENSE = re.compile(r"\bworth|\bvalue|\bassets?\b|\bhow many\b|\bown(?:s|ed)?\b|operat|maintenance|running", re.I)
_VEHICLES = re.compile(r"\b(?:(?:official|government|public|state) )?(?:vehicles?|cars?)\b", re.I)
_BUYING = re.compile(
    r"\b(?:buy(?:ing)?|purchas(?:e|ing)|new) (?:of )?(?:(?:new|official|government) )*(?:vehicles?|cars?)", re.I
)
_OF_PROJECT = re.compile(r"\b(?:targets?|goals?|objectives?|indicators?)\b", re.I)
_PROJECT = re.compile(r"\bprojects?\b", re.I)
_LOST = re.compile(
    rf"\b(?:{_HIGH}|{_LOW}|top|average|median|rank\w*|compar\w+|differ\w+|ratio|twice|double|half|most|least|trend"
    r"|forecast|since|until|per (?!cent)\w+)\b",
    re.I,
)
_STOP = frozenset(re.findall(r"\w+", "what about does that this with have much year many also then there were"))
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def framed(text: str, translate: Translate) -> str | None:
    """The Chinese of a question whose frame says its act; None where it has none, empty where its subject is unknown.

    `translate` puts the words of a subject into the genre's terms.
    """
    for way in (_composed, _meaning, _ranked, _compared, _reason, _targets):
        if (found := way(text, translate)) is not None:
            return found
    return None


def with_expenses(text: str) -> str:
    """A question with vehicles called an expense where it asks what is spent on them; else they are an asset."""
    text = _BUYING.sub("official vehicle purchase", text)
    spent = _ON_VEHICLES.search(text) and not _NO_EXPENSE.search(text) and not re.search("vehicle purchase", text)
    return _VEHICLES.sub("vehicle expenses", text) if spent and re.search(r"how much|what", text, re.I) else text


def not_understood(text: str) -> str | None:
    """What to say of an English question of which an act, a year or a project's name would be lost."""
    if _CHINESE.search(text):
        return None
    if _OF_PROJECT.search(text) and _PROJECT.search(text):
        return (
            "The document names its projects in Chinese, so an English name cannot be looked up. "
            "Please give the project's Chinese name in the question."
        )
    return None


def lost_words(rest: str) -> tuple[str, ...]:
    """The words of act or year in what no phrase has covered."""
    return tuple(dict.fromkeys(match.group() for match in _LOST.finditer(rest)))


def _subject(match: re.Match[str], translate: Translate) -> str:
    return translate(next((group for group in match.groups() if group), ""))


def _composed(text: str, translate: Translate) -> str | None:
    match = _COMPOSED.search(text)
    if match is None:
        return None
    what = _subject(match, translate)
    return f"{'支出预算' if what == '预算' else what}由哪些部分组成" if what else ""


def _meaning(text: str, translate: Translate) -> str | None:
    match = _MEANS.search(text)
    what = _subject(match, translate) if match else ""
    return f"什么叫{what}" if what else None


def _ranked(text: str, translate: Translate) -> str | None:
    match = _RANKED.search(text)
    if match is None or _CHINESE.search(text):
        return None
    said = (match["count"] or match["before"] or "").lower()
    count = _NUMBERS.get(said) or _DIGITS.get(said, "")
    low = match["extreme"] is not None and re.fullmatch(_LOW, match["extreme"], re.I) is not None
    several = f"{count}笔" if count and count != "一" else "一笔"
    rest = text[: match.start()] + text[match.end() :]
    if re.search(r"\b(?:which|what) (?:office|department|division|unit|body|agency)", text, re.I):
        return f"哪个单位的政府采购金额最{'小' if low else '大'}" if _PURCHASES.search(rest) else ""
    if _PURCHASES.search(rest):
        return f"金额最{'小' if low else '大'}的{several}采购是什么"
    what = translate(re.sub(r"\b(?:part|item|source|share)s? of\b", " ", rest))
    return f"{what}中最{'小' if low else '大'}的是哪一项" if what else ""


def _compared(text: str, translate: Translate) -> str | None:
    match = _COMPARED.search(text)
    if match is None or _WHY.search(text):
        return None
    rest = text[: match.start()] + text[match.end() :]
    what = translate(re.sub(r"\b(?:how|what|is|the) (?:much )?chang\w*", " ", rest))
    percent = bool(re.search(r"per ?cent|%", text, re.I))
    earlier = f"{match['before']}年" if match["before"] else "上年"
    # With nothing else said it follows another question; with words that are not known it is not understood.
    known = what or not set(re.findall(r"[a-z]{4,}", rest.lower())) - _STOP
    return f"{what}比{earlier}{_move(text)}{'百分之几' if percent else '多少'}" if known else ""


def _reason(text: str, translate: Translate) -> str | None:
    """Why something rose or fell, and by how much where no year is named."""
    match = _MOVED.search(text)
    asks = _WHY.search(text) or _HOW_MUCH_DID.search(text)
    if match is None or asks is None:
        return None
    compared = _COMPARED.search(text)
    end = compared.end() if compared else match.end()
    what = translate(text[asks.end() : match.start()] + text[end:])
    if not what:
        return ""
    move = _move(text)
    return f"{what}为什么{'变化' if move == '增减' else move}" if _WHY.search(text) else f"{what}比上年{move}多少"


def _move(text: str) -> str:
    match = _MOVED.search(text)
    if re.search(r"\bor\b", text[match.end() :] if match else ""):
        return "增减"
    return "增加" if match and match["up"] else "减少" if match and match["down"] else "增减"


def _targets(text: str, translate: Translate) -> str | None:
    """The goal or the targets of a project by its Chinese name."""
    del translate
    name = re.search(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9（）()、]*", text)
    asked = re.search(r"\b(?P<goal>goals?|objectives?|performance targets?)\b|\b(?:targets|indicators)\b", text, re.I)
    if name is None or asked is None or not re.search(r"\b(?:what|which|list|show)\b", text, re.I):
        return None
    rest = re.sub(r"[\u4e00-\u9fff]+", "", text)
    if re.search(r"\btarget (?:for|of) the\b", rest, re.I):
        return None
    return f"{name.group()}的绩效目标是什么" if asked["goal"] else f"{name.group()}有哪些指标"
