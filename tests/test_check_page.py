"""The page of what agrees and what does not: what it says, where its numbers lead, its filter and its reports."""

import io
import json
import re
from functools import partial
from html import unescape
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient

from assistant.reconciling.checked import checked
from assistant.reconciling.words import ODDITY_KINDS
from assistant.web.check import PAGE_ROWS, add_check_page
from assistant.web.read import add_read_page
from assistant.web.server import application
from assistant.web.shell import STATIC, add_shell
from index.disclosure import read_disclosure
from tests.browsing import Scripted, serving, visiting
from tests.differing import SCRIPT, SEVERAL_PLACES, TEXT
from tests.test_accessibility import DESK, TELEPHONE, axe, violations
from tests.timing import quickest

__all__ = ["axe"]

SAME = "一、收支\n\n2023年支出预算500万元，其中：基本支出200万元，项目支出300万元。\n"
HOSTILE = (
    "q=%00%3Cscript%3Ealert(1)%3C/script%3E&page=99999999999999&kind=zzz",
    "q=%ED%A0%80%FF&kind=%27%22&document=%00%3Cb%3E",
    "page=0&page=-1&kind=oddity%3Ano",
    "q=" + "a%20" * 2000,
    "q=%7B%7B7*7%7D%7D%24%7B7%7D&page=%D9%A1",
)


def served(*disclosures):
    app = FastAPI()
    add_shell(app, [disclosure.document for disclosure in disclosures])
    add_read_page(app, disclosures)
    add_check_page(app, disclosures)
    app.mount("/site", StaticFiles(directory=STATIC))
    return app


@pytest.fixture(scope="module")
def planted(made_up):
    return made_up(TEXT)


@pytest.fixture(scope="module")
def client(planted):
    return TestClient(served(planted), headers={"accept-language": "zh-CN"})


@pytest.fixture(scope="module")
def default_client(default):
    return TestClient(served(default), headers={"accept-language": "zh-CN"})


def words(html: str) -> str:
    """What a page says, without its elements and with single spaces."""
    body = html.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


# --- what it says -----------------------------------------------------------------------------------------------


def test_the_first_sentence_says_how_many_differ(client):
    said = words(client.get("/check").text)
    assert "核对了 11 处数字，有 2 处不相符，需要核实。" in said
    parts = (
        "需要核实",
        "不相符：2 处",
        "可能只是四舍五入：2 处",
        "疑点，请看一看：1 处",
        "无法核对：0 处",
        "相符：7 处",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_a_card_says_what_differs_by_how_much_why_and_where(client):
    said = words(client.get("/check").text)
    assert "相差 10 万元 预算收入" in said
    assert "500 ≠ 420 + 60 + 30 万元" in said
    assert "写明 500 万元，算得 510 万元。总数应等于各部分之和。" in said
    assert "二、部门支出总表 › 合计 › 基本支出 文本第 16 行" in said


def test_one_discrepancy_in_several_places_is_one_card(made_up):
    html = TestClient(served(made_up(SEVERAL_PLACES))).get("/check", headers={"accept-language": "zh-CN"}).text
    said = words(html)
    assert html.count('class="finding differing"') == 1
    assert "不相符：3 处 同一个差异在几处出现的，合成一条，共 1 条。" in said
    assert "另：240.64 ≠ 236.63（万元）" in said
    places = said[said.index("共 1 条。") : said.index("在原文中标出各数")]
    for chapter, number in (("一、收支情况", 5), ("二、经费安排", 9), ("三、其他情况", 13), ("四、名词解释", 17)):
        assert len(re.findall(f"{chapter} [^ ]* 文本第 {number} 行", places)) == 1


def test_a_limit_that_is_kept_says_what_was_used(default_client, default):
    shown = words("".join(default_client.get(f"/check?kind=limit&page={page}").text for page in (1, 2)))
    kept = next(each for each in checked(default).telling if each.kind == "limit" and each.difference)
    assert f"限额 {kept.operands[0].value:f} 万元，用了 {kept.operands[0].value - kept.difference:f} 万元" in shown
    assert "写明" not in shown
    assert "0 ≥ 0 " not in shown


def test_where_nothing_differs_it_says_so_and_by_what_rules(default_client, default):
    said = words(default_client.get("/check").text)
    number = len(checked(default).identities)
    assert f"核对了 {number} 处数字，没有发现不相符的。" in said
    assert f"没有发现不相符的数字。共核对 {number} 处，按这些规则：" in said
    assert "表内各栏之和 30" in said


def test_a_document_without_such_figures_is_no_error(made_up):
    bare = made_up("某局2023年部门预算\n\n一、收支\n\n2023年收入预算30万元。\n\n二、其他\n\n无。\n")
    reply = TestClient(served(bare)).get("/check")
    assert reply.status_code == 200
    assert "没有找到可以互相核对的数字" in words(reply.text)


def test_it_speaks_english(client):
    said = words(client.get("/check", headers={"accept-language": "en"}).text)
    assert "11 checks were made of figures that must agree; 2 differ and need a look." in said
    assert "Differs by 10 万元" in said
    assert "The total is the sum of its parts." in said
    assert not re.search("不相符|无法核对|算得", said)


def test_oddities_are_questions_grouped_by_kind(default_client, default):
    html = default_client.get("/check").text
    assert html.count('class="group"') == len({oddity.kind for oddity in checked(default).oddities})
    kinds = [name.strip() for name in re.findall(r'class="group"[^>]*><summary>([^<]*)<b>', html)]
    by_weight = [chinese for chinese, _ in ODDITY_KINDS.values()]
    assert kinds == sorted(kinds, key=by_weight.index)
    assert kinds[0] == "表头像是互换了"
    said = words(html)
    assert all(
        " ".join(oddity.question.split(" / ")[0].split()) in said
        for oddity in checked(default).oddities
        if oddity.kind in ("misspelt", "numbering", "letters")
    )


# --- links, filter, files ---------------------------------------------------------------------------------------


def test_every_number_leads_to_its_place(client):
    html = client.get("/check").text
    links = re.findall(r'<a href="([^"]+)" lang="zh-CN" title="[^"]*">([^<]+)</a>', html)
    assert len(links) > 25
    for address, number in links:
        marks = parse_qs(urlsplit(unescape(address)).query)["mark"][0]
        marked = "".join(TEXT[int(start) : int(end)] for start, end in re.findall(r"(\d+)-(\d+)", marks))
        assert number.split()[0].lstrip("-") in marked
        assert unescape(address).endswith("#mark")


def test_the_filter_keeps_what_fits_and_says_of_how_many(client):
    said = words(client.get("/check?q=政府性基金").text)
    assert "筛选后：不相符 1 处，疑点 0 处，无法核对 0 处，相符 0 处。" in said
    assert "不相符：1 处（共 2 处）" in said
    assert "420 + 60 + 30" in said
    assert "10.00 + 30.00" not in said
    said = words(client.get("/check?kind=columns").text)
    assert "筛选后：不相符 1 处，疑点 0 处，无法核对 0 处，相符 2 处。" in said
    said = words(client.get("/check?kind=oddity%3Amisspelt").text)
    assert "筛选后：不相符 0 处，疑点 1 处" in said
    assert "不相符的里面没有符合筛选条件的。" in said
    assert "没有发现不相符" not in said


def test_traditional_characters_find_the_same(client):
    assert "不相符：1 处（共 2 处）" in words(client.get("/check?q=政府性基金預算").text)


def test_what_agrees_comes_in_pages_that_hold_each_once(default_client, default):
    holding = checked(default).telling
    left_out = len(checked(default).holding) - len(holding)
    pages = -(-len(holding) // PAGE_ROWS)
    assert pages > 1
    shown = [default_client.get(f"/check?page={page}").text for page in range(1, pages + 1)]
    counts = [html.count('<li><span class="about"') for html in shown]
    assert sum(counts) == len(holding)
    assert max(counts) == PAGE_ROWS
    assert left_out
    assert all(f"另有 {left_out} 处各数都是 0，没有列出。" in words(html) for html in shown)


@pytest.mark.parametrize("query", HOSTILE)
def test_senseless_queries_are_answered(client, query):
    reply = client.get(f"/check?{query}")
    assert reply.status_code == 200
    assert "<script>alert" not in reply.text


def test_texts_of_a_document_are_shown_as_texts(client):
    html = client.get("/check").text
    assert SCRIPT not in html
    assert "&lt;script&gt;window.ran=1&lt;/script&gt; 项目支出" in html
    assert "<i>" not in html


def test_reports_hold_what_the_page_shows(client, planted):
    record = json.loads(client.get("/check/report.json").content)
    assert record["document"]["sha256"] == planted.document.sha256
    assert record["counts"] == {
        "checked": 11,
        "holding": 7,
        "differing": 4,
        "may_be_rounding": 2,
        "unchecked": 0,
        "oddities": 1,
    }
    assert [each["difference"] for each in record["identities"] if each["holds"] is False] == [
        f"{identity.difference:f}" for identity in checked(planted).differing
    ]
    for ending in ("xlsx", "html", "json"):
        reply = client.get(f"/check/report.{ending}")
        assert f'filename="made-up-report.{ending}"' in reply.headers["content-disposition"]
    assert client.get("/check/report.exe").status_code == 404


def test_the_report_to_print_lists_what_agrees_only_where_asked(client):
    assert 'href="/check/report.html?all=1"' in client.get("/check").text
    short, whole = (client.get(f"/check/report.html{query}").text for query in ("", "?all=1"))
    assert "200 + 300" not in short
    assert "200 + 300" in whole


def test_a_named_document_is_the_one_that_is_checked(default, made_up):
    other = made_up(f"乙局2023年部门预算\n\n{SAME}")
    both = TestClient(served(default, other), headers={"accept-language": "zh-CN"})
    html = both.get("/check?document=made-up").text
    assert "核对了 1 处数字，没有发现不相符的。" in words(html)
    assert 'href="/check/report.xlsx?document=made-up"' in html
    assert 'href="/check/report.html?document=made-up&amp;all=1"' in html
    assert 'name="document" value="made-up"' in html


def test_long_lists_are_not_slow(other_disclosures):
    disclosures = [read_disclosure(path) for path in sorted(other_disclosures.glob("*.txt"))]
    others = TestClient(served(*disclosures))
    for disclosure in disclosures:
        address = f"/check?document={disclosure.document.id}"
        assert len(others.get(address).content) < 400_000
        assert others.get(f"{address}&q=支出").status_code == 200
        assert quickest(partial(others.get, f"{address}&q=支出")) < 0.5


# --- in a browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(planted, default):
    with serving(application(Scripted(planted, default))) as address:
        yield address


def test_a_number_is_followed_to_its_place(browser, address):
    with visiting(browser, address + "/read") as page:
        page.get_by_role("link", name="核对", exact=True).click()
        page.locator(".finding.differing .equation a").filter(has_text="60").first.click()
        page.locator("#mark").wait_for()
        assert page.locator("mark").all_inner_texts() == ["60万元"]
        page.go_back()
        page.locator(".finding.differing .onward a").last.click()
        page.locator("#mark").wait_for()
        assert page.locator("mark").all_inner_texts() == ["500万元", "420万元", "60万元", "30万元"]


def test_filtered_and_taken_home(browser, address):
    with visiting(browser, address + "/check", accept_downloads=True) as page:
        page.get_by_text("查找，或按类别筛选").click()
        page.get_by_label("类别").select_option("rows")
        page.get_by_role("button", name="筛选").click()
        page.get_by_role("status").filter(has_text="筛选后").wait_for()
        assert page.locator(".finding").count() == 1
        assert page.locator(".held li").count() == 2
        page.get_by_role("link", name="清除条件").click()
        shown = [text.strip() for text in page.locator(".finding .about").all_inner_texts()]
        with page.expect_download() as download:
            page.get_by_role("link", name="Excel").click()
        book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
        rows = list(book["不相符 differing"].iter_rows(min_row=2, values_only=True))
        assert [str(row[2]) for row in rows] == shown
        differences = page.locator(".finding .difference").all_inner_texts()
        assert [abs(row[6]) for row in rows] == [float(text.split()[1]) for text in differences]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("document", ["made-up", ""])
def test_a_telephone_shows_all_of_it_without_scripts(browser, address, language, document):
    options = {"viewport": {"width": 360, "height": 740}, "locale": language, "java_script_enabled": False}
    query = f"?document={document}" if document else ""
    with visiting(browser, f"{address}/check{query}", **options) as page:
        assert page.locator("html").evaluate("(page) => page.scrollWidth") <= 360
        for summary in page.locator("main details > summary").all():
            summary.click()
        assert page.locator("html").evaluate("(page) => page.scrollWidth") <= 360
        switch = page.locator(".site .language").bounding_box()
        assert switch["x"] + switch["width"] <= 360


def test_nothing_of_a_document_runs(browser, address):
    with visiting(browser, address + "/check?document=made-up") as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert page.evaluate("window.ran") is None
        assert page.get_by_text(SCRIPT).first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
@pytest.mark.parametrize("path", ["/check?document=made-up", "/check"])
def test_it_keeps_nobody_out(browser, address, axe, path, size, scheme):
    with visiting(browser, address + path, viewport=size, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert violations(page, axe) == []
