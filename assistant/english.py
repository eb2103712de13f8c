"""English questions in the words of the index, and answers to them in English with the document's own figures.

A question is put into the genre's Chinese terms, phrase by phrase; what no phrase covers is left out. An answer gives
the Chinese measure, the document's figure and unit first, and the sum in yuan behind it, with its formula.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.model import Draft, Fact, Formula
from index.amounts import convert, is_money
from index.model import Figure
from index.vocabulary import MONEY_UNITS

# Longest first within a topic; each turns into one Chinese term of the genre.
PHRASES: tuple[tuple[str, str], ...] = (
    (r"general public budget", "一般公共预算"),
    (r"government(?:al)?[- ](?:managed )?funds?(?: budget)?", "基金预算"),
    (r"state(?:-owned)? capital (?:operations? )?budget", "国有资本经营预算"),
    (r"(?:government|public) procurement|procure\w*|purchas\w+", "政府采购"),
    (r"three[- ]publics?(?: (?:expenses?|expenditures?|funds?|consumption))?", "三公经费"),
    (r"(?:official )?(?:receptions?|entertainment|hospitality)(?: (?:expenses?|costs?))?", "公务接待费"),
    (r"(?:official )?(?:overseas|abroad|foreign)(?: (?:trips?|travel|visits?))?|travel abroad", "因公出国（境）费"),
    (r"(?:official|government|public) (?:vehicles?|cars?) (?:purchases?|buying)", "公务用车购置费"),
    (r"(?:official|government) (?:vehicles?|cars?) (?:operat\w+|maintenance|running)", "公务用车运行维护费"),
    (r"basic (?:expenditures?|expenses?|spending)", "基本支出"),
    (r"project (?:expenditures?|expenses?|spending)", "项目支出"),
    (r"(?:personnel|staff) (?:expenditures?|expenses?|spending|costs?|funds?)", "人员经费"),
    (r"(?:daily )?(?:public|administrative|office) (?:expenditures?|expenses?|costs?)", "公用经费"),
    (
        r"(?:agency|office|organ|administrative) (?:operat\w+|running) (?:expenses?|expenditures?|costs?|funds?)",
        "机关运行经费",
    ),
    (r"fixed assets?", "固定资产"),
    (r"(?:general[- ]purpose|general) equipment", "通用设备"),
    (r"special(?:i[sz]ed)?(?:[- ]purpose)? equipment", "专用设备"),
    (r"furniture", "家具用具"),
    (r"vehicles?|cars?", "车辆"),
    (r"housing fund", "住房公积金"),
    (r"carr(?:y|ied)[- ]?over|balances? brought forward", "上年结转结余"),
    (r"(?:total|overall) (?:budget(?:ed|ary)? )?(?:revenues?|income)", "预算收入"),
    (r"(?:total|overall) (?:budget(?:ed|ary)? )?(?:expenditures?|spending|expenses?)", "支出预算"),
    (r"budget(?:ed|ary)? (?:revenues?|income)", "预算收入"),
    (r"budget(?:ed|ary)? (?:expenditures?|spending)", "支出预算"),
    (r"revenues?|income", "收入"),
    (r"expenditures?|spending|expenses?|spend", "支出"),
    (r"satisfaction", "满意度"),
    (r"performance (?:targets?|goals?)", "绩效目标"),
    (r"target", "指标值"),
    (
        r"compared (?:with|to) (?:last|the previous|the prior) year|(?:than|over|from) last year|year[- ]on[- ]year",
        "比上年",
    ),
    (r"(?:compared (?:with|to)|than|over|from) 20[0-9]{2}", "比上年"),
    (r"last year|previous year", "去年"),
    (r"this year", "今年"),
    (r"increas\w*|grow\w*|grew|ris\w+|rose", "增加"),
    (r"decreas\w*|fell|fall\w*|drop\w*|declin\w*|reduc\w*", "减少"),
    (r"what (?:percentage|percent|share|proportion) of", "占比例"),
    (r"per ?cent(?:age)?", "百分之几"),
    (r"why|reasons?", "为什么"),
    (r"how many", "数量多少"),
    (r"how (?:much|large|big|high)", "多少"),
    (r"(?:phone|telephone)(?: number)?", "联系电话是多少"),
    (r"address", "办公地址在哪里"),
    (r"definition of|meaning of|what does|defined", "什么叫"),
    (r"budgets?", "预算"),
    (r"actual(?:ly)?|final accounts?", "实际支出"),
)
_PATTERN = re.compile(
    "|".join(f"(?P<p{number}>\\b(?:{english})\\b)" for number, (english, _) in enumerate(PHRASES)), re.I
)
_ASKING = ("多少", "数量多少", "为什么")
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_REFUSED = {
    "not_disclosed": "This document does not disclose that. ({})",
    "off_topic": "I can only answer questions about this budget disclosure. ({})",
    "unclear": "Please ask in one sentence. ({})",
}


def is_english(text: str) -> bool:
    """Whether a question is in English: Latin words and no Chinese character."""
    return bool(re.search(r"[A-Za-z]{3,}", text)) and not re.search(r"[\u4e00-\u9fff]", text)


def in_chinese(text: str) -> str:
    """An English question in the genre's Chinese terms, in the order of its phrases; numbers and codes stay."""
    parts = re.findall(r"[A-Z][0-9]{5,}|[0-9][0-9,.]*[0-9]", text)
    years = [f"{year}年" for year in _YEAR.findall(re.sub(r"(?:with|to|than|over|from) 20[0-9]{2}", "", text))]
    terms = [PHRASES[int((match.lastgroup or "p0")[1:])][1] for match in _PATTERN.finditer(text)]
    numbers = [part for part in parts if not _YEAR.fullmatch(part)]
    asks = [term for term in terms if term in _ASKING] or (["是多少"] if terms else [])
    return "".join([*years, *(term for term in terms if term not in _ASKING), *numbers, *asks[:1]])


def in_english(draft: Draft) -> Draft:
    """A draft said in English: the document's figure first, the sum in yuan behind it, quotes as they stand."""
    if draft.outcome != "answered":
        text = _REFUSED[draft.outcome].format(draft.text.split("\n")[0])
        return _with(draft, text, draft.formulas)
    fact = draft.about
    if draft.formulas and draft.formulas[0].text in draft.text and not draft.formulas[0].counted:
        return _with(draft, f"Worked out from the document: {draft.text}", draft.formulas)
    if fact is None or fact.figure is None or fact.figure.value is None:
        return _with(draft, f"The document says: {draft.text}", draft.formulas)
    text, formula = _figure_sentence(fact, fact.figure)
    return _with(draft, text, (formula,) if formula else ())


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


def _with(draft: Draft, text: str, formulas: tuple[Formula, ...]) -> Draft:
    return Draft(
        draft.outcome, text, draft.citations, draft.figures, formulas, draft.about, draft.suggestions, draft.notes
    )
