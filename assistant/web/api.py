"""The interface for programs: questions as JSON, readers' judgements, and whether the server lives and is ready."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, TypeVarTuple
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import FastAPI, Response

from assistant.answer import answer_json
from assistant.feedback import Ask, Feedback, Judgement
from assistant.model import Answer, DocumentReference
from assistant.notes import checked_on
from assistant.receipt import Receipt, ReceiptReview, file_name, receipt_bytes, receipt_of
from assistant.review.errors import FeedbackFull
from assistant.reviewed import Reviewed
from assistant.web.chat import AT_ONCE, Answers
from assistant.web.errors import Refused, add_error_form
from assistant.web.schema import (
    AnswerReply,
    AskRequest,
    ErrorReply,
    FeedbackRequest,
    HealthReply,
    ReadyReply,
    ReceiptRequest,
)
from assistant.with_model import WithModel
from index.model import Disclosure

MOST_WAITING = 64
"""How many questions may wait until they are worked out."""

_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorReply, "description": description}
    for status, description in (
        (400, "不是 JSON。 Not JSON."),
        (404, "没有这份文件。 No such document."),
        (413, "请求太大。 Too large."),
        (422, "字段不对、为空或太长。 A field is wrong, empty or too long."),
        (500, "服务器出错，附日志编号。 A failure, with its reference in the log."),
        (503, "正忙，请稍后再试。 Busy; try again later."),
    )
}
_MODEL_MISSING = "语义检索还在载入，问题只按字词查找。 / search by meaning is still loading; words alone serve."
_log = logging.getLogger(__name__)

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def add_api(
    app: FastAPI,
    answers: Answers,
    feedback: Feedback | None,
    ready: Callable[[], bool],
    at_once: int = AT_ONCE,
) -> None:
    """Adds /health, /ready, /api/ask, /api/receipt and, where judgements are kept, /api/feedback.

    So many questions are answered at a time as `at_once` says.
    """
    add_error_form(app)
    _add_state(app, ready)
    limiter = CapacityLimiter(at_once)
    _add_ask(app, answers, limiter)
    _add_receipt(app, answers, limiter)
    if feedback is not None:
        _add_feedback(app, answers, feedback, limiter)
    app.api_route("/api/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)(
        _nothing_here
    )


def _add_state(app: FastAPI, ready: Callable[[], bool]) -> None:
    @app.get("/health", tags=["state"], summary="服务器在运行 / the server lives")
    async def health() -> HealthReply:
        return HealthReply(status="ok")

    @app.get("/loading", include_in_schema=False)
    async def is_loading() -> bool:
        # For the chat page: a browser puts each 503 among the errors of its console.
        return not ready()

    @app.get(
        "/ready",
        tags=["state"],
        summary="全部载入 / everything is loaded",
        responses={503: {"model": ReadyReply, "description": "还在载入。 Still loading."}},
    )
    async def is_ready(response: Response) -> ReadyReply:
        if ready():
            return ReadyReply(status="ready", missing=[])
        response.status_code = 503
        return ReadyReply(status="loading", missing=[_MODEL_MISSING])


def _add_ask(app: FastAPI, answers: Answers, limiter: CapacityLimiter) -> None:
    @app.post("/api/ask", tags=["ask"], summary="提问 / ask a question", responses=_ERRORS)
    async def ask(asked: AskRequest) -> AnswerReply:
        disclosure = _disclosure(answers.disclosures, asked.document)
        answer = await _answered(answers.ask, asked.turns, disclosure, limiter)
        return AnswerReply.model_validate(answer_json(answer, asked.id))


def _add_receipt(app: FastAPI, answers: Answers, limiter: CapacityLimiter) -> None:
    # Whoever wants a receipt has asked already.
    again = answers.ask_unnoted if isinstance(answers, (Reviewed, WithModel)) else answers.ask

    @app.post(
        "/api/receipt",
        tags=["ask"],
        summary="一个回答的回执，可用 verify 命令核对 / the receipt of an answer, to be checked by the command verify",
        response_model=Receipt,
        responses=_ERRORS,
    )
    async def receipt(asked: ReceiptRequest) -> Response:
        disclosure = _disclosure(answers.disclosures, asked.document)
        answer = await _answered(again, asked.turns, disclosure, limiter)
        checked = checked_on(answer.notes)
        review = ReceiptReview("checked", checked.isoformat()) if checked else None
        made = receipt_of(answer, asked.turns, disclosure, datetime.now(UTC), review)
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name(made))}"}
        return Response(receipt_bytes(made), media_type="application/json", headers=named)


async def _answered(ask: Ask, turns: Sequence[str], disclosure: Disclosure, limiter: CapacityLimiter) -> Answer:
    """The answer to the last of the turns, worked out when its turn comes; refused where too many wait for theirs."""
    return await _in_turn(limiter, ask, turns, disclosure.document.id)


async def _in_turn(limiter: CapacityLimiter, work: Callable[[*Given], Made], *given: *Given) -> Made:
    """What some work makes, done when its turn comes; refused where too many wait for theirs."""
    if limiter.statistics().tasks_waiting >= MOST_WAITING:
        raise Refused(503, "正忙，请稍后再试。 / Busy; please try again later.")
    return await run_sync(work, *given, limiter=limiter)


def _add_feedback(app: FastAPI, answers: Answers, feedback: Feedback, limiter: CapacityLimiter) -> None:
    @app.post(
        "/api/feedback",
        tags=["feedback"],
        summary="回答对不对 / whether an answer was right",
        status_code=204,
        responses=_ERRORS,
    )
    async def judge(judged: FeedbackRequest) -> None:
        document = _disclosure(answers.disclosures, judged.document).document
        reference = DocumentReference(document.id, document.title, document.sha256)
        try:
            # A judgement is answered anew to be kept beside its answer, and so costs as much as a question.
            judgement = Judgement(tuple(judged.turns), reference, judged.right, judged.why)
            await _in_turn(limiter, feedback.keep, judgement)
        except FeedbackFull as error:
            _log.warning("%s", error)
            raise Refused(503, "现在不能保存反馈。 / Feedback cannot be kept just now.") from error


async def _nothing_here() -> None:
    raise Refused(
        404, "这里没有这个地址或方法，见 /api。 / No such address or method here; /api tells which there are."
    )


def _disclosure(disclosures: tuple[Disclosure, ...], identifier: str | None) -> Disclosure:
    """The document named; the first where none is."""
    for disclosure in disclosures:
        if identifier in (None, disclosure.document.id):
            return disclosure
    there = "、".join(disclosure.document.id for disclosure in disclosures)
    raise Refused(404, f"没有这份文件；现有：{there}。 / No such document; there are: {there}.")
