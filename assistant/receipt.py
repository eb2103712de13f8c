"""Receipts: a small JSON file of one answer with all that it stands on, to be checked against the document later.

A receipt is no proof of who made it. Its digest shows that it was changed by accident; what it says of the document is
read out of the document again (assistant/checking/receipt.py) and taken from the receipt in nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from assistant.model import Answer, Check, Citation, Formula, Outcome
from index.model import Aspect, Disclosure, Document, Figure, Span

FORMAT: Literal["budget-answer-receipt-1"] = "budget-answer-receipt-1"
MOST_BYTES = 64 * 1024
"""The largest file that is read as a receipt; those that are made have a few kilobytes."""
TURNS_KEPT = 6
"""The turns that an answer may refer back to."""
_LONGEST_NAME = 30
MOST_NUMBERS = 200
"""The most numbers of an answer: each is read among the words around it, so that thousands would take minutes."""
_LONGEST_TEXT, _LONGEST_TURN, _LONGEST_FORMULA, _LONGEST_WORDS = 4000, 500, 500, 1000
_MOST_FORMULAS, _MOST_CITED = 50, 200

Turn = Annotated[str, StringConstraints(max_length=_LONGEST_TURN)]
Note = Annotated[str, StringConstraints(max_length=_LONGEST_WORDS)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class NoReceipt(Exception):
    """A file that is no receipt: what was found, and what would be right."""

    def __init__(self, found: str, english: str) -> None:
        super().__init__(
            f"不是回执：{found}。请给出从回答下方“回执”下载的文件。"
            f" / no receipt: {english}; give a file downloaded by the button below an answer."
        )


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """The document that an answer comes from."""

    id: str
    title: str
    year: int | None
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class ReceiptFigure:
    """A figure that the answer stands on, as read out of the document; `value` is its exact decimal."""

    id: str
    value: str | None
    raw: str
    unit: str | None
    comparator: str
    measure: str
    subject: str
    period: str | None
    aspect: Aspect
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReceiptReview:
    """What the department's staff made of the answer ("checked"), and on which day."""

    state: Literal["checked"]
    date: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Receipt(BaseModel):
    """One answer with all that it stands on; `digest` is of everything else in it."""

    model_config = ConfigDict(frozen=True)

    format: Literal["budget-answer-receipt-1"] = Field(description="格式和版本。 The format with its version.")
    program: str = Field(description="作出回答的程序版本。 The program that answered, with its version.")
    time: str = Field(description="作出回答的时间（UTC）。 When it answered, in UTC.")
    document: ReceiptDocument = Field(description="所问的文件。 The document that was asked.")
    turns: tuple[Turn, ...] = Field(
        min_length=1, max_length=TURNS_KEPT, description="到这个回答为止的各轮问题。 The turns up to the answer."
    )
    understood: Note | None = Field(description="怎样理解了问题。 How the question was read, where it was not plain.")
    outcome: Outcome = Field(description="是否答出。 What came of it.")
    text: str = Field(max_length=_LONGEST_TEXT, description="回答（Markdown）。 The answer.")
    numbers: tuple[Check, ...] = Field(
        max_length=MOST_NUMBERS, description="回答里的数字和依据。 Its numbers and what supports them."
    )
    figures: tuple[ReceiptFigure, ...] = Field(description="用到的原文数字。 The figures of the document behind it.")
    formulas: tuple[Formula, ...] = Field(
        max_length=_MOST_FORMULAS, description="用到的算式。 The calculations behind it."
    )
    citations: tuple[Citation, ...] = Field(max_length=_MOST_CITED, description="引用的原文。 Its sources.")
    notes: tuple[Note, ...] = Field(max_length=TURNS_KEPT, description="给读者的说明。 What the reader should know.")
    review: ReceiptReview | None = Field(description="工作人员的核对。 What the staff made of it.")
    digest: Sha256 = Field(description="以上内容的 SHA-256。 The SHA-256 of all of this.")

    @field_validator("formulas")
    @classmethod
    def _short(cls, formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
        if any(len(formula.text) > _LONGEST_FORMULA for formula in formulas):
            raise ValueError(f"a formula is longer than {_LONGEST_FORMULA} characters")
        return formulas


def receipt_of(
    answer: Answer, turns: Sequence[str], disclosure: Disclosure, time: datetime, review: ReceiptReview | None = None
) -> Receipt:
    """The receipt of an answer to the last of the turns.

    Args:
        answer: the answer, with the evidence that its numbers were checked against.
        turns: the visitor's messages in order.
        disclosure: the document that was asked.
        time: when it was answered, with its zone.
        review: what the staff made of it, where they did.
    """
    used = {check.formula for check in answer.numbers}
    bound = {figure for check in answer.numbers for figure in check.figures}
    bound |= {figure.id for figure in answer.evidence.figures}
    receipt = Receipt(
        format=FORMAT,
        program=f"budget-disclosure-assistant {_program_version()}",
        time=time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        document=document_of_receipt(disclosure.document),
        turns=tuple(turn[:_LONGEST_TURN] for turn in turns[-TURNS_KEPT:]),
        understood=answer.understood,
        outcome=answer.outcome,
        text=answer.text,
        numbers=answer.numbers,
        figures=tuple(figure_of_receipt(figure) for figure in disclosure.figures if figure.id in bound),
        formulas=tuple(dict.fromkeys(each for each in answer.evidence.formulas if each.text in used)),
        citations=answer.citations,
        notes=answer.notes,
        review=review,
        digest="0" * 64,
    )
    return receipt.model_copy(update={"digest": digest_of(receipt)})


def document_of_receipt(document: Document) -> ReceiptDocument:
    """A document as a receipt names it."""
    return ReceiptDocument(document.id, document.title, document.year, document.sha256)


def figure_of_receipt(figure: Figure) -> ReceiptFigure:
    """A figure as a receipt holds it."""
    return ReceiptFigure(
        id=figure.id,
        value=None if figure.value is None else f"{figure.value:f}",
        raw=figure.raw,
        unit=figure.unit,
        comparator=figure.comparator,
        measure=figure.measure,
        subject=figure.subject,
        period=figure.period,
        aspect=figure.aspect,
        spans=figure.place.spans,
    )


def digest_of(receipt: Receipt) -> str:
    """The SHA-256 of a receipt's content but its digest: as JSON in UTF-8, keys sorted, without white space between."""
    content = receipt.model_dump(mode="json", exclude={"digest"})
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def receipt_bytes(receipt: Receipt) -> bytes:
    """A receipt as the file that a reader keeps: JSON in UTF-8, a field a line."""
    fields = receipt.model_dump(mode="json").items()
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def read_receipt(content: bytes) -> Receipt:
    """The receipt in a file's bytes.

    Raises:
        NoReceipt: it is too large, no JSON, a field is missing, unknown or of another kind, or it is not written as
            receipts are: two fields of one name would be read one way here and another way elsewhere.
    """
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // 1024
        raise NoReceipt(f"文件超过 {size} KiB", f"the file is larger than {size} KiB")
    try:
        receipt = Receipt.model_validate_json(content, strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        found = f"“{where}”缺少、多余或不对" if where else "内容不是 JSON 对象"
        raise NoReceipt(found, f"{where}: {first['msg']}" if where else "its content is no JSON object") from error
    if receipt_bytes(receipt).rstrip() != content.rstrip():
        raise NoReceipt("写法与下载的文件不同（如重复的字段）", "it is not written as downloaded (fields twice, say)")
    return receipt


def file_name(receipt: Receipt) -> str:
    """The name to keep a receipt under: 回执-2023年预算收入是多少-20261123.json; letters and digits only."""
    asked = re.sub(r"[\W_]+", "", receipt.turns[-1])[:_LONGEST_NAME]
    day = re.sub(r"[^0-9]", "", receipt.time)[:8]
    return "-".join(part for part in ("回执", asked, day) if part) + ".json"


@cache
def _program_version() -> str:
    return version("budget-disclosure-assistant")
