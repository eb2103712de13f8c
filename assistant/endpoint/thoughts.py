"""Thoughts: what a reasoning model writes before it speaks, where its server leaves it in, is not the answer."""

from __future__ import annotations

from collections.abc import Iterator

_OPENS, _CLOSES = "<think>", "</think>"


def without_thoughts(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces from the first one on that is said, without white space before; none where all was thought.

    >>> "".join(without_thoughts(iter(["<thi", "nk>收入？</think>", "{F1}", "{C1}。"])))
    '{F1}{C1}。'
    """
    text, began = "", False
    for piece in pieces:
        if began:
            yield piece
            continue
        text += piece
        said = _said(text)
        if said:
            began = True
            yield said


def _said(text: str) -> str:
    """What is said at the end of a text so far; "" where it is, or may yet become, a thought."""
    text = text.lstrip()
    if text.startswith(_OPENS):
        return text.partition(_CLOSES)[2].lstrip()
    return "" if _OPENS.startswith(text) else text
