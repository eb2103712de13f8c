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
    ("人员经费", "人员支出", "人头费", "养人"),
    ("项目支出", "项目经费支出"),
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
    ("采购目录序号", "采购目录编号", "采购目录编码", "采购编号", "目录编号", "品目编码"),
    ("医疗保险", "医保"),
    ("运行", "运转"),
    ("购置", "购买", "购进", "新购置", "新购", "新买", "新添", "添置", "采买", "买"),
    ("上年结转", "去年结转", "上年度结转"),
    ("增减变化", "增减情况", "变化情况"),
    # whole names in everyday words
    ("总额", "总盘子", "大盘子", "盘子", "总数额", "总金额"),
    ("家具用具", "办公家具", "桌椅板凳", "桌椅", "家具"),
    ("车辆", "汽车", "车子", "小汽车", "小车"),
    ("房屋", "房子"),
    ("正职", "一把手"),
    ("副职", "副手", "二把手"),
    ("群众", "老百姓", "百姓"),
    ("差旅费", "出差费", "出差的钱"),
    ("批次", "批客人", "批客"),
    ("中小企业", "中小微企业", "小企业"),
    ("预留", "留了", "留给"),
    ("金额", "额度"),
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
    "人头上的钱": "人员经费", "牵涉": "涉及", "项目上的钱": "项目支出", "项目的钱": "项目支出",
    "养人的钱": "人员经费", "没用完的钱": "结转", "没用完": "结转",
    "没花完的钱": "结转", "没花完": "结转", "剩下的钱": "结转",
    "机关还是事业单位": "什么单位性质", "行政还是事业": "什么单位性质",
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
    那一块 这一块 那一项 这一项 那一笔 这一笔
    填的 写的 列了 列的 账上 帐上 帐面上 账面上 官方 封顶 控制到 控制在 什么程度 总共要 几万块 几块 块钱 一块儿
    全部 全加 才算 说的 说要 专门 自己 定的 定了 最高不能超过 最高不超过 不能超过 不得超过 不能低于 不得低于 俺们
    达标 算达标 同比 环比 折成元 折成 换成元 换成 那一行 这一行 那行 这行 栏的数 截止到 截止 用的钱 的钱
    哎呀 哎 嗯 哈 呃 唉 哦 噢 喂 来着 就那个 就是说 这年 该年 当年 这摊子事 这摊事
    最多 最少 至少 指标值 目标值 情况 方面 东西 这笔 那笔 的 了 吗 呢 吧 啊 呀 嘛 么 是 对不对 属实 对吧
    对吗 对么 没错 只有
    """.split(),
)
# Single characters that ask or link, but are also parts of words (预算, 耕地, 及时, 指标): dropped only where the index
# knows no word that they are part of.
WEAK_FUNCTION_WORDS = (
    "算地及指为有在和与得着把被由从做花叫列写个几也都就又还这那该此贵你我他它您里中要占用多对给把让共各设"
)

# Of these, the words that say nothing of what is asked about: two questions that differ in them alone are the same.
# Far fewer than above, as a decision of the staff is given to every wording of its question: no greeting and no 吧,
# which ask for other answers.
ONLY_ASKS: tuple[str, ...] = tuple(
    """
    请问一下 请问 麻烦问一下 麻烦 我想知道 我想问一下 我想问 我想了解 想知道 想问 告诉我 帮我查一下 帮我查 查一下 查询
    说一下 说说 讲讲 请 一下 想打听 打听 就想 到底 究竟 哎呀 哎 我想 请教 帮我算算 帮我算 帮我 帮忙 算算
    算一下 咱们 这个数字 这个数 具体 大概 大约 大致 嗯 哈 呃 唉 哦 噢 喂 来着 就是说
    是多少 有多少 为多少 达多少 多少钱 多少 的 了 呢 啊 呀 嘛 么 是 有 安排了 安排
    """.split()
)

# What kind of answer is wanted. Searched in order; the first that stands in the question decides.
ASKS_REASON = (
    "怎么涨",
    "怎么少",
    "怎么降",
    "怎么多",
    "怎么减",
    "怎么增",
    "怎么比",
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
    指什么 指的什么 指哪些 什么概念 是什么东西 什么玩意 做什么用 干什么用 什么叫做 怎么解释
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
    "凭的是",
    "凭的什么",
    "哪个办法",
    "什么办法",
    "哪部",
    "出处",
)
ASKS_WHO: tuple[str, ...] = (
    *"""
    谁来 归哪 归谁管 哪个部门管 谁盯 谁在管 谁监管 谁主管 谁审批 谁牵头 谁把关 谁办 谁出面 哪个窗口 找哪 归什么部门
    找什么部门 哪个内设机构 哪些部门负责 谁的职责 谁的事 由哪 该谁
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
    管些什么 做些什么 干些什么 负责些什么
    职责 负责什么 负责哪些 管什么 做什么 干什么 主要工作 职能 管哪些 负责的工作 负责啥
    """.split(),
)
ASKS_CHANGE: tuple[str, ...] = (
    *"""
    增加额 减少额 增减额 变动额 变化额 增加 减少 增长 下降 上升 降低 变化 变了 增减 多了 少了 减了 增了 加了
    没变 没有变 不变 未变 多花 少花 省下来 省下 省了 节省了
    砍掉了 砍掉 砍了 砍 压减 压缩 缩减 削减 缩水 涨 跌 降
    """.split(),
)
ASKS_DECREASE: tuple[str, ...] = (
    *"""
    减少 下降 降低 少了 减了 少花 省下 省了 节省了 压减 压缩 缩减 削减 缩水 砍 跌 降
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
# By what a question says that it asks for money or for a share, where no unit stands behind 多少; and what is counted
# by the piece, so that 多少 before it asks for a number and never for money.
MONEY_ASKED = ("钱", "资金", "款项", "金额", "花费", "成本")
ASKS_SHARE = "(?:比例|比重|占比|百分比)"
COUNTED_THINGS: tuple[str, ...] = (
    *"""
    案件 案子 案 人 人员 员工 职工 干部 工作人员 人口 客人 来宾 学生 群众 居民 企业 车 车辆 汽车 公车 公务用车 房 房子
    房屋 住房 小区 项目 合同 文件 会议 活动 指标 处室 科室 部门 单位 机构 岗位 编制 批次 人次 户数 套数
    """.split(),
)
# What is counted, in which unit, and what the stock of it is called where the name asked for has no number of its own.
COUNTED_AS_UNITS = ("辆",)
COUNTED_AS = {"公务用车": "车辆", "公务车": "车辆", "车": "车辆"}
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
# Of these, the ones that are greeted back.
GREETINGS = frozenset(["你好", "您好", "早上好", "晚上好"])
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

# Questions for the inner offices, the words of such a question, and what no office of its own is called.
ASKS_OFFICES = re.compile(
    r"(?:哪些|哪几个|几个|多少个?|什么|列出|所有|全部).{0,4}(?:处室|科室|内设机构|内设部门)"
    r"|(?:处室|科室|内设机构|内设部门)(?:都|共|一共|分别)?(?:有|是|包括|设)(?:哪些|哪几个|几个|多少|什么)"
)
OFFICE_WORDS = re.compile(
    r"内设?|处室|科室|机构|部门|单位|全局|[局委院厅]|下设|设置?|下面|里面?|名单|哪些|几|个|都|有|共"
)
GENERIC_BODY = re.compile(r"(?:机构|单位|处室|科室)$")

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

# Where money comes from: a figure of one source is no answer about another.
SOURCES = ("基金预算", "国有资本经营预算", "财政专户")

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
        高 低 大 小 超过 低于 高于 以上 以下 不 没 无 非 除 未 分别 合计 总和 加 减 增 起来 共 列 包括 名字
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

# Where a verb goes (花出去, 抓上去): says nothing of what a question is about, and stands in other words by chance.
DIRECTIONS = re.compile(r"[出上下进回过]去|[出上下进回过起]来")

# What terms of the genre are in everyday words: only such as mean the whole of it, never a part (加油 is one of 养车).
EVERYDAY_WORDS: dict[str, tuple[str, ...]] = {
    "人员经费": ("工资", "薪水", "薪资", "薪酬", "养人", "养活人", "人头费", "人头"),
    "公务接待": ("请客吃饭", "请客", "吃饭", "招待客人", "接待客人", "招待", "宴请", "吃喝"),
    "公务用车购置": ("买车", "购车", "买公车", "买新车"),
    "公务用车运行": ("养车", "养公车", "公车使用"),
    "因公出国": ("公款出国", "公费出国", "出国", "出境", "出国考察"),
    "公用经费": ("日常办公", "日常运转", "日常开销", "维持运转", "办公"),
    "机关运行": ("日常办公", "日常运转", "日常开销", "维持运转", "机关运转", "办公"),
    "差旅费": ("出差",),
    "项目支出": ("搞项目", "做项目", "干项目", "办专项"),
    "政府采购": ("买东西", "采购东西", "购物"),
    "结转": ("没花完", "没用完", "花剩", "剩下", "结余"),
    "固定资产": ("家底", "家当"),
}
# What carries nothing beside them in a gloss.
GLOSS_WORDS = re.compile(
    r"也?就是|也即|即|俗称|也叫|又叫|说白了|通俗[地点]?说|所谓|用来|用于|拿来|专门|给|发|付|花|用|在|上|的|请问|你们|我们|咱们"
    r"|干部|职工|员工|工作人员|人员|大家|单位|里|钱|费用|开支|支出|[这那]些?(?:一?块|部分|笔)?|是"
)

# What says from which money or of which account a measure is, where one name of it has it and another has not.
QUALIFIERS = re.compile(r"财政拨款|年初预算|预算安排|预算|决算|安排")

# Income, expenditure or the budget with nothing that narrows it down: what is meant is the total.
UNQUALIFIED = re.compile(
    r"(?:部门|单位|全年|年度|整个|全部|总的?|年初)*(?:预算)?(?:收入|支出|收支|收入支出|预算|开支)(?:预算)?(?:安排)?"
    r"(?:总额|总计|总数|总量|规模|合计|总)*"
)

# The total of a document that states its money by the account that it comes from, and no total of all accounts.
OF_ONE_ACCOUNT = re.compile(r"^(?:(?:当年|本年)?(?:一般公共预算|财政拨款|拨款))+(?=收入|支出|收支)")

# Words of a question that only say that it asks for money.
MONEY_WORDS = re.compile(r"多少钱|[花用要]|钱|金额|预算|资金|费用|总额|安排|投入|成本|项目(?=$)")

# How something is said to compare with the year before, without a word of change (多还是少, 一样吗).
COMPARED_HOW = re.compile(
    r"(?:是|更|要)?[多少高低大小](?:了|出)?[,，]?(?:还是|或者?)[多少高低大小](?:了|些|一些|一点)*"
    r"|(?<!多)[多少高低大小](?:了|出|些|一些|一点)*(?=多少|几|吗|么|没|[,，?？。]|$)"
    r"|(?:是不是|是否)?(?:一样|相同|持平|有没有(?=变))(?:吗|么|不)?|怎么?样|如何|相差|差|^(?:是|有)?多少(?:钱)?$"
)

# Words that ask to confirm what a question states: only they make its quantity a claim.
CONFIRMS = re.compile(
    r"吗|么[?？]?$|是不是|对不对|对吧|是吧|吧[?？]?$|来着|没错|属实|真的|是否|有没有|对么|正确|不是说|说是|听说|据说|可见|呀[?？]?$"
)

# At the end of a statement they ask only whether it holds.
CONFIRM_TAG = re.compile(
    r"[，,]?(?:这?(?:是不是|是否)(?:这样|对的?|真的)?|对吗|对吧|对么|对不对|是吗|是吧|是么|没错吧|没错|属实吗|真的吗|正确吗|吗|么|吧)$"
)

# --- questions about several rows ----------------------------------------------------------------------------------
# The first few of a ranking; the number is its group.
FIRST_FEW = re.compile(
    r"(?:排(?:在|名)?)?前([0-9]{1,2}|[一二两三四五六七八九十])(?:大|名|位|项|个|家|笔|的)?(?![年款期半天月])"
    r"|最[大多高贵少小低]的([两三四五六七八九十])[项个笔家]"
)
# One place of a ranking (第二大的, 排第三), none of which is a name (第二大队, 第三高中).
PLACE_IN_RANKING = re.compile(
    r"第([二三四五六七八九十]|[2-9])(?:大(?![队道类项部楼])|多(?!功)|高(?!中)|贵|长(?!期)|小(?![学区组])|少(?!年)|低)"
    r"|(?:排(?:在|名)?|倒数)第([二三四五六七八九十]|[2-9])(?:名|位|的)?"
)
# Words of a question that only say that it is about rows of a table.
ROW_WORDS = re.compile(
    r"(?:单子|清单|表格|名单)(?:里|中|上)?(?:面)?|里头|那些|下属的?(?=那些|事业|单位)|[，,]\s*(?:各|分别)?(?:是|有|要)?"
    r"多少(?:钱|万元|元)?(?=[?？。]|$)|有?多少(?:万元|亿元|元)|花得|花钱|单[笔项](?:的|里)?|"
    r"[一二两三四五六七八九十几]笔|排(?:在|名|一下|个?序)|金额(?=最)|一笔|"
    r"哪一?[类种块样笔项]|怎么排|[两三四五]类(?:一共)?|采用|方式|(?<=[都就])是谁|都有谁|[有叫]谁|科目(?=支出|收入)"
)

# --- who does what -----------------------------------------------------------------------------------------------
# Words of a who-question that only say that somebody does something.
ROLE_WORDS: tuple[str, ...] = (
    *"""
    处室 科室 部门 单位 公司 机构 内设机构 中心 大队 负责 主管 分管 管理 管 工作 监督 监管 投诉 举报 反映 办理 咨询 事情
    找 归 谁 盯着 盯 职责 职能 局里 乱花 问题 方面 摊子 出面 负 责任 说 文件 事 怎么办 该 去 哪儿 大 差 太
    """.split(),
)
# Everyday words of citizens, and the formal words of duties that they may stand for.
DUTY_WORDS: dict[str, tuple[str, ...]] = {
    "灰尘": ("扬尘",), "尘土": ("扬尘",), "粉尘": ("扬尘",), "沙尘": ("扬尘",), "工地": ("建设工程", "施工"),
    "公租房": ("保障性住房",), "廉租房": ("保障性住房",), "保障房": ("保障性住房",), "经适房": ("保障性住房",),
    "维修基金": ("专项维修资金",), "大修基金": ("专项维修资金",), "预售款": ("预售资金",), "房款": ("预售资金",),
    "房产证": ("不动产登记",), "房本": ("不动产登记",), "过户": ("不动产登记",), "不动产证": ("不动产登记",),
    "房子质量": ("工程质量",), "楼房质量": ("工程质量",), "房屋质量": ("工程质量",), "质量问题": ("工程质量",),
    "租房": ("住房租赁",), "中介": ("房地产市场",), "房价": ("房地产市场",), "开发商": ("房地产市场",),
    "拆迁": ("征收", "补偿"), "征地": ("土地征收",), "违建": ("违法",), "违章建筑": ("违法",), "危房": ("房屋安全",),
    "植树": ("林业", "绿化"), "种树": ("林业", "绿化"), "树木": ("林业",),
    "打的": ("出租汽车",), "出租车": ("出租汽车",),
    "打出租": ("出租汽车",), "公交": ("城市客运", "公共交通"), "坐船": ("水路运输",), "修路": ("公路", "道路"),
    "农民工": ("劳务",), "欠薪": ("劳务",), "工资拖欠": ("劳务",), "打官司": ("诉讼", "审判"),
    "上访": ("信访", "来信来访"),
    "信访": ("来信来访",), "公车": ("公务用车",), "档案": ("档案",), "地图": ("测绘",), "防空洞": ("人民防空", "防空"),
    "出国": ("外事", "因公出国"), "提案": ("政协提案",), "复议": ("行政复议",),
}  # fmt: skip

# --- the document itself -----------------------------------------------------------------------------------------
# Words that only point at the document or a part of it.
DOCUMENT_WORDS: tuple[str, ...] = (
    *"""
    文件 文档 材料 报告 公开 说明 情况 预算 决算 部门 信息 部分 章节 章 板块 内容 大块 标题 目录 框架 结构 数据
    表格 表 列表 主要 讲 说 写 份 本 这 整 全文 组成 分 几 个 大 共 成 包括 有 里 在 由 帮 我 给 总结 概括 概述 简单
    归纳
    提炼 梳理 一遍 名词 术语 解释 词 词语 条 位置 页 查 看 找 能 可以 到 都 要点 重点 关键 大意 中心 意思 介绍 下 该
    什么样 哪 些 第
    """.split(),
)
# How each part's amount is asked for behind a question for the parts (各多少钱).
EACH_AMOUNT = r"[，,、]?(?:各自?|分别|每[项个类])(?:的?金额)?(?:[是有为占花用]|安排)*了?(?:多少|几)(?:钱|[万亿]?元)*"
# The other end of what is ranked before (哪个最多，哪个最少).
BARE_EXTREME = (
    r"(?:(?:哪|什么)[一几]?(?:个|些|项|类|种|家|块|笔|边)?(?:单位|部门|处室|科室|机构|项目|科目|指标)?(?:的)?)?"
    r"(?:花得?|用得?|要求)?最(?:多|少|大|小|高|低|贵|便宜|长|短)(?:的)?(?:是|又是|呢)*(?:(?:哪|什么)[一几]?(?:个|些|项|类|种|家|块|笔|边)?)?"
)
_WHICH_PARTS = r"(?:哪|什么|几)[几些个大一两三四五六]*(?:部分|块儿?|项目?|类|方面|来源|内容|东西|科目)?"
ASKS_COMPOSITION = re.compile(
    r"^(?P<what>.{2,30}?)的?(?:主要|大致|具体|都)?(?:是)?"
    rf"(?:(?:(?:由|有|分为?|分成|包含)?{_WHICH_PARTS}(?:组成|构成)的?"
    r"|(?:的)?(?:构成|组成|结构|明细|细目)(?:情况|比例|明细)?(?:是|如何|怎么?样|什么样?|有?哪些|的|呢)*"
    r"|(?:由|有|分为?|分成|分了?)(?:哪|几)[几些个两三四五六]*大?(?:部分|块儿?|类))"
    rf"(?:{EACH_AMOUNT})?"
    rf"|(?:包括|包含|分为?|分成|由|有)了?{_WHICH_PARTS}{EACH_AMOUNT})[?？。]*$"
)
ASKS_OVERVIEW = re.compile(
    r"总结|概括|概述|归纳|提炼|摘要|要点|(?:讲|说|写)(?:了|的|述)?(?:些|的是)?什么|(?:主要|大致|大概)(?:内容|情况|说)"
    r"|(?:介绍|说说|讲讲|说一下|看看|解读)(?:一下)?(?:这|本|该)|简介|怎么样的一?份"
)
ASKS_PARTS = re.compile(r"(?:几|多少|哪些|哪几)个?大?(?:部分|章节?|板块|大块)|目录|框架|(?:文件|材料|报告).{0,3}结构")
ASKS_TERMS = re.compile(
    r"(?:名词|术语|词语)(?:解释)?.{0,6}(?:几|多少|哪些|哪几)|(?:几|多少|哪些|哪几)[个条]?(?:专业)?(?:名词|术语|词语)"
)
ASKS_POSITION = re.compile(r"第几(?:个|张|项|号|条|部分|章)?|(?:编号|序号)[是为]?(?:几|多少)")
ASKS_PART = re.compile(
    r"(?:哪个|哪一个?|什么|哪)(?:部分|章节?|位置|页|张表|个表|块内容)|第几(?:部分|章|页)"
    r"|(?:哪里|哪儿|在哪|哪能|怎么)(?:才?能|可以)?[查看找]到?"
)
ASKS_STAND = re.compile(r"(?<![花用])在(?:文件|报告|材料|文中)?的?(?:哪里?|哪儿|什么地方)(?:呢|啊|呀)?[?？。]?$")
OVERVIEW_TOPICS: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile("收入"), False),
    (re.compile("支出(?!.*三公)(?!.*(?:接待|用车|运行))"), False),
    (re.compile("^(?!.*(?:基本|项目|三公|接待|用车|运行|公用|人员)).*(?:收支|收入|支出|预算)"), True),
    (re.compile("三公(?!.*(?:会议|培训))"), False),
    (re.compile("采购"), False),
)

# --- what to ask next --------------------------------------------------------------------------------------------
# Questions that people come with first; one without an answer in a document is not suggested.
OPENING_QUESTIONS = ("三公经费是多少？", "金额最大的三笔采购是什么？", "政府采购预算是多少？")
WHOLE_CHANGE = "预算比上年增减多少？"
# How the name of a target ends that counts something.
QUANTITY_NAME = re.compile(
    r"(?:率|度|量|数|额|比例|面积|长度|成本|金额|时间|费用?|及时性|准确性|规模|里程|浓度|完成情况)$"
)
# What makes a clause of a name: marks, and words that tell or ask something.
SENTENCE_WORDS = re.compile(r"[，,、；;。：:？?《》【】]|是否|能否|有无|涉及|拟|安排|达到|控制|其中|加强|进一步|不断")

# --- talk --------------------------------------------------------------------------------------------------------
# What people say without asking about the document, and the reply; one that ends in ： has examples below it.
TALK: tuple[tuple[str, str], ...] = (
    (
        r"(?:你好|您好|嗨|哈喽|早上好|上午好|中午好|下午好|晚上好|在|有人|在不在|hi|hello|hey)+",
        "您好！我可以回答{body}公开文件里的问题，例如：",
    ),
    (
        r"(?:非常|十分|太|好的|好)?(?:谢谢|多谢|感谢|辛苦|谢)(?:你|您|大家)?(?:了)?",
        "不客气。还想了解什么，可以继续问。",
    ),
    (r"(?:再见|拜拜|回见|bye|goodbye)+", "再见，欢迎再来。"),
    (
        r"(?:请问)?(?:你|您)(?:到底)?(?:是谁|叫什么(?:名字)?|是什么|是干什么|是做什么|是机器人|是人工|是真人|是ai|是人)(?:还是.{0,6})?",
        "我是预算公开问答助手，是程序，只根据{body}的公开文件回答，每个数字都和原文核对过。您可以这样问：",
    ),
    (
        r"(?:请问)?(?:你|您)?(?:都)?(?:能|可以|会|能够)(?:帮我)?(?:回答|解答|做|问|干|查|帮)(?:些|一些|我)?(?:什么|哪些|哪方面)"
        r"(?:样)?(?:问题|事|事情|内容|东西)?|(?:我)?(?:能|可以|该|应该)?(?:怎么|如何)(?:问|提问|使用|用)(?:你|您)?|(?:我)?(?:能|可以)问(?:你)?(?:些)?(?:什么|哪些)(?:问题)?"
        r"|(?:使用)?(?:帮助|说明)|help",
        "文件里的收入、支出、三公经费、政府采购、资产、绩效指标、名词解释和部门职责都可以问，例如：",
    ),
)
# Words that ask whether a sum is right or good, which is not for the assistant to say.
JUDGEMENT = re.compile(
    r"[，,]?(?:这)?(?:是不是|是否|会不会|算不算|算|也|有点|有些|不是)*(?:太|过于|有点|偏|特别)(?:多|少|高|低|大|小|贵|离谱|浪费|夸张)(?:了)?(?:点)?(?:吧|吗|呢|啊)?"
    r"|[，,]?(?:是不是|是否|算|算不算)?(?:合理|合适|划算|值得|必要|正常|浪费)(?:不合理|不合适|不正常)?(?:吗|吧|么|不)"
    r"|[，,]?(?:合不合理|合不合适|值不值得?|划不划算|多不多|高不高|够不够|该不该(?:花)?|正不正常|有没有必要|有必要吗|浪不浪费)"
    r"|[，,]?(?:你|您)(?:怎么看|觉得(?:怎么样|如何|呢)?|认为(?:呢)?)"
)

# --- charts ------------------------------------------------------------------------------------------------------
# What the totals are called whose parts are drawn; the first word that a name holds decides.
PROCUREMENT_WORD = "采购"
OFFICIAL_EXPENSES_WORD = "三公"
INCOME_WORD = "收入"
EXPENDITURE_WORD = "支出"
