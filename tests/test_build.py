"""A build leaves a whole index or the one before it, is skipped when nothing changed, and says what is damaged."""

import hashlib
import importlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index import __main__, build
from index.build import build_index, open_index, ready_index, restore_index
from index.errors import (
    DamagedIndex,
    IndexingError,
    LostDocument,
    MissingIndex,
    NothingRecognised,
    UnreadableDocument,
    UnwritableIndex,
)
from index.model import Chunk, Disclosure, Problem
from index.versions import one_writer

ROOT = Path(__file__).parent.parent
HEAVY = {"torch", "sentence_transformers", "chromadb", "llama_index", "bm25s", "numpy"}


def disclosure_of(document, path):
    """A disclosure with a chunk for each line: what the build needs of a reader."""
    if "第" not in document.text:
        raise NothingRecognised(path, len(document.text))
    chunks = tuple(
        Chunk(f"{document.id}:chunk:{number}", document.id, line, ("一",), None, ((0, 1),), ())
        for number, line in enumerate(document.text.splitlines())
    )
    return Disclosure(document, (), (), (), (), chunks, (), (Problem("odd", "", ()),))


class HashEmbedder:
    """Vectors made of a text's hash; counts what it is asked for."""

    fingerprint = "hash"
    embedded = 0

    def encode_documents(self, texts):
        HashEmbedder.embedded += len(texts)
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text):
        vector = np.frombuffer(hashlib.sha512(text.encode()).digest(), dtype=np.uint8).astype(np.float32) - 128
        return vector / np.linalg.norm(vector)


def use_fakes(setattr_=setattr):
    setattr_(build, "disclosure_of", disclosure_of)
    setattr_(build, "fingerprint", lambda model: None if model == "none" else f"hash-{model}")
    setattr_(build, "load_embedder", lambda model: None if model == "none" else HashEmbedder())


def die_at(step):
    """Makes a function of the build end its process as `kill -9` does, instead of doing its work."""
    module, name = step.split(":")
    setattr(importlib.import_module(module), name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))


if __name__ == "__main__":  # a build in a process of its own: DATA_DIR DOCUMENT, killed at the step KILL_AT names
    use_fakes()
    if "KILL_AT" in os.environ:
        die_at(os.environ["KILL_AT"])
    report = build_index([Path(sys.argv[2])], Path(sys.argv[1]), "m")
    sys.exit(0 if report.skipped else 3)


@pytest.fixture(autouse=True)
def _fakes(monkeypatch):
    use_fakes(monkeypatch.setattr)
    HashEmbedder.embedded = 0


@pytest.fixture
def place(tmp_path: Path):
    first, second = tmp_path / "甲.txt", tmp_path / "乙.txt"
    first.write_text("第一段：收入100万元\n第二段：支出90万元", encoding="utf-8")
    second.write_text("第三段：结余10万元\n第一段：收入100万元", encoding="utf-8")
    return SimpleNamespace(data=tmp_path / "var", first=first, second=second, root=tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def ids(place) -> list[str]:
    return [disclosure.document.id for disclosure in open_index(place.data).disclosures]


def version(place) -> Path:
    return place.data / "versions" / (place.data / "current").read_text().strip()


def said(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def search(index, text):
    with closing(index.passages):
        return index.passages.nearest(text, HashEmbedder().encode_query(text), 2)


def test_an_index_holds_what_was_read_and_finds_it(place):
    report = build_index([place.first, place.second], place.data, "m")
    index = open_index(place.data)
    assert [entry.id for entry in report.manifest.documents] == ["甲", "乙"]
    assert index.disclosures == tuple(
        disclosure_of(disclosure.document, place.first) for disclosure in index.disclosures
    )
    assert index.disclosures[0].document.text == place.first.read_text(encoding="utf-8")
    assert search(index, "第三段：结余10万元")[0][0] == "乙:chunk:0"
    assert index.passages.dense(HashEmbedder().encode_query("第三段：结余10万元"), 1)[0][1] == pytest.approx(
        1, abs=1e-3
    )
    index.passages.close()


def test_the_index_holds_exactly_the_documents_of_the_last_build(place):
    build_index([place.first], place.data, "m")
    build_index([place.second], place.data, "m")
    assert ids(place) == ["乙"]
    assert len(list((place.data / "documents").glob("*.txt"))) == 1


def test_a_rebuild_embeds_only_what_changed(place):
    assert build_index([place.first], place.data, "m").embedded == 2
    assert build_index([place.first, place.second], place.data, "m").embedded == 1
    assert build_index([place.second], place.data, "m", force=True).embedded == 0
    assert HashEmbedder.embedded == 3


def test_nothing_changed_is_skipped_and_anything_changed_is_not(place, monkeypatch):
    shown = []
    build_index([place.first], place.data, "m")
    again = build_index([place.first], place.data, "m", lambda *step: shown.append(step))
    assert (again.skipped, again.seconds, shown) == (True, (), [])
    assert not build_index([place.first], place.data, "m", force=True).skipped
    assert not build_index([place.first], place.data, "other model").skipped
    place.first.write_text("第一段：收入101万元", encoding="utf-8")
    assert not build_index([place.first], place.data, "other model").skipped
    assert build_index([place.first], place.data, "other model").skipped
    monkeypatch.setattr(build, "schema_version", lambda: "another")
    assert not build_index([place.first], place.data, "other model").skipped


def test_a_skip_imports_nothing_heavy_and_a_build_from_the_cache_no_model(place):
    build_index([place.first], place.data, "m")
    code = (
        "import sys; from pathlib import Path; from index import build; from index.build import build_index;"
        "build.fingerprint = lambda model: 'hash-m';"
        f"report = build_index([Path({str(place.first)!r})], Path({str(place.data)!r}), 'm');"
        f"print(report.skipped, {HEAVY} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "True set()"

    forced = code.replace("'m');", "'m', force=True);").replace("set(sys.modules)", "set(sys.modules) - {'numpy'}")
    forced = forced.replace("build.fingerprint =", "import sys; sys.path.insert(0, 'tests'); import test_build;"
                            "build.disclosure_of = test_build.disclosure_of; build.fingerprint =")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", forced], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("False")
    assert not {"torch", "sentence_transformers"} & set(done.stdout.replace("'", " ").split())


def test_without_a_model_lexical_search_serves(place):
    report = build_index([place.first], place.data, "none")
    assert not report.manifest.has_vectors
    assert open_index(place.data).passages.nearest("支出", None, 1)[0][0] == "甲:chunk:1"
    assert build_index([place.first], place.data, "none").skipped


KILLS = {
    "embedding": "index.embedding_cache:write_vectors",
    "figures": "index.figure_store:write_disclosures",
    "passages": "index.passage_store:_write_chroma",
    "manifest": "index.build:seal",
    "fsync": "index.versions:_settle",
    "swap": "index.build:point_at",
    "after the swap": "index.build:drop_documents",
}


@pytest.mark.parametrize("step", KILLS)
def test_a_killed_build_leaves_a_whole_index(place, step):
    build_index([place.first], place.data, "m")
    command = [sys.executable, __file__, str(place.data), str(place.second)]
    done = subprocess.run(command, env=os.environ | {"KILL_AT": KILLS[step], "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert ids(place) == (["乙"] if step == "after the swap" else ["甲"])
    assert search(open_index(place.data), "第一段：收入100万元")
    build_index([place.second], place.data, "m")
    assert ids(place) == ["乙"]
    assert len(list((place.data / "versions").iterdir())) <= 2
    assert not list(place.data.rglob("*.tmp"))


def test_the_first_build_killed_leaves_no_index_and_the_next_one_succeeds(place):
    command = [sys.executable, __file__, str(place.data), str(place.first)]
    subprocess.run(command, env=os.environ | {"KILL_AT": KILLS["swap"], "PYTHONPATH": str(ROOT)}, check=False)
    with pytest.raises(MissingIndex):
        open_index(place.data)
    build_index([place.first], place.data, "m")
    assert ids(place) == ["甲"]
    assert len(list((place.data / "versions").iterdir())) == 1


def test_an_open_index_serves_while_a_new_one_takes_its_place(place):
    build_index([place.first], place.data, "m")
    old = open_index(place.data)
    build_index([place.second], place.data, "m")
    assert search(old, "第二段：支出90万元")[0][0] == "甲:chunk:1"


def truncate(path: Path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGE = {
    "truncated figures": lambda place: truncate(version(place) / "index.sqlite"),
    "missing figures": lambda place: (version(place) / "index.sqlite").unlink(),
    "missing chroma": lambda place: shutil.rmtree(version(place) / "chroma"),
    "truncated chroma": lambda place: truncate(version(place) / "chroma" / "chroma.sqlite3"),
    "overwritten chroma": lambda place: (version(place) / "chroma" / "chroma.sqlite3").write_bytes(b"x" * 9_000_000),
    "changed lexical": lambda place: (version(place) / "lexical" / "chunks.json").write_text("[]"),
    "missing manifest": lambda place: (version(place) / "manifest.json").unlink(),
    "half a manifest": lambda place: truncate(version(place) / "manifest.json"),
    "empty pointer": lambda place: (place.data / "current").write_bytes(b""),
    "garbage pointer": lambda place: (place.data / "current").write_bytes(b"\xff\x00\xfe"),
    "pointer outside": lambda place: (place.data / "current").write_text("../versions"),
    "pointer to nothing": lambda place: (place.data / "current").write_text("20200101T000000-000000"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_said_in_one_line_and_rebuilt_without_the_original_files(place, damage, caplog):
    build_index([place.first, place.second], place.data, "m")
    before = open_index(place.data).disclosures
    place.first.unlink()
    place.second.unlink()
    DAMAGE[damage](place)
    with pytest.raises(DamagedIndex) as caught:
        open_index(place.data)
    assert "\n" not in str(caught.value)
    caplog.clear()
    index = ready_index([], place.data, "m")
    assert ["the index is damaged" in line for line in said(caplog)] == [True]
    assert index.disclosures == before
    assert search(index, "第一段：收入100万元")


def test_a_damaged_index_is_rebuilt_by_a_plain_build(place):
    build_index([place.first], place.data, "m")
    DAMAGE["truncated figures"](place)
    assert not build_index([place.first], place.data, "m").skipped
    assert ids(place) == ["甲"]


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("第")])
def test_a_lost_text_is_named_with_what_to_run(place, change):
    build_index([place.first], place.data, "m")
    change(next((place.data / "documents").glob("*.txt")))
    with pytest.raises(LostDocument, match=str(place.first)):
        restore_index(place.data, "m")


def test_an_index_of_another_model_is_made_anew(place):
    build_index([place.first], place.data, "m")
    place.first.unlink()
    assert ready_index([], place.data, "other").manifest.embedding == "hash-other"


def test_a_missing_index_is_built_from_the_default(place):
    assert ready_index([place.first], place.data, "m").manifest.documents[0].id == "甲"


def test_bad_input_leaves_the_index_untouched(place):
    build_index([place.first], place.data, "m")
    before = contents(place.data)
    bad = {"empty": b"", "binary": b"\x00\x01\x02", "nothing": "天气很好".encode()}
    for name, raw in bad.items():
        (place.root / name).write_bytes(raw)
    for path in [place.root / name for name in [*bad, "missing"]] + [place.root]:
        with pytest.raises(IndexingError):
            build_index([place.second, path], place.data, "m")
    assert contents(place.data) == before
    assert build_index([place.first], place.data, "m").skipped


def test_documents_of_one_name_get_ids_of_their_own_whatever_their_order(place):
    twin = place.root / "other" / "甲.txt"
    twin.parent.mkdir()
    twin.write_text("第九段：另一份", encoding="utf-8")
    build_index([place.first, twin], place.data, "m")
    first, second = ids(place)
    assert first != second
    assert first.startswith("甲-")
    build_index([twin, place.first], place.data, "m")
    assert ids(place) == [second, first]


def test_a_text_given_twice_is_indexed_once(place, caplog):
    copy = place.root / "copy.txt"
    shutil.copy(place.first, copy)
    build_index([place.first, copy, place.first], place.data, "m")
    assert ids(place) == ["甲"]
    assert "indexed once" in caplog.text


def test_a_second_builder_waits_and_says_so(place, caplog):
    waiting = threading.Event()
    handler = logging.Handler()
    handler.emit = lambda record: "waiting" in record.getMessage() and waiting.set()
    logging.getLogger("index.versions").addHandler(handler)
    second = threading.Thread(target=build_index, args=([place.first], place.data, "m"))
    with one_writer(place.data):
        second.start()
        assert waiting.wait(10)
        assert not (place.data / "current").exists()
    second.join(30)
    logging.getLogger("index.versions").removeHandler(handler)
    assert ids(place) == ["甲"]
    assert len(said(caplog)) == 1


def test_a_data_directory_that_cannot_be_written_is_named(place):
    place.data.write_text("a file")
    with pytest.raises(UnwritableIndex, match=str(place.data)):
        build_index([place.first], place.data, "m")


def test_command_line(place, capsys, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(place.data))
    monkeypatch.setenv("EMBEDDING_MODEL", "m")
    assert __main__.main([str(place.first)]) == 0
    shown = capsys.readouterr()
    assert "甲" in shown.out
    assert "2 passages" in shown.out
    assert "embed" in shown.err
    assert __main__.main([str(place.first)]) == 0
    shown = capsys.readouterr()
    assert "up to date" in shown.out
    assert shown.err == ""
    assert __main__.main([str(place.root / "missing.txt")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    with pytest.raises(UnreadableDocument):
        build_index([place.root / "missing.txt"], place.data, "m")


def test_audit_counts_every_numeral_of_the_default_document(capsys):
    assert __main__.main(["--audit"]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    counts = [int(line.split()[0]) for line in rest if line.split()[0].isdecimal()]
    assert f"{sum(counts)} 个数字" in first
