"""What may stand in one breath: only what the answer has together, so that no statement colours another.

A total and its parts, and parts of one total, belong together, and so do figures of one paragraph. Behind parts nothing
else follows, which would be taken for one more of them. A sentence in the answer's own words, such as one that sets the
question right, and a calculation stand alone: 没有减少，是增加 said of one figure would else be read of the next too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.phrasing.cutting import begins_paragraph
from assistant.phrasing.faults import fault
from assistant.phrasing.grammar import Token
from assistant.phrasing.model import Fault, Item, Material

_ALONE = "另起一句写"


def joining_faults(tokens: Sequence[Token], joined: Sequence[Token], material: Material) -> Iterator[Fault]:
    """A fault for each item of a sentence that does not go with the one before it.

    `joined` are the tokens of the sentences right before that a semicolon joins to this one.
    """
    before = next((token.item for token in reversed(joined) if token.item), None)
    first, between = True, ""
    for token in tokens:
        if token.item is None:
            between += token.kind
            continue
        if before is not None:
            together = _are_parts(before, token.item)
            if first and not together and before.part_of:
                yield fault("unsupported", token.words, f"不是其中的一部分，{_ALONE}")
            elif not first and not (together or _are_figures(before, token.item, material)):
                yield fault("unsupported", token.words, _ALONE)
            elif not first and "D" in between and not (together and token.item.part_of == before.part_of):
                yield fault("unsupported", token.words, "顿号只用在同一项的各部分之间")
        before, first, between = token.item, False, ""


def _are_parts(one: Item, other: Item) -> bool:
    """Whether the second of two items is a part of the first, or both are parts of one total."""
    return other.part_of is not None and other.part_of in (one.name, one.part_of)


def _are_figures(one: Item, other: Item, material: Material) -> bool:
    """Whether two items are figures by themselves that stand in one paragraph of the answer."""
    alone = all(item.name.startswith("F") and item.part_of is None for item in (one, other))
    return alone and not begins_paragraph(other, material.answer)
