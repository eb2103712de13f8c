"""The web server: the pages and the interface for programs in one application, and what a visitor may not do."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles
from gradio.routes import App as GradioApp

from assistant.feedback import Feedback
from assistant.reviewed import Reviewed
from assistant.web.access_log import AccessLog
from assistant.web.api import add_api
from assistant.web.api_page import add_api_page
from assistant.web.chat import AT_ONCE, I18N, Answers, chat_page
from assistant.web.check import add_check_page
from assistant.web.errors import Failures
from assistant.web.figures import add_figures_page
from assistant.web.gate import Gate, PlainAddresses
from assistant.web.headers import SecurityHeaders
from assistant.web.limits import BodyLimit
from assistant.web.read import add_read_page
from assistant.web.shell import STATIC, add_shell
from assistant.web.staff.gate import StaffGate
from assistant.web.staff.mounting import add_staff

_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_FIXED_FONTS = ("ui-monospace", "Consolas", "monospace")
AT_ONCE_WITH_MODEL = 16
"""Questions answered at a time where a language model words them: mostly they wait for it."""
_GRACE = 2
"""Seconds that replies in progress have left when the server is told to end."""


def _always() -> bool:
    return True


def application(
    answers: Answers,
    feedback: Feedback | None = None,
    ready: Callable[[], bool] = _always,
    *,
    reviews: Reviewed | None = None,
    access_log: bool = True,
    at_once: int = AT_ONCE,
) -> FastAPI:
    """The application: / asks, /read, /figures and /check show the documents, /api serves programs, /staff the staff.

    Args:
        answers: what answers.
        feedback: where readers' judgements are kept; where there is none, none is taken.
        ready: whether everything is loaded that answers may need.
        reviews: what the staff reviews, and who the staff is; where there is none, there is no /staff.
        access_log: whether each request is logged.
        at_once: how many questions are answered at a time, on the page and by the interface for programs each.
    """
    app = FastAPI(title="预算公开问答 / Budget Q&A", version="1", docs_url=None, redoc_url=None)
    documents = [disclosure.document for disclosure in answers.disclosures]
    add_shell(app, documents)
    add_api(app, answers, feedback, ready, at_once)
    add_read_page(app, answers.disclosures)
    add_figures_page(app, answers.disclosures)
    add_check_page(app, answers.disclosures)
    add_api_page(app, answers)
    app.mount("/site", StaticFiles(directory=STATIC))
    if reviews is not None:
        add_staff(app, reviews, _theme())
    gr.mount_gradio_app(
        app,
        chat_page(answers, at_once),
        path="/",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        i18n=I18N,
    )
    # From here each wraps the one before: the last sees a request first and its reply last.
    app.add_middleware(GZipMiddleware, minimum_size=2000)
    app.add_middleware(Gate)
    app.add_middleware(StaffGate, reviews=reviews)
    app.add_middleware(BodyLimit)
    app.add_middleware(Failures)
    app.add_middleware(PlainAddresses)
    app.add_middleware(SecurityHeaders)
    if access_log:
        app.add_middleware(AccessLog)
    return app


def listening(host: str, port: int) -> socket.socket:
    """The socket of an address.

    Raises:
        OSError: the address is in use, not this machine's, or not permitted.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve(app: FastAPI, address: socket.socket) -> None:
    """Serves until interrupted."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE
    )
    Server(config).run(sockets=[address])


class Server(uvicorn.Server):
    """A server that ends although pages are open: gradio keeps a stream to each until it is told to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature of the parent
        """Notes that the server is to end, at the second time at once; the parent would raise the signal again."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the open pages' streams, then everything else."""
        assert isinstance(self.config.app, FastAPI)
        for route in self.config.app.routes:
            mounted = getattr(route, "app", None)
            if isinstance(mounted, GradioApp):
                mounted.stop_event.set()
        await super().shutdown(sockets)


def _theme() -> gr.themes.Base:
    return gr.themes.Default(
        primary_hue="teal",
        neutral_hue="slate",
        font=[gr.themes.Font(name) for name in _FONTS],
        font_mono=[gr.themes.Font(name) for name in _FIXED_FONTS],
    )
