"""A question of several parts taken apart, and their drafts put together again.

机关运行经费多少，比上年变了多少 asks twice; 正职和副职各几个 asks the same of two things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Citation, Draft
from assistant.normalise import normalised

_ASKS = re.compile(r"多少|几|什么|哪|为什么|怎么|如何|谁|吗")
_EACH = re.compile(r"^(.{2,}?)(?:和|与|以及|、)(.{2,}?)(?:各|分别)(?:是|有|为|占|安排|设)*((?:多少|几).*)$")


def parts_of(text: str) -> tuple[str, ...]:
    """The questions that a text asks one behind the other; itself where it asks one."""
    normal = normalised(text)
    each = _EACH.match(normal)
    if each:
        return (f"{each.group(1)}{each.group(3)}", f"{each.group(2)}{each.group(3)}")
    pieces = [piece.strip() for piece in re.split(r"[，,；;?？]", normal) if piece.strip()]
    if len(pieces) == 2 and all(_ASKS.search(piece) for piece in pieces):
        return tuple(pieces)
    return (text,)


def together(drafts: Sequence[Draft]) -> Draft:
    """Answered drafts as one: texts below each other, citations numbered through."""
    texts: list[str] = []
    citations: list[Citation] = []
    for draft in drafts:
        numbers: dict[int, int] = {}
        for citation in draft.citations:
            same = next((other for other in citations if other.spans == citation.spans), None)
            if same is None:
                same = replace(citation, marker=len(citations) + 1)
                citations.append(same)
            numbers[citation.marker] = same.marker
        texts.append(_renumbered(draft.text, numbers))
    return Draft(
        outcome="answered",
        text="\n\n".join(texts),
        citations=tuple(citations),
        figures=tuple(dict.fromkeys(figure for draft in drafts for figure in draft.figures)),
        formulas=tuple(dict.fromkeys(formula for draft in drafts for formula in draft.formulas)),
        about=drafts[-1].about,
    )


def _renumbered(text: str, numbers: dict[int, int]) -> str:
    return re.sub(r"\[([0-9]+)\]", lambda match: f"[{numbers.get(int(match.group(1)), int(match.group(1)))}]", text)
