"""The web server: the pages and the interface for programs in one application, and what a visitor may not do."""

from __future__ import annotations

import gradio as gr
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from assistant.web.api import add_api
from assistant.web.chat import I18N, Answers, chat_page
from assistant.web.figures import add_figures_page
from assistant.web.read import add_read_page
from assistant.web.shell import STATIC, add_shell

_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_FIXED_FONTS = ("ui-monospace", "Consolas", "monospace")


def application(answers: Answers) -> FastAPI:
    """The application: / asks, /read and /figures show the documents; nothing in it is loaded from another host."""
    app = FastAPI(title="budget-disclosure-assistant", docs_url=None, redoc_url=None)
    documents = [disclosure.document for disclosure in answers.disclosures]
    add_shell(app, documents)
    add_api(app, answers)
    add_read_page(app, answers.disclosures)
    add_figures_page(app, answers.disclosures)
    app.mount("/site", StaticFiles(directory=STATIC))
    app.post("/gradio_api/upload", include_in_schema=False)(_no_upload)
    gr.mount_gradio_app(
        app,
        chat_page(answers),
        path="/",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        i18n=I18N,
    )
    app.add_middleware(GZipMiddleware, minimum_size=2000)
    return app


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serves until interrupted."""
    uvicorn.run(app, host=host, port=port, log_level="warning")


def _no_upload() -> None:
    # The page takes no files, and gradio would store anyone's.
    raise HTTPException(status_code=403, detail="No files are taken here.")


def _theme() -> gr.themes.Base:
    return gr.themes.Default(
        primary_hue="teal",
        neutral_hue="slate",
        font=[gr.themes.Font(name) for name in _FONTS],
        font_mono=[gr.themes.Font(name) for name in _FIXED_FONTS],
    )
