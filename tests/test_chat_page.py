"""The chat page in a real browser: asking, checking, sharing, judging, in both languages and on a telephone."""

import logging
import re
import threading
import time
from urllib.parse import urlsplit

import pytest

from assistant.answer import Assistant
from assistant.model import Answer, Citation
from assistant.web.chat import MAX_QUESTION, Visit, exchange, question_markdown
from assistant.web.server import application
from assistant.web.shell import PRELOADED
from index.text import squeezed
from tests.browsing import ASKED, Scripted, ask, line, serving, visiting
from tests.timing import quickest

HOSTILE = (
    "<b>粗</b><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> "
    "![图](http://example.invalid/a.png) [链接](javascript:window.ran=3) www.example.invalid **星** $$\\frac{1}{2}$$ "
    "${window.ran = 4} `码` {{this}} # 题 \u202e反\u202c"
)


@pytest.fixture(scope="module")
def assistant(default_assistant):
    return default_assistant


class Awkward:
    """The assistant, but for questions that fail, last, or say back what they are told."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.disclosures = assistant.disclosures
        self.examples = assistant.examples
        self.asked: list[tuple[str, ...]] = []
        self.may_go_on = threading.Event()

    def ask(self, turns, document=None) -> Answer:
        self.asked.append(tuple(turns))
        if turns[-1] == "坏":
            raise ZeroDivisionError
        if turns[-1] == "慢":
            self.may_go_on.wait(20)
        answer = self._assistant.ask(turns, document)
        if turns[-1] != HOSTILE:
            return answer
        quote = self.disclosures[0].document.text[:40]
        citation = Citation(1, (HOSTILE,), quote, ((0, 40),))
        said = f"文件中没有“{HOSTILE}”[1]。"
        return Answer(HOSTILE, HOSTILE, answer.document, "answered", said, (), (citation,), (HOSTILE,), (HOSTILE,))


@pytest.fixture(scope="module")
def awkward(assistant) -> Awkward:
    return Awkward(assistant)


@pytest.fixture(scope="module")
def address(awkward):
    with serving(application(awkward)) as served:
        yield served


@pytest.fixture
def page(browser, address):
    with visiting(browser, address) as visited:
        line(visited).wait_for()
        yield visited


def questions_shown(page) -> list[str]:
    return [text.removeprefix("您问：").strip() for text in page.locator("#chat .user-row").all_inner_texts()]


# --- what needs no browser -------------------------------------------------------------------------------------------


def said(shown) -> str:
    return re.sub(r"<[^>]+>", "", str(shown[1][-1].content.value))


def test_a_question_is_shown_as_the_words_it_is():
    spoken = '<span class="hidden-text">您问：</span>'
    assert not re.search(r"[<>*`$\[\]{}_!]", question_markdown(HOSTILE).removeprefix(spoken))
    assert question_markdown("  一\n\n    二 ") == f"{spoken}一<br><br>二"


def test_a_long_question_is_refused_unasked(awkward, default):
    before = len(awkward.asked)
    *_, shown = exchange(awkward, "问" * (MAX_QUESTION + 1), Visit(default.document.id))
    assert "问题太长了：有 501 个字，最多 500 个字。请缩短后再问。" in said(shown)
    assert shown[2].turns == ()
    assert len(awkward.asked) == before
    *_, shown = exchange(awkward, "问" * (MAX_QUESTION + 1), Visit(default.document.id, "en"))
    assert "too long: 501 characters" in said(shown)
    *_, shown = exchange(awkward, "问" * MAX_QUESTION, Visit(default.document.id))
    assert len(shown[2].turns) == 1


def test_a_failure_is_an_apology_whose_number_stands_in_the_log(awkward, default, caplog):
    with caplog.at_level(logging.ERROR):
        *_, shown = exchange(awkward, "坏", Visit(default.document.id))
    reference = re.search(r"编号 ([0-9a-f]{8})。", said(shown))[1]
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivision" not in said(shown)
    assert shown[2].turns == ()


def test_nothing_is_shown_before_its_numbers_are_checked(assistant, default):
    first, *growing = exchange(assistant, "各单位政府采购金额排名", Visit(default.document.id))
    assert "正在查找并核对数字" in said(first)
    assert len(growing) > 1
    assert all("479.00万元" in said(shown) or "万元" not in said(shown) for shown in growing)


# --- asking and checking ---------------------------------------------------------------------------------------------


def test_a_reader_asks_and_checks_the_answer_in_one_click(page):
    answer = ask(page, ASKED)
    assert "286847.52万元" in answer.locator(".text .number.exact").first.inner_text()
    assert "原文" in answer.locator(".checks summary").inner_text()
    assert "2万元（原文）" in ask(page, "公务接待费预算是多少？").locator(".text").inner_text().replace("\n", "")
    answer.locator(".text a.cite").first.click()
    source = page.locator("#evidence .source.current")
    assert "收入说明" in source.locator("h3").inner_text()
    assert "286847.52" in source.locator("mark").first.inner_text()
    assert source.evaluate("element => element === document.activeElement")


def test_a_table_citation_shows_the_cell_in_its_table(page, default):
    figure = next(each for each in default.figures if each.table and each.aspect == "target" and each.comparator)
    answer = ask(page, f"“{figure.subject}”的{figure.measure}是多少？")
    answer.locator("a.cite").first.click()
    table = page.locator("#evidence .source.current table")
    cell = table.locator("td.marked")
    panel, box = page.locator("#evidence-panel").bounding_box(), cell.locator("mark").bounding_box()
    assert panel["x"] <= box["x"] < panel["x"] + panel["width"]
    assert panel["y"] <= box["y"] < panel["y"] + panel["height"]
    assert squeezed(cell.locator("mark").inner_text()) == squeezed(figure.raw)
    assert squeezed(table.locator("thead .beside").inner_text()) == squeezed(figure.place.column[-1])
    rows = [squeezed(text) for text in table.locator("th[scope=row]").all_inner_texts()]
    assert squeezed(figure.place.row[-1]) in rows


def test_the_panel_shows_the_answer_that_was_asked_for_last(page):
    first = ask(page, "基本支出是多少？")
    ask(page, "公务接待费是多少？")
    panel = page.locator("#evidence")
    assert "接待费" in panel.inner_text()
    first.locator("a.cite").first.click()
    assert "3201.81" in panel.inner_text()
    assert "接待费" not in panel.inner_text()
    ask(page, "政府采购预算总额是多少？")
    page.wait_for_function("document.querySelector('#evidence').textContent.includes('713.90')")
    page.get_by_role("button", name="重新开始").click()
    page.get_by_text("提问后，这里显示回答所依据的原文").wait_for()
    ask(page, "公务接待费是多少？").locator("a.cite").first.click()
    assert "接待费" in panel.inner_text()
    assert "3201.81" not in panel.inner_text()


def test_the_keyboard_alone_suffices(page):
    answer = ask(page, ASKED)
    mark = answer.locator("a.cite").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator("#evidence .source.current").evaluate("element => element === document.activeElement")
    page.keyboard.press("Escape")
    assert mark.evaluate("element => element === document.activeElement")
    answer.locator(".wrong").press("Enter")
    assert answer.locator(".why textarea").evaluate("element => element === document.activeElement")
    page.keyboard.press("Escape")
    assert not answer.locator(".why").is_visible()
    assert answer.locator(".wrong").evaluate("element => element === document.activeElement")


def test_a_long_conversation_is_reopened_at_its_end(page):
    for number in range(8):
        answer = ask(page, f"{2015 + number}年的预算收入是多少？")
    answer.locator(".tools").wait_for()
    page.reload()
    page.locator("#chat .answer[data-turns]").nth(5).wait_for()
    assert questions_shown(page) == [f"{year}年的预算收入是多少？" for year in range(2017, 2023)]


class Late(Scripted):
    """Gives neither examples nor answers before it may."""

    def __init__(self, *disclosures) -> None:
        super().__init__(*disclosures)
        self.may_show, self.may_answer = threading.Event(), threading.Event()

    def examples(self, document=None, *, english=False):
        self.may_show.wait(20)
        return super().examples(document, english=english)

    def ask(self, turns, document=None) -> Answer:
        self.may_answer.wait(20)
        return super().ask(turns, document)


def test_what_is_asked_before_the_page_has_its_examples_is_kept(browser, assistant):
    late = Late(*assistant.disclosures)
    late.may_answer.set()
    with serving(application(late)) as address, visiting(browser, address) as page:
        ask(page, "第一问")
        with page.expect_response(re.compile("/run/predict")):  # the one that was held back
            late.may_show.set()
        ask(page, "第二问")
        assert questions_shown(page) == ["第一问", "第二问"]


def test_what_is_asked_before_a_link_has_its_answers_stays_in_the_line(browser, assistant):
    late = Late(*assistant.disclosures)
    late.may_show.set()
    with serving(application(late)) as address, visiting(browser, f"{address}/?q=第一问") as page:
        line(page).fill("第二问")
        line(page).press("Enter")
        page.get_by_role("button", name="提问").click()
        late.may_answer.set()
        page.locator("#chat .answer[data-turns]").wait_for()
        assert questions_shown(page) == ["第一问"]
        assert line(page).input_value() == "第二问"
        page.get_by_role("button", name="提问").click()
        page.locator("#chat .answer[data-turns]").nth(1).wait_for()
        assert questions_shown(page) == ["第一问", "第二问"]
        assert late.asked[-1] == ("第一问", "第二问")


def test_a_suggestion_is_asked_and_has_an_answer(page, awkward):
    page.locator("#chat .example").first.click()
    page.locator("#chat .answer[data-turns]").first.wait_for()
    suggestion = page.locator("#chat .option").first.inner_text()
    page.locator("#chat .option").first.click()
    answer = page.locator("#chat .answer.answered").nth(1)
    answer.wait_for()
    assert awkward.asked[-1][-1] == suggestion
    page.get_by_role("button", name="重新开始").click()
    page.locator("#chat .example").first.wait_for()


def test_a_link_reopens_the_conversation(page, browser, address):
    ask(page, "基本支出是多少？")
    answer = ask(page, "其中人员经费呢？")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer.get_by_role("button", name="分享链接").click()
    answer.get_by_text("链接已复制").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}/?q=")
    answer.get_by_role("button", name="复制", exact=True).click()
    answer.get_by_text("已复制", exact=True).wait_for()
    assert "3114.34万元" in page.evaluate("navigator.clipboard.readText()")
    with visiting(browser, link) as other:
        reopened = other.locator("#chat .answer[data-turns]").nth(1)
        reopened.wait_for()
        assert "3114.34" in reopened.locator(".text").inner_text()
        other.reload()
        reopened.wait_for()


def test_an_answer_that_takes_long_can_be_stopped(page, awkward):
    awkward.may_go_on.clear()
    line(page).fill("慢")
    line(page).press("Enter")
    page.get_by_text("正在查找并核对数字").wait_for()
    page.get_by_role("button", name="停止").click()
    page.get_by_role("button", name="提问").wait_for()
    assert page.get_by_text("正在查找并核对数字").count() == 0
    assert line(page).input_value() == "慢"
    awkward.may_go_on.set()
    assert "万元" in ask(page, ASKED).inner_text()
    page.get_by_role("button", name="重答上一问").click()
    time.sleep(0.5)
    page.locator("#chat .answer[data-turns]").first.wait_for()
    assert page.locator("#chat .answer[data-turns]").count() == 1


def test_a_failure_is_told_and_the_question_kept(page):
    line(page).fill("坏")
    line(page).press("Enter")
    page.get_by_text("抱歉，这个问题没能答上来").wait_for()
    assert line(page).input_value() == "坏"


def test_while_the_model_loads_the_page_says_so_and_answers(browser, awkward):
    loaded = threading.Event()
    with serving(application(awkward, ready=loaded.is_set)) as address, visiting(browser, address) as page:
        page.get_by_text("检索模型还在载入").wait_for()
        assert "286847.52" in ask(page, ASKED).inner_text()
        loaded.set()
        page.get_by_text("检索模型还在载入").wait_for(state="hidden")


# --- everyone --------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_shown_as_text_and_runs_nowhere(page):
    answer = ask(page, HOSTILE)
    shown = re.sub("[\u202a-\u202e\u2066-\u2069]", "", HOSTILE)
    assert page.locator("#chat .option").inner_text().strip() == shown
    assert page.locator("#chat .user").last.inner_text().removeprefix("您问：").strip() == shown
    assert "<script>window.ran = 1</script>" in answer.locator(".text").inner_text()
    assert page.locator("#chat .user .message :is(b, strong, code, img, a, h1, .katex)").count() == 0
    assert page.locator("#chat .answer :is(b, code, img, h1, .katex, [href*=invalid], [href*=javascript])").count() == 0
    assert page.evaluate("window.ran") is None
    assert page.locator("#evidence :is(b, script, img, code)").count() == 0


def test_the_page_speaks_the_browsers_language_and_switches_with_its_conversation(browser, address):
    with visiting(browser, address, locale="en-GB") as page:
        page.get_by_placeholder("Type a question").wait_for()
        assert page.locator("html").get_attribute("lang") == "en"
        answer = ask(page, ASKED)
        assert "exact" in answer.inner_text()
        page.get_by_role("link", name="中文").click()
        page.get_by_placeholder("输入问题").wait_for()
        page.locator("#chat .answer .checks summary", has_text="原文").wait_for()
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert page.get_by_role("button", name="提问").is_visible()


def test_the_page_serves_a_telephone(browser, address):
    with visiting(browser, address, viewport={"width": 360, "height": 740}, has_touch=True) as page:
        line(page).wait_for()
        answer = ask(page, "各单位政府采购金额排名")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        panel = page.locator("#evidence-panel")
        assert not panel.is_visible()
        mark = answer.locator("a.cite").first
        mark.tap()
        assert panel.is_visible()
        assert panel.locator(".source mark").first.is_visible()
        box = panel.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        page.keyboard.press("Escape")
        assert not panel.is_visible()
        assert mark.evaluate("element => element === document.activeElement")
        mark.press("Enter")
        page.get_by_role("button", name="关闭").click()
        assert not panel.is_visible()


def test_what_is_fetched_ahead_is_what_the_page_needs(browser, address):
    def without_links(route):
        reply = route.fetch()
        route.fulfill(response=reply, body=re.sub('<link rel="modulepreload"[^>]*>', "", reply.text()))

    context = browser.new_context(locale="zh-CN")
    needed: set[str] = set()
    context.on("request", lambda request: needed.add(urlsplit(request.url).path.removeprefix("/")))
    page = context.new_page()
    page.route(f"{address}/", without_links)
    page.goto(address)
    line(page).wait_for()
    ask(page, ASKED)
    assert page.locator("link[href^='/assets'][rel=modulepreload]").count() == 0
    context.close()
    scripts = {name for name in needed if name.startswith("assets/") and name.endswith(".js")}
    assert set(PRELOADED) <= scripts
    assert len(scripts - set(PRELOADED)) < 10, sorted(scripts)


def test_the_first_answer_comes_within_a_second_of_a_warm_server(browser, address):
    with visiting(browser, address) as page:
        line(page).wait_for()
        page.wait_for_timeout(500)
        tools = page.locator("#chat .answer .tools")

        def asked_again():
            before = tools.count()
            line(page).fill(ASKED)
            line(page).press("Enter")
            tools.nth(before).wait_for()

        assert quickest(asked_again, 3) < 1
