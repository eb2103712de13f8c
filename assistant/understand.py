"""A question's text to a typed Question: what is asked, about what, of which year, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.model import Asked, Question
from assistant.normalise import canonical, normalised
from assistant.vocabulary import (
    ASKS_CHANGE,
    ASKS_DEFINITION,
    ASKS_DUTY,
    ASKS_GROUND,
    ASKS_HOW,
    ASKS_MONEY,
    ASKS_QUANTITY,
    ASKS_REASON,
    ASKS_TARGET,
    ASKS_WHERE,
    ASKS_WHO,
    BODY_PRONOUNS,
    EXPENSE_SUFFIXES,
    FUNCTION_WORDS,
    INSTRUCTIONS,
    WEAK_FUNCTION_WORDS,
)
from index.amounts import amounts_in
from index.model import Amount
from index.numerals import claims
from index.vocabulary import COUNT_UNITS

_PUNCTUATION = re.compile(r"[，。；：、！？,;:!?()（）\[\]【】\s~～…·/\\|<>]+")
_YEAR = re.compile(rf"(?<![0-9.])(20[0-9]{{2}})(?:\s*年度?|(?!\s*(?:[0-9.%]|万|亿|元|{'|'.join(COUNT_UNITS)})))")
_COMPARED = re.compile(
    r"(?:比|较|与|同|跟|和)(?:20[0-9]{2}\s*年度?|上年度?|去年|上一年|前年|今年)(?:的?预算|年初)?(?:相比|比较|比)?"
)
_RELATIVE_YEARS = (
    ("前年", -2),
    ("去年", -1),
    ("上年", -1),
    ("上一年", -1),
    ("明年", 1),
    ("后年", 2),
    ("今年", 0),
    ("本年", 0),
)
_UNIT_ASKED = re.compile(rf"(?:多少|几)\s*({'|'.join(COUNT_UNITS)}|亿元|万元|元)")
_FUNCTION = re.compile("|".join(re.escape(word) for word in sorted(FUNCTION_WORDS, key=len, reverse=True)))
_WORDS_OF: dict[Asked, tuple[str, ...]] = {"reason": ASKS_REASON, "definition": ASKS_DEFINITION, "where": ASKS_WHERE}
_TERM_WITH_YEAR = re.compile(r"(?:上年|本年)(?:结转|收入|支出)")


def understand(text: str, document_year: int | None, known: frozenset[str] = frozenset()) -> Question:
    """The question in a text; relative years (去年) count from the document's year.

    `known` are the pairs of characters of the index's own words, in canonical spelling.
    """
    normal = _without_instructions(normalised(text))
    asked = _asked(normal)
    years, rest = _years(normal, document_year)
    claimed = tuple(_quantities(_YEAR.sub(lambda match: " " * len(match.group()), normal)))
    for amount in claimed:
        rest = rest.replace(amount.raw, " ")
    unit = _UNIT_ASKED.search(normal)
    change = _has(normal, ASKS_CHANGE)
    rest = _UNIT_ASKED.sub(" ", rest)
    if change:
        rest = re.sub("|".join(ASKS_CHANGE), " ", rest)
    if asked in _WORDS_OF:
        rest = re.sub("|".join(map(re.escape, _WORDS_OF[asked])), " ", rest)
    content = content_of(rest, known)
    return Question(
        text=text,
        normal=normal,
        asked=asked,
        content=content,
        years=years,
        unit=unit.group(1) if unit else None,
        wants_money=_wants_money(normal, content, asked) or bool(unit and unit.group(1).endswith("元")),
        wants_change=change,
        wants_target=_has(normal, ASKS_TARGET),
        is_quantity=_has(normal, ASKS_QUANTITY) or bool(unit),
        claims=claimed,
        understood=None,
    )


def _wants_money(normal: str, content: tuple[str, ...], asked: Asked) -> bool:
    """Whether a sum of money is asked for: in so many words, or by the name of an expense at the end."""
    names_expense = asked == "value" and bool(content) and content[-1].endswith(EXPENSE_SUFFIXES)
    return _has(normal, ASKS_MONEY) or (names_expense and not _has(normal, ASKS_TARGET))


def _without_instructions(normal: str) -> str:
    """A question without clauses that tell the program how to behave: they are text, never obeyed."""
    clauses = re.split(r"(?<=[，,。；;！!\n])", normal)
    kept = [clause for clause in clauses if not _has(clause, INSTRUCTIONS)]
    return "".join(kept).strip() or normal


def content_of(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What a text is about: its pieces between punctuation and the words of asking, in canonical spelling."""
    for pronoun in BODY_PRONOUNS:
        text = text.replace(pronoun, " ")
    pieces = (canonical(piece) for piece in _PUNCTUATION.split(_FUNCTION.sub(" ", text)))
    return tuple(part for piece in pieces for part in _without_weak(piece, known).split())


def _without_weak(piece: str, known: frozenset[str]) -> str:
    """A piece cut at single characters that only link, where no known word holds them."""
    kept = []
    for index, character in enumerate(piece):
        around = {piece[index - 1 : index + 1], piece[index : index + 2]} if index else {piece[:2]}
        kept.append(" " if character in WEAK_FUNCTION_WORDS and not around & known else character)
    return "".join(kept)


def _asked(normal: str) -> Asked:
    """The kind of answer wanted, by the first group of words that stands in the question."""
    kinds: tuple[tuple[Asked, tuple[str, ...]], ...] = (
        ("where", ASKS_WHERE),
        ("reason", ASKS_REASON),
        ("ground", ASKS_GROUND),
        ("definition", ASKS_DEFINITION),
        ("who", ASKS_WHO),
        ("duty", ASKS_DUTY),
    )
    for kind, words in kinds:
        if _has(normal, words):
            return kind
    if _has(normal, ASKS_QUANTITY):
        return "value"
    if re.match(r"什么是|啥是", normal):
        return "definition"
    return "how" if _has(normal, ASKS_HOW) else "text"


def _years(normal: str, document_year: int | None) -> tuple[tuple[str, ...], str]:
    """The years that a question names, and its text without them; 上年末 and 上年结转 are names, not years."""
    normal = _COMPARED.sub(" ", normal)
    years = [match.group(1) for match in _YEAR.finditer(normal)]
    rest = _YEAR.sub(" ", normal)
    if document_year is not None and re.search(r"(?:上年|去年)末", rest):
        return (*years, str(document_year - 1)), re.sub(r"(?:上年|去年)末", " ", rest)
    if document_year is not None and not _TERM_WITH_YEAR.search(normal):
        for word, offset in _RELATIVE_YEARS:
            if word in rest:
                years.append(str(document_year + offset))
                rest = rest.replace(word, " ")
    return tuple(dict.fromkeys(years)), rest


def _quantities(normal: str) -> list[Amount]:
    taken = claims(normal)
    return [
        amount
        for amount in amounts_in(normal)
        if not any(start < amount.end and amount.start < end for start, end, _ in taken)
        and (amount.unit or "." in amount.raw or len(amount.raw) > 2)
    ]


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
