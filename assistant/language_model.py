"""The language model, where one is set up: what it writes, as it writes it, within the time that an answer may take.

Nothing that a server writes in an error, and no key, is in a log line or an exception of this file: errors of the
libraries end where they are caught, only their kind and status go on.
"""

from __future__ import annotations

import importlib
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol

from assistant.endpoint.model import Budget, Ending, Failure, ModelFailed
from assistant.endpoint.request import Request
from assistant.endpoint.rest import Rest
from assistant.endpoint.thoughts import without_thoughts
from assistant.settings import Settings
from index.importing import import_llama_index
from prompts import Message

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

_log = logging.getLogger(__name__)

__all__ = ["Budget", "Failure", "LanguageModel", "ModelFailed", "OpenAICompatible", "language_model_of"]

_TRIES = 3
_FIRST_PAUSE = 0.4
"""Seconds, at most, before the second try; twice that before the third."""
_LEAST = 0.2
"""Seconds without which a model is not asked at all."""
_MOST_TOKENS = 1500
"""Enough for the longest answer; a server refuses more than fits into its context beside the prompt."""
_FORM_REFUSED = (400, 422, 500)
"""What servers that know no response_format answer to one; 500 is that of llama-cpp-python."""
_FAULT_OF_THE_REQUEST = (400, 413, 422)
"""Such as a prompt that is too long for the model: the next one may not be, so that the model need not rest."""
_NEEDED = (
    "llama_index.llms.openai_like",
    "openai.resources.chat.completions",
    "assistant.endpoint.client",
    "assistant.endpoint.ending",
)
_CHATTY = ("openai", "httpx", "httpcore", "llama_index")
"""Libraries that log their requests and what the server answered."""


class LanguageModel(Protocol):
    """Whatever writes a text to some messages; safe to call from several threads."""

    def written(
        self, messages: Sequence[Message], budget: Budget, *, form: dict[str, object] | None = None
    ) -> Iterator[str]:
        """The pieces of the text as they come, none later than the budget's end.

        Args:
            messages: what it is told and asked.
            budget: the time that is left for the answer.
            form: the JSON schema of the text, where it is to be JSON.

        Raises:
            ModelFailed: nothing usable came, or not in time; pieces may have come before.
        """
        ...


def language_model_of(settings: Settings) -> OpenAICompatible | None:
    """The language model that is set up, None without one; nothing is loaded or reached yet."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return None
    return OpenAICompatible(settings.llm_base_url, settings.llm_model, settings.llm_api_key)


class OpenAICompatible:
    """A language model behind an OpenAI-compatible server.

    Whatever the server does, `written` ends by the budget's end. After two failures in a row the model rests for 30
    seconds, in which it is not asked. Safe to call from several threads.
    """

    def __init__(
        self, base_url: str, model: str, key: str | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._base_url = base_url
        self._model = model
        self._key = key
        self._rest = Rest(clock)

    def __repr__(self) -> str:
        """Where it is, without the key."""
        return f"OpenAICompatible({self._base_url!r}, {self._model!r})"

    def warm_up(self) -> None:
        """Loads the libraries in the background; otherwise the first answer waits for them, within its budget."""
        threading.Thread(target=_load, name="language-model-loading", daemon=True).start()

    def written(
        self, messages: Sequence[Message], budget: Budget, *, form: dict[str, object] | None = None
    ) -> Iterator[str]:
        """The pieces of the text as they come; see LanguageModel.

        Raises:
            ModelFailed: nothing usable came, or not in time; pieces may have come before.
        """
        if self._rest.lasts:
            raise ModelFailed("resting")
        if budget.left < _LEAST:
            raise ModelFailed("too_slow")
        request = Request(tuple(messages), budget, form)
        threading.Thread(target=self._work, args=(request,), name="language-model", daemon=True).start()
        said = False
        try:
            for piece in without_thoughts(request.pieces()):
                said = True
                yield piece
            if not said:
                raise ModelFailed("malformed")
        except GeneratorExit:  # nobody reads on, which is no failure of the model
            if said:
                self._rest.after_success()
            raise
        except ModelFailed as failed:
            _log.warning("the language model gave no text: %s", failed)
            if failed.status not in _FAULT_OF_THE_REQUEST:
                self._rest.after_failure()
            raise
        finally:
            request.stop.set()
        self._rest.after_success()

    def _work(self, request: Request) -> None:
        try:
            ending = self._tried(request)
        except Exception as error:  # noqa: BLE001 - the edge: what a library raises may quote the server or the key
            ending = _unforeseen(error)
        request.given.put(ending)

    def _tried(self, request: Request) -> Ending:
        """Asks until a text came, or trying again would not help or not fit the budget."""
        for attempt in range(_TRIES):
            ending = self._asked(request, request.form)
            if request.form and ending.status in _FORM_REFUSED:
                ending = self._asked(request, None)
            pause = ending.wait or _FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1)
            if not ending.may_pass or request.began or attempt + 1 == _TRIES:
                break
            if pause + _LEAST > request.budget.left or request.stop.wait(pause):
                break
        return ending

    def _asked(self, request: Request, form: dict[str, object] | None) -> Ending:
        """One request to the server: gives its pieces on, and says how it ended."""
        _load()
        _quieten()
        from assistant.endpoint.client import Limits, bounded_client
        from assistant.endpoint.ending import ending_of

        with bounded_client(Limits(request.budget, request.stop), with_key=self._key is not None) as client:
            model = self._through(client)
            try:
                with closing(model.stream_chat(_chat(request.messages), **_format(form))) as responses:
                    return request.give(responses)
            except Exception as error:  # noqa: BLE001 - as above; which kind it is, is all that goes on
                return ending_of(error) or _unforeseen(error)

    def _through(self, client: httpx.Client) -> OpenAILike:
        """The model as llama-index knows it, reached through a client."""
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(
            model=self._model,
            api_base=self._base_url,
            # Without any, the library would look for one in the environment.
            api_key=self._key or "none",
            is_chat_model=True,
            temperature=0.0,
            max_tokens=_MOST_TOKENS,
            max_retries=0,
            http_client=client,  # type: ignore[call-arg]  # an argument of the base class's own __init__
        )


def _unforeseen(error: Exception) -> Ending:
    """How a request ended that raised what no server is known to cause, whose kind alone is logged."""
    _log.warning("asking the language model raised %s", type(error).__name__)
    return Ending("malformed")


def _chat(messages: Sequence[Message]) -> list[ChatMessage]:
    """The messages as llama-index knows them."""
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.content) for message in messages]


def _format(form: dict[str, object] | None) -> dict[str, Any]:
    """The arguments of a request that ask for JSON of a schema."""
    if form is None:
        return {}
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": form}}}


def _load() -> None:
    """Imports what a request needs, also the parts of the libraries that they themselves load only when used."""
    import_llama_index()
    for name in _NEEDED:
        importlib.import_module(name)


def _quieten() -> None:
    """Keeps the libraries' lines out of the log: addresses at INFO, whole requests and answers at DEBUG."""
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
