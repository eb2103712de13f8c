"""An answer read back from the JSON object that `answer_json` made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.model import Answer, CellReference, Check, Citation, DocumentReference


def restored(data: Mapping[str, Any]) -> Answer:
    """The answer that a JSON object stands for.

    Raises:
        KeyError, TypeError, ValueError: the object is no answer.
    """
    return Answer(
        question=str(data["question"]),
        understood=data["understood"],
        document=DocumentReference(**data["document"]),
        outcome=data["outcome"],
        text=str(data["text"]),
        numbers=tuple(Check(**{**check, "figures": tuple(check["figures"])}) for check in data["numbers"]),
        citations=tuple(_citation(citation) for citation in data["citations"]),
        suggestions=tuple(data["suggestions"]),
        notes=tuple(data["notes"]),
        seconds=float(data["seconds"]),
    )


def _citation(data: Mapping[str, Any]) -> Citation:
    cell = data["cell"]
    return Citation(
        marker=int(data["marker"]),
        section=tuple(data["section"]),
        quote=str(data["quote"]),
        spans=tuple((int(start), int(end)) for start, end in data["spans"]),
        cell=CellReference(cell["table"], tuple(cell["row"]), tuple(cell["column"])) if cell else None,
    )
