"""The whole evaluation: every question file, the generated wordings, the baseline, retrieval and timings.

The default document and the other disclosures are each indexed in a temporary directory, so that what is measured is
this code and not an index that happens to lie about.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from eval.baseline import Baseline, is_right, right_wordings
from eval.generated import Result, ask_all
from eval.measures import Asked, ask_cases, quantile
from eval.retrieval import Scores, passage_cases, retrieval_scores
from eval.score import Case, read_cases
from eval.wordings import left_out, wordings
from index.build import Index, build_index, open_index
from index.documents import default_document
from index.embedding import Embedder, load_embedder
from index.model import Disclosure

HERE = Path(__file__).parent
DEFAULT_FILES = (HERE / "questions.jsonl", HERE.parent / "tests" / "cases" / "questions.jsonl")
SAMPLE, SEED = 150, 20
"""How many generated wordings are asked of each other disclosure, and the seed they are drawn with."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Generated:
    """The generated wordings of one document: how many there are, those asked, and whether the baseline finds each."""

    document: str
    wordings: int
    left_out: dict[str, int]
    results: tuple[Result, ...]
    baseline: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What was asked of the documents of one index."""

    results: tuple[Asked, ...]
    generated: tuple[Generated, ...]
    retrieval: tuple[Scores, ...]
    embedding_seconds: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured; `others` is None where the other disclosures were not at hand."""

    default: Part
    others: Part | None


def evaluate(embedding_model: str, others: Path | None, say: Say) -> Evaluation:
    """The whole evaluation with an embedding model, told step by step; `others` is the folder of other disclosures."""
    embedder = load_embedder(embedding_model)
    cases = [case for file in question_files() for case in read_cases(file)]
    own = [case for case in cases if case.document is None]
    with _indexed([default_document()], embedding_model, say) as index:
        default = _part(index, own, embedding_model, embedder, None, say)
    if others is None:
        return Evaluation(default, None)
    with _indexed(sorted(others.glob("*.txt")), embedding_model, say) as index:
        known = {disclosure.document.id for disclosure in index.disclosures}
        theirs = [case for case in cases if case.document in known]
        return Evaluation(default, _part(index, theirs, embedding_model, embedder, SAMPLE, say))


def question_files() -> list[Path]:
    """The project's question files: those on the default document first."""
    return [*DEFAULT_FILES, *sorted(set(HERE.glob("*.jsonl")) - set(DEFAULT_FILES))]


@contextmanager
def _indexed(paths: Sequence[Path], embedding_model: str, say: Say) -> Iterator[Index]:
    """An index of exactly these documents, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="evaluation-") as folder:
        say(f"index of {', '.join(path.stem for path in paths)}")
        build_index(paths, Path(folder), embedding_model)
        index = open_index(Path(folder))
        try:
            yield index
        finally:
            index.passages.close()


def _part(
    index: Index, cases: Sequence[Case], model: str, embedder: Embedder | None, sample: int | None, say: Say
) -> Part:
    assistant = Assistant(index, model)
    baselines: dict[str, Baseline] = {}
    for disclosure in index.disclosures:
        assistant.ask([assistant.examples()[0]], disclosure.document.id)  # loads what is loaded once: timings are warm
        if embedder:
            say(f"baseline of {disclosure.document.id}")
            baselines[disclosure.document.id] = Baseline(disclosure, embedder)
    say(f"{len(cases)} questions")
    return Part(
        results=tuple(ask_cases(cases, assistant.ask, assistant.source, _compared(baselines, index))),
        generated=tuple(_generated(assistant, each, baselines, sample, say) for each in index.disclosures),
        retrieval=tuple(_retrieval(cases, index, embedder)),
        embedding_seconds=_embedding_seconds([case.turns[-1] for case in cases], embedder),
    )


def _compared(baselines: dict[str, Baseline], index: Index) -> Callable[[Case], bool] | None:
    """What says of a question whether its document's baseline is right; None without baselines."""
    first = index.disclosures[0].document.id
    if not baselines:
        return None
    return lambda case: is_right(case, baselines[case.document or first].nearest(" ".join(case.turns)))


def _retrieval(cases: Sequence[Case], index: Index, embedder: Embedder | None) -> list[Scores]:
    """The retrieval scores of the default document's questions."""
    asked = [case for case in passage_cases(cases) if case.document is None]
    return retrieval_scores(asked, index.disclosures[0], index.passages, embedder) if asked else []


def _generated(
    assistant: Assistant, disclosure: Disclosure, baselines: dict[str, Baseline], sample: int | None, say: Say
) -> Generated:
    every = wordings(disclosure)
    drawn = every if sample is None else random.Random(SEED).sample(every, min(sample, len(every)))
    document = disclosure.document.id
    say(f"{len(drawn)} generated wordings of {document}")
    results = ask_all(drawn, assistant.ask, document)
    found = right_wordings(baselines[document], drawn) if baselines else []
    return Generated(document, len(every), left_out(disclosure), tuple(results), tuple(found))


def _embedding_seconds(texts: Sequence[str], embedder: Embedder | None) -> float | None:
    """The median of embedding one query, in this run."""
    if embedder is None or not texts:
        return None
    taken = []
    for text in texts:
        started = time.perf_counter()
        embedder.encode_query(text)
        taken.append(time.perf_counter() - started)
    return quantile(taken, 0.5)
