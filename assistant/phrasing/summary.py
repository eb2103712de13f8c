"""Whether a sentence of a summary is one of the passage's own, shortened only by leaving out pieces that limit nothing.

A piece is what stands between commas; a list (甲、乙和丙的审查) is one, as its end says what is done. The first piece
stays, which says who acts; those that stay keep their order; none that is left out holds a word that may limit the rest
(except, not, only, if, must, may) or stands beside such, goes on with a list (以及丙) or with what is said to be all
(主要原因是甲，乙), or is led to by the piece before (在甲项目中). Between pieces that stay, only what names no other
who acts is left out. Nothing is put in other words, and nothing with a digit is written: a sentence with one is
quoted whole by its placeholder, or left out. The passage stands unchanged below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.shown import is_number
from assistant.phrasing.faults import fault
from assistant.phrasing.grammar import tokens_of
from assistant.phrasing.model import Fault, Item, Material
from assistant.phrasing.vocabulary import CHINESE, EXHAUSTS, GOES_ON, LEANS, NAMES_NOBODY, RESTRICTS

_MOST = 0.4
"""The share of a passage's length that its summary may have."""
_OPENINGS = "|".join(pattern for kind, pattern in CHINESE if kind in "OS")
_SENTENCE = re.compile(
    rf"\s*(?:(?:{_OPENINGS})[，：]|)(?P<said>[^{{}}\n]+?)[。；]?\s*(?P<marks>(?:\{{C[1-9][0-9]?\}})*)[。；]?\s*"
)
_PAIRS = ("“”", "‘’", "（）", "《》", "【】", "〔〕", "()")
_RIGHT = "照原文一句的原话写，只可删去中间或后面整个分句，句首不改"


def _matched(sentence: str) -> re.Match[str] | None:
    # White space in long runs could be shared out among the pattern's parts in too many ways.
    return _SENTENCE.fullmatch(re.sub(r"\s{2,}", " ", sentence.strip()))


def word_faults(sentence: str, material: Material) -> tuple[Fault, ...]:
    """What is wrong with a sentence of a summary that shortens one of the passage."""
    match = _matched(sentence)
    if match is None:
        return (fault("unsupported", sentence.strip(), _RIGHT),)
    said = match["said"].strip()
    if any(map(is_number, said)):
        return (fault("numeral", said, "总结里不写数字"),)
    at = _source(said, material)
    if at is None:
        return (fault("unsupported", said, _RIGHT),)
    cited = {f"{{C{marker}}}" for marker in material.items[at].citations}
    marks = re.findall(r"\{C[0-9]+\}", match["marks"])
    if set(marks) != cited or len(marks) != len(cited):
        wrong = set(marks) - cited
        return (fault("citation" if wrong else "uncited", said, f"句末要有 {''.join(sorted(cited))}"),)
    return ()


def course_faults(sentence: str, material: Material, before: Sequence[str]) -> tuple[Fault, ...]:
    """What is wrong with a sentence of a summary behind those before it: said again, out of order, or too long."""
    earlier = [each for one in before for each in _said(one, material)]
    places = [place for place, _ in (*earlier, *_said(sentence, material))]
    if places != sorted(set(places)):
        return (fault("order", sentence.strip(), "按原文的顺序，一句只写一次"),)
    length = sum(length for _, length in (*earlier, *_said(sentence, material)))
    if length > _MOST * sum(len(item.text) for item in material.items):
        return (fault("length", sentence.strip(), "总结要短于原文的四成"),)
    return ()


def _said(sentence: str, material: Material) -> list[tuple[int, int]]:
    """The sentences of the passage that a sentence of a summary stands on, by number, with how much it says of each."""
    if items := [token.item for token in tokens_of(sentence, material) if token.item]:
        return [(material.items.index(item), len(item.text)) for item in items]
    match = _matched(sentence)
    at = _source(match["said"].strip(), material) if match else None
    return [] if match is None or at is None else [(at, len(match["said"]))]


def shortest(items: Sequence[Item]) -> tuple[Item, str] | None:
    """The first sentence of a passage that a summary may shorten, as short as it may be; None where there is none."""
    most = _MOST * sum(len(item.text) for item in items)
    for item in items:
        whole = _pieces(item.text)
        for end in range(1, len(whole)):
            said = "".join(f"{words}{mark}" for words, mark in whole[:end]).rstrip("，；")
            told = _is_paired(said) and not any(map(is_number, said))
            if told and len(said) <= most and _shortens(_pieces(said), item):
                return item, said
    return None


def _is_paired(said: str) -> bool:
    return all(said.count(pair[0]) == said.count(pair[1]) for pair in _PAIRS)


def _source(said: str, material: Material) -> int | None:
    """The number of the sentence of the passage that words shorten, from 0; None where they are no such thing."""
    if not _is_paired(said):
        return None
    return next((at for at, item in enumerate(material.items) if _shortens(_pieces(said), item)), None)


def _shortens(said: Sequence[tuple[str, str]], item: Item) -> bool:
    """Whether pieces are those of an item in their order, from the first on, and what is left out limits nothing."""
    whole = _pieces(item.text)
    if not said or said[0][0] != whole[0][0]:
        return False
    kept: list[int] = []
    for piece, _ in said:
        place = next((n for n in range(kept[-1] + 1 if kept else 0, len(whole)) if whole[n][0] == piece), None)
        if place is None:
            return False
        kept.append(place)
    left_out = [place for place in range(len(whole)) if place not in kept]
    return not any(_is_limited(whole, place) or _is_needed(whole, place, kept) for place in left_out) and all(
        mark in (whole[one][1], whole[other - 1][1])
        for (_, mark), one, other in zip(said, kept, kept[1:], strict=False)
    )


def _is_limited(whole: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether a piece, or one beside it, holds a word that may limit another."""
    return any(RESTRICTS.search(piece) for piece, _ in whole[max(place - 1, 0) : place + 2])


def _is_needed(whole: Sequence[tuple[str, str]], place: int, kept: Sequence[int]) -> bool:
    """Whether the pieces that are kept would say something else, or more, without a piece."""
    words = whole[place][0]
    before = [whole[one][0] for one in kept if one < place]
    return (
        GOES_ON.match(words) is not None
        or any(EXHAUSTS.search(piece) for piece in before)
        or (place - 1 in kept and LEANS.search(before[-1]) is not None)
        or (place < kept[-1] and NAMES_NOBODY.fullmatch(words) is None)
    )


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a sentence, each with the mark behind it."""
    bare = re.sub(r"[。；！？]$", "", text.strip())
    return [(match[1], match[2]) for match in re.finditer(r"([^，；]+)([，；]?)", bare)]
