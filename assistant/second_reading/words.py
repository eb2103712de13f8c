"""The words of a second reading, too loose to search by: heeded only where a model reads a question so.

What each may stand for is written down here, so that a model can choose among these and nothing else.
"""

from __future__ import annotations

import re

# Words that say nothing of the subject: none that denies, compares, limits, or says what became of money (拖欠, 退回).
NEUTRAL_WORDS = frozenset(
    """
    公家 单位 部门 咱 局 自家 自个儿 自己 本身 整个 全年 全 年 一年到头 年度 年里 今年 年内 那边 那头 那儿 这儿
    那点 这点 一块儿 加起来 合起来 拢共 拢 总 总的 总数 共 一共 笔 块 份 档 摊 摊子 活儿 活 事 事儿 事情 东西 之类
    啥的 等等 什么的 项 桩 子 家 用 花 花费 花掉 花出去 出 出去 去 来 要 得 给 拿 拿出 拿出来 掏 交 付 买 搞 做 干
    弄 办 办事 开展 用来 用在 花在 用于 靠 管 管着 管理 盯 盯着 负责 想 看 查 问 帮 说 讲 有 是 能 会 可以 该 应
    应该 打算 准备 计划 预算 安排 留 留出 备 备着 定 定在 定到 列 列支 算 批 下达 开支 过手 值 平时 平常 日常 每年
    万 亿 元 块钱 钱 资金 数 数字 数额 数目 大 高 长 个 位 台 辆 次 户 座 套 份儿 回 趟 一年 这 那 里 上 下
    时 时候 之前 前 身上 方面 工作 费用 起来 干活 找 点 也 嘛 嗯 一下 大概 大约 大致 左右 差不多 到底 究竟 准 几
    的 了 呢 吗 吧 啊 呀 么 哦 哎 着 过 地 之 们 在 从 对 由 被 把 向 为 以 于 跟 和 与 及 同 所 这个 那个 这些 那些
    这种 那种 这块 那块 此 我 你 您 我们 你们 咱们 什么 哪 哪些 哪儿 怎么 多少
    """.split()
)
# Everyday words, and the words of names that they loosely say the same as, or more: none that names only a part.
LOOSE_SENSES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("工资", "工资福利", "人头", "养活", "养", "发工资"), ("人员",)),
    **dict.fromkeys(
        ("干部", "职工", "员工", "人"),
        ("人员", "劳务", "差旅", "福利", "公积金", "工会", "培训", "补贴", "工资"),
    ),
    **dict.fromkeys(("办公", "运转", "转起来", "转"), ("公用经费", "机关运行")),
    **dict.fromkeys(("吃饭", "客人", "迎来送往", "来客", "饭", "吃"), ("接待",)),
    **dict.fromkeys(("养车",), ("运行维护",)),
    **dict.fromkeys(("出门", "跑腿", "外出", "出公差"), ("差旅",)),
    **dict.fromkeys(("家底", "家当", "底子"), ("固定资产", "设备", "家具")),
    **dict.fromkeys(("车", "车库", "轿车"), ("车辆", "用车")),
    **dict.fromkeys(("房", "屋", "楼"), ("房屋", "用房")),
    **dict.fromkeys(("资料", "印材料", "印"), ("印刷", "印制")),
    **dict.fromkeys(("办案", "办案子", "案子", "打官司"), ("案件",)),
    **dict.fromkeys(("请人", "雇人", "找人", "人手", "帮工"), ("劳务", "服务", "外包")),
    **dict.fromkeys(("水电",), ("水费", "电费")),
    **dict.fromkeys(("成活", "种"), ("存活",)),
    **dict.fromkeys(("回音", "回复"), ("反馈",)),
    **dict.fromkeys(("征地",), ("土地征收", "征收")),
}  # fmt: skip
# Words for a part of what a name means: heeded only beside a word that marks examples (电脑之类的).
EXAMPLES_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("电脑", "打印机", "空调", "复印机"), ("通用设备",)),
    **dict.fromkeys(("桌椅", "桌子", "椅子", "柜子", "沙发"), ("家具",)),
    **dict.fromkeys(("加油", "修理", "修车", "保养", "油钱"), ("运行维护",)),
    **dict.fromkeys(("住店", "车票", "机票"), ("差旅",)),
}  # fmt: skip
MARKS_EXAMPLES = re.compile("之类|这类|这一类|等等|什么的|啥的")
# Verbs by which people ask for the whole of what is spent or taken in.
TOTAL_VERBS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("花", "用", "花掉", "花出去", "开支", "支", "用掉", "花费", "支出"), ("支出",)),
    **dict.fromkeys(("收", "收进来", "进", "进来", "挣", "入账", "收入", "收进"), ("收入",)),
    **dict.fromkeys(("盘子", "总额", "家底"), ("收入", "支出", "预算")),
}  # fmt: skip
# What tells of money as spent or taken in already, which a budget does not hold.
DONE = re.compile(r"(?:花|用|支|付|收|交|拨)(?:掉|出去?|进来?|到|来)?了|已经?|到账|到位")
# What limits, compares or denies: in a question it must be in the names too, also where the rules pass it over.
LIMITS = re.compile(
    r"最|还(?!是|有)|再|仅|只|每(?!年)|各|平均|人均|半年|季度|月|已|未|没|不|非|无|除|其他|其余|别的|另外|另|超|欠|剩|退|追|调"
    r"|个人|一人|一家|一户|第[0-9一二三四五六七八九十]|前[0-9一二三四五六七八九十]|以上|以下|以内|以外|以前|以后|之后"
    r"|至少|上限|下限|分别|实际|其中|同比|环比|下属|所属|全区|全市|全县|全省|全国"
)
# 多 and 少 beside a sum that is no change (多花的): more or less than what, the question alone knows.
MORE_OR_LESS = re.compile("多(?![少大高长久])|(?<!多)少")
