"""The words of the genre: budget disclosures (部门预算信息公开) in general, never of one document.

Sources: 《预算法》, 《地方预决算公开操作规程》(财预〔2016〕143号), 《2023年政府收支分类科目》 and the layout that
published disclosures share. Everything here is data; the rooms that use it hold the rules.
"""

from __future__ import annotations

import re
from decimal import Decimal

# --- units -----------------------------------------------------------------------------------------------------

MONEY_UNITS: dict[str, Decimal] = {
    "亿元": Decimal(100000000),
    "万元": Decimal(10000),
    "千元": Decimal(1000),
    "元": Decimal(1),
}
PERCENT_UNITS = ("%", "％", r"\%", "百分比", "个百分点")
# Longest first: 台（套） before 台, 人次 before 人, 平方公里 before 平方米.
COUNT_UNITS = (
    "台（套）", "台(套)", "台套", "平方公里", "平方千米", "平方米", "立方米", "公顷", "公里", "千米", "人次", "批次",
    "户次", "车次", "工作日", "小时", "分钟", "个月", "学时", "课时", "万平方米", "万立方米", "万公顷", "万公里",
    "万人次", "万人", "万亩", "万套", "万户", "万吨", "万辆", "万台", "万个", "万件", "万份", "万册", "万株", "万次",
    "毫克", "千克", "公斤", "亩", "米", "套", "个", "座", "台", "辆", "次", "人", "户", "块", "份", "年", "月", "天",
    "日", "项", "家", "名", "件", "批", "处", "期", "场", "篇", "本", "册", "吨", "倍", "分", "岁", "条", "部", "枚",
    "张", "间", "栋", "支", "所", "宗", "株", "棵", "只", "头", "架", "艘", "组", "班", "轮", "季", "周", "度", "级",
    "类", "种", "对", "把", "盏", "根", "片", "幅", "例", "起", "村",
)  # fmt: skip
PER_HUNDRED = frozenset(PERCENT_UNITS)

# --- comparators -----------------------------------------------------------------------------------------------

COMPARATORS: dict[str, str] = {
    "≥": "≥", "≧": "≥", ">=": "≥", r"\geq": "≥", r"\ge": "≥", "⩾": "≥",
    "≤": "≤", "≦": "≤", "<=": "≤", r"\leq": "≤", r"\le": "≤", "⩽": "≤",
    "＞": ">", ">": ">", "＜": "<", "<": "<", "＝": "=", "=": "=",
    "不低于": "≥", "不少于": "≥", "大于等于": "≥", "至少": "≥", "大于或等于": "≥",
    "不高于": "≤", "不超过": "≤", "小于等于": "≤", "小于或等于": "≤", "不大于": "≤",
    "大于": ">", "高于": ">", "小于": "<", "低于": "<", "等于": "=",
}  # fmt: skip
AT_LEAST_AFTER = ("及以上", "以上")
AT_MOST_AFTER = ("及以下", "以下", "以内", "之内")

# --- headings and paragraphs -----------------------------------------------------------------------------------

CONTENTS_TITLES = ("目录", "目次")
# A title that stands alone on its line ends in one of these.
HEADING_NOUNS = (
    "说明", "情况", "概况", "解释", "职能", "职责", "设置", "构成", "构成情况", "表", "附件", "附表", "信息", "目标",
    "原因",
)  # fmt: skip
TABLE_TITLE_NOUNS = ("表", "明细", "一览", "清单", "情况", "预算", "决算")
NOTE_STARTS = ("注：", "注:", "说明：", "说明:", "备注：", "备注:", "附注：", "附注:")
UNIT_LINE = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元|百分比|%)")
CUTOFF_LINE = re.compile(r"(?:截止|截至)(?:时间|日期)?\s*[:：]?")
COMPILED_BY = re.compile(
    r"(?:编制部门|编制单位|填报单位|填报部门|部门名称|单位名称|预算主管部门|部门|公开部门)\s*[:：]"
)

# Titles that say what a section is about, not whose it is: such a section speaks of the department itself.
GENERIC_TITLE = re.compile(
    r"说明|情况|预算|决算|收入|支出|经费|职责|职能|设置|构成|概况|解释|绩效|目标|信息|事项|措施|第[一二三四五六七八九十]+部分|目录|[款类][）)]"
)

# --- tables ----------------------------------------------------------------------------------------------------

# A row of these words is a header row; a row of figures is not.
HEADER_WORDS = frozenset((
    "项目", "项目名称", "单位名称", "名称", "序号", "编码", "代码", "科目", "科目编码", "科目代码", "科目名称",
    "功能科目代码", "功能科目名称", "功能分类", "功能分类科目编码", "功能分类科目名称", "经济分类科目编码",
    "经济分类科目名称", "部门预算经济分类科目编码", "经济科目", "类", "款", "项", "金额", "预算数", "决算数", "预算",
    "决算", "合计", "小计", "总计", "收入", "支出", "本年收入", "本年支出", "数量", "单价", "单位", "计量单位",
    "备注", "基本支出", "项目支出", "支出用途", "项目类别", "一级指标", "二级指标", "三级指标", "指标值",
    "绩效指标描述", "指标值确定依据", "绩效指标", "采购品目", "采购物品名称", "采购目录", "大类", "专项名称", "说明",
    "年度", "上年数", "本年数", "增减", "增减额", "增减率", "因公出国（境）费", "公务接待费", "公务用车购置费",
    "公务用车运行维护费", "会议费", "培训费", "资金来源", "支付方式",
))  # fmt: skip
HEADER_SUFFIXES = (
    "名称", "编码", "代码", "金额", "预算数", "决算数", "经费", "科目", "性质", "规格", "形式", "费", "预算",
    "（境）", "(境)", "拨款", "资金", "结余", "结转", "份额", "单价", "数量",
)  # fmt: skip
# Column names that only say "the value": the measure is then the row's own name.
GENERIC_VALUE_HEADERS = frozenset(
    [
        "金额",
        "预算数",
        "决算数",
        "合计",
        "小计",
        "总计",
        "预算",
        "决算",
        "预算金额",
        "决算金额",
        "本年数",
        "年初预算数",
        "调整预算数",
        "全年预算数",
        "数额",
        "总额",
    ]
)
# Of these, the ones that say which account is given: side by side they are told apart in the measure.
ACCOUNT_HEADERS = frozenset(
    ["预算数", "决算数", "预算", "决算", "预算金额", "决算金额", "年初预算数", "调整预算数", "全年预算数"]
)
CODE_HEADER = re.compile(r"编码|代码|编号|序号|行次|^[类款项]$|目录序号")
# Columns that only count the rows, and the first cell of a row that only counts the columns.
ORDER_HEADERS = frozenset(["序号", "行次"])
COLUMN_NUMBER_LABELS = ("栏次", "列次")
COUNT_HEADER = re.compile(r"数量|个数|人数|辆数|台数|面积|次数|户数|编制数")
UNIT_HEADER = re.compile(r"^(?:计量单位|单位)$")
RECORD_HEADER = re.compile(r"名称|项目|科目|指标|大类|品目")
TOTAL_LABELS = (
    "合计",
    "总计",
    "收入总计",
    "支出总计",
    "收入合计",
    "支出合计",
    "本年收入合计",
    "本年支出合计",
    "资产总额",
)
SUBTOTAL_SUFFIX = "小计"
# A row or column that is the sum of others, by the end of its name (人员经费合计, 本年支出合计, 资产总额).
TOTAL_NAME = re.compile(r"(?:合计|总计|总额)$")
GROUP_TOTAL_NAME = re.compile(r"(?:合计|总计|小计)$")
# What a name is a part of, but not all of.
PART_NAME = re.compile(r"^其中(?:[：:]|(?=[（(0-9一二三四五六七八九十]))")
# The last totals of income and expenditure, side by side, are equal when these words are taken out of their names.
BALANCED_SIDES = re.compile(r"收入|支出|收支")
BALANCED_TOTALS = frozenset(["合计", "总计"])
# Columns whose values no total adds up.
NOT_ADDED_HEADER = re.compile(r"单价|率|占比|比重|比例|[%％]|(?:增减|增长|增幅)$|数量$")
UNIT_PRICE_HEADER = re.compile(r"^单价")
QUANTITY_HEADER = re.compile(r"^(?:采购)?数量")
AMOUNT_HEADER = re.compile(r"^(?:采购)?(?:预算)?(?:金额|总价|合计|总计)")
PROJECT_FUNDS_HEADER = re.compile(r"^(?:项目)?预算资金|^项目(?:资金|预算)")
# 《支出经济分类科目》: 工资福利支出 and 对个人和家庭的补助 are personnel; what else is spent on running is not.
PERSONNEL_TOTAL = "人员经费"
RUNNING_TOTAL = "公用经费"
PERSONNEL_ACCOUNTS = ("301", "303")
TARGET_HEADER = "指标值"
INDICATOR_NAME_HEADERS = ("三级指标", "指标名称", "绩效指标", "指标内容")
INDICATOR_GROUP_HEADERS = ("一级指标", "二级指标")
DESCRIPTION_HEADERS = ("绩效指标描述", "指标描述", "指标说明", "指标解释")
GROUND_HEADERS = ("指标值确定依据", "确定依据", "依据", "指标依据")
CAPTION_LABELS = ("绩效目标", "年度目标", "总体目标", "项目目标", "年度绩效目标", "年度总体目标")
TARGET_TABLE_SUFFIX = re.compile(r"\s*(?:项目)?(?:支出)?绩效(?:目标)?(?:申报|自评|情况)?表$")
TARGET_LIST_LABEL = re.compile(r"^(?:绩效)?指标\s*[:：]$")

# --- prose figures ---------------------------------------------------------------------------------------------

OF_WHICH = ("其中", "包括", "包含", "含", "分别为", "分别是", "主要包括")
INCREASE_WORDS = ("增加", "增长", "上升", "提高", "增幅", "上涨", "增")
DECREASE_WORDS = ("减少", "下降", "降低", "压减", "压缩", "减")
# Words between a measure and its value, and words before a measure, that are no part of its name.
VALUE_VERBS = (
    "预算安排", "共计安排", "总计安排", "安排", "共计", "总计", "合计", "预计", "共有", "共", "约为", "约", "达到",
    "达", "为", "是", "有", "累计", "计", "下设", "内设", "下辖", "设", "占", "总额为", "总金额为", "总金额",
    "金额为", "涉及", "数为", "执行", "：", "，", ",",
)  # fmt: skip
LEADING_WORDS = (
    "其中", "包括", "包含", "主要包括", "主要是", "主要为", "主要原因是", "主要原因为", "原因是", "以及", "和", "及",
    "与", "并", "的", "现", "另", "也", "用于", "由于", "拟购买", "共有", "现有", "安排", "此外", "同时", "设",
    "具体为", "含", "累计", "列明", "列支", "：", ":", "、", "，", ",",
)  # fmt: skip
DEPARTMENT_WORDS = (
    "本部门",
    "我部门",
    "我局",
    "本单位",
    "我单位",
    "本局",
    "我院",
    "本院",
    "我委",
    "本委",
    "我办",
    "本办",
    "我中心",
    "本级",
)

# --- numerals that are no figures ------------------------------------------------------------------------------

DOCUMENT_NUMBER_BRACKETS = "【〔［[（(„『「"
CHINESE_DIGITS = "零〇一二三四五六七八九十百千万亿两"
