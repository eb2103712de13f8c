"""The pictures of the README: the pages of the running application, taken in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from eval.serving import running, until_ready

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
DESK: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"}
TELEPHONE: Mapping[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}
_SETTLED = 700


def main() -> None:
    """Takes every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with running() as server, sync_playwright() as playwright:
        until_ready(server.address)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (options, path, act) in PICTURES.items():
            context = browser.new_context(**options)
            page = context.new_page()
            page.goto(server.address + path)
            act(page)
            page.wait_for_timeout(_SETTLED)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()
        browser.close()


def _ask(*questions: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for count, question in enumerate(questions, 1):
            page.locator("#question textarea").fill(question)
            page.locator("#question textarea").press("Enter")
            page.locator("#chat .answer .tools").nth(count - 1).wait_for()

    return act


def _check_a_target(page: Page) -> None:
    _ask("预算项目里满意度的指标值是多少？")(page)
    page.locator("#chat .answer .text a.cite").first.click()


def _open_the_evidence(page: Page) -> None:
    _ask("公务接待费预算是多少？")(page)
    page.locator("#chat .answer .text a.cite").first.click()


def _look(page: Page) -> None:
    page.locator("main").wait_for()


PICTURES: Mapping[str, tuple[Mapping[str, Any], str, Callable[[Page], None]]] = {
    "ask": (DESK, "/", _ask("收入构成")),
    "evidence": (DESK, "/", _check_a_target),
    "read": (DESK, "/read?find=采购预算", _look),
    "figures": (DESK, "/figures", _look),
    "phone": (TELEPHONE, "/", _open_the_evidence),
    "dark": ({**DESK, "color_scheme": "dark"}, "/", _ask("2022年预算收入是多少？", "各单位政府采购金额排名")),
}


if __name__ == "__main__":
    main()
