"""Charts: honest lengths, parts that add up exactly, what is said of them, and which figures make one."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.charts import MOST_BARS, change_chart, chart_html, parts_chart, ranking_chart
from assistant.web.found_charts import charts_of
from assistant.web.language import ENGLISH, say_in
from assistant.web.shell import Page
from index.disclosure import read_disclosure
from index.model import Figure, Place

CHINESE_SAY = say_in("zh-CN")
ENGLISH_SAY = say_in("en")


def figure(value, unit="万元", measure="", start=0, aspect="amount", raw=None, **values):
    written = str(value)
    return Figure(
        id=f"d:{start}",
        document="d",
        value=Decimal(written),
        raw=written if raw is None else raw,
        unit=unit,
        comparator="",
        measure=measure or f"项{start}",
        subject="某局",
        period="2023",
        aspect=aspect,
        part_of=None,
        context="",
        place=Place(("一、说明",), ((start, start + 1),)),
        **values,
    )


def figures(*values, **others):
    return [figure(value, start=number, **others) for number, value in enumerate(values)]


def test_parts_that_add_up_make_a_strip_without_gap_or_overlap():
    chart = parts_chart("收入构成", figure("100.10", measure="收入"), figures("0.10", "70", "30", "0"))
    assert [bar.shown for bar in chart.bars] == ["70 万元", "30 万元", "0.10 万元", "0 万元"]
    assert sum(bar.value for bar in chart.bars) == chart.whole.value
    at = Decimal(0)
    for segment in chart.strip:
        assert segment.start == at
        at += segment.length
    assert abs(at - 100) < Decimal("0.01")
    assert [segment.number for segment in chart.strip] == [1, 2, 3]
    assert chart.note == ""


def test_shares_are_shown_with_the_formula_they_come_from():
    chart = parts_chart("收入构成", figure("3", measure="收入"), figures("2", "1"))
    assert [bar.share for bar in chart.bars] == ["66.67%", "33.33%"]
    assert chart.bars[0].formula == "2 ÷ 3 × 100% ≈ 66.67%"
    assert chart.sentence == "最大的是项0，2 万元，占总数的 66.67%（2 ÷ 3 × 100% ≈ 66.67%）。"


@pytest.mark.parametrize(
    ("values", "said"),
    [(("70", "30.01"), "70 + 30.01 = 100.01"), (("-5", "105"), "负数"), (("0", "0.00"), "= 0.00")],
)
def test_parts_that_do_not_make_up_the_whole_are_drawn_as_bars_only_and_that_is_said(values, said):
    chart = parts_chart("构成", figure("100"), figures(*values))
    assert chart.strip == ()
    assert said in chart.note
    assert all(bar.share == "" for bar in chart.bars)
    assert "占" not in chart.sentence


def test_a_whole_of_nothing_is_no_strip_and_divides_by_nothing():
    chart = parts_chart("构成", figure("0"), figures("0", "0.00"))
    assert (chart.strip, chart.note) == ((), "总数和各部分都是 0。")
    assert [bar.length for bar in chart.bars] == [0, 0]


def test_parts_in_another_unit_are_converted_exactly_and_shown_as_written():
    chart = parts_chart("构成", figure("1", unit="亿元"), [figure("9999.99"), figure("100", unit="元", start=1)])
    assert chart.strip
    assert [bar.value for bar in chart.bars] == [Decimal("0.999999"), Decimal("0.000001")]
    assert chart.bars[1].shown == "100 元"


@pytest.mark.parametrize("odd", [figure("5", unit="个"), figure("5", unit="%"), figure("5", unit=None)])
def test_what_cannot_be_compared_makes_no_chart(odd):
    assert parts_chart("构成", figure("100"), [figure("95"), odd]) is None
    assert ranking_chart("排名", [figure("95"), odd]) is None
    assert change_chart("增减", [figure("95"), odd]) is None
    assert ranking_chart("排名", []) is None


@given(st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=1, max_size=12))
def test_lengths_are_linear_from_zero_whatever_the_values(values):
    chart = change_chart("增减", figures(*values, aspect="change"))
    greatest = max(chart.bars, key=lambda bar: abs(bar.value))
    for bar in chart.bars:
        if greatest.value:
            expected = greatest.length * abs(bar.value) / abs(greatest.value)
            assert abs(bar.length - expected) <= Decimal("0.002")
        from_zero = bar.start + bar.length if bar.value < 0 else bar.start
        assert abs(from_zero - chart.zero) <= Decimal("0.002")
        assert bar.start >= 0
        assert bar.start + bar.length <= Decimal("100.002")


def test_a_tiny_value_beside_a_huge_one_keeps_a_hairline_and_its_number_and_zero_has_neither(page):
    html = chart_html(ranking_chart("排名", figures("99999999999", "0.01", "0")), page)
    rows = re.findall(r"<li.*?</li>", html, flags=re.S)
    assert ['class="hairline"' in row for row in rows] == [True, True, False]
    assert ["0.01 万元" in row for row in rows] == [False, True, False]
    assert 'class="fill"' not in rows[2]


def test_a_tiny_part_is_a_hairline_of_the_strip_not_hidden_by_a_gap(page):
    html = chart_html(parts_chart("构成", figure("100000"), figures("99999", "1")), page)
    strip = html.partition('class="strip"')[2].partition('class="bars"')[0]
    assert strip.count('class="hairline"') == 1
    assert strip.count('class="gap"') == 0


def test_a_ranking_shows_twelve_and_puts_the_rest_together_only_where_it_may_be_added():
    many = figures(*range(1, 31))
    ranked = ranking_chart("排名", many)
    assert [bar.value for bar in ranked.bars] == list(range(30, 18, -1))
    assert ranked.note == "其余 18 项见数据。"
    added = ranking_chart("排名", many, may_be_added=True)
    assert len(added.bars) == MOST_BARS + 1
    assert (added.bars[-1].label, added.bars[-1].value) == ("其余 18 项", sum(range(1, 19)))
    assert added.bars[-1].formula.endswith("= 171")
    for chart in (ranked, added):
        assert sorted(bar.value for bar in chart.data) == list(range(1, 31))
        assert all(bar.spans for bar in chart.data)


def test_changes_are_signed_and_said_in_both_directions():
    chart = change_chart("增减", figures("18924.48", "-166.14", "0", aspect="change"))
    assert [bar.shown for bar in chart.bars] == ["+18924.48 万元", "无变化", "−166.14 万元"]
    assert chart.sentence == (
        "增加的有 1 项，减少的有 1 项；增加最多的是项0，+18924.48 万元；减少最多的是项1，−166.14 万元。"
    )
    fallen = change_chart("Change", figures("-2", aspect="change"), ENGLISH_SAY)
    assert fallen.sentence == "0 rose and 1 fell; the greatest decrease: 项0, −2 万元."
    assert fallen.zero == 100


def test_of_values_that_are_alike_none_is_said_to_be_the_largest_alone():
    halves = parts_chart("构成", figure("4"), figures("2", "2"))
    assert halves.sentence == "最大的是项0等 2 项，2 万元，各占总数的 50.00%（2 ÷ 4 × 100% = 50.00%）。"
    assert change_chart("增减", figures("3", "3", aspect="change")).sentence.endswith(
        "增加最多的是项0等 2 项，+3 万元。"
    )


def test_bars_of_one_measure_are_told_apart_by_whose_they_are_or_by_the_year():
    same = [figure("2", measure="公务接待费", start=number, raw="2") for number in range(2)]
    years = [same[0], Figure(**{**fields(same[1]), "period": "2022"})]
    assert [bar.label for bar in ranking_chart("两年", years).bars] == ["2023", "2022"]
    others = [same[0], Figure(**{**fields(same[1]), "subject": "某中心"})]
    assert [bar.label for bar in ranking_chart("两家", others).bars] == ["某局", "某中心"]


def fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


@pytest.fixture
def page(default):
    return Page("/figures", "", default.document, (default.document,), ENGLISH)


def test_what_a_document_says_is_escaped_and_marked_as_chinese(page):
    hostile = [
        Figure(**{**fields(each), "measure": f"<img src=x onerror=a>{n}$\\geq 9\\%$${{x}}"})
        for n, each in enumerate(figures("2", "1"))
    ]
    html = chart_html(parts_chart("t", figure("3", measure="<b>总</b>"), hostile, ENGLISH_SAY), page)
    assert "<img" not in html
    assert "<b>" not in html
    assert '<span lang="zh-CN">&lt;img src=x onerror=a&gt;' in html
    assert "≥ 9%" in html or "≥9%" in html
    assert "style=" not in html
    assert " id=" not in html


def test_every_number_of_a_chart_links_to_its_place(page):
    html = chart_html(parts_chart("t", figure("3", measure="总", start=9), figures("2", "1")), page)
    assert set(re.findall(r'href="([^"]+)"', html)) == {
        "/read?mark=9-10#mark",
        "/read?mark=0-1#mark",
        "/read?mark=1-2#mark",
    }


def test_the_default_document_is_drawn_whole(default):
    found = charts_of(default, CHINESE_SAY)
    assert found.missing == ()
    income, expenditure, basic, official, by_unit, changes, by_item = found.charts
    assert income.whole.value == expenditure.whole.value == Decimal("286847.52")
    assert [bar.label for bar in basic.bars] == ["人员经费", "日常公用经费"]
    assert official.whole.value == 2
    assert by_unit.whole.value == Decimal("713.90")
    assert len(by_unit.bars) == 5
    assert sum(bar.value for bar in by_item.bars) == Decimal("713.90")
    assert {bar.label: bar.value for bar in changes.bars}["公用经费"] == Decimal("-2.41")
    for chart in (income, expenditure, basic, official, by_unit):
        assert chart.strip
        assert sum(bar.value for bar in chart.bars) == chart.whole.value


MADE_UP = """某局2023年部门预算信息公开

一、收支情况

2023年收入预算 30 万元。

二、政府采购预算

政府采购预算表

单位：万元

采购项目名称\t采购物品名称\t数量\t采购金额
合计\t\t\t9.00
甲中心小计\t\t\t6.00
设备费\t桌椅\t1\t4.00
设备费\t电脑\t1\t2.00
乙中心小计\t\t\t3.00
印刷费\t印刷服务\t1\t3.00
"""


def test_procurement_is_known_by_its_columns_and_what_is_not_there_is_named(made_up):
    found = charts_of(made_up(MADE_UP), CHINESE_SAY)
    drawn = {chart.title: [(bar.label, bar.shown) for bar in chart.bars] for chart in found.charts}
    assert drawn == {
        "政府采购：按单位": [("甲中心", "6.00 万元"), ("乙中心", "3.00 万元")],
        "政府采购：按项目": [("桌椅", "4.00 万元"), ("印刷服务", "3.00 万元"), ("电脑", "2.00 万元")],
    }
    assert found.missing == ("收入构成", "支出构成", "三公经费构成", "与上年相比的增减")


def test_what_a_project_is_made_of_is_not_taken_for_what_the_department_is(made_up):
    text = """某局2023年部门预算信息公开

一、收支情况

（一）支出说明

支出预算30万元，其中：基本支出10万元，项目支出20万元。

（二）某中心

支出预算9万元，其中：基本支出4万元，项目支出5万元。

二、其他

无。
"""
    found = charts_of(made_up(text), CHINESE_SAY)
    assert [chart.whole.value for chart in found.charts] == [30]


def test_charts_of_other_disclosures_hold_together(other_disclosures):
    paths = sorted(path for path in other_disclosures.glob("*.txt"))
    assert len(paths) >= 4
    for path in paths:
        found = charts_of(read_disclosure(path), CHINESE_SAY)
        assert "支出构成" in {chart.title for chart in found.charts}, path
        for chart in found.charts:
            assert all(bar.spans for bar in chart.data)
            assert chart.strip or chart.kind != "parts" or chart.note
            if chart.strip:
                assert sum(bar.value for bar in chart.bars) == chart.whole.value
