"""English questions in the words of the index, and answers to them in English with the document's own figures.

A question is put into the genre's Chinese terms, phrase by phrase; what no phrase covers is left out. An answer gives
the Chinese measure, the document's figure and unit first, and the sum in yuan behind it, with its formula.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.model import Draft, Fact, Formula
from assistant.question.english_frames import framed, lost_words, not_understood, with_expenses
from assistant.question.glossary import NAMES, PHRASES
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
    "How much are the three public expenses?",
    "What does the total income consist of?",
    "What are the three largest procurement items?",
    "What does basic expenditure mean?",
    "How did the budget change compared with last year?",
    "What is the total budget revenue?",
    "What does the total expenditure consist of?",
    "How much is the government procurement budget?",
    "How much did basic expenditure change compared with last year?",
    "Why did project expenditure change compared with last year?",
    "How much is spent on official vehicles?",
    "How much is spent on official receptions?",
    "How much are personnel costs?",
    "How many vehicles are there?",
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
_WORTH_OF_THOSE = re.compile(
    r"\W*(?:and )?(?:how much|what)(?:'s)? ?(?:is|are|was|were)? (?:they|it|these|those|their (?:total )?value"
    r"|its (?:total )?value)(?: all)?(?: worth)?\W*",
    re.I,
)
_SHARE_OF = re.compile(
    r"(?:what|which) (?:share|percentage|percent|proportion) of (.+?) (?:is|are|was|goes to) (.+)", re.I
)


_FRAMES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^([^“，。\n]+?)从高到低排在前面的是(?=\[)"), "{0} 从高到低 (largest first) "),
    (re.compile(r"^([^“，。\n]+?)从低到高排在前面的是(?=\[)"), "{0} 从低到高 (smallest first) "),
    (re.compile(r"末位有并列，并列的一并列出。"), "Ties for the last place are listed too."),
    (re.compile(r"末位有并列，并列的没有全部列出。"), "There are more ties for the last place than are listed."),
    (re.compile(r"^没有变化。"), "No change (没有变化)。 "),
    (re.compile(r"(?<=\n)\| 名称 \|"), "| Name |"),
    (re.compile(r"文件的名词解释是：(?=“)"), "The document defines it: "),
    (re.compile(r"文件说明的原因：(?=“)"), "The reason it gives: "),
    (re.compile(r"文件中?写道：(?=“)"), "The document says: "),
    (re.compile(r"文件“([^”]+)”部分写道："), "Under {0} the document says: "),
    (re.compile(r"^由([^，。：“]+)负责：(?=“)"), "{0} is responsible: "),
    (re.compile(r"^([^，。：“\n]+)的职责中有：(?=“)"), "Among the duties of {0}: "),
    (re.compile(r"^([^，。：“\n]+)的主要职责：(?=\[|“)"), "Main duties of {0}: "),
    (re.compile(r"^“([^”]+)”的绩效目标是：(?=“)"), "The performance goal of {0}: "),
    (re.compile(r"计算：(?=[0-9(])"), " Calculation: "),
)


def is_english(text: str) -> bool:
    """Whether a question is in English: Latin words, and Chinese at most as names among them."""
    latin, chinese = re.findall(r"[A-Za-z]{2,}", text), re.findall(r"[\u4e00-\u9fff]", text)
    if not chinese:
        return bool(re.search(r"[A-Za-z]{3,}", text))
    asks = _OPENING.match(text) is not None or len(latin) >= 4
    return asks and len("".join(latin)) > len(chinese)


def is_said_in_english(text: str) -> bool | None:
    """Whether an answer is in English, by the words outside its quotes and addresses; None where it has none."""
    said = re.sub(r"“[^”]*”|\"[^\"]*\"|（[^）]*）|\([^)]*\)|[A-Za-z0-9]+(?:[-_./:@]+[A-Za-z0-9]+)+", "", text)
    latin, chinese = re.findall(r"[A-Za-z]{2,}", said), re.findall(r"[\u4e00-\u9fff]+", said)
    return len(latin) > len(chinese) if latin or chinese else None


def in_chinese(text: str) -> str:
    """An English question in the genre's Chinese terms, by its frame or its phrases; numbers, codes and names stay.

    A Chinese name in brackets stands for the English words before it, so those are not put into Chinese again.
    """
    if _GREETING.fullmatch(text):
        return "你好"
    if share := _SHARE_OF.search(text):
        whole, part = (re.sub(r"是多少|多少", "", in_chinese(each)) for each in share.groups())
        return f"{part}占{whole}的比例是多少" if part and whole else ""
    if _WORTH_OF_THOSE.fullmatch(text):
        return "它们的价值是多少"
    text = with_expenses(text)
    asked = framed(text, _terms)
    return _phrased(text) if asked is None else asked


def _terms(text: str) -> str:
    """The genre's terms for the words of a subject, without words that ask."""
    return re.sub(r"(?:的)?(?:是多少|多少)$", "", _phrased(text))


def _phrased(text: str) -> str:
    """A question phrase by phrase, in the order of its phrases."""
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


def lost_in(text: str) -> str | None:
    """What to say of an English question of which an act or a project's name would be lost; None where nothing is."""
    if said := not_understood(text):
        return said
    if framed(text, _terms) is not None or re.search(r"[\u4e00-\u9fff]", text):
        return None
    lost = lost_words(_PATTERN.sub(" ", text))
    return f"I did not understand “{', '.join(lost)}”. Please ask in other words, for example:" if lost else None


def in_english(draft: Draft) -> Draft:
    """A draft said in English: the document's figure first, the sum in yuan behind it, quotes as they stand."""
    if draft.outcome != "answered":
        said = _SAID.get(draft.outcome) or _NOT_DISCLOSED.format(draft.text.split("\n")[0])
        return replace(draft, text=said)
    fact = draft.about
    worked_out = draft.formulas and draft.formulas[0].text in draft.text
    if worked_out or fact is None or fact.figure is None or fact.figure.value is None or "文件" in draft.text:
        return replace(draft, text=_frame_in_english(draft.text))
    text, formula = _figure_sentence(fact, fact.figure)
    return replace(draft, text=text + _parts(draft), formulas=(formula,) if formula else ())


def _frame_in_english(text: str) -> str:
    """An answer's own words around its figures and quotes in English; what has no English stays in Chinese."""
    for chinese, english in _FRAMES:
        while match := chinese.search(text):
            text = text[: match.start()] + english.format(*map(_named, match.groups())) + text[match.end() :]
    opening = re.match(r"[^“\n]*", text)
    return f"The document says: {text}" if opening and re.search(r"[\u4e00-\u9fff]{2}", opening.group()) else text


def _named(name: str | None) -> str:
    """A Chinese name in quotes, with what it is called in English where that is known."""
    english = NAMES.get(name or "")
    return f"“{name}”" + (f" ({english})" if english else "")


def _parts(draft: Draft) -> str:
    """The parts of a total that its draft states behind it."""
    stated = re.search(r"其中：[^\n]*?\[([0-9]+)\]。", draft.text)
    parts = [part for part in draft.figures[1:] if part.value is not None]
    lines = [f"- {_named(part.measure)}: {part.value:,f} {part.unit or ''}" for part in parts]
    return "\n".join([f"\n\nIt is made up of [{stated.group(1)}]:", "", *lines]) if stated and parts else ""


def _figure_sentence(fact: Fact, figure: Figure) -> tuple[str, Formula | None]:
    value = figure.value or Decimal(0)
    size = abs(value) if figure.aspect == "change" else value
    shown = f"{figure.comparator}{size:,f} {figure.unit or ''}".strip()
    verb = "is"
    if figure.aspect == "change":
        verb = "decreased (减少) by" if value < 0 else "increased (增加) by"
    whose = "" if figure.table is None and figure.aspect != "target" else f" of {_named(fact.subject)}"
    when = f" in {figure.period}" if figure.period and "-" not in figure.period else ""
    said = f"{_named(figure.measure)}{whose}{when} {verb} {shown} [1]"
    if not is_money(figure.unit) or figure.unit == "元" or not figure.unit:
        return f"{said}.", None
    factor = MONEY_UNITS[figure.unit]
    yuan = convert(size, figure.unit, "元")
    plain = Decimal(f"{yuan.normalize():f}")
    formula = Formula(f"{size:f} × {factor:f} = {plain:f}", plain, "元", (figure.id,))
    return f"{said}, that is CNY {plain:,f} ({formula.text}).", formula
