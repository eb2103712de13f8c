"""The search for passages near a question: by words at once, and by meaning too where the embedding model is there."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from assistant.evidence.retrieve import Ranks
from assistant.library import Library
from assistant.model import Question
from assistant.question.english import is_english
from assistant.question.typos import sound_of
from assistant.question.words import words_of
from index.embedding import Embedder, load_embedder
from index.errors import DamagedIndex, UnusableEmbeddingModel
from index.passage_store import Hits, PassageStore

_LONGEST_EMBEDDED = 160  # no sentence is longer, and an embedding takes the longer the more it is given
_DEPTH = 12
_log = logging.getLogger(__name__)


class PassageSearch:
    """The nearest passages of an index; safe to use from several threads.

    The model is loaded once: in the background after `warm_up`, and until it is there questions are searched by words
    alone; without `warm_up`, by the first question that needs it, which waits. Where it cannot be loaded, which is
    logged once, words alone serve.
    """

    def __init__(self, passages: PassageStore, model: str) -> None:
        self._passages = passages
        self._model = model
        self._embedder: Embedder | None = None
        self._loading = threading.Lock()
        self._loaded = threading.Event()
        self._in_background = False

    @property
    def ready(self) -> bool:
        """Whether every question is searched as well as it ever will be."""
        return self._loaded.is_set() or not self._passages.has_vectors

    def warm_up(self) -> None:
        """Starts loading in the background what later questions need; does nothing when called again."""
        if not self._in_background:
            self._in_background = True
            # Daemon, as the import of a large library cannot be interrupted and nobody should wait for it at the end.
            threading.Thread(target=self._warm, name="embedding", daemon=True).start()

    def nearest(self, text: str, document: str) -> tuple[Hits, bool]:
        """The passages nearest to a text, best first, and whether the model has been consulted or never will be."""
        if not self.ready and self._in_background:
            return self._passages.lexical(text, _DEPTH, document), False
        embedder = self._loaded_embedder() if self._passages.has_vectors else None
        try:
            vector = embedder.encode_query(text[:_LONGEST_EMBEDDED]) if embedder else None
            return self._passages.nearest(text, vector, _DEPTH, document), True
        except DamagedIndex as error:
            _log.warning("%s", error)  # words alone then serve; the next start rebuilds
            return self._passages.lexical(text, _DEPTH, document), True

    def _warm(self) -> None:
        """Loads the small things that the first questions need, then the model, and opens the dense index."""
        try:
            words_of("预算")
            sound_of("预算")
            self._passages.lexical("预算", 1)
            if self._passages.has_vectors:
                self._loaded_embedder(dense_too=True)
        finally:
            self._loaded.set()

    def _loaded_embedder(self, *, dense_too: bool = False) -> Embedder | None:
        """The model, loaded by the first caller while others wait; with `dense_too`, the index is opened before."""
        with self._loading:
            if not self._loaded.is_set():
                try:
                    self._embedder = _load(self._model)
                    if dense_too and self._embedder:
                        self._passages.dense(self._embedder.encode_query("预算"), 1)
                except DamagedIndex as error:
                    _log.warning("%s", error)
                finally:
                    self._loaded.set()
            return self._embedder


@dataclass(slots=True)
class Search:
    """The searches made for one answer; `by_words_alone` says whether one of them could not wait for the model."""

    passages: PassageSearch
    by_words_alone: bool = False

    def near(self, question: Question, library: Library) -> Ranks:
        """How near the passages of a library are to a question, by rank."""
        text = question.text if is_english(question.text) else question.normal
        hits, complete = self.passages.nearest(text, library.disclosure.document.id)
        self.by_words_alone |= not complete
        spans = {chunk.id: chunk.spans for chunk in library.disclosure.chunks}
        ranks: dict[int, float] = {}
        for rank, (chunk, _) in enumerate(hits):
            for number, passage in enumerate(library.passages):
                start = passage.paragraph.spans[0][0]
                if any(left <= start < right for left, right in spans.get(chunk, ())):
                    ranks.setdefault(number, 1 - rank / len(hits))
        return ranks


def _load(model: str) -> Embedder | None:
    try:
        return load_embedder(model)
    except UnusableEmbeddingModel as error:
        _log.warning("%s", error)
        return None
