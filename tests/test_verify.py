"""The finished text read again: a number without support is found, whatever its disguise."""

from decimal import Decimal

import pytest

from assistant.model import Citation, Draft, Formula
from assistant.verify import names_of, unsupported, verify
from index.model import Figure, Place


def figure(measure, value, unit="万元", **given):
    return Figure(
        id=given.get("id", f"d:{measure}{value}"),
        document="d",
        value=Decimal(value),
        raw=f"{value}{unit}",
        unit=unit,
        comparator=given.get("comparator", ""),
        measure=measure,
        subject=given.get("subject", "某局"),
        period=given.get("period", "2023"),
        aspect=given.get("aspect", "amount"),
        part_of=None,
        context="",
        place=Place(("一、",), ((0, 1),)),
    )


INCOME = figure("预算收入", "286847.52")
GENERAL = figure("一般公共预算收入", "6153.02")
CHANGE = figure("项目支出", "-19090.62", aspect="change")
RATE_A = figure("完工及时率", "90", "%", subject="甲工程", aspect="target", comparator="≥")
RATE_B = figure("完工及时率", "95", "%", subject="乙工程", aspect="target", comparator="≥")
NAMES = names_of(each.measure for each in (INCOME, GENERAL, CHANGE, RATE_A))
QUOTE = Citation(1, ("一、",), "按照〔2017〕47号文件，完成 3 项工作", ((0, 20),))
DOCUMENT = "2023年预算收入286847.52万元〔2017〕47号15号地围挡六个百分百"


def supports(text, figures=(INCOME, GENERAL), question="", formulas=()):
    draft = Draft("answered", text, (QUOTE,), tuple(figures), tuple(formulas))
    return [(check.text, check.support) for check in verify(draft, question, DOCUMENT, NAMES)]


def test_a_figure_under_its_own_name_is_exact():
    assert supports("2023年预算收入为286847.52万元[1]。") == [("2023年", "name"), ("286847.52万元", "exact")]


def test_the_same_sum_in_another_unit_is_exact_only_when_it_is_equal():
    assert supports("预算收入为2868475200元。")[0][1] == "exact"
    assert supports("预算收入为28.68亿元。")[0][1] == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "预算收入为286847.53万元。",
        "预算收入为286847.52亿元。",
        "预算收入为286847.52。",
        "预算支出为286847.52万元。",
        "一般公共预算收入为286847.52万元。",
        "预算收入约三十亿元。",
        "预算收入为6153.02万元。",
        "共有两座雕塑。",
        "预算收入过半，占 51%。",
        "2024年预算收入不少。",
        "项目支出增加19090.62万元。",
    ],
)
def test_a_wrong_number_name_unit_or_direction_is_unsupported(text):
    draft = Draft("answered", text, (QUOTE,), (INCOME, GENERAL, CHANGE))
    assert unsupported(verify(draft, "", DOCUMENT, NAMES))


def test_a_change_needs_its_direction():
    assert supports("项目支出减少19090.62万元。", [CHANGE]) == [("19090.62万元", "exact")]


def test_rivals_of_one_measure_need_their_subject():
    assert supports("“甲工程”的完工及时率为≥90%。", [RATE_A, RATE_B]) == [("≥90%", "exact")]
    assert supports("“甲工程”的完工及时率为≥95%。", [RATE_A, RATE_B]) == [("≥95%", "unsupported")]
    assert supports("完工及时率为≥90%。", [RATE_A, RATE_B]) == [("≥90%", "unsupported")]


def test_quotes_count_only_when_they_stand_in_a_citation():
    assert supports("文件写道：“完成3项工作”[1]") == [("3项", "quoted")]
    assert supports("文件写道：“完成4项工作”[1]") == [("4项", "unsupported")]


def test_names_count_only_when_the_document_holds_them():
    assert supports("依据〔2017〕47号文件。")[0][1] == "name"
    assert supports("依据〔2018〕48号文件。")[0][1] == "unsupported"
    assert supports("15号地围挡。")[0][1] == "name"


def test_a_number_of_the_question_is_repeated_as_such():
    question = "预算收入是50亿元吗"
    assert ("50亿元", "question") in supports("预算收入为286847.52万元，不是问题所说的50亿元。", question=question)
    assert supports("预算收入为50亿元。", question=question) == [("50亿元", "unsupported")]


def test_a_formula_supports_its_operands_and_its_result():
    formula = Formula("6153.02 ÷ 286847.52 × 100 ≈ 2.15", Decimal("2.15"), "%", (GENERAL.id, INCOME.id))
    text = f"一般公共预算收入占预算收入的2.15%（{formula.text}）。"
    assert {support for _, support in supports(text, formulas=[formula])} == {"derived"}


def test_citation_marks_and_list_numbers_are_no_numbers():
    assert supports("1. 甲[1]\n2. 乙[12]") == []


def test_a_term_with_a_chinese_numeral_is_no_number():
    assert supports("落实六个百分百要求。") == []
