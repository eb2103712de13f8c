"""What was measured with a language model, as Markdown: both columns, what became of the wordings, and the harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from eval.harm import HARMS
from eval.with_model import ENDS, Helped, Tally

_ENDS = {
    "worded": "worded at once",
    "repaired": "worded after a repair",
    "faulty": "both drafts refused: the answer without a model",
    "failed": "the model failed: the answer without a model",
    "not_applicable": "not worded by a model (refusals, reviewed answers, nothing to gain)",
}
_SHOWN = 10
SCRIPTED = """\
Scripted models behind a server on loopback word the same questions (`python -m eval --scripted all --keep`): truthful
ones and liars of each kind, those named case: after tests/cases/lies.jsonl. What reaches the reader, growing answers
included, is compared with the answer without a model by harm.py, which shares no code with the checks: numbers and
their units, names beside them, citations, directions, negations, comparatives, words that stand nowhere, what is said
in one breath, links, what was left out, the key. A liar's row may have worded answers where its lie has nothing to hold
on to: where there is one citation to exchange, or where all that it joins belongs together.
"""
SMALL = """\
gemma3-270m, a model of 270 million parameters that continues texts and takes no instructions, asked by `make
test-llm`. It is far too small to be of use: the table shows that what it babbles does no harm.
"""


def model_report(tally: Tally) -> str:
    """One model: right answers by kind without and with it, what became of its drafts, and what reached readers."""
    kinds = dict.fromkeys(each.case.kind for each in tally.results)
    rows = [_both(kind, [each for each in tally.results if each.case.kind == kind]) for kind in kinds]
    lines = _table(("kind", "asked", "right without", "right with"), [*rows, _both("**total**", tally.results)])
    lines += ["", *_table(("what became of the answers", "of all"), _shares(tally))]
    lines += ["", *_table(("what reached the reader and should not have", "times"), _harm(tally))]
    lines += ["", f"Seconds an answer takes: p50 {tally.seconds(0.5):.2f}, p95 {tally.seconds(0.95):.2f}."]
    return "\n".join([*lines, *_wrong(tally)])


def scripted_report(tallies: Sequence[Tally]) -> str:
    """Many models over the same questions, a line each, and the sum."""
    header = ("scripted model", "right without", "right with", *ENDS, "read again", "harm", "p95 s")
    lines = [SCRIPTED, *_table(header, [_line(tally) for tally in tallies])]
    every = [each for tally in tallies for each in tally.results]
    lines += [
        "",
        *_table(("what reached the reader and should not have, all models", "times"), _harm(Tally("", tuple(every)))),
    ]
    return "\n".join([*lines, *(line for tally in tallies for line in _wrong(tally))])


def _both(name: str, results: Sequence[Helped]) -> tuple[str, ...]:
    without, right = (sum(not each.without for each in results), sum(not each.faults for each in results))
    return name, str(len(results)), str(without), str(right)


def _shares(tally: Tally) -> list[tuple[str, str]]:
    whole = len(tally.results)
    rows = [(said, _share(tally.ended(end), whole)) for end, said in _ENDS.items()]
    rows += [("read a second time, the model's reading taken", _share(tally.read_again, whole))]
    return rows + [
        (f"a draft with the fault or failure “{name}”", str(times)) for name, times in tally.reasons.most_common()
    ]


def _share(part: int, whole: int) -> str:
    return f"{part} / {whole} ({100 * part / whole:.1f} %)" if whole else "0"


def _harm(tally: Tally) -> list[tuple[str, str]]:
    rows = [(said, str(tally.harmed(harm))) for harm, said in HARMS.items()]
    return [*rows, ("answers right without the model and wrong with it", str(len(tally.spoiled)))]


def _line(tally: Tally) -> tuple[str, ...]:
    ends = Counter(each.end for each in tally.results)
    return (
        tally.name,
        f"{tally.without.part} / {tally.without.whole}",
        f"{tally.right.part} / {tally.right.whole}",
        *(str(ends[end]) for end in ENDS),
        str(tally.read_again),
        str(tally.harm),
        f"{tally.seconds(0.95):.2f}",
    )


def _wrong(tally: Tally) -> list[str]:
    """What went wrong, question by question, as far as there is room."""
    wrong = [each for each in tally.results if each.harms or (each.faults and not each.without)]
    lines = [_told(tally.name, each) for each in wrong[:_SHOWN]]
    more = len(wrong) - len(lines)
    return ["", *lines, *([f"- … and {more} more"] if more else [])] if lines else []


def _told(name: str, helped: Helped) -> str:
    what = "; ".join((*(f"{kind}: {words}" for kind, words in helped.harms), *helped.faults))
    text = " ".join(helped.told.given.text.split())
    return f"- {name} `{helped.case.id}` {helped.case.turns[-1]} — {what}; came `{text[:200]}`"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(header)} |",
        f"|{'|'.join('---' for _ in header)}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
