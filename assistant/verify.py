"""The finished text read again: every numeral in it must be bound to what supports it, or it is unsupported.

A number is supported by one figure of the answer's own evidence when value and unit are equal and the name that stands
beside it in the sentence is that figure's measure (and its subject or period is named wherever the evidence holds
another figure of the same measure); by a
shown formula over such figures; by words repeated from the question or quoted from a citation; or as part of a date,
code or name that stands so in the document. A right number under a wrong name fails like a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.facts import whose
from assistant.model import Check, Draft, Formula
from assistant.normalise import canonical
from index.amounts import amounts_in, chinese_amounts_in, convert, is_money, rounded, same_quantity
from index.model import Amount, Figure
from index.numerals import claims
from index.text import readable, squeezed
from index.vocabulary import MONEY_UNITS

_MARKER = re.compile(r"\[[0-9]+\]")
_LIST_NUMBER = re.compile(r"^\s*[0-9]{1,3}[.、]\s", re.MULTILINE)
_QUOTED = re.compile(r"“[^“”]*”")
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")
_NAMED_NUMBER = re.compile(r"[\u4e00-\u9fff#A-Za-z（(【〔\[]*[0-9]+(?:\.[0-9]+)?\s*[\u4e00-\u9fff#A-Za-z）)】〕\]]*")


_CONSTANTS = (Decimal(100), Decimal(1000), Decimal(10000), Decimal(100000000))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a draft's numbers may be bound to."""

    figures: tuple[Figure, ...]
    formulas: tuple[Formula, ...]
    quotes: tuple[str, ...]
    question: str
    document: str
    names: re.Pattern[str]


def verify(draft: Draft, question: str, document: str, names: re.Pattern[str]) -> tuple[Check, ...]:
    """A check for every numeral of a draft's text but citation marks and list numbering.

    `question` is the normalised question; `document` the source text without white space; `names` finds the names of
    all measures of the document, so that 预算收入 inside 一般公共预算收入 is not taken for a name of its own.
    """
    quotes = tuple(_plain_quotes(citation.quote) for citation in draft.citations)
    sources = Sources(draft.figures, draft.formulas, quotes, question, document, names)
    text = _blanked(draft.text)
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


def _numerals(text: str) -> list[Amount]:
    """The quantities of a text: in digits, and in Chinese numerals with a unit behind them."""
    digits = amounts_in(text)
    taken = [(amount.start, amount.end) for amount in digits]
    words = [
        amount
        for amount in chinese_amounts_in(text)
        if not any(start < amount.end and amount.start < end for start, end in taken)
    ]
    return sorted([*digits, *words], key=lambda amount: amount.start)


def _blanked(text: str) -> str:
    """The text with citation marks and list numbering replaced by spaces, offsets unchanged."""
    for pattern in (_MARKER, _LIST_NUMBER):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _check(shown: str, text: str, amount: Amount, sources: Sources) -> Check | None:
    written = shown[amount.start : amount.end]
    sentence, before = _context(text, amount)
    if formula := _formula(amount, text, sources.formulas, sources.figures):
        return Check(written, amount.start, amount.end, "derived", formula.figures, formula.text)
    if _in_quote(text, amount, sources.quotes):
        return Check(written, amount.start, amount.end, "quoted")
    if _in_quote(text, amount, (_plain_quotes(sources.question),)):
        return Check(written, amount.start, amount.end, "question")
    if figures := _exact(amount, sentence, _beside(before, sentence, sources.names), sources.figures):
        return Check(written, amount.start, amount.end, "exact", figures)
    if _is_name(text, amount, sources.document):
        return Check(written, amount.start, amount.end, "name")
    if _chinese_term(written, text, amount, sources):
        return None
    if _repeats_question(amount, sentence, sources.question):
        return Check(written, amount.start, amount.end, "question")
    return Check(written, amount.start, amount.end, "unsupported")


def _context(text: str, amount: Amount) -> tuple[str, str]:
    """The sentence around a number, and its part before it; for a row of a Markdown table or list with its heading.

    In a row of a table a number's name may be the column's, which does not stand before it: its part before is empty.
    """
    start = max(text.rfind(mark, 0, amount.start) for mark in "。；\n") + 1
    end = min((found for mark in "。；\n" if (found := text.find(mark, amount.end)) >= 0), default=len(text))
    sentence, before = text[start:end], text[start : amount.start]
    above = [line for line in text[:start].splitlines() if line.strip()]
    if sentence.lstrip().startswith("|"):
        lead = [line for line in above if not line.startswith("|")][-1:]
        header = [line for line in above if line.startswith("|")][:1]
        return " ".join([*lead, *header, sentence]), ""
    if re.match(r"\s*[-*]\s", sentence):
        lead = [line for line in above if not re.match(r"\s*[-*]\s", line)][-1:]
        return " ".join([*lead, sentence]), " ".join([*lead, before])
    return sentence, before


def _beside(before: str, sentence: str, names: re.Pattern[str]) -> frozenset[str]:
    """The names that a number may go by: the last one before it, or, where none is, those of its sentence."""
    last = [match.group() for match in names.finditer(canonical(before))][-1:]
    return frozenset(last or (match.group() for match in names.finditer(canonical(sentence))))


def formula_holds(formula: Formula, figures: Iterable[Figure]) -> bool:
    """Whether a formula's operands are values of its figures or constants, and its result is what they give."""
    match = re.fullmatch(r"(.+) (=|≈) (-?[0-9.]+)", formula.text)
    if match is None:
        return False
    if match.group(1).startswith("count("):
        return len(set(formula.counted)) == formula.result == Decimal(match.group(3))
    expression, sign, shown = match.group(1), match.group(2), Decimal(match.group(3))
    values = {abs(value) for figure in figures if figure.id in formula.figures for value in _values(figure)}
    operands = [Decimal(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", expression)]
    result = evaluated(expression)
    if result is None or not all(operand in values or operand in _CONSTANTS for operand in operands):
        return False
    places = -shown.as_tuple().exponent  # type: ignore[operator]
    return (result == shown if sign == "=" else rounded(result, places) == shown) and shown == formula.result


def evaluated(expression: str) -> Decimal | None:
    """The value of an expression of numbers, + - × ÷ and brackets, or None where it is none."""
    tokens = re.findall(r"[0-9]+(?:\.[0-9]+)?|[-+×÷()]", expression)
    if "".join(tokens) != expression.replace(" ", ""):
        return None
    try:
        value, rest = _sum(tokens)
    except (IndexError, InvalidOperation):
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


def _formula(amount: Amount, text: str, formulas: Iterable[Formula], figures: tuple[Figure, ...]) -> Formula | None:
    """The shown formula that a number stands in, or whose result it repeats with its unit."""
    for formula in formulas:
        if not formula_holds(formula, figures):
            continue
        for match in re.finditer(re.escape(formula.text), text):
            if match.start() <= amount.start and amount.end <= match.end() + len(amount.unit or ""):
                return formula
        same_unit = amount.unit == formula.unit or bool(formula.counted)
        if formula.text in text and amount.value == formula.result and same_unit:
            return formula
    return None


def _in_quote(text: str, amount: Amount, quotes: tuple[str, ...]) -> bool:
    for match in _QUOTED.finditer(text):
        if match.start() < amount.start and amount.end < match.end():
            words = _plain_quotes(match.group())
            return any(words in quote for quote in quotes)
    return False


def _exact(amount: Amount, sentence: str, beside: frozenset[str], figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """The ids of the figures that a number states, if the name beside it is theirs."""
    named = canonical(sentence)
    equal = [
        figure
        for figure in figures
        if _states(amount, figure, sentence) and not beside.isdisjoint(measure_names(figure.measure))
    ]
    settled = [figure for figure in equal if not _confusable(figure, figures) or _is_told_apart(figure, named, figures)]
    return tuple(figure.id for figure in settled)


def _states(amount: Amount, figure: Figure, sentence: str) -> bool:
    if figure.value is None:
        return False
    value = abs(figure.value) if figure.aspect == "change" else figure.value
    if not same_quantity(amount.value, amount.unit, value, figure.unit):
        return False
    if figure.aspect == "change" and not re.search("减|降|压" if figure.value < 0 else "增|升|提高", sentence):
        return False
    return amount.comparator == figure.comparator or not figure.comparator


def _confusable(figure: Figure, figures: tuple[Figure, ...]) -> bool:
    """Whether the evidence holds another value of the same measure."""
    return any(
        other.measure == figure.measure and other.aspect == figure.aspect and other.value != figure.value
        for other in figures
    )


def _is_told_apart(figure: Figure, named: str, figures: tuple[Figure, ...]) -> bool:
    """Whether the sentence names whose a figure is, or else when, wherever another of its measure differs in that."""
    rivals = [other for other in figures if other.measure == figure.measure and other.value != figure.value]
    return all(_differs_as_said(figure, rival, named) for rival in rivals)


def _differs_as_said(figure: Figure, rival: Figure, named: str) -> bool:
    """Whether a name that only one of two figures has stands there for it, and none that only the other has."""
    own, others = set(whose(figure)) - set(whose(rival)), set(whose(rival)) - set(whose(figure))
    if own or others:
        theirs = [canonical(name) for name in others if not any(canonical(name) in canonical(mine) for mine in own)]
        said = not own or any(canonical(name) in named for name in own)
        return said and not any(name in named for name in theirs)
    return figure.period != rival.period and (figure.period or "")[:4] in named


def _is_name(text: str, amount: Amount, document: str) -> bool:
    """Whether a number is part of a date, code or name that stands so in the document."""
    for start, end, kind in claims(text):
        if start <= amount.start < end and kind != "structure":
            bare = squeezed(text[start:end])
            return bare in document or re.sub(r"年度?$", "", bare) in document
    for match in re.finditer(r"[“《][^“”《》]*[”》]", text):
        if match.start() < amount.start and amount.end <= match.end():
            return squeezed(match.group())[1:-1] in document
    around = next((m for m in _NAMED_NUMBER.finditer(text) if m.start() <= amount.start < m.end()), None)
    lettered = around is not None and re.search(r"[A-Za-z#]", around.group()) is not None
    return lettered and around is not None and squeezed(around.group()) in document


def _chinese_term(written: str, text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a Chinese numeral is part of a term of the document or the question (六个百分百, 第一部分)."""
    if re.search(r"[0-9]", written):
        return False
    around = squeezed(text[max(0, amount.start - 2) : amount.end + 2])
    inner = squeezed(text[amount.start : amount.end + 1])
    return around in sources.document or (len(inner) > 2 and inner in sources.document)


def _repeats_question(amount: Amount, sentence: str, question: str) -> bool:
    """Whether a number only repeats the question, and the sentence says that it does."""
    asked = [
        other for other in amounts_in(question) if same_quantity(amount.value, amount.unit, other.value, other.unit)
    ]
    years = amount.unit == "年" and str(amount.value) in question
    says_so = re.search(r"问题|您|所问|提到|you|question", sentence) is not None
    return bool(asked and says_so) or years


def _plain_quotes(text: str) -> str:
    """A text for comparing quotes: without quotation marks and white space, LaTeX comparators as signs."""
    return re.sub(r"[“”‘’\"'\s]", "", readable(text))
