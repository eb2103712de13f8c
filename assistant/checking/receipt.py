"""A receipt checked against the document read anew: nothing that it says of the document is taken from it.

Its figures are looked up again, its formulas worked out again, its citations read again at their places, and the
answer's numbers verified again by the very check that the answer passed (verify.py), over the figures of the document.
So a digit, a unit, a name beside a number, a quote or a place that was changed does not hold, whether or not the digest
was made anew. The answer's other words (a refusal, an office named without a number) rest on the digest alone, which
shows an accident, and no forger who makes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields

from assistant.checking.arithmetic import formula_holds
from assistant.checking.quoting import QUOTED, plain_quotes
from assistant.checking.receipt_claims import claims_checked
from assistant.checking.receipt_finding import Finding
from assistant.checking.receipt_places import is_cell_at, section_at
from assistant.checking.shown import numerals
from assistant.checking.verify import names_of, verify
from assistant.model import Check, Citation, Draft, Formula
from assistant.question.english import in_chinese, is_english
from assistant.question.normalise import normalised
from assistant.question.understand import understand
from assistant.receipt import MOST_NUMBERS, Receipt, ReceiptFigure, digest_of, document_of_receipt, figure_of_receipt
from index.model import Disclosure, Figure
from index.text import joined, squeezed

_FORMULA = re.compile(r"(?:count\(.+\)|[-+×÷() 0-9.]+) [=≈] -?[0-9]{1,18}(?:\.[0-9]{1,8})?")
_NUMBERED = re.compile(r"^[0-9]+:")
_MARKS = re.compile(r"(?:\[[0-9]+\])+")
_SUPPORTS = {
    "exact": ("与原文数字相同", "a figure of the document"),
    "derived": ("由原文数字算出", "worked out from figures of the document"),
    "quoted": ("在引用的原文里", "within words quoted"),
    "question": ("问题里的数", "a number of the question"),
    "name": ("日期、编号或名称的一部分", "part of a date, code or name"),
    "unsupported": ("没有依据", "without support"),
}


def check_receipt(receipt: Receipt, disclosure: Disclosure) -> tuple[Finding, ...]:
    """What holds of a receipt and what does not, part by part in its own order.

    `disclosure` is the document as read now, under the id that the receipt gives it, as figures' ids begin with that.
    """
    known = {figure.id: figure for figure in disclosure.figures}
    return (
        _digest(receipt),
        *_document(receipt, disclosure),
        *(_figure(each, known.get(each.id)) for each in receipt.figures),
        *(_formula(each, known, disclosure) for each in receipt.formulas),
        *_citations(receipt, disclosure),
        *_numbers(receipt, known, disclosure),
        *_marks(receipt, known),
        *_quotes(receipt, disclosure),
        *claims_checked(receipt),
    )


def _digest(receipt: Receipt) -> Finding:
    if digest_of(receipt) == receipt.digest:
        return Finding("digest", True, "摘要与内容一致", "the digest is that of the content")
    return Finding("digest", False, "摘要与内容不一致，内容改动过", "the content was changed: its digest is another")


def _document(receipt: Receipt, disclosure: Disclosure) -> Iterator[Finding]:
    named, found = receipt.document, document_of_receipt(disclosure.document)
    same = named.sha256 == found.sha256
    yield Finding(
        "document",
        same,
        f"原文是《{found.title}》，" + ("一字未改" if same else "但文本与回执所依据的不同"),
        "the document's text is " + ("the same to the character" if same else "another than the receipt's"),
    )
    if (named.title, named.year) != (found.title, found.year):
        chinese = f"回执写的文件是《{named.title}》（{named.year}），原文是《{found.title}》（{found.year}）"
        yield Finding("document", False, chinese, "the receipt names another title or year than the document has")


def _figure(named: ReceiptFigure, figure: Figure | None) -> Finding:
    if figure is None:
        return Finding("figures", False, f"原文里没有编号 {named.id} 的数字", "the document has no figure of that id")
    found = figure_of_receipt(figure)
    differing = [each.name for each in fields(found) if getattr(found, each.name) != getattr(named, each.name)]
    said = f"{found.subject} · {found.measure} {found.raw}"
    if differing:
        wrong = ", ".join(differing)
        chinese = f"原文数字 {named.id}（{said}）与回执所写的不同：{wrong}"
        return Finding("figures", False, chinese, f"the figure differs in {wrong}")
    return Finding("figures", True, f"原文数字：{said}", "a figure of the document, the same in all")


def _formula(formula: Formula, known: dict[str, Figure], disclosure: Disclosure) -> Finding:
    if _holds(formula, known, disclosure):
        return Finding("formulas", True, f"算式重算相符：{formula.text}", "the formula gives its result again")
    return Finding("formulas", False, f"算式不成立：{formula.text}", "the formula does not hold for the document")


def _holds(formula: Formula, known: dict[str, Figure], disclosure: Disclosure) -> bool:
    """Whether a formula is one, all its figures are the document's, and it gives its result."""
    own = [known[each] for each in formula.figures if each in known]
    if not _FORMULA.fullmatch(formula.text) or len(own) < len(formula.figures):
        return False
    try:
        return formula_holds(formula, own) and _are_there(formula.counted, disclosure)
    except ArithmeticError:  # numbers longer than a sum of money ever is
        return False


def _are_there(counted: Sequence[str], disclosure: Disclosure) -> bool:
    """Whether the things counted stand in the document; where they are numbered, in that order."""
    numbered = bool(counted) and all(map(_NUMBERED.match, counted))
    if numbered and any(not each.startswith(f"{number}:") for number, each in enumerate(counted)):
        return False
    source = plain_quotes(disclosure.document.text)
    return all(_stands(_NUMBERED.sub("", each) if numbered else each, source) for each in counted)


def _stands(words: str, source: str) -> bool:
    """Whether words stand in a source, or the names in them that a dot, a comma or a space parts each do."""
    return plain_quotes(words) in source or all(plain_quotes(each) in source for each in re.split(r"[·、\s]+", words))


def _citations(receipt: Receipt, disclosure: Disclosure) -> Iterator[Finding]:
    markers = [citation.marker for citation in receipt.citations]
    for citation in receipt.citations:
        wrong = _wrong_citation(citation, disclosure)
        if markers.count(citation.marker) > 1 or f"[{citation.marker}]" not in receipt.text:
            wrong = wrong or ("回答里没有这个标号", "its mark is not in the answer")
        chinese, english = wrong or ("与原文一字不差", "the document's words to the character")
        where = " > ".join(citation.section)
        yield Finding("citations", wrong is None, f"引用 [{citation.marker}] {where}：{chinese}", english)


def _wrong_citation(citation: Citation, disclosure: Disclosure) -> tuple[str, str] | None:
    """What does not hold of a citation, in Chinese and English; None where all does."""
    source = disclosure.document.text
    pieces = [source[start:end] if 0 <= start < end <= len(source) else "" for start, end in citation.spans]
    if not pieces or any(not piece or piece != piece.strip() for piece in pieces):
        return "原文的起止位置不对", "its places are none of the document"
    if squeezed(joined(source, citation.spans)) != squeezed(citation.quote):
        return "引文与原文不同", "its quote is not what stands there"
    if section_at(disclosure, citation.spans[0][0]) != citation.section:
        return "那里不是所写的章节", "another section stands there"
    if citation.cell and not is_cell_at(disclosure, citation.cell, citation.spans):
        return "那里不是所写的表格单元", "another cell stands there"
    return None


def _numbers(receipt: Receipt, known: dict[str, Figure], disclosure: Disclosure) -> Iterator[Finding]:
    """The answer's numbers verified again, and compared with what the receipt says of them."""
    if len(numerals(receipt.text)) > MOST_NUMBERS:
        chinese = f"回答里有 {MOST_NUMBERS} 个以上的数字，程序没有这样的回答"
        yield Finding("numbers", False, chinese, f"more than {MOST_NUMBERS} numbers, as no answer has")
        return
    found = {check.start: check for check in _verified(receipt, known, disclosure)}
    for check in receipt.numbers:
        yield _number(check, found.pop(check.start, None))
    for check in found.values():
        yield Finding("numbers", False, f"数字“{check.text}”：回执没有列出", "a number that is not listed")


def _number(check: Check, again: Check | None) -> Finding:
    """What came of verifying a number again; None where there is none at its place."""
    if again is None:
        return Finding("numbers", False, f"数字“{check.text}”：那里没有这个数", "no such number there")
    chinese, english = _SUPPORTS[again.support]
    if again == check:
        return Finding("numbers", check.support != "unsupported", f"数字“{check.text}”：{chinese}", english)
    return Finding("numbers", False, f"数字“{check.text}”：重查结果不同（{chinese}）", f"found otherwise: {english}")


def _verified(receipt: Receipt, known: dict[str, Figure], disclosure: Disclosure) -> tuple[Check, ...]:
    figures = tuple(known[figure.id] for figure in receipt.figures if figure.id in known)
    formulas = tuple(each for each in receipt.formulas if _holds(each, known, disclosure))
    draft = Draft(receipt.outcome, receipt.text, receipt.citations, figures, formulas)
    names = names_of(figure.measure for figure in disclosure.figures)
    return verify(draft, _asked(receipt, disclosure), squeezed(disclosure.document.text), names)


def _asked(receipt: Receipt, disclosure: Disclosure) -> str:
    """All that was asked, as typed and as understood: what a number of the question may be repeated from."""
    year = disclosure.document.year
    read = [understand(in_chinese(turn) if is_english(turn) else turn, year).normal for turn in receipt.turns]
    return "。".join((*map(normalised, receipt.turns), *read))


def _marks(receipt: Receipt, known: dict[str, Figure]) -> Iterator[Finding]:
    """The numbers behind which the next marks all lead to places where their figure does not stand."""
    if len(receipt.citations) < 2:
        return
    spans = {citation.marker: citation.spans for citation in receipt.citations}
    for check in receipt.numbers:
        line = receipt.text[check.end :].split("\n")[0]
        marks = _MARKS.search(line)
        stated = [known[each] for each in check.figures if each in known]
        if check.support != "exact" or marks is None or not stated:
            continue
        cited = [span for mark in re.findall("[0-9]+", marks[0]) for span in spans.get(int(mark), ())]
        if not any(_touch(own, span) for figure in stated for own in figure.place.spans for span in cited):
            chinese = f"数字“{check.text}”后的标号 {marks[0]} 指的不是它的出处"
            yield Finding("citations", False, chinese, "the mark behind the number is not that of its source")


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _quotes(receipt: Receipt, disclosure: Disclosure) -> Iterator[Finding]:
    """The words in “” of an answer with sources: each stands in the document or in what was asked."""
    if not receipt.citations:
        return
    if receipt.text.count("“") != receipt.text.count("”"):
        yield Finding("quotes", False, "回答里的引号不成对", "a quotation mark of the answer has no partner")
    asked = [*receipt.turns, *map(normalised, receipt.turns)]
    sources = (plain_quotes(disclosure.document.text), *map(plain_quotes, asked))
    for words in dict.fromkeys(match.group().strip("“”") for match in QUOTED.finditer(receipt.text)):
        held = any(_stands(words, source) for source in sources)
        said = words if len(words) <= 30 else f"{words[:30]}…"
        chinese, english = ("有原话", "stands so") if held else ("没有这样的原话", "does not stand so")
        where = "in the document or the question"
        yield Finding("quotes", held, f"引号内“{said}”：原文或问题里{chinese}", f"{english} {where}")
