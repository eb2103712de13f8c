"""A request for a text: what is asked, and the pieces on their way from the thread that reads to who waits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.endpoint.model import Budget, Ending, ModelFailed
from prompts import Message

_MOST_CHARACTERS = 8000


@dataclass(slots=True)
class Request:
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
            if finished:
                break  # a server may keep the connection open behind its last piece
        if not self.began:
            return Ending("malformed")
        return Ending() if finished not in (None, "length", "content_filter") else Ending("cut_off")
