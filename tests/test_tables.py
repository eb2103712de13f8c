"""Grids to tables: the default document's tables, and each rule on a made-up one."""

from decimal import Decimal

import pytest

from index.amounts import whole_amount
from index.model import Row, Table
from index.tables import is_target_table, segments
from tests.conftest import bare, section_titled, source, stands


@pytest.fixture(scope="module")
def procurement(default) -> Table:
    (table,) = [table for table in default.tables if table.title == "部门政府采购预算"]
    return table


@pytest.fixture(scope="module")
def projects(default) -> list[Table]:
    return [table for table in default.tables if table.subject]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def names(table: Table) -> list[str]:
    return [" > ".join(column.path) for column in table.columns]


def values(table: Table, row: Row) -> dict[str, Decimal]:
    cells = zip(table.columns, row.cells, strict=True)
    return {column.path[-1]: amount.value for column, cell in cells if (amount := whole_amount(cell.text))}


# --- the default document --------------------------------------------------------------------------------------


def test_every_cell_stands_in_the_source(default):
    for table in default.tables:
        cells = [cell for row in table.rows for cell in row.cells] + [cell for pair in table.captions for cell in pair]
        assert all(stands(default.document, cell) for cell in cells)
        assert all(stands(default.document, note) for note in table.notes)
        assert len({column.index for column in table.columns}) == len(table.columns)


def test_the_units_of_the_department(default):
    table = default.tables[0]
    assert table.title == "部门机构设置情况"
    assert names(table) == ["单位名称", "单位性质", "单位规格", "经费保障形式"]
    assert len(table.rows) == 9
    kinds = [row.cells[1].text for row in table.rows]
    assert (kinds.count("行政"), kinds.count("事业")) == (1, 8)
    assert [cell.text for cell in table.rows[3].cells[1:]] == ["事业", "正科级", "财政性资金定额或定项补助"]


def test_the_project_tables(projects):
    assert len(projects) == 74
    assert sum(len(table.rows) for table in projects) == 473
    for table in projects:
        assert is_target_table(table)
        assert names(table) == ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
        assert [column.kind for column in table.columns] == ["label", "label", "label", "text", "value", "text"]
        assert [label.text for label, _ in table.captions] == ["绩效目标"]
        assert table.period == "2023"
        assert all(cell.text for row in table.rows for cell in row.cells)
        assert all(row.kind == "item" and not any(cell.filled for cell in row.cells[1:]) for row in table.rows)
    assert (projects[0].subject, projects[-1].subject) == ("15号地围挡美化亮化资金", "土地执法经费")


def test_each_project_table_has_a_section_of_its_own(default, projects):
    sections = [default.sections[table.section] for table in projects]
    assert [section.number for section in sections] == [f"{number}、" for number in range(1, 75)]
    assert [section.title for section in sections] == [table.title for table in projects]
    assert {section.path[:-1] for section in sections} == {("五、预算绩效信息", "第三部分 预算项目绩效目标")}


def test_a_group_is_carried_down_and_marked(projects):
    assert [(row.cells[0].text, row.cells[0].filled) for row in projects[0].rows] == [
        ("产出指标", False), ("产出指标", True), ("产出指标", True), ("产出指标", True),
        ("效益指标", False), ("满意度指标", False),
    ]  # fmt: skip


def test_cells_broken_over_a_page_are_whole_and_their_spans_give_them_back(default, projects):
    broken = {
        number: [cell for row in table.rows for cell in row.cells if len(cell.spans) > 1]
        for number, table in enumerate(projects, 1)
    }
    assert {number: len(cells) for number, cells in broken.items() if cells} == {35: 1, 60: 1, 61: 1, 64: 1, 66: 3}
    name, description, ground = broken[66]
    assert name.text == description.text == "按预算资金完成率"
    assert name.spans != description.spans
    assert [default.document.text[start:end] for start, end in name.spans] == ["按预算资金完", "成率"]
    assert (
        ground.text
        == "《石家庄市人民政府办公厅关于向高新区等特定区域下放部分行政权利事项的通知》（石政办发〔2017〕47号）文件"
    )
    (description,) = broken[35]
    assert description.text == (
        "全面查清最新土地利用状况，掌握真实土地基础数据，并对调查成果实行信息化网络化管理,"
        "健全并完善土地调查监测、统计、登记制度,"
        "实现土地资源信息社会化服务,为国土空间规划提供数据支撑"
    )
    for cells in broken.values():
        assert all(source(default.document, cell.spans) == cell.text for cell in cells)
    assert [len(projects[number - 1].rows) for number in (35, 60, 61, 64, 66)] == [7, 6, 6, 6, 6]


def test_the_header_that_a_page_break_repeats_is_no_row(default):
    repeated = [table for table in default.tables if table.repeated_header_spans]
    assert len(repeated) == 6
    assert not any("一级指标" in row or "项目名称" in row for table in default.tables for row in rows(table))


def test_the_procurement_table_is_one(procurement):
    kinds = [row.kind for row in procurement.rows]
    assert (kinds.count("item"), kinds.count("subtotal"), kinds.count("total")) == (24, 5, 1)
    assert (procurement.unit, procurement.period) == ("万元", "2023")
    assert [note.text[:9] for note in procurement.notes] == ["注：同一采购目录序"]


def test_the_exchanged_headers_are_settled_by_the_sums_and_reported(default, procurement):
    group = "政府采购金额（当年部门预算安排资金）"
    assert names(procurement) == [
        "政府采购项目来源 > 项目名称", "政府采购项目来源 > 预算资金", "采购物品名称", "政府采购目录序号", "计量单位",
        "数量", "单价", f"{group} > 合计", f"{group} > 一般公共预算拨款", f"{group} > 基金预算拨款",
        f"{group} > 国有资本经营预算拨款", f"{group} > 财政专户核拨", f"{group} > 单位资金", f"{group} > 财政拨款结转",
        f"{group} > 非财政拨款结转结余", "2023年预留中小微企业份额",
    ]  # fmt: skip
    (problem,) = default.problems
    assert problem.kind == "header_slip"
    assert "部门政府采购预算" in problem.message
    assert [default.document.text[start:end] for start, end in problem.spans] == [
        "2023年预留中小微企业份额", "非财政拨款结转结余",
    ]  # fmt: skip


def test_each_item_belongs_to_the_unit_above_it(procurement):
    unit = None
    for row in procurement.rows:
        if row.kind == "subtotal":
            unit = row.cells[0].text.removesuffix("小计")
        assert row.owner == unit
    assert len({row.owner for row in procurement.rows if row.kind == "item"}) == 5


def test_every_total_of_the_procurement_table_is_the_sum_of_its_parts(procurement):
    sources = [column.path[-1] for column in procurement.columns if len(column.path) > 1 and column.index > 7]
    assert len(sources) == 7
    by_kind: dict[str, list[tuple[str | None, dict[str, Decimal]]]] = {"total": [], "subtotal": [], "item": []}
    for row in procurement.rows:
        stated = values(procurement, row)
        assert stated["合计"] == sum(stated.get(name, Decimal(0)) for name in sources)
        by_kind[row.kind].append((row.owner, stated))
    for name in ("合计", "一般公共预算拨款", "2023年预留中小微企业份额"):
        for owner, stated in by_kind["subtotal"]:
            assert stated[name] == sum(item[name] for other, item in by_kind["item"] if other == owner)
        assert by_kind["total"][0][1][name] == sum(stated[name] for _, stated in by_kind["subtotal"])
    assert by_kind["total"][0][1]["合计"] == Decimal("713.90")


def test_the_assets_table(default):
    table = default.tables[-1]
    assert table.title == "高新区自然资源和规划住建局固定资产占用情况表"
    assert table.section == section_titled(default, "国有资产信息").index
    assert table.period == "2022-12-31"
    assert rows(table) == [
        ["资产总额", "-", "2216.94"],
        ["1、房屋（平方米）", "-", "0"],
        ["其中：办公用房（平方米）", "-", "0"],
        ["2、车辆（台、辆）", "10", "142.51"],
        ["3、单价在 20 万元以上的设备", "0", "0"],
        ["4、其他固定资产", "5908", "2074.43"],
    ]
    units = {figure.column: figure.unit for figure in default.figures if figure.table == table.index and figure.value}
    assert units == {1: None, 2: "万元"}


# --- made-up tables --------------------------------------------------------------------------------------------

HEAD = "某市园林局2023年部门预算\n\n一、部门预算表\n\n2023年收入预算总表\n单位：万元\n"


@pytest.fixture(scope="module")
def tabled(made_up):
    def read(text: str, head: str = HEAD) -> Table:
        disclosure = made_up(head + text)
        (table,) = disclosure.tables
        return table

    return read


def test_title_unit_and_period_stand_above(tabled):
    table = tabled("项目\t金额\n收入\t5.00\n")
    assert (table.title, table.unit, table.period) == ("2023年收入预算总表", "万元", "2023")


def test_two_header_rows_with_spanning_groups(tabled):
    table = tabled(
        "项目\t\t收入\t\t\n编码\t名称\t合计\t财政拨款\t其他\n201\t绿化\t5.00\t4.00\t1.00\n\t合计\t5.00\t4.00\t1.00\n"
    )
    assert names(table) == ["项目 > 编码", "项目 > 名称", "收入 > 合计", "收入 > 财政拨款", "收入 > 其他"]
    assert [column.kind for column in table.columns] == ["code", "label", "value", "value", "value"]
    assert [row.kind for row in table.rows] == ["item", "total"]


def test_a_word_broken_over_header_rows(tabled):
    table = tabled("\t因公出\t公务用车\n合计\t国（境）\t\n\t费\t购置费\n9.00\t5.00\t4.00\n")
    assert names(table) == ["合计", "因公出国（境）费", "公务用车购置费"]


def test_names_set_in_the_middle_of_their_height(tabled):
    table = tabled(
        "\t三公经费\n\t\t公务用车费\n合计\t\t\t\t\t会议费\n\t小计\t\t公务车购\t接待费\n\t\t小计\n\t\t\t置费\n"
        "9.00\t7.00\t3.00\t3.00\t4.00\t2.00\n"
    )
    assert names(table) == [
        "合计", "三公经费 > 小计", "三公经费 > 公务用车费 > 小计", "三公经费 > 公务用车费 > 公务车购置费",
        "三公经费 > 接待费",
        "会议费",
    ]  # fmt: skip


def test_halves_side_by_side(tabled):
    table = tabled(
        "收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、拨款\t5.00\t一、绿化\t3.00\n"
        "二、其他\t\t二、养护\t2.00\n收入总计\t5.00\t支出总计\t5.00\n"
    )
    assert [[column.index for column in half] for half in segments(table.columns)] == [[0, 1], [2, 3]]
    assert rows(table)[1] == ["二、其他", "", "二、养护", "2.00"]
    assert not any(cell.filled for row in table.rows for cell in row.cells)


def test_figures_of_halves_are_named_by_their_own_half(made_up):
    disclosure = made_up(
        HEAD + "收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、拨款\t5.00\t一、绿化\t3.00\n总计\t5.00\t总计\t5.00\n"
    )
    assert [(str(figure.value), figure.measure) for figure in disclosure.figures] == [
        ("5.00", "拨款"), ("3.00", "绿化"), ("5.00", "收入总计"), ("5.00", "支出总计"),
    ]  # fmt: skip


def test_a_page_break_inside_a_table_repeats_the_header(tabled):
    header = "项目\t\t金额\n编码\t名称\t合计\n"
    whole = tabled(header + "1\t甲\t1.00\n2\t乙\t2.00\n3\t丙\t3.00\n")
    for break_ in ("\n", ""):
        broken = tabled(header + "1\t甲\t1.00\n2\t乙\t2.00\n" + break_ + header + "3\t丙\t3.00\n")
        assert rows(broken) == rows(whole)
        assert len(broken.repeated_header_spans) == 5


def test_only_the_last_header_row_may_be_repeated(tabled):
    table = tabled("项目\t\t金额\n编码\t名称\t合计\n1\t甲\t1.00\n\n编码\t名称\t合计\n2\t乙\t2.00\n")
    assert rows(table) == [["1", "甲", "1.00"], ["2", "乙", "2.00"]]


def test_a_row_that_goes_on_behind_a_page_break(tabled):
    header = "项目\t说明\t金额\n"
    table = tabled(header + "甲\t种树\t1.00\n乙\t养护公园和\t2.00\n\n" + header + "\t绿地\t\n丙\t其他\t3.00\n")
    assert rows(table) == [["甲", "种树", "1.00"], ["乙", "养护公园和绿地", "2.00"], ["丙", "其他", "3.00"]]


def test_a_cell_broken_around_its_row(tabled):
    table = tabled(
        "\t名称\t\t\t金额\n\t一、绿化\t\t\t5.00\n\t二、预留机动的经\n\t\t\t\t3.00\n\t费\n\t三、其他\t\t\t1.00\n"
    )
    assert rows(table) == [["一、绿化", "5.00"], ["二、预留机动的经费", "3.00"], ["三、其他", "1.00"]]


def test_doubled_rules_leave_no_empty_columns(tabled):
    table = tabled(
        "\t科目编码\t\t\t科目名称\t\t\t金额\n\t\t\t\t合计\t\t\t9.00\n"
        "301\t\t\t工资\t\t\t\t5.00\n30101\t\t\t津贴\t\t\t4.00\n"
    )
    assert names(table) == ["科目编码", "科目名称", "金额"]
    assert rows(table) == [["", "合计", "9.00"], ["301", "工资", "5.00"], ["30101", "津贴", "4.00"]]


def test_a_row_that_lost_its_tabs(tabled):
    table = tabled("科目编码\t科目名称\t金额\n301\t工资\t5.00\n30108 社会保险 1,326.81\n302\t办公\t6.00\n")
    assert rows(table)[1] == ["30108", "社会保险", "1,326.81"]


@pytest.mark.parametrize("total", ["合计\t\n", "合计\n", "合 计\n", ""])
def test_an_empty_table_keeps_its_note(made_up, total):
    disclosure = made_up(HEAD + f"项目\t金额\n{total}注：本部门无此预算，故本表为空表。\n\n二、说明\n\n收入5万元。\n")
    (table,) = disclosure.tables
    assert [note.text for note in table.notes] == ["注：本部门无此预算，故本表为空表。"]
    assert [row.kind for row in table.rows] == (["total"] if total else [])
    assert not [figure for figure in disclosure.figures if figure.table is not None]


def test_a_table_at_the_very_end(tabled):
    assert rows(tabled("项目\t金额\n绿化\t5.00")) == [["绿化", "5.00"]]


def test_spaces_around_tabs_and_windows_line_ends(tabled):
    plain = tabled("项目\t金额\t备注\n绿化\t5.00\t\n养护\t\t无\n")
    for text in (
        "项目 \t 金额\t　备注\n绿化 \t 5.00 \t \n 养护\t \t 无 \n",
        "项目\t金额\t备注\r\n绿化\t5.00\t\r\n养护\t\t无\r\n",
    ):
        assert (rows(tabled(text)), names(tabled(text))) == (rows(plain), names(plain))


def test_units_of_table_column_and_cell(made_up):
    text = "项目\t数量（棵）\t金额（万元）\t价值（金额单位：亿元）\t单价\n树\t3\t4.00\t5.00\t6元\n"
    disclosure = made_up(HEAD.replace("万元", "元") + text)
    assert [figure.unit for figure in disclosure.figures] == [None, "万元", "亿元", "元"]
    disclosure = made_up(HEAD.replace("万元", "元") + "项目\t金额\n树\t3,000.50\n\n二、说明\n\n收入5万元。\n")
    assert [(str(figure.value), figure.unit) for figure in disclosure.figures] == [("3000.50", "元"), ("5", "万元")]


def test_counts_take_the_unit_of_their_row(made_up):
    disclosure = made_up(HEAD + "名称\t计量单位\t数量\t金额\n树\t棵\t3\t4.00\n车\t\t2\t5.00\n")
    assert [(str(figure.value), figure.unit, figure.aspect) for figure in disclosure.figures] == [
        ("3", "棵", "count"), ("4.00", "万元", "amount"), ("2", None, "count"), ("5.00", "万元", "amount"),
    ]  # fmt: skip


def test_budget_and_final_account_side_by_side_are_told_apart(made_up):
    disclosure = made_up(HEAD + "会议费\t\t培训费\t\n预算数\t决算数\t预算数\t决算数\n4.00\t3.00\t2.00\t1.00\n")
    assert [figure.measure for figure in disclosure.figures] == [
        "会议费预算数",
        "会议费决算数",
        "培训费预算数",
        "培训费决算数",
    ]


def test_a_bare_total_counts_what_the_title_names(made_up):
    disclosure = made_up(HEAD + "科目编码\t科目名称\t金额\n\t合计\t9.00\n301\t工资\t9.00\n")
    assert [figure.measure for figure in disclosure.figures] == ["收入预算", "工资"]


def test_a_total_in_the_place_of_a_code_is_named(made_up):
    disclosure = made_up(HEAD + "科目编码\t科目名称\t金额\n301\t工资\t9.00\n人员经费合计\t\t9.00\n")
    assert [figure.measure for figure in disclosure.figures] == ["工资", "人员经费合计"]


def test_a_row_that_numbers_the_columns_and_a_column_that_numbers_the_rows(made_up):
    disclosure = made_up(HEAD + "项目\t行次\t金额\n栏次\t\t1\n收入\t1\t5.00\n合计\t2\t5.00\n")
    assert rows(disclosure.tables[0]) == [["收入", "1", "5.00"], ["合计", "2", "5.00"]]
    assert [str(figure.value) for figure in disclosure.figures] == ["5.00", "5.00"]
    classes = [numeral.numeral_class for numeral in disclosure.numerals if numeral.text in ("1", "2")]
    assert classes == ["structure"] * 3


def test_title_and_unit_on_one_line(made_up):
    disclosure = made_up("某局2023年部门预算\n\n一、附表\n\n表1 收入预算表（单位：元）\n项目\t金额\n合计\t5.00\n")
    (table,) = disclosure.tables
    assert (table.title, table.unit) == ("表1 收入预算表", "元")
    assert [figure.measure for figure in disclosure.figures] == ["收入预算"]


def test_three_accounts_side_by_side(made_up):
    disclosure = made_up(HEAD + "项目\t年初预算数\t全年预算数\t决算数\n会议费\t3.00\t2.50\t2.10\n")
    assert [figure.measure for figure in disclosure.figures] == [
        "会议费年初预算数", "会议费全年预算数", "会议费决算数",
    ]  # fmt: skip


def test_subtotals_own_the_rows_below_and_totals_own_subtotals(made_up):
    disclosure = made_up(
        HEAD + "项目名称\t数量\t采购金额\n合计\t\t9.00\n公园处小计\t\t5.00\n种树\t1\t5.00\n"
        "绿地处小计\t\t4.00\n种草\t2\t4.00\n"
    )
    amounts = {figure.id: figure for figure in disclosure.figures if figure.aspect == "amount"}
    wholes = [amounts[figure.part_of].value if figure.part_of else None for figure in amounts.values()]
    assert wholes == [None, 9, 5, 9, 4]
    assert [figure.subject for figure in amounts.values()] == ["某市园林局", "公园处", "种树", "绿地处", "种草"]


SLIPPED = (
    "采购项目\t采购金额（当年）\t\t\t预留份额\t\n名称\t合计\t拨款\t资金\t\t结余\n"
    "甲\t5.00\t5.00\t\t\t5.00\n乙\t3.00\t3.00\t\t\t3.00\n"
)


def test_a_header_slip_is_settled_where_the_sums_ask_for_it(made_up):
    disclosure = made_up(HEAD + SLIPPED)
    (table,) = disclosure.tables
    assert names(table)[-2:] == ["采购金额（当年） > 结余", "预留份额"]
    assert [problem.kind for problem in disclosure.problems] == ["header_slip"]


@pytest.mark.parametrize(
    "text",
    [
        SLIPPED.replace("甲\t5.00\t5.00", "甲\t10.00\t5.00").replace("乙\t3.00\t3.00", "乙\t6.00\t3.00"),
        SLIPPED.replace("\t3.00\t3.00\t\t\t3.00", "\t3.00\t2.00\t\t\t3.00"),
        SLIPPED.replace("乙\t3.00\t3.00\t\t\t3.00\n", ""),
        SLIPPED.replace("\t预留份额\t\n", "\t\t预留份额\n").replace("\t\t结余", "\t结余"),
    ],
    ids=["the sums hold as it stands", "a sum holds neither way", "one row is no evidence", "the names stand in place"],
)
def test_a_header_slip_is_not_settled_where_the_sums_do_not_ask_for_it(made_up, text):
    disclosure = made_up(HEAD + text)
    assert disclosure.problems == ()
    assert "预留份额" in [column.path[0] for column in disclosure.tables[0].columns]


def test_no_cell_is_lost_however_odd_the_rows(made_up):
    text = HEAD + "绩效目标\t\n名称\t金额\n甲\t1.00\t多余\t3.00\n乙 2.00\n丙\t\t\t\t\t远\n一 二 三 四 五\n丁\t4.00\n"
    disclosure = made_up(text)
    (table,) = disclosure.tables
    told = [cell.text for row in table.rows for cell in row.cells if cell.text and not cell.filled]
    told += [cell.text for pair in table.captions for cell in pair if cell.text] + ["名称", "金额"]
    assert sorted("".join(told)) == sorted(bare(text[len(HEAD) :]))
