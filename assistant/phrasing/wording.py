"""A checked draft as an answer: its placeholders expanded, and each of its numbers verified like any answer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.verify import unsupported
from assistant.library import Library
from assistant.model import Answer
from assistant.phrasing.check import check_sentence, check_whole
from assistant.phrasing.expanding import expanded
from assistant.phrasing.faults import fault
from assistant.phrasing.grammar import sentences_of
from assistant.phrasing.material import LONGEST, checks_of
from assistant.phrasing.model import Fault, Material

_SHORT, _ROOM = 300, 150


def worded(draft: str, material: Material, library: Library) -> Answer | tuple[Fault, ...]:
    """The answer that a whole draft words, or what is wrong with the draft."""
    sentences, _ = sentences_of(draft, whole=True)
    for place, sentence in enumerate(sentences):
        if faults := check_sentence(sentence, material, sentences[:place]):
            return faults
    return check_whole(sentences, material) or answer_of(sentences, material, library)


def answer_of(sentences: Sequence[str], material: Material, library: Library) -> Answer | tuple[Fault, ...]:
    """The answer that checked sentences word so far, or what is wrong with them together: too long, or unverified."""
    answer = material.answer
    text = expanded(sentences, material)
    longest = _SHORT if len(answer.text) <= _SHORT and material.purpose != "summarise" else LONGEST
    if len(text) > min(longest, len(answer.text) + (_ROOM if material.purpose != "summarise" else LONGEST)):
        return (fault("length", text[-40:], "写短一些"),)
    checks = checks_of(text, material, library)
    if failed := unsupported(checks):
        return tuple(fault("unverified", check.text, "只用证据的占位符，照证据的顺序写") for check in failed)
    return replace(answer, text=text, numbers=checks)
