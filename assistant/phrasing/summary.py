"""Whether a sentence of a summary is one of the passage's own, quoted whole or shortened by what limits nothing.

A piece is what stands between commas; a list (甲、乙和丙的审查) is one, as its end says what is done. The first piece
stays, which says who acts; those that stay keep their order. What is left out says only what else is done: it begins
with a verb of a list and names nobody who acts. It holds no word that may limit the rest (except, not, only, if, must,
may) and stands beside none, does not go on with a list (以及丙) or with what is said to be all (主要原因是甲，乙). The
piece before does not lead to it (在甲项目中), and nothing that stays leans on it (并对其考核). Nothing is put in other
words, and nothing with a digit is written: a sentence with one is quoted whole by its placeholder, or left out. Quoted
whole is only what can stand alone. The passage stands unchanged below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.shown import is_number
from assistant.phrasing.faults import fault
from assistant.phrasing.grammar import Token, is_of_its_kind, tokens_of
from assistant.phrasing.model import Fault, Item, Material
from assistant.phrasing.vocabulary import CHINESE, EXHAUSTS, GOES_ON, LEANS, LEANS_BACK, NAMES_NOBODY, RESTRICTS

_MOST = 0.4
"""The share of a passage's length that its summary may have."""
_OPENINGS = "|".join(pattern for kind, pattern in CHINESE if kind in "OS")
_SENTENCE = re.compile(
    rf"\s*(?:(?P<opening>{_OPENINGS})[，：]|)(?P<said>[^{{}}\n]+?)[。；]?\s*"
    rf"(?P<marks>(?:\{{C[1-9][0-9]?\}})*)[。；]?\s*"
)
_PAIRS = ("“”", "‘’", "（）", "《》", "【】", "〔〕", "()")
_RIGHT = "照原文一句的原话写，只可删去中间或后面整个分句，句首不改"
_QUOTES = "OSMKZEIC"
"""The kinds of tokens that a sentence of a summary may have which quotes whole ones."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence of a passage shortened: its number from 0, the pieces that stay, what opens it, what it cites."""

    at: int
    kept: tuple[int, ...]
    opening: str
    markers: tuple[int, ...]

    def words(self, material: Material) -> str:
        """What stays, in the passage's own words and marks."""
        whole = _pieces(material.items[self.at].text)
        return "".join("".join(whole[place]) for place in self.kept).rstrip("，；")


def cut_of(sentence: str, material: Material) -> Cut | None:
    """How a sentence of a summary shortens one of the passage; None where it does no such thing."""
    match = _matched(sentence)
    if match is None or not is_of_its_kind(match["opening"] or "", material):
        return None
    said = match["said"].strip()
    markers = tuple(int(marker) for marker in re.findall(r"\{C([0-9]+)\}", match["marks"]))
    if not is_paired(said):
        return None
    for at, item in enumerate(material.items):
        if kept := _kept(_pieces(said), item):
            return Cut(at, kept, match["opening"] or "", markers)
    return None


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
    cut = cut_of(sentence, material)
    if cut is None:
        return (fault("unsupported", said, _RIGHT),)
    cited = material.items[cut.at].citations
    if sorted(cut.markers) != sorted(cited):
        wrong = set(cut.markers) - set(cited)
        right = "".join(f"{{C{marker}}}" for marker in sorted(cited))
        return (fault("citation" if wrong else "uncited", said, f"句末要有 {right}"),)
    return ()


def quote_faults(tokens: Sequence[Token], material: Material, before: Sequence[str]) -> tuple[Fault, ...]:
    """What is wrong with a sentence of a summary that quotes whole ones of the passage."""
    strange = next((token for token in tokens if token.kind not in _QUOTES), None)
    if strange:
        return (fault("unsupported", strange.words, "前面只可写“根据这份文件，”或“这份文件显示，”"),)
    said = [place for each in before for place, _ in _said(each, material)]
    for token in tokens:
        if token.item is None:
            continue
        place = material.items.index(token.item)
        if not _stands_alone(token.item.text) or (LEANS_BACK.match(token.item.text) and said[-1:] != [place - 1]):
            return (fault("unsupported", token.words, "这一句离不开它前后的话，换一句写"),)
        said.append(place)
    return ()


def _stands_alone(text: str) -> bool:
    """Whether a sentence is whole without what follows it."""
    return is_paired(text) and not text.rstrip("。；").endswith(("：", ":"))


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
    cut = cut_of(sentence, material)
    return [(cut.at, len(cut.words(material)))] if cut else []


def shortest(items: Sequence[Item]) -> tuple[Item, str] | None:
    """The first sentence of a passage that a summary may shorten, as short as it may be; None where there is none."""
    most = _MOST * sum(len(item.text) for item in items)
    for item in items:
        whole = _pieces(item.text)
        for end in range(1, len(whole)):
            said = "".join(f"{words}{mark}" for words, mark in whole[:end]).rstrip("，；")
            told = is_paired(said) and not any(map(is_number, said))
            if told and len(said) <= most and _kept(_pieces(said), item):
                return item, said
    return None


def quotable(items: Sequence[Item]) -> Item | None:
    """The first sentence of a passage that a summary may quote alone; None where there is none."""
    most = _MOST * sum(len(item.text) for item in items)
    alone = (item for item in items if _stands_alone(item.text) and not LEANS_BACK.match(item.text))
    return next((item for item in alone if len(item.text) <= most), None)


def is_paired(said: str) -> bool:
    """Whether each bracket and quotation mark that opens is closed."""
    return all(said.count(pair[0]) == said.count(pair[1]) for pair in _PAIRS)


def _kept(said: Sequence[tuple[str, str]], item: Item) -> tuple[int, ...]:
    """The numbers of an item's pieces that are said, the first among them; none where what is left out is needed."""
    whole = _pieces(item.text)
    if not said or said[0][0] != whole[0][0]:
        return ()
    kept: list[int] = []
    for piece, _ in said:
        place = next((n for n in range(kept[-1] + 1 if kept else 0, len(whole)) if whole[n][0] == piece), None)
        if place is None:
            return ()
        kept.append(place)
    left_out = [place for place in range(len(whole)) if place not in kept]
    if any(_is_limited(whole, place) or _is_needed(whole, place, kept) for place in left_out):
        return ()
    marked = all(
        mark in (whole[one][1], whole[other - 1][1])
        for (_, mark), one, other in zip(said, kept, kept[1:], strict=False)
    )
    return tuple(kept) if marked else ()


def _is_limited(whole: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether a piece, or one beside it, holds a word that may limit another."""
    return any(RESTRICTS.search(piece) for piece, _ in whole[max(place - 1, 0) : place + 2])


def _is_needed(whole: Sequence[tuple[str, str]], place: int, kept: Sequence[int]) -> bool:
    """Whether the pieces that are kept would say something else, or more, without a piece."""
    words = whole[place][0]
    before = [whole[one][0] for one in kept if one < place]
    return (
        NAMES_NOBODY.fullmatch(words) is None
        or GOES_ON.match(words) is not None
        or any(EXHAUSTS.search(piece) for piece in before)
        or (place - 1 in kept and LEANS.search(before[-1]) is not None)
        or (place + 1 in kept and LEANS_BACK.match(whole[place + 1][0]) is not None)
    )


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a sentence, each with the mark behind it."""
    bare = re.sub(r"[。；！？]$", "", text.strip())
    return [(match[1], match[2]) for match in re.finditer(r"([^，；]+)([，；]?)", bare)]
