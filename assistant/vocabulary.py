"""The words in which people ask: language, not one document's names. What is counted and whose comes from the index.

The genre's own words for reading stand in index/vocabulary.py; here stand the words of questions, and which words of
the genre mean the same.
"""

from __future__ import annotations

import re

# --- the same thing in other words -------------------------------------------------------------------------------
# Each line: the spelling that both the question and the labels are rewritten to, then its synonyms.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    # kinds of budget
    ("基金预算", "政府性基金预算", "政府性基金", "政府基金"),
    ("一般公共预算", "公共财政预算", "一般预算"),
    ("国有资本经营预算", "国资预算", "国有资本预算"),
    ("财政专户", "专户管理资金", "财政专户管理资金"),
    # money in and out
    ("收入", "进账", "进项", "收进"),
    ("支出", "开支", "开销", "花销", "花费"),
    ("三公经费", "三公支出", "三公费用"),
    ("因公出国", "公费出国", "公款出国", "出国出境", "出国考察", "出国"),
    ("公务用车", "公车", "公家车"),
    ("公务接待", "招待", "接待", "请客吃饭", "请客接待", "请客", "宴请", "吃喝"),
    ("运行维护", "运维", "运行维护保养"),
    ("结转结余", "结余结转", "结转和结余"),
    ("机关运行经费", "机关运行费", "机关运转经费", "行政运行经费"),
    ("公用经费", "日常公用经费", "公用支出"),
    ("人员经费", "人员支出", "人头费", "养人的钱", "养人", "工资保险"),
    ("项目支出", "项目经费支出", "项目上的钱", "项目的钱"),
    ("费用", "经费", "资金", "款项"),
    ("补偿费用", "补偿款", "补偿金"),
    ("补助费用", "补助款", "补助金"),
    ("政府采购", "采购单子", "采购清单", "采购表", "采购"),
    # assets
    ("价值", "账面价值", "账面原值", "账面净值", "原值", "账面金额", "账面值", "值多少"),
    ("固定资产", "固资"),
    # targets
    ("指标", "考核指标"),
    ("指标值确定依据", "指标依据", "确定依据"),
    ("满意度", "满意率", "满意程度"),
    ("数量", "个数"),
    ("职责", "职能", "工作职责", "主要职责", "职能职责"),
    ("单位规格", "行政级别", "单位级别", "级别"),
    ("单位性质", "公务员机关还是事业单位", "机关还是事业单位", "行政还是事业单位", "行政单位还是事业单位"),
    ("采购目录序号", "采购目录编号", "采购目录编码", "采购编号", "目录编号", "品目编码"),
    ("医疗保险", "医保"),
    ("运行", "运转"),
    ("购置", "购买", "购进", "新购置", "新购", "新买", "新添", "添置", "采买", "买"),
    ("上年结转", "去年结转", "上年度结转"),
    ("增减变化", "增减情况", "变化情况"),
    # whole names in everyday words
    ("总额", "总盘子", "大盘子", "盘子", "总数额", "总金额"),
    ("结转", "没用完的钱", "没花完的钱", "剩下的钱", "没用完", "没花完", "用剩的"),
    ("家具用具", "办公家具", "桌椅柜子", "桌椅板凳", "桌椅", "家具"),
    ("车辆", "汽车", "车子", "小汽车", "小车"),
    ("房屋", "房子"),
    ("正职", "一把手"),
    ("副职", "副手", "二把手"),
    ("群众", "老百姓", "百姓"),
    ("差旅费", "出差费", "出差的钱"),
    ("批次", "批客人", "批客", "拨客人"),
    ("中小企业", "中小微企业", "小企业"),
    ("预留", "留了", "留给"),
    ("金额", "额度"),
    ("住房保障", "住房补助"),
)

# Common slips of the pen and of phonetic input, in words of the genre only.
TYPOS: dict[str, str] = {
    "帐面": "账面",
    "接代": "接待", "招侍": "招待", "接侍": "接待", "予算": "预算", "预祘": "预算",
    "収入": "收入", "基金予算": "基金预算",
    "支岀": "支出", "政俯采购": "政府采购", "釆购": "采购", "三工经费": "三公经费", "记效": "绩效", "积效": "绩效",
}  # fmt: skip

# --- words of asking ---------------------------------------------------------------------------------------------
# Spoken and regional forms, rewritten before anything else.
SPOKEN: dict[str, str] = {
    "係": "是", "几多": "多少", "幾多": "多少", "咋": "怎么", "啥": "什么",
    "多少銭": "多少钱", "有冇": "有没有", "嘅": "的", "点解": "为什么",
    "干啥": "做什么", "干嘛": "做什么", "卡在哪儿": "原因", "卡在哪里": "原因", "卡在哪": "原因",
    "平均下来": "平均", "平均起来": "平均", "账面上": "账面",
}  # fmt: skip

# Words that carry no content of a question: they ask, link or soften.
FUNCTION_WORDS: tuple[str, ...] = (
    *"""
    请问一下 请问 麻烦问一下 麻烦 我想知道 我想问一下 我想问 我想了解 想知道 想问 告诉我 帮我查一下 帮我查
    查一下 查询 说一下 说说 讲讲 介绍一下 介绍 能不能 可不可以 请 一下 是不是 有没有 是否 其中 那么 另外 还有
    以及 折合 换算成 换算 相当于 等于 文件里 提到 哪一块 哪块 什么钱 过来 一年 每年 搞 主要 实际 纳入
    打算 准备 想打听 打听 那块 那个 就想 到底 究竟 哎
    是多少 有多少 为多少 达多少 多少钱 多少 多大 多高 几何 几个 几家 几名 几项 几张 几次 几处 几人 几辆
    几台 几套 几亩 什么时候 为什么 为何 什么样 什么 哪些 哪个 哪一个 哪家 哪里 哪儿 哪 怎么样 怎么 怎样 如何 谁
    百分之几 百分之 一共 总共 共计 总计 大概 大约 大致 分别 各自 具体 到底 究竟 要达到 达到 应该 需要 要求
    安排了 安排 花了 花掉 用了 用掉 拨了 批了 花费 预计 里面 里边 当中 之中 关于 对于 属于 叫做 意思 含义 指的是
    是指 这个数字 这个数 数字 出现 地方 这个 那个 咱们 你们 我们 他们 它们 定为 设定 公布 公开 披露 上限 下限
    你好 您好 我想 听说 据说 请教 帮我算算 帮我算 帮我 帮忙 算算 算一下 推算 倒推 下来 里头 这块 这类 那类
    那些 这些 局里 院里 委里 单位里 部门里 文件里 材料里 材料 报告里 说明里 现在 目前 眼下 现有 那一栏 这一栏 一栏
    填的 写的 列了 列的 账上 帐上 帐面上 账面上 官方 封顶 控制到 控制在 什么程度 总共要 几万块 几块 块钱 一块儿
    全部 全加 才算 说的 说要 专门 自己 定的 定了 最高不能超过 最高不超过 不能超过 不得超过 不能低于 不得低于 俺们
    哎呀 哎 嗯 哈 呃 唉 哦 噢 喂 来着 就那个 就是说 这年 该年 当年 这摊子事 这摊事
    最多 最少 至少 指标值 目标值 情况 方面 东西 这笔 那笔 的 了 吗 呢 吧 啊 呀 嘛 么 是 对不对 属实 对吧
    """.split(),
)
# Single characters that ask or link, but are also parts of words (预算, 耕地, 及时, 指标): dropped only where the index
# knows no word that they are part of.
WEAK_FUNCTION_WORDS = (
    "算地及指为有在和与得着把被由从做花叫列写个几也都就又还这那该此贵你我他它您里中要占用多对给把让共各设"
)

# What kind of answer is wanted. Searched in order; the first that stands in the question decides.
ASKS_REASON = (
    "怎么涨",
    "怎么少",
    "怎么降",
    "怎么多",
    "怎么减",
    "怎么增",
    "为什么",
    "原因",
    "为何",
    "怎么会",
    "什么缘故",
    "何以",
    "理由",
    "怎么回事",
    "缘由",
)
# Questions for a time or a place: only a passage that gives one answers them.
ASKS_WHEN = ("什么时候", "何时", "哪一天", "哪天", "几月", "什么时间")
ASKS_PLACE = ("哪个小区", "哪条路", "哪个村", "哪些国家", "哪个国家", "什么地点", "建在哪", "位于", "在什么位置")
ASKS_DEFINITION: tuple[str, ...] = (
    *"""
    什么意思 是什么意思 什么叫 何谓 啥叫 定义 名词解释 怎么理解 指的是什么 是指什么 含义 解释一下
    """.split(),
)
ASKS_GROUND = (
    "依据",
    "根据",
    "按照什么",
    "按什么",
    "按哪",
    "照哪",
    "照着",
    "哪个文件",
    "什么规定",
    "哪份通知",
    "哪条规定",
    "参照什么",
    "依照",
    "凭什么定",
    "出处",
)
ASKS_WHO: tuple[str, ...] = (
    *"""
    谁来 归哪 归谁管 哪个部门管
    谁负责 由谁 谁管 归谁 哪个部门 哪个处 哪个科 哪个单位 哪个中心 哪个机构 哪个大队 哪家单位负责 找谁 哪个处室
    """.split(),
)
# What something is made of or spent on.
ASKS_CONTENTS: tuple[str, ...] = (
    *"""
    包括哪些 包括什么 包含什么 包含哪些 花在 花到 用在 用到 主要用途 用于 用来做 主要有什么 由什么组成
    都有什么内容 有哪些内容
    """.split(),
)
ASKS_PLATE = ("牌子", "挂牌")
ASKS_DUTY: tuple[str, ...] = (
    *"""
    职责 负责什么 负责哪些 管什么 做什么 干什么 主要工作 职能 管哪些 负责的工作 负责啥
    """.split(),
)
ASKS_CHANGE: tuple[str, ...] = (
    *"""
    增加 减少 增长 下降 上升 降低 变化 变了 增减 多了 少了 减了 增了 加了 多花 少花
    砍掉了 砍掉 砍了 砍 压减 压缩 缩减 削减 缩水 涨 跌 降
    """.split(),
)
ASKS_DECREASE: tuple[str, ...] = (
    *"""
    减少 下降 降低 少了 减了 少花 压减 压缩 缩减 削减 缩水 砍 跌 降
    """.split(),
)
ASKS_INCREASE = ("增加", "增长", "上升", "多了", "增了", "加了", "多花", "提高", "涨")
ASKS_MONEY: tuple[str, ...] = (
    *"""
    多少钱 金额 多少万元 多少亿元 多少元 花多少 花了多少 费用多少 经费多少 价格多少 价格是 什么价格 价钱
    """.split(),
)
# A name that ends so is one of money.
EXPENSE_SUFFIXES = ("房租", "租金", "费", "费用", "经费", "款", "支出", "收入", "拨款", "工资", "补贴", "奖金")
ASKS_QUANTITY: tuple[str, ...] = (
    *"""
    多少 几 多大 多高 数是 数额 指标值 目标值 上限 下限 要达到 比例 百分之
    """.split(),
)
ASKS_TARGET = ("指标", "目标", "要达到", "达到多少", "要求达到", "绩效")
ASKS_WHERE: tuple[str, ...] = (
    *"""
    哪里出现 哪些地方 什么地方 出现在 在哪 哪一页 哪一部分 哪个表 这个数字 这个数 是什么数
    """.split(),
)
ASKS_HOW = ("怎么", "如何", "怎样", "哪些措施", "什么措施", "有哪些安排", "采取")

# --- what a disclosure of this kind never holds --------------------------------------------------------------------
CONTACT_WORDS: tuple[str, ...] = (
    *"""
    电话 手机号 联系方式 邮箱 传真 网址 邮编 地址 办公地点 上班时间 办公时间 微信 公众号
    """.split(),
)
OFFICIAL_TITLES: tuple[str, ...] = (
    *"""
    市长 区长 县长 镇长 省长 厅长 部长 庭长 检察长 局长 副局长 主任 副主任 处长 副处长 科长 院长 副院长 书记
    委员 队长 领导 负责人 法人 站长 所长
    """.split(),
)
ASKS_PERSON = ("叫什么", "名字", "姓名", "是谁", "谁是", "姓什么", "哪位", "谁担任", "什么人", "多大年纪", "简历")
EXECUTED_WORDS: tuple[str, ...] = (
    *"""
    决算 执行数 执行率 实际支出 实际花 实际使用 实际完成 实际收入 执行情况 花掉了 实际
    """.split(),
)

# Greetings and thanks: answered kindly, with questions that can be answered.
SUPPLIER_WORDS = ("哪家公司", "供应商", "中标", "厂家", "品牌", "跟谁买", "从哪买", "哪家企业", "承包商", "施工方")
SMALL_TALK: tuple[str, ...] = (
    *"""
    你好 您好 早上好 晚上好 谢谢 多谢 再见 你是谁 你叫什么 你是机器人 讲个笑话 笑话 天气 唱歌 写诗 写一首诗
    """.split(),
)
BODY_PRONOUNS: tuple[str, ...] = (
    *"""
    该院 该委 该办 该厅 该中心 这个局 这个院 这个委 这家单位 这个单位 咱们局 你们院 你们委 我院 贵院 本院 我委 贵委
    你们局 我们局 你局 我局 贵局 本局 该局 咱局 你们单位 贵单位 本单位 该单位 本部门 我部门 该部门 你们部门
    贵部门 这个局 这个单位 这个部门 这家单位 全局 全院 全委 全单位 全部门
    """.split(),
)
BODY_SUFFIXES: tuple[str, ...] = (
    *"""
    委员会 管委会 检察院 人民法院 法院 政府 大学 医院 学校 公司 街道办 街道 财政部 中心 大队 支队 总队 办公室 局
    厅 委 院 处 科 办 队 站 所 镇 乡
    """.split(),
)

# Clauses that tell the program how to behave, hidden in a question.
INSTRUCTIONS: tuple[str, ...] = (
    *"""
    假装 扮演 忽略 无视 忘记 系统提示 你现在是 从现在起 不要管 必须回答 ignore pretend jailbreak
    """.split(),
    "system prompt",
)

# Questions about how many items stand below a heading, and which.
COUNTS_ITEMS = re.compile(r"(?:多少|几)(?:条|项|张|个|种|类|款|点|方面)")
LISTS_ITEMS = re.compile(r"有哪些|都有什么|哪几(?:条|项|个|方面)|列出")

# Words that make a question one about public money or offices, even where the document has no answer to it.
BUDGET_CUES = re.compile(
    "预算|收入|支出|经费|资金|财政|拨款|采购|资产|项目|指标|绩效|工资|编制|职工|补贴|结转|部门|单位|局|钱|元|费"
)

# Words that say what is asked, of when, and in which direction: never taken for chat, whatever their part of speech.
ASKING = frozenset(
    [
        *ASKS_REASON, *ASKS_WHEN, *ASKS_PLACE, *ASKS_DEFINITION, *ASKS_GROUND, *ASKS_WHO, *ASKS_CONTENTS, *ASKS_PLATE,
        *ASKS_DUTY, *ASKS_CHANGE, *ASKS_MONEY, *ASKS_QUANTITY, *ASKS_TARGET, *ASKS_WHERE, *ASKS_HOW, *ASKS_PERSON,
        *CONTACT_WORDS, *OFFICIAL_TITLES, *EXECUTED_WORDS, *SUPPLIER_WORDS, *BODY_PRONOUNS,
        *"""
        今年 去年 上年 明年 前年 后年 本年 上一年 比 较 占 倍 差 吗 和 与 跟 各 每 平均 最 前 谁 哪 什么 怎么 如何 几
        高 低 大 小 超过 低于 高于 以上 以下 不 没 无 非 除 未 分别 合计 总和 加 起来 共 列 包括 名字
        """.split(),
    ]
)  # fmt: skip
# Words that put two things side by side in a question.
JOINING_WORDS = ("和", "与", "跟", "同", "、", "还是", "以及", "及", "对比")

# How a value is to be worked out: asks for nothing itself.
WORKINGS: tuple[str, ...] = (
    *"""
    推算下来 推算一下 推算出来 推算 倒推一下 倒推 反推 算一下 算一算 算算 算出来 折算下来 帮我算 没直说 没有直说
    没直接说 没直接写 没有直接写 保留两位小数 保留一位小数 保留2位小数 给个百分数 给个百分比 给个数
    """.split(),
)
# What was heard and how much it is said to be: no part of what is asked about.
HEARSAY: tuple[str, ...] = (
    *"""
    听说 据说 听人说 有人说 网上说 都说 传闻 不少 好多 许多 一大半 一大截 一大块 大幅度 大幅 明显 一下子
    官方给的 官方给出的 官方
    """.split(),
)

# What says from which money or of which account a measure is, where one name of it has it and another has not.
QUALIFIERS = re.compile(r"财政拨款|年初预算|预算安排|预算|决算|安排")

# Words that ask to confirm what a question states: only they make its quantity a claim.
CONFIRMS = re.compile(
    r"吗|么[?？]?$|是不是|对不对|对吧|是吧|吧[?？]?$|来着|没错|属实|真的|是否|有没有|对么|正确|不是说|说是|听说|据说|可见|呀[?？]?$"
)

# --- questions about several rows ----------------------------------------------------------------------------------
# The first few of a ranking; the number is its group.
FIRST_FEW = re.compile(
    r"(?:排(?:在|名)?)?前([0-9]{1,2}|[一二两三四五六七八九十])(?:大|名|位|项|个|家|笔|的)?(?![年款期半天月])"
    r"|最[大多高贵少小低]的([两三四五六七八九十])(?=[项个笔家])"
)
# Words of a question that only say that it is about rows of a table.
ROW_WORDS = re.compile(
    r"(?:单子|清单|表格|名单)(?:里|中|上)?(?:面)?|里头|那些|下属的?(?=那些|事业|单位)|[，,]\s*(?:各|分别)?(?:是|有|要)?"
    r"多少(?:钱|万元|元)?(?=[?？。]|$)|有?多少(?:万元|亿元|元)|花得|花钱|排(?:在|名|一下|个?序)|金额(?=最)|一笔|"
    r"哪一?[类种块样笔项]|怎么排|[两三四五]类(?:一共)?|采用|方式|(?<=[都就])是谁|都有谁|[有叫]谁"
)
