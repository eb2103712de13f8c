"""The page that shows the whole disclosure: nothing of it is missing, citations and searches land where they should."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.web.drawn_table import drawn
from assistant.web.read import MAX_LISTED, MAX_WORDS, add_read_page
from assistant.web.server import application
from index.disclosure import read_disclosure
from index.model import Disclosure, Table
from tests.browsing import Scripted, serving
from tests.conftest import bare, section_titled
from tests.timing import quickest

PROCUREMENT = "部门政府采购预算"
VOID = {"meta", "link", "input", "br", "img", "hr"}
MADE_UP = """某区某局2023年部门预算

一、收支情况

2023年收入 100.00 万元，ＡＢＣ 满意度 $\\geq 90\\%$，支出<script>alert(1)</script>100.00 万元，这一段在这里

继续到下一页。

二、项目情况

项目绩效目标表

一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t甲数量\t甲的数量\t≥5 个\t<b>计划</b>
\t质量指标\t乙合格率\t乙的合格率\t≥90%\t计划\u202e倒
效益指标\t社会效益指标\t丙满意度\t丙的满意度\t≥95%\t计划
"""


class Reader(HTMLParser):
    """What a page holds: its text, that of its article and of its marks, its ids, links and elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = self.article = ""
        self.marks: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.elements.append((tag, values))
        self.ids.extend([values["id"]] if "id" in values else [])
        self.links.extend([values["href"]] if tag == "a" else [])
        if tag not in VOID:
            self.open.append(f"{tag}.{values.get('class', '')}")
        if tag == "mark" and "article." in self.open:
            self.marks.append("")

    def handle_endtag(self, tag):
        assert self.open.pop().split(".")[0] == tag, "the elements are nested"

    def handle_data(self, data):
        self.text += data
        added = any(name in ("a.anchor", "p.added", "caption.hidden-text") for name in self.open)
        if "article." in self.open and not added:
            self.article += data
            if "mark." in self.open:
                self.marks[-1] += data

    def having(self, tag: str, **values: str) -> list[dict[str, str | None]]:
        """The elements of a tag with these attributes."""
        return [found for name, found in self.elements if name == tag and values.items() <= found.items()]


def client_for(*disclosures: Disclosure) -> TestClient:
    app = FastAPI()
    add_read_page(app, disclosures)
    return TestClient(app, headers={"accept-language": "zh-CN"})


@pytest.fixture(scope="module")
def client(default) -> TestClient:
    return client_for(default)


@pytest.fixture(scope="module")
def invented(made_up) -> Disclosure:
    return made_up(MADE_UP)


def reader(client: TestClient, query: str = "") -> Reader:
    response = client.get(f"/read{query}")
    assert response.status_code == 200
    return Reader(response.text)


def table_titled(disclosure: Disclosure, title: str) -> Table:
    (table,) = [table for table in disclosure.tables if table.title == title]
    return table


def spelled(text: str) -> str:
    """A text without white space, its LaTeX left aside."""
    return re.sub(r"\$|\\geq?(?![a-z])|\\leq?(?![a-z])|\\(?=%)|[≥≤]", "", bare(text))


def shown_of(disclosure: Disclosure) -> str:
    """The source without the page breaks' repeated headers, as it should stand on the page."""
    kept = list(disclosure.document.text)
    for table in disclosure.tables:
        for start, end in table.repeated_header_spans:
            kept[start:end] = " " * (end - start)
    return spelled("".join(kept))


# --- everything is there ---------------------------------------------------------------------------------------


def assert_everything_stands(disclosure: Disclosure) -> None:
    page = reader(client_for(disclosure))
    # Headers broken over rows are put together, so letters are counted; where the text runs on, its order counts too.
    assert sorted(spelled(page.article)) == sorted(shown_of(disclosure))
    positions = []
    for paragraph in disclosure.paragraphs:
        positions.append(spelled(page.article).find(spelled(paragraph.text), positions[-1] if positions else 0))
    assert -1 not in positions
    assert len(page.ids) == len(set(page.ids))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    assert {f"s{section.index}" for section in disclosure.sections} <= set(page.ids)
    assert {f"t{table.index}" for table in disclosure.tables} <= set(page.ids)
    starts = {f"s{section.index}": section.spans[0][0] for section in disclosure.sections if section.spans}
    starts |= {f"t{table.index}": table.header_spans[0][0] for table in disclosure.tables}
    assert [name for name in page.ids if name in starts] == sorted(starts, key=lambda name: starts[name])


def test_every_character_of_the_default_document_stands_on_the_page(default):
    assert_everything_stands(default)


def test_every_character_of_other_disclosures_stands_on_the_page(other_disclosures: Path):
    paths = sorted(other_disclosures.glob("*.txt"))
    assert paths
    for path in paths:
        assert_everything_stands(read_disclosure(path))


def test_headings_go_down_by_one_and_the_outline_leads_to_all(client, default):
    page = reader(client)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    section = section_titled(default, "国有资产信息")
    assert page.links.count(f"#s{section.index}") == 2
    assert f"本节链接：{section.path[-1]}" in {found.get("aria-label") for _, found in page.elements}


def test_a_paragraph_cut_by_a_page_break_is_one(invented):
    html = client_for(invented).get("/read").text
    assert re.search(r"<p class=\"body\">2023年收入.*这一段在这里\s*继续到下一页。</p>", html)


# --- tables ----------------------------------------------------------------------------------------------------


def words(cell) -> str:
    return "".join(piece.text for piece in cell.pieces)


def test_headers_span_their_groups_and_rows_fill_every_column(default):
    table = drawn(table_titled(default, PROCUREMENT), default.document.text, ())
    assert [(words(cell), cell.columns, cell.rows, cell.scope) for cell in table.header[0][:2]] == [
        ("政府采购项目来源", 2, 1, "colgroup"),
        ("采购物品名称", 1, 2, "col"),
    ]
    assert {row.kind for row in table.rows} == {"item", "subtotal", "total"}
    assert [cell.numeric for cell in table.rows[2].cells if words(cell) in ("24.84", "个")] == [True, False]


def assert_full_rectangles(disclosure: Disclosure) -> None:
    for table in disclosure.tables:
        shown = drawn(table, disclosure.document.text, ())
        width = len(table.columns)
        header = sum(cell.columns * cell.rows for row in shown.header for cell in row)
        body = sum(cell.columns * cell.rows for row in shown.rows for cell in row.cells)
        assert header == width * len(shown.header)
        assert body == width * len(shown.rows)


def test_every_drawn_table_is_a_full_rectangle(default):
    assert_full_rectangles(default)


def test_every_drawn_table_of_other_disclosures_is_a_full_rectangle(other_disclosures: Path):
    for path in sorted(other_disclosures.glob("*.txt")):
        assert_full_rectangles(read_disclosure(path))


def test_a_group_is_named_once_over_its_rows_and_again_where_only_some_are_shown(invented):
    (table,) = invented.tables
    source = invented.document.text
    first = drawn(table, source, ()).rows[0].cells[0]
    assert (words(first), first.rows, first.scope) == ("产出指标", 2, "row")
    some = drawn(table, source, (), rows=[1])
    assert [words(cell) for cell in some.rows[0].cells][:2] == ["产出指标", "质量指标"]
    assert (some.rows[0].cells[0].rows, some.left_out) == (1, 2)


def test_a_marked_cell_stands_out_with_its_headers_alone(invented):
    (table,) = invented.tables
    shown = drawn(table, invented.document.text, table.rows[1].cells[4].spans)
    cells = [cell for row in shown.rows for cell in row.cells]
    assert [words(cell) for cell in cells if cell.marked] == ["≥90%"]
    assert [words(cell) for cell in cells if cell.beside] == ["产出指标", "质量指标", "乙合格率"]
    assert [words(cell) for cell in shown.header[0] if cell.beside] == ["指标值"]


def test_a_citation_of_a_column_and_a_whole_row_points_at_their_cell(invented):
    (table,) = invented.tables
    row = [span for cell in table.rows[1].cells for span in cell.spans]
    shown = drawn(table, invented.document.text, [*table.columns[4].spans, *row])
    cells = [cell for row in shown.rows for cell in row.cells if not cell.scope]
    assert [words(cell) for cell in cells if cell.marked] == ["≥90%"]
    assert [words(cell) for cell in shown.header[0] if cell.beside] == ["指标值"]
    assert [words(cell) for cell in cells if any(piece.marked for piece in cell.pieces)][:2] == ["乙的合格率", "≥90%"]


def test_exchanged_headers_are_said_to_be_put_right(client, invented):
    said = "原文最后两个表头的位置像是互换了"
    assert said in reader(client).text
    assert said not in reader(client_for(invented)).text


# --- citations -------------------------------------------------------------------------------------------------


def test_exactly_the_cited_spans_are_marked(client, default):
    text = default.document.text
    first = text.index("2023年预算收入")
    second = text.index("名词解释")
    page = reader(client, f"?mark={second}-{second + 4},{first}-{first + 9}")
    assert page.marks == ["2023年预算收入", "名词解释"]
    assert "已标出引用的原文，共 2 处。" in page.text
    assert [found["id"] for found in page.having("mark") if "id" in found] == ["mark"]
    assert {"#mark", "/read"} <= set(page.links)


def test_a_cited_cell_is_marked_with_its_headers(client, default):
    table = table_titled(default, PROCUREMENT)
    (span,) = table.rows[3].cells[8].spans
    page = reader(client, f"?mark={span[0]}-{span[1]}")
    assert page.marks == [default.document.text[slice(*span)]]
    assert [found["class"].split() for found in page.having("td") if "marked" in found.get("class", "")] == [
        ["numeric", "marked"]
    ]
    # Two names of the row, and the column's name below the name of its group.
    assert len([found for found in page.having("th") if "beside" in found.get("class", "")]) == 4


@pytest.mark.parametrize(
    "asked",
    ["9-1", "5-5", "99999999-999999999", "x", "1-2-3", "-5", "1e3-2e3", "٣-٩", "0-1", "1" * 5000 + "-2", "\0", "<b>"],
)
def test_places_that_are_not_there_are_ignored_with_a_line(client, asked):
    page = reader(client, "?mark=" + asked.replace("\0", "%00"))
    assert page.marks == []
    assert "链接中有些位置不在这份文件里，已略过。" in page.text
    assert "已标出" not in page.text


def test_of_too_many_places_the_first_are_marked(client):
    page = reader(client, "?mark=" + ",".join(f"{start}-{start + 1}" for start in range(1000, 1900, 3)))
    assert 150 < len(page.marks) <= 200
    assert "已略过" in page.text


def test_overlapping_places_are_one_and_a_formula_is_marked_whole(invented):
    text = invented.document.text
    at = text.index("90\\%")
    page = reader(client_for(invented), f"?mark={at}-{at + 1},{at - 5}-{at + 2}")
    assert page.marks == ["≥90%"]
    assert "共 1 处" in page.text


# --- search ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("abc满意", "ＡＢＣ 满意"),
        ("ａｂｃ 满 意", "ＡＢＣ 满意"),
        ("≥90%，支", "≥90%，支"),
        ("滿意度≥90", "满意度 ≥90%"),
        ("在这里继续", "在这里继续"),
        ("乙合格率", "乙合格率"),
    ],
)
def test_words_are_found_however_they_are_spaced_and_written(invented, asked, marked):
    page = reader(client_for(invented), f"?find={asked}")
    assert bare("".join(page.marks)) == bare(marked)
    assert "共有 1 处" in page.text
    assert "#hit-1" in page.links
    assert "hit-1" in page.ids


def test_every_hit_is_marked_counted_and_listed_with_its_section(client, default):
    page = reader(client, "?find=名词解释")
    assert page.marks == ["名词解释"] * len(page.marks)
    assert [name for name in page.ids if name.startswith("hit-")] == [f"hit-{n}" for n in range(1, len(page.marks) + 1)]
    assert f"共有 {len(page.marks)} 处" in page.text
    assert section_titled(default, "名词解释").path[-1] in page.text


def test_a_hit_in_a_table_marks_the_words_and_no_headers(invented):
    page = reader(client_for(invented), "?find=90")
    assert page.marks == ["≥90%", "90"]
    assert not [found for _, found in page.elements if found.get("class") in ("marked", "beside")]


def test_next_and_previous_go_round(client):
    count = len(reader(client, "?find=绩效").marks)
    find = "/read?find=%E7%BB%A9%E6%95%88&at="
    first = reader(client, "?find=绩效&at=1")
    assert {f"{find}2#hit-2", f"{find}{count}#hit-{count}"} <= set(first.links)
    assert {f"{find}1#hit-1"} <= set(reader(client, f"?find=绩效&at={count}").links)
    for odd in ("0", "-1", "999999", "x", "1" * 5000):
        assert f"{find}1#hit-1" in reader(client, f"?find=绩效&at={odd}").links


def test_a_long_list_of_hits_says_that_it_is_cut(client):
    page = reader(client, "?find=指标")
    assert len(page.marks) > MAX_LISTED
    assert f"#hit-{MAX_LISTED}" in page.links
    assert f"#hit-{MAX_LISTED + 1}" not in page.links
    assert f"只列出前 {MAX_LISTED} 处" in page.text


def test_nothing_found_is_said_plainly(client):
    page = reader(client, "?find=紫色大象")
    assert "原文中没有“紫色大象”。" in page.text
    assert page.marks == []


def test_a_search_that_is_too_long_is_cut_with_a_line(client):
    page = reader(client, "?find=" + "长" * (MAX_WORDS + 1))
    assert "只用了前 100 个字" in page.text
    assert [found["value"] for found in page.having("input", id="find")] == ["长" * MAX_WORDS]
    assert "只用了" not in reader(client, "?find=" + "长" * MAX_WORDS).text


@pytest.mark.parametrize("asked", ["", "%20", "%00", "%E2%80%AE", "%0A%0D"])
def test_an_empty_search_is_none(client, asked):
    page = reader(client, f"?find={asked}")
    assert "没有“" not in page.text
    assert page.marks == []


@pytest.mark.parametrize(
    "query",
    [
        "?find=%3Cscript%3Ealert(2)%3C/script%3E&mark=%22%3E&at=%22%3E",
        "?find=a&find=%22onfocus%3D%22x&document=%3Cb%3E",
        "?find=%ED%A0%80&mark=%ED%A0%80-%FF",
        "?mark=" + "1-2," * 5000,
        "?find=" + "%F0%9F%98%80" * 2000,
    ],
)
def test_hostile_input_gives_a_page_and_runs_nothing(client, query):
    page = reader(client, query)
    assert {found.get("src") for found in page.having("script")} == {"/site/read.js"}
    assert not [found for _, found in page.elements if any(name.startswith("on") for name in found)]


def test_no_character_of_the_document_turns_the_direction_of_its_text(made_up):
    disclosure = made_up(MADE_UP.replace("支出<", "支出\u202e<").replace("二、项目", "二、\u2067项目"))
    assert "\u202e" in disclosure.document.text
    response = client_for(disclosure).get("/read?find=计划")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", response.text)


def test_text_of_the_document_is_shown_as_itself(invented):
    page = reader(client_for(invented), "?find=计划")
    assert len(page.having("script")) == 1
    assert page.having("b") == []
    assert "<script>alert(1)</script>100.00" in page.article


# --- documents, languages, speed -------------------------------------------------------------------------------


def test_another_document_stays_chosen(default, made_up: Callable[[str], Disclosure]):
    other = made_up(MADE_UP)
    client = client_for(default, other)
    query = f"?document={other.document.id}&find=计划"
    page = reader(client, query)
    assert "甲数量" in page.article
    assert [found["value"] for found in page.having("input", name="document")] == [other.document.id]
    assert f"/read?document={other.document.id}" in page.links
    assert any(link.startswith(f"/read?document={other.document.id}&find=") for link in page.links)
    assert "甲数量" not in reader(client).article


def test_the_page_speaks_english_around_the_chinese_text(default):
    client = client_for(default)
    client.headers["accept-language"] = "en"
    page = reader(client, "?find=名词解释")
    assert "Search the document" in page.text
    assert page.having("article", lang="zh-CN")


def test_the_page_is_made_without_delay(client):
    client.get("/read")
    assert quickest(lambda: client.get("/read?find=指标")) < 0.5


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(default) -> Iterator[str]:
    with serving(application(Scripted(default))) as served:
        yield served


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citation_is_in_view_with_and_without_scripts(browser, address, default, scripts):
    (span,) = table_titled(default, PROCUREMENT).rows[3].cells[8].spans
    page = browser.new_page(locale="zh-CN", java_script_enabled=scripts, viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/read?mark={span[0]}-{span[1]}#mark")
    box = page.locator("#mark").bounding_box()
    assert 0 < box["y"] < 760
    assert 300 < box["x"] < 1250
    assert page.locator(".outline nav a").first.is_visible()
    page.close()


def test_the_section_in_view_is_marked_in_the_outline(browser, address, default):
    section = section_titled(default, "国有资产信息")
    page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/read#s{section.index}")
    current = page.locator(".outline a[aria-current]")
    current.wait_for()
    assert current.get_attribute("href") == f"#s{section.index}"
    assert current.inner_text() == section.path[-1]
    page.close()


@pytest.mark.parametrize("width", [360, 768])
def test_the_page_does_not_scroll_sideways(browser, address, width):
    page = browser.new_page(locale="zh-CN", viewport={"width": width, "height": 740})
    page.goto(f"{address}/read?find=项目&at=2")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".outline summary").click()
    assert page.locator(".outline nav a").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="下一处").click()
    page.wait_for_url("**#hit-3")
    assert page.locator("#hit-3").bounding_box()["y"] < 740
    page.close()
