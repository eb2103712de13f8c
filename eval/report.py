"""The evaluation as a page of Markdown, without a date: what was measured, and every question that failed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence

from assistant.model import Answer
from eval.baseline import TOP
from eval.full import SAMPLE, Evaluation, Generated, Part
from eval.generated import Result, cites
from eval.measures import (
    Asked,
    Share,
    citation_precision,
    citation_recall,
    is_citizens,
    quantile,
    refusal_precision,
    refusal_recall,
    right_by_kind,
    unsupported_numbers,
)
from eval.retrieval import Scores
from eval.wordings import FORMS

_EXPECTED = ("values", "all", "any", "forbid", "cite")
_CITIZENS = (
    "Questions in everyday words, by people who had neither seen the program nor its questions (citizens.md says how"
    " they came about):"
)
_NO_OTHERS = (
    "The other disclosures were not at hand (OTHER_DISCLOSURES was not set); what is asked of them is left out."
)


def report(evaluation: Evaluation, command: str) -> str:
    """The page."""
    parts = [("The default document", evaluation.default)]
    parts += [("Other disclosures of the genre", evaluation.others)] if evaluation.others else []
    lines = [
        "# Evaluation",
        "",
        f"Made by `{command}`, which also wrote this page. The questions stand beside it, one JSON object a line;",
        "`score.py` says when an answer is right: outcome, values, words, citation, spans, length, and no number",
        "without support.",
        "",
        "The baseline is what llama-index gives with its default settings: `SentenceSplitter`, `VectorStoreIndex` over",
        f"Chroma, this project's embedding model, the {TOP} nearest chunks. It has no language model, so it counts as",
        "right when the text it returns holds the wanted values and words and one of the strings to cite; the reader",
        "still has to find them there. It cannot refuse and cannot calculate.",
    ]
    for title, part in parts:
        lines += ["", f"## {title}", "", *_questions(part.results), "", *_quality(part), "", *_generated(part)]
        lines += ["", *_retrieval(part.retrieval)] if part.retrieval else []
    lines += [] if evaluation.others else ["", _NO_OTHERS]
    lines += ["", "## Every question that failed", "", *_failures([part for _, part in parts])]
    return "\n".join(lines) + "\n"


def _questions(results: Sequence[Asked]) -> list[str]:
    """The questions by kind: those of this project's authors, then those of people who had not seen it."""
    own = [result for result in results if not is_citizens(result.case)]
    citizens = [result for result in results if is_citizens(result.case)]
    if not citizens:
        return _by_kind(own)
    return [*_by_kind(own), "", _CITIZENS, "", *_by_kind(citizens)]


def _by_kind(results: Sequence[Asked]) -> list[str]:
    rows = [(kind, _of(own), _of(other)) for kind, (own, other) in right_by_kind(results).items()]
    total = Share(sum(not result.faults for result in results), len(results))
    other = Share(sum(result.baseline is True for result in results), len(results))
    rows.append(("**total**", _percent(total), _percent(other)))
    return _table(("kind", "right / asked", "baseline"), rows)


def _quality(part: Part) -> list[str]:
    results = part.results
    answers = [result.answer for result in results]
    seconds = [answer.seconds for answer in answers]
    rows = [
        (
            "citation precision: of the citations shown, those that hold what is to be cited",
            citation_precision(results),
        ),
        ("citation recall: of the questions, those with such a citation", citation_recall(results)),
        ("refusal precision: of the refusals, those that are right", refusal_precision(results)),
        ("refusal recall: of the questions to refuse, those refused", refusal_recall(results)),
        ("numbers shown without support", unsupported_numbers([*answers, *_generated_answers(part)])),
    ]
    table = _table(("measure", "of the questions above"), [(name, _percent(share)) for name, share in rows])
    embedding = "no embedding model" if part.embedding_seconds is None else f"{part.embedding_seconds:.3f} s"
    return [
        *table,
        "",
        f"Seconds an answer takes once everything is loaded, on {os.cpu_count()} cores:",
        f"p50 {quantile(seconds, 0.5):.3f}, p95 {quantile(seconds, 0.95):.3f};",
        f"embedding one query in the same run: {embedding} (median).",
    ]


def _generated_answers(part: Part) -> list[Answer]:
    return [result.answer for generated in part.generated for result in generated.results]


def _generated(part: Part) -> list[str]:
    """The generated wordings by document and form."""
    rows = [row for generated in part.generated for row in _generated_rows(generated)]
    header = ("document", "wording", "right / asked", "figure cited", "baseline")
    sampled = any(len(generated.results) < generated.wordings for generated in part.generated)
    lines = [
        "Every figure of the exact-value table is asked for in three wordings: by its full name, shortened, and in",
        "synonyms; right is the figure's value with its unit and comparator in the first statement, cited at its",
        "place.",
        "The baseline finds a figure when one of the chunks it returns shows it.",
        *([f"Of each document, {SAMPLE} wordings are drawn with a fixed seed."] if sampled else []),
        "",
        *_table(header, rows),
        "",
    ]
    return lines + [_left_out(generated) for generated in part.generated]


def _generated_rows(generated: Generated) -> list[tuple[str, ...]]:
    rows = []
    found = generated.baseline or (False,) * len(generated.results)
    for form in FORMS:
        of_form = [pair for pair in zip(generated.results, found, strict=True) if pair[0].wording.form == form]
        right = Share(sum(not result.faults for result, _ in of_form), len(of_form))
        cited = Share(sum(cites(result.answer, result.wording.accepted) for result, _ in of_form), len(of_form))
        other = Share(sum(hit for _, hit in of_form), len(of_form))
        rows.append((generated.document, form, _percent(right), _percent(cited), _percent(other)))
    return rows


def _left_out(generated: Generated) -> str:
    counts = ", ".join(f"{count} ({reason})" for reason, count in generated.left_out.items()) or "none"
    return f"- {generated.document}: {generated.wordings} wordings in all; figures left out: {counts}"


def _retrieval(scores: Sequence[Scores]) -> list[str]:
    rows = [
        (each.way, f"{each.recall_at_1:.3f}", f"{each.recall_at_5:.3f}", f"{each.mean_reciprocal_rank:.3f}")
        for each in scores
    ]
    return [
        f"Finding the passage: {scores[0].asked} questions that a passage answers, by the rank of the first chunk that",
        "holds a string to cite.",
        "",
        *_table(("search", "recall@1", "recall@5", "MRR"), rows),
    ]


def _failures(parts: Sequence[Part]) -> list[str]:
    lines = [_failed(result) for part in parts for result in part.results if result.faults]
    generated = [result for part in parts for each in part.generated for result in each.results if result.faults]
    lines += [_failed_wording(result) for result in generated]
    return lines or ["None."]


def _failed(result: Asked) -> str:
    wanted = {key: result.case.expected[key] for key in _EXPECTED if result.case.expected.get(key)}
    expected = "; ".join((" or ".join(result.case.outcomes), json.dumps(wanted, ensure_ascii=False) if wanted else ""))
    return _line(result.case.id, " / ".join(result.case.turns), expected.rstrip("; "), result.faults, result.answer)


def _failed_wording(result: Result) -> str:
    figure = result.wording.figure
    expected = f"{figure.raw} ({figure.measure}, {figure.subject})"
    return _line(result.wording.form, result.wording.text, expected, result.faults, result.answer)


def _line(name: str, question: str, expected: str, faults: Iterable[str], answer: Answer) -> str:
    came = f"{answer.outcome}: {answer.text}"
    return (
        f"- `{name}` {_short(question, 120)} — expected {_code(expected, 160)}; {_short('; '.join(faults), 160)};"
        f" came {_code(came, 160)}"
    )


def _code(text: str, longest: int) -> str:
    return f"`{_short(text, longest).replace('`', ' ')}`"


def _short(text: str, longest: int) -> str:
    plain = re.sub(r"\s+", " ", text).strip()
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def _of(share: Share) -> str:
    return f"{share.part} / {share.whole}"


def _percent(share: Share) -> str:
    return f"{_of(share)} ({100 * share.part / share.whole:.1f} %)" if share.whole else _of(share)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(header)} |",
        f"|{'|'.join('---' for _ in header)}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
