"""A file read into everything it says: the chain of the reading rooms."""

from __future__ import annotations

from pathlib import Path

from index.chunks import chunks
from index.errors import NothingRecognised
from index.figures import figures
from index.model import Disclosure, Document, Paragraph
from index.outline import outline
from index.read import read_document
from index.tables import tables


def read_disclosure(path: Path) -> Disclosure:
    """The disclosure in a file.

    Raises:
        UnreadableDocument, NotText: the file cannot be read as text.
        NothingRecognised: the text has no figure and no table, or no section.
    """
    return disclosure_of(read_document(path), path)


def disclosure_of(document: Document, path: Path) -> Disclosure:
    """The disclosure of a document already read; `path` names it in errors.

    Raises:
        NothingRecognised: the text has no figure and no table, or no section.
    """
    parts = outline(document)
    found_tables, problems = tables(document, parts)
    found_figures, numerals = figures(document, parts, found_tables)
    if len(parts.sections) < 2 or not (found_figures or found_tables):
        raise NothingRecognised(path, len(document.text))
    return Disclosure(
        document=document,
        sections=parts.sections,
        paragraphs=tuple(block for block in parts.blocks if isinstance(block, Paragraph)),
        tables=found_tables,
        figures=found_figures,
        chunks=chunks(document, parts, found_tables, found_figures),
        numerals=numerals,
        problems=problems,
    )
