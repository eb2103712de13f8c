"""Evidence to a draft: a direct sentence first, each statement with its citation mark, short."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.composing.cite import fact_citation, paragraph_citation
from assistant.evidence.facts import stand_of, whose
from assistant.library import Library
from assistant.model import Citation, Derived, Draft, Fact, Question
from assistant.question.refuse import Refusal
from assistant.vocabulary import CONFIRMS, GREETINGS
from assistant.working.derive import fact_of
from index.amounts import is_money, same_quantity, written
from index.lines import marker_of
from index.model import Document, Figure, Paragraph
from index.table_figures import clean_name
from index.text import readable, squeezed
from prompts import REFUSED as REFUSED

QUOTED_INSTEAD, NEAREST = "相关原文如下", "文件中写道："
"""How it begins where only a passage is shown: in place of numbers that could not be verified, or as the nearest."""
_LONGEST = 300
_OF_A_TARGET = re.compile(r"^(.+?) (?:\S+指标 )+(\S+)$")
_GOAL_NUMBER = re.compile(r"^\s*(?:[0-9]+\s*[.、．]\s*)?目标(?:内容)?\s*[0-9]*\s*[：:]?\s*")


def fact_draft(question: Question, library: Library, facts: Sequence[Fact]) -> Draft:
    """The draft that states one fact, with the parts of a total behind it where they fit."""
    fact = facts[0]
    disclosure = library.disclosure
    citations = [fact_citation(disclosure, fact, 1)]
    figures = [fact.figure] if fact.figure else []
    text = _stated(question, fact, fact_sentence(disclosure.document, fact))
    parts = parts_of_total(library, fact)
    if parts and not question.claims:
        clause = "、".join(f"{part.measure}{shown_value(part)}" for part in parts)
        mark = mark_for(library, parts[0], citations)
        if len(text) + len(clause) < _LONGEST:
            text += f"其中：{clause}{mark}。"
            figures += parts
    return Draft("answered", text, tuple(citations), tuple(figures), about=fact)


def empty_draft(library: Library, fact: Fact) -> Draft:
    """The refusal for a cell that stands in a table and holds nothing."""
    citation = fact_citation(library.disclosure, fact, 1)
    whose = "" if fact.subject == library.body else f"“{inner(fact.subject)}”的"
    text = f"{REFUSED}{whose}“{inner(fact.measure)}”：表中有这项，但对应的格是空的[1]。"
    return Draft("not_disclosed", text, (citation,), about=fact)


def readings_draft(library: Library, facts: Sequence[Fact], total: int) -> Draft:
    """The draft for a question that fits several facts equally: up to three readings, each with its value."""
    disclosure = library.disclosure
    citations = [fact_citation(disclosure, fact, number) for number, fact in enumerate(facts, 1)]
    alike = len({(fact.subject, fact.measure) for fact in facts}) < len(facts)
    said = [
        (f"《{stand_of(fact.figure)}》：" if alike and fact.figure else "") + fact_sentence(disclosure.document, fact)
        for fact in facts
    ]
    lines = [f"- {each}[{number}]" for number, each in enumerate(said, 1)]
    head = (
        "这个问题可以有几种理解，分别是："
        if total <= len(facts)
        else "文件中有多处符合，先列出前几处，请说明想问哪项："
    )
    figures = tuple(fact.figure for fact in facts if fact.figure)
    about = facts[0] if alike else None
    return Draft("answered", "\n".join([head, "", *lines]), tuple(citations), figures, about=about)


def shared_draft(library: Library, facts: Sequence[Fact]) -> Draft:
    """The draft for words that several cells of one table share, such as the ground of all of a project's targets."""
    fact = facts[0]
    citation = fact_citation(library.disclosure, fact, 1)
    table = library.disclosure.tables[fact.table if fact.table is not None else 0]
    whose = table.subject or table.title
    return Draft("answered", f"“{whose}”的{clean_name(fact.measure)}是“{inner(fact.text)}”[1]。", (citation,))


def derived_draft(library: Library, derived: Derived) -> Draft:
    """The draft that states a result, its formula, and the figures it stands on."""
    facts = [fact_of(figure, library) for figure in derived.figures]
    citations: list[Citation] = []
    marks = "".join(dict.fromkeys(mark_for(library, figure, citations) for figure in derived.figures))
    formula = derived.formula
    result = f"{formula.result:f}{formula.unit or ''}"
    rounding = "，四舍五入" if "≈" in formula.text else ""
    text = f"{derived.lead}{result}{marks}。计算：{formula.text}{rounding}。"
    return Draft("answered", text, tuple(citations), derived.figures, (formula,), facts[0])


def passage_draft(library: Library, paragraphs: Sequence[Paragraph], lead: str) -> Draft:
    """The draft that quotes paragraphs of one section behind a short lead; several become a list."""
    citation = paragraph_citation(library.disclosure, paragraphs, 1)
    shown = [body_text(paragraph) for paragraph in paragraphs]
    if len(shown) == 1:
        return Draft("answered", f"{lead}{quoted(_shortened(shown[0], 500))}[1]。", (citation,))
    lines, room = [], 620
    for number, text in enumerate(shown, 1):
        if room < len(text):
            lines.append("- （其余内容见原文）")
            break
        lines.append(f"{number}. “{inner(text)}”")
        room -= len(text) + 8
    return Draft("answered", "\n".join([f"{lead}[1]", "", *lines]), (citation,))


def refusal_draft(refusal: Refusal, library: Library) -> Draft:
    """The draft of a refusal: what is not there, and where such a thing is usually found.

    One that ends in a colon has what can be asked put below it.
    """
    document = library.disclosure.document
    kind = "预算" if document.kind == "budget" else "决算"
    greeting = "您好！" if refusal.word in GREETINGS else ""
    covered = f"本文件是{document.year or '本'}年的部门{kind}，其他年份请查该年的公开文件。"
    texts = {
        "contact": f"{REFUSED}{refusal.word}这类联系信息。请查看该部门的官方网站或拨打当地政务服务热线。",
        "person": f"{REFUSED}人员姓名等个人信息，只写了职责和岗位设置。领导信息一般在政府网站的“领导之窗”栏目。",
        "executed": f"{REFUSED}{refusal.word}方面的数据。本文件是部门预算，实际执行结果一般在次年公布的部门决算里。",
        "year": f"{REFUSED}{refusal.word}的数据。{covered}",
        "body": f"{REFUSED}“{refusal.word}”的数据。本文件只说明{document.body}及所属单位的情况。",
        "supplier": f"{REFUSED}供应商、中标等交易信息。采购结果一般在政府采购网公布。",
        "measure": f"{REFUSED}{refusal.word}。",
        "claim": f"{REFUSED}能核实这个说法的内容，是不是这样无法确认。",
        "unverified": "相关数字没能和原文逐项核对上，所以不展示。请直接查看原文。",
        "small_talk": f"{greeting}我只回答部门预算公开文件里的问题。您可以这样问：",
        "off_topic": "这个问题和部门预算公开文件无关，我回答不了。您可以这样问：",
        "empty": "没有看到问题。请用一句话说出想了解的内容，例如：",
    }
    outcome = {"small_talk": "off_topic", "off_topic": "off_topic", "empty": "unclear"}.get(
        refusal.kind, "not_disclosed"
    )
    return Draft(outcome, texts[refusal.kind])  # type: ignore[arg-type]


def quoted_draft(draft: Draft) -> Draft:
    """The draft that only quotes the first source of another: what is shown when a number could not be verified."""
    first = draft.citations[0]
    quote = inner(_shortened(re.sub(r"\s+", " ", first.quote), 400))
    return Draft("answered", f"{QUOTED_INSTEAD}，请以原文为准：“{quote}”[1]", (first,), suggestions=draft.suggestions)


def fact_sentence(document: Document, fact: Fact) -> str:
    """A fact as a clause without a full stop: whose, what, when, how much."""
    figure = fact.figure
    if figure is None:
        return _words_sentence(document, fact)
    if figure.aspect == "target":
        asks = "要求" if figure.comparator else "指标值为"
        return f"“{figure.subject}”的{figure.measure}{asks}{shown_value(figure)}"
    when = _when(document, figure)
    whose = "" if figure.subject == document.body else f"{_whose(figure)}的"
    if figure.aspect == "change" and figure.value is not None:
        verb = "减少" if figure.value < 0 else "增加"
        return f"{when}{whose}{figure.measure}比上年{verb}{shown_value(figure)}"
    if figure.aspect == "share":
        return f"{when}{whose}{figure.measure}的占比（或完成比例）为{shown_value(figure)}"
    if not whose and figure.measure.startswith(when):
        when = ""  # 2023年预留份额 says it already
    return f"{when}{whose}{figure.measure}为{shown_value(figure)}"


def _whose(figure: Figure) -> str:
    """Whose a figure is, in words: the last name in brackets, the others before it."""
    names = whose(figure)
    if len(names) == 1:
        return names[0]
    return f"{''.join(names[:-2])}“{names[-2]}”（{names[-1]}）"


def shown_value(figure: Figure) -> str:
    """A figure's value as people read it, with comparator and unit; words as they stand."""
    if figure.value is None:
        return f"“{squeezed(figure.raw)}”"
    value = abs(figure.value) if figure.aspect == "change" else figure.value
    return f"{figure.comparator}{written(value, figure.unit)}"


def body_text(paragraph: Paragraph) -> str:
    """A paragraph's text without its number and without LaTeX."""
    marker = marker_of(paragraph.text)
    return readable(paragraph.text[marker.length if marker else 0 :].strip())


def _when(document: Document, figure: Figure) -> str:
    if figure.period is None:
        return ""
    if "-" in figure.period:
        year, month, day = (part.lstrip("0") for part in figure.period.split("-"))
        date = f"{year}年{month}月{day}日"
        return f"截至{date}，" if date in squeezed(document.text) else "上年末"
    return f"{figure.period}年"


def _without_number(text: str) -> str:
    """A goal without the label before it (目标内容 1), and without its number where it is the only one."""
    labelled = _GOAL_NUMBER.sub("", text)
    return (
        re.sub(r"^1\s*[.、．]\s*", "", labelled) if not re.search(r"(?<![0-9])2\s*[.、．](?![0-9])", text) else labelled
    )


def _words_sentence(document: Document, fact: Fact) -> str:
    if fact.row is None:
        return f"“{fact.subject}”的{fact.measure}是：{quoted(_shortened(_without_number(fact.text), 220))}"
    target = _OF_A_TARGET.match(fact.subject)
    whose = f"“{inner(target[1])}”的{target[2]}" if target else fact.subject if fact.subject != document.body else ""
    return f"{whose}的{clean_name(fact.measure)}是“{inner(fact.text)}”"


def _stated(question: Question, fact: Fact, sentence: str) -> str:
    """A fact's sentence, said as yes or no where the question states a value itself."""
    figure = fact.figure
    if not question.claims or figure is None or figure.value is None or not CONFIRMS.search(question.normal):
        return f"{sentence}[1]。"
    claim = question.claims[0]
    value = abs(figure.value) if figure.aspect == "change" else figure.value
    counts = figure.unit is None and not is_money(claim.unit)  # a column of numbers, its unit the thing itself
    if same_quantity(claim.value, None if counts else claim.unit, value, figure.unit):
        return f"对，{sentence}[1]。"
    return f"与文件不符：{sentence}[1]，不是问题所说的{written(claim.value, claim.unit)}。"


def parts_of_total(library: Library, fact: Fact) -> list[Figure]:
    """The two to six figures that the text states to be parts of a fact's figure; none of a table's."""
    figure = fact.figure
    if figure is None or figure.table is not None or figure.aspect in ("change", "share"):
        return []
    parts = [
        other for other in library.disclosure.figures if other.part_of == figure.id and other.aspect == figure.aspect
    ]
    return parts if 1 < len(parts) <= 6 else []


def mark_for(library: Library, figure: Figure, citations: list[Citation]) -> str:
    """The mark of the citation that holds a figure, added when none does."""
    start = figure.place.spans[0][0]
    for citation in citations:
        if any(left <= start < right for left, right in citation.spans):
            return f"[{citation.marker}]"
    citations.append(fact_citation(library.disclosure, fact_of(figure, library), len(citations) + 1))
    return f"[{len(citations)}]"


def quoted(text: str) -> str:
    """Text in quotation marks, without the mark that ends it: the answer's sentence has its own."""
    return f"“{inner(text.strip()).rstrip('。；;')}”"


def inner(text: str) -> str:
    """Text to stand inside quotation marks: its own become single ones."""
    return readable(text).replace("“", "‘").replace("”", "’")


def _shortened(text: str, longest: int) -> str:
    """A text cut behind a sentence near the longest length."""
    if len(text) <= longest:
        return text
    cut = max(text.rfind(mark, 0, longest) for mark in "。；")
    return text[: cut + 1] if cut > longest // 3 else text[:longest]
