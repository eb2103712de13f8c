"""The chat page: a conversation, and beside it the passages that the last answer stands on."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import gradio as gr
from gradio.components.chatbot import OptionDict
from starlette.requests import HTTPConnection

from assistant.model import Answer
from assistant.web.language import CHINESE, ENGLISH, Language, language_of, say_in
from assistant.web.reply import Asked, growing_reply, reply_steps
from assistant.web.safe import for_gradio, literal, plain
from assistant.web.shell import Page, filled
from assistant.with_model import WithModel
from index.model import Disclosure

MAX_QUESTION = 500
MOST_TURNS = 6
"""The turns that an answer may refer back to, and that a link reopens."""
AT_ONCE = 4
"""Answers worked out at a time; more would only share the cores."""
WAITING_QUESTIONS = 32
_MOST_SHOWN = 40
_HOUR = 3600

_logger = logging.getLogger(__name__)

TEXTS = {
    "question": ("问题", "Question"),
    "type_here": ("输入问题，按回车提问", "Type a question, press Enter"),
    "ask": ("提问", "Ask"),
    "stop": ("停止", "Stop"),
    "again": ("重新开始", "Start again"),
    "retry": ("重答上一问", "Answer again"),
    "start": ("可以用日常的话提问，例如：", "Ask in everyday words (Chinese works best), for example:"),
    "chat": ("问答", "Questions and answers"),
}
I18N = gr.I18n(
    **{
        CHINESE: {key: chinese for key, (chinese, _) in TEXTS.items()},
        ENGLISH: {key: english for key, (_, english) in TEXTS.items()},
    }
)


class Answers(Protocol):
    """Whatever answers the last turn of a conversation; called from several threads at once."""

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        ...

    def examples(self, document: str | None = None, *, english: bool = False) -> tuple[str, ...]:
        """Questions to start from."""
        ...

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns, the user's messages in order."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor's conversation: document and language, the turns so far, and the messages as shown.

    Only a message that was answered or refused is among the turns, as later ones may refer back to it. `last` is the
    latest message, `asking` the one that is being answered.
    """

    document: str
    language: Language = CHINESE
    turns: tuple[str, ...] = ()
    shown: tuple[gr.ChatMessage, ...] = ()
    last: str = ""
    asking: str = ""


Shown = tuple[Any, Any, Visit]
"""What the page is given: the input line, the messages, the visit to keep."""


def chat_page(answers: Answers, at_once: int = AT_ONCE) -> gr.Blocks:
    """The page that asks `answers`, with questions to start from; ?q=… asks at once, once for each q.

    So many questions are answered at a time as `at_once` says.
    """
    page = gr.Blocks(title="预算公开问答", analytics_enabled=False)
    with page:
        with gr.Row(equal_height=False, elem_classes="rooms"):
            with gr.Column(scale=3, min_width=300, elem_id="main", elem_classes="talk"):
                chatbot = _chatbot()
                question = _question_line()
                with gr.Row(elem_classes="beneath"):
                    retry = gr.Button(_label("retry"), size="sm", variant="secondary", elem_classes="quiet")
                    again = gr.Button(_label("again"), size="sm", variant="secondary", elem_classes="quiet")
            with gr.Column(scale=2, min_width=300, elem_id="evidence-panel"):
                panel = gr.HTML(_panel(CHINESE), padding=False, apply_default_css=False, js_on_load=None)
        visit = gr.State(None, time_to_live=_HOUR)
        outputs = [question, chatbot, visit]
        _listen(answers, (question, chatbot, retry, again, visit), outputs)

        def opened(request: gr.Request) -> tuple[Any, ...]:
            started = _visit_of(answers, request)
            return *_reopened(answers, started, request), _panel(started.language)

        page.load(opened, None, [*outputs, panel], api_visibility="private", show_progress="hidden", queue=False)
    page.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=at_once)
    return page


def _listen(answers: Answers, parts: tuple[Any, ...], outputs: list[Any]) -> None:
    """Has the parts of the page ask, stop, answer again and start again."""
    question, chatbot, retry, again, visit = parts

    def ask(message: str, kept: Visit | None, request: gr.Request) -> Iterator[Shown]:
        yield from exchange(answers, message, kept or _visit_of(answers, request))

    def ask_chosen(kept: Visit | None, request: gr.Request, chosen: gr.SelectData) -> Iterator[Shown]:
        yield from exchange(answers, _chosen_text(chosen), kept or _visit_of(answers, request))

    def ask_again(kept: Visit | None, request: gr.Request) -> Iterator[Shown]:
        yield from _again(answers, kept or _visit_of(answers, request))

    def stop(kept: Visit | None, request: gr.Request) -> Shown:
        return _stopped(kept or _visit_of(answers, request))

    def start_again(request: gr.Request) -> Shown:
        started = _visit_of(answers, request)
        return _idle(), gr.update(value=[], examples=_examples(answers, started)), started

    # "once" would take an event that was stopped for one that still runs, and ask nothing more.
    asks: dict[str, Any] = {"trigger_mode": "multiple", "concurrency_id": "answers", "show_progress": "hidden"}
    asking: list[Any] = [
        question.submit(ask, [question, visit], outputs, api_name="ask", **asks),
        chatbot.example_select(ask_chosen, [visit], outputs, api_visibility="private", **asks),
        chatbot.option_select(ask_chosen, [visit], outputs, api_visibility="private", **asks),
        retry.click(ask_again, [visit], outputs, api_visibility="private", **asks),
    ]
    at_once: dict[str, Any] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}
    question.stop(stop, [visit], outputs, cancels=asking, **at_once)
    again.click(start_again, None, outputs, cancels=asking, **at_once)


def exchange(answers: Answers, message: str, kept: Visit, *, at_once: bool = False) -> Iterator[Shown]:
    """The page with the question, then with its answer as it grows; never an exception, as errors end here.

    A message that was not answered is left in the input line to be mended. Answered `at_once`, no language model is
    waited for.
    """
    message = message.strip()
    if not message:
        yield gr.skip(), list(kept.shown), kept
        return
    say = say_in(kept.language)
    asked = gr.ChatMessage(question_markdown(_shortened(message), kept.language), role="user")
    before = (*kept.shown[-_MOST_SHOWN:], asked)
    if len(message) > MAX_QUESTION:
        length = len(message)
        told = say(
            f"问题太长了：有 {length} 个字，最多 {MAX_QUESTION} 个字。请缩短后再问。",
            f"The question is too long: {length} characters, at most {MAX_QUESTION}. Please shorten it.",
        )
        yield _untold(message, kept, before, told)
        return
    waiting = say("正在查找并核对数字……", "Looking it up and checking the numbers…")
    if isinstance(answers, WithModel) and not at_once:  # most of the wait is for its words
        waiting = say("正在查找、核对数字并整理措辞……", "Looking it up, checking the numbers and wording the answer…")
    yield _busy(), [*before, _telling(waiting, "waiting")], replace(kept, asking=message)
    try:
        yield from _answered(answers, message, kept, before, at_once=at_once)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        _logger.exception("No answer, reference %s", reference)
        told = say(
            f"抱歉，这个问题没能答上来，请稍后再试。如需反馈，请提供编号 {reference}。",
            f"Sorry, this could not be answered. Please try again later; the reference is {reference}.",
        )
        yield _untold(message, kept, before, told)


def question_markdown(question: str, language: Language = CHINESE) -> str:
    """The user's words as Markdown that shows exactly these words; a screen reader hears whose they are."""
    words = "<br>".join(literal(line.strip()) for line in question.strip().splitlines())
    return f'<span class="hidden-text">{say_in(language)("您问：", "You asked: ")}</span>{words}'


def _answered(
    answers: Answers, message: str, kept: Visit, before: tuple[gr.ChatMessage, ...], *, at_once: bool
) -> Iterator[Shown]:
    turns = (*kept.turns, message)[-MOST_TURNS:]
    disclosure = next(known for known in answers.disclosures if known.document.id == kept.document)
    documents = tuple(known.document for known in answers.disclosures)
    asked = Asked(turns, disclosure, Page("/", "", disclosure.document, documents, kept.language))
    for answer, html, whole in _steps(answers, asked, at_once=at_once):
        if not whole:
            yield gr.skip(), [*before, _message(html)], replace(kept, asking=message)
            continue
        options: list[OptionDict] = [{"value": text, "label": plain(text)} for text in answer.suggestions]
        shown = (*before, _message(html, options))
        yield _idle(), list(shown), replace(kept, turns=turns, shown=shown, last=message)


def _steps(answers: Answers, asked: Asked, *, at_once: bool) -> Iterator[tuple[Answer, str, bool]]:
    """An answer with its HTML as it grows, sentence by sentence where a model words it, else by blocks; then the whole.

    The third value tells which is the whole.
    """
    document = asked.disclosure.document.id
    if isinstance(answers, WithModel) and not at_once:
        for answer in answers.steps(asked.turns, document):
            yield answer, growing_reply(answer, asked), False
        *_, whole = reply_steps(answer, asked)
    else:
        ask = answers.at_once if isinstance(answers, WithModel) else answers.ask
        answer = ask(asked.turns, document)
        *growing, whole = reply_steps(answer, asked)
        for html in growing:
            yield answer, html, False
    yield answer, whole, True


def _untold(message: str, kept: Visit, before: tuple[gr.ChatMessage, ...], told: str) -> Shown:
    """The page where a message was not answered: why, and the message left to be mended."""
    shown = (*before, _telling(told))
    return _idle(message), list(shown), replace(kept, shown=shown, last=message)


def _visit_of(answers: Answers, request: gr.Request) -> Visit:
    """A visit as it begins: the document of the address and the visitor's language."""
    connection = connection_of(request)
    documents = [disclosure.document.id for disclosure in answers.disclosures]
    document = connection.query_params.get("document")
    return Visit(document if document in documents else documents[0], language_of(connection))


def _reopened(answers: Answers, visit: Visit, request: gr.Request) -> tuple[Any, Any, Any]:
    """The page as first seen, the questions of its address answered; for that no reader waits for a language model.

    Without such questions the visit is left as it is: a slow server may have answered the reader before it gets here.
    """
    questions = [text for text in connection_of(request).query_params.getlist("q") if text.strip()]
    if not questions:
        return gr.skip(), gr.update(examples=_examples(answers, visit)), gr.skip()
    for question in questions[-MOST_TURNS:]:
        *_, shown = exchange(answers, question, visit, at_once=True)
        visit = shown[2]
    return shown


def _again(answers: Answers, kept: Visit) -> Iterator[Shown]:
    """The last message once more, in place of what it got."""
    questions = [index for index, message in enumerate(kept.shown) if message.role == "user"]
    if not kept.last or not questions:
        yield gr.skip(), list(kept.shown), kept
        return
    turns = kept.turns[:-1] if kept.turns[-1:] == (kept.last,) else kept.turns
    yield from exchange(answers, kept.last, replace(kept, turns=turns, shown=kept.shown[: questions[-1]]))


def _stopped(kept: Visit) -> Shown:
    """The page as it was before the question that was stopped, which goes back to the input line."""
    return _idle(kept.asking), list(kept.shown), replace(kept, asking="")


def _label(key: str) -> Any:  # noqa: ANN401 - gradio takes its translations wherever it takes a text
    return I18N(key)


def connection_of(request: gr.Request) -> HTTPConnection:
    """The browser's request behind gradio's."""
    if request.request is None:
        raise RuntimeError("gradio gave a request without a connection")
    return request.request


def _busy() -> Any:  # noqa: ANN401 - gradio's update of a component
    return gr.update(value="", submit_btn=False, stop_btn=_label("stop"))


def _idle(message: str = "") -> Any:  # noqa: ANN401 - gradio's update of a component
    """The line ready again; what the visitor has typed meanwhile stays, unless a message comes back."""
    ready: dict[str, Any] = {"submit_btn": _label("ask"), "stop_btn": False}
    return gr.update(value=message, **ready) if message else gr.update(**ready)


def _message(html: str, options: Sequence[OptionDict] = ()) -> gr.ChatMessage:
    content = gr.HTML(html, padding=False, apply_default_css=False, js_on_load=None)
    return gr.ChatMessage(content, role="assistant", options=list(options))


def _telling(text: str, kind: str = "told") -> gr.ChatMessage:
    """A message of the page itself, which is no answer."""
    return _message(for_gradio(filled("message.html", CHINESE, text=text, kind=kind)))


def _panel(language: Language) -> str:
    return for_gradio(filled("panel.html", language))


def _shortened(message: str) -> str:
    return message if len(message) <= MAX_QUESTION else f"{message[:60]}…"


def _chosen_text(chosen: gr.SelectData) -> str:
    """The question behind a clicked example or suggestion."""
    return str(chosen.value["text"] if isinstance(chosen.value, dict) else chosen.value)


def _examples(answers: Answers, visit: Visit) -> list[Any]:
    examples = answers.examples(visit.document, english=visit.language == ENGLISH)
    return [{"text": example} for example in examples]


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        label=_label("chat"),
        show_label=False,
        elem_id="chat",
        height=None,
        autoscroll=False,
        # Formulas are written out before; left on, a user's $$ would be typeset.
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        feedback_options=None,
        placeholder=_label("start"),
    )


def _question_line() -> gr.Textbox:
    return gr.Textbox(
        label=_label("question"),
        show_label=False,
        placeholder=_label("type_here"),
        max_lines=4,
        autofocus=True,
        submit_btn=_label("ask"),
        elem_id="question",
        container=False,
    )
