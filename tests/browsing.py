"""A real server and a real browser for tests, and the record of what the browser asked for."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from assistant.model import Answer, DocumentReference

ASKED = "2023年的预算收入是多少？"
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Scripted:
    """Stands for an assistant where its answers do not matter: repeats the question, remembers it, and fails at 坏."""

    def __init__(self, *disclosures) -> None:
        self.disclosures = disclosures
        self.asked: list[tuple[str, ...]] = []

    def examples(self, document=None, *, english=False) -> tuple[str, ...]:
        return ("三公经费预算是多少？",)

    def ask(self, turns, document=None) -> Answer:
        self.asked.append(tuple(turns))
        if turns[-1] == "坏":
            raise ZeroDivisionError
        about = self.disclosures[0].document
        reference = DocumentReference(about.id, about.title, about.sha256)
        return Answer(turns[-1], None, reference, "answered", f"问的是“{turns[-1]}”。")


@contextmanager
def serving(application) -> Iterator[str]:
    """A real server on a free loopback port; its address, without a slash at the end."""
    server = uvicorn.Server(uvicorn.Config(application, log_level="error", timeout_graceful_shutdown=3))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def visiting(browser, address: str, **options):
    """A page in a window of its own; afterwards every request it made must have stayed on this machine."""
    settings = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}, **options}
    context = browser.new_context(**settings)
    requested: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda opened: requested.append(opened.url))
    page.set_default_timeout(15_000)
    page.goto(address)
    yield page
    context.close()
    assert requested
    outside = [url for url in requested if urlsplit(url).hostname != "127.0.0.1" and urlsplit(url).scheme != "data"]
    assert outside == []


def line(page):
    """The line that questions are typed into."""
    return page.locator("#question textarea")


def ask(page, question: str):
    """Asks, and waits for the answer to it."""
    answers = page.locator("#chat .answer[data-turns]")
    before = answers.count()
    line(page).fill(question)
    line(page).press("Enter")
    answers.nth(before).wait_for()
    return answers.nth(before)
