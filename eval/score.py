"""What is wrong with an answer: the outcome, its facts, its citations, its numbers, its length.

A question's line holds "outcome" (alternatives with |), "values" (numbers, compared as numbers), "all" and "any"
(texts, of each group of "any" one), "forbid", and "cite" (some citation's quote holds one of them). White space and
thousands commas are ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.model import Answer

SHORT_KINDS = ("figure", "cell", "indicator", "ground", "derived")
LONGEST_SHORT, LONGEST = 300, 800
LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is expected of its answer."""

    id: str
    kind: str
    turns: tuple[str, ...]
    document: str | None
    expected: Mapping[str, Any]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that are right."""
        return tuple(str(self.expected["outcome"]).split("|"))


def read_cases(path: Path) -> list[Case]:
    """The cases of a file of JSON lines."""
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def faults(case: Case, answer: Answer, source: str) -> list[str]:
    """What is wrong with an answer, in words; empty when it is right. `source` is the document's stored text."""
    text = plain(answer.text)
    expected = case.expected
    found = [] if answer.outcome in case.outcomes else [f"outcome {answer.outcome}"]
    found += missing_facts(expected, answer.text)
    found += [f"{part!r} not allowed" for part in expected.get("forbid", ()) if plain(part) in text]
    return found + _citation_faults(expected.get("cite", ()), answer, source) + _form_faults(case.kind, answer)


def missing_facts(expected: Mapping[str, Any], text: str) -> list[str]:
    """The wanted values and words that do not stand in a text, in words."""
    text = plain(text)
    found = [f"value {value} missing" for value in expected.get("values", ()) if not _has_value(text, value)]
    found += [f"{part!r} missing" for part in expected.get("all", ()) if plain(part) not in text]
    found += [f"none of {group} there" for group in expected.get("any", ()) if not holds_one(group, text)]
    return found


def holds_one(parts: Iterable[str], text: str) -> bool:
    """Whether a text holds one of the parts, white space and thousands commas aside."""
    whole = plain(text)
    return any(plain(part) in whole for part in parts)


def plain(text: str) -> str:
    """A text without white space and commas, as all comparison is made."""
    return re.sub(r"\s", "", text).replace(",", "")


def _case(row: Mapping[str, Any]) -> Case:
    asked = row["q"]
    turns = (asked,) if isinstance(asked, str) else tuple(asked)
    return Case(str(row["id"]), str(row["kind"]), turns, row.get("document"), row)


def _citation_faults(wanted: tuple[str, ...], answer: Answer, source: str) -> list[str]:
    found = []
    if wanted and not any(holds_one(wanted, citation.quote) for citation in answer.citations):
        found.append(f"no citation holds one of {list(wanted)}")
    for citation in answer.citations:
        joined = "".join(source[start:end] for start, end in citation.spans)
        if plain(joined) != plain(citation.quote):
            found.append(f"the spans of [{citation.marker}] do not give its quote")
        if len(citation.quote) > LONGEST_QUOTE:
            found.append(f"the quote of [{citation.marker}] is too long")
    return found


def _form_faults(kind: str, answer: Answer) -> list[str]:
    longest = LONGEST_SHORT if kind in SHORT_KINDS else LONGEST
    found = [f"{len(answer.text)} characters long"] if len(answer.text) > longest else []
    found += [f"{check.text} is unsupported" for check in answer.numbers if check.support == "unsupported"]
    marks = {int(mark) for mark in re.findall(r"\[([0-9]+)\]", answer.text)}
    missing = marks - {citation.marker for citation in answer.citations}
    return found + [f"[{mark}] has no citation" for mark in sorted(missing)]


def _has_value(text: str, value: str) -> bool:
    """Whether a number stands in a text; where the value has a percent sign, with one behind it."""
    percent = value.endswith("%")
    wanted = Decimal(value.rstrip("%"))
    return any(
        Decimal(match.group(1)) == wanted and (not percent or match.group(2) is not None)
        for match in re.finditer(r"([0-9]+(?:\.[0-9]+)?)(%|百分比|\\%)?", text)
    )
