"""What a model is given to word a verified answer: its items and citations, as values and as lines of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from assistant.checking.verify import unsupported, verify
from assistant.library import Library
from assistant.model import Answer, Check, Draft
from assistant.notes import checked_on
from assistant.phrasing.cutting import MARK, items_of
from assistant.phrasing.model import Item, Material
from assistant.phrasing.summary import is_paired, quotable, shortest
from assistant.question.english import in_chinese, is_english
from assistant.question.normalise import normalised
from assistant.question.understand import understand
from index.text import squeezed
from prompts import Purpose

LONGEST = 800
"""Characters that a worded answer may have."""
_LONG_PASSAGE, _ROOM_FOR_SUMMARY = 150, 620
_QUOTE = re.compile(r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”")
_ONLY_LEADS = re.compile(
    r"(?:相关原文如下，请以原文为准：|文件的名词解释是：|文件中?写道：|文件在?“[^”]*”(?:部分|中)写道：)"
    r"(?:\s?\[[0-9]+\])*\s*(?:- |[0-9]+[.、] )?“"
)
"""How an answer begins that says nothing itself: it only leads to what it quotes."""
_OWN_ENDS = re.compile(r"(?<=[。；！？])")


def material_of(answer: Answer, library: Library, turns: Sequence[str] = ()) -> Material | None:
    """What a draft of an answer is made of; None where no model may word it, or nothing is gained if one does.

    `turns` are the questions of the conversation, the answered one last.
    """
    if answer.outcome != "answered" or checked_on(answer.notes) or not answer.citations:
        return None
    if any(MARK.search(passage) for passage in _QUOTE.findall(answer.text)):
        return None  # the document's own [1] would be taken for a mark
    items = items_of(answer, library)
    english = is_english(answer.question)
    asked = _asked(turns or (answer.question,), library)
    if passages := () if english else _long_passages(answer, items):
        return Material("summarise", answer, passages, asked)
    worth = any(item.citations for item in items) and len(answer.text) <= LONGEST - 60
    material = Material(_purpose(items, english=english), answer, items, asked, english=english)
    return material if worth and not unsupported(checks_of(answer.text, material, library)) else None


def checks_of(text: str, material: Material, library: Library) -> tuple[Check, ...]:
    """The checks of a text in place of the answer's own, by the very check that the answer passed."""
    answer = material.answer
    draft = Draft(answer.outcome, text, answer.citations, answer.evidence.figures, answer.evidence.formulas)
    return verify(draft, material.asked, squeezed(library.disclosure.document.text), library.names)


def evidence_lines(material: Material) -> str:
    """The items as lines of JSON, one object a line."""
    return "\n".join(json.dumps(_line(item), ensure_ascii=False) for item in material.items)


def citation_lines(material: Material) -> str:
    """The citations as lines of JSON, one object a line."""
    return "\n".join(
        json.dumps(
            {"id": f"C{each.marker}", "section": " > ".join(each.section), "quote": each.quote}, ensure_ascii=False
        )
        for each in material.answer.citations
    )


def _line(item: Item) -> dict[str, object]:
    cited = [f"C{marker}" for marker in item.citations]
    line: dict[str, object] = {"id": item.name, "says": item.text, "cited": cited, "required": item.required}
    return line | ({"part_of": item.part_of} if item.part_of else {})


def _purpose(items: Sequence[Item], *, english: bool) -> Purpose:
    if english:
        return "translate"
    return "explain" if any(item.name.startswith("E") for item in items) else "phrase"


def _long_passages(answer: Answer, items: Sequence[Item]) -> tuple[Item, ...]:
    """The sentences of an answer that is a long quoted passage which can be summed up; none for any other answer."""
    if answer.evidence.figures or answer.evidence.formulas or len(answer.text) > _ROOM_FOR_SUMMARY:
        return ()
    if not _ONLY_LEADS.match(answer.text):
        return ()  # what sets the question right, or says what is wanting, comes before all else
    marks = tuple(dict.fromkeys(int(mark) for mark in MARK.findall(answer.text)))
    titles = tuple(title for citation in answer.citations for title in citation.section)
    quoted = [
        (passage, item.citations or marks)
        for item in items
        for passage in _QUOTE.findall(item.text)
        if not any(title.endswith(passage) for title in titles)  # 文件“部门职责”部分写道
    ]
    if sum(len(passage) for passage, _ in quoted) < _LONG_PASSAGE:
        return ()
    said = [(sentence, cited) for passage, cited in quoted for sentence in _own_sentences(passage)]
    sentences = tuple(Item(f"W{number}", text, cited, False) for number, (text, cited) in enumerate(said, 1))
    return sentences if shortest(sentences) or quotable(sentences) else ()


def _own_sentences(passage: str) -> Iterator[str]:
    """The sentences of a passage; one that ends within brackets goes on."""
    sentence = ""
    for piece in _OWN_ENDS.split(passage):
        sentence += piece
        if sentence and is_paired(sentence):
            yield sentence
            sentence = ""
    if sentence:
        yield sentence


def _asked(turns: Sequence[str], library: Library) -> str:
    """All that was asked, as typed and as understood: what a number of the question may be repeated from."""
    year = library.disclosure.document.year
    read = [understand(in_chinese(turn) if is_english(turn) else turn, year).normal for turn in turns]
    return "。".join((*map(normalised, turns), *read))
