"""The language model, where one is set up: what it writes, as it writes it, within the time that an answer may take.

Nothing that a server writes in an error, and no key, is in a log line or an exception of this file: errors of the
libraries end where they are caught, only their kind and status go on.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from assistant.settings import Settings
from prompts import Message

_log = logging.getLogger(__name__)

_TRIES = 3
_FIRST_PAUSE = 0.4
"""Seconds, at most, before the second try; twice that before the third."""
_LEAST = 0.2
"""Seconds without which a model is not asked at all."""
_MOST_CHARACTERS = 8000
_MOST_TOKENS = 4000
_FAILURES_BEFORE_REST, _SECONDS_OF_REST = 2, 30.0
_FORM_REFUSED = (400, 422)
"""What servers that know no response_format answer to one."""
_CHATTY = ("openai", "httpx", "httpcore", "llama_index")
"""Libraries that log their requests and what the server answered."""

Failure = Literal["unreachable", "refused", "busy", "cut_off", "malformed", "too_slow", "resting"]
"""Why a model gave nothing: not reached; refused with a status (a wrong key or name); busy (429, 5xx) for too long;
ended in the middle; no reply of the right form; the time of the answer is used up; not asked, as it failed just now."""


class ModelFailed(Exception):
    """A model that gave nothing usable; neither its words nor the key are in this."""

    def __init__(self, failure: Failure, status: int | None = None) -> None:
        super().__init__(failure if status is None else f"{failure} (HTTP {status})")
        self.failure = failure
        self.status = status


@dataclass(frozen=True, slots=True)
class Budget:
    """The time that one answer may take, understanding, retries and repair included."""

    ends: float
    """The end on the clock of time.monotonic()."""

    @classmethod
    def of(cls, seconds: float) -> Budget:
        """A budget that begins now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left, 0 where none are."""
        return max(0.0, self.ends - time.monotonic())


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


def language_model_of(settings: Settings) -> LanguageModel | None:
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
        self._rest = _Rest(clock)

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
        request = _Request(tuple(messages), budget, form)
        threading.Thread(target=self._work, args=(request,), name="language-model", daemon=True).start()
        try:
            yield from request.pieces()
        except ModelFailed as failed:
            _log.warning("the language model gave no text: %s", failed)
            self._rest.after_failure()
            raise
        finally:
            request.stop.set()
        self._rest.after_success()

    def _work(self, request: _Request) -> None:
        try:
            ending = self._tried(request)
        except Exception:  # noqa: BLE001 - the edge: what a library raises may quote the server or the key
            ending = Ending("malformed")
        request.given.put(ending)

    def _tried(self, request: _Request) -> Ending:
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

    def _asked(self, request: _Request, form: dict[str, object] | None) -> Ending:
        """One request to the server: gives its pieces on, and says how it ended."""
        from llama_index.core.llms import ChatMessage
        from llama_index.llms.openai_like import OpenAILike

        from assistant.bounded_client import Limits, bounded_client
        from assistant.model_ending import ending_of

        _quieten()
        with bounded_client(Limits(request.budget, request.stop), with_key=self._key is not None) as client:
            model = OpenAILike(
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
            chat = [ChatMessage(role=message.role, content=message.content) for message in request.messages]
            try:
                with closing(model.stream_chat(chat, **_format(form))) as responses:
                    return request.give(responses)
            except Exception as error:  # noqa: BLE001 - as above; which kind it is, is all that goes on
                return ending_of(error)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request to a server ended: with a text (`failure` is None), or how not.

    `may_pass` says that trying again may help, `wait` after how many seconds the server asks for that.
    """

    failure: Failure | None = None
    status: int | None = None
    may_pass: bool = False
    wait: float | None = None


@dataclass(slots=True)
class _Request:
    """What is asked, and the pieces on their way from the thread that reads them to the one that waits for them."""

    messages: tuple[Message, ...]
    budget: Budget
    form: dict[str, object] | None
    given: queue.SimpleQueue[str | Ending] = field(default_factory=queue.SimpleQueue)
    stop: threading.Event = field(default_factory=threading.Event)
    characters: int = 0

    @property
    def began(self) -> bool:
        """Whether anything was given on, so that trying again would say it twice."""
        return self.characters > 0

    def pieces(self) -> Iterator[str]:
        """The pieces as they come; whatever the other thread waits for, this one waits no longer than it may."""
        while self.budget.left:
            try:
                given = self.given.get(timeout=self.budget.left)
            except queue.Empty:
                break
            if isinstance(given, str):
                yield given
            elif given.failure:
                raise ModelFailed(given.failure, given.status)
            else:
                return
        raise ModelFailed("too_slow")

    def give(self, responses: Iterator[Any]) -> Ending:
        """Gives the pieces on; a text is whole only where the server says that it ended of itself."""
        finished = None
        for response in responses:
            choices = response.raw.choices
            finished = (choices[0].finish_reason if choices else None) or finished
            piece = response.delta or ""
            # Half a surrogate pair could be shown nowhere.
            piece.encode()
            self.characters += len(piece)
            if self.stop.is_set() or self.characters > _MOST_CHARACTERS:
                return Ending("malformed")
            if piece:
                self.given.put(piece)
        if not self.began:
            return Ending("malformed")
        return Ending() if finished not in (None, "length", "content_filter") else Ending("cut_off")


class _Rest:
    """Keeps a failing model from being asked again at once, which would make every answer wait for nothing."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._ends = clock()

    @property
    def lasts(self) -> bool:
        with self._lock:
            return self._clock() < self._ends

    def after_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES_BEFORE_REST:
                self._ends = self._clock() + _SECONDS_OF_REST

    def after_success(self) -> None:
        with self._lock:
            self._failures = 0


def _format(form: dict[str, object] | None) -> dict[str, Any]:
    """The arguments of a request that ask for JSON of a schema."""
    if form is None:
        return {}
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": form}}}


def _load() -> None:
    """Imports what a request needs."""
    import llama_index.llms.openai_like  # noqa: F401

    import assistant.model_ending  # noqa: F401


def _quieten() -> None:
    """Keeps the libraries' lines out of the log: addresses at INFO, whole requests and answers at DEBUG."""
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
