"""`python -m assistant verify`: receipts checked against the document they name, line by line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.answer import Assistant
from assistant.checking.receipt import check_receipt
from assistant.checking.receipt_claims import unchecked
from assistant.checking.receipt_finding import Finding, Unchecked, all_hold
from assistant.commands.ask import reviews_of
from assistant.commands.errors import BadInput, Subparsers
from assistant.model import Answer
from assistant.notes import WORDED
from assistant.receipt import MOST_BYTES, NoReceipt, Receipt, read_receipt
from assistant.receipt_review import review_checked
from assistant.settings import Settings
from index.disclosure import disclosure_of
from index.documents import default_document, kept_document
from index.errors import IndexingError
from index.model import Document
from index.progress import progress_bar
from index.read import read_document

Again = Literal["same", "worded", "different", "not indexed"]

_AGAIN: dict[Again, str] = {
    "same": "再问一次，回答一字不差 / asked again, the answer is the same to the character",
    "worded": "再问一次，数字和出处都相同；回执里的措辞由语言模型整理"
    " / asked again, figures and sources are the same; the receipt's wording is a language model's",
    "different": "再问一次，今天的回答与回执不同（不算错误） / asked again, today's answer is another; no fault",
    "not indexed": "索引里没有这份原文，没有再问 / the document is not in the index, so nothing was asked again",
}


def add_command(commands: Subparsers) -> None:
    """Adds `verify` to the commands."""
    verify = commands.add_parser("verify", help="核对回执 / check receipts against the document")
    verify.add_argument("receipts", nargs="+", type=Path, metavar="RECEIPT", help="回执文件 / receipts")
    verify.add_argument("--document", type=Path, metavar="FILE", help="原文文件 / the document's text, if not indexed")
    verify.add_argument(
        "--again",
        action="store_true",
        help="再问一次，看今天的回答是否相同 / ask again, and say whether today's answer is it",
    )
    verify.add_argument("--json", action="store_true", help="每行一个 JSON 对象 / one JSON object a line")
    verify.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """The worst status of the receipts: 0 everything holds, 1 something does not, 2 one could not be checked."""
    given = read_document(options.document) if options.document else None
    assistant = cache(_assistant)
    return max(_status(path, given, assistant, again=options.again, as_json=options.json) for path in options.receipts)


def _assistant() -> Assistant:
    with progress_bar() as progress:
        return Assistant.open(Settings.from_environment(), progress)


def _status(
    path: Path, given: Document | None, assistant: Callable[[], Assistant], *, again: bool, as_json: bool
) -> int:
    try:
        receipt = read_receipt(_content(path))
        document = given or _document(receipt)
        named = replace(document, id=receipt.document.id)  # the ids of its figures begin so
        findings = list(check_receipt(receipt, disclosure_of(named, Path(document.source))))
        review = _review(receipt, assistant)
    except (BadInput, NoReceipt, IndexingError) as error:
        said = str(error)
        print(_printable(said if said.startswith(str(path)) else f"{path}：{said}"), file=sys.stderr)
        return 2
    findings += [review] if review else []
    left = unchecked(receipt, review_checked=review is not None)
    found = _again(receipt, assistant()) if again else None
    print((_json if as_json else _shown)(path, findings, left, found))
    return 0 if all_hold(findings) else 1


def _review(receipt: Receipt, assistant: Callable[[], Assistant]) -> Finding | None:
    """What the review database says of the staff's check; None where there is none, or the receipt claims none."""
    with reviews_of(Settings.from_environment()) as store:
        return review_checked(receipt, assistant(), store) if store and receipt.review else None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}：无法读取（{error}）。 / cannot be read; give a receipt's file.") from error


def _document(receipt: Receipt) -> Document:
    """The document of a receipt: the one of that text in the index, else the shipped one.

    Raises:
        BadInput: neither is of that text.
        IndexingError: a text cannot be read.
    """
    sha256 = receipt.document.sha256
    kept = kept_document(Settings.from_environment().data_dir / "documents", sha256)
    document = kept or read_document(default_document())
    if document.sha256 != sha256:
        raise BadInput(
            f"找不到回执所依据的原文《{receipt.document.title}》（SHA-256 {sha256[:12]}…）；请用 --document 给出文件。"
            " / the document of this receipt is not at hand; give its file with --document."
        )
    return document


def _again(receipt: Receipt, assistant: Assistant) -> Again:
    """What comes of asking again: an answer may differ and both be right, as the program learns."""
    for document in assistant.documents:
        if document.sha256 == receipt.document.sha256:
            answer = assistant.ask(receipt.turns, document.id)
            return _compared(receipt, answer)
    return "not indexed"


def _compared(receipt: Receipt, answer: Answer) -> Again:
    """How today's answer, which no language model words, compares with that of a receipt."""
    if (answer.outcome, answer.text) == (receipt.outcome, receipt.text):
        return "same"
    was_worded = set(WORDED).intersection(receipt.notes)
    used = {figure for check in receipt.numbers for figure in check.figures}
    uses = {figure for check in answer.numbers for figure in check.figures}
    return "worded" if was_worded and (used, receipt.citations) == (uses, answer.citations) else "different"


def _shown(path: Path, findings: Sequence[Finding], left: Sequence[Unchecked], again: Again | None) -> str:
    lines = [f"  {'✓' if each.holds else '✗'} {_printable(f'{each.chinese} / {each.english}')}" for each in findings]
    wrong = sum(not each.holds for each in findings)
    said = (
        f"有 {wrong} 项不成立。 / {wrong} of them do not hold."
        if wrong
        else "核对过的都成立。 / All that was checked holds."
    )
    lines += [f"  · {_AGAIN[again]}"] if again else []
    lines += [_not_checked(left), f"核对了 {len(findings)} 项，{said}"]
    return "\n".join([str(path), *lines])


def _not_checked(left: Sequence[Unchecked]) -> str:
    """One line on what rests on the digest alone, so that nobody takes it for checked."""
    chinese, english = "、".join(each.chinese for each in left), ", ".join(each.english for each in left)
    return f"  ? 未核对：{chinese}；只靠摘要保护，防不了有意伪造。 / not checked, sealed by the digest alone: {english}"


def _printable(text: str) -> str:
    """A text without characters that would command the terminal, as a receipt may hold any."""
    return "".join(each if each.isprintable() else "�" for each in text)


def _json(path: Path, findings: Sequence[Finding], left: Sequence[Unchecked], again: Again | None) -> str:
    found = {"receipt": str(path), "holds": all_hold(findings), "findings": [asdict(each) for each in findings]}
    found |= {"not_checked": [each.part for each in left]} | ({"again": again} if again else {})
    return json.dumps(found, ensure_ascii=False)
