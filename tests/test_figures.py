"""Figures out of text and tables, and every numeral of the default document accounted for."""

import json
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from index.amounts import amounts_in
from index.figures import figures
from index.model import Disclosure, Figure
from index.numerals import NUMERAL, claims, classified
from index.outline import outline
from index.prose import sentence_of, statements_in
from index.read import document_of
from index.tables import tables
from tests.conftest import GOLDEN, bare, source

# --- the default document --------------------------------------------------------------------------------------


def told(disclosure: Disclosure, section: str) -> list[Figure]:
    """The figures of the running text below the section of that title."""
    found = [
        figure for figure in disclosure.figures if figure.place.table is None and section in figure.place.section[-1]
    ]
    assert found
    return found


def chain(disclosure: Disclosure, figure: Figure) -> list[str]:
    """What a figure is part of, from the inside to the outside."""
    by_id = {other.id: other for other in disclosure.figures}
    outer = []
    while figure.part_of:
        figure = by_id[figure.part_of]
        outer.append(figure.measure)
    return outer


def lines(disclosure: Disclosure, found: list[Figure]) -> list[tuple]:
    return [
        (figure.measure, str(figure.value), figure.unit, figure.period, figure.aspect, *chain(disclosure, figure))
        for figure in found
    ]


def test_the_income(default):
    whole = "预算收入"
    assert lines(default, told(default, "收入说明")) == [
        ("预算收入", "286847.52", "万元", "2023", "amount"),
        ("一般公共预算收入", "6153.02", "万元", "2023", "amount", whole),
        ("基金预算收入", "274615.94", "万元", "2023", "amount", whole),
        ("财政专户核拨收入", "0", "万元", "2023", "amount", whole),
        ("其他来源收入（单位资金）", "0", "万元", "2023", "amount", whole),
        ("上年结转结余", "6078.56", "万元", "2023", "amount", whole),
    ]


def test_the_expenditure_behind_a_page_break(default):
    assert lines(default, told(default, "支出说明")) == [
        ("支出预算", "286847.52", "万元", "2023", "amount"),
        ("基本支出", "3201.81", "万元", "2023", "amount", "支出预算"),
        ("人员经费", "3114.34", "万元", "2023", "amount", "基本支出", "支出预算"),
        ("日常公用经费", "87.47", "万元", "2023", "amount", "基本支出", "支出预算"),
        ("项目支出", "283645.71", "万元", "2023", "amount", "支出预算"),
    ]


def test_the_changes_against_the_year_before_are_signed(default):
    assert lines(default, told(default, "比上年增减情况")) == [
        ("预算收支", "286847.52", "万元", "2023", "amount"),
        ("预算收支", "-18924.48", "万元", "2023", "change"),
        ("基本支出", "166.14", "万元", "2023", "change", "预算收支"),
        ("人员经费", "168.55", "万元", "2023", "change", "基本支出", "预算收支"),
        ("公用经费", "-2.41", "万元", "2023", "change", "基本支出", "预算收支"),
        ("项目支出", "-19090.62", "万元", "2023", "change", "预算收支"),
    ]


def test_the_three_public_expenses_and_their_bracket(default):
    whole = "财政拨款三公经费"
    assert lines(default, told(default, "“三公”经费预算情况")) == [
        (whole, "2", "万元", "2023", "amount"),
        ("因公出国（境）费", "0", "万元", "2023", "amount", whole),
        ("公务用车购置及运维费", "0", "万元", "2023", "amount", whole),
        ("公务用车购置费", "0", "万元", "2023", "amount", "公务用车购置及运维费", whole),
        ("公务用车运行维护费", "0", "万元", "2023", "amount", "公务用车购置及运维费", whole),
        ("公务接待费", "2", "万元", "2023", "amount", whole),
        ("公务接待费", "2", "万元", "2022", "amount"),
        ("公务接待费", "2", "万元", "2023", "amount"),
    ]


def test_the_assets_are_those_of_the_last_day_of_the_year_before(default):
    day = "2022-12-31"
    assert lines(default, told(default, "国有资产信息")) == [
        ("固定资产", "2216.94", "万元", day, "stock"),
        ("通用设备", "1256.90", "万元", day, "stock", "固定资产"),
        ("专用设备", "85.74", "万元", day, "stock", "固定资产"),
        ("家具用具", "874.30", "万元", day, "stock", "固定资产"),
        ("各单位（处室）拟购置固定资产", "1.20", "万元", "2023", "amount"),
        ("身份证识别仪", "2", "台", "2023", "count"),
    ]


@pytest.mark.parametrize("section", ["收入说明", "支出说明", "比上年增减情况", "“三公”经费预算情况", "国有资产信息"])
def test_parts_sum_to_their_totals(default, section):
    found = told(default, section)
    wholes = {figure.part_of for figure in found if figure.part_of}
    assert wholes
    for whole in found:
        if whole.id in wholes:
            assert whole.value == sum(part.value for part in found if part.part_of == whole.id)


def test_in_running_text_the_subject_is_the_department_or_what_the_heading_names(default):
    for section in ("收入说明", "支出说明", "国有资产信息"):
        assert {figure.subject for figure in told(default, section)} == {"石家庄高新区自然资源和规划住建局"}
    assert {figure.subject for figure in told(default, "测绘地理信息管理")} == {"测绘地理信息管理"}
    assert {figure.subject for figure in told(default, "住房和建设处")} == {"住房和建设处"}


def test_targets_in_latex(default):
    figure = next(figure for figure in default.figures if figure.measure == "测绘成果更新率")
    assert (figure.value, figure.unit, figure.comparator, figure.aspect) == (Decimal(95), "%", "≥", "target")
    assert figure.raw == "\\geq 95\\%"


def test_the_last_quantity_of_a_target_line_is_its_value(default):
    (figure,) = [figure for figure in default.figures if "成活率达到85%" in figure.measure]
    assert (figure.value, figure.comparator) == (Decimal(85), "≥")
    assert figure.measure == "生态林小班成活率达到85%以上，巩固石环公路绿化成果"


def test_every_indicator_is_a_target_of_its_project_in_the_budget_year(default):
    targets = [figure for figure in default.figures if figure.aspect == "target" and figure.table is not None]
    assert len(targets) == 473
    for figure in targets:
        table = default.tables[figure.table]
        assert (figure.subject, figure.period) == (table.subject, "2023")
        assert figure.place.row[-1] == "".join(table.rows[figure.row].cells[2].text.split())
        assert figure.place.column == ("指标值",)


def test_worded_targets_and_dashes_have_no_value(default):
    worded = Counter(figure.raw for figure in default.figures if figure.value is None)
    assert worded == {
        "≥上年": 10, "控制在预算内": 3, "是": 3, "与上年相比有所提高": 3, "-": 3, "还款协议": 1, "预算控制内": 1,
        "杜绝拖欠还款产生的社会矛盾": 1, "较上年有所提升": 1, "与上年相比有提升": 1, "与上年相比有提高": 1,
        "与上年相比有所下降": 1, "按时完成雕塑": 1, "不高于当地人均可支配收入增幅": 1,
    }  # fmt: skip
    assert all(figure.unit is None for figure in default.figures if figure.value is None)


def test_an_odd_unit_stays_as_it_stands(default):
    found = {(figure.measure, figure.raw): figure.unit for figure in default.figures}
    assert found["开工目标完成率", "100 套"] == "套"
    assert found["邀请专家人数", "≥80 次"] == "次"


def test_the_spans_of_every_figure_give_its_raw_text(default):
    for figure in default.figures:
        assert bare(source(default.document, figure.place.spans)) == bare(figure.raw)


def test_ids_are_unique_and_the_same_in_two_readings(default):
    ids = [figure.id for figure in default.figures]
    assert len(set(ids)) == len(ids) == 785
    again = document_of(default.document.text, default.document.id, "elsewhere")
    parts = outline(again)
    found, _ = figures(again, parts, tables(again, parts)[0])
    assert [figure.id for figure in found] == ids


def test_every_part_names_a_figure(default):
    ids = {figure.id for figure in default.figures}
    assert all(figure.part_of in ids for figure in default.figures if figure.part_of)


# --- every numeral ---------------------------------------------------------------------------------------------


def test_every_numeral_has_a_class(default):
    assert len(default.numerals) == 1217
    assert [numeral.text for numeral in default.numerals if numeral.numeral_class is None] == []


def test_the_classes_given_by_hand(default):
    rows = [json.loads(line) for line in (GOLDEN / "numerals.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 120
    for row in rows:
        numeral = default.numerals[row["index"]]
        assert (numeral.start, numeral.text) == (row["offset"], row["numeral"])
        assert numeral.numeral_class == row["class"], row


HARD = [json.loads(line) for line in (GOLDEN / "numerals_hard.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", HARD, ids=[row["text"] for row in HARD])
def test_the_hard_cases_judged_by_reading(default, row):
    before, numeral, behind = row["text"].replace("»", "«").split("«")
    text = before + numeral + behind
    classes = {found.start: found.numeral_class for found in default.numerals}
    places = [start for start in range(len(default.document.text)) if default.document.text.startswith(text, start)]
    assert places
    assert {classes[start + len(before)] for start in places} == {row["class"]}


def test_the_numerals_of_a_figure_are_claimed_as_figures(default):
    classes = {numeral.start: numeral.numeral_class for numeral in default.numerals}
    for figure in default.figures:
        starts = [
            start + match.start()
            for start, end in figure.place.spans
            for match in NUMERAL.finditer(default.document.text[start:end])
        ]
        assert all(classes[start] == "figure" for start in starts)
        assert bool(starts) == (figure.value is not None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("苏财预[2017]82 号《关于编制2018年部门预算和 2018-2020 年规划的通知》", ["document_number", "date", "date"]),
        ("法释（2012）10 号、财办〔2016〕3号", ["document_number", "document_number"]),
        ("依据第5条、第 39 号令", ["document_number", "document_number"]),
        ("截至2024年8月31日", ["date"]),
        ("更新时间：2018-03-06", ["date"]),
        ("3月底完成", ["date"]),
        ("电话0311-12345678", ["identifier"]),
        ("详见附件2", ["structure"]),
        ("（1）甲；（2）乙", ["structure", "structure"]),
        ("1．15号地", ["structure", "identifier"]),
        ("12 公园处", []),
        ("收入100万元", []),
        ("1.5倍", []),
    ],
)
def test_what_is_no_figure_is_claimed_by_a_pattern(text, expected):
    assert [numeral_class for _, _, numeral_class in claims(text)] == expected


def test_no_class_is_a_default():
    assert [numeral.numeral_class for numeral in classified("7 和 8", [((0, 1), "figure")])] == ["figure", None]


# --- made-up texts ---------------------------------------------------------------------------------------------


def stated(text: str, body: str = "某市园林局") -> list[tuple]:
    found = statements_in(text, claims(text), body)
    return [
        (item.measure, str(item.value), item.amount.unit, item.aspect)
        + ((found[item.part_of].measure,) if item.part_of is not None else ())
        for item in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某市园林局2023年收入预算5万元。", [("收入预算", "5", "万元", "amount")]),
        ("园林局共有车辆2辆，其中：轿车1辆。", [("车辆", "2", "辆", "count"), ("轿车", "1", "辆", "count", "车辆")]),
        ("下设 3 个苗圃和 2 个公园。", [("苗圃", "3", "个", "count"), ("公园", "2", "个", "count")]),
        ("园林局（包含甲站、乙站2个预算单位）", [("预算单位", "2", "个", "count")]),
        (
            "会议费3万元，占总数的 25%，比上年减少1万元，下降（增长）25%。",
            [
                ("会议费", "3", "万元", "amount"),
                ("会议费", "25", "%", "share"),
                ("会议费", "-1", "万元", "change"),
                ("会议费", "-25", "%", "change"),
            ],
        ),
        (
            "支出增加5万元。主要原因：项目支出增加，较上年增加 6 万元。",
            [("支出", "5", "万元", "change"), ("项目支出", "6", "万元", "change")],
        ),
        (
            "会议费支出年初预算为 4 万元，支出决算为 3 万元，完成预算的75%。",
            [
                ("会议费支出年初预算", "4", "万元", "amount"),
                ("会议费支出决算", "3", "万元", "amount"),
                ("会议费支出决算", "75", "%", "share"),
            ],
        ),
        (
            "支出9万元。其中：人员经费5万元，主要包括：工资、津贴；公用经费4万元，主要包括：水费、电费。",
            [
                ("支出", "9", "万元", "amount"),
                ("人员经费", "5", "万元", "amount", "支出"),
                ("公用经费", "4", "万元", "amount", "支出"),
            ],
        ),
        (
            "支出9万元，其中：人员经费5万元，主要包括：工资、津贴；公用经费4万元。",
            [
                ("支出", "9", "万元", "amount"),
                ("人员经费", "5", "万元", "amount", "支出"),
                ("公用经费", "4", "万元", "amount", "支出"),
            ],
        ),
        (
            "项目支出, 34.20% 基本支出, 65.80%",
            [("项目支出", "34.20", "%", "amount"), ("基本支出", "65.80", "%", "amount")],
        ),
        ("单价100万元（含）以上设备0台（套）。", [
            ("单价100万元（含）以上设备", "100", "万元", "threshold"),
            ("单价100万元（含）以上设备", "0", "台（套）", "count"),
        ]),
        ("减少 9.52，主要原因是压减。", [("", "-9.52", None, "change")]),
        ("我局对3个项目实行绩效管理。", [("项目", "3", "个", "count")]),
        ("2023年，依据〔2016〕49号文件工作。", []),
    ],
)  # fmt: skip
def test_what_a_text_states(text, expected):
    assert stated(text) == expected


def test_a_change_is_no_part_of_an_amount():
    found = stated("收入5万元，其中：拨款4万元，比上年增加1万元。")
    assert found == [
        ("收入", "5", "万元", "amount"),
        ("拨款", "4", "万元", "amount", "收入"),
        ("拨款", "1", "万元", "change"),
    ]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("甲。 乙5万元。丙", "5", "乙5万元。"),
        ("乙5万元", "5", "乙5万元"),
        ("甲，" * 300 + "乙5万元，" + "丙，" * 300, "5", None),
    ],
)
def test_the_sentence_around_a_quantity(text, at, expected):
    start = text.index(at)
    left, right = sentence_of(text, start, start + 1)
    if expected is None:
        assert 0 < left < start < right < len(text)
        assert right - left < 900
        assert (text[left - 1], text[right - 1]) == ("，", "，")
    else:
        assert text[left:right] == expected


def test_an_item_is_the_subject_of_the_paragraphs_below_it(made_up):
    disclosure = made_up(
        "某市园林局2023年部门决算\n\n一、支出情况\n\n1、城市绿化（款）公园（项）。年初预算为5万元。\n\n"
        "2、城市绿化（款）苗圃（项）。\n\n主要用于苗圃。年初预算为6万元，支出决算为7万元。\n\n"
        "二、会议费情况\n\n会议费8万元。\n"
    )
    assert [(str(figure.value), figure.subject) for figure in disclosure.figures] == [
        ("5", "城市绿化（款）公园（项）"), ("6", "城市绿化（款）苗圃（项）"), ("7", "城市绿化（款）苗圃（项）"),
        ("8", "某市园林局"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入5万元。", ["2023"]),
        ("2022年收入4万元，其中拨款3万元。", ["2022", "2022"]),
        ("2022年收入4万元。支出3万元。", ["2022", "2023"]),
        ("2022年，本局收入4万元。", ["2022"]),
        ("收入5万元，比2022年减少1万元，支出4万元。", ["2023", "2023", "2023"]),
        ("与2022年相比，会议费无增减。会议费1万元。", ["2023"]),
        ("上年安排会议费1万元，今年安排会议费2万元。", ["2022", "2023"]),
        ("上年末资产3万元，其中车辆1万元。", ["2022-12-31", "2022-12-31"]),
        ("2021年期末，固定资产总额3万元，其中房屋2万元。", ["2021-12-31", "2021-12-31"]),
        ("截至2023年6月30日，共有车辆2辆。", ["2023-06-30"]),
    ],
)
def test_periods(made_up, text, expected):
    disclosure = made_up(f"某市园林局2023年部门预算\n\n一、情况\n\n{text}\n")
    assert [figure.period for figure in disclosure.figures] == expected


LAYOUTS = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "a blank line between all lines": lambda text: re.sub(r"\n+", "\n\n", text),
    "no blank lines": lambda text: re.sub(r"\n+", "\n", text),
    "spaces around tabs": lambda text: text.replace("\t", " \t "),
    "a tab behind every row": lambda text: re.sub(r"(?m)(\t.*)$", r"\1\t", text),
    "half-width brackets": lambda text: text.replace("（", "(").replace("）", ")"),
    "another numbering": lambda text: re.sub(r"(?m)^([0-9]{1,2})[.、] ?(?![0-9%])", r"\1．", text),
    "indented paragraphs": lambda text: re.sub(r"(?m)^(?!.*\t)(?=\S)", "　　", text),
    "form feeds": lambda text: text.replace("\n\n", "\n\f\n"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_the_source_does_not_matter(default, made_up, layout):
    def facts(disclosure: Disclosure) -> Counter:
        plain = str.maketrans("（）\u00a0", "() ")
        return Counter(
            (figure.value, figure.unit, figure.measure.translate(plain), figure.subject.translate(plain), figure.period)
            for figure in disclosure.figures
        )

    changed = made_up(LAYOUTS[layout](default.document.text))
    assert facts(changed) == facts(default)
    assert len(changed.tables) == len(default.tables)
    # Without blank lines a table's title looks like the title of a page.
    assert len(changed.sections) - len(default.sections) in ({0, 1} if "blank" in layout else {0})
    assert [numeral.text for numeral in changed.numerals if numeral.numeral_class is None] == []
    assert [problem.kind for problem in changed.problems] == [problem.kind for problem in default.problems]


def test_a_list_of_targets(made_up):
    disclosure = made_up(
        "某局2023年部门预算\n\n一、绿化管理\n\n绩效指标：\n\n成活率达到85%以上，巩固成果 $\\geq 90\\%$\n\n"
        "种树 ≥ 100\n\n依据标准 1.2.3\n\n二、会议费情况\n\n会议费5万元\n"
    )
    assert [(figure.measure, str(figure.value), figure.comparator, figure.aspect) for figure in disclosure.figures] == [
        ("成活率达到85%以上，巩固成果", "90", "≥", "target"),
        ("种树", "100", "≥", "target"),
        ("会议费", "5", "", "amount"),
    ]
    assert disclosure.figures[0].subject == "绿化管理"


def test_latex_in_a_cell(made_up):
    disclosure = made_up("某局2023年部门预算\n\n一、目标表\n\n三级指标\t指标值\n绿化率\t$\\geq 90\\%$\n")
    (figure,) = disclosure.figures
    assert (figure.raw, figure.value, figure.unit, figure.comparator) == ("\\geq 90\\%", Decimal(90), "%", "≥")


def test_no_amount_of_the_default_document_is_read_twice_over_one_place(default):
    spans = sorted(span for figure in default.figures for span in figure.place.spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert amounts_in("") == []
