"""What came of checking a receipt, part by part, and which of its parts nothing here can check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: to which part of a receipt it belongs, whether it holds, and what was found."""

    part: str
    holds: bool
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A part of a receipt that rests on its digest alone, which any forger makes anew."""

    part: str
    chinese: str
    english: str


def all_hold(findings: Iterable[Finding]) -> bool:
    """Whether everything that was checked holds."""
    return all(finding.holds for finding in findings)
