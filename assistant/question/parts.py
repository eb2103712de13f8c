"""A question of several parts taken apart, and their drafts put together again.

机关运行经费多少，比上年变了多少 asks twice; 正职和副职各几个 asks the same of two things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Citation, Draft
from assistant.question.english import is_english
from assistant.question.normalise import normalised
from assistant.vocabulary import BARE_EXTREME, EACH_AMOUNT

_ASKS = re.compile(r"多少|几|什么|哪|为什么|怎么|如何|谁|吗|占比|多大|多高|是不是|是否")
_WHEN = r"(?:(?:20[0-9]{2}年度?|去年|上年|前年|今年|本年)的?)?"
_EACH = re.compile(
    rf"^({_WHEN}(?:[^，,、]{{2,}}(?:的|里|中(?!心)))?)([^，,]{{2,}}?)(?:各自?|分别)"
    r"(?:(?:是|有|为|占(?=(?:多少|几)(?:钱|[万亿]?元))|采|花|用|安排|设)*(?:了)?((?:多少|几).*)|(占.+))$"
)
_COUNT = r"(?:多少|几)(?:个|名|位|台|辆|套|人)?"
_THING = "([^几多少，,、和]{2,8})"
_COUNTED = re.compile(rf"^(.*?)((?:有|设|配)?)({_COUNT}){_THING}[，,、和]?({_COUNT}){_THING}$")
_TWICE = re.compile(
    r"^(.{2,}?)((?:几|多少)(?:[\u4e00-\u9fff](?!几|多少)){0,3}[\u4e00-\u9fff])[、和及,，]?(?:共计?|合计)?"
    r"((?:几|多少)[\u4e00-\u9fff]{1,3})$"
)
_ENGLISH_AND = re.compile(r"[,;?]?\s+and\s+(?=(?:how|what|which|who|why|when|where)\b)|\?\s+(?=\w)", re.I)
_TAIL = re.compile(rf"(?:那么?|又|还有|以及)?(?:{EACH_AMOUNT}|{BARE_EXTREME})(?:呢|啊)?")
_MOST = 4
UNNAMED = "您问的这项内容"
"""What a refusal says that cannot name what it was asked for."""


def parts_of(text: str) -> tuple[str, ...]:
    """The questions that a text asks one behind the other; itself where it asks one."""
    if is_english(text):
        asked = tuple(piece.strip() for piece in _ENGLISH_AND.split(text) if piece.strip())
        return asked if 1 < len(asked) <= _MOST else (text,)
    pieces = _with_tails([piece.strip() for piece in re.split(r"[，,；;?？]", normalised(text)) if piece.strip()])
    if not 1 <= len(pieces) <= _MOST or not all(
        _ASKS.search(piece) or (place and piece.endswith("呢")) for place, piece in enumerate(pieces)
    ):
        return (text,)
    parts = [part for piece in pieces for part in _parts_of_piece(piece)]
    return tuple(parts) if 1 < len(parts) <= _MOST else (text,)


def _with_tails(pieces: Sequence[str]) -> list[str]:
    """The clauses of a text, those that only ask more of the clause before (各多少, 哪个最少) together with it."""
    whole: list[str] = []
    for piece in pieces:
        if whole and _TAIL.fullmatch(piece):
            whole[-1] += f"，{piece}"
        else:
            whole.append(piece)
    return whole


def _parts_of_piece(piece: str) -> tuple[str, ...]:
    """What one clause asks of several things (正职和副职各几个, 几个正职几个副职), each with the time and owner."""
    each, counted = _EACH.match(piece), _COUNTED.match(piece)
    if each:
        names = re.split(r"和|与|以及|、", each.group(2))
        if len(names) > 1 and min(map(len, names)) > 1:
            asked = each.group(3) or each.group(4)
            return tuple(f"{each.group(1)}{name}{asked}" for name in names)
    if twice := _TWICE.match(piece):
        return (f"{twice.group(1)}{twice.group(2)}", f"{twice.group(1)}{twice.group(3)}")
    if counted:
        head, have, first, one, second, other = counted.groups()
        return (f"{head}{have}{first}{one}", f"{head}{have}{second}{other}")
    return (piece,)


def together(drafts: Sequence[Draft]) -> Draft:
    """Answered drafts as one: texts below each other, citations numbered through; what another says too only once."""
    drafts = [draft for draft in drafts if not any(_says_all_of(other, draft) for other in drafts)]
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


def _says_all_of(one: Draft, other: Draft) -> bool:
    """Whether the first of two drafts begins with all that the other says, and goes on."""
    return one.text != other.text and one.text.startswith(other.text.rstrip("。"))


def missing(part: str, draft: Draft) -> Draft:
    """What is said of a part of a question that has no answer: what its refusal says, or that none was found."""
    if draft.citations and draft.outcome != "answered":
        return draft
    if is_english(part):
        return Draft("not_disclosed", f"“{part}”: I found no answer to this part.")
    plain = draft.text.split("\n")[0]
    named = draft.outcome == "not_disclosed" and UNNAMED not in plain
    said = plain if named else "没有找到这部分的答案。"
    return Draft("not_disclosed", f"“{part}”：{said}")


def _renumbered(text: str, numbers: dict[int, int]) -> str:
    return re.sub(r"\[([0-9]+)\]", lambda match: f"[{numbers.get(int(match.group(1)), int(match.group(1)))}]", text)
