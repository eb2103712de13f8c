"""Nearest passages: chunks in a Chroma collection (through llama-index) and a lexical index, one folder a version."""

from __future__ import annotations

import json
import logging
import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from index.errors import DamagedIndex
from index.importing import import_llama_index
from index.model import Chunk
from index.versions import CHROMA

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from llama_index.core.schema import BaseNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

Vectors = NDArray[np.float32]
Hits = list[tuple[str, float]]
"""Ids of chunks with their scores, best first."""

LEXICAL = "lexical"
_COLLECTION = "passages"
_SPACE: Literal["cosine"] = "cosine"
_CHUNKS = "chunks.json"
_DENSE_SHARE = 0.3
"""How much of a fused score is the dense one: the middle of what did best on the evaluation's passage questions."""
_FUSED_DEPTH = 24

_TOKEN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[a-z]+|[\u3400-\u9fff]+")


def write_passages(directory: Path, chunks: Sequence[Chunk], vectors: Vectors | None) -> None:
    """Writes chunks to the lexical index and, with their vectors (one a chunk, same order), to Chroma.

    Raises:
        FileExistsError: the directory has passages already.
    """
    _write_lexical(directory / LEXICAL, chunks)
    if vectors is not None:
        _write_chroma(directory / CHROMA, chunks, vectors)


class PassageStore:
    """The passages of one version of the index, read only; safe to use from several threads.

    Opening is cheap: the lexical index is loaded with the first `lexical`, Chroma with the first `dense` (seconds).
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        listed: list[list[str]] = json.loads((directory / LEXICAL / _CHUNKS).read_text(encoding="utf-8"))
        self._ids = [chunk for chunk, _ in listed]
        self._documents = np.array([document for _, document in listed], dtype=np.str_)
        self._lock = threading.Lock()
        self._bm25: Any = None
        self._chroma: tuple[Client, ChromaVectorStore] | None = None

    @property
    def has_vectors(self) -> bool:
        """Whether `dense` can find anything; not where the index was built without an embedding model."""
        return (self._directory / CHROMA).is_dir()

    def lexical(self, query: str, k: int, document: str | None = None) -> Hits:
        """At most k chunks that share words or numbers with the query, by BM25."""
        tokens = list(lexical_tokens(query))
        if not tokens or not self._ids:
            return []
        scores = self._open_lexical().get_scores(tokens)
        if document is not None:
            scores = np.where(self._documents == document, scores, 0)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self._ids[place], float(scores[place])) for place in best if scores[place] > 0]

    def dense(self, query_vector: Vectors, k: int, document: str | None = None) -> Hits:
        """At most k chunks nearest to a unit vector, with their cosines.

        Raises:
            DamagedIndex: Chroma cannot open its files, or they hold something else.
        """
        if not self.has_vectors or not self._ids:
            return []
        import_llama_index()
        from llama_index.core.vector_stores.types import MetadataFilter, MetadataFilters, VectorStoreQuery

        filters = document and MetadataFilters(filters=[MetadataFilter(key="document", value=document)])
        result = self._open_chroma().query(
            VectorStoreQuery(
                query_embedding=query_vector.tolist(),
                similarity_top_k=min(k, len(self._ids)),
                filters=filters or None,
            )
        )
        # The adapter gives exp(-distance), and Chroma's cosine distance is 1 - cosine.
        cosines = 1 + np.log(np.array(result.similarities or [], dtype=np.float64))
        return list(zip(result.ids or [], cosines.tolist(), strict=True))

    def nearest(self, query: str, query_vector: Vectors | None, k: int, document: str | None = None) -> Hits:
        """At most k chunks by lexical and, given a vector, dense score together; the scores only rank.

        The scores of both are brought to the same range and added in fixed shares, which ranks better than their
        reciprocal ranks (Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023).
        """
        depth = max(k, _FUSED_DEPTH)
        scores: dict[str, float] = defaultdict(float)
        for chunk, score in _scaled(self.lexical(query, depth, document)):
            scores[chunk] += (1 - _DENSE_SHARE) * score
        if query_vector is not None:
            for chunk, score in _scaled(self.dense(query_vector, depth, document)):
                scores[chunk] += _DENSE_SHARE * score
        return sorted(scores.items(), key=lambda hit: -hit[1])[:k]

    def close(self) -> None:
        """Lets go of Chroma's files; a later `dense` opens them again."""
        with self._lock:
            if self._chroma:
                self._chroma[0].close()
            self._chroma = None

    def _open_lexical(self) -> Any:  # noqa: ANN401 - bm25s has no types
        with self._lock:
            if self._bm25 is None:
                self._bm25 = _bm25().load(self._directory / LEXICAL, show_progress=False)
            return self._bm25

    def _open_chroma(self) -> ChromaVectorStore:
        with self._lock:
            if self._chroma is None:
                self._chroma = _open_chroma(self._directory / CHROMA, len(self._ids))
            return self._chroma[1]


def _scaled(hits: Hits) -> Hits:
    """Hits with their scores brought to 0 (the last) to 1 (the first)."""
    if not hits:
        return []
    best, last = hits[0][1], hits[-1][1]
    return [(chunk, (score - last) / (best - last) if best > last else 1.0) for chunk, score in hits]


def lexical_tokens(text: str) -> Iterator[str]:
    """What lexical search compares: numbers whole, Latin words, Chinese characters and their pairs.

    Example: "收入1,234.50万元" gives 收, 入, 收入, 1234.5, 万, 元, 万元.
    """
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text).lower()):
        token = match.group()
        if token[0].isdigit():
            number = token.replace(",", "")
            yield number.rstrip("0").rstrip(".") if "." in number else number
        elif token.isascii():
            yield token
        else:
            yield from token
            yield from (token[place : place + 2] for place in range(len(token) - 1))


def _bm25() -> Any:  # noqa: ANN401 - bm25s has no types
    """The class BM25, imported when it is needed; it turns its own logging up to DEBUG at import."""
    from bm25s import BM25

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return BM25


def _write_lexical(folder: Path, chunks: Sequence[Chunk]) -> None:
    folder.mkdir(parents=True)
    listed = [[chunk.id, chunk.document] for chunk in chunks]
    (folder / _CHUNKS).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    if chunks:
        index = _bm25()(method="lucene")
        index.index([list(lexical_tokens(chunk.text)) for chunk in chunks], show_progress=False)
        index.save(folder, show_progress=False)


def _write_chroma(folder: Path, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    import_llama_index()
    from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
    from llama_index.vector_stores.chroma import ChromaVectorStore

    folder.mkdir(parents=True)
    client = _client(folder)
    hnsw = CreateHNSWConfiguration(space=_SPACE, ef_construction=200, ef_search=200)
    collection = client.create_collection(
        _COLLECTION, configuration=CreateCollectionConfiguration(hnsw=hnsw), embedding_function=None
    )
    store = ChromaVectorStore(chroma_collection=collection)
    batch = client.get_max_batch_size()
    nodes = [_node(chunk, vector) for chunk, vector in zip(chunks, vectors, strict=True)]
    for start in range(0, len(nodes), batch):
        store.add(nodes[start : start + batch])
    client.close()


def _open_chroma(folder: Path, expected: int) -> tuple[Client, ChromaVectorStore]:
    """The collection as it was written: cosine, one entry a chunk."""
    import_llama_index()
    from chromadb.errors import ChromaError
    from llama_index.vector_stores.chroma import ChromaVectorStore

    try:
        client = _client(folder)
        collection = client.get_collection(_COLLECTION, embedding_function=None)
        hnsw, count = collection.configuration_json.get("hnsw"), collection.count()
    except (ChromaError, ValueError) as error:
        raise DamagedIndex(folder, str(error)) from error
    space = hnsw and hnsw.get("space")
    if space != _SPACE or count != expected:
        client.close()
        raise DamagedIndex(folder, f"{space} {count}，应为 should be {_SPACE} {expected}")
    return client, ChromaVectorStore(chroma_collection=collection)


def _client(folder: Path) -> Client:
    from chromadb import PersistentClient
    from chromadb.config import Settings

    return cast("Client", PersistentClient(folder, settings=Settings(anonymized_telemetry=False)))


def _node(chunk: Chunk, vector: Vectors) -> BaseNode:
    from llama_index.core.schema import TextNode

    metadata = {"document": chunk.document, "section": " / ".join(chunk.section), "table": chunk.table or ""}
    return TextNode(id_=chunk.id, text=chunk.text, embedding=vector.tolist(), metadata=metadata)
