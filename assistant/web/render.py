"""Answers as what a browser may be given: every text of a document or a user is escaped here, and only here.

Two targets: the chat takes Markdown, the evidence panel takes HTML. In both, a character that could mean something
is written as a numeric character reference, which shows as itself and starts neither markup nor a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.model import Answer, Check, Citation
from assistant.web.safe import literal, plain

EMPTY_PANEL = '<p class="hint">提问后，这里显示回答所依据的原文。</p>'

_PATH_SEPARATOR = " › "
_SIGN = r"[!-/:-@\[-`{-~]"
_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_FORMULA_CONSTANTS = frozenset(map(Decimal, (100, 1000, 10000, 100000000)))

# What stays Markdown in an answer: citation markers, **bold**, lists, tables, a quotation at the start of a line,
# and a backslash before a sign, which makes it an ordinary character. All other punctuation is text; "www." too,
# as an address would become a link.
_ANSWER_TOKEN = re.compile(
    rf"\[(?P<marker>\d+)\]|\\(?P<escaped>{_SIGN})|(?P<kept>\*\*|^> |(?<!www)\.|[|,:;()+%='\"?-])|{_SIGN}",
    re.MULTILINE | re.IGNORECASE,
)


def question_markdown(question: str) -> str:
    """The user's words as Markdown that shows exactly these words.

    >>> question_markdown("**多少**")
    '&#42;&#42;多少&#42;&#42;'
    """
    return "<br>".join(literal(line.strip()) for line in question.strip().splitlines())


def reply_markdown(answer: Answer, turn: int) -> str:
    """The chat's reply: the answer, then how it was understood, notes, and a line for each source."""
    parts = [_answer_markdown(answer, turn)]
    if answer.understood:
        parts.append(f"问题理解为：{literal(plain(answer.understood))}")
    parts += [f"注：{literal(plain(note))}" for note in answer.notes]
    if answer.citations:
        sources = (f"{_link(citation.marker, turn)} {literal(_path(citation))}" for citation in answer.citations)
        parts.append("<br>".join(("依据：", *sources)))
    return "\n\n".join(parts)


def evidence_html(answer: Answer, turn: int) -> str:
    """The evidence panel: each cited passage with its place, the answer's numbers marked in it, and the sums done."""
    if not answer.citations:
        return '<p class="hint">这个回答没有引用原文。</p>'
    formulas = dict.fromkeys(check.formula for check in answer.numbers if check.formula)
    sums = "".join(f'<p class="formula">计算：{literal(formula)}</p>' for formula in formulas)
    return sums + "".join(_source_html(citation, answer.numbers, turn) for citation in answer.citations)


def _answer_markdown(answer: Answer, turn: int) -> str:
    markers = {citation.marker for citation in answer.citations}

    def written(token: re.Match[str]) -> str:
        if token["kept"]:
            return token["kept"]
        if token["marker"] and int(token["marker"]) in markers:
            return _link(int(token["marker"]), turn)
        return literal(token["escaped"] or token.group())

    return _ANSWER_TOKEN.sub(written, plain(answer.text))


def _link(marker: int, turn: int) -> str:
    return f'<a href="#{_anchor(marker, turn)}">&#91;{marker}&#93;</a>'


def _anchor(marker: int, turn: int) -> str:
    return f"source-{turn}-{marker}"


def _path(citation: Citation) -> str:
    return plain(_PATH_SEPARATOR.join(citation.section))


def _source_html(citation: Citation, numbers: tuple[Check, ...], turn: int) -> str:
    return (
        f'<article class="source" id="{_anchor(citation.marker, turn)}">'
        f'<h3><span class="marker">&#91;{citation.marker}&#93;</span> {literal(_path(citation))}</h3>'
        f"{_cell_html(citation)}<blockquote>{_marked(plain(citation.quote), numbers)}</blockquote></article>"
    )


def _cell_html(citation: Citation) -> str:
    if citation.cell is None:
        return ""
    cell = citation.cell
    places = (("表", (cell.table,)), ("行", cell.row), ("列", cell.column))
    rows = (f"<dt>{name}</dt><dd>{literal(plain(_PATH_SEPARATOR.join(path)))}</dd>" for name, path in places if path)
    return f"<dl>{''.join(rows)}</dl>"


def _marked(quote: str, numbers: Iterable[Check]) -> str:
    wanted = set(_stated(numbers))
    pieces, end = [], 0
    for numeral in _NUMERAL.finditer(quote):
        if any(_same(quote, numeral, value, unit) for value, unit in wanted):
            pieces += [literal(quote[end : numeral.start()]), f"<mark>{literal(numeral.group())}</mark>"]
            end = numeral.end()
    return "".join((*pieces, literal(quote[end:])))


def _stated(numbers: Iterable[Check]) -> Iterator[tuple[Decimal, str]]:
    """The values to look for in a quote, each with the first character of its unit, or nothing."""
    for check in numbers:
        if check.support in ("exact", "quoted"):
            for found in _NUMERAL.finditer(check.text):
                yield _value(found), check.text[found.end() :].strip()[:1]
        if check.support == "derived" and check.formula:
            operands = {_value(found) for found in _NUMERAL.finditer(check.formula)}
            yield from ((value, "") for value in operands - _FORMULA_CONSTANTS)


def _same(quote: str, numeral: re.Match[str], value: Decimal, unit: str) -> bool:
    """Whether the numeral has this value and no other unit stands right behind it: 2个 is not the 2 of 2万元."""
    follows = quote[numeral.end() : numeral.end() + 1]
    return _value(numeral) == value and not (unit and follows.isalpha() and follows != unit)


def _value(numeral: re.Match[str]) -> Decimal:
    return Decimal(numeral.group().replace(",", ""))
