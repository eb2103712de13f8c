"""The usual question answering over a document, to compare with: fixed-size chunks, vectors, the five nearest.

What a user of llama-index builds in an afternoon: its SentenceSplitter with default settings and a VectorStoreIndex
over Chroma, here with this project's own embedding model. It has no language model either; it counts as right when
what it returns holds all that a right answer must hold, so a model on top of it could do no better.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import chromadb
from chromadb.config import Settings as ChromaSettings
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from eval.score import Case, holds_one, missing_facts
from eval.wordings import Wording
from index.embedding import Embedder
from index.model import Disclosure, Figure, Span

TOP = 5


@dataclass(frozen=True, slots=True)
class Returned:
    """A chunk that the baseline returns: its text and where it stands in the source, None where that was lost."""

    text: str
    span: Span | None


class Baseline:
    """The five nearest chunks of one disclosure to a question."""

    def __init__(self, disclosure: Disclosure, embedder: Embedder) -> None:
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        collection = client.create_collection(f"baseline-{secrets.token_hex(4)}", embedding_function=None)
        index = VectorStoreIndex.from_documents(
            [Document(text=disclosure.document.text)],
            storage_context=StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection)),
            transformations=[SentenceSplitter()],
            embed_model=_Embedding(embedder),
        )
        self._retriever = index.as_retriever(similarity_top_k=TOP)

    def nearest(self, question: str) -> tuple[Returned, ...]:
        """The chunks returned for a question, best first."""
        return tuple(_returned(hit.node) for hit in self._retriever.retrieve(question))


def is_right(case: Case, returned: Sequence[Returned]) -> bool:
    """Whether chunks hold the values and words wanted and one of the strings to cite; it can never refuse."""
    text = "\n".join(chunk.text for chunk in returned)
    wanted = case.expected.get("cite", ())
    cited = not wanted or any(holds_one(wanted, chunk.text) for chunk in returned)
    return "answered" in case.outcomes and cited and not missing_facts(case.expected, text)


def finds(wording: Wording, returned: Sequence[Returned]) -> bool:
    """Whether a chunk holds the figure asked for, or one of the same words, at its place."""
    return any(_holds(chunk.span, figure) for chunk in returned for figure in wording.accepted)


def right_wordings(baseline: Baseline, asked: Iterable[Wording]) -> list[bool]:
    """For each wording, whether its figure is in what the baseline returns."""
    return [finds(wording, baseline.nearest(wording.text)) for wording in asked]


class _Embedding(BaseEmbedding):
    """An Embedder in llama-index's clothes."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.fingerprint, embed_batch_size=8)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedder.encode_query(query).tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.encode_documents(texts).tolist()


def _returned(node: Any) -> Returned:  # noqa: ANN401 - a llama-index node of whatever kind
    start, end = node.start_char_idx, node.end_char_idx
    return Returned(node.get_content(), None if start is None or end is None else (start, end))


def _holds(span: Span | None, figure: Figure) -> bool:
    return span is not None and all(span[0] <= start and end <= span[1] for start, end in figure.place.spans)
