"""The words around a number: of its sentence, its list or the row and column of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.normalise import canonical
from index.amounts import amounts_in
from index.model import Amount
from index.numerals import claims

# A line of Markdown goes on from the line above it unless a blank line or one of these marks stands between them.
_BLOCK = re.compile(r"\n(?=\s*(?:\n|[-*+|#>]|$))|(?<=\n)\n|^(?=\s*\|)", re.MULTILINE)
_BULLET = re.compile(r"^\s*[-*+] ")
_BOUND_BEHIND = re.compile(r"\s*(?:[（(]含[）)])?\s*及?(?:(以上)|以[下内])|\s*之内")
FOREIGN = re.compile(
    r"(?:^|[,;:。、|!?(])[◇的]*[\u4e00-\u9fff]*(?<![几多各每哪一该本我贵全局地])"
    r"(?:局|委|厅|法院|检察院|区|市|县|省|镇|乡|街道|公司|学校|大学|医院|中心|大队|支队|办公室|委员会)"
    r"(?:本级|机关)?(?:的|方面|情况|中|里)*(?=[,;:。、|!?)]|$)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a number: of its sentence, list line or table cell, with what stands above them.

    `own` stands before it in its sentence, line or cell, `above` in the lead of its list or table; `label` and `header`
    are its row's and its column's names, `rows` the number of rows above it. `words` is `own` as written, `lead` is
    `above`, and `answer` is what stands before its sentence; these and `after` are not in canonical spelling.
    """

    words: str
    own: str
    above: str
    after: str
    label: str | None = None
    header: str = ""
    lead: str = ""
    rows: int = 0
    answer: str = ""

    @property
    def before(self) -> str:
        """All that stands before the number, the nearest last."""
        return ";".join(part for part in (self.above, self.label or "", self.header, self.own) if part)


def context_of(text: str, amount: Amount) -> Context:
    """The words around a number, with the heading of its list or table."""
    block = max((match.end() for match in _BLOCK.finditer(text, 0, amount.start)), default=0)
    close = _BLOCK.search(text, amount.end)
    end = min(found for found in (close.start() if close else len(text), text.find("。", amount.end)) if found >= 0)
    start = max(block, *(text.rfind(mark, 0, amount.start) + 1 for mark in "。；;！？!?"))
    words, after = text[start : amount.start], text[amount.end : end]
    bound = _BOUND_BEHIND.match(after)
    if bound and amount.comparator and (amount.comparator in "≥>") == bool(bound.group(1)):
        after = after[bound.end() :]
    above = [each for each in text[:block].splitlines() if each.strip()]
    if text[block:].lstrip().startswith("|"):
        return _cell_context(above, text[block : amount.start], text[block:end], after)
    if _BULLET.match(text[block : amount.start]):
        lead = [each for each in above if not _BULLET.match(each)][-1:]
        own = _BULLET.sub("", words)
        return Context(own, canonical(own), canonical("".join(lead)), after, lead="".join(lead))
    return Context(words, canonical(words), "", after, answer=text[block:start])


def _cell_context(above: Sequence[str], before: str, row: str, after: str) -> Context:
    """The words around a number in a row of a Markdown table: its own cell, its row's names, its column's name."""
    lead = [line for line in above if not line.lstrip().startswith("|")][-1:]
    table: list[str] = []
    for line in reversed(above):
        if not line.lstrip().startswith("|"):
            break
        table.append(line)
    number = before.count("|") - 1
    header = _cells(table[-1]) if table else []
    lead += [";" + cell for cell in header[:1] if FOREIGN.search(cell)]
    words = before.rsplit("|", 1)[1]
    others = [cell for place, cell in enumerate(_cells(row)) if place != number and (place == 0 or not _counts(cell))]
    return Context(
        words,
        canonical(words),
        canonical("".join(lead)),
        after.split("|", 1)[0],
        canonical(";".join(others)),
        canonical(header[number]) if number < len(header) else "",
        lead="".join(lead),
        rows=len(table) - 2,
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _counts(cell: str) -> bool:
    """Whether a cell holds a quantity of its own and is no name."""
    return any(not claimed(cell, amount) and not re.fullmatch(r"(?:19|20)\d\d", cell) for amount in amounts_in(cell))


def claimed(text: str, amount: Amount) -> bool:
    """Whether a number is part of a date, a code or a document number."""
    return any(start <= amount.start < end and kind != "structure" for start, end, kind in claims(text))
