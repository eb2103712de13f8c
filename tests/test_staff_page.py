"""The desk in a browser: answers approved, corrected and refused by the staff, and given so to everyone else."""

import pytest

from tests.browsing import ask, serving, visiting
from tests.reviewing import (
    INCOME,
    OTHERWISE,
    PASSWORD,
    STAFF,
    Clock,
    application_of,
    assistant_of,
    reviewed,
    store_in,
)
from tests.test_accessibility import DESK, TELEPHONE, axe, violations

assert axe  # a fixture, used by its name
SPENDING, DIRECTOR = "2023年支出预算是多少？", "局长是谁？"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("water")
    reviews = reviewed(assistant_of(folder), tmp_path_factory.mktemp("reviews"))
    with serving(application_of(reviews)) as address:
        yield reviews, address
    reviews.close()
    reviews.store.close()


@pytest.fixture
def desk(made, tmp_path):
    """The server with a store of its own in which three questions were asked; its reviews and address."""
    reviews, address = made
    with store_in(tmp_path, *STAFF) as store:
        before, reviews.store, reviews.now = reviews.store, store, Clock()
        for question in (INCOME, SPENDING, DIRECTOR):
            reviews.ask([question])
        reviews.settle()
        yield reviews, address
        reviews.settle()
        reviews.store = before


def sign_in(page, name="bob"):
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()


def choose(page, question, state="全部"):
    """Opens the case of a question."""
    page.locator("#state label", has_text=state).click()
    page.locator("#questions label", has_text=question).click()
    page.locator("#case h2", has_text=question).wait_for()


def written(page, field):
    return page.locator(f"#{field} textarea")


def done(page, text="已记下"):
    page.locator("#told", has_text=text).wait_for()


def given(browser, address, question):
    """What somebody else is answered."""
    with visiting(browser, address) as page:
        return ask(page, question).inner_text()


def test_what_the_staff_decides_is_given_to_the_public(browser, desk):
    _, address = desk
    with visiting(browser, f"{address}/staff/") as page:
        sign_in(page)
        choose(page, INCOME)
        page.locator("#approve").click()
        done(page)
        assert "bob" in page.locator("#case .history").inner_text()

        choose(page, SPENDING)
        written(page, "correction").fill("2023年支出预算为501万元[1]。")
        page.locator("#correct").click()
        done(page, "“501万元”：与出处不符")
        assert page.evaluate("document.querySelector('#told .told').getBoundingClientRect().top >= 0")
        page.locator("#words").locator("textarea, input").fill("基本支出200")
        page.locator("#search").click()
        done(page, "找到 1 处")
        written(page, "correction").fill("2023年支出预算为500万元，其中项目支出为300万元。")
        page.locator("#correct").click()
        done(page)
        assert "给读者的回答" in page.locator("#case").inner_text()

        choose(page, DIRECTOR)
        page.locator("#not-disclosed").click()
        done(page)
        assert "未公开 1" in page.locator("#state").inner_text()
    approved = given(browser, address, OTHERWISE)
    assert "500万元" in approved
    assert "已核对 2026-01-02" in approved
    corrected = given(browser, address, SPENDING)
    assert "其中项目支出为300万元" in " ".join(corrected.replace("（原文）", "").replace("原文", "").split())
    assert "已核对 2026-01-02" in corrected
    assert "本文件没有公开您问的这项内容" in given(browser, address, DIRECTOR)


def test_the_document_is_shown_at_the_cited_place(browser, desk):
    with visiting(browser, f"{desk[1]}/staff/") as page:
        sign_in(page)
        choose(page, INCOME)
        marked = page.frame_locator("#document iframe").locator("mark").first
        marked.wait_for()
        assert marked.inner_text() == "500万元"
        choose(page, SPENDING)
        page.locator("#case .cited a").first.click()
        page.frame_locator("#document iframe").locator("mark", has_text="200万元").wait_for()
        assert page.url.startswith(f"{desk[1]}/staff/?item=")


def test_an_ended_session_loses_nothing_that_was_written(browser, desk):
    reviews, address = desk
    with visiting(browser, f"{address}/staff/") as page:
        sign_in(page)
        choose(page, INCOME)
        written(page, "correction").press_sequentially("写到一半")
        written(page, "comment").fill("还要问财务")
        reviews.now.later(minutes=31)
        page.locator("#correct").click()
        page.locator("#password").wait_for()
        sign_in(page)
        page.locator("#case h2", has_text=INCOME).wait_for()
        page.wait_for_function("document.querySelector('#comment textarea')?.value === '还要问财务'")
        assert "写到一半" in written(page, "correction").input_value()
        page.locator("#say").click()
        done(page)
        assert "还要问财务" in page.locator("#case .history").inner_text()
        assert written(page, "comment").input_value() == ""
        assert "写到一半" in written(page, "correction").input_value()


def test_the_second_of_two_reviewers_is_told_and_keeps_the_text(browser, desk):
    _, address = desk
    with visiting(browser, f"{address}/staff/") as first, visiting(browser, f"{address}/staff/") as second:
        for page, name in ((first, "bob"), (second, "eve")):
            sign_in(page, name)
            choose(page, INCOME)
        first.locator("#approve").click()
        done(first)
        written(second, "correction").fill("我的改正")
        second.locator("#correct").click()
        done(second, "刚刚有人处理过")
        assert "bob" in second.locator("#case .history").inner_text()
        assert written(second, "correction").input_value() == "我的改正"


def test_a_reader_sees_no_buttons(browser, desk):
    with visiting(browser, f"{desk[1]}/staff/") as page:
        sign_in(page, "ann")
        choose(page, INCOME)
        assert page.locator("#approve:visible, #correct:visible, #say:visible").count() == 0


def test_the_page_stops_when_signed_out(browser, desk):
    with visiting(browser, f"{desk[1]}/staff/") as page:
        sign_in(page)
        choose(page, INCOME)
        page.locator("header form button").click()
        page.locator("#password").wait_for()
        page.go_back()
        page.locator("#password").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "language"), [(DESK, "zh-CN"), (TELEPHONE, "zh-CN"), (DESK, "en")])
def test_the_desk_keeps_nobody_out(browser, desk, axe, size, language, scheme):
    _, address = desk
    options = {"viewport": size, "color_scheme": scheme, "locale": language}
    with visiting(browser, f"{address}/staff/", **options) as page:
        assert violations(page, axe) == []
        sign_in(page, "eve")
        page.locator("#questions label").first.click()
        page.locator("#case h2").wait_for()
        page.locator("#acts").wait_for()
        page.frame_locator("#document iframe").locator("main").wait_for()
        assert violations(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        for path in ("accounts", "log"):
            page.goto(f"{address}/staff/{path}")
            assert violations(page, axe) == []
