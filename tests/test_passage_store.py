"""Nearest passages: words and whole numbers, true cosines, one document at a time, several documents in one store."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import DamagedIndex
from index.model import Chunk
from index.passage_store import PassageStore, lexical_tokens, write_passages

ROOT = Path(__file__).parent.parent
TEXTS = {
    "甲:1": "一般公共预算收入286,847.52万元，比上年增长。",
    "甲:2": "负责不动产登记、测绘成果管理。",
    "甲:3": "三公经费预算87.47万元，其中公务接待费。",
    "乙:1": "一般公共预算收入1,200万元。",
    "乙:2": "政府采购预算713.90万元。",
}
CHUNKS = [
    Chunk(name, name.split(":")[0], text, ("一、收入", "（一）说明"), None, ((0, len(text)),), ())
    for name, text in TEXTS.items()
]
VECTORS = np.random.default_rng(7).normal(size=(5, 384)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


@pytest.fixture
def store(tmp_path: Path):
    write_passages(tmp_path / "v", CHUNKS, VECTORS)
    store = PassageStore(tmp_path / "v")
    yield store
    store.close()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("收入1,234.50万元", ["收", "入", "收入", "1234.5", "万", "元", "万元"]),
        ("２０２３年 GDP≥90%", ["2023", "年", "gdp", "90"]),
        ("100套", ["100", "套"]),
        ("，。 ", []),
    ],
)
def test_lexical_tokens(text, tokens):
    assert list(lexical_tokens(text)) == tokens


def test_a_number_is_found_however_it_is_written(store):
    assert store.lexical("286847.52", 5)[0][0] == "甲:1"
    assert store.lexical("713.9万元", 5)[0][0] == "乙:2"


def test_lexical_hits_are_bounded_ordered_and_never_zero(store):
    hits = store.lexical("一般公共预算收入是多少", 100)
    assert {"甲:1", "乙:1"} == {chunk for chunk, _ in hits[:2]}
    assert 0 < len(hits) < len(CHUNKS)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert all(score > 0 for _, score in hits)
    assert store.lexical("天气", 3) == store.lexical("", 3) == []


def test_dense_hits_are_the_true_cosines(store):
    query = VECTORS[2] * 0.8 + VECTORS[0] * 0.6
    query /= np.linalg.norm(query)
    hits = store.dense(query, 100)
    expected = dict(zip(TEXTS, VECTORS @ query, strict=True))
    assert [chunk for chunk, _ in hits] == sorted(expected, key=expected.get, reverse=True)
    np.testing.assert_allclose([score for _, score in hits], sorted(expected.values(), reverse=True), atol=1e-5)


def test_a_document_keeps_to_its_own_passages(store):
    for hits in (
        store.lexical("一般公共预算收入", 5, "乙"),
        store.dense(VECTORS[0], 5, "乙"),
        store.nearest("一般公共预算收入", VECTORS[0], 5, "乙"),
    ):
        assert hits
        assert {chunk.split(":")[0] for chunk, _ in hits} == {"乙"}


def test_nearest_fuses_both_and_serves_without_a_vector(store):
    assert store.nearest("不动产登记", None, 3)[0][0] == "甲:2"
    assert store.nearest("不动产登记", VECTORS[1], 3)[0][0] == "甲:2"
    assert {chunk for chunk, _ in store.nearest("不动产登记", VECTORS[4], 2)} == {"甲:2", "乙:2"}


def test_without_vectors_dense_finds_nothing(tmp_path: Path):
    write_passages(tmp_path, CHUNKS, None)
    store = PassageStore(tmp_path)
    assert not store.has_vectors
    assert store.dense(VECTORS[0], 3) == []
    assert store.nearest("三公经费", VECTORS[0], 1)[0][0] == "甲:3"


def test_no_chunks_no_hits(tmp_path: Path):
    write_passages(tmp_path, [], None)
    assert PassageStore(tmp_path).nearest("收入", None, 3) == []


def test_batches_stay_within_chromas_limit(tmp_path: Path, monkeypatch):
    from chromadb.api.client import Client
    from llama_index.vector_stores.chroma import ChromaVectorStore

    sizes, add = [], ChromaVectorStore.add
    monkeypatch.setattr(Client, "get_max_batch_size", lambda _: 2)
    monkeypatch.setattr(ChromaVectorStore, "add", lambda self, nodes: sizes.append(len(nodes)) or add(self, nodes))
    write_passages(tmp_path, CHUNKS, VECTORS)
    assert sizes == [2, 2, 1]


@pytest.mark.parametrize(("space", "entries"), [("l2", 5), ("cosine", 4)])
def test_a_collection_of_another_space_or_size_is_refused(tmp_path: Path, space, entries):
    from chromadb import PersistentClient
    from chromadb.config import Settings

    write_passages(tmp_path, CHUNKS, VECTORS)
    with PersistentClient(tmp_path / "chroma", settings=Settings(anonymized_telemetry=False)) as client:
        client.delete_collection("passages")
        collection = client.create_collection(
            "passages", configuration={"hnsw": {"space": space}}, embedding_function=None
        )
        collection.add(ids=list(TEXTS)[:entries], embeddings=VECTORS[:entries])
    with pytest.raises(DamagedIndex):
        PassageStore(tmp_path).dense(VECTORS[0], 1)


def test_lexical_search_pays_for_neither_chroma_nor_llama_index(tmp_path: Path):
    write_passages(tmp_path, CHUNKS, VECTORS)
    code = (
        "import sys; from pathlib import Path; from index.passage_store import PassageStore;"
        f"print(PassageStore(Path({str(tmp_path)!r})).nearest('三公经费', None, 1)[0][0],"
        "{'torch', 'sentence_transformers', 'chromadb', 'llama_index'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "甲:3 set()"
