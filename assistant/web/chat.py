"""The chat page: a conversation, and beside it the passages that the last answer stands on."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import gradio as gr
from gradio.components.chatbot import OptionDict

from assistant.model import Answer
from assistant.web.render import EMPTY_PANEL, evidence_html, question_markdown, reply_markdown
from assistant.web.safe import plain
from index.model import Disclosure

MAX_QUESTION = 500
CONCURRENT_ANSWERS = 4
WAITING_QUESTIONS = 32

_logger = logging.getLogger(__name__)


class Answers(Protocol):
    """Whatever answers the last turn of a conversation; called from several threads at once."""

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        ...

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to start from."""
        ...

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns, the user's messages in order."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What one message brings: Markdown for the chat, HTML for the panel, questions to ask next.

    `turn` is the message where later ones may refer back to it, None where it was refused or failed.
    """

    text: str
    panel: str = EMPTY_PANEL
    suggestions: tuple[str, ...] = ()
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One visitor's conversation: the turns an answer may refer back to, and the messages as shown."""

    turns: tuple[str, ...] = ()
    shown: tuple[gr.ChatMessage, ...] = ()


Shown = tuple[str, list[gr.ChatMessage], str, Conversation]
"""What the page is given: the input line, the messages, the panel, the conversation to keep."""


def respond(answers: Answers, message: str, history: Sequence[str]) -> Reply:
    """The reply to a message after the earlier turns; never an exception, as the page is where errors end."""
    if len(message) > MAX_QUESTION:
        return Reply(f"问题太长了：有 {len(message)} 个字，最多 {MAX_QUESTION} 个字。请缩短后再问。")
    try:
        answer = answers.ask((*history, message))
        number = len(history) + 1
        text, panel = reply_markdown(answer, number), evidence_html(answer, number)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        _logger.exception("No answer, reference %s", reference)
        return Reply(f"抱歉，这个问题没能答上来，请稍后再试。如需反馈，请提供编号 {reference}。")
    return Reply(text, panel, answer.suggestions, message)


def chat_page(answers: Answers) -> gr.Blocks:
    """The page that asks `answers`, with questions to start from."""
    page = gr.Blocks(title="预算公开问答", analytics_enabled=False)
    with page:
        with gr.Row(equal_height=False, elem_classes="rooms"):
            with gr.Column(scale=3, min_width=320):
                chatbot = _chatbot(answers.examples)
                question = _question_line()
                again = gr.Button("重新开始", size="sm", variant="secondary", elem_classes="again")
            with gr.Column(scale=2, min_width=320, elem_classes="evidence"):
                gr.HTML("<h2>原文依据</h2>", padding=False)
                panel = gr.HTML(EMPTY_PANEL, padding=False, elem_id="evidence")
        conversation = gr.State(Conversation())
        outputs = [question, chatbot, panel, conversation]

        def ask(message: str, kept: Conversation) -> Iterator[Shown]:
            yield from _exchange(answers, message, kept)

        def ask_example(kept: Conversation, chosen: gr.SelectData) -> Iterator[Shown]:
            yield from _exchange(answers, _chosen_text(chosen), kept)

        question.submit(ask, [question, conversation], outputs, api_name="ask", trigger_mode="once")
        for question_chosen in (chatbot.example_select, chatbot.option_select):
            question_chosen(ask_example, [conversation], outputs, api_visibility="private", trigger_mode="once")
        for cleared in (again.click, chatbot.clear):
            cleared(_start_again, None, outputs, api_visibility="private", queue=False)
    page.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=CONCURRENT_ANSWERS)
    return page


def _exchange(answers: Answers, message: str, kept: Conversation) -> Iterator[Shown]:
    """The page with the question, then with its answer; a message that was not answered is left to be mended."""
    message = message.strip()
    if not message:
        yield "", list(kept.shown), gr.skip(), kept
        return
    asked = gr.ChatMessage(question_markdown(_shortened(message)), role="user")
    yield "", [*kept.shown, asked], EMPTY_PANEL, kept
    reply = respond(answers, message, kept.turns)
    options: list[OptionDict] = [{"value": suggestion, "label": plain(suggestion)} for suggestion in reply.suggestions]
    shown = (*kept.shown, asked, gr.ChatMessage(reply.text, role="assistant", options=options))
    turns = kept.turns if reply.turn is None else (*kept.turns, reply.turn)
    yield message if reply.turn is None else "", list(shown), reply.panel, Conversation(turns, shown)


def _start_again() -> Shown:
    return "", [], EMPTY_PANEL, Conversation()


def _shortened(message: str) -> str:
    return message if len(message) <= MAX_QUESTION else f"{message[:60]}…"


def _chosen_text(chosen: gr.SelectData) -> str:
    """The question behind a clicked example or suggestion."""
    return str(chosen.value["text"] if isinstance(chosen.value, dict) else chosen.value)


def _chatbot(examples: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        label="问答",
        show_label=False,
        elem_id="chat",
        height="62vh",
        min_height=320,
        # Formulas are written out before; left on, a user's $$ would be typeset.
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        feedback_options=None,
        placeholder="可以用日常的话提问，例如：",
        examples=[{"text": example} for example in examples],
    )


def _question_line() -> gr.Textbox:
    return gr.Textbox(
        label="问题",
        show_label=False,
        placeholder="输入问题，按回车提问",
        max_lines=4,
        autofocus=True,
        submit_btn="提问",
        elem_id="question",
        container=False,
    )
