"""The exact-value table: disclosures in one SQLite file, figures as rows, values as decimal text, nothing rounded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, RowMapping, Table, Text, create_engine, select
from sqlalchemy.pool import NullPool

from index import model
from index.model import Disclosure, Document, Figure, Place, Span

_PARTS: dict[str, Any] = {
    "sections": tuple[model.Section, ...],
    "paragraphs": tuple[model.Paragraph, ...],
    "tables": tuple[model.Table, ...],
    "chunks": tuple[model.Chunk, ...],
    "numerals": tuple[model.Numeral, ...],
    "problems": tuple[model.Problem, ...],
}
"""The parts of a disclosure that are read whole, never by row: one JSON text each."""

_schema = MetaData()

documents = Table(
    "documents",
    _schema,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("year", Integer),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
)

figures = Table(
    "figures",
    _schema,
    Column("document", Text, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("value", Text, comment="a decimal as written, NULL for words or a dash"),
    Column("raw", Text, nullable=False),
    Column("unit", Text),
    Column("comparator", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("period", Text),
    Column("aspect", Text, nullable=False),
    Column("part_of", Text),
    Column("context", Text, nullable=False),
    Column("place_section", Text, nullable=False, comment="JSON, as the other place columns"),
    Column("place_spans", Text, nullable=False),
    Column("place_table", Text),
    Column("place_row", Text, nullable=False),
    Column("place_column", Text, nullable=False),
    Column("table", Integer),
    Column("row", Integer),
    Column("column", Integer),
)

parts = Table(
    "parts",
    _schema,
    Column("document", Text, ForeignKey("documents.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("json", Text, nullable=False),
)

_PLAIN = [field.name for field in fields(Figure) if field.name not in ("value", "place")]
_DOCUMENT = [field.name for field in fields(Document)]


def write_disclosures(path: Path, disclosures: Iterable[Disclosure]) -> None:
    """Writes disclosures to a new SQLite file, in the order given and in one transaction."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        _schema.create_all(connection)
        for position, disclosure in enumerate(disclosures):
            _write(connection, position, disclosure)


def read_disclosures(path: Path) -> tuple[Disclosure, ...]:
    """The disclosures of a file in the order written, each equal to what was written.

    Raises:
        sqlalchemy.exc.DatabaseError: the file is missing, cut short, or no such store.
    """
    engine = create_engine(f"sqlite:///file:{path.resolve().as_posix()}?mode=ro&uri=true", poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(select(documents).order_by(documents.c.position)).mappings().all()
        return tuple(_read(connection, Document(**{name: row[name] for name in _DOCUMENT})) for row in rows)


def _write(connection: Connection, position: int, disclosure: Disclosure) -> None:
    document = disclosure.document
    connection.execute(
        documents.insert(), {"position": position} | {name: getattr(document, name) for name in _DOCUMENT}
    )
    rows = [_row(document.id, place, figure) for place, figure in enumerate(disclosure.figures)]
    if rows:
        connection.execute(figures.insert(), rows)
    texts = {name: _adapter(name).dump_json(getattr(disclosure, name)).decode() for name in _PARTS}
    connection.execute(
        parts.insert(), [{"document": document.id, "name": name, "json": text} for name, text in texts.items()]
    )


def _read(connection: Connection, document: Document) -> Disclosure:
    rows = connection.execute(
        select(figures).where(figures.c.document == document.id).order_by(figures.c.position)
    ).mappings()
    texts = connection.execute(select(parts.c.name, parts.c.json).where(parts.c.document == document.id))
    read = {name: _adapter(name).validate_json(text) for name, text in texts}
    return Disclosure(document=document, figures=tuple(_figure(row) for row in rows), **read)


def _row(document: str, position: int, figure: Figure) -> dict[str, Any]:
    place = figure.place
    return {name: getattr(figure, name) for name in _PLAIN} | {
        "document": document,
        "position": position,
        "value": None if figure.value is None else str(figure.value),
        "place_section": _json(place.section),
        "place_spans": _json(place.spans),
        "place_table": place.table,
        "place_row": _json(place.row),
        "place_column": _json(place.column),
    }


def _figure(row: RowMapping) -> Figure:
    spans: list[Span] = [(start, end) for start, end in json.loads(row["place_spans"])]
    place = Place(
        section=tuple(json.loads(row["place_section"])),
        spans=tuple(spans),
        table=row["place_table"],
        row=tuple(json.loads(row["place_row"])),
        column=tuple(json.loads(row["place_column"])),
    )
    value = None if row["value"] is None else Decimal(row["value"])
    return Figure(value=value, place=place, **{name: row[name] for name in _PLAIN})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_PARTS[name])
