"""A model that tells what the evidence says: in several ways, as sensible models write; drawn by the question."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import groupby

from eval.scripted.heard import Piece, Task

Way = Callable[[Task], str]
_TELLING = re.compile("[0-9一二三四五六七八九十百千万亿两半不未无没非仅只全最约超增减提降如若除比较大小多少上下主]")
"""What the prompt tells not to leave out: such a sentence is better not shortened."""
_NOT_ALONE = re.compile("^(?:其|该|并|主要原因)|[：:][。；]?$")
"""What the prompt tells to be no sentence by itself."""
_ASIDE = re.compile("（[^（）]*）|有关|相关|等")


def truthful(task: Task) -> str:
    """A draft or a reading that a careful model would give."""
    if task.is_reading:
        return reading(task)
    if not task.pieces:
        return ""
    if task.is_repair:
        return _in_english(task) if task.is_english else _picked(task) if task.is_summary else _bare(task)
    ways = _ENGLISH_WAYS if task.is_english else _SUMMARIES if task.is_summary else _WAYS
    return task.chance.choice(ways)(task)


def sentences(task: Task) -> list[str]:
    """Each piece of the evidence as a sentence of its own, cited; tables and lists on lines of their own."""
    return [_sentence(piece, before) for before, piece in zip((None, *task.pieces), task.pieces, strict=False)]


def reading(task: Task) -> str:
    """The question read as the offered measure and subject that share most with it, as JSON; null where none does."""
    measure = _nearest(task.question, json.loads(task.fields.get("measures", "[]")))
    subject = _nearest(task.question, json.loads(task.fields.get("subjects", "[]")))
    return json.dumps(
        {"measure": measure, "subject": subject, "asked": _asked(task.question), "year": _year(task), "words": []},
        ensure_ascii=False,
    )


def _asked(question: str) -> str:
    for asked, words in (("change", "增减变化多了少了"), ("share", "占比例份额"), ("list", "哪些几项分别")):
        if any(word in question for word in re.findall("..", words)):
            return asked
    return "value" if re.search("多少|几|预算|how much", question) else "text"


def _year(task: Task) -> str | None:
    found = re.search("20[0-9]{2}", task.question)
    return found.group() if found else None


def _nearest(question: str, names: Sequence[str]) -> str | None:
    """The name that shares most pairs of characters with a question, for its length."""
    asked = _pairs(question)
    scored = [(len(asked & _pairs(name)) / (len(name) + 2), name) for name in names]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] > 0 else None


def _pairs(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}


def _sentence(piece: Piece, before: Piece | None = None) -> str:
    """A piece by itself; a table on lines of its own, led to by the piece before it or by words, with its sources."""
    if piece.id.startswith("T") and before is not None and before.says.endswith("："):
        return f"\n\n{piece.placeholder}\n\n"
    if piece.id.startswith("T"):
        return f"各项如下{piece.marks}：\n\n{piece.placeholder}\n\n"
    return f"{piece.placeholder}{piece.marks}{'' if piece.says.endswith('：') else '。'}"


def _bare(task: Task) -> str:
    return "".join(sentences(task)).rstrip()


def _opened(*openings: str) -> Callable[[Task], str]:
    """With an opening, unless the first piece is a sentence or a table that stands for itself.

    A calculation is made according to the document, which does not state its result.
    """

    def draft(task: Task) -> str:
        first = task.pieces[0].id[0]
        fitting = [each for each in openings if first == "F" or (first == "E" and each.startswith("根据"))]
        return f"{task.chance.choice(fitting or [''])}{_bare(task)}"

    return draft


def _joined(joint: str, opening: str = "") -> Callable[[Task], str]:
    """Neighbouring figures with the same sources in one sentence, their sources at its end."""

    def draft(task: Task) -> str:
        if any(not piece.id.startswith("F") for piece in task.pieces):
            return _bare(task)
        lines = [f"{joint.join(piece.placeholder for piece in run)}{marks}。" for marks, run in _runs(task.pieces)]
        return f"{opening}{''.join(lines)}"

    return draft


def _runs(pieces: Sequence[Piece]) -> list[tuple[str, list[Piece]]]:
    """Neighbours with the same sources."""
    return [(marks, list(run)) for marks, run in groupby(pieces, key=lambda piece: piece.marks)]


def _grouped(task: Task) -> str:
    """The first, then what it is made of."""
    first, *others = task.pieces
    if not first.id.startswith("F") or len(others) < 2 or any(not piece.id.startswith("F") for piece in others):
        return _bare(task)
    parts = "；".join(f"{piece.placeholder}{piece.marks}" for piece in others)
    return f"这份文件显示，{_sentence(first)}其中，{parts}。"


def _further(task: Task) -> str:
    """Each further sentence with a word that leads on."""
    if any(not piece.id.startswith("F") for piece in task.pieces):
        return _bare(task)
    leads = ["根据文件，", "其中，", "此外，", "另外，", "同时，"]
    lines = [leads[min(place, len(leads) - 1)] + _sentence(piece) for place, piece in enumerate(task.pieces)]
    return "".join(lines)


def _listed(task: Task) -> str:
    if len(task.pieces) < 3 or any(not piece.id.startswith("F") for piece in task.pieces):
        return _bare(task)
    marks = "".join(dict.fromkeys(f"{{{mark}}}" for piece in task.pieces for mark in piece.cited))
    lines = "\n".join(f"- {piece.placeholder}{piece.marks}" for piece in task.pieces)
    return f"具体如下{marks}：\n\n{lines}"


def _picked(task: Task) -> str:
    """A summary of up to three whole sentences, those nearest to the question, as short as the prompt tells."""
    asked = _pairs(task.question)
    left = 0.4 * sum(len(piece.says) for piece in task.pieces)
    chosen = set()
    for piece in sorted(task.pieces, key=lambda piece: -len(asked & _pairs(piece.says))):
        if len(piece.says) <= left and not _NOT_ALONE.search(piece.says) and len(chosen) < 3:
            chosen.add(piece.id)
            left -= len(piece.says)
    return "".join(_sentence(piece) for piece in task.pieces if piece.id in chosen)


def _shortened(task: Task) -> str:
    """A summary of one sentence, from which some words are left out: a clause, or 全区 and the like."""
    harmless = [piece for piece in task.pieces if not _TELLING.search(piece.says)]
    if not harmless:
        return _picked(task)
    asked = _pairs(task.question)
    piece = max(harmless, key=lambda piece: len(asked & _pairs(piece.says)))
    clauses = re.split("[，；、]", piece.says.rstrip("。；！？”"))
    kept = "，".join(clauses[: max(1, len(clauses) // 2 + 1)])
    return f"{task.chance.choice(('', '根据这份文件，'))}{_ASIDE.sub('', kept)}{piece.marks}。"


def _in_english(task: Task) -> str:
    shown = "The document shows that " if task.pieces[0].id.startswith("F") else "According to the document, "
    opening = task.chance.choice(("According to the document, ", shown, ""))
    sentence = [
        f"{opening if place == 0 and piece.id[0] in 'FE' else ''}{piece.placeholder} {piece.marks}."
        if piece.id[0] != "T"
        else f"The items are as follows {piece.marks}:\n\n{piece.placeholder}\n\n"
        for place, piece in enumerate(task.pieces)
    ]
    return " ".join(sentence).rstrip()


def _in_one_english_sentence(task: Task) -> str:
    if any(not piece.id.startswith("F") for piece in task.pieces) or len(task.pieces) < 2:
        return _in_english(task)
    first, *others = task.pieces
    parts = ", ".join(piece.placeholder for piece in others[:-1])
    marks = "".join(dict.fromkeys(piece.marks for piece in others))
    joined = f"{parts} and {others[-1].placeholder}" if parts else others[-1].placeholder
    return f"The document shows that {first.placeholder} {first.marks}. Of which, {joined} {marks}."


_WAYS: tuple[Way, ...] = (
    _bare,
    _opened("根据这份公开文件，", "根据文件，", "文件显示，", "这份文件显示，", "按照这份文件，"),
    _opened("根据部门预算公开文件，", "据这份文件，", "从这份文件看，", "这份文件写明："),
    _joined("，"),
    _joined("；", "根据这份文件，"),
    _joined("，其中", "根据文件，"),
    _grouped,
    _further,
    _listed,
)
_SUMMARIES: tuple[Way, ...] = (_picked, _shortened, _shortened)
_ENGLISH_WAYS: tuple[Way, ...] = (_in_english, _in_one_english_sentence)
