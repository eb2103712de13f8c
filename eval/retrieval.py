"""How well passages are found: by meaning, by words, and by both, on the questions that a passage answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.score import Case, holds_one
from index.embedding import Embedder
from index.model import Chunk, Disclosure
from index.passage_store import Hits, PassageStore

KINDS = ("passage", "ground")
DEPTH = 50


@dataclass(frozen=True, slots=True)
class Scores:
    """Over all questions: the share with a fitting chunk first, among the first five, and the mean of 1 / its rank."""

    way: str
    asked: int
    recall_at_1: float
    recall_at_5: float
    mean_reciprocal_rank: float


def passage_cases(cases: Iterable[Case]) -> list[Case]:
    """The questions of one turn that a passage answers and whose place is known; definitions are among them."""
    return [case for case in cases if case.kind in KINDS and len(case.turns) == 1 and case.expected.get("cite")]


def retrieval_scores(
    cases: Sequence[Case], disclosure: Disclosure, passages: PassageStore, embedder: Embedder | None
) -> list[Scores]:
    """The scores of lexical search, and with an embedder of dense and fused search, over one document's questions."""
    ranks: dict[str, list[int | None]] = {}
    chunks = {chunk.id: chunk for chunk in disclosure.chunks}
    for case in cases:
        for way, hits in _searched(case.turns[-1], disclosure.document.id, passages, embedder).items():
            ranks.setdefault(way, []).append(_rank(case, hits, chunks, disclosure.document.text))
    return [scores_of(way, found) for way, found in ranks.items()]


def scores_of(way: str, ranks: Sequence[int | None]) -> Scores:
    """The scores of some ranks, counted from 1; None where no fitting chunk was found."""
    found = [rank for rank in ranks if rank is not None]
    return Scores(
        way=way,
        asked=len(ranks),
        recall_at_1=sum(rank == 1 for rank in found) / len(ranks),
        recall_at_5=sum(rank <= 5 for rank in found) / len(ranks),
        mean_reciprocal_rank=sum(1 / rank for rank in found) / len(ranks),
    )


def _searched(text: str, document: str, passages: PassageStore, embedder: Embedder | None) -> dict[str, Hits]:
    lexical = passages.lexical(text, DEPTH, document)
    if embedder is None or not passages.has_vectors:
        return {"lexical": lexical}
    vector = embedder.encode_query(text)
    return {
        "dense": passages.dense(vector, DEPTH, document),
        "lexical": lexical,
        "fused": passages.nearest(text, vector, DEPTH, document),
    }


def _rank(case: Case, hits: Hits, chunks: Mapping[str, Chunk], source: str) -> int | None:
    """The rank of the first chunk that shows one of the strings to cite."""
    wanted = case.expected["cite"]
    for rank, (identifier, _) in enumerate(hits, start=1):
        chunk = chunks[identifier]
        shown = "".join(source[start:end] for start, end in chunk.spans)
        if holds_one(wanted, shown) or holds_one(wanted, chunk.text):
            return rank
    return None
