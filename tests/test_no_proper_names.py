"""No rule and no vocabulary holds a word that only the default document has: its offices, projects and units."""

import re
from pathlib import Path

from index.table_figures import clean_name

ROOT = Path(__file__).parent.parent
GENRE = {"办公室", "规划局"}  # names that bodies everywhere have


def proper_names(disclosure):
    names = {table.subject for table in disclosure.tables}
    names |= {row.owner for table in disclosure.tables for row in table.rows if row.owner}
    for section in disclosure.sections:
        if any("职责" in title for title in section.path[:-1]):
            names.add(re.sub(r"[（(].*", "", section.title))
    institutions = disclosure.tables[0]
    names |= {clean_name(row.cells[0].text) for row in institutions.rows}
    names |= {re.sub(r"^石家庄高新技术产业开发区", "", name) for name in names}
    return {name for name in names if len(name) > 3} - GENRE


def test_code_and_vocabulary_name_nothing_of_the_default_document(default):
    names = proper_names(default)
    assert len(names) > 80
    sources = [path for room in ("index", "assistant", "prompts") for path in (ROOT / room).rglob("*.py")]
    assert len(sources) > 30
    found = [
        (path.name, name)
        for path in (*sources, ROOT / "app.py")
        for name in names
        if name in re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.S)
    ]
    assert found == []
