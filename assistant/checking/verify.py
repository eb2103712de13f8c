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

import re
from collections import Counter
from collections.abc import Iterable

from assistant.checking.arithmetic import formula_holds
from assistant.checking.formulas import chooses, formula_for
from assistant.checking.framing import framed
from assistant.checking.naming import bearer_names, figures_stated, measure_names
from assistant.checking.quoting import (
    Sources,
    is_chinese_term,
    is_name,
    is_quoted,
    quotes_question,
    repeats_question,
    unquoted,
)
from assistant.checking.shown import blanked, numerals
from assistant.checking.surroundings import context_of
from assistant.model import Check, Draft
from assistant.question.glossary import NAMES
from index.model import Amount
from index.text import squeezed

_GLOSS = re.compile(r"(?<=“)(?P<name>[^“”]+)”(?P<behind> \((?P<gloss>[^()]+)\))")


def verify(draft: Draft, question: str, document: str, names: re.Pattern[str]) -> tuple[Check, ...]:
    """A check for every numeral of a draft's text but citation marks and list numbering.

    `question` is the normalised question; `document` the source text without white space; `names` finds the names of
    all measures of the document, so that 预算收入 inside 一般公共预算收入 is not taken for a name of its own.
    """
    sources = Sources(
        figures=draft.figures,
        formulas=tuple(formula for formula in draft.formulas if formula_holds(formula, draft.figures)),
        quotes=tuple(unquoted(citation.quote) for citation in draft.citations),
        question=question,
        document=document,
        names=names,
        titles=_titles(draft),
        years=_years(draft, document),
    )
    text = _without_glosses(blanked(draft).replace(r"\|", "／／"))
    checks = [_check(draft.text, text, amount, sources) for amount in numerals(text)]
    return tuple(check for check in checks if check is not None)


def unsupported(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks that found no support."""
    return tuple(check for check in checks if check.support == "unsupported")


def names_of(measures: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the names of measures in a text in canonical spelling, the longest at each place."""
    names = {name for measure in measures for name in measure_names(measure) if len(name) > 1}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)")


def _without_glosses(text: str) -> str:
    """A text with the English name in brackets behind a quoted Chinese one blanked, where the glossary pairs the two.

    What is behind it keeps its place. Any other word behind a name stays, and is no more allowed there than before.
    """
    for match in _GLOSS.finditer(text):
        if NAMES.get(match["name"]) == match["gloss"]:
            text = text[: match.start("behind")] + " " * len(match["behind"]) + text[match.end("behind") :]
    return text


def _titles(draft: Draft) -> tuple[str, ...]:
    """The names that the evidence of a draft bears: whose its figures are, where its sources stand, what is counted."""
    figures = [name for figure in draft.figures for name in (*bearer_names(figure), figure.measure)]
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


def _check(shown: str, text: str, amount: Amount, sources: Sources) -> Check | None:
    written = shown[amount.start : amount.end]
    context = context_of(text, amount)
    if formula := formula_for(amount, text, context, sources):
        return Check(written, amount.start, amount.end, "derived", formula.figures, formula.text)
    if is_quoted(text, amount, sources):
        return Check(written, amount.start, amount.end, "quoted")
    if quotes_question(text, amount, sources.question) or chooses(text, amount, sources):
        return Check(written, amount.start, amount.end, "question")
    stated = [each for each in sources.figures if each.id in figures_stated(text, amount, context, sources)]
    if figures := tuple(each.id for each in stated if framed(each, context, sources)):
        return Check(written, amount.start, amount.end, "exact", figures)
    if is_name(text, amount, sources):
        return Check(written, amount.start, amount.end, "name")
    if is_chinese_term(written, text, amount, sources):
        return None
    if repeats_question(text, amount, sources.question):
        return Check(written, amount.start, amount.end, "question")
    return Check(written, amount.start, amount.end, "unsupported")
