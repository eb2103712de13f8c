"""The page of all figures: what it finds, how it sorts, where its links lead, and its downloads, figure by figure."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from html import unescape
from urllib.parse import quote, urlsplit

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient

from assistant.web.downloads import COLUMNS
from assistant.web.figures import add_figures_page
from assistant.web.safe import plain
from assistant.web.shell import STATIC
from index.amounts import is_money
from index.vocabulary import MONEY_UNITS
from tests.browsing import serving
from tests.timing import quickest

HOSTILE = (
    "q=%00%3Cscript%3Ealert(1)%3C/script%3E&page=99999999999999&sort=zzz&order=x",
    "q=%ED%A0%80%FF&section=-1&unit=%3Cb%3E&kind=%27%22",
    "page=0&page=-1&section=9999999999999999999999&kind=target&kind=change",
    "document=%00%3Cb%3E&q=1e999999",
    "page=%D9%A1&section=%C2%B2&q=%C2%B2%20NaN%20Infinity",
    "q=" + "a%20" * 2000,
    "q=%5C%5B(%25s%7B%7B7*7%7D%7D%24%7B7%7D",
    "sort=value&sort=__class__&order=descending",
)


def served(*disclosures):
    app = FastAPI()
    add_figures_page(app, disclosures)
    app.mount("/site", StaticFiles(directory=STATIC))
    return app


@pytest.fixture(scope="module")
def client(default):
    return TestClient(served(default), headers={"accept-language": "zh-CN"})


@pytest.fixture(scope="module")
def two(default, made_up):
    """A client of two documents, the second with texts that are no good for anyone's spreadsheet."""
    return TestClient(served(default, hostile_document(made_up)))


def hostile_document(made_up):
    read = made_up("某局2023年预算公开\n\n一、收支\n\n2023年收入预算30万元，比上年减少5万元。\n\n二、其他\n\n无。\n")
    odd = ('=HYPERLINK("http://example.invalid")', "+1+1", "@SUM(A1)", "\t=1", "-2+3", "<script>x</script>", "坏\x07字")
    first = read.figures[0]
    more = tuple(replace(first, id=f"m:{n}", measure=text, raw=text, value=None) for n, text in enumerate(odd))
    large = replace(first, id="m:large", value=Decimal("-12345678901234567.89"), raw="12345678901234567.89")
    return replace(read, document=replace(read.document, id="made-up"), figures=(*read.figures, *more, large))


def rows_of(html):
    """The rows of the table as (measure, value with unit, address of the place)."""
    body = html.partition("<tbody role")[2].partition("</tbody>")[0]
    found = []
    for row in re.findall(r'<tr role="row">(.*?)</tr>', body, flags=re.S):
        measure = unescape(re.search(r'class="measure"[^>]*>(.*?)</th>', row)[1])
        value = re.search(r'class="amount[^"]*">(.*?)</td>', row, flags=re.S)[1]
        place = unescape(re.search(r'href="(/read[^"]+)"', row)[1])
        found.append((measure, unescape(re.sub(r"<[^>]+>", "", value)).strip(), place))
    return found


def found_by(client, query):
    """The figures that a query finds, as the JSON of its download."""
    return client.get(f"/figures.json?{query}").json()["figures"]


def test_every_figure_stands_on_one_of_the_pages_with_a_link_to_its_place(client, default):
    seen = []
    for number in range(1, 17):
        seen += rows_of(client.get(f"/figures?page={number}").text)
    assert len(seen) == len(default.figures) == 785
    for (measure, value, place), figure in zip(seen, default.figures, strict=True):
        assert measure == plain(figure.measure)
        assert plain(figure.raw).replace(" ", "") in value.replace(" ", "")
        spans = ",".join(f"{start}-{end}" for start, end in figure.place.spans)
        assert place == f"/read?mark={spans}#mark"


def test_the_page_is_made_in_time(client):
    assert client.get("/figures?q=资金&sort=value").status_code == 200
    assert quickest(lambda: client.get("/figures?q=资金&sort=value")) < 0.15


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("公务接待费", "公务接待费"),
        ("公務接待費", "公务接待费"),
        ("接待 三公", "公务接待费"),
        ("274,615.94", "基金预算收入"),
        ("７１３.９０", "政府采购预算"),
    ],
)
def test_words_find_what_they_name_in_any_script_and_numbers_what_they_are(client, words, measure):
    assert measure in {figure["measure"] for figure in found_by(client, f"q={quote(words)}")}


def test_several_words_all_have_to_stand(client):
    one, other = (found_by(client, f"q={quote(word)}") for word in ("满意度", "档案"))
    both = found_by(client, f"q={quote('满意度 档案')}")
    assert 0 < len(both) < min(len(one), len(other))


def test_filters_choose_by_kind_unit_and_section(client, default):
    def expected(test):
        return [figure.id for figure in default.figures if test(figure)]

    def ids(query):
        return [figure["id"] for figure in found_by(client, query)]

    assert ids("kind=change") == expected(lambda figure: figure.aspect == "change")
    assert ids("unit=%E4%BA%A9") == expected(lambda figure: figure.unit == "亩")
    assert ids("unit=none&kind=count") == expected(lambda figure: not figure.unit and figure.aspect == "count")
    html = client.get("/figures").text
    options = re.findall(r'<option value="(\d+)"[^>]*>([^<]+)', html)
    number, title = next((number, title) for number, title in options if "收入说明" in title)
    section = title.strip()
    assert ids(f"section={number}") == expected(lambda figure: section in figure.place.section)


def test_what_finds_nothing_says_so_and_offers_to_clear(client):
    html = client.get("/figures?q=%E6%9F%A5%E6%97%A0&sort=value").text
    assert "没有符合条件的数字" in html
    assert 'href="/figures?sort=value#table"' in html
    assert "<tbody role" not in html


def test_values_are_sorted_as_numbers_within_their_units(client):
    sums = [figure for figure in found_by(client, "sort=value") if is_money(figure["unit"]) and figure["value"]]
    values = [Decimal(figure["value"]) * MONEY_UNITS[figure["unit"]] for figure in sums]
    assert values == sorted(values)
    assert len(values) > 150
    down = found_by(client, "sort=value&order=descending")
    assert down[0]["value"] == "286847.52"
    worded = [figure["value"] is None for figure in down]
    assert worded == sorted(worded)  # what is said in words stands last
    families = [figure["unit"] for figure in down if figure["value"]]
    assert len(set(families)) == sum(a != b for a, b in zip(["", *families], families, strict=False))


def test_units_of_one_family_are_compared_after_conversion(made_up):
    text = "某局2023年预算公开\n\n一、收支\n\n收入预算2亿元。支出预算30000元。项目支出4万元。\n\n二、其他\n\n无。\n"
    client = TestClient(served(made_up(text)))
    assert [figure["raw"] for figure in found_by(client, "sort=value")] == ["30000元", "4万元", "2亿元"]


def test_equal_figures_stay_in_the_order_of_the_source(client, default):
    places = {figure.id: number for number, figure in enumerate(default.figures)}
    for order in ("ascending", "descending"):
        listed = found_by(client, f"sort=period&order={order}")
        of_year = [places[figure["id"]] for figure in listed if figure["period"] == "2023"]
        assert of_year == sorted(of_year)


def test_the_head_says_how_it_is_sorted_and_turns_it_round(client):
    html = client.get("/figures?sort=value&order=descending&kind=amount").text
    assert re.findall(r'class="(\w+)" aria-sort="(\w+)"', html) == [("value", "descending")]
    assert 'href="/figures?kind=amount&amp;sort=value#table"' in html
    assert 'href="/figures?kind=amount&amp;sort=measure&amp;order=descending#table"' not in html


def test_links_carry_the_filters_and_the_document(two, default):
    html = two.get("/figures?document=made-up&kind=change").text
    assert "made-up" in html
    assert 'href="/figures.csv?document=made-up&amp;kind=change"' in html
    assert '<input type="hidden" name="document" value="made-up">' in html
    assert rows_of(html)[0][2].startswith("/read?document=made-up&mark=")
    assert "减少" in rows_of(html)[0][1]
    assert two.get("/figures").text.count("/figures.csv?") == 0
    assert default.document.title in two.get("/figures?document=unknown").text


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_breaks_or_enters_the_page(client, query):
    page = client.get(f"/figures?{query}")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "{{7*7}}" not in page.text or "49" not in rows_of(page.text)
    assert "\0" not in page.text
    for ending in ("csv", "xlsx", "json"):
        assert client.get(f"/figures.{ending}?{query}").status_code == 200
    assert client.get("/figures.exe").status_code == 404


def test_the_text_of_a_document_is_never_markup(two):
    html = two.get("/figures?document=made-up").text
    assert "<script" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


# --- downloads -------------------------------------------------------------------------------------------------


def written_csv(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def spans(text):
    return tuple(tuple(map(int, span.split("-"))) for span in text.split(","))


def test_csv_holds_each_figure_of_the_table(client, default):
    response = client.get("/figures.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = written_csv(response)
    assert tuple(rows[0]) == COLUMNS
    for row, figure in zip(rows, default.figures, strict=True):
        assert row["id"] == figure.id
        assert row["measure"] == figure.measure
        assert (Decimal(row["value"]) if row["value"] else None) == figure.value
        assert row["unit"] == (figure.unit or "")
        assert row["raw"].removeprefix("'") == figure.raw
        assert spans(row["spans"]) == figure.place.spans


def test_json_holds_each_figure_with_decimals_as_written(client, default):
    body = client.get("/figures.json?sort=value&order=descending").json()
    assert body["document"] == {
        "id": default.document.id,
        "title": default.document.title,
        "sha256": default.document.sha256,
    }
    assert body["filters"] == {"sort": "value", "order": "descending"}
    by_id = {figure.id: figure for figure in default.figures}
    assert {row["id"] for row in body["figures"]} == set(by_id)
    for row in body["figures"]:
        figure = by_id[row["id"]]
        assert tuple(row) == COLUMNS
        assert row["value"] == (None if figure.value is None else str(figure.value))
        assert tuple(map(tuple, row["spans"])) == figure.place.spans
        assert tuple(row["section"]) == figure.place.section
    json.loads(client.get("/figures.json").content)


def test_the_workbook_holds_each_figure_as_an_exact_number(client, default):
    content = client.get("/figures.xlsx?kind=amount").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["figures"]
    assert sheet.freeze_panes == "B2"
    wanted = [figure for figure in default.figures if figure.aspect == "amount"]
    assert sheet.auto_filter.ref == f"A1:N{len(wanted) + 1}"
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    value, unit = COLUMNS.index("value"), COLUMNS.index("unit")
    for row, figure in zip(rows, wanted, strict=True):
        assert row[0] == figure.id
        assert isinstance(row[value], int | float)
        assert row[unit] == figure.unit
    stored = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    numbers = [Decimal(number) for number in re.findall(r'<c r="F\d+"[^>]*t="n"[^>]*><v>([^<]*)</v>', stored)]
    assert numbers == [figure.value for figure in wanted]
    about = {row[0]: row[1] for row in book["about"].iter_rows(values_only=True)}
    assert default.document.title in about.values()
    assert default.document.sha256 in about.values()
    assert about["筛选 kind"] == "amount"
    assert any("以原文为准" in str(note) for note in [row[1] for row in book["about"].iter_rows(values_only=True)])


def test_no_cell_runs_as_a_formula_and_negative_numbers_stay_numbers(two):
    rows = written_csv(two.get("/figures.csv?document=made-up"))
    for row in rows:
        for name, cell in row.items():
            assert not re.match(r"[=+@\t\r\n]", cell), (name, cell)
            assert not cell.startswith("-") or Decimal(cell) < 0
    assert "-5" in {row["value"] for row in rows}
    assert "'-2+3" in {row["measure"] for row in rows}
    book = openpyxl.load_workbook(io.BytesIO(two.get("/figures.xlsx?document=made-up").content))
    cells = [cell for row in book["figures"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    texts = {cell.value for cell in cells}
    assert {"+1+1", "坏字", -5, "-12345678901234567.89"} <= texts  # too long for a workbook's numbers: kept as text


def test_a_file_is_named_for_its_document(client, default):
    for ending in ("csv", "xlsx", "json"):
        named = client.get(f"/figures.{ending}").headers["content-disposition"]
        assert f'attachment; filename="{default.document.id}-figures.{ending}"' in named
        assert quote("部门预算信息公开") in named


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(default):
    with serving(served(default)) as address:
        yield address


@pytest.mark.parametrize(("wide", "language"), [(360, "zh-CN"), (768, "en"), (1280, "zh-CN")])
def test_without_scripts_the_page_fits_filters_and_opens_its_data(browser, address, wide, language):
    context = browser.new_context(locale=language, java_script_enabled=False, viewport={"width": wide, "height": 800})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{address}/figures")
    assert page.locator("html").bounding_box()["width"] <= wide
    assert all(box["x"] + box["width"] <= wide + 0.5 for box in boxes(page, ".chart, .filters, table.figures tbody tr"))
    page.locator("#q").fill("公务接待费")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/figures?q=*")
    assert page.locator("table.figures tbody tr").count() < 10
    data = page.locator(".chart details").first
    data.locator("summary").click()
    assert data.locator("tbody tr").first.is_visible()
    context.close()
    assert {urlsplit(url).hostname for url in asked} == {"127.0.0.1"}


def boxes(page, selector):
    return [each.bounding_box() for each in page.locator(selector).all()]


def test_bars_are_as_long_as_their_values(browser, address):
    page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/figures")
    ranking = page.locator(".chart-ranking")
    lengths = [box["width"] for box in boxes(ranking, ".bar .fill")]
    shown = [Decimal(re.match(r"[\d.]+", text)[0]) for text in ranking.locator(".value").all_inner_texts()]
    assert lengths == pytest.approx([lengths[0] * float(value / shown[0]) for value in shown], abs=1)
    page.close()
