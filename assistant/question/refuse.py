"""Questions that the document cannot answer by their type: told from words and names, never from a similarity.

Contact data, persons, executed values in a budget, other years, other bodies, greetings: each is known before anything
is searched, and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.evidence.matching import coverage, pairs
from assistant.library import Library, known_body
from assistant.model import Question, RefusalKind
from assistant.question.normalise import canonical
from assistant.vocabulary import (
    ASKS_PERSON,
    BODY_PRONOUNS,
    BODY_SUFFIXES,
    BUDGET_CUES,
    CONTACT_WORDS,
    EXECUTED_WORDS,
    FUNCTION_WORDS,
    OFFICIAL_TITLES,
    SMALL_TALK,
    SUPPLIER_WORDS,
)

_CUT = re.compile(
    "|".join(re.escape(word) for word in sorted({*FUNCTION_WORDS, *BODY_PRONOUNS}, key=len, reverse=True))
    + r"|表中|表里|里头|里面|的钱|可见|今年|去年|上年|明年|本年|[在和与由从把给让对问找去向归各里占那]"
    + r"|(?<=[0-9])(?:年度?|月|日)|[，。；：、！？,;:!?\s0-9%.]+"
)
_ONLY_KINDS = re.compile(r"(?:处室|科室|中心|部门|单位|机构|大队|办公室|处|局|委)+")
_RELATIVE = re.compile("[明后前]年")
_VERB = re.compile(r"办(?=[的了理好成件事过完])")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?:自治州|省|市|区|县|旗)")
_KIND_OF_PLACE = re.compile(
    r"(?:小|园|社|辖|城|新|片|地|市|全|本|我|学|厂|矿|景|库|山)区$|(?:城|全|本|我|门|夜|股|上)市$|(?:全|本|我)[省县]$"
)
_BODY_BEHIND = re.compile(
    r"局|委|厅|院|政府|部门|单位|办公室|^[^，,]{1,4}[省市区县旗]的?(?:预算|决算)?(?:收入|支出|收支|预算|决算)"
)
# 政府 is no body in 政府采购 and 政府性基金.
_LONG_SUFFIXES = "|".join(
    "政府(?![采性集分基])" if suffix == "政府" else suffix
    for suffix in BODY_SUFFIXES
    if len(suffix) > 1 or suffix in "局厅院"
)
_SHORT_SUFFIXES = "|".join(suffix for suffix in BODY_SUFFIXES if len(suffix) == 1 and suffix not in "局厅院")
_SUFFIX = re.compile(rf"^(.*?(?:{_LONG_SUFFIXES})(?![长员理置所部])|.*?(?:{_SHORT_SUFFIXES})$)")

_COMPARED_YEAR = re.compile(
    r"(?:比|较|与|同|跟|和)(20[0-9]{2})年?(?:度)?(?:的?预算)?(?:相比|比较|比|增|减|多|少|高|低|变|上|下)"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question cannot be answered, and the word of the question that says so."""

    kind: RefusalKind
    word: str


def refusal_of(question: Question, library: Library) -> Refusal | None:
    """The refusal that a question's type asks for, or None."""
    normal = question.normal
    if not re.search(r"[\w]", normal):
        return Refusal("empty", "")
    for kind, word in (
        ("contact", _contact(normal, library)),
        ("person", _person(normal)),
        ("executed", _executed(normal, library)),
        ("supplier", _supplier(normal, library)),
        ("body", "" if question.asked == "who" else _foreign_body(normal, library)),
        ("year", _other_year(question, library)),
        ("small_talk", _small_talk(question, library)),
    ):
        if word:
            return Refusal(kind, word)  # type: ignore[arg-type]
    return None


def is_off_topic(question: Question, library: Library) -> bool:
    """Whether hardly any word of a question stands anywhere in the document or in the index's names."""
    words = frozenset().union(*(pairs(piece) for piece in question.content)) if question.content else frozenset()
    if question.years or BUDGET_CUES.search(question.normal):
        return False
    held = sum(pair in library.known for pair in words)
    return not words or held / len(words) < 0.34


def names_only_a_body(question: Question, library: Library) -> bool:
    """Whether a question's words name a body and nothing else, so that what is asked of it is open."""
    rest = "".join(question.content)
    for name in sorted({name for body in library.bodies for name in (body.name, *body.aliases)}, key=len, reverse=True):
        rest = rest.replace(canonical(name), "")
    return len(rest) < 2 or rest in canonical(library.body)


def _contact(normal: str, library: Library) -> str:
    """A word for contact data that is asked for, unless it is part of a name of the index (卫星电话)."""
    for word in CONTACT_WORDS:
        start = normal.find(word)
        known = start > 0 and canonical(normal[start - 1 : start + 1]) in library.known
        if start >= 0 and not known and re.search(r"多少|什么|几号|几点|哪|怎么|有没有|[?？]|$", normal[start:]):
            return word
    return ""


def _supplier(normal: str, library: Library) -> str:
    """A word for who sold or built something, where the document has none of them."""
    word = next((word for word in SUPPLIER_WORDS if word in normal), "")
    return "" if any(each in library.plain for each in ("供应商", "中标")) else word


def _person(normal: str) -> str:
    title = next((title for title in OFFICIAL_TITLES if title in normal), "")
    return title if title and any(word in normal for word in ASKS_PERSON) else ""


def _executed(normal: str, library: Library) -> str:
    """An executed value asked of a budget, unless the document states such a measure."""
    if library.disclosure.document.kind != "budget":
        return ""
    word = next((word for word in EXECUTED_WORDS if word in normal), "")
    stated = "实际" not in normal and any(word in figure.measure for figure in library.disclosure.figures)
    return "" if stated else word


def _foreign_body(normal: str, library: Library) -> str:
    """A body that the question names and the document does not know, in full or shortened."""
    place = _other_place(normal, library)
    if place:
        return place
    for mention in mentions(normal):
        wanted = canonical(mention)
        holds_known = any(canonical(body.name) in wanted for body in library.bodies)
        if wanted not in library.plain and not holds_known and known_body(library, mention) is None:
            return mention
    return ""


def _other_place(normal: str, library: Library) -> str:
    """A place at the beginning of a body's name that no name or text of the document holds."""
    for piece in _CUT.split(normal):
        place = _PLACE.match(piece or "")
        if place and not _KIND_OF_PLACE.search(place.group()) and canonical(place.group()) not in library.plain:
            return place.group() if _BODY_BEHIND.search(normal[normal.index(piece) :]) else ""
    return ""


def mentions(normal: str) -> tuple[str, ...]:
    """The words of a question that end as the name of a body does."""
    found = (_SUFFIX.match(piece) for piece in _CUT.split(_VERB.sub(" ", normal)) if piece)
    named = (match.group(1) for match in found if match)
    return tuple(
        name
        for name in named
        if len(name) >= 3 and not name.startswith(("各", "每", "所有")) and not _ONLY_KINDS.fullmatch(name)
    )


def _other_year(question: Question, library: Library) -> str:
    """A year of which the document states nothing, as the question says it (2019年, 明年)."""
    document = library.disclosure.document
    covered = {*library.periods, str(document.year), str((document.year or 1) - 1)}
    named = [
        year
        for year in question.years
        if any(
            f"{year}年" in title and coverage(question.content, ((pairs(title), 1.0),), library.weights) > 0.6
            for table in library.disclosure.tables
            for title in [canonical(table.title)]
        )
    ]
    before = [year for year in _COMPARED_YEAR.findall(question.normal) if year not in covered]
    if before and not named and not question.claims:
        return f"{before[0]}年"
    missing = [year for year in question.years if year not in covered and year not in named]
    if not missing or len(missing) != len(question.years):
        return ""
    relative = _RELATIVE.search(question.normal)
    return f"{missing[0]}年" if missing[0] in question.normal or not relative else relative.group()


def _small_talk(question: Question, library: Library) -> str:
    word = next((word for word in SMALL_TALK if word in question.normal), "")
    return word if word and (len(question.normal) <= len(word) + 3 or is_off_topic(question, library)) else ""
