"""The default document, and the texts of an index, kept so that it can be rebuilt when the files are gone."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index.errors import LostDocument, NoDefaultDocument
from index.model import Document
from index.read import document_of, read_document

SHIPPED = Path(__file__).parent.parent / "data"
"""The folder of the default document and its vectors."""

_log = logging.getLogger(__name__)


def read_documents(paths: Iterable[Path]) -> tuple[Document, ...]:
    """The documents in files: each text once, each with an id of its own.

    The id is the file's stem; where different texts have the same stem, each gets its hash behind it.

    Raises:
        UnreadableDocument, NotText: a file cannot be read as text.
    """
    by_hash: dict[str, Document] = {}
    for document in map(read_document, paths):
        first = by_hash.setdefault(document.sha256, document)
        if first is not document:
            _log.warning("%s：与 %s 内容相同，只收一次。 / same text, indexed once", document.source, first.source)
    stems = Counter(document.id for document in by_hash.values())
    return tuple(
        replace(document, id=f"{document.id}-{document.sha256[:8]}") if stems[document.id] > 1 else document
        for document in by_hash.values()
    )


def default_document() -> Path:
    """The one .txt of the data folder.

    Raises:
        NoDefaultDocument: there is none, or more than one.
    """
    found = sorted(SHIPPED.glob("*.txt"))
    if len(found) != 1:
        raise NoDefaultDocument(SHIPPED, len(found))
    return found[0]


def keep_documents(folder: Path, documents: Iterable[Document]) -> None:
    """Stores each text as <sha256>.txt, with its id and where it came from in a .json beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for position, document in enumerate(documents):
        name = {"id": document.id, "source": document.source, "position": position}
        _replace(folder / f"{document.sha256}.txt", document.text.encode())
        _replace(folder / f"{document.sha256}.json", json.dumps(name, ensure_ascii=False).encode())


def kept_documents(folder: Path) -> tuple[Document, ...]:
    """The documents stored, in the order given when they were.

    Raises:
        LostDocument: a text is missing or its hash is not its name.
    """
    found = [_kept(described) for described in folder.glob("*.json")]
    return tuple(document for _, document in sorted(found, key=lambda item: (item[0], item[1].id)))


def kept_document(folder: Path, sha256: str) -> Document | None:
    """The stored document of that hash, or None where there is none.

    Raises:
        LostDocument: its text is missing or its hash is not its name.
    """
    described = folder / f"{sha256}.json"
    return _kept(described)[1] if described.is_file() else None


def drop_documents(folder: Path, keep: Iterable[Document]) -> None:
    """Removes every stored text but those named."""
    kept = {document.sha256 for document in keep}
    for path in folder.glob("*"):
        if path.stem not in kept:
            path.unlink()


def _kept(described: Path) -> tuple[int, Document]:
    try:
        name = json.loads(described.read_bytes())
        position, identifier, source = int(name["position"]), str(name["id"]), str(name["source"])
    except (ValueError, KeyError, TypeError) as error:
        raise LostDocument(described, "DOCUMENT") from error
    text = described.with_suffix(".txt")
    raw = text.read_bytes() if text.is_file() else b""
    if hashlib.sha256(raw).hexdigest() != described.stem:
        raise LostDocument(text, source)
    return position, document_of(raw.decode(), identifier, source)


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".tmp")
    unfinished.write_bytes(content)
    unfinished.replace(path)
