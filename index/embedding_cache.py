"""Vectors kept from one build to the next, so that only new text is embedded: one file for each model."""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder

Vectors = NDArray[np.float32]
Kept = dict[bytes, NDArray[np.float16]]
"""The first sixteen bytes of a text's SHA-256 -> its vector."""

_BATCH = 16
_log = logging.getLogger(__name__)


def cache_name(fingerprint: str) -> str:
    """The file name of a model's vectors; a fingerprint is fit for one."""
    return f"embeddings-{fingerprint}.npz"


def read_vectors(path: Path) -> Kept:
    """The vectors of a cache file; none if it is missing, or damaged, which is said in one logged line."""
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("%s：向量缓存无法读取，将重新计算。 / unreadable cache, embedding anew (%s)", path, error)
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def write_vectors(path: Path, kept: Kept) -> None:
    """Writes vectors to a cache file, sorted by key, replacing it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = sorted(kept)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}.tmp")
    with unfinished.open("wb") as file:
        np.savez_compressed(
            file,
            keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1),
            vectors=np.stack([kept[key] for key in keys]),
        )
    unfinished.replace(path)


def embed_batches(embedder: Embedder, texts: Mapping[bytes, str]) -> Iterator[Kept]:
    """The vectors of texts by key, a batch at a time, texts of like length together, the longest first."""
    items = sorted(texts.items(), key=lambda item: -len(item[1]))
    for start in range(0, len(items), _BATCH):
        batch = items[start : start + _BATCH]
        vectors = embedder.encode_documents([text for _, text in batch]).astype(np.float16)
        yield dict(zip((key for key, _ in batch), vectors, strict=True))


def missing(texts: Iterable[str], kept: Kept) -> dict[bytes, str]:
    """The texts without a vector, by key, each once."""
    wanted = {key_of(text): text for text in texts}
    return {key: text for key, text in wanted.items() if key not in kept}


def vectors_of(texts: Sequence[str], kept: Kept) -> Vectors:
    """The vectors of texts, (n, d) float32, made unit length again after float16."""
    stacked = np.stack([kept[key_of(text)] for text in texts]).astype(np.float32)
    unit: Vectors = stacked / np.linalg.norm(stacked, axis=1, keepdims=True)
    return unit


def key_of(text: str) -> bytes:
    """The key of a text."""
    return hashlib.sha256(text.encode()).digest()[:16]
