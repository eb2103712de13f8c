"""Other disclosures of the genre, read in place: the code is fitted to the genre, not to one document.

Only counts and single figures stand here; no sentence of theirs is copied. They are found through the environment
variable OTHER_DISCLOSURES and skipped without it.
"""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from index.disclosure import read_disclosure
from index.model import Disclosure, Figure, Table
from tests.conftest import GOLDEN, bare, source, stands

COUNTS = json.loads((GOLDEN / "other_disclosures.json").read_text(encoding="utf-8"))
CHONGQING, JIANGSU, PUTUO_OFFICE, PUTUO_PLANNING = sorted(COUNTS)


@cache
def read(path: Path) -> Disclosure:
    return read_disclosure(path)


@pytest.fixture(params=sorted(COUNTS))
def disclosure(request, other_disclosures) -> Disclosure:
    return read(other_disclosures / request.param)


@pytest.fixture
def chongqing(other_disclosures) -> Disclosure:
    return read(other_disclosures / CHONGQING)


@pytest.fixture
def jiangsu(other_disclosures) -> Disclosure:
    return read(other_disclosures / JIANGSU)


@pytest.fixture
def office(other_disclosures) -> Disclosure:
    return read(other_disclosures / PUTUO_OFFICE)


@pytest.fixture
def planning(other_disclosures) -> Disclosure:
    return read(other_disclosures / PUTUO_PLANNING)


def test_all_are_there(other_disclosures):
    assert sorted(path.name for path in other_disclosures.glob("*.txt")) == sorted(COUNTS)


def test_tables_and_sections_are_as_many_as_counted_by_hand(disclosure):
    counts = COUNTS[Path(disclosure.document.source).name]
    assert len(disclosure.tables) == counts["tables"]
    assert len(disclosure.sections) - 1 == counts["sections"]


def test_at_most_one_numeral_in_a_hundred_has_no_class(disclosure):
    unclassified = [numeral for numeral in disclosure.numerals if numeral.numeral_class is None]
    assert len(unclassified) * 100 <= len(disclosure.numerals)


def test_everything_stands_in_the_source(disclosure):
    document = disclosure.document
    assert all(stands(document, paragraph) for paragraph in disclosure.paragraphs)
    for table in disclosure.tables:
        assert all(stands(document, cell) for row in table.rows for cell in row.cells)
    for figure in disclosure.figures:
        assert bare(source(document, figure.place.spans)) == bare(figure.raw)
    for values in (disclosure.figures, disclosure.chunks):
        assert len({value.id for value in values}) == len(values)


def test_every_character_is_shown_by_a_chunk(disclosure):
    shown = {offset for chunk in disclosure.chunks for span in chunk.spans for offset in range(*span)}
    shown |= {offset for table in disclosure.tables for span in table.repeated_header_spans for offset in range(*span)}
    text = disclosure.document.text
    assert "".join(sign for at, sign in enumerate(text) if at not in shown and not sign.isspace()) == ""


def test_every_figure_says_what_it_counts(disclosure):
    assert [figure.raw for figure in disclosure.figures if not figure.measure or not figure.subject] == []


def titled(disclosure: Disclosure, end: str) -> Table:
    (table,) = [table for table in disclosure.tables if table.title.endswith(end)]
    return table


def row_of(disclosure: Disclosure, table: Table, *cells: str) -> dict[str, Figure]:
    """The figures of the row that begins with these cells, by their column's own name."""
    (row,) = [row for row in table.rows if [cell.text for cell in row.cells[: len(cells)]] == list(cells)]
    found = [figure for figure in disclosure.figures if (figure.table, figure.row) == (table.index, row.index)]
    return {figure.place.column[-1]: figure for figure in found}


def prose(disclosure: Disclosure, measure: str, aspect: str = "amount") -> list[Figure]:
    return [
        figure
        for figure in disclosure.figures
        if figure.table is None and (figure.measure, figure.aspect) == (measure, aspect)
    ]


def amount(figure: Figure) -> tuple[Decimal | None, str | None]:
    return figure.value, figure.unit


# --- 上海市普陀区人民政府办公室 2025: tables in 元, text in 万元 ---


def test_office_document(office):
    assert (office.document.year, office.document.kind) == (2025, "budget")
    assert office.document.body.endswith("人民政府办公室")


def test_office_functional_codes_stand_in_their_columns(office):
    table = titled(office, "支出预算总表")
    assert [column.path[-1] for column in table.columns] == [
        "类", "款", "项", "功能分类科目名称", "合计", "基本支出", "项目支出",
    ]  # fmt: skip
    row = row_of(office, table, "201", "03", "01", "行政运行")
    assert amount(row["合计"]) == (Decimal("12029501.84"), "元")
    assert amount(row["基本支出"]) == (Decimal("11919501.84"), "元")
    assert amount(row["项目支出"]) == (Decimal("110000.00"), "元")
    assert (row["基本支出"].measure, row["基本支出"].subject) == ("基本支出", "行政运行")


def test_office_an_empty_cell_is_no_figure(office):
    row = row_of(office, titled(office, "支出预算总表"), "201", "03", "02")
    assert sorted(row) == ["合计", "项目支出"]


def test_office_a_unit_broken_over_two_lines(office):
    changes = prose(office, "财政拨款收入", "change")
    assert [amount(figure) for figure in changes] == [(Decimal("-2389.52"), "万元")]
    assert len(changes[0].place.spans) == 2


def test_office_yuan_in_tables_and_ten_thousands_in_text(office):
    assert [amount(figure) for figure in prose(office, "支出预算")] == [(Decimal("9101.68"), "万元")]
    total = row_of(office, titled(office, "收入预算总表"), "合计")["合计"]
    assert (total.measure, *amount(total)) == ("收入预算", Decimal("91016775.35"), "元")


def test_office_a_table_in_another_unit(office):
    table = titled(office, "机关运行经费预算表")
    figures = {figure.measure: figure for figure in office.figures if figure.table == table.index}
    assert amount(figures["机关运行经费预算数"]) == (Decimal("213.28"), "万元")
    assert amount(figures["公务接待费"]) == (Decimal("28.50"), "万元")
    assert figures["公务接待费"].place.column == ("“三公”经费预算数", "公务接待费")


def test_office_a_page_break_inside_a_table(office):
    table = titled(office, "一般公共预算支出功能分类预算表")
    assert len(table.rows) == 21
    assert len(table.repeated_header_spans) == 10
    assert amount(row_of(office, table, "221", "02", "03")["基本支出"]) == (Decimal("1867680.00"), "元")


def test_office_empty_tables_keep_their_notes(office):
    for end in ("政府性基金预算支出功能分类预算表", "国有资本经营预算支出功能分类预算表"):
        table = titled(office, end)
        assert [note.text.endswith("故本表为空表。") for note in table.notes] == [True]
        assert [(row.kind, row.cells[0].text) for row in table.rows] == [("total", "合计")]
        assert not [figure for figure in office.figures if figure.table == table.index]


def test_office_halves_side_by_side(office):
    row = office.tables[0].rows[3]
    figures = {figure.measure: figure for figure in office.figures if (figure.table, figure.row) == (0, row.index)}
    assert {measure: figure.value for measure, figure in figures.items()} == {"住房保障支出": Decimal("3609125.22")}


def test_office_counts_on_a_day(office):
    cars = [figure for figure in office.figures if figure.measure == "车辆"]
    assert [(figure.value, figure.unit, figure.period) for figure in cars] == [(0, "辆", "2024-08-31")]
    devices = [figure for figure in office.figures if figure.unit == "台（套）"]
    assert [figure.value for figure in devices] == [0, 0]


# --- 江苏省高级人民法院 2018: broken lines, doubled rules ---


def test_jiangsu_doubled_rules(jiangsu):
    table = titled(jiangsu, "省高级人民法院财政拨款基本支出预算表")
    assert [column.path for column in table.columns] == [("科目编码",), ("科目名称",), ("金额",)]
    assert len(table.rows) == 34
    assert amount(row_of(jiangsu, table, "301", "工资福利支出")["金额"]) == (Decimal("13747.87"), "万元")


def test_jiangsu_a_row_that_lost_its_tabs(jiangsu):
    table = titled(jiangsu, "省高级人民法院财政拨款基本支出预算表")
    figure = row_of(jiangsu, table, "30108")["金额"]
    assert (figure.measure, figure.value) == ("机关事业单位基本养老保险缴费", Decimal("1326.81"))


def test_jiangsu_a_cell_broken_around_its_row(jiangsu):
    (figure,) = [figure for figure in jiangsu.figures if (figure.table, figure.measure) == (0, "单位预留机动经费")]
    assert figure.value == Decimal("3258.06")


def test_jiangsu_three_halves(jiangsu):
    figures = {figure.measure: figure.value for figure in jiangsu.figures if figure.table == 0}
    assert figures["公共安全支出"] == Decimal("26200.88")
    assert figures["基本支出"] == Decimal("18570.82")
    assert figures["财政拨款"] == Decimal("33172.15")


def test_jiangsu_names_set_in_the_middle_of_their_height(jiangsu):
    table = titled(jiangsu, "培训费支出预算表")
    figures = [figure for figure in jiangsu.figures if figure.table == table.index]
    assert [(figure.place.column, figure.value) for figure in figures] == [
        (("合计",), Decimal("2558.26")),
        (("“三公”经费", "小计"), Decimal("620.75")),
        (("“三公”经费", "因公出国（境）费"), Decimal("170.00")),
        (("“三公”经费", "公务用车购置及运行维护费", "小计"), Decimal("266.80")),
        (("“三公”经费", "公务用车购置及运行维护费", "公务用车运行维护费"), Decimal("266.80")),
        (("“三公”经费", "公务接待费"), Decimal("183.95")),
        (("会议费",), Decimal("271.26")),
        (("培训费",), Decimal("1666.25")),
    ]


def test_jiangsu_the_procurement_table_over_a_page_break(jiangsu):
    table = titled(jiangsu, "政府采购预算表")
    assert [column.path[-1] for column in table.columns] == [
        "采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计",
    ]  # fmt: skip
    leaves = [figure for figure in jiangsu.figures if figure.table == table.index and len(figure.place.row) == 4]
    assert sum(figure.value for figure in leaves) == Decimal("4641.62")


def test_jiangsu_an_empty_table(jiangsu):
    table = titled(jiangsu, "政府性基金预算财政拨款支出预算表")
    assert [row.kind for row in table.rows] == ["total"]
    assert not [figure for figure in jiangsu.figures if figure.table == table.index]


def test_jiangsu_changes_are_signed_in_money_and_percent(jiangsu):
    changes = prose(jiangsu, "社会保障和就业（类）支出", "change")
    assert [amount(figure) for figure in changes] == [(Decimal("-92.37"), "万元"), (Decimal("-3.94"), "%")]


def test_jiangsu_a_percentage_that_lost_its_sign_has_no_unit(jiangsu):
    (figure,) = [figure for figure in jiangsu.figures if figure.raw == "9.52"]
    assert (figure.value, figure.unit, figure.aspect) == (Decimal("-9.52"), None, "change")


def test_jiangsu_labels_of_a_chart(jiangsu):
    shares = {
        figure.measure: figure.value for figure in jiangsu.figures if figure.unit == "%" and figure.aspect == "amount"
    }
    assert shares == {"预留机动经费": Decimal("9.82"), "项目支出": Decimal("34.20"), "基本支出": Decimal("55.98")}


# --- 上海市普陀区规划和自然资源局 2024: a final account ---


def test_planning_document(planning):
    assert (planning.document.year, planning.document.kind) == (2024, "final_account")


def test_planning_units_are_a_table_of_text(planning):
    table = planning.tables[0]
    assert [column.path for column in table.columns] == [("序号",), ("单位名称",), ("备注",)]
    assert len(table.rows) == 5
    assert not [figure for figure in planning.figures if figure.table == 0]


def test_planning_total_income_and_expenditure(planning):
    assert planning.tables[1].title == "收入支出决算总表"
    figures = [figure for figure in planning.figures if (figure.table, figure.place.row) == (1, ("总计",))]
    assert [(figure.measure, figure.value) for figure in figures] == [
        ("收入总计", Decimal("9859.38")), ("支出总计", Decimal("9859.38")),
    ]  # fmt: skip


def test_planning_budget_and_final_account_side_by_side(planning):
    table = titled(planning, "“三公”经费支出决算表")
    figures = {figure.measure: figure.value for figure in planning.figures if figure.table == table.index}
    assert figures["公务接待费预算数"] == Decimal("2.85")
    assert figures["公务接待费决算数"] == Decimal("0.39")
    assert len(figures) == 12


def test_planning_two_lists_side_by_side(planning):
    table = titled(planning, "一般公共预算财政拨款基本支出决算表")
    figures = {figure.measure: figure for figure in planning.figures if figure.table == table.index}
    assert figures["物业管理费"].value == Decimal("82.20")
    assert figures["退休费"].value == Decimal("67.96")
    assert figures["人员经费合计"].value == Decimal("4884.09")
    assert figures["公用经费合计"].value == Decimal("480.66")
    assert len(table.rows) == 39


def test_planning_a_code_row(planning):
    assert planning.tables[3].title == "支出决算表"
    row = row_of(planning, planning.tables[3], "2120101", "行政运行")
    assert [figure.value for figure in row.values()] == [Decimal("1105.68"), Decimal("1096.91"), Decimal("8.77")]


def test_planning_what_was_budgeted_and_what_was_spent(planning):
    (spent,) = prose(planning, "一般公共预算财政拨款支出决算")
    (budgeted,) = prose(planning, "一般公共预算财政拨款支出年初预算")
    assert (budgeted.value, spent.value) == (Decimal("10210.34"), Decimal("9746.50"))
    (received,) = prose(planning, "三公经费财政拨款支出决算")
    assert received.value == Decimal("0.39")


def test_planning_an_item_is_the_subject_of_its_budget(planning):
    items = [figure for figure in planning.figures if figure.subject.endswith("购房补贴（项）")]
    assert [amount(figure) for figure in items] == [
        (Decimal("171.49"), "万元"), (Decimal("171.49"), "万元"), (Decimal("100.00"), "%"),
    ]  # fmt: skip


def test_planning_the_reason_for_a_change_names_its_measure(planning):
    changes = [figure.measure for figure in planning.figures if figure.value == Decimal("1133.95")]
    assert changes == ["项目支出"] * 3


def test_planning_empty_tables_keep_both_notes(planning):
    for table in planning.tables[-2:]:
        assert [note.text[:2] for note in table.notes] == ["注：", "说明"]
        assert not [figure for figure in planning.figures if figure.table == table.index]


# --- 重庆市交通委员会 2018: text only, full-width digits ---


def test_chongqing_full_width_numbering_opens_no_sections(chongqing):
    assert [section.level for section in chongqing.sections] == [0, 1, 2, 2, 1, 1, 1, 1]


def test_chongqing_income_and_expenditure(chongqing):
    (expenditure,) = prose(chongqing, "一般公共预算财政拨款支出")
    assert amount(expenditure) == (Decimal("324970.32"), "万元")
    parts = [figure for figure in chongqing.figures if figure.part_of == expenditure.id]
    assert [(figure.measure, figure.value) for figure in parts] == [
        ("基本支出", Decimal("61042.17")), ("项目支出", Decimal("263928.15")),
    ]  # fmt: skip
    assert sum(figure.value for figure in parts) == expenditure.value


def test_chongqing_changes(chongqing):
    (change,) = prose(chongqing, "项目支出", "change")
    assert amount(change) == (Decimal("-150086.1"), "万元")
    (change,) = prose(chongqing, "政府性基金预算支出", "change")
    assert amount(change) == (Decimal("18610"), "万元")


def test_chongqing_units_counted_in_full_width_digits(chongqing):
    counts = [(figure.measure, figure.value) for figure in chongqing.figures if figure.aspect == "count"]
    assert counts == [
        ("二级事业单位", 8), ("三级事业单位", 16), ("内设处室", 19), ("三级预算单位", 4), ("高速公路支队", 4),
        ("三级预算单位", 6), ("三级预算单位", 6),
    ]  # fmt: skip


def test_chongqing_procurement_parts(chongqing):
    (whole,) = [figure for figure in chongqing.figures if figure.value == Decimal("6060.41")]
    parts = [figure for figure in chongqing.figures if figure.part_of == whole.id]
    assert sum(figure.value for figure in parts) == whole.value
    assert len(parts) == 3
