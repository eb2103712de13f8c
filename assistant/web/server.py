"""The web server: the chat page mounted at /, /health for watchers, and what a visitor may not do."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI, HTTPException

_STYLE = Path(__file__).with_name("style.css")
_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_FIXED_FONTS = ("ui-monospace", "Consolas", "monospace")


def application(page: gr.Blocks) -> FastAPI:
    """The application with the page at /; nothing in it is loaded from another host."""
    app = FastAPI(title="budget-disclosure-assistant", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/gradio_api/upload")
    def upload() -> None:
        # The page takes no files, and gradio would store anyone's.
        raise HTTPException(status_code=403, detail="No files are taken here.")

    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        css_paths=_STYLE,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
    )
    return app


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serves until interrupted."""
    uvicorn.run(app, host=host, port=port, log_level="warning")


def _theme() -> gr.themes.Base:
    return gr.themes.Default(
        primary_hue="teal",
        neutral_hue="slate",
        font=[gr.themes.Font(name) for name in _FONTS],
        font_mono=[gr.themes.Font(name) for name in _FIXED_FONTS],
    )
