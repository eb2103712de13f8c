"""How people ask for one figure of a disclosure: by its full name, shortened, and in other words of the genre."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evidence.facts import whose
from assistant.vocabulary import SYNONYMS
from index.model import Disclosure, Figure
from index.vocabulary import MONEY_UNITS

Form = Literal["full", "short", "synonym"]
FORMS: tuple[Form, ...] = ("full", "short", "synonym")

_PLACE = re.compile(r"^(?:[^省市区县]{1,12}(?:开发区|[省市区县]))+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\s*年度?\s*")
_TAIL = re.compile(r"(?:经费|资金|项目)$")
_NUMBERED = re.compile(r"^[0-9一二三四五六七八九十（()）]+[、.．)）]\s*")
_TOTALS = ("合计", "总计", "小计")
# Synonyms that are said in other places than the word they stand for.
_NO_NOUN = re.compile(r"值多少|^.$")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question for one figure; an answer may rest on any of `accepted`: the figure and those of the same words.

    It is ambiguous where the document gives several values in the very same words: then it is one reading of several.
    """

    figure: Figure
    form: Form
    text: str
    accepted: tuple[Figure, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """What a figure is called: the names of whose it is, and what keeps it apart from figures of the same words."""

    figure: Figure
    of_body: bool
    names: tuple[str, ...]
    apart: str
    unit_asked: bool
    ambiguous: bool
    accepted: tuple[Figure, ...]


def wordings(disclosure: Disclosure) -> tuple[Wording, ...]:
    """Three questions for every figure of a disclosure that can be asked for, in the order of the text."""
    by_measure: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _asked(disclosure):
        by_measure[_counted(figure)].append(figure)
    found = []
    for figure in _asked(disclosure):
        rivals = by_measure[_counted(figure)]
        each = _named(disclosure, figure, rivals)
        texts = (_full(disclosure, each), _short(disclosure, each, rivals), _synonym(disclosure, each))
        found += [
            Wording(figure, form, text, each.accepted, each.ambiguous) for form, text in zip(FORMS, texts, strict=True)
        ]
    return tuple(found)


def left_out(disclosure: Disclosure) -> dict[str, int]:
    """How many figures are not asked for, by reason."""
    reasons = Counter(_reason(figure) for figure in disclosure.figures)
    return {reason: count for reason, count in sorted(reasons.items()) if reason}


def _asked(disclosure: Disclosure) -> list[Figure]:
    return [figure for figure in disclosure.figures if not _reason(figure)]


def _counted(figure: Figure) -> tuple[str, str]:
    """What a figure counts, whatever the width of its brackets."""
    return unicodedata.normalize("NFKC", figure.measure), figure.aspect


def _reason(figure: Figure) -> str:
    """Why a figure is not asked for; empty when it is."""
    if figure.aspect == "threshold":
        return "threshold"
    return "" if figure.measure.strip() else "no measure"


# --- what keeps figures apart --------------------------------------------------------------------------------------


def _named(disclosure: Disclosure, figure: Figure, rivals: Sequence[Figure]) -> _Named:
    """A figure with its names as far as needed, among the figures of the same measure and aspect."""
    own = _own_names(figure)
    alike = [other for other in rivals if _words(other) == _words(figure)]
    same = [other for other in alike if _unit_kind(other) == _unit_kind(figure)]
    apart, left = _told_apart(disclosure, figure, same)
    return _Named(
        figure=figure,
        of_body=figure.subject == disclosure.document.body,
        names=own if _unique(own, figure, rivals) else whose(figure),
        apart=apart,
        unit_asked=len(same) < len(alike) or (figure.aspect == "amount" and figure.unit == "%"),
        ambiguous=_differ(left),
        accepted=tuple(other for other in same if _is_twin(figure, other, left)),
    )


def _told_apart(disclosure: Disclosure, figure: Figure, same: list[Figure]) -> tuple[str, list[Figure]]:
    """The words before a figure's name that tell it from others of the same words, and those that are left."""
    apart = ""
    apart, same = _qualified(apart, figure, same, _group)
    if _differ(same) or len({other.table for other in same}) > 1:
        apart, same = _qualified(apart, figure, same, lambda other: _title(disclosure, other))
    return _qualified(apart, figure, same, _heading) if _differ(same) else (apart, same)


def _qualified(
    apart: str, figure: Figure, same: list[Figure], qualify: Callable[[Figure], str]
) -> tuple[str, list[Figure]]:
    if not qualify(figure) or len({qualify(other) for other in same}) < 2:
        return apart, same
    return f"{apart}{qualify(figure)}", [other for other in same if qualify(other) == qualify(figure)]


def _differ(figures: Iterable[Figure]) -> bool:
    return len({_quantity(figure) for figure in figures}) > 1


def _is_twin(figure: Figure, other: Figure, left: Sequence[Figure]) -> bool:
    """Whether an answer may rest on another figure: of the same words to the end, or of one name and value in a table.

    A figure of running text that is told apart by nothing is right wherever its value stands under its name.
    """
    if _quantity(other) != _quantity(figure):
        return False
    return other in left or other.table == figure.table or figure.table is None


def _words(figure: Figure) -> tuple[object, ...]:
    return whose(figure), figure.period


def _quantity(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.unit, figure.comparator, re.sub(r"\s", "", figure.raw) if figure.value is None else ""


def _unit_kind(figure: Figure) -> str:
    return "money" if figure.unit in MONEY_UNITS else figure.unit or ""


def _group(figure: Figure) -> str:
    """The groups of an indicator's row, such as 效益指标 and 经济效益指标: the nearest one."""
    groups = figure.place.row[:-1] if figure.aspect == "target" else ()
    return f"{groups[-1]}中的" if groups else ""


def _title(disclosure: Disclosure, figure: Figure) -> str:
    """The title of a figure's table as people say it, without the body and the year."""
    title = _YEAR.sub("", figure.place.table or "").replace(disclosure.document.body, "").strip()
    return f"《{title}》中" if title else ""


def _heading(figure: Figure) -> str:
    heading = _NUMBERED.sub("", figure.place.section[-1]) if figure.place.section else ""
    return f"“{heading}”部分的" if heading and figure.table is None else ""


# --- names ---------------------------------------------------------------------------------------------------------


def _own_names(figure: Figure) -> tuple[str, ...]:
    """The names of a figure's subject: of a row with several each but its owner, of a total row its own."""
    names = whose(figure)
    if len(names) > 1:
        return tuple(name for name in names if name in figure.subject)
    return _total_row(figure) or names


def _total_row(figure: Figure) -> tuple[str, ...]:
    """The name of a row that speaks of the whole body, such as 资产总额, where the measure does not hold it."""
    row = _NUMBERED.sub("", figure.place.row[-1]).strip() if figure.place.row else ""
    known = any(row in text or text in row for text in (figure.measure, figure.subject))
    return (row,) if row and not known and figure.aspect != "target" else ()


def _unique(names: Iterable[str], figure: Figure, rivals: Iterable[Figure]) -> bool:
    """Whether names fit no other subject of the same measure."""
    return not _fitting(tuple(names), figure, rivals)


def _fitting(names: tuple[str, ...], figure: Figure, rivals: Iterable[Figure]) -> set[str]:
    """The other figures of the same measure that are of another subject, yet whose names hold these."""
    return {other.id for other in rivals if whose(other) != whose(figure) and _fits(names, other)}


def _fits(names: Iterable[str], figure: Figure) -> bool:
    label = " ".join(whose(figure))
    return all(name in label for name in names)


def _shortest(named: _Named, places: Sequence[str], rivals: Sequence[Figure]) -> tuple[str, ...]:
    """The fewest names that are unique, each shortened as far as it stays so."""
    own = _own_names(named.figure)
    candidates = [*((name,) for name in own), own]
    names = next((some for some in candidates if _unique(some, named.figure, rivals)), named.names)
    for position, name in enumerate(names):
        for shorter in (_without_place(places), lambda text: _YEAR.sub("", text), lambda text: _TAIL.sub("", text)):
            short = shorter(name)
            tried = (*names[:position], short, *names[position + 1 :])
            fitting = _fitting(tried, named.figure, rivals)
            if len(short) > 1 and fitting <= _fitting(names, named.figure, rivals):
                name, names = short, tried
    return names


def _places(disclosure: Disclosure) -> list[str]:
    """The names of places before the bodies of a disclosure, longest first."""
    owners = {row.owner for table in disclosure.tables for row in table.rows if row.owner}
    matches = (_PLACE.match(body) for body in (disclosure.document.body, *owners))
    return sorted({match.group() for match in matches if match}, key=lambda place: (-len(place), place))


def _without_place(places: Sequence[str]) -> Callable[[str], str]:
    return lambda name: next((name[len(place) :] for place in places if name.startswith(place)), name)


# --- questions -----------------------------------------------------------------------------------------------------


def _full(disclosure: Disclosure, named: _Named) -> str:
    return _plain_question(named, named.names, _period(disclosure, named.figure, "{}年{}月{}日"))


def _short(disclosure: Disclosure, named: _Named, rivals: Sequence[Figure]) -> str:
    figure = named.figure
    names = _total_row(figure) if named.of_body else _shortest(named, _places(disclosure), rivals)
    undated = all(other.period == figure.period for other in rivals if whose(other) == whose(figure))
    return _plain_question(named, names, "" if undated else _period(disclosure, figure, "{}年{}月{}日"))


def _synonym(disclosure: Disclosure, named: _Named) -> str:
    figure = named.figure
    names = _total_row(figure) if named.of_body else named.names
    measure = _in_other_words(figure.measure)
    if measure == figure.measure and names:
        names = (*names[:-1], _in_other_words(names[-1]))
    name = _name(named, names, measure, _period(disclosure, figure, "{}年末"))
    return f"请问{name}{_other_asking(named)}？"


def _plain_question(named: _Named, names: Sequence[str], period: str) -> str:
    return f"{_name(named, names, named.figure.measure, period)}{_asking(named)}？"


def _name(named: _Named, names: Sequence[str], measure: str, period: str) -> str:
    """The noun of a question: 2022年《…表》中…的…, or …局《…表》中的…."""
    total = names[-1] if names and names[-1] in _TOTALS else ""
    subject = "的".join(names[:-1] if total else names)
    whole = f"{measure.rstrip('。；，')}{total}"
    if not named.apart or named.figure.aspect == "target":
        return f"{period}{subject}{'的' if subject else ''}{named.apart}{whole}"
    if named.of_body and subject == named.figure.subject:
        return f"{period}{subject}{named.apart}的{whole}"
    return f"{period}{named.apart}{subject}{'的' if subject else ''}{whole}"


def _period(disclosure: Disclosure, figure: Figure, dated: str) -> str:
    """A figure's period in words, empty when it is the document's year."""
    if figure.period is None or figure.period == str(disclosure.document.year):
        return ""
    parts = [part.lstrip("0") for part in figure.period.split("-")]
    return dated.format(*parts) if len(parts) == 3 else f"{figure.period}年"


def _asking(named: _Named) -> str:
    figure = named.figure
    much = _much(named)
    if figure.aspect == "change":
        return f"比上年{_direction(figure, '增加', '减少', '变化')}{much}"
    if figure.aspect == "share":
        return "完成了年初预算的百分之多少" if _is_completion(figure) else "占比是多少"
    if figure.aspect == "target":
        return "的指标值是多少"
    return f"有{much}" if figure.aspect == "count" else f"是{much}"


def _other_asking(named: _Named) -> str:
    figure = named.figure
    much = _much(named)
    if figure.aspect == "change":
        return f"跟去年比{_direction(figure, '多了', '少了', '变了')}{much}"
    if figure.aspect == "share":
        return "完成了年初预算的百分之几" if _is_completion(figure) else "占百分之几"
    if figure.aspect == "target":
        return "要求达到多少"
    if figure.aspect == "count":
        return f"一共有几{figure.unit}" if figure.unit else "一共有多少"
    return "多少钱" if figure.unit in MONEY_UNITS and not named.unit_asked else much


def _much(named: _Named) -> str:
    if not named.unit_asked:
        return "多少"
    return "百分之多少" if named.figure.unit == "%" else f"多少{named.figure.unit or ''}"


def _is_completion(figure: Figure) -> bool:
    """Whether a share says how much of the budget was carried out (完成年初预算的98.61%)."""
    return re.search(rf"完成[^，。；]*{re.escape(figure.raw)}", figure.context) is not None


def _direction(figure: Figure, more: str, less: str, other: str) -> str:
    if figure.value is None or figure.value == 0:
        return other
    return more if figure.value > 0 else less


def _in_other_words(text: str) -> str:
    """A text with its longest word of the genre said otherwise: by the next of its synonyms."""
    found = [(word, words) for words in SYNONYMS for word in words if word in text]
    if not found:
        return text
    word, words = max(found, key=lambda pair: len(pair[0]))
    following = words[words.index(word) + 1 :] + words[: words.index(word)]
    other = next((each for each in following if not _NO_NOUN.search(each)), word)
    return text.replace(word, other, 1)
