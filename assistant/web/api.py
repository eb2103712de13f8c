"""The interface for programs: questions as JSON, and whether the server lives and is ready."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.web.chat import Answers


def add_api(app: FastAPI, answers: Answers) -> None:  # noqa: ARG001 - asked by the interface to come
    """Adds /health."""

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}
