"""Whether a sentence of a summary is one of the passage's own, shortened only by leaving out pieces that limit nothing.

A piece is what stands between commas. The first piece stays, which says who acts; those that stay keep their order;
none that is left out holds a word that may limit the rest (except, not, only, if, must, may). Nothing is put in other
words, and nothing with a digit is written: figures are read in the passage, which stands unchanged below the summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.shown import is_number
from assistant.phrasing.faults import fault
from assistant.phrasing.model import Fault, Item, Material
from assistant.phrasing.vocabulary import CHINESE, RESTRICTS

_MOST = 0.4
"""The share of a passage's length that its summary may have."""
_OPENINGS = "|".join(pattern for kind, pattern in CHINESE if kind in "OS")
_SENTENCE = re.compile(
    rf"\s*(?:(?:{_OPENINGS})[，：]|)(?P<said>[^{{}}\n]+?)[。；]?\s*(?P<marks>(?:\{{C[1-9][0-9]?\}})*)[。；]?\s*"
)
_PAIRS = ("“”", "‘’", "（）", "《》", "【】", "〔〕", "()")
_RIGHT = "照原文一句的原话写，只可删去中间或后面整个分句，句首不改"


def summary_faults(sentence: str, material: Material, before: Sequence[str] = ()) -> tuple[Fault, ...]:
    """What is wrong with a sentence of a summary, behind the sentences before it."""
    match = _SENTENCE.fullmatch(sentence)
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
    earlier = [_SENTENCE.fullmatch(each) for each in before]
    sources = [_source(each["said"].strip(), material) for each in earlier if each]
    if any(source is not None and source >= at for source in sources):
        return (fault("order", said, "按原文的顺序，一句只写一次"),)
    length = sum(len(each["said"]) for each in earlier if each) + len(said)
    if length > _MOST * sum(len(text) for text in material.sentences):
        return (fault("length", said, "总结要短于原文的四成"),)
    return ()


def _source(said: str, material: Material) -> int | None:
    """The number of the sentence of the passage that words shorten, from 0; None where they are no such thing."""
    if any(said.count(pair[0]) != said.count(pair[1]) for pair in _PAIRS):
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
    left_out = [whole[n][0] for n in range(len(whole)) if n not in kept]
    return not any(RESTRICTS.search(piece) for piece in left_out) and all(
        mark in (whole[one][1], whole[other - 1][1])
        for (_, mark), one, other in zip(said, kept, kept[1:], strict=False)
    )


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a sentence, each with the mark behind it."""
    bare = re.sub(r"[。；！？]$", "", text.strip())
    return [(match[1], match[2]) for match in re.finditer(r"([^，、；：]+)([，、；：]?)", bare)]
