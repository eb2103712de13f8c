"""Arithmetic over stated figures, each result with the formula that shows it.

Last year's value out of this year's and the change, shares, multiples, differences, changes in percent, averages and
other units of money. Results are exact where they can be, else rounded half up to two places and marked with ≈.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.evidence.facts import whose
from assistant.evidence.matching import pairs, share
from assistant.evidence.retrieve import facts_for
from assistant.library import Library
from assistant.model import Derived, Fact, Formula, Question
from assistant.working.prior import change_and_value, prior_value
from assistant.working.sides import bare_total, is_amount, kind, main_name, own_names, plain_number, same_measure, side
from index.amounts import convert, is_money, rounded
from index.model import Figure
from index.vocabulary import MONEY_UNITS


@dataclass(frozen=True, slots=True)
class _Operand:
    """A figure of a calculation with its value in the unit of the calculation."""

    figure: Figure
    value: Decimal


def derive(question: Question, library: Library) -> Derived | None:
    """What a question asks to be worked out, or None where it asks for nothing that stated figures give."""
    ways: dict[str, Callable[[Question, Library], Derived | None]] = {
        "share": _share,
        "multiple": _multiple,
        "percent_change": _percent_change,
        "average": _average,
    }
    if question.relation:
        return ways[question.relation](question, library) if question.relation in ways else None
    if _asks_prior_year(question, library):
        return _prior_year(question, library)
    if question.unit in MONEY_UNITS and question.asked == "value":
        return _converted(question, library)
    return None


# --- one way each ----------------------------------------------------------------------------------------------


def _share(question: Question, library: Library) -> Derived | None:
    left = _best(question, library, question.operands[0])
    right = _whole(question, library, left) if left else None
    if left is None or right is None or not right.value:
        return None
    return share_of(left, right, library.body)


def share_of(left: Figure, right: Figure, body: str) -> Derived:
    """What share of another a figure is, in percent."""
    part, whole = _in_one_unit(left, right)
    formula = _formula(
        f"{plain_number(part.value)} ÷ {plain_number(whole.value)} × 100",
        part.value / whole.value * 100,
        "%",
        (left, right),
    )
    return Derived(f"{told_apart(left, right, body)}占{told_apart(right, left, body)}的", formula, (left, right))


def _multiple(question: Question, library: Library) -> Derived | None:
    found = _two(question, library)
    if found is None or not found[1].value:
        return None
    left, right = found
    top, bottom = _in_one_unit(left, right)
    formula = _formula(
        f"{plain_number(top.value)} ÷ {plain_number(bottom.value)}", top.value / bottom.value, "倍", (left, right)
    )
    return Derived(f"{_name(left)}是{_name(right)}的", formula, (left, right))


def difference_of(left: Figure, right: Figure, body: str) -> Derived:
    """How much more or less one figure is than another."""
    first, second = _in_one_unit(left, right)
    more = first.value >= second.value
    high, low = (first, second) if more else (second, first)
    text = f"{plain_number(high.value)} - {plain_number(low.value)}"
    formula = _formula(text, high.value - low.value, left.unit, (left, right))
    other = right.measure if whose(left) == whose(right) else told_apart(right, left, body)
    return Derived(f"{told_apart(left, right, body)}比{other}{'多' if more else '少'}", formula, (left, right))


def sum_of(figures: Sequence[Figure], body: str) -> Derived:
    """The sum of some figures of one kind, each named by what tells it from the next."""
    first = figures[0]
    alike = all(same_measure(first, figure) for figure in figures)
    others = (*figures[1:], first)
    values = [
        convert(figure.value or Decimal(0), figure.unit or "", first.unit or "")
        if is_money(figure.unit) and figure.unit != first.unit
        else figure.value or Decimal(0)
        for figure in figures
    ]
    formula = _formula(" + ".join(map(plain_number, values)), sum(values, Decimal(0)), first.unit, tuple(figures))
    names = [told_apart(figure, other, body) for figure, other in zip(figures, others, strict=True)]
    if alike:
        names = [*(name.removesuffix(f"的{first.measure}") for name in names[:-1]), names[-1]]
    return Derived(f"{'与'.join(names)}合计", formula, tuple(figures))


def told_apart(figure: Figure, other: Figure, body: str) -> str:
    """A figure's name beside another: its measure, behind whose it is where that is not the department both times."""
    names = own_names(figure, other)
    if names is not None and same_measure(figure, other):
        return f"“{names[0]}”的{figure.measure}"
    return figure.measure if figure.subject == body else f"“{main_name(figure, whose(figure))}”的{figure.measure}"


def _percent_change(question: Question, library: Library) -> Derived | None:
    """The change in percent: as stated where it is, else out of the change and this year's value."""
    found = change_and_value(question, library)
    if found is None:
        return None
    change, now = found
    prior, text = prior_value(change, now)
    if not prior or change.value is None:
        return None
    formula = _formula(
        f"{plain_number(abs(change.value))} ÷ ({text}) × 100", abs(change.value) / prior * 100, "%", (change, now)
    )
    verb = "减少" if change.value < 0 else "增加"
    return Derived(f"{_year(now)}{_name(now)}比上年{verb}", formula, (change, now))


def _average(question: Question, library: Library) -> Derived | None:
    """A row's sum of money by its count."""
    for match in facts_for(replace(question, relation=None, unit=None), library):
        figure = match.fact.figure
        if figure is None or figure.row is None or not is_money(figure.unit) or figure.value is None:
            continue
        counts = [
            other
            for other in library.disclosure.figures
            if other.table == figure.table and other.row == figure.row and other.aspect == "count" and other.value
        ]
        if counts and counts[0].value:
            quotient = figure.value / counts[0].value
            text = f"{plain_number(figure.value)} ÷ {plain_number(counts[0].value)}"
            formula = _formula(text, quotient, figure.unit, (figure, counts[0]))
            return Derived(f"{_name(figure)}除以{_name(counts[0])}，平均为", formula, (figure, counts[0]))
    return None


def _prior_year(question: Question, library: Library) -> Derived | None:
    found = change_and_value(question, library)
    if found is None:
        return None
    change, now = found
    prior, text = prior_value(change, now)
    formula = _formula(text, prior, now.unit, (now, change))
    return Derived(f"{question.years[0]}年{_name(now)}为", formula, (now, change))


def _converted(question: Question, library: Library) -> Derived | None:
    """A sum of money in the unit asked for, where the document states it in another."""
    wanted = question.unit or ""
    figure = _best(question, library, question.content)
    if figure is None or figure.unit is None or figure.value is None or figure.unit == wanted:
        return None
    if not is_money(figure.unit):
        return None
    value = convert(figure.value, figure.unit, wanted)
    factor = MONEY_UNITS[figure.unit] / MONEY_UNITS[wanted]
    step = f"× {factor:f}" if factor >= 1 else f"÷ {1 / factor:f}"
    result = Decimal(plain_number(value.normalize()))
    formula = Formula(f"{plain_number(figure.value)} {step} = {result}", result, wanted, (figure.id,))
    return Derived(f"{_year(figure)}{_name(figure)}折合", formula, (figure,))


# --- operands --------------------------------------------------------------------------------------------------


def _asks_prior_year(question: Question, library: Library) -> bool:
    year = library.disclosure.document.year
    return year is not None and question.years == (str(year - 1),) and not question.wants_change


def _best(question: Question, library: Library, content: tuple[str, ...]) -> Figure | None:
    """The figure that the content of one side of a relation names best."""
    found = [match for match in facts_for(side(question, content), library) if is_amount(match)]
    figure = found[0].fact.figure if found else None
    return figure if figure and figure.value is not None else None


def _two(question: Question, library: Library) -> tuple[Figure, Figure] | None:
    left = _best(question, library, question.operands[0])
    right = (
        (_in_row(left, question.operands[1], library) or _best(question, library, question.operands[1]))
        if left
        else None
    )
    if left is None or right is None or left.id == right.id or kind(left) != kind(right):
        return None
    return left, right


def _in_row(figure: Figure, content: tuple[str, ...], library: Library) -> Figure | None:
    """The figure of the same row whose column a few words name (…的预算资金比采购金额)."""
    if figure.row is None:
        return None
    asked: frozenset[str] = frozenset().union(*(pairs(piece) for piece in content))
    for other in library.disclosure.figures:
        beside = (other.table, other.row) == (figure.table, figure.row) and other.id != figure.id
        if beside and other.value is not None and share(asked, pairs(other.measure), library.weights) > 0.8:
            return other
    return None


def _whole(question: Question, library: Library, part: Figure) -> Figure | None:
    """What a figure is a share of: the total above it that the question names, or else any figure that it names."""
    by_id = {figure.id: figure for figure in library.disclosure.figures}
    above: list[Figure] = []
    current = by_id.get(part.part_of or "")
    while current is not None and current not in above:
        above.append(current)
        current = by_id.get(current.part_of or "")
    wanted = question.operands[1]
    asked: frozenset[str] = (
        frozenset().union(*(pairs(bare_total(piece)) for piece in wanted)) if wanted else frozenset()
    )
    named = [total for total in above if not asked or share(pairs(total.measure), asked, library.weights) > 0.3]
    if named:
        fits = [share(pairs(total.measure) | pairs(" ".join(whose(total))), asked, library.weights) for total in named]
        best = named[-1 - fits[::-1].index(max(fits))] if asked else named[0]
        return best if best.value is not None else None
    other = _best(question, library, wanted) if wanted else None
    return other if other and other.id != part.id and kind(other) == kind(part) else None


def _in_one_unit(left: Figure, right: Figure) -> tuple[_Operand, _Operand]:
    first, second = left.value or Decimal(0), right.value or Decimal(0)
    if left.unit != right.unit and left.unit and right.unit and is_money(left.unit) and is_money(right.unit):
        second = convert(second, right.unit, left.unit)
    return _Operand(left, first), _Operand(right, second)


def _formula(expression: str, value: Decimal, unit: str | None, figures: tuple[Figure, ...]) -> Formula:
    """An expression with its result: exact where two places hold it, else rounded half up."""
    result = rounded(value)
    exact = result == value
    shown = value if exact and -value.as_tuple().exponent <= 2 else result  # type: ignore[operator]
    sign = "=" if exact else "≈"
    return Formula(f"{expression} {sign} {plain_number(shown)}", shown, unit, tuple(figure.id for figure in figures))


def _name(figure: Figure) -> str:
    names = whose(figure)
    return (
        figure.measure
        if len(names) == 1 and figure.aspect != "target" and not figure.row
        else f"{names[-1]}{figure.measure}"
    )


def _year(figure: Figure) -> str:
    return f"{figure.period}年" if figure.period and "-" not in figure.period else ""


def fact_of(figure: Figure, library: Library) -> Fact:
    """The fact that a figure is."""
    return next(label.fact for label in library.labels if label.fact.figure is figure or label.fact.figure == figure)
