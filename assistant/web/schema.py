"""What programs send and get back: the values of the interface under /api, as its OpenAPI document describes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from assistant.model import Outcome, Support

MOST_CHARACTERS, MOST_TURNS, MOST_REASON = 500, 20, 1000

Turn = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S")]
Turns = Annotated[list[Turn], Field(min_length=1, max_length=MOST_TURNS)]
ShortText = Annotated[str, StringConstraints(max_length=200)]

_QUESTION = "三公经费预算是多少？"
_REQUEST: JsonDict = {"q": _QUESTION}
_CONVERSATION: JsonDict = {"q": [_QUESTION, "其中公务接待费呢？"], "id": "2"}
_ANSWERED: JsonDict = {"turns": [_QUESTION]}
_JUDGEMENT: JsonDict = {"turns": [_QUESTION], "right": False, "why": "引的不是这一段"}


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class AskRequest(_Value):
    """A question, or the turns of one conversation of which the last is answered."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [_REQUEST, _CONVERSATION]})

    q: Turn | Turns = Field(
        description="问题，或一次对话中各轮的问题（按顺序）。 The question, or the user's turns in order."
    )
    document: ShortText | None = Field(
        None, description="文件编号；不写就问第一份。 A document's id; the first if absent."
    )
    id: ShortText | None = Field(None, description="原样写在回答里。 Given back with the answer.")

    @property
    def turns(self) -> list[str]:
        """The turns; one, where `q` is a text."""
        return [self.q] if isinstance(self.q, str) else list(self.q)


class ReceiptRequest(_Value):
    """Which answer a receipt is wanted of: that to the last of the turns, which is worked out again."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [_ANSWERED]})

    turns: Turns = Field(description="到这个回答为止的各轮问题。 The user's turns up to the answer.")
    document: ShortText | None = Field(
        None, description="文件编号；不写就是第一份。 A document's id; the first if absent."
    )


class FeedbackRequest(_Value):
    """Whether the answer to the last of the turns was right; nothing about the person is kept."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [_JUDGEMENT]})

    turns: Turns = Field(description="到这个回答为止的各轮问题。 The user's turns up to the answer.")
    document: ShortText | None = Field(
        None, description="文件编号；不写就是第一份。 A document's id; the first if absent."
    )
    right: bool = Field(description="回答是否正确。 Whether the answer was right.", strict=True)
    why: Annotated[str, StringConstraints(max_length=MOST_REASON)] = Field("", description="说明。 What was wrong.")


class DocumentName(_Value):
    """The document that was asked."""

    id: str
    title: str
    sha256: str = Field(description="文件文本的 SHA-256。 The SHA-256 of its text.")


class NumberReply(_Value):
    """A number of the answer and what supports it."""

    text: str
    start: int = Field(description="在 text 中的起点（按字符）。 Its place in text, in characters.")
    end: int
    support: Support
    figures: list[str] = Field(description="所依据数字的编号。 The ids of the figures it stands on.")
    formula: str | None = Field(description="推算时的算式。 The calculation, where it was worked out.")


class CellReply(_Value):
    """The cell of a table that a citation points at."""

    table: str
    row: list[str]
    column: list[str]


class CitationReply(_Value):
    """A numbered source of the answer."""

    marker: int
    section: list[str]
    quote: str = Field(description="原文。 The source as it stands.")
    spans: list[tuple[int, int]] = Field(description="在文件文本中的起止。 Its places in the document's text.")
    cell: CellReply | None


class AnswerReply(_Value):
    """An answer, each number of it verified."""

    id: str | None = Field(description="请求里的 id。 The id of the request.")
    question: str = Field(description="所回答的问题。 The question that is answered.")
    understood: str | None = Field(description="怎样理解了问题。 How the question was read, where it was not plain.")
    document: DocumentName
    outcome: Outcome = Field(description="是否答出。 What came of it.")
    text: str = Field(description="回答（Markdown），[1] 指 citations。 The answer; [1] refers to citations.")
    numbers: list[NumberReply]
    citations: list[CitationReply]
    suggestions: list[str] = Field(description="还可以问什么。 What else can be asked.")
    notes: list[str] = Field(description="给读者的说明。 What the reader should know.")
    seconds: float = Field(description="用时（秒）。 How long it took.")


class ErrorReply(_Value):
    """Why there is no answer, in Chinese, then in English."""

    error: str
    reference: str | None = Field(None, description="服务器日志中的编号。 A number that stands in the server's log.")


class HealthReply(_Value):
    """The server lives."""

    status: str = Field("ok", examples=["ok"])


class ReadyReply(_Value):
    """Whether everything is loaded, and what is not."""

    status: str = Field(examples=["ready", "loading"])
    missing: list[str] = Field([], description="还缺什么。 What is still missing.")
