"""English questions in the words of the index, and answers to them in English with the document's own figures.

A question is put into the genre's Chinese terms, phrase by phrase; what no phrase covers is left out. An answer gives
the Chinese measure, the document's figure and unit first, and the sum in yuan behind it, with its formula.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.model import Draft, Fact, Formula
from assistant.question.glossary import PHRASES
from index.amounts import convert, is_money
from index.model import Figure
from index.vocabulary import MONEY_UNITS

_PATTERN = re.compile(
    "|".join(f"(?P<p{number}>\\b(?:{english})\\b)" for number, (english, _) in enumerate(PHRASES)), re.I
)
_ASKING = ("多少", "数量多少", "为什么", "由谁负责", "职责是什么", "局长是谁")
_COMPLETE = ("由谁负责", "职责是什么", "局长是谁")
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_NOT_DISCLOSED = "This document does not disclose that. ({})"
_SAID = {
    "off_topic": "I answer questions about this budget disclosure only, for example:",
    "unclear": "I did not understand that question. Please ask in one sentence, for example:",
}
EXAMPLES = (
    "What is the total budget revenue?",
    "How much is the government procurement budget?",
    "How much did basic expenditure change compared with last year?",
)
_GLOSSED = re.compile(
    r"\b(?:the|an?|of|for|under|by|in)\s+(?:(?!(?:the|an?|of|for|under|by|in)\s)[^\s(（]+\s+){1,6}[（(](?=[\u4e00-\u9fff])",
    re.I,
)
_OPENING = re.compile(r"\W*(?:what|which|who|how|is|are|did|does|do|was|were|when|where|why|tell|please|can)\b", re.I)
_GREETING = re.compile(
    r"\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: very much)?|who are you|what are you"
    r"|what can (?:you|i) (?:do|answer|ask)(?: you)?|help|bye|goodbye)\W*",
    re.I,
)
_SHARE_OF = re.compile(
    r"(?:what|which) (?:share|percentage|percent|proportion) of (.+?) (?:is|are|was|goes to) (.+)", re.I
)


def is_english(text: str) -> bool:
    """Whether a question is in English: Latin words, and Chinese at most as names among them."""
    latin, chinese = re.findall(r"[A-Za-z]{2,}", text), re.findall(r"[\u4e00-\u9fff]", text)
    if not chinese:
        return bool(re.search(r"[A-Za-z]{3,}", text))
    asks = _OPENING.match(text) is not None or len(latin) >= 4
    return asks and len("".join(latin)) > len(chinese)


def in_chinese(text: str) -> str:
    """An English question in the genre's Chinese terms, in the order of its phrases; numbers, codes and names stay.

    A Chinese name in brackets stands for the English words before it, so those are not put into Chinese again.
    """
    if _GREETING.fullmatch(text):
        return "你好"
    if share := _SHARE_OF.search(text):
        whole, part = (re.sub(r"是多少|多少", "", in_chinese(each)) for each in share.groups())
        return f"{part}占{whole}的比例是多少" if part and whole else ""
    names = re.findall(r"[\u4e00-\u9fff]+(?:[（(][\u4e00-\u9fff]+[）)])?", text)
    text = _GLOSSED.sub(" (", text)
    parts = re.findall(r"[A-Z][0-9]{5,}|[0-9][0-9,.]*[0-9]", text)
    years = [f"{year}年" for year in _YEAR.findall(re.sub(r"(?:with|to|than|over|from) 20[0-9]{2}", "", text))]
    found = [PHRASES[int((match.lastgroup or "p0")[1:])][1] for match in _PATTERN.finditer(text)]
    terms = list(dict.fromkeys(term for term in found if not any(term in name for name in names)))
    numbers = [part for part in parts if not _YEAR.fullmatch(part)]
    if not names and not years and all(term in _ASKING for term in terms):
        return next((term for term in terms if term in _COMPLETE), "")
    asks = [term for term in terms if term in _ASKING] or (["是多少"] if terms or names else [])
    told = [*years, *(term for term in terms if term not in _ASKING), *numbers, *asks[:1]]
    return "的".join([*names, "".join(told)]) if told else ""


def in_english(draft: Draft) -> Draft:
    """A draft said in English: the document's figure first, the sum in yuan behind it, quotes as they stand."""
    if draft.outcome != "answered":
        lines = "\n".join(f"- {example}" for example in EXAMPLES)
        said = f"{_SAID[draft.outcome]}\n\n{lines}" if draft.outcome in _SAID else ""
        return replace(draft, text=said or _NOT_DISCLOSED.format(draft.text.split("\n")[0]), suggestions=EXAMPLES)
    draft = replace(draft, suggestions=EXAMPLES)
    fact = draft.about
    if draft.formulas and draft.formulas[0].text in draft.text and not draft.formulas[0].counted:
        return replace(draft, text=f"Worked out from the document: {draft.text}")
    if fact is None or fact.figure is None or fact.figure.value is None:
        return replace(draft, text=f"The document says: {draft.text}")
    text, formula = _figure_sentence(fact, fact.figure)
    return replace(draft, text=text, formulas=(formula,) if formula else ())


def _figure_sentence(fact: Fact, figure: Figure) -> tuple[str, Formula | None]:
    value = figure.value or Decimal(0)
    size = abs(value) if figure.aspect == "change" else value
    shown = f"{figure.comparator}{size:,f} {figure.unit or ''}".strip()
    verb = "is"
    if figure.aspect == "change":
        verb = "decreased (减少) by" if value < 0 else "increased (增加) by"
    whose = "" if figure.table is None and figure.aspect != "target" else f" of “{fact.subject}”"
    when = f" ({figure.period}年)" if figure.period and "-" not in figure.period else ""
    if not is_money(figure.unit) or figure.unit == "元" or not figure.unit:
        return f"{figure.measure}{whose}{when} {verb} {shown} [1].", None
    factor = MONEY_UNITS[figure.unit]
    yuan = convert(size, figure.unit, "元")
    plain = Decimal(f"{yuan.normalize():f}")
    formula = Formula(f"{size:f} × {factor:f} = {plain:f}", plain, "元", (figure.id,))
    return f"{figure.measure}{whose}{when} {verb} {shown} [1], that is CNY {plain:,f} ({formula.text}).", formula
