"""A checked draft as an answer: its placeholders expanded, and each of its numbers verified like any answer's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.verify import unsupported
from assistant.library import Library
from assistant.model import Answer
from assistant.phrasing.check import check_sentence, check_whole
from assistant.phrasing.faults import fault
from assistant.phrasing.grammar import Token, form_of, sentences_of, tokens_of
from assistant.phrasing.gist import is_gist
from assistant.phrasing.material import LONGEST, checks_of
from assistant.phrasing.model import Fault, Material

_SHORT, _ROOM = 300, 150
_LIKENS = re.compile(r"(?:是|为|如下)$")


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


def expanded(sentences: Sequence[str], material: Material) -> str:
    """The text of checked sentences with each placeholder in its place; a summary stands above the passage itself."""
    if material.purpose == "summarise":
        said = "".join(_plain(sentence) for sentence in sentences)
        return f"{said}\n\n{material.answer.text}"
    text = ""
    for sentence in sentences:
        tokens = tokens_of(sentence, material)
        block = form_of(tokens) == "block"
        if text and (block or text.endswith(_END_OF_BLOCK)):
            text = f"{text.rstrip()}\n\n"
        elif text and material.english and not text.endswith("\n"):
            text += " "
        text += _block(tokens) if block else _said(sentence, tokens, material)
        text += _END_OF_BLOCK if block or "\n" in sentence.strip(" ") else ""
    return _closed(text.strip(), english=material.english)


_END_OF_BLOCK = "\n\n"


def _closed(text: str, *, english: bool) -> str:
    """A text whose last sentence ends in a full stop, unless a table, a list or a colon ends it."""
    text = re.sub(r"[；;]$", "", text)
    last = text.rpartition("\n")[2]
    if re.match(r"\||- |[0-9]+[.、]\s", last) or re.search(r"[。.！!：:]$|[：:](?:\s?\[[0-9]+\])+$", last):
        return text
    return f"{text}{'.' if english else '。'}"


def _block(tokens: Sequence[Token]) -> str:
    return "".join(token.item.text for token in tokens if token.item)


def _plain(sentence: str) -> str:
    """A sentence of a summary with its marks before its full stop."""
    said = re.sub(r"\s|[。；]$", "", re.sub(r"\{C[0-9]+\}", "", sentence).strip())
    said = re.sub(r"[。；]$", "", said)
    return f"{said}{''.join(f'[{mark}]' for mark in re.findall(r'{C([0-9]+)}', sentence))}。"


def _said(sentence: str, tokens: Sequence[Token], material: Material) -> str:
    """A sentence in plain text: what stands between its phrases and items as the language writes it."""
    if material.english:
        return _in_english(sentence, tokens)
    tokens = _marked_before_end(tokens)
    text = ""
    for place, token in enumerate(tokens):
        behind = tokens[place + 1].kind if place + 1 < len(tokens) else ""
        text += _written(token)
        if token.kind in "OSXQN" and behind not in ("M", "K", "E", "B", ""):
            text += "：" if _LIKENS.search(token.words) else "，"
        elif token.kind == "A" and behind != "M" and token.words in ("另外", "此外"):
            text += "，"
    # What leads to a table ends in a colon, and no full stop behind it.
    return re.sub(r"([：:](?:\[[0-9]+\])*)[。；]$", r"\1", text)


def _in_english(sentence: str, tokens: Sequence[Token]) -> str:
    if is_gist(sentence):
        marked = re.sub(r"\s*\{C([0-9]+)\}", r"[\1]", sentence.strip().rstrip("."))
        return f"{re.sub(r'(?<!])[[]', ' [', marked)}."
    text = ""
    for token in _marked_before_end(tokens):
        space = " " if text and not (token.kind in "MDZKEB" or (token.kind == "C" and text.endswith("]"))) else ""
        text += space + _written(token)
    return re.sub(r"([：:](?: ?\[[0-9]+\])*)\.$", r"\1", text)


def _marked_before_end(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with the citations that stand behind a full stop before it."""
    ends = [token for token in tokens if token.kind in "EZ" and token is tokens[_last_end(tokens)]]
    return [*(token for token in tokens if token not in ends), *ends] if ends else list(tokens)


def _last_end(tokens: Sequence[Token]) -> int:
    """The place of the mark that ends a sentence, citations behind it aside; -1 where there is none."""
    place = len(tokens) - 1
    while place >= 0 and tokens[place].kind == "C":
        place -= 1
    return place if place >= 0 and tokens[place].kind in "EZ" else -1


def _written(token: Token) -> str:
    if token.item:
        return token.item.text
    if token.kind == "C":
        return f"[{token.marker}]"
    return token.words
