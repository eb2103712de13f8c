"""Checked sentences as text: placeholders expanded, and what stands between them as the language writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.composing.sentences import quoted
from assistant.phrasing.cutting import begins_paragraph
from assistant.phrasing.gist import is_gist
from assistant.phrasing.grammar import Token, form_of, tokens_of
from assistant.phrasing.model import Item, Material
from assistant.phrasing.summary import cut_of
from assistant.phrasing.vocabulary import RESTS_ON_DOCUMENT

_LIKENS = re.compile(r"(?:是|为|如下)$")
_MARKED_COLON = re.compile(r"([：:])((?: ?\[[0-9]+\])+)$")
_END_OF_BLOCK = "\n\n"


def expanded(sentences: Sequence[str], material: Material) -> str:
    """The text of checked sentences with each placeholder in its place; a summary stands above the passage itself."""
    if material.purpose == "summarise":
        said = "".join(_summed_up(sentence, material) for sentence in sentences)
        return f"概括：{said}\n\n{material.answer.text}"
    text = ""
    for sentence in _led_once(_gathered(sentences, material), material):
        tokens = tokens_of(sentence, material)
        block = form_of(tokens) == "block"
        if text and (block or text.endswith(_END_OF_BLOCK) or _begins_paragraph(tokens, material)):
            text = f"{_closed(text.rstrip(), english=material.english)}\n\n"
        elif text and material.english and not text.endswith("\n"):
            text += " "
        text += _block(tokens) if block else _said(sentence, tokens, material)
        text += _END_OF_BLOCK if block or "\n" in sentence.strip(" ") else ""
    return _closed(text.strip(), english=material.english)


def _begins_paragraph(tokens: Sequence[Token], material: Material) -> bool:
    """Whether the first item of a sentence begins a paragraph of the answer, which has one for each thing asked."""
    item = next((token.item for token in tokens if token.item), None)
    return item is not None and begins_paragraph(item, material.answer)


def _led_once(sentences: Sequence[str], material: Material) -> list[str]:
    """Sentences without those that only lead to a table or list which an item leads to: its first line, or that before.

    An item leads to something where it ends in a colon.
    """
    tokens = [tokens_of(sentence, material) for sentence in sentences]
    led = {
        place - 1
        for place, each in enumerate(tokens)
        if form_of(each) == "block" and _block(each).partition("\n")[0].endswith(("：", ":"))
    } | {place + 1 for place, each in enumerate(tokens) if _block(each).endswith(("：", ":"))}
    return [
        sentence for place, sentence in enumerate(sentences) if place not in led or form_of(tokens[place]) != "lead"
    ]


def _gathered(sentences: Sequence[str], material: Material) -> list[str]:
    """Sentences, those of the parts of one total joined: 甲1万元 alone is none, and each would repeat its marks."""
    found: list[str] = []
    parts: list[Item] = []
    for sentence in sentences:
        more = _parts_alone(sentence, material)
        if more and parts and more[0].part_of == parts[0].part_of:
            found.pop()
        else:
            parts = []
        parts = [*parts, *more]
        found.append(_of_parts(parts) + ("\n" if sentence.endswith("\n") else "") if more else sentence)
    return found


def settled(sentences: Sequence[str], material: Material) -> list[str]:
    """The sentences of a draft so far that more of it adds to and does not change: no parts or leads at its end."""
    found = list(sentences)
    while found and (_parts_alone(found[-1], material) or form_of(tokens_of(found[-1], material)) == "lead"):
        found.pop()
    return found


def _parts_alone(sentence: str, material: Material) -> list[Item]:
    """The items of a sentence that says parts of a total, as the answer lists them, and no more; else nothing."""
    tokens = tokens_of(sentence, material)
    items = [token.item for token in tokens if token.item]
    listed = all(_is_listed(item, material) for item in items)
    alone = all(token.kind in "PICMDZKE" for token in tokens)
    return items if listed and alone and len({item.part_of for item in items}) == 1 else []


def _is_listed(item: Item, material: Material) -> bool:
    """Whether an item is a part as the answer lists it behind its total, by its name and amount alone."""
    return bool(item.part_of) and any(f"{mark}{item.text}" in material.answer.text for mark in ("其中：", "、"))


def _called_parts(tokens: Sequence[Token], material: Material) -> list[Token]:
    """Tokens with 其中 before the first listed part in a sentence that says its total, where a draft left it out."""
    found: list[Token] = []
    total = ""
    for token in tokens:
        item = token.item
        if item and item.part_of and item.part_of == total and _is_listed(item, material):
            called = any(each.kind == "P" for each in found)
            if not called and found[-1].kind in "MDZ":
                found[-1:] = [Token("M", "，"), Token("P", "其中")]
            total = ""
        elif item:
            total = item.name
        found.append(token)
    return found


def _of_parts(parts: Sequence[Item]) -> str:
    """Parts of a total as the answer without a model lists them."""
    marks = dict.fromkeys(marker for item in parts for marker in item.citations)
    said = "、".join(f"{{{item.name}}}" for item in parts)
    return f"其中：{said}{''.join(f'{{C{marker}}}' for marker in marks)}。"


def _closed(text: str, *, english: bool) -> str:
    """A text whose last sentence ends in a full stop, but for a table, a list, a colon and the comma of a lead."""
    text = re.sub(r"[；;]((?:\s?\[[0-9]+\])*)$", r"\1", text)
    last = text.rpartition("\n")[2]
    if re.match(r"\||- |[0-9]+[.、]\s|（[^（）]*）$", last) or re.search(
        r"[。.！!：:，,]$|(?:[。.：:]|。”)(?:\s?\[[0-9]+\])+$", last
    ):
        return text
    return f"{text}{'.' if english else '。'}"


def _block(tokens: Sequence[Token]) -> str:
    return "".join(token.item.text for token in tokens if token.item)


def _summed_up(sentence: str, material: Material) -> str:
    """A sentence of a summary, whole ones in quotation marks, its marks before its full stop."""
    tokens = tokens_of(sentence, material)
    if any(token.item for token in tokens):
        said = _said(sentence, [_quoted(token) for token in tokens], material)
        return f"{said.rstrip('。；')}。"
    cut = cut_of(sentence, material)
    assert cut is not None, "a sentence of a summary that passed quotes or shortens one of the passage"
    opening = f"{cut.opening}，" if cut.opening else ""
    return f"{opening}{cut.words(material)}{''.join(f'[{marker}]' for marker in cut.markers)}。"


def _quoted(token: Token) -> Token:
    return replace(token, item=replace(token.item, text=quoted(token.item.text))) if token.item else token


def _said(sentence: str, tokens: Sequence[Token], material: Material) -> str:
    """A sentence in plain text: what stands between its phrases and items as the language writes it."""
    tokens = _opened_once(tokens)
    if material.english:
        return _in_english(sentence, tokens)
    tokens = _called_parts(_marked_before_end(tokens), material)
    text = ""
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 :]
        calculated = next(
            (each.kind == "I" and _is_calculated(each) for each in behind if each.kind not in "MDK"), False
        )
        if token.kind in "MDK" and calculated:
            continue
        text += _written(token)
        text += _separator(token, behind[0].kind if behind else "", calculated=calculated)
    # What leads to a table ends in a colon, what is quoted often in a full stop, an aside in a bracket: none behind.
    text = re.sub(r"((?:[：:]|。”|^（[^（）]*）)(?:\[[0-9]+\])*)[。；]$", r"\1", text)
    return _MARKED_COLON.sub(r"\2\1", text)


def _opened_once(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the openings before an item that begins itself with what it rests on (文件中写道)."""
    first = next((place for place, token in enumerate(tokens) if token.item), 0)
    item = tokens[first].item
    if item is None or not RESTS_ON_DOCUMENT.match(item.text):
        return list(tokens)
    # An opening goes with the mark behind it.
    dropped = {place for place in range(first) if tokens[place].kind in "OS"}
    dropped |= {place + 1 for place in dropped if tokens[place + 1].kind in "MK"}
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _separator(token: Token, behind: str, *, calculated: bool) -> str:
    """What is to stand between a token and the next, beside the marks of the draft.

    A calculation begins a paragraph or a clause of its own, as every word of its sentence is checked against it.
    """
    if calculated:
        return "；" if token.kind in "IC" else "：\n\n"
    if behind in ("M", "K", "E", "B", "Z", ""):
        return ""
    if token.kind in "OSXYQNHR":
        return "：" if _LIKENS.search(token.words) else "，"
    return "，" if token.words in ("另外", "此外") else ""


def _is_calculated(token: Token) -> bool:
    return token.item is not None and token.item.name.startswith("E")


def _in_english(sentence: str, tokens: Sequence[Token]) -> str:
    if is_gist(sentence):
        marked = re.sub(r"\s*\{C([0-9]+)\}", r"[\1]", sentence.strip().rstrip("."))
        spaced = re.sub(r"(?<!])\[", " [", marked)
        return f"{spaced}."
    text = ""
    for token in _marked_before_end(tokens):
        space = " " if text and not (token.kind in "MDZKEB" or (token.kind == "C" and text.endswith("]"))) else ""
        text += space + ("." if token.kind == "E" else _written(token))
    return _MARKED_COLON.sub(r"\2\1", re.sub(r"([：:](?: ?\[[0-9]+\])*)\.$", r"\1", text))


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
    return token.words.replace("这一", "这")  # 一项 would read as a number
