"""A file as a Document: the only reader of files."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Literal

from index.errors import NotText, UnreadableDocument
from index.lines import split_lines
from index.model import Document
from index.text import half_width, year_in

_BODY = re.compile(
    r"([\u4e00-\u9fff（）()]{2,40}?"
    r"(?:局|委员会|委|厅|法院|检察院|办公室|办|中心|部(?!门)|处|院|会|政府|大队|学校|总队|站|所))"
)
_NAMED_BODY = re.compile(
    r"(?:编制部门|预算主管部门|编制单位|部门名称|填报单位)\s*[:：]"
    r"\s*([\u4e00-\u9fff（）()]{3,40})"
)


def read_document(path: Path) -> Document:
    """The document in a file, its text exactly as decoded (a byte order mark aside).

    UTF-8 and, where that fails, GB18030 (a superset of GBK) are read; UTF-16 only with its mark.

    Raises:
        UnreadableDocument: the path is missing, a folder, or not permitted.
        NotText: the bytes are empty, binary, or in no known encoding.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "没有这个文件 no such file") from error
    except IsADirectoryError as error:
        raise UnreadableDocument(path, "这是一个文件夹 it is a folder") from error
    except OSError as error:
        raise UnreadableDocument(path, error.strerror or type(error).__name__) from error
    except ValueError as error:  # a path with a zero byte in it
        raise UnreadableDocument(path, str(error)) from error
    return document_of(decode(raw, path), path.stem, str(path))


def document_of(text: str, identifier: str, source: str) -> Document:
    """The document of a text already decoded: its title, year, kind and the body that publishes it."""
    title = _title([line.text.strip() for line in split_lines(text[:4000])])
    year = year_in(half_width(title)) or year_in(half_width(text[:2000]))
    kind: Literal["budget", "final_account"] = "final_account" if "决算" in title and "预算" not in title else "budget"
    return Document(
        id=identifier,
        title=title,
        year=int(year) if year else None,
        kind=kind,
        body=_body(title, text),
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        text=text,
        source=source,
    )


def decode(raw: bytes, path: Path) -> str:
    """The text of a file's bytes.

    Raises:
        NotText: nothing there, binary, or an unknown encoding.
    """
    text = _decoded(raw, path)
    if not text.strip():
        raise NotText(path, "文件是空的 the file is empty")
    return text


def _decoded(raw: bytes, path: Path) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(raw, "utf-16", path, "UTF-16")
    if b"\x00" in raw:
        raise NotText(path, f"第 {raw.index(0)} 字节是 0，这是二进制文件 byte {raw.index(0)} is zero: a binary file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _text(raw, "gb18030", path, "UTF-8 或 GBK")
    if _chinese_share(text) < 0.2:
        raise NotText(path, "不是 UTF-8，按 GBK 读出的也不是中文 not UTF-8, and as GBK it is no Chinese text")
    return text


def _text(raw: bytes, encoding: str, path: Path, tried: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"第 {error.start} 字节无法按 {tried} 解码 byte {error.start} is not {tried.replace('或', 'or')}"
        raise NotText(path, found) from error


def _chinese_share(text: str) -> float:
    visible = [character for character in text if not character.isspace()]
    common = sum("\u4e00" <= character <= "\u9fff" or character.isascii() for character in visible)
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in visible)
    return chinese / len(visible) if visible and common / len(visible) > 0.7 else 0.0


def _title(lines: list[str]) -> str:
    """The opening lines up to the one that names the kind of disclosure (a title may be broken over lines)."""
    title = ""
    for line in lines[:4]:
        title += line
        if re.search(r"预算|决算", title):
            return title
    return lines[0] if lines else ""


def _body(title: str, text: str) -> str:
    """The department's own name: as the document names it, or what the title leaves without year and kind."""
    named = _NAMED_BODY.search(text)
    bare = re.sub(r"\s*20[0-9]{2}\s*年?度?\s*", " ", half_width(title)).strip().removeprefix("关于")
    found = _BODY.match(re.sub(r"\s", "", bare))
    if found and "部门" not in found.group(1):
        return found.group(1)
    return named.group(1) if named else re.split(r"部门|预算|决算", bare)[0].strip() or title
