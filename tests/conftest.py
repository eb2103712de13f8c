"""What several test files share: the default document read once, made-up texts read, places found in the source."""

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.settings import Settings
from index.disclosure import disclosure_of, read_disclosure
from index.model import Cell, Disclosure, Document, Paragraph, Section, Span
from index.outline import Outline, outline
from index.read import document_of
from tests.browsing import CHROMIUM, CHROMIUM_FLAGS
from tests.postgresql import empty_database, programs, running

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
CASES = ROOT / "tests" / "cases"
MADE_UP = Path("made-up.txt")


@pytest.fixture(scope="session")
def default() -> Disclosure:
    """The default document, read once; no test may change it (it is frozen)."""
    (path,) = (ROOT / "data").glob("*.txt")
    return read_disclosure(path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the default document's index; a test that writes there takes one of its own."""
    folder = tmp_path_factory.mktemp("built")
    Assistant.open(Settings(data_dir=folder))
    return folder


@pytest.fixture(scope="session")
def default_assistant(built: Path) -> Assistant:
    """The assistant over the default document, with its embedding model as soon as that is needed."""
    return Assistant.open(Settings(data_dir=built))


@pytest.fixture(scope="session")
def other_disclosures() -> Path:
    """The folder of other disclosures of the genre; they are read in place and never copied."""
    folder = os.environ.get("OTHER_DISCLOSURES", "")
    if not folder:
        reason = "OTHER_DISCLOSURES names no folder: the other disclosures are not read"
        print(reason)
        pytest.skip(reason)
    return Path(folder)


@pytest.fixture(scope="session")
def made_up() -> Callable[[str], Disclosure]:
    """Reads a made-up text of the genre as a whole."""
    return lambda text: disclosure_of(document_of(text, "made-up", "made-up"), MADE_UP)


@pytest.fixture(scope="session")
def outlined() -> Callable[[str], Outline]:
    """Reads a made-up text of the genre as an outline only."""
    return lambda text: outline(document_of(text, "made-up", "made-up"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server; the tests that need it are skipped, and say so, where it is not installed."""
    if programs() is None:
        reason = "PostgreSQL's server is not installed (apt-get install postgresql): nothing is kept in one"
        print(reason)
        pytest.skip(reason)
    with running() as address:
        yield address


@pytest.fixture
def new_database(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Gives the address of a database that is new and empty: "sqlite" or "postgresql"."""
    numbers = itertools.count()

    def made(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'reviews-{next(numbers)}.sqlite'}"
        return empty_database(request.getfixturevalue("postgresql"))

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def review_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """The address of an empty review database, of each kind in turn."""
    return new_database(request.param)


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; the tests that need it are skipped, and say so, where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield running
        running.close()


def source(document: Document, spans: tuple[Span, ...]) -> str:
    """The source text of some spans, put together."""
    return "".join(document.text[start:end] for start, end in spans)


def bare(text: str) -> str:
    """A text without any white space."""
    return re.sub(r"\s", "", text)


def stands(document: Document, cell: Cell | Paragraph) -> bool:
    """Whether the spans of a cell or paragraph give its text back, white space aside."""
    return bare(source(document, cell.spans)) == bare(cell.text)


def section_titled(disclosure: Disclosure, title: str) -> Section:
    """The one section whose title begins so."""
    (section,) = [section for section in disclosure.sections if section.title.startswith(title)]
    return section


def body_of(disclosure: Disclosure, section: Section) -> list[str]:
    """The paragraphs of a section itself, without its heading and the sections below it."""
    return [
        paragraph.text
        for paragraph in disclosure.paragraphs
        if paragraph.section == section.index and paragraph.kind == "body"
    ]
