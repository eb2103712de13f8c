"""The sections of the evaluation's page on language models: each is written by a run of its own and kept by others."""

from __future__ import annotations

import re
from pathlib import Path

_HEADING = "## With a language model: "
_SECTION = re.compile(rf"^{re.escape(_HEADING)}(.+)\n\n((?:(?!## ).*\n?)*)", re.MULTILINE)


def kept(page: Path) -> str:
    """The sections on language models of a page, as they stand there; empty where it has none."""
    return _written(_sections(page))


def keep(page: Path, title: str, body: str) -> None:
    """Writes a section into a page, in place of the one with this title; all else stays as it is."""
    text = page.read_text(encoding="utf-8")
    before = text.split(f"\n{_HEADING}", 1)[0].rstrip("\n")
    sections = {**_sections(page), title: body}
    page.write_text(f"{before}\n{_written(sections)}", encoding="utf-8")


def _sections(page: Path) -> dict[str, str]:
    if not page.exists():
        return {}
    return {title: body.strip("\n") for title, body in _SECTION.findall(page.read_text(encoding="utf-8"))}


def _written(sections: dict[str, str]) -> str:
    return "".join(f"\n{_HEADING}{title}\n\n{body}\n" for title, body in sections.items())
