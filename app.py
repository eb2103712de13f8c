"""Starts the web application: settings, the index (built where it is missing), the pages, the model behind them."""

from __future__ import annotations

import logging
import os
import signal
import sys
from types import FrameType
from typing import NoReturn


def main() -> int:
    """The exit status: 0 once stopped, 2 where a setting or the index cannot be used."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    # Imported here, as it takes seconds in which Ctrl-C must end the program too.
    from assistant.answer import Assistant
    from assistant.feedback import Feedback
    from assistant.language_model import language_model_of
    from assistant.review.errors import ReviewError
    from assistant.review.store import ReviewStore
    from assistant.reviewed import Reviewed
    from assistant.settings import Settings, SettingsError
    from assistant.web.server import AT_ONCE, AT_ONCE_WITH_MODEL, application, listening, serve
    from assistant.with_model import WithModel, noted_by
    from index.errors import IndexingError
    from prompts import PromptError, read_prompts

    _set_up_logs()
    try:
        settings = Settings.from_environment()
        model = language_model_of(settings)
        prompts = read_prompts() if model else {}
        assistant = Assistant.open(settings)
        store = ReviewStore.open(settings.review_url)
    except (SettingsError, PromptError, IndexingError, ReviewError) as error:
        print(error, file=sys.stderr)
        return 2
    for document in assistant.documents:
        store.outdate(document.id, document.sha256)
    reviewed = Reviewed(assistant, store)
    feedback = Feedback(store, assistant.ask)
    feedback.take_in(settings.data_dir / "feedback.jsonl", assistant.documents)
    app = application(
        WithModel(reviewed, model, prompts, settings.llm_timeout, noted_by(reviewed)) if model else reviewed,
        feedback,
        lambda: assistant.ready,
        reviews=reviewed,
        access_log=settings.access_log,
        at_once=AT_ONCE_WITH_MODEL if model else AT_ONCE,
    )
    address = f"http://{settings.host}:{settings.port}"
    try:
        socket = listening(settings.host, settings.port)
    except OSError as error:
        print(f"{address}：无法监听（{error.strerror}）。 / cannot listen there ({error.strerror}).", file=sys.stderr)
        return 2
    assistant.warm_up()
    if model:
        model.warm_up()
        print(f"语言模型 / language model: {settings.llm_model}, {settings.llm_base_url}", file=sys.stderr)
    print(address, file=sys.stderr)
    serve(app, socket)
    reviewed.close()
    return 0


def _set_up_logs() -> None:
    """The program's log on standard error, and there too the access log, whose lines are JSON and nothing else."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    lines = logging.StreamHandler()
    lines.setFormatter(logging.Formatter("%(message)s"))
    access = logging.getLogger("access")
    access.addHandler(lines)
    access.propagate = False


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a signal's handler
    _leave(0)


def _leave(status: int) -> NoReturn:
    """Ends the process at once.

    A library that is being imported in the background cannot be interrupted, and one that is loaded takes the
    interpreter seconds to take apart. Nothing is left unwritten: judgements are on the disk before they are
    acknowledged, and a build that is cut short is no index.
    """
    logging.shutdown()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _leave(main())
