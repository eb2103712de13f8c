"""The page that describes the interface for programs in plain words, made from its OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.answer import answer_json
from assistant.web.chat import Answers
from assistant.web.language import ENGLISH, Language
from assistant.web.schema import AnswerReply
from assistant.web.shell import html_page, page_of

_TYPES = {
    "string": ("文字", "text"),
    "boolean": ("true 或 false", "true or false"),
    "array": ("列表", "list"),
    "integer": ("整数", "whole number"),
    "number": ("数", "number"),
    "null": ("null", "null"),
}
_OBJECT = ("对象", "object")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a request or an answer, described in one language."""

    name: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with what it takes and gives, described in one language."""

    method: str
    path: str
    summary: str
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]
    example: str | None
    statuses: tuple[tuple[str, str], ...]


def add_api_page(app: FastAPI, answers: Answers) -> None:
    """Adds /api."""
    documents = [disclosure.document for disclosure in answers.disclosures]

    @cache
    def example(document: str) -> str:
        asked = answers.ask(answers.examples(document)[:1], document)
        return _indented(AnswerReply.model_validate(answer_json(asked)).model_dump(mode="json"))

    @app.get("/api", response_class=HTMLResponse, include_in_schema=False)
    def api(request: Request) -> HTMLResponse:
        page = page_of(request, documents)
        values = {
            "operations": operations(app.openapi(), page.language),
            "answer": example(page.document.id),
            "address": f"{request.url.scheme}://{request.url.netloc}",
        }
        return html_page("api.html", page, **values)


def operations(document: Mapping[str, Any], language: Language) -> tuple[Operation, ...]:
    """The operations of an OpenAPI document, those that ask or tell something first."""
    models = document["components"]["schemas"]
    found = [
        _operation(method, path, described, models, language)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]
    return tuple(sorted(found, key=lambda operation: operation.method != "POST"))


def in_language(text: str, language: Language) -> str:
    """The half of a text that is written "中文。 English." or "中文 / English" in a language."""
    for sign in (" / ", "。 "):
        chinese, _, english = text.partition(sign)
        if english:
            return english if language == ENGLISH else chinese + sign.strip(" /")
    return text


def _operation(
    method: str, path: str, described: Mapping[str, Any], models: Mapping[str, Any], language: Language
) -> Operation:
    taken = _model(described.get("requestBody", {}), models)
    given = _model(described["responses"].get("200", {}), models)
    examples = taken.get("examples", [])
    statuses = [(code, in_language(reply["description"], language)) for code, reply in described["responses"].items()]
    return Operation(
        method=method.upper(),
        path=path,
        summary=in_language(described["summary"], language),
        takes=_fields(taken, models, language),
        gives=_fields(given, models, language),
        example=json.dumps(examples[0], ensure_ascii=False) if examples else None,
        statuses=tuple((code, about) for code, about in statuses if code[0] in "45"),
    )


def _model(body: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a body's JSON; an empty one where it has none."""
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return _resolved(schema, models)


def _resolved(schema: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = models[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _fields(schema: Mapping[str, Any], models: Mapping[str, Any], language: Language) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        Field(name, _type(described, models, language), name in required, _about(described, models, language))
        for name, described in schema.get("properties", {}).items()
    )


def _about(described: Mapping[str, Any], models: Mapping[str, Any], language: Language) -> str:
    own = in_language(described.get("description", ""), language)
    inner = _resolved(described.get("items", described), models).get("properties")
    return " ".join(part for part in (own, ", ".join(inner) if inner else "") if part)


def _type(schema: Mapping[str, Any], models: Mapping[str, Any], language: Language) -> str:
    """The kinds of value a field takes, in words, with their limits."""
    members: Sequence[Mapping[str, Any]] = schema.get("anyOf", [schema])
    named = []
    for member in members:
        if "enum" in member:
            named.append(", ".join(member["enum"]))
            continue
        name = _TYPES.get(_resolved(member, models).get("type", ""), _OBJECT)[language == ENGLISH]
        most = member.get("maxLength") or member.get("maxItems")
        named.append(f"{name} ≤ {most}" if most else name)
    return (" or " if language == ENGLISH else " 或 ").join(named)


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
