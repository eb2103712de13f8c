"""What came of checking a disclosure as lines for a terminal: what differs first, each with its places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reconciling.checked import Checked
from assistant.reconciling.findings import cards_of, doubts_of
from assistant.reconciling.places import Places, places_of
from assistant.reconciling.terms import equation_words
from assistant.reconciling.words import summary_words
from index.model import Identity, Oddity

_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_INDENT = " " * 4


def report_lines(checked: Checked, *, holding: bool, oddities: bool) -> Iterator[str]:
    """The lines of a report, without ends; what holds and what is odd only where it is asked for.

    Control characters of the document are left out, as a terminal would obey them.
    """
    for line in _lines(checked, holding=holding, oddities=oddities):
        yield _UNPRINTABLE.sub("", line)


def _lines(checked: Checked, *, holding: bool, oddities: bool) -> Iterator[str]:
    places = places_of(checked.disclosure)
    chinese, english = summary_words(checked)
    yield checked.document.title
    yield f"{chinese} / {english}"
    sections = [
        ("不相符，需要核实 / differing", checked.doubtful),
        ("差额很小，可能只是四舍五入 / perhaps only rounding", checked.roundings),
        ("无法核对 / cannot be checked", checked.unchecked),
        *([("相符 / agreeing", checked.telling)] if holding else []),
    ]
    for title, identities in sections:
        yield from _identities(title, identities, places)
    trivial = len(checked.holding) - len(checked.telling)
    if holding and trivial:
        yield f"另有 {trivial} 处相符，各数都是 0，没有列出。 / not listed, all figures 0: {trivial}"
    if oddities:
        yield from _oddities(checked.oddities, places)


def _identities(title: str, identities: tuple[Identity, ...], places: Places) -> Iterator[str]:
    findings = cards_of(identities, places)
    if identities:
        together = "" if len(findings) == len(identities) else f"（合为 {len(findings)} 条 / told as {len(findings)}）"
        yield from ("", f"== {title}: {len(identities)}{together} ==")
    for number, finding in enumerate(findings, 1):
        difference = "" if finding.identity.holds else f"：{finding.difference[0]}"
        yield f"{number}. {finding.kind[0]}{difference}    {equation_words(finding.identity)}"
        if finding.also:
            yield f"{_INDENT}另 / also: {'；'.join(finding.also)}"
        if finding.sides[0]:
            yield _INDENT + finding.sides[0]
        yield _INDENT + " / ".join(finding.reason)
        for operand in finding.operands:
            quoted = f"  “{operand.sentence}”" if operand.sentence else ""
            yield f"{_INDENT}- {operand.value}  {operand.name}  第 {operand.line} 行  {operand.where}{quoted}"


def _oddities(oddities: tuple[Oddity, ...], places: Places) -> Iterator[str]:
    if oddities:
        yield from ("", f"== 疑点，请核实 / oddities: {len(oddities)} ==")
    for number, doubt in enumerate(doubts_of(oddities, places), 1):
        yield f"{number}. {doubt.kind[0]}：{' / '.join(doubt.question)}"
        yield _INDENT + " / ".join(doubt.reason)
        yield f"{_INDENT}- 第 {doubt.lines} 行  {doubt.where}"
