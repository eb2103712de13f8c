"""The finished text read again: a number without support is found, whatever its disguise."""

import re
from decimal import Decimal

import pytest

from assistant.checking.verify import formula_holds, names_of, unsupported, verify
from assistant.composing.cite import fact_citation
from assistant.composing.sentences import fact_draft
from assistant.library import library_of
from assistant.model import Citation, Draft, Formula
from assistant.question.understand import understand
from index.model import Figure, Place
from index.text import squeezed


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
NAMES = names_of((*(each.measure for each in (INCOME, GENERAL, CHANGE, RATE_A)), "上年结转"))
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


def test_a_share_is_called_a_share():
    part = figure("上年结转", "13.68", "%", aspect="share")
    assert supports("2023年上年结转的占比为13.68%。", [part])[-1] == ("13.68%", "exact")
    assert supports("2023年上年结转为13.68%。", [part])[-1] == ("13.68%", "unsupported")


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


BROUGHT = figure("上年结转", "20", id="d:brought")
WHOLE = figure("预算收入", "500", id="d:whole")
PAID = figure("招待费支出决算", "4", id="d:paid")
PAID_LESS = figure("招待费支出决算数", "-1", id="d:less", aspect="change")


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("上年结转占预算收入的4.00%", "derived"),
        ("2022年上年结转占预算收入的4.00%", "unsupported"),
        ("去年上年结转占预算收入的4.00%", "unsupported"),
        ("预算收入占上年结转的4.00%", "unsupported"),
    ],
)
def test_the_year_in_a_name_is_no_time_of_a_share(text, support):
    formula = Formula("20 ÷ 500 × 100 = 4.00", Decimal("4.00"), "%", (BROUGHT.id, WHOLE.id))
    draft = Draft("answered", f"{text}（{formula.text}）。", (QUOTE,), (WHOLE, BROUGHT), (formula,))
    checks = verify(draft, "", DOCUMENT, names_of(("上年结转", "预算收入")))
    assert support in {check.support for check in checks if check.text == "4.00%"}


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("2022年招待费支出决算为5万元", "derived"),
        ("2023年招待费支出决算为5万元", "unsupported"),
        ("2022年招待人数为5万元", "unsupported"),
    ],
)
def test_a_change_of_the_same_account_gives_last_years_value(text, support):
    formula = Formula("4 + 1 = 5", Decimal(5), "万元", (PAID.id, PAID_LESS.id))
    draft = Draft("answered", f"{text}[1]。计算：{formula.text}。", (QUOTE,), (PAID, PAID_LESS), (formula,))
    checks = verify(draft, "", DOCUMENT + "2022年", names_of((PAID.measure, PAID_LESS.measure, "招待人数")))
    assert support in {check.support for check in checks if check.text == "5万元"}


def test_citation_marks_and_list_numbers_are_no_numbers():
    assert supports("1. 甲[1]\n2. 乙[1]") == []


@pytest.mark.parametrize(
    "text", ["甲[12]", "预算收入为[1]亿元。", "预算收入为\n1. 亿元", "1. 甲\n28. 乙", "甲为\n286. 元"]
)
def test_a_mark_without_a_citation_and_a_number_out_of_its_list_are_numbers(text):
    assert unsupported(verify(Draft("answered", text, (QUOTE,), (INCOME,)), "", DOCUMENT, NAMES))


def test_a_term_with_a_chinese_numeral_is_no_number():
    assert supports("落实六个百分百要求。") == []


# --- drafts about the default document ---------------------------------------------------------------------------
# Evidence by a name: (measure, aspect) of each figure, all of them where a word of its place or its period is given.

MONEY = (
    ("预算收入", "amount"), ("一般公共预算收入", "amount"), ("基金预算收入", "amount"), ("上年结转结余", "amount"),
    ("支出预算", "amount"), ("基本支出", "amount"), ("人员经费", "amount"), ("日常公用经费", "amount"),
    ("项目支出", "amount"), ("预算收支", "change"), ("基本支出", "change"), ("人员经费", "change"),
    ("公用经费", "change"), ("项目支出", "change"), ("公务接待费", "amount"), ("固定资产", "stock"),
)  # fmt: skip
EVIDENCE = {
    "money": MONEY,
    "income": (("预算收入", "amount"),),
    "changes": (("项目支出", "change"), ("基本支出", "change")),
    "targets": (("建设长度", "target"), ("完工及时率", "target"), ("验收合格率", "target")),
    "one target": (("完工及时率", "target"),),
    "procurement": (("政府采购金额", "amount"), ("预算资金", "amount"), ("单价", "amount")),
    "posts": (("内设机构正职岗位", "count"), ("内设机构副职岗位", "count")),
    "values": (("价值", "stock"),),
}
# Formula text, unit, and the figures that it stands on.
SHARE = ("3114.34 ÷ 3201.81 × 100 ≈ 97.27", "%", (("人员经费", "amount"), ("基本支出", "amount")))
DIFFERENCE = ("283645.71 - 3201.81 = 280443.90", "万元", (("项目支出", "amount"), ("基本支出", "amount")))
PRIOR = ("3201.81 - 166.14 = 3035.67", "万元", (("基本支出", "amount"), ("基本支出", "change")))
PERCENT = (
    "19090.62 ÷ (283645.71 + 19090.62) × 100 ≈ 6.31", "%", (("项目支出", "change"), ("项目支出", "amount")),
)  # fmt: skip
CONVERSION = ("286847.52 ÷ 10000 ≈ 28.68", "亿元", (("预算收入", "amount"),))
MULTIPLE = ("283645.71 ÷ 3201.81 ≈ 88.59", "倍", (("项目支出", "amount"), ("基本支出", "amount")))
SUM = ("3114.34 + 87.47 = 3201.81", "万元", (("人员经费", "amount"), ("日常公用经费", "amount")))
COUNT = ("count(房产管理中心) = 24", None, ())
ROWS = ("count(行) = 24", None, ())
ASKED = "预算收入是50亿元吗"
PROCURED = "| 名称 | 政府采购金额 |\n| --- | --- |\n"

WRONG = {
    "digits and units": ("money", """
        2023年预算收入为286847.53万元。/预算收入为286,847.53万元。/预算收入为２８６８４７．５３万元。/预算收入为286847.52亿元。
        预算收入为286847.52元。/预算收入为28.68亿元。/预算收入为28.6847.52万元。/预算收入为1286847.52万元。/预算收入为286847.52%。
        预算收入为-286847.52万元。/预算收入为负286847.52万元。/预算收入为286847.52万元/月。/预算收入为286847.52万元×2。
        预算收入为286847.52万元²。/预算收入为2868,47.52万元。/预算收入为286，847.52万元。/预算收入为286847.52‰。
        预算收入为286847.52万元&times;2。/预算收入为286847.52万美元。/预算收入为A286847.52万元。/预算收入为286847.52万元B。
        预算收入为286847.52~300000万元。/预算收入为286847.52万元（单位：亿元）。/预算收入为$\\frac{286847.52}{2}$万元。"""),
    "bounds and hedges": ("money", """
        预算收入为286847.52万元以上。/预算收入为≥286847.52万元。/预算收入不超过286847.52万元。/预算收入超过286847.52万元。
        预算收入不到286847.52万元。/预算收入近286847.52万元。/预算收入至少286847.52万元。/预算收入为286847.52万元的两倍。
        预算收入的一半是286847.52万元。/预算收入为286847.52万元左右。/预算收入最高为286847.52万元。"""),
    "bounds of targets": ("targets", """
        “已完工待评审”的建设长度为3公里。/“已完工待评审”的建设长度不超过3公里。/“已完工待评审”的建设长度≤3公里。
        “已完工待评审”的建设长度>3公里。/“已完工待评审”的建设长度3公里以内。/“已完工待评审”的建设长度不≥3公里。
        “15号地围挡美化亮化资金”的完工及时率低于90%。/“15号地围挡美化亮化资金”的完工及时率为≥90个百分点。
        “15号地围挡美化亮化资金”的完工及时率要提高≥90%。/“15号地围挡美化亮化资金”的完工及时率九成。"""),
    "another name": ("money", """
        一般公共预算收入为286847.52万元。/预算收入为6153.02万元。/基金预算收入6153.02万元。/事业收入286847.52万元。
        国有资本经营预算收入286847.52万元。/预算收入增长率为286847.52万元。/上级预算收入为286847.52万元。
        非预算收入为286847.52万元。/预算收入以外的资金为286847.52万元。/预算收入缺口为286847.52万元。
        人均预算收入为286847.52万元。/预算收入占比286847.52万元。/预算收入每月286847.52万元。/预算收入286847.52万元赤字。
        教育局预算收入为286847.52万元。/石家庄市财政局的预算收入为286847.52万元。/长安区方面，预算收入为286847.52万元。
        教育局：预算收入286847.52万元。/教育局的⏎预算收入为286847.52万元。/预算收入决算为286847.52万元。"""),
    "values exchanged": ("money", """
        一般公共预算收入和基金预算收入分别为274615.94万元和6153.02万元。/人员经费87.47万元、日常公用经费3114.34万元。
        274615.94万元是一般公共预算收入，6153.02万元是基金预算收入。/6153.02万元的基金预算收入。
        87.47万元用于人员经费，3114.34万元用于日常公用经费。/人员经费（87.47万元）与日常公用经费（3114.34万元）。"""),
    "another time": ("income", """
        2022年预算收入为286847.52万元。/上年预算收入为286847.52万元。/去年预算收入为286847.52万元。
        明年预算收入为286847.52万元。/前年预算收入为286847.52万元。/2022年⏎预算收入为286847.52万元。
        预算收入为286847.52万元（2022年）。/预算收入为286847.52万元（去年）。/2022年情况：⏎- 预算收入：286847.52万元
        2024年预算收入为286847.52万元。/预算收入 in 2022: 286,847.52 万元/预算收入 last year was 286,847.52 万元."""),
    "another day": ("money", "截至2023年12月31日，固定资产为2216.94万元。"),
    "another direction": ("changes", """
        项目支出增加19090.62万元。/项目支出上升19090.62万元。/项目支出比上年多19090.62万元。/项目支出为19090.62万元。
        项目支出比上年多出19090.62万元，并未减少。/项目支出没有减少，而是增加19090.62万元。/项目支出不是减少19090.62万元。
        项目支出并非减少了19090.62万元。/基本支出减少166.14万元，项目支出增加19090.62万元。/基本支出少了166.14万元，没有增加。
        项目支出增加19090.62万元，降幅明显。/基本支出压减166.14万元，较上年提高效率。/项目支出减少到19090.62万元。
        项目支出降至19090.62万元。/基本支出增至166.14万元。/项目支出减少-19090.62万元。/项目支出减少19090.62%。
        2022年基本支出比上年增加166.14万元。/项目支出比2021年减少19090.62万元。/项目支出比基本支出减少19090.62万元。
        基本支出未增加166.14万元。/基本支出少增加166.14万元。/项目支出 increased by 19,090.62 万元."""),
    "a change for a sum": ("money", "基本支出比上年增加3201.81万元。/项目支出比上年减少283645.71万元。"),
    "taken back": ("income", """
        预算收入不是286847.52万元。/预算收入并非286847.52万元。/预算收入没有286847.52万元。/预算收入未达到286847.52万元。
        没有安排预算收入286847.52万元。/以下说法不是事实，⏎预算收入为286847.52万元。/预算收入为286847.52万元，这是错误的。
        以下都是错的：⏎⏎- 预算收入为286847.52万元/预算收入是286847.52万元吗？不是。/假如预算收入为286847.52万元。
        预算收入为~~286847.52万元~~。/<del>2023年，预算收入为286847.52万元</del>。/预算收入为\u202e286847.52万元\u202c。
        The 预算收入 is not 286,847.52 万元./Monthly 预算收入 is 286,847.52 万元.
        The 预算收入 exceeds 286,847.52 万元."""),
    "Chinese numerals": ("money", """
        预算收入过半。/占两成。/预算收入近三十亿。/一般公共预算收入占三分之一。/预算收入翻一番。/预算收入翻了两番。/项目支出超过一半。
        超过百分之九十五。/基本支出三千多万元。/预算收入二十八亿六千八百万元。/预算收入贰拾捌亿元。/基本支出增加一百多万。
        预算收入十几亿。/职工上百人。/公车数十辆。/基本支出翻倍。/半数以上是基金。/万分之五。/公车有好几辆。/预算收入上亿元。
        办公室设三个副职岗位。/预算收入为３成。"""),
    "other scripts": ("money", """
        预算收入为²⁸⁶万元。/预算收入为①②③万元。/预算收入为٢٨٦万元。/预算收入为𝟚𝟠𝟞万元。/占½。/预算收入为ⅩⅡ亿元。/占&half;。
        预算收入为286\u200b847.53万元。/Budget revenue is thirty billion yuan.
        Half of the revenue./two thirds of it/doubled"""),
    "English names of something else": ("money", """
        “预算收入” (project expenditure) is 274,615.94 万元./“基金预算收入” (personnel costs) is 274,615.94 万元.
        “预算收入” (half of the budget revenue) is 286,847.52 万元./“预算收入” (budget revenue) is 6,153.02 万元.
        “预算收入” (budget revenue without funds) is 286,847.52 万元."""),
    "quotes that are none": ("money", """
        预算收入为“274615.94万元”。/预算收入为“6153.02万元”[1]。/基本支出“减少18924.48万元”。/文件写道：“预算收入6153.02万元”[1]。
        文件写道：“一般公共预算收入6153”[1]。/文件写道：“一般公共预算收入6153.02”亿元[1]。/文件写道：“53.02万元”[1]。
        预算收入为《274615.94万元》。/文件没有写“预算收入为999万元”。"""),
    "names that are none": ("money", """
        依据1号文件。/2#地贷款。/5号地围挡。/2023年2月30日公开。/成立于2019年。/联系电话13800000000。/依据石财城【2021】54号。
        预算收入为2023年的C19040000万元。/房间A305。/目录序号为C19990000。"""),
    "marks that are none": ("income", "预算收入为[286847]万元。/预算收入为[1]亿元。/预算收入为1[1]286847.52万元。"),
    "lists": ("procurement", """
        政府采购金额如下：⏎⏎- 控规动态维护经费：200.00万元⏎- 土地测量经费：70.00万元
        政府采购金额如下：⏎- 教育局：200.00万元/教育局的情况：⏎- 土地测量经费的政府采购金额：200.00万元"""),
    "a list of other names": ("income", "预算收入：⏎- 事业收入：286847.52万元/- 教育局⏎  预算收入为286847.52万元"),
    "whose it is": ("posts", """
        不动产登记中心的内设机构副职岗位为1个。/办公室的内设机构副职岗位为2个。/办公室和建设市场管理中心的内设机构副职岗位为2个。"""),
    "whose value it is": ("values", """
        车辆的价值为2074.43万元。/办公用房的价值为142.51万元。/土地的价值为142.51万元。/单价在20万元以上的设备的价值为142.51万元。"""),
    "whose target it is": ("one target", "“续建项目资金”的完工及时率为≥90%。/“教育费”的完工及时率为≥90%。"),
    "whose purchase it is": ("procurement", """
        房产管理中心“公用类项目（三保）”（其他办公用品）的政府采购金额为9.00万元。/测绘服务的单价为300.00万元。
        建设市场管理中心的政府采购金额为73.80万元。/局本级的政府采购金额为713.90万元。"""),
}  # fmt: skip
WRONG_TABLES = (
    "| 名称 | 预算资金 | 政府采购金额 |\n| --- | --- | --- |\n| 土地测量经费 · 测绘服务 | 200.00万元 | 300.00万元 |",
    "| 名称 | 政府采购金额 | 预算资金 |\n| --- | --- | --- |\n| 土地测量经费 \\| 测绘服务 | 300.00万元 | 200.00万元 |",
    PROCURED + "| 控规动态维护经费 · 其他信息技术服务 | 200.00万元 |\n| 土地测量经费 · 测绘服务 | 70.00万元 |",
    PROCURED + "| 教育局 | 200.00万元 |",
    PROCURED + "| 土地测量经费 · 测绘服务 | 不是200.00万元 |",
    PROCURED.replace("政府采购金额", "政府采购金额占比") + "| 土地测量经费 · 测绘服务 | 200.00万元 |",
    PROCURED.replace("政府采购金额", "2022年政府采购金额") + "| 土地测量经费 · 测绘服务 | 200.00万元 |",
    PROCURED.replace("名称", "教育局") + "| 土地测量经费 · 测绘服务 | 200.00万元 |",
    "2022年的政府采购金额如下：\n\n" + PROCURED + "| 土地测量经费 · 测绘服务 | 200.00万元 |",
)
WRONG_RESULTS = (
    (SHARE, "人员经费占项目支出的97.27%"), (SHARE, "基本支出占人员经费的97.27%"), (SHARE, "人员经费增长97.27%"),
    (SHARE, "一般公共预算收入占预算收入的97.27%"), (SHARE, "人员经费不占基本支出的97.27%"), (SHARE, "满意度为97.27%"),
    (SHARE, "人员经费占基本支出的97.27个百分点"), (SHARE, "人员经费占教育局基本支出的97.27%"),
    (SHARE, "2022年人员经费占基本支出的97.27%"), (SHARE, "人员经费占基本支出的比例比上年多97.27%"),
    (DIFFERENCE, "基本支出比项目支出多280443.90万元"), (DIFFERENCE, "项目支出比基本支出少280443.90万元"),
    (DIFFERENCE, "预算收入比基本支出多280443.90万元"), (DIFFERENCE, "项目支出为280443.90万元"),
    (DIFFERENCE, "项目支出比基本支出多280443.90亿元"),
    (PRIOR, "2023年基本支出为3035.67万元"), (PRIOR, "2021年基本支出为3035.67万元"), (PRIOR, "基本支出为3035.67万元"),
    (PRIOR, "2022年项目支出为3035.67万元"), (PRIOR, "2022年基本支出不是3035.67万元"),
    (PERCENT, "2023年项目支出比上年增加6.31%"), (PERCENT, "2023年基本支出比上年减少6.31%"),
    (PERCENT, "2022年项目支出比上年减少6.31%"), (PERCENT, "项目支出占6.31%"),
    (CONVERSION, "2023年基金预算收入折合28.68亿元"), (CONVERSION, "2022年预算收入折合28.68亿元"),
    (CONVERSION, "2023年预算收入折合28.68万元"),
    (MULTIPLE, "项目支出比基本支出多88.59倍"), (MULTIPLE, "基本支出是项目支出的88.59倍"),
    (SUM, "人员经费和项目支出合计3201.81万元"), (SUM, "人员经费比日常公用经费多3201.81万元"),
    (COUNT, "预算收入为24万元"), (COUNT, "职工24人"), (COUNT, "“规划局”共24项"), (COUNT, "“房产管理中心”共24%"),
    (COUNT, "共24项"), (COUNT, "“房产管理中心”以外的共24项"), (COUNT, "“房产管理中心”共24人"),
    (COUNT, "“房产管理中心”不止共24项"), (ROWS, "预算收入共24项"),
    (ROWS, "职工共24人"), (ROWS, "办公室共24个副职岗位"), (ROWS, "“教育局”共24项"), (ROWS, "不止共24项"),
)  # fmt: skip
WRONG_REPETITIONS = (
    "预算收入为“50亿元”。", "您问的预算收入为50亿元。", "问题中的预算收入是50亿元。", "您说得对，预算收入为50亿元。",
    "预算收入就是您提到的50亿元。", "您提到的50亿元是对的。", "“预算收入是50亿元”，对。",
    "预算收入是50亿元，您问对了。",
    "“50亿元”就是预算收入。", "“50亿元”的预算收入。", "预算收入“50亿元”。", "“50亿元”。", "预算收入，您提到的50亿元。",
    "文件证实了问题所说的50亿元。", "预算收入与问题所说的50亿元一致。", "“预算收入是50亿元”是对的。",
)  # fmt: skip
RIGHT = {
    "income": """
        2023年预算收入是286,847.52万元。/本部门2023年预算收入共286847.52万元。/今年预算收入为286847.52万元。/预算收入：286847.52万元
        **预算收入**：**286847.52万元**。/预算收入（2023年）为286847.52万元。/预算收入为28.684752亿元。/预算收入为286847.52万。
        石家庄高新区自然资源和规划住建局2023年预算收入为286847.52万元。/根据文件，该局2023年的预算收入为286847.52万元。
        预算收入 (2023年) is 286,847.52 万元 [1], that is CNY 2,868,475,200./2023年，⏎预算收入为286847.52万元。
        The budget revenue (预算收入) in 2023 was 286,847.52 万元 (CNY 2,868,475,200).
        “预算收入” (budget revenue) in 2023 is 286,847.52 万元.""",
    "money": """
        预算收入286847.52万元，其中一般公共预算收入6153.02万元、基金预算收入274615.94万元。
        2023年基本支出为3201.81万元，比上年增加166.14万元。/人员经费（3114.34万元）和日常公用经费（87.47万元）。
        2022年公务接待费为2万元，2023年公务接待费为2万元。/2万元用于公务接待费。/截至2022年12月31日，固定资产为2216.94万元。
        上年末固定资产为2216.94万元。/| 项目 | 2023年 |⏎| --- | --- |⏎| 人员经费 | 3114.34万元 |
        | 项目 | 金额 | 比上年 |⏎| --- | --- | --- |⏎| 基本支出 | 3201.81万元 | 增加166.14万元 |""",
    "changes": """
        基本支出比上年增加了166.14万元，项目支出减少了19090.62万元。/与2022年相比，项目支出下降19090.62万元。
        项目支出较上年压减19090.62万元。/基本支出比上年多166.14万元。/项目支出比2022年少19090.62万元。
        项目支出 (2023年) decreased by 19,090.62 万元.""",
    "targets": """
        “已完工待评审”的建设长度指标值为≥3公里。/“已完工待评审”的建设长度不少于3公里。/“已完工待评审”的建设长度要达到3公里以上。
        “续建项目资金”的建设长度为≥400米，“已完工待评审”的建设长度为≥3公里。""",
    "posts": "不动产登记中心的内设机构正职岗位为1个，内设机构副职岗位为2个。",
    "values": "车辆的价值为142.51万元。/单价在20万元以上的设备的价值为0万元。",
    "procurement": """
        政府采购金额如下：⏎⏎- 土地测量经费（测绘服务）：200.00万元⏎- 控规动态维护经费：70.00万元
        | 名称 | 预算资金 | 政府采购金额 |⏎| --- | --- | --- |⏎| 土地测量经费 · 测绘服务 | 300.00万元 | 200.00万元 |""",
}
RIGHT_RESULTS = (
    (SHARE, "人员经费占基本支出的97.27%"), (SHARE, "人员经费占基本支出的比例约为97.27%"),
    (DIFFERENCE, "项目支出比基本支出多280443.90万元"), (DIFFERENCE, "基本支出比项目支出少280443.90万元"),
    (PRIOR, "2022年基本支出为3035.67万元"), (PRIOR, "上年基本支出为3035.67万元"),
    (PERCENT, "2023年项目支出比上年减少6.31%"), (CONVERSION, "2023年预算收入约合28.68亿元"),
    (MULTIPLE, "项目支出是基本支出的88.59倍"), (SUM, "人员经费和日常公用经费合计3201.81万元"),
    (COUNT, "“房产管理中心”共24项"), (ROWS, "共24项"),
)  # fmt: skip


@pytest.fixture(scope="module")
def library(default):
    return library_of(default)


def texts(lines):
    """The drafts of a block: one or more a line, a slash between two, ⏎ where a draft goes on in a new line."""
    parts = [part for line in lines.splitlines() for part in re.split(r"(?<![</])/(?!月|del>)", line.strip())]
    return [part.replace("⏎", "\n") for part in parts if part]


def figures_of(library, chosen):
    return tuple(
        each
        for measure, aspect in chosen
        for each in library.disclosure.figures
        if (each.measure, each.aspect) == (measure, aspect)
    )


def formula_of(library, given):
    text, unit, chosen = given
    result = Decimal(text.split()[-1])
    counted = tuple(f"第{number}行" for number in range(24)) if text.startswith("count") else ()
    return Formula(text, result, unit, tuple(each.id for each in figures_of(library, chosen)), counted)


def shown(formula):
    """A formula as an answer shows it: a count in words."""
    return "逐项数得" if formula.counted else formula.text


def failed(library, text, evidence, question="", formulas=()):
    """The numbers of a draft about the default document that find no support; its citation holds 6153.02万元."""
    document = library.disclosure.document
    cited = next(label.fact for label in library.labels if label.fact.measure == "一般公共预算收入")
    figures = figures_of(library, evidence)
    draft = Draft("answered", text, (fact_citation(library.disclosure, cited, 1),), figures, tuple(formulas))
    return [check.text for check in unsupported(verify(draft, question, squeezed(document.text), library.names))]


@pytest.mark.parametrize(
    ("evidence", "text"),
    [(evidence, text) for evidence, lines in WRONG.values() for text in texts(lines)]
    + [("procurement", table) for table in WRONG_TABLES],
)
def test_a_wrong_statement_about_the_document_is_unsupported(library, evidence, text):
    assert failed(library, text, EVIDENCE[evidence])


@pytest.mark.parametrize(("given", "words"), WRONG_RESULTS)
def test_a_right_formula_supports_no_other_statement(library, given, words):
    formula = formula_of(library, given)
    assert failed(library, f"{words}（{shown(formula)}）。", MONEY, formulas=[formula])


CHOSEN = ("count(政府采购金额超过50万元的) = 24", None, ())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("政府采购金额超过50万元的共24项（逐项数得）。", []),
        ("政府采购金额超过50万元的共24项。", ["50万元", "24项"]),
        ("政府采购金额低于50万元的共24项（逐项数得）。", ["低于50万元", "24项"]),
        ("政府采购金额超过60万元的共24项（逐项数得）。", ["60万元", "24项"]),
        ("预算收入超过50万元的共24项（逐项数得）。", ["50万元", "24项"]),
        ("政府采购金额超过50万元的共25项（逐项数得）。", ["25项"]),
        ("政府采购金额为50万元。", ["50万元"]),
    ],
)
def test_a_condition_of_the_question_stands_only_in_the_words_of_its_count(library, text, wrong):
    formula = formula_of(library, CHOSEN)
    assert failed(library, text, (), "采购金额超过50万元的有几项", [formula]) == wrong


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("政府采购金额最大的是“土地测量经费 · 测绘服务”，为200.00万元。", False),
        ("政府采购金额最小的是“购买身份证识别仪费用 · 其他办公设备”，为0.20万元。", True),
        ("政府采购金额最小的是“控规动态维护经费 · 其他信息技术服务”，为70.00万元。", False),
        ("政府采购金额最小的是“控规动态维护经费 · 其他信息技术服务”，为0.20万元。", False),
        ("政府采购金额最小的是“教育局”，为0.20万元。", False),
        ("单价最小的是“购买身份证识别仪费用 · 其他办公设备”，为0.20万元。", False),
    ],
)
def test_an_extreme_is_said_of_the_figure_that_is_it(library, text, holds):
    assert (failed(library, text, EVIDENCE["procurement"]) == []) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("内设机构副职岗位最多的是“不动产登记中心”、“建设市场管理中心”、“巡查监察大队”，为2个。", True),
        ("内设机构副职岗位最多的是“不动产登记中心”、“办公室”，为2个。", False),
        ("内设机构副职岗位最多的是“不动产登记中心”、“教育局”，为2个。", False),
        ("内设机构副职岗位最多的是“办公室”，为1个。", False),
        ("内设机构正职岗位最多的是“不动产登记中心”，为2个。", False),
    ],
)
def test_those_that_share_an_extreme_may_be_named_together(library, text, holds):
    assert (failed(library, text, (("内设机构副职岗位", "count"),)) == []) is holds


@pytest.mark.parametrize("text", WRONG_REPETITIONS)
def test_a_number_of_the_question_is_never_the_answer(library, text):
    assert failed(library, text, EVIDENCE["income"], ASKED) == ["50亿元"]


@pytest.mark.parametrize("text", ["使用年限为30年。", "预算收入为“2024”万元。"])
def test_a_year_of_the_question_is_repeated_as_a_year_only(library, text):
    assert failed(library, text, EVIDENCE["income"], "2024年能用30年吗")


@pytest.mark.parametrize(
    "formula",
    [
        Formula("286847.52 ÷ 10000 = 28.684752", Decimal("28.684752"), "万元", ("a",)),
        Formula("286847.52 + 61530200 = 61817047.52", Decimal("61817047.52"), "万元", ("a", "b")),
        Formula("286847.52 - 6153.02 = 280694.50", Decimal("280694.50"), "亿元", ("a", "b")),
        Formula("count(行) = 2", Decimal(2), "万元", (), ("甲", "乙")),
    ],
)
def test_a_formula_in_mixed_units_does_not_hold(formula):
    figures = (figure("预算收入", "286847.52", id="a"), figure("一般公共预算收入", "6153.02", id="b"))
    assert not formula_holds(formula, figures)


@pytest.mark.parametrize(
    ("evidence", "text"), [(evidence, text) for evidence, lines in RIGHT.items() for text in texts(lines)]
)
def test_a_right_statement_about_the_document_is_supported(library, evidence, text):
    assert failed(library, text, EVIDENCE[evidence]) == []


@pytest.mark.parametrize(("given", "words"), RIGHT_RESULTS)
def test_a_result_under_the_names_of_its_formula_is_supported(library, given, words):
    formula = formula_of(library, given)
    assert failed(library, f"{words}（{shown(formula)}）。", MONEY, formulas=[formula]) == []


def test_every_figure_said_as_the_program_says_it_is_supported(library):
    question = understand("预算", library.disclosure.document.year, library.words)
    source = squeezed(library.disclosure.document.text)
    lost = []
    for fact in (label.fact for label in library.labels if label.fact.figure):
        draft = fact_draft(question, library, [fact])
        checks = verify(draft, question.normal, source, library.names)
        lost += [draft.text for _ in unsupported(checks) if "。" not in fact.measure]
    assert lost == []
