"""The build of the index, top to bottom: read everything, embed what is new, write a new version, let it take over."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.disclosure import disclosure_of
from index.documents import SHIPPED, drop_documents, keep_documents, kept_documents, read_documents
from index.embedding import fingerprint, load_embedder
from index.errors import DamagedIndex, MissingIndex, UnwritableIndex
from index.model import Chunk, Disclosure, Document
from index.progress import Progress, no_progress
from index.versions import (
    Entry,
    Manifest,
    current_version,
    one_writer,
    point_at,
    remove_versions,
    schema_version,
    seal,
    sqlite_file,
    version_folder,
)

if TYPE_CHECKING:
    from index.embedding_cache import Vectors
    from index.passage_store import PassageStore

_SAVE_EVERY = 8
"""Batches embedded between two writes of the cache: what a killed build loses at most."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Index:
    """An index opened for reading; it stays whole while newer versions are built beside it."""

    disclosures: tuple[Disclosure, ...]
    passages: PassageStore
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: `embedded` chunks had no vector before; `seconds` by step is empty where it was skipped."""

    manifest: Manifest
    embedded: int
    seconds: tuple[tuple[str, float], ...]
    skipped: bool


def ready_index(
    default: Sequence[Path], data_dir: Path, embedding_model: str, progress: Progress = no_progress
) -> Index:
    """The index in place; built from the default documents if there is none, rebuilt from its own if it is damaged.

    An index made with another embedding model counts as damaged: its vectors say nothing to this one's queries.

    Raises:
        IndexingError: it can be neither opened nor built.
    """
    try:
        index = open_index(data_dir)
    except MissingIndex:
        build_index(default, data_dir, embedding_model, progress)
    except DamagedIndex:  # the build finds it too, and says so
        restore_index(data_dir, embedding_model, progress)
    else:
        if index.manifest.embedding == fingerprint(embedding_model):
            return index
        restore_index(data_dir, embedding_model, progress)
    return open_index(data_dir)


def open_index(data_dir: Path) -> Index:
    """The index that serves now, checked.

    Raises:
        MissingIndex: nothing has been built under the data directory.
        DamagedIndex: it is incomplete, or made by another version of this program.
    """
    from pydantic import ValidationError
    from sqlalchemy.exc import DatabaseError

    from index.figure_store import read_disclosures
    from index.passage_store import PassageStore

    version, manifest = current_version(data_dir)
    if manifest.schema != schema_version():
        raise DamagedIndex(version, "由另一版程序建立 made by another version of the program")
    try:
        return Index(read_disclosures(sqlite_file(version)), PassageStore(version), manifest)
    except (DatabaseError, ValidationError, OSError, ValueError) as error:
        raise DamagedIndex(version, str(error)) from error


def build_index(
    paths: Iterable[Path],
    data_dir: Path,
    embedding_model: str,
    progress: Progress = no_progress,
    *,
    force: bool = False,
) -> BuildReport:
    """Builds the index of exactly these documents, unless the one in place is theirs, whole, and made the same way.

    Args:
        paths: the documents.
        data_dir: where the index lives.
        embedding_model: as `load_embedder` takes it.
        progress: told how far the build has come; never called where it is skipped.
        force: build even if nothing changed.

    Raises:
        IndexingError: a document or the model cannot be used; the index in place is then untouched.
    """
    return _build(read_documents(paths), data_dir, embedding_model, progress, force=force)


def restore_index(data_dir: Path, embedding_model: str, progress: Progress = no_progress) -> BuildReport:
    """Builds the index anew of the documents it was made of, from the texts kept with it.

    Raises:
        MissingIndex: no text is kept.
        LostDocument: a text kept is missing or changed.
    """
    documents = kept_documents(data_dir / "documents")
    if not documents:
        raise MissingIndex(data_dir)
    return _build(documents, data_dir, embedding_model, progress, force=False)


def _build(
    documents: tuple[Document, ...], data_dir: Path, embedding_model: str, progress: Progress, *, force: bool
) -> BuildReport:
    wanted, schema = fingerprint(embedding_model), schema_version()
    try:
        with one_writer(data_dir):
            current = _current(data_dir)
            if current and not force and _made_of(current, documents, wanted, schema):
                return BuildReport(current, embedded=0, seconds=(), skipped=True)
            seconds: dict[str, float] = {}
            with _timed(seconds, "read"):
                disclosures = _read(documents, progress)
            with _timed(seconds, "embed"):
                vectors, embedded = _embed(_chunks(disclosures), data_dir, embedding_model, progress)
            build = f"{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(3)}"
            manifest = Manifest(
                build, schema, wanted, _entries(disclosures), replaces=current.build if current else None
            )
            with _timed(seconds, "write"):
                _write(data_dir, manifest, disclosures, vectors, progress)
            return BuildReport(manifest, embedded, tuple(seconds.items()), skipped=False)
    except OSError as error:
        raise UnwritableIndex(data_dir, str(error)) from error


def _current(data_dir: Path) -> Manifest | None:
    """The manifest of the version in place; damage is said in one line."""
    try:
        _, manifest = current_version(data_dir)
    except MissingIndex:
        return None
    except DamagedIndex as error:
        _log.warning("%s", error)
        return None
    remove_versions(data_dir, keep={manifest.build, manifest.replaces})
    return manifest


def _made_of(manifest: Manifest, documents: tuple[Document, ...], wanted: str | None, schema: str) -> bool:
    held = [(entry.id, entry.sha256) for entry in manifest.documents]
    asked = [(document.id, document.sha256) for document in documents]
    return held == asked and manifest.embedding == wanted and manifest.schema == schema


def _read(documents: tuple[Document, ...], progress: Progress) -> tuple[Disclosure, ...]:
    disclosures = []
    for done, document in enumerate(documents, start=1):
        disclosures.append(disclosure_of(document, Path(document.source)))
        progress("读取 read", done, len(documents))
    return tuple(disclosures)


def _embed(
    chunks: Sequence[Chunk], data_dir: Path, embedding_model: str, progress: Progress
) -> tuple[Vectors | None, int]:
    """A vector for each chunk, and how many had none in the caches; no vectors where no model runs.

    The model is loaded only if a vector is missing.
    """
    from index.embedding_cache import cache_name, embed_batches, missing, read_vectors, vectors_of, write_vectors

    texts = [chunk.text for chunk in chunks]
    wanted = fingerprint(embedding_model)
    own = data_dir / "embeddings" / cache_name(wanted or "")
    kept = read_vectors(SHIPPED / own.name) | read_vectors(own) if wanted else {}
    new = missing(texts, kept)
    if new:
        progress("向量 embed", 0, len(new))
    embedder = load_embedder(embedding_model) if new or not wanted else None
    if not texts or (new and embedder is None):
        return None, 0
    done = 0
    for number, batch in enumerate(embed_batches(embedder, new) if embedder else (), start=1):
        kept.update(batch)
        done += len(batch)
        if number % _SAVE_EVERY == 0 or done == len(new):
            write_vectors(own, kept)
        progress("向量 embed", done, len(new))
    return vectors_of(texts, kept), len(new)


def _write(
    data_dir: Path, manifest: Manifest, disclosures: Sequence[Disclosure], vectors: Vectors | None, progress: Progress
) -> None:
    """Writes a new version beside the one that serves, then swaps the two."""
    from index.figure_store import write_disclosures
    from index.passage_store import write_passages

    documents = [disclosure.document for disclosure in disclosures]
    version = version_folder(data_dir, manifest.build)
    version.mkdir(parents=True)
    keep_documents(data_dir / "documents", documents)
    write_disclosures(sqlite_file(version), disclosures)
    progress("写入 write", 1, 3)
    write_passages(version, _chunks(disclosures), vectors)
    progress("写入 write", 2, 3)
    seal(version, manifest)
    point_at(data_dir, manifest.build)
    remove_versions(data_dir, keep={manifest.build, manifest.replaces})
    drop_documents(data_dir / "documents", keep=documents)
    progress("写入 write", 3, 3)


def _chunks(disclosures: Iterable[Disclosure]) -> list[Chunk]:
    return [chunk for disclosure in disclosures for chunk in disclosure.chunks]


def _entries(disclosures: Iterable[Disclosure]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=disclosure.document.id,
            sha256=disclosure.document.sha256,
            source=disclosure.document.source,
            title=disclosure.document.title,
            sections=len(disclosure.sections),
            tables=len(disclosure.tables),
            figures=len(disclosure.figures),
            chunks=len(disclosure.chunks),
            problems=len(disclosure.problems),
        )
        for disclosure in disclosures
    )


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[step] = time.perf_counter() - started
