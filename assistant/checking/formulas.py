"""Whether a number is the result of a shown formula and stands under the names of the formula's figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.checking.arithmetic import values_of
from assistant.checking.framing import COUNTED, added_together, framed
from assistant.checking.naming import (
    COMPARED,
    DISGUISED,
    PREFIX,
    REFUTED_BEHIND,
    SHARE,
    STATE,
    ends_well,
    is_period,
    is_twisted,
    last_amount,
    left,
    measure_names,
    mentions,
    struck_out,
    told,
)
from assistant.checking.quoting import QUOTED, Sources, plain_quotes, unquoted
from assistant.checking.surroundings import Context
from assistant.evidence.facts import counted, whose
from assistant.model import Formula
from assistant.question.normalise import canonical
from index.amounts import amounts_in, chinese_amounts_in, is_money, same_quantity
from index.model import Amount, Figure
from index.text import squeezed

COUNT_WORDS = ("项", "个", "条", "家", "种", "类", "张", "行")
_COUNT_BEHIND = re.compile(rf"\s*（{COUNTED}）")
_CONVERTED = ("折合", "约合", "相当于", "换算为", "换算", "合", "约", "即")
_RELATED = (
    *_CONVERTED, *SHARE, "百分", "比", "多", "少", "高", "低", "大", "小", "出", "相差", "差额", "差", "之差", "倍",
    "除以", "平均", "每", "之和", "加起来", "两者",
)  # fmt: skip


def formula_for(amount: Amount, text: str, context: Context, sources: Sources) -> Formula | None:
    """The shown formula that a number stands in, or whose result it repeats under the names of its figures."""
    for formula in sources.formulas:
        for match in re.finditer(rf"(?<![0-9.]){re.escape(formula.text)}(?![0-9]|\.[0-9])", text):
            unit = text[match.end() :].lstrip().startswith(amount.unit or "") and amount.unit == formula.unit
            last = amount.end > match.end()
            if match.start() <= amount.start < match.end() and (unit if last else not _twisted(text, match.end())):
                return formula
        if formula.counted and amount.value == formula.result and _says_count(formula, amount, text, context):
            return formula
        if formula.counted or formula.text not in text or amount.value != formula.result:
            continue
        plain = ends_well(context) and not DISGUISED.search(text[: amount.end])
        if amount.unit == formula.unit and plain and _says(formula, context, sources):
            return formula
    return None


def _twisted(text: str, end: int) -> bool:
    """Whether a unit that no number reads stands behind a formula (… = 12 亿)."""
    return bool(re.match(r"\s*[万亿‰]", text[end:]))


def _says_count(formula: Formula, amount: Amount, text: str, context: Context) -> bool:
    """Whether a number with a measure word says how many were counted, behind the very words of what was counted."""
    said = _bare(re.sub(r"(?:共有?|合计|一共)$", "", context.words.strip()))
    unit = amount.unit in (None, *COUNT_WORDS) and not amount.comparator
    behind = _COUNT_BEHIND.match(text[amount.end :]) is not None and not REFUTED_BEHIND.search(context.after)
    return said == _counted_words(formula) and unit and behind


def chooses(text: str, amount: Amount, sources: Sources) -> bool:
    """Whether a number is the question's own, in the words that say which things a count counts (超过50万元的)."""
    asked = [*amounts_in(sources.question), *chinese_amounts_in(sources.question)]
    if not any(same_quantity(amount.value, amount.unit, other.value, other.unit) for other in asked):
        return False
    start = max((text.rfind(mark, 0, amount.start) + 1 for mark in "。；;！？!?\n"), default=0)
    counted = re.match(r"[^。；\n]*?共[0-9]+[\u4e00-\u9fff]{1,4}?(?=\s*（)", text[amount.end :])
    if counted is None or not _COUNT_BEHIND.match(text[amount.end + counted.end() :]):
        return False
    said = _bare(re.sub(r"共[0-9]+[\u4e00-\u9fff]+$", "", text[start : amount.end] + counted.group()))
    return any(formula.counted and said == _counted_words(formula) for formula in sources.formulas)


def _counted_words(formula: Formula) -> str:
    """What a formula says that it counts, bare; nothing where it counts plain rows."""
    words = _bare(formula.text[len("count(") : formula.text.rindex(")")])
    return "" if words == "行" else words


def _bare(words: str) -> str:
    """Words in canonical spelling without marks."""
    return re.sub(r"[\W_]", "", canonical(words))


def _says(formula: Formula, context: Context, sources: Sources) -> bool:
    """Whether a sentence that ends in a formula's result names the formula's figures, in its order and direction."""
    own = [figure for figure in sources.figures if figure.id in formula.figures]
    if len(own) == 1:
        return told(own[0], context, sources, (*STATE, *_CONVERTED))
    changes = [figure for figure in own if figure.aspect == "change"]
    others = [figure for figure in own if figure.aspect != "change"]
    if len(own) == 2 and len(changes) == 1 and _same_measure(own[0], own[1]):
        ratio = "÷" in formula.text
        said = replace(others[0], aspect="change", value=changes[0].value) if ratio else others[0]
        year = None if ratio or not others[0].period else str(int(others[0].period[:4]) - 1)
        backwards = _goes_back(formula, changes[0]) and framed(said, context, sources)
        return backwards and told(said, context, sources, STATE, year)
    return bool(own) and not changes and _relates(formula, own, context, sources)


def _goes_back(formula: Formula, change: Figure) -> bool:
    """Whether a formula takes a change off, and adds it where it is a decrease, as a year goes back."""
    return ("+" if (change.value or 0) < 0 else "-") in formula.text


def _relates(formula: Formula, figures: Sequence[Figure], context: Context, sources: Sources) -> bool:
    """Whether a sentence puts figures into the relation of their formula: sum, difference, share, multiple, average."""
    spans = [span for figure in figures for span in mentions(figure, context.own, sources)]
    quoted = [canonical(part) for part in QUOTED.findall(context.words) if _is_condition(part, sources)]
    spans += [match.span() for part in quoted for match in re.finditer(re.escape(part), context.own) if part]
    first = min((start for start, _ in spans), default=0)
    opening = max((match.end() for match in re.finditer(r"[;:。|!?]", context.own[:first])), default=0)
    opening = max(opening, last_amount(context.own[:first]))
    rest = struck_out(context.own, spans)[opening:]
    if COMPARED.search(rest) or is_twisted(context, sources):
        return False
    bare = replace(context, own=struck_out(context.own, spans))
    if not spans or left(rest, (*PREFIX, *STATE, *_RELATED)) or not is_period(figures[0], bare, sources, None):
        return False
    all_named = all(any(name in context.own for name in measure_names(figure.measure)) for figure in figures)
    if not all_named and not (quoted and _of_one_column(figures) and re.search("金额", rest)):
        return False
    if set(re.findall(r"[-+×÷]", formula.text)) == {"+"}:
        return (
            re.search("合计|之和|加起来|一?共|总计|多|少|占|比", rest) is not None
            and not re.search("[多少占比倍]", rest)
            and added_together(figures, context, sources)
        )
    return len(figures) == 2 and _in_order(formula, figures, rest, context)


def _of_one_column(figures: Sequence[Figure]) -> bool:
    """Whether figures are sums of money in one column of one table, which a condition in “” chooses from."""
    columns = {(figure.table, figure.column) for figure in figures}
    return len(columns) == 1 and figures[0].table is not None and all(is_money(figure.unit) for figure in figures)


def _is_condition(quote: str, sources: Sources) -> bool:
    """Whether words in “” are what rows were chosen by: words of the question, or of the cells that are cited."""
    words = plain_quotes(quote)
    if "、" in words and not any(words in squeezed(source) for source in (unquoted(sources.question), *sources.quotes)):
        return all(_is_condition(part, sources) for part in words.split("、") if part)
    return any(words in squeezed(source) for source in (unquoted(sources.question), *sources.quotes))


def _in_order(formula: Formula, figures: Sequence[Figure], rest: str, context: Context) -> bool:
    """Whether a sentence names the two figures of a difference or a ratio in the order that its words ask for."""
    operand = Decimal(re.findall(r"[0-9]+(?:\.[0-9]+)?", formula.text)[0])
    leading = [figure for figure in figures if operand in [abs(value) for value in values_of(figure)]]
    places = _places(figures, context.own)
    if places is None or not leading:
        return False
    first = figures[0] if places[0] < places[1] else figures[1]
    if "÷" in formula.text:
        word = {"%": "占|比例|比重", "倍": "是|为|相当于"}.get(formula.unit or "", "除以|平均|每")
        return re.search(word, rest) is not None and first in leading and not re.search("[多少高低大小差]", rest)
    if re.search("占|倍|平均|比例|比重", rest):
        return False
    more, less = re.search("[多高大]|超", rest), re.search("[少低小]", rest)
    if more and not less:
        return first in leading
    if less and not more:
        return first not in leading or len(leading) > 1
    return bool(re.search("差", rest)) and not more and not less


def _places(figures: Sequence[Figure], words: str) -> tuple[int, int] | None:
    """Where a sentence names each of two figures, by measure, or of one measure by whose they are."""
    one, other = figures
    if not _same_measure(one, other):
        found = [min(words.find(name) for name in measure_names(each.measure) if name in words) for each in figures]
        inside = [max(measure_names(each.measure), key=len) for each in figures]
        if inside[0] in inside[1]:
            found[0] = words.replace(inside[1], "◇" * len(inside[1])).find(inside[0])
        elif inside[1] in inside[0]:
            found[1] = words.replace(inside[0], "◇" * len(inside[0])).find(inside[1])
        return (found[0], found[1]) if min(found) >= 0 else None
    own = [_first(words, set(whose(one)) - set(whose(other))), _first(words, set(whose(other)) - set(whose(one)))]
    stands = [match.start() for match in re.finditer(re.escape(canonical(one.measure)), words)]
    if min(own) < 0 and max(own) >= 0 and len(stands) > 1:
        taken = next((place for place in stands if place >= max(own)), -1)
        rest = [place for place in stands if place != taken]
        own[own.index(min(own))] = rest[0]
    return (own[0], own[1]) if min(own) >= 0 else None


def _first(words: str, names: Iterable[str]) -> int:
    return min((words.find(canonical(name)) for name in names if canonical(name) in words), default=-1)


def _same_measure(one: Figure, other: Figure) -> bool:
    return counted(one) == counted(other)
