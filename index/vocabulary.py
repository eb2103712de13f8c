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
# Of these, such as measure a time or a ratio, and say nothing of what is counted.
UNSORTED_UNITS = frozenset(
    ["年", "月", "天", "日", "周", "季", "期", "个月", "工作日", "小时", "分钟", "倍", "分", "度", "级"]
)

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
# The number of a table, before its title or on a line of its own (表一：, 附表1, 公开01表).
TABLE_LABEL = re.compile(
    r"^(?:公开|附|附件)?表\s*(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})(?![0-9年])[：:、．.\s—-]*|^公开\s*[0-9]{1,3}\s*表\s*"
)
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
ACCOUNT_LEVEL_HEADERS = ("类", "款", "项")
# Columns of the year before, beside those of this one.
LAST_YEAR_HEADER = re.compile(r"^(?:上年度?|去年|上一年度?)(?!.*(?:结转|结余|末))")
COUNT_HEADER = re.compile(r"数量|个数|人数|辆数|台数|面积|次数|户数|编制数")
UNIT_HEADER = re.compile(r"^(?:计量单位|单位)$")
RECORD_HEADER = re.compile(r"名称|项目|科目|指标|大类|品目")
PROJECT_TABLE = re.compile(r"项目支出|项目(?:预算|决算|经费|明细)")
PROJECT_NAME_HEADER = re.compile(r"^(?:预算)?项目(?:名称)?$")
PRICE_HEADER = re.compile(r"单价")
FUNDS_HEADER = re.compile(r"^(?:项目)?(?:预算)?资金$|^项目预算$")
# What the name of a project ends in without naming it, words of buying, and units of things also counted in 个.
PROJECT_ENDINGS = re.compile(r"(?:项目)?(?:专项)?(?:费用|经费|资金|费|款|项目)$")
BUYING = re.compile(r"(?:拟|计划)?(?:购买|购置|采购)")
THING_UNITS = frozenset(
    ["台", "套", "部", "辆", "件", "只", "把", "张", "架", "支", "台（套）", "台套", "份", "本", "册"]
)
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
# Columns worked out of others on their row: a change, and a rate (of change, of execution, of a whole).
CHANGE_COLUMN = re.compile(r"增减额|增减数|增减金额|^(?:比上年)?增减$|差额")
RATE_COLUMN = re.compile(r"(?:完成|执行|增长|增减|变动|下降)(?:率|比例|幅度)|增减?幅|占比|比重|[%％]|^率$")
# What the form of targets (财预〔2015〕88号) divides the funds into: by their sources, by what they are spent on.
FUNDS_TOTAL = re.compile(r"^(?:年度)?(?:预算)?资金总额")
FUNDS_MADE_UP = (
    frozenset(["财政拨款", "财政资金", "当年财政拨款", "上年结转资金", "上年结转", "其他资金", "事业收入", "单位资金"]),
    frozenset(["基本支出", "项目支出"]),
)
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
# Behind a total: the parts follow; only the main ones do. Behind a quantity: it is the same as the year before.
PARTS_FOLLOW = re.compile(r"其中|包括|分别为|如下|以下方面|具体为|包含")
MAINLY = re.compile(r"主要(?:是|为|包括|用于(?!以下))|如[：:]|原因")
# The other side of a budget, listed behind the first (收入包括：…；支出包括：…).
ANOTHER_SIDE = re.compile(r"[；;]\s*(?:收入|支出)(?:预算)?(?:主要)?(?:包括|包含)")
UNCHANGED = re.compile(r"持平|一致|无增减|没有(?:增减|变化)|无变化|相同|不变|未发生变化")
INCREASE_WORDS = ("增加", "增长", "上升", "提高", "增幅", "上涨", "增")
DECREASE_WORDS = ("减少", "下降", "降低", "压减", "压缩", "减")
# Words between a measure and its value, and words before a measure, that are no part of its name.
VALUE_VERBS = (
    "预算安排", "共计安排", "总计安排", "安排", "共计", "总计", "合计", "预计", "共有", "共", "约为", "约", "达到",
    "达", "为", "是", "现有", "有", "均", "累计", "计", "下设", "内设", "下辖", "设", "占", "总额为", "总金额为",
    "总金额", "金额为", "涉及", "数为", "执行", "：", "，", ",",
)  # fmt: skip
LEADING_WORDS = (
    "其中", "包括", "包含", "主要包括", "主要是", "主要为", "主要原因是", "主要原因为", "原因是", "以及", "和", "及",
    "与", "并", "的", "现", "另", "也", "用于", "由于", "拟购买", "共有", "现有", "安排", "此外", "同时", "设",
    "具体为", "分别为", "分别是", "含", "累计", "列明", "列支", "：", ":", "、", "，", ",",
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

# What a measure's name may end in without naming anything else, and the funds that limit what it counts.
MEASURE_ENDINGS = (
    "预算数", "决算数", "预算安排", "预算", "决算", "合计", "总计", "总额", "总金额", "金额", "支出", "安排", "情况",
    "数", "科目", "总",
)  # fmt: skip
FUNDS = ("一般公共预算", "政府性基金", "国有资本经营", "财政拨款", "财政专户")
# What a table's title says where it holds only part of what an account comes to.
NARROWING = (*FUNDS, "基本支出", "项目支出", "机关运行经费")

# --- what looks wrong in a source --------------------------------------------------------------------------------

# What an indicator measures, by how its name ends. Kinds and groups of indicators: 《中央部门预算绩效目标管理办法》
# (财预〔2015〕88号) and its form.
PEOPLE_ENDING = re.compile(r"(?:人数|人次)$")
COUNT_ENDING = re.compile(
    r"(?:面积|长度|人次|数量|[个次份户套台辆件家篇人]数|(?:发放|增加|减少|采购|完成|处理|供应|使用|生产|业务|接待|办理|购置)量)$"
)
TIME_ENDING = re.compile(r"(?:时间|时限|期限)$")
RATE_ENDING = re.compile(r"(?:(?<![频转效])率|比例|比重|占比|比值|满意度)$")
PEOPLE_UNITS = frozenset(["人", "名", "人次", "万人", "万人次", "户次"])
# Rates that are a share of a whole, so that more than all of it cannot be (a growth or a completion of plan can).
SHARE_ENDING = re.compile(
    r"(?:满意度|满意率|合格率|及时率|准确率|覆盖率|通过率|达标率|完好率|有效率|优良率|优质率|普及率|知晓率|公开率"
    r"|受理率|办结率|反馈率|存活率|成活率|抽检率|备案率|认可率|采纳率|占比)$"
)
OF_PLAN = re.compile(r"完成|预算的?$|计划的?$")
SATISFACTION = "满意"
OUTPUT_GROUPS: dict[str, re.Pattern[str]] = {
    "时效指标": re.compile(r"及时|按期|按时|时效|时限|时间$"),
    "成本指标": re.compile(r"预算资金|预算执行|控制数|成本|单价"),
    "数量指标": re.compile(r"(?:数量|面积|个数|人数|人次|次数|份数|长度|台数|套数|户数)$"),
    "质量指标": re.compile(r"(?:质量|合格率|准确率|优质率)$"),
}
INDICATOR_GROUPS = frozenset(
    "产出指标 效益指标 满意度指标 数量指标 质量指标 时效指标 成本指标 经济效益指标 社会效益指标 生态效益指标 "
    "可持续影响指标 服务对象满意度指标 经济成本指标 社会成本指标 生态环境成本指标".split()
)
# Two-character words that a name cut in mid-word is cut through, and endings of one character that a word lacks.
CUT_WORDS = frozenset(
    "时间 时限 时效 比例 比值 比率 比重 数量 质量 面积 程度 效率 情况 经费 费用 资金 能力 水平 标准 期限".split()
)
CUT_SUFFIXES = frozenset("率性度量数额费")
CUT_ENDING = re.compile(r"(?:的比|的|(?<![普涉])及|(?<![共平温])和|(?<!参)与|[、，,])$")
# The frame of a title that speaks of the disclosure itself, not of one of its projects.
DISCLOSURE_FRAME = re.compile(
    r"部门预算|部门决算|收支|收入|支出|总表|预算表|决算表|预算情况|决算情况|预算安排|编制说明"
)
# What a sentence states of a year's budget, and words by which a sentence may lawfully speak of another year.
STATED_OF_A_YEAR = re.compile(r"预算|决算|收入|支出|经费|采购")
OF_ANOTHER_YEAR = re.compile(r"执行|完成|实际|年末|年底|年初|月|相比|上年|去年|以来|起|项目")
# What a note or sentence says of a table that is lawfully empty.
SAYS_EMPTY = re.compile(r"空表|为空|无数据|没有|不涉及|未安排|未发生|无[^，。；]*(?:收入|支出|安排|预算|资金)")
BODY_HEADERS = ("单位名称", "部门名称", "机构名称", "预算单位", "单位")
CONNECTIVES = ("和", "与", "及", "暨", "、")
# Small letters that are no slip in Chinese text: units and words of the trade.
LATIN_WORDS = frozenset(
    "km cm mm kg kw kwh kva kv ml db hm mg mu app wifi ppt web vip www http https ip ai it vr pm pos id".split()
)
# Nouns that lawfully stand twice where a name ends in one and the next word begins with it (改造工程工程款).
TWICE = ("项目", "工程", "社区")
# Sentences of a template that tell the writer what to do.
TEMPLATE_SENTENCE = re.compile(
    r"(?:部门|单位)(?:应|可|请|需)(?:根据|结合|按照)(?:本?[部单][门位])?实际情况[^。]{0,12}(?:增减|填写|填列|解释|删减)"
    r"|请(?:在此|据实|按实际|根据实际)[^。]{0,8}(?:填写|填列|说明|修改)|[×xX]{2,}(?:万元|部门|单位|局|年)|_{3,}"
    r"|(?<![A-Za-z0-9])[×xX＊*_]{1,4}(?:万元|元|个|辆|台|人|家|名|次|项)"
)
# Misspellings that are no words: the characters look or sound like the right ones. Behind the characters below, the
# two may belong to two words (人士地位, 给予算力, 公布署名).
MISSPELT: dict[str, str] = {
    "拼博": "拼搏", "士地": "土地", "上一度": "上一年度", "予算": "预算", "决箅": "决算", "布署": "部署",
    "巳经": "已经",
}  # fmt: skip
BEFORE_TWO_WORDS = "博硕战女男人烈护卫武道教学院壮勇给授赋准公发宣颁散以"

# --- numerals that are no figures ------------------------------------------------------------------------------

DOCUMENT_NUMBER_BRACKETS = "【〔［[（(„『「"
CHINESE_DIGITS = "零〇一二三四五六七八九十百千万亿两"
