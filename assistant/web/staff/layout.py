"""The parts of the desk's page: left what was asked, then the chosen question and what is done with it, right the text.

`preprocess=False` everywhere: gradio's own check of what a page sends knows the choices of a list only as long as the
browser keeps in touch; the handlers read everything strictly themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import gradio as gr

from assistant.correction import LONGEST
from assistant.web.staff.deciding import LONGEST_COMMENT
from assistant.web.staff.words import I18N


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the desk: of the list, of the case, and of what is done with it."""

    state: gr.Radio
    order: gr.Radio
    questions: gr.Radio
    limit: gr.Textbox
    more: gr.Button
    refresh: gr.Button
    told: gr.HTML
    case: gr.HTML
    seen: gr.Textbox
    anew: gr.Button
    acts: gr.Column
    approve: gr.Button
    not_disclosed: gr.Button
    reopen: gr.Button
    correction: gr.Textbox
    words: gr.Textbox
    search: gr.Button
    places: gr.CheckboxGroup
    chosen: gr.HTML
    correct: gr.Button
    comment: gr.Textbox
    say: gr.Button
    document: gr.HTML

    @property
    def all(self) -> list[Any]:
        """All of them: each handler may change any."""
        return [getattr(self, field.name) for field in fields(self)]

    @property
    def correcting(self) -> tuple[Any, ...]:
        """Those that a correction is written with."""
        return (self.correction, self.places, self.chosen, self.words)

    @property
    def written(self) -> tuple[Any, ...]:
        """Those that hold what a reviewer writes."""
        return (*self.correcting, self.comment)


def laid_out() -> Parts:
    """The parts, placed; to be called within a page."""
    with gr.Row(equal_height=False, elem_classes="desk"):
        with gr.Column(scale=3, min_width=240, elem_id="asked"):
            listing = _listing()
        with gr.Column(scale=5, min_width=300, elem_id="main"):
            shown: dict[str, Any] = {"told": _html("told"), "case": _html("case-room"), "seen": _hidden("seen")}
            anew = gr.Button(_label("anew"), elem_id="anew", elem_classes="act", visible=False)
            with gr.Column(visible=False, elem_id="acts") as acts:
                deciding = _deciding()
        with gr.Column(scale=5, min_width=300, elem_id="document-room"):
            document = _html("document")
    return Parts(**listing, **shown, anew=anew, acts=acts, **deciding, document=document)


def _listing() -> dict[str, Any]:
    return {
        "state": gr.Radio([], label=_label("state"), elem_id="state", elem_classes="switch"),
        "order": gr.Radio([], label=_label("order"), elem_id="order", elem_classes="switch"),
        "questions": gr.Radio([], label=_label("questions"), elem_id="questions"),
        "limit": _hidden("limit"),
        "more": gr.Button(_label("more"), size="sm", elem_classes="quiet", visible=False),
        "refresh": gr.Button(_label("refresh"), size="sm", elem_classes="quiet"),
    }


def _deciding() -> dict[str, Any]:
    with gr.Row(elem_classes="buttons"):
        parts: dict[str, Any] = {
            "approve": gr.Button(_label("approve"), elem_id="approve", elem_classes="act first"),
            "not_disclosed": gr.Button(_label("not_disclosed"), elem_id="not-disclosed", elem_classes="act"),
            "reopen": gr.Button(_label("reopen"), elem_id="reopen", elem_classes="act", visible=False),
        }
    parts["correction"] = gr.Textbox(
        label=_label("correction"), lines=4, max_lines=14, max_length=LONGEST, elem_id="correction"
    )
    parts["places"] = gr.CheckboxGroup([], label=_label("places"), elem_id="places")
    with gr.Row(equal_height=False, elem_classes="find-place"):
        parts["words"] = gr.Textbox(label=_label("find"), lines=1, max_lines=1, max_length=100, elem_id="words")
        parts["search"] = gr.Button(_label("search"), size="sm", elem_id="search", elem_classes="quiet")
    parts["chosen"] = _html("chosen")
    parts["correct"] = gr.Button(_label("correct"), elem_id="correct", elem_classes="act first")
    parts["comment"] = gr.Textbox(
        label=_label("comment"), lines=2, max_lines=8, max_length=LONGEST_COMMENT, elem_id="comment"
    )
    parts["say"] = gr.Button(_label("say"), elem_id="say", elem_classes="act")
    return parts


def _html(name: str) -> gr.HTML:
    return gr.HTML("", elem_id=name, padding=False, apply_default_css=False, js_on_load=None)


def _hidden(name: str) -> gr.Textbox:
    """What the page keeps of what it shows, and sends back."""
    return gr.Textbox("", show_label=False, container=False, visible="hidden", elem_id=name)


def _label(key: str) -> Any:  # noqa: ANN401 - gradio takes its translations wherever it takes a text
    return I18N(key)
