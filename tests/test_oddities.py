"""What looks wrong in a source: the cases named by hand, and each kind with its lawful neighbour."""

import json
import time
from collections import Counter

import pytest

from index.disclosure import read_disclosure
from index.oddities import oddities
from tests.conftest import CASES, bare, source

HEAD = "某市财政局2023年部门预算\n\n一、总体情况\n\n2023年预算收入100.00万元。\n\n"
TARGETS = "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\n"
NAMED = [json.loads(line) for line in (CASES / "oddities.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def found(default):
    return oddities(default)


@pytest.fixture
def kinds(made_up):
    """Counts the oddities of a made-up text by kind."""
    return lambda text: Counter(one.kind for one in oddities(made_up(HEAD + text)))


def row(name, value, group="数量指标", description=None, ground="部门计划"):
    return f"产出指标\t{group}\t{name}\t{description or name}\t{value}\t{ground}\n"


def table(number, *rows, title="某项目", goal="完成某项工作"):
    return f"{number}、{title}{number}绩效目标表\n\n绩效目标\t\t\t1. {goal}\t\t\n{TARGETS}{''.join(rows)}\n"


def listed(*numbers):
    return "".join(f"{number}. 某事。\n\n" for number in numbers)


def yearly_tables(*years):
    return "".join(f"{year}年部门收支预算表\n项目\t金额\n甲\t1.00\n\n" for year in years)


@pytest.mark.parametrize("case", NAMED, ids=[f"{case['kind']}-{case['where']}{case['text']}" for case in NAMED])
def test_what_is_odd_in_the_default_document_is_found(default, found, case):
    there = [
        one
        for one in found
        if one.kind == case["kind"]
        and any(bare(title).startswith(bare(case["where"])) for title in one.place.section)
        and bare(case["text"]) in bare(source(default.document, one.place.spans))
    ]
    assert there, case["odd"]


def test_every_oddity_asks_a_person_in_chinese_then_english_and_has_a_place(default, found):
    for one in found:
        chinese, _, english = one.question.partition(" / ")
        assert chinese.endswith("？"), one
        assert english.endswith("?"), one
        assert " / " in one.reason
        assert all(0 <= start < end <= len(default.document.text) for start, end in one.place.spans), one
        assert one.place.section
    starts = [one.place.spans[0] for one in found]
    assert starts == sorted(starts)


def test_the_default_document_is_read_through_within_half_a_second(default, found):
    started = time.process_time()
    assert oddities(default) == found
    assert time.process_time() - started < 0.5


ODD_TARGETS = {
    "people in times": ("unit", row("专家人数", "≥80 次"), row("专家人数", "≥80 人")),
    "a rate in sets": ("unit", row("开工完成率", "100 套"), row("开工完成率", "100%")),
    "a rate in money": ("unit", row("资金到位率", "≥5 万元"), row("资金到位率", "≥5%")),
    "a quantity in %": ("unit", row("报告数量", "≥90%"), row("报告质量", "≥90%") + row("土地测量", "≥90%")),
    "times a rate has": ("unit", row("检查合格率", "≥2 次"), row("检查频率", "≥2 次") + row("培训人次", "≥2 次")),
    "an area in %": ("unit", row("用房面积", "≥85%"), row("用房面积完成率", "≥85%")),
    "a time in %": ("unit", row("完成时间", "≥95%", "时效指标"), row("完成及时率", "≥95%", "时效指标")),
    "another unit than named": ("unit", row("宣传品（份）", "≥9 个"), row("宣传品（份）", "≥9 份")),
    "above all": ("over_hundred", row("抽查覆盖率", "120%"), row("工作量增长率", "120%")),
    "at least all": ("over_hundred", row("群众满意度", "≥100%"), row("群众满意度", "100%")),
    "time under cost": (
        "misplaced_indicator", row("任务完成及时率", "≥9%", "成本指标"), row("任务完成及时率", "≥9%", "时效指标"),
    ),
    "a group for a name": ("group_name", row("数量指标", "≥9 个"), row("甲的数量", "≥9 个")),
    "a group for a ground": ("group_name", row("甲", "≥9 个", ground="满意度指标"), row("甲", "≥9 个")),
    "cut in mid-word": (
        "cut_short", row("道路影响时", "≥3年", description="道路影响时间"),
        row("道路影响", "≥3年", description="道路影响范围较大"),
    ),
    "without its last character": (
        "cut_short", row("重点工作任务计划完成", "≥9%", description="重点工作任务计划完成率"),
        row("群众满意", "≥9%", description="群众满意度") + row("科学知识普及", "≥9%") + row("公众参与", "≥9%"),
    ),
    "one name twice": ("repeated_indicator", row("甲", "≥9%") + row("甲", "≥9%"), row("甲", "≥9%") + row("乙", "≥9%")),
    "two values": ("two_values", row("甲", "≥9%") + row("甲", "≥8%"), row("甲", "≥9%") + row("甲", "≥9%")),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "odd", "lawful"), ODD_TARGETS.values(), ids=ODD_TARGETS)
def test_an_odd_target_is_found_and_its_lawful_neighbour_is_not(kinds, kind, odd, lawful):
    assert kinds(table(1, odd))[kind] == 1
    assert kinds(table(1, lawful))[kind] == 0


def test_one_target_far_below_its_peers_is_found(kinds):
    def peers(*values):
        return "".join(table(n, row("完成率", value), goal=f"第{n}项") for n, value in enumerate(values, 1))

    assert kinds(peers("≥90%", "≥95%", "≥90%", "≥90%", "≥95%", "≥90%", "≥60%"))["below_peers"] == 1
    assert kinds(peers("≥90%", "≥95%", "≥90%", "≥90%", "≥95%", "≥90%", "≥85%"))["below_peers"] == 0
    assert kinds(peers("≥90%", "≥95%", "≥60%"))["below_peers"] == 0


def test_tables_with_one_goal_and_the_same_rows_are_twins_unless_years_or_rows_differ(kinds):
    rows = (row("甲", "≥9%"), row("乙", "≥8%"))
    assert kinds(table(1, *rows) + table(2, *rows))["twin_tables"] == 1
    assert kinds(table(1, *rows) + table(2, *rows, goal="另一项任务"))["twin_tables"] == 0
    assert kinds(table(1, *rows) + table(2, rows[0], row("乙", "≥7%")))["twin_tables"] == 0
    years = table(1, *rows, title="2022年某项目") + table(2, *rows, title="2023年某项目")
    assert kinds(years)["twin_tables"] == 0


def test_exchanged_headers_come_along(made_up):
    slipped = (
        "采购项目\t采购金额（当年）\t\t\t预留份额\t\n名称\t合计\t拨款\t资金\t\t结余\n"
        "甲\t5.00\t5.00\t\t\t5.00\n乙\t3.00\t3.00\t\t\t3.00\n"
    )
    (one,) = [one for one in oddities(made_up(HEAD + slipped)) if one.kind == "header_slip"]
    assert "“预留份额”、“结余”" in one.question


ODD_TEXTS = {
    "a list with a gap": ("numbering", listed(1, 2, 4), listed(1, 2, 3)),
    "a number twice": ("numbering", listed(1, 2, 2), listed(1, 2, 1, 2, 3)),
    "several in one paragraph": ("numbering", listed(1, 4), "1. 某事。2. 某事。3. 某事。\n\n4. 某事。\n"),
    "out of order": ("numbering", listed(1, 3, 2, 4), listed(1, 2, 3, 4)),
    "a heading too far": (
        "numbering", "二、收入情况\n\n收入1万元。\n\n四、支出情况\n\n支出1万元。\n",
        "二、收入情况\n\n收入1万元。\n\n三、支出情况\n\n支出1万元。\n",
    ),
    "one style in itself": (
        "numbering",
        "二、职责\n\n（一）主要职责\n\n（一）甲处\n\n负责甲。\n\n（二）乙处\n\n负责乙。\n\n"
        "（二）机构设置\n\n设一处。\n",
        "二、职责\n\n（一）主要职责\n\n1.办公室\n\n负责文电。\n\n（二）机构设置\n\n设一处。\n",
    ),
    "narrow brackets": (
        "numbering", "二、职责\n\n（一）甲处\n\n负责甲。\n\n(二)乙处\n\n负责乙。\n\n（三）丙处\n\n负责丙。\n",
        "二、职责\n\n（一）甲处\n\n负责甲。\n\n（二）乙处\n\n负责乙。\n\n（三）丙处\n\n负责丙。\n",
    ),
    "an empty table": (
        "no_data", "基金预算支出表\n科目编码\t科目名称\t金额\n\t合计\t\n",
        "基金预算支出表\n科目编码\t科目名称\t金额\n\t合计\t\n注：本部门无此项预算，故本表为空表。\n",
    ),
    "an empty section": (
        "nothing_below", "二、收入情况\n\n收入1万元。\n\n三、其他需要说明的事项\n",
        "二、收入情况\n\n收入1万元。\n\n三、其他需要说明的事项\n\n无\n",
    ),
    "a title of last year": (
        "year", yearly_tables("2023", "2022", "2023"), yearly_tables("2023", "2023", "2023"),
    ),
    "a sentence of last year": ("year", "2022年，我局预算支出5万元。\n", "2022年，我局办演练，支出5万元，已完成。\n"),
    "a change against another year": (
        "year", "收入比2022年增加1万元，支出比2020年增加1万元。\n", "收入比2022年增加1万元，支出比2022年增加1万元。\n",
    ),
    "letters": ("letters", "资金结转 to 本年使用。\n", "开通 APP 服务，新建道路3 km 以上。\n"),
    "a rate without its sign": ("missing_percent", "收入增加9.00万元，增长3.95。\n", "收入增加9.00万元，增长3.95%。\n"),
    "a unit cut": ("missing_unit", "办公费1.25 万（含印刷0.50万元）。\n", "办公费1.25 万元（含印刷0.50万元）。\n"),
    "a choice left": ("unfilled_choice", "增加（减少）5.5%。\n", "收入增减（增长或下降）见下表。\n"),
    "a template": (
        "template", "本段各单位可结合实际情况增减。\n", "各单位应根据实际情况合理安排预算。\n",
    ),
    "a mark twice": ("punctuation", "负责甲事，，负责乙事。\n", "负责甲事……负责乙事。\n"),
    "empty quotation marks": ("punctuation", "负责“”甲事。\n", "负责“甲”“乙”事。\n"),
    "quotation marks for brackets": ("punctuation", "按照某财„2021‟7 号执行。\n", "按照某财〔2021〕7 号执行。\n"),
    "an opening mark alone": (
        "unclosed", "根据《关于某事的通知，做好工作。\n", "根据《关于某事。\n\n二是另一事》，做好工作。\n",
    ),
    "a closing mark alone": ("unclosed", "根据关于某事的通知》做事。\n", "工作如下：1）甲；2）乙；（3）丙(含丁）。\n"),
    "a word twice": ("repeated_words", "维护登记登记系统。\n", "一步一步推进，支付改造工程工程款。\n"),
    "a misspelling": ("misspelt", "大家拼博实干。\n", "大家拼搏实干，给予算力支持，提高各界人士地位。\n"),
    "a compiler's name cut": (
        "body_name", "收入预算表\n编制部门：某市教育和体育 单位：元\n项目\t金额\n甲\t1.00\n",
        "收入预算表\n编制部门：市教育和体育局 单位：元\n项目\t金额\n甲\t1.00\n",
    ),
    "its own name with another word": ("body_name", "市教育与体育局负责。\n", "市教育和体育局负责。\n"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "odd", "lawful"), ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_an_odd_text_is_found_and_its_lawful_neighbour_is_not(made_up, kind, odd, lawful):
    head = HEAD.replace("财政局", "教育和体育局")
    assert [one.kind for one in oddities(made_up(head + odd)) if one.kind == kind] == [kind]
    assert [one.kind for one in oddities(made_up(head + lawful))] == []


def test_a_body_of_a_subtotal_that_the_list_of_bodies_spells_otherwise_is_found(kinds):
    def purchases(name):
        return (
            "二、机构设置\n\n单位名称\t单位性质\n某市登记中心\t事业\n某市测绘中心\t事业\n\n"
            f"三、采购情况\n\n采购预算表\n项目名称\t金额\n合计\t3.00\n{name}小计\t3.00\n甲\t1.00\n乙\t2.00\n"
        )

    assert kinds(purchases("某市登记交易中心"))["body_name"] == 1
    assert kinds(purchases("某市登记中心"))["body_name"] == 0
    assert kinds(purchases("某市不动产交易中心"))["body_name"] == 0


def test_a_title_that_leaves_out_a_place_of_the_department_is_found(made_up):
    head = "某省某市教育和体育局2023年部门预算\n\n"
    body = "一、某省教育和体育局2023年部门预算情况说明\n\n某省教育和体育局指导本局工作。2023年预算收入1.00万元。\n"
    (one,) = oddities(made_up(head + body))
    assert one.kind == "body_name"
    assert oddities(made_up(head + body.replace("一、某省", "一、某省某市"))) == ()


def test_the_other_disclosures_are_read_through_and_every_place_stands(other_disclosures):
    for path in sorted(other_disclosures.glob("*.txt")):
        disclosure = read_disclosure(path)
        for one in oddities(disclosure):
            assert source(disclosure.document, one.place.spans).strip(), (path.name, one)
