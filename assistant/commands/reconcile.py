"""`python -m assistant reconcile`: which figures of a document agree, for people, as JSON lines, and as files."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import UnknownDocument
from assistant.commands.errors import BadInput, Subparsers
from assistant.reconciling.checked import checked
from assistant.reconciling.lines import report_lines
from assistant.reconciling.records import identity_record, oddity_record
from assistant.settings import Settings
from index.build import ready_index
from index.documents import default_document
from index.model import Disclosure
from index.progress import progress_bar


def add_command(commands: Subparsers) -> None:
    """Adds `reconcile` to the commands."""
    command = commands.add_parser("reconcile", help="核对勾稽关系 / check which figures agree")
    command.add_argument("--json", action="store_true", help="每行一个 JSON 对象 / one JSON object a line")
    command.add_argument("--document", help="文档编号 / the document's id")
    command.add_argument("--oddities", action="store_true", help="也列出疑点 / what looks odd, too")
    command.add_argument(
        "--all", action="store_true", help="也列出相符的，--html 也是 / what agrees, too, also in --html"
    )
    command.add_argument("--xlsx", type=Path, metavar="FILE", help="写成 Excel 报告 / write a workbook")
    command.add_argument("--html", type=Path, metavar="FILE", help="写成可打印的网页报告 / write a page to print")
    command.add_argument("--replace", action="store_true", help="可覆盖已有的报告 / write over a report that is there")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if not options.replace:
        _refuse_written(options.xlsx, options.html)
    settings = Settings.from_environment()
    with progress_bar() as progress:
        index = ready_index([default_document()], settings.data_dir, settings.embedding_model, progress)
    found = checked(_named(index.disclosures, options.document))
    if options.xlsx:
        from assistant.reconciling.sheets import workbook

        _write(options.xlsx, workbook(found))
    if options.html:
        from assistant.reconciling.report import report_html

        _write(options.html, report_html(found, holding=options.all).encode("utf-8"))
    if options.json:
        for identity in found.identities:
            print(json.dumps(identity_record(identity), ensure_ascii=False))
        for oddity in found.oddities if options.oddities else ():
            print(json.dumps(oddity_record(oddity), ensure_ascii=False))
    else:
        for line in report_lines(found, holding=options.all, oddities=options.oddities):
            print(line)
    return 0


def _named(disclosures: Sequence[Disclosure], identifier: str | None) -> Disclosure:
    """The document named; the first where none is."""
    for disclosure in disclosures:
        if identifier in (None, disclosure.document.id):
            return disclosure
    raise UnknownDocument(str(identifier), [disclosure.document.id for disclosure in disclosures])


def _refuse_written(*paths: Path | None) -> None:
    """Stops where a report is there already: somebody may have filled in its remarks by hand."""
    for path in paths:
        if path is not None and path.is_file():
            raise BadInput(
                f"{path}：文件已存在，可能已填写处理意见，未改动。请换一个文件名；确要覆盖请加 --replace。"
                " / exists, perhaps filled in by hand, and is unchanged; name another file, or add --replace."
            )


def _write(path: Path, content: bytes) -> None:
    """Writes a file beside its place and moves it there whole, so that a file in place is never half overwritten."""
    beside = None
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "这是一个文件夹 it is a folder")
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise BadInput(
            f"{path}：无法写入（{error.strerror or error}），原有文件未改动。请给出可写的文件名。"
            " / cannot be written, a file in place is unchanged; name a file that can be."
        ) from error
    print(f"{path}：已写入。 / written.", file=sys.stderr)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
