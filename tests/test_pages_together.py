"""The pages as one site in a real browser: from an answer to its place, figures filtered and taken home, judgements."""

import csv

import pytest

from assistant.answer import Assistant
from assistant.feedback import Feedback
from assistant.review.store import ReviewStore
from assistant.settings import Settings
from assistant.web.server import application
from index.text import squeezed
from tests.browsing import ASKED, ask, serving, visiting

SCRIPT = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def address(folder):
    assistant = Assistant.open(Settings(data_dir=folder))
    with (
        ReviewStore.open(Settings(data_dir=folder).review_url) as store,
        serving(application(assistant, Feedback(store, assistant.ask))) as served,
    ):
        yield served


def test_a_citation_lands_at_its_marked_place_in_the_document(browser, address):
    with visiting(browser, address) as page:
        ask(page, "基本支出是多少？").locator("a.cite").first.click()
        with page.context.expect_page() as opened:
            page.locator("#evidence .source.current .onward a").click()
        document = opened.value
        document.locator("#mark").wait_for()
        assert "/read?" in document.url
        marked = "".join(document.locator("mark").all_inner_texts())
        assert "3201.81" in marked
        box = document.locator("#mark").bounding_box()
        assert 0 <= box["y"] < 800


def test_the_pages_lead_to_each_other(browser, address):
    with visiting(browser, address) as page:
        page.get_by_role("link", name="原文", exact=True).click()
        page.get_by_label("在原文中查找").fill("三公")
        page.get_by_label("在原文中查找").press("Enter")
        page.locator("mark").first.wait_for()
        page.get_by_role("link", name="数据", exact=True).click()
        page.get_by_role("link", name="问答", exact=True).click()
        page.locator("#question textarea").wait_for()


def test_figures_are_filtered_and_taken_home(browser, address):
    with visiting(browser, address + "/figures", accept_downloads=True) as page:
        page.locator("form input[name=q]").fill("三公")
        page.locator("form input[name=q]").press("Enter")
        rows = page.locator("table.figures tbody tr, .figures table tbody tr")
        rows.first.wait_for()
        assert "q=%E4%B8%89%E5%85%AC" in page.url
        shown = [squeezed(row.inner_text()) for row in rows.all()]
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").first.click()
        with open(download.value.path(), encoding="utf-8-sig", newline="") as file:  # noqa: PTH123 - a text with its own line ends
            taken = list(csv.DictReader(file))
        assert taken
        assert len(taken) == len(shown)
        for row, text in zip(taken, shown, strict=True):
            assert squeezed(row["measure"]) in text
            assert squeezed(row["raw"]) in text


def test_a_judgement_is_kept_as_it_was_written_and_nothing_in_it_runs(browser, address, folder):
    with visiting(browser, address) as page:
        answer = ask(page, ASKED)
        answer.get_by_role("button", name="不对").click()
        answer.get_by_label("哪里不对").fill(SCRIPT)
        answer.get_by_role("button", name="提交").click()
        answer.get_by_text("谢谢，已记下。").wait_for()
        assert page.evaluate("window.ran") is None
        assert answer.locator(".wrong").get_attribute("aria-pressed") == "true"
        other = ask(page, "基本支出是多少？")
        other.get_by_role("button", name="对", exact=True).click()
        other.get_by_text("谢谢，已记下。").wait_for()
    with ReviewStore.open(Settings(data_dir=folder).review_url) as store:
        wrong, right = (store.item(item.id) for item in store.items("doubt"))
    assert (wrong.asked.turns, right.asked.turns) == ((ASKED,), ("基本支出是多少？",))  # it stands alone
    assert [(each.right, each.why) for each in (*wrong.judgements, *right.judgements)] == [(False, SCRIPT), (True, "")]
