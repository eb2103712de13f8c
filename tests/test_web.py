"""The web chat: its rendering as pure functions, and the real server driven by a real browser."""

import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.model import Answer, CellReference, Check, Citation, DocumentReference
from assistant.settings import Settings
from assistant.web import render
from assistant.web.chat import MAX_QUESTION, respond
from assistant.web.safe import plain
from assistant.web.server import application

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
DOCUMENT = DocumentReference("example", "某区某局 2023 年部门预算信息公开情况说明", "0" * 64)
ASKED = "2023年的预算收入是多少？"
EXAMPLES = (ASKED, "三公经费预算是多少？")
HOSTILE = (
    "<b>粗</b><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> "
    "![图](http://example.invalid/a.png) [链接](javascript:window.ran=3) www.example.invalid **星** $$\\frac{1}{2}$$ "
    "${window.ran = 4} `码` {{this}} # 题"
)


def answer_to(question: str, text: str, **values) -> Answer:
    return Answer(question, None, DOCUMENT, "answered", text, **values)


INCOME = answer_to(
    ASKED,
    "2023 年预算收入为 **286847.52万元** [1]，满意度目标为$\\geq 90\\%$ [2]。",
    numbers=(
        Check("286847.52万元", 12, 23, "exact", ("a",)),
        Check("90\\%", 35, 39, "exact", ("b",)),
        Check("305772.00万元", 0, 0, "derived", ("a",), "286847.52 + 18924.48 = 305772.00"),
    ),
    citations=(
        Citation(
            1,
            ("二、部门预算安排的总体情况", "（一）收入说明"),
            "2023 年预算收入 286,847.52 万元，其中：一般公共预算收入 6153.02 万元，比上年增加 18924.48 万元。",
            ((0, 50),),
        ),
        Citation(
            2,
            ("三、绩效目标",),
            "指标\t目标值\n群众满意度\t$\\geq 90\\%$",
            ((60, 90),),
            CellReference("1、档案管理项目绩效目标表", ("满意度指标", "群众满意度"), ("目标值",)),
        ),
    ),
    suggestions=("其中一般公共预算收入是多少？",),
    notes=("单位为万元",),
)


class Scripted:
    """Answers from a script; remembers the turns it was asked."""

    examples = EXAMPLES

    def __init__(self, disclosures=()) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.disclosures = disclosures

    def ask(self, turns, document=None) -> Answer:
        self.asked.append(tuple(turns))
        question = turns[-1]
        if question == "坏":
            raise ZeroDivisionError
        if question == ASKED:
            return INCOME
        citation = Citation(1, (HOSTILE,), HOSTILE, ((0, 1),))
        return answer_to(question, f"文件中没有“{question}”。", citations=(citation,), suggestions=(HOSTILE,))


def test_a_question_is_shown_as_the_words_it_is():
    shown = render.question_markdown(HOSTILE)
    assert not re.search(r"[<>*`$\[\]{}_!]", shown)
    assert render.question_markdown("  一\n\n    二 ") == "一<br><br>二"


def test_an_answer_keeps_its_markdown_and_nothing_else():
    citation = Citation(1, ("节",), "文", ((0, 1),))
    text = "> 引 **粗** [1] [2]\n| 项 | 数 |\n|---|---|\n| a\\|b | ≥90% |\n<i> `x` ![](y) https://z ~~没~~ $x$"
    shown = render.reply_markdown(answer_to("", text, citations=(citation,)), 7).split("\n\n")[0]
    assert shown == (
        '> 引 **粗** <a href="#source-7-1">&#91;1&#93;</a> &#91;2&#93;\n| 项 | 数 |\n|---|---|\n| a&#124;b | ≥90% |\n'
        "&#60;i&#62; &#96;x&#96; &#33;&#91;&#93;(y) https:&#47;&#47;z &#126;&#126;没&#126;&#126; &#36;x&#36;"
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"$\geq 90\%$", "≥90%"),
        (r"满意度$\leq 5$，$3 \times 4$", "满意度≤5，3×4"),
        (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("100$ 与 200$", "100$ 与 200$"),
        (r"\%", r"\%"),
    ],
)
def test_simple_latex_is_written_out(written, shown):
    assert plain(written) == shown


def test_the_panel_marks_the_numbers_of_the_answer_and_no_other():
    marked = re.findall("<mark>(.*?)</mark>", render.evidence_html(INCOME, 1))
    assert marked == ["286&#44;847&#46;52", "18924&#46;48", "90"]


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ("2 万元", ["2"]),
        ("2万元", ["2"]),
        ("2.00", ["2&#46;00"]),
        ("2个", []),
        ("22万元", []),
        ("1.2万元", []),
        ("12,002", []),
    ],
)
def test_a_number_is_marked_where_it_is_whole_and_of_no_other_unit(quote, marked):
    answer = answer_to("", "", numbers=(Check("2万元", 0, 3, "exact"),), citations=(Citation(1, (), quote, ((0, 1),)),))
    assert re.findall("<mark>(.*?)</mark>", render.evidence_html(answer, 1)) == marked


def test_the_panel_escapes_document_and_question():
    cell = CellReference(HOSTILE, (HOSTILE,), (HOSTILE,))
    answer = answer_to(
        HOSTILE,
        HOSTILE,
        numbers=(Check("1", 0, 1, "derived", (), HOSTILE),),
        citations=(Citation(1, (HOSTILE,), HOSTILE, ((0, 1),), cell),),
    )
    page = render.evidence_html(answer, 1)
    assert set(re.findall(r"</?([a-z0-9]+)", page)) == {
        *("article", "h3", "span", "blockquote", "dl", "dt", "dd", "p", "mark")
    }
    assert not re.search(r"[`${}]", page)


def test_a_conversation_hands_on_its_earlier_turns():
    scripted = Scripted()
    reply = respond(scripted, "那上年呢", (ASKED,))
    assert scripted.asked == [(ASKED, "那上年呢")]
    assert reply.turn == "那上年呢"
    assert 'id="source-2-1"' in reply.panel


def test_a_long_question_is_refused_unasked():
    scripted = Scripted()
    reply = respond(scripted, "问" * (MAX_QUESTION + 1), ())
    assert reply.text == "问题太长了：有 501 个字，最多 500 个字。请缩短后再问。"
    assert reply.turn is None
    assert scripted.asked == []
    assert respond(scripted, "问" * MAX_QUESTION, ()).turn is not None


def test_a_failure_is_an_apology_whose_number_stands_in_the_log(caplog):
    with caplog.at_level(logging.ERROR):
        reply = respond(Scripted(), "坏", ())
    assert reply.turn is None
    reference = re.search(r"编号 ([0-9a-f]{8})。", reply.text)[1]
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivision" not in reply.text


def test_health_answers_and_no_file_is_taken(scripted):
    client = TestClient(application(scripted))
    assert client.get("/health").json() == {"status": "ok"}
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 403


@pytest.fixture(scope="module")
def scripted(default) -> Scripted:
    return Scripted((default,))


@contextmanager
def serving(answers) -> Iterator[str]:
    """A real server on a free loopback port; its address."""
    server = uvicorn.Server(uvicorn.Config(application(answers), log_level="error"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def visiting(browser, address: str):
    """The chat page in a window of its own; afterwards every request it made must have stayed on this machine."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    requested: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda opened: requested.append(opened.url))
    page.set_default_timeout(15_000)
    page.goto(address)
    page.get_by_placeholder("输入问题").wait_for()
    yield page
    context.close()
    assert requested
    outside = [url for url in requested if urlsplit(url).hostname != "127.0.0.1" and urlsplit(url).scheme != "data"]
    assert outside == []


@pytest.fixture(scope="module")
def address(scripted: Scripted) -> Iterator[str]:
    with serving(scripted) as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser, address):
    with visiting(browser, address) as visited:
        yield visited


def ask(page, question: str) -> None:
    page.get_by_placeholder("输入问题").fill(question)
    page.get_by_placeholder("输入问题").press("Enter")


def test_a_reader_asks_and_checks_the_answer_beside_it(page):
    ask(page, ASKED)
    answer = page.locator("#chat .bot").last
    answer.get_by_text("286847.52万元").wait_for()
    assert "满意度目标为≥90% [2]" in answer.inner_text()
    answer.get_by_role("link", name="[1]").first.click()
    source = page.locator("#evidence .source").first
    assert page.url.endswith("#source-1-1")
    assert "二、部门预算安排的总体情况 › （一）收入说明" in source.inner_text()
    assert source.locator("mark").first.inner_text() == "286,847.52"
    assert "满意度指标 › 群众满意度" in page.locator("#evidence .source").last.inner_text()


def test_what_is_typed_is_shown_as_text_and_runs_nowhere(page):
    ask(page, HOSTILE)
    page.locator("#evidence .source").wait_for()
    assert page.locator("#chat .option").inner_text().strip() == HOSTILE
    assert page.locator("#chat .user").last.inner_text().strip() == HOSTILE
    assert "<script>window.ran = 1</script>" in page.locator("#chat .bot").last.inner_text()
    assert page.locator("#evidence blockquote").inner_text() == HOSTILE
    assert page.locator("#chat .user .message :is(b, strong, code, img, a, h1, .katex)").count() == 0
    assert page.locator("#chat .bot :is(b, code, img, h1, .katex, [href*=invalid], [href*=javascript])").count() == 0
    assert page.evaluate("window.ran") is None


def test_examples_and_suggestions_can_be_clicked(page, scripted):
    page.get_by_text(EXAMPLES[0]).click()
    page.get_by_text(INCOME.suggestions[0]).click()
    page.get_by_text(f"文件中没有“{INCOME.suggestions[0]}”").wait_for()
    assert scripted.asked[-1] == (EXAMPLES[0], INCOME.suggestions[0])
    page.get_by_text("重新开始").click()
    page.get_by_text(EXAMPLES[1]).wait_for()


def test_a_failure_is_told_and_the_question_kept(page):
    ask(page, "坏")
    page.get_by_text("抱歉，这个问题没能答上来").wait_for()
    assert page.get_by_placeholder("输入问题").input_value() == "坏"


def test_the_page_fits_a_telephone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, ASKED)
    page.locator("#evidence .source").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_assistant_itself_answers_on_the_page(browser, tmp_path):
    answering = pytest.importorskip("assistant.answer", reason="the assistant is not there yet")
    assistant = answering.Assistant.open(Settings(data_dir=tmp_path))
    with serving(assistant) as address, visiting(browser, address) as page:
        ask(page, ASKED)
        page.locator("#evidence mark").first.wait_for()
        assert "286847.52" in page.locator("#chat .bot").last.inner_text().replace(",", "")
        assert "286847.52" in page.locator("#evidence mark").all_inner_texts()
