"""axe-core on every page, light and dark, wide and narrow: nothing serious, nothing critical."""

from pathlib import Path

import pytest

from assistant.feedback import Feedback
from assistant.review.store import ReviewStore
from assistant.settings import Settings
from assistant.web.server import application
from tests.browsing import serving, visiting
from tests.conftest import ROOT

AXE = ROOT / ".venv/axe/node_modules/axe-core/axe.min.js"
DESK, TELEPHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
QUESTIONS = ("收入构成", "各单位政府采购金额排名", "2022年预算收入是多少？", "局长的电话是多少？", "什么叫基本支出？")


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip(f"axe-core is not installed: make {AXE.relative_to(ROOT)} (npm is needed)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(default_assistant, tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("var")
    with (
        ReviewStore.open(Settings(data_dir=folder).review_url) as store,
        serving(application(default_assistant, Feedback(store, default_assistant.ask))) as served,
    ):
        yield served


def violations(page, axe: str) -> list[str]:
    """What axe finds that is serious or critical, each with where it is."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert found["passes"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
@pytest.mark.parametrize("path", ["/read", "/read?find=经费", "/figures", "/check", "/api"])
def test_a_plain_page_keeps_nobody_out(browser, address, axe, path, size, scheme):
    with visiting(browser, address + path, viewport=size, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "language"), [(DESK, "zh-CN"), (TELEPHONE, "zh-CN"), (DESK, "en")])
def test_the_chat_keeps_nobody_out(browser, address, axe, size, language, scheme):
    with visiting(browser, address, viewport=size, color_scheme=scheme, locale=language) as page:
        page.locator("#chat .example").first.wait_for()
        assert violations(page, axe) == []
        for count, question in enumerate(QUESTIONS, 1):
            page.locator("#question textarea").fill(question)
            page.locator("#question textarea").press("Enter")
            page.locator("#chat .answer .tools").nth(count - 1).wait_for()
        page.locator("#chat .wrong").last.click()
        page.locator("#chat .checks summary").first.click()
        page.locator("#chat .cite").first.click()
        assert violations(page, axe) == []


def test_the_check_finds_what_keeps_people_out(browser, address, axe):
    with visiting(browser, address + "/figures") as page:
        page.evaluate("document.querySelector('main').append(document.createElement('button'))")
        assert any("button-name" in each for each in violations(page, axe))
