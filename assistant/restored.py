"""An answer read back from the JSON object that `answer_json` made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from assistant.model import Answer

_answers: TypeAdapter[Answer] = TypeAdapter(Answer)


def restored(data: Mapping[str, Any]) -> Answer:
    """The answer that a JSON object stands for.

    Raises:
        ValidationError: the object is no answer.
    """
    return _answers.validate_python(dict(data))
