"""A verified answer cut into items: its sentences and blocks as they stand, without their citation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.composing.sentences import fact_sentence
from assistant.library import Library
from assistant.model import Answer, Check
from assistant.phrasing.model import Item
from assistant.working.derive import fact_of

MARK = re.compile(r"\s?\[([0-9]{1,3})\]")
_BLOCK_LINE = re.compile(r"\||- |[0-9]{1,3}[.、]\s")
_ENDS = re.compile(r"[。！？]|[.!?](?=\s+[A-Z“]|\s*$)")
_PARTS = "其中："


@dataclass(frozen=True, slots=True)
class _Piece:
    """[start, end) of an answer's text: a block, or a sentence with its marks."""

    start: int
    end: int
    block: bool = False


def items_of(answer: Answer, library: Library) -> tuple[Item, ...]:
    """The items that give an answer's text again, in its order."""
    found: list[Item] = []
    numbers: Counter[str] = Counter()
    for piece in _pieces(answer.text):
        for item in _items(answer, library, piece, found):
            numbers[item.name] += 1
            found.append(replace(item, name=f"{item.name}{numbers[item.name]}"))
    return tuple(found)


def begins_paragraph(item: Item, answer: Answer) -> bool:
    """Whether an item begins a paragraph of the answer, which has one for each thing asked."""
    return f"\n{item.text}" in MARK.sub("", answer.text)


def _items(answer: Answer, library: Library, piece: _Piece, before: Sequence[Item]) -> Iterator[Item]:
    text = answer.text[piece.start : piece.end]
    marks = tuple(dict.fromkeys(int(mark) for mark in MARK.findall(text)))
    checks = [check for check in answer.numbers if piece.start <= check.start < piece.end]
    if piece.block:
        yield Item("T", text, ())
    elif parts := _parts(answer, piece, checks, before):
        total = next(item for item in reversed(before) if item.part_of is None)
        for said, check in parts:
            yield Item("F", said, _narrowed(answer, library, check, marks), True, total.name, _names(library, (check,)))
    elif any(check.formula for check in checks):
        yield Item("E", _bare(text), marks)
    elif _is_fact(_bare(text), checks, library):
        part = _total_before(checks, before, library)
        yield Item("F", _bare(text), marks, True, part, _names(library, checks))
    else:
        yield Item("W", _bare(text), marks)


def _pieces(text: str) -> list[_Piece]:
    """The blocks and sentences of a text, in order; one that cannot stand alone is joined to its neighbour."""
    found: list[_Piece] = []
    for paragraph in _paragraphs(text):
        if not paragraph.block:
            found += _joined(text, _sentences(text, paragraph))
        elif len(found) > 1 and _leads(text, found[-1]):
            found[-1] = replace(paragraph, start=found[-1].start)
        else:
            found.append(paragraph)
    return found


def _leads(text: str, piece: _Piece) -> bool:
    """Whether a piece is a line of its own that only leads to the table or list below it."""
    alone = text[: piece.start].endswith("\n")
    return alone and not piece.block and text[piece.start : piece.end].endswith((":", "："))


def _paragraphs(text: str) -> Iterator[_Piece]:
    """The lines of a text, those of a table or list together."""
    open_block: _Piece | None = None
    for line in re.finditer(r"[^\n]+", text):
        block = bool(_BLOCK_LINE.match(line.group()))
        if open_block and block and text[open_block.end : line.start()] == "\n":
            open_block = replace(open_block, end=line.end())
            continue
        if open_block:
            yield open_block
        open_block = _Piece(*line.span(), block=True) if block else None
        if not block:
            yield _Piece(*line.span())
    if open_block:
        yield open_block


def _sentences(text: str, line: _Piece) -> list[_Piece]:
    """The sentences of a line: none ends within quotation marks; citation marks behind one belong to it."""
    found, start, depth = [], line.start, 0
    place = line.start
    while place < line.end:
        depth += {"“": 1, "”": -1}.get(text[place], 0)
        if depth <= 0 and _ENDS.match(text, place):
            marks = re.compile(r"(?:\s?\[[0-9]{1,3}\])*").match(text, place + 1, line.end)
            place = marks.end() if marks else place + 1
            found.append(_Piece(start, place))
            start = place
            continue
        place += 1
    return [*found, *([_Piece(start, line.end)] if text[start : line.end].strip() else [])]


def _joined(text: str, sentences: Sequence[_Piece]) -> list[_Piece]:
    """Sentences without a mark joined to their neighbour: a calculation to its result, 没有增加 to the figure."""
    found: list[_Piece] = []
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        previous = text[found[-1].start : found[-1].end] if found else None
        if previous and not (MARK.search(previous) and MARK.search(said)):
            found[-1] = replace(found[-1], end=sentence.end)
        else:
            found.append(sentence)
    return found


def _parts(
    answer: Answer, piece: _Piece, checks: Sequence[Check], before: Sequence[Item]
) -> list[tuple[str, Check]] | None:
    """The parts of the total before them (其中：甲1万元、乙2万元) with their numbers; None for any other sentence."""
    text = answer.text[piece.start : piece.end].lstrip()
    start = piece.end - len(text) + len(_PARTS)
    if not text.startswith(_PARTS) or not checks or not any(item.name.startswith("F") for item in before):
        return None
    found = []
    for check in checks:
        said = answer.text[start : check.end]
        if check.support != "exact" or "。" in said:
            return None
        found.append((said, check))
        rest = answer.text[check.end : piece.end]
        start = check.end + 1 if rest.startswith("、") else piece.end
    return found if re.fullmatch(r"(?:\[[0-9]+\])*。?", answer.text[checks[-1].end : piece.end]) else None


def _bare(text: str) -> str:
    """A sentence without its marks and without the full stop at its end."""
    return re.sub(r"[。.]$", "", MARK.sub("", text).strip())


def _is_fact(said: str, checks: Sequence[Check], library: Library) -> bool:
    """Whether a sentence is that of a figure alone, without words of an answer around it."""
    figures = [
        library.figures_by_id.get(each) for check in checks if check.support == "exact" for each in check.figures
    ]
    document = library.disclosure.document
    return any(figure is not None and said == fact_sentence(document, fact_of(figure, library)) for figure in figures)


def _names(library: Library, checks: Sequence[Check]) -> tuple[str, ...]:
    """The measures of the figures that checks found stated."""
    figures = [library.figures_by_id.get(each) for check in checks for each in check.figures]
    return tuple(dict.fromkeys(figure.measure for figure in figures if figure is not None))


def _narrowed(answer: Answer, library: Library, check: Check, marks: tuple[int, ...]) -> tuple[int, ...]:
    """Of some marks, those of the citations that hold a number's figure; all of them where none does."""
    places = [library.figures_by_id[each].place.spans[0][0] for each in check.figures if each in library.figures_by_id]
    held = tuple(
        citation.marker
        for citation in answer.citations
        if citation.marker in marks and any(left <= at < right for left, right in citation.spans for at in places)
    )
    return held or marks


def _total_before(checks: Sequence[Check], before: Sequence[Item], library: Library) -> str | None:
    """The name of the last item before that states a total of which a sentence's figure is a part.

    None where a part of that total states the figure already: said twice among the parts, it would read as two.
    """
    document = library.disclosure.document
    names = _names(library, checks)
    for check in checks:
        for each in check.figures:
            figure = library.figures_by_id.get(each)
            while figure is not None and figure.part_of is not None:
                figure = library.figures_by_id.get(figure.part_of)
                total = fact_sentence(document, fact_of(figure, library)) if figure else None
                said = [item.name for item in before if item.text == total]
                if said:
                    again = any(item.part_of == said[-1] and item.names == names for item in before)
                    return None if again else said[-1]
    return None
