"""Identities and oddities as JSON: decimals as strings, exactly as written; spans into the stored source text."""

from __future__ import annotations

from typing import Any

from assistant.reconciling.checked import Checked
from index.model import Identity, Oddity, Span


def identity_record(identity: Identity) -> dict[str, Any]:
    """An identity as the contract for programs has it."""
    return {
        "kind": identity.kind,
        "equation": identity.equation,
        "operands": [
            {"value": f"{operand.value:f}", "unit": operand.unit, "spans": _spans(operand.place.spans)}
            for operand in identity.operands
        ],
        "difference": None if identity.difference is None else f"{identity.difference:f}",
        "holds": identity.holds,
        "reason": identity.reason,
    }


def oddity_record(oddity: Oddity) -> dict[str, Any]:
    """An oddity; its kind begins with `oddity:`, which no identity's does."""
    return {
        "kind": f"oddity:{oddity.kind}",
        "question": oddity.question,
        "reason": oddity.reason,
        "spans": _spans(oddity.place.spans),
    }


def report_record(checked: Checked, made: str, version: str) -> dict[str, Any]:
    """Everything about a document: what was checked, when and by which version, the counts, then each finding."""
    document = checked.document
    return {
        "document": {"id": document.id, "title": document.title, "sha256": document.sha256},
        "made": made,
        "version": version,
        "counts": counts_record(checked),
        "identities": [identity_record(identity) for identity in checked.identities],
        "oddities": [oddity_record(oddity) for oddity in checked.oddities],
    }


def counts_record(checked: Checked) -> dict[str, int]:
    """How many identities there are of each outcome, and how many oddities."""
    return {
        "checked": len(checked.identities),
        "holding": len(checked.holding),
        "differing": len(checked.differing),
        "may_be_rounding": len(checked.roundings),
        "unchecked": len(checked.unchecked),
        "oddities": len(checked.oddities),
    }


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]
