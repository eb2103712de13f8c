"""The words a draft may put around what was verified: whole phrases, each harmless before, after and between items.

A phrase stands here only where it says nothing of a number: no amount, direction, comparison, part, cause, condition,
time, place or judgement, and nothing of whose a thing is. What is not here is refused.
"""

from __future__ import annotations

import re

KIND_OF_DOCUMENT = re.compile("预算|决算")
_DOCUMENT = (
    rf"(?:(?:这份|该份?|本|此份?)?(?:部门)?(?:{KIND_OF_DOCUMENT.pattern})(?:信息)?公开的?(?:文件|材料|资料)"
    r"|(?:这份|该份?|本|此份?)(?:部门)?(?:信息公开|公开)?的?(?:文件|材料|资料)"
    r"|公开的?(?:文件|信息|材料|资料|内容)|文件)"
)
_ASKED = (
    r"您所?(?:问|询问|咨询|想了解|想知道|关心)的?"
    r"(?:(?:这个|这一|这)?(?:问题|内容|情况|事项|数据)|这一?项(?:内容|数据)?|)"
)

# The kinds of phrases, each named by the letter that the grammar of a sentence knows it by (grammar.py).
CHINESE: tuple[tuple[str, str], ...] = (
    # O, an opening before any item: what it rests on.
    ("O", rf"(?:根据|依据|按照|依照|据|从){_DOCUMENT}(?:中|里)?(?:来看|看|的(?:内容|记载|信息))?"),
    # R, an opening that says that something follows: before the first item or a table, as behind an item it would say
    # that the next one is what that is made of, or the same in other words.
    (
        "R",
        r"具体(?:来说|来看|而言|情况)?(?:是|为|如下)|具体(?:来说|来看|而言)"
        r"|(?:相关|有关)?(?:数据|内容|信息|情况)如下|各项如下"
        r"|简单来?说|简而言之|下面是(?:相关|具体)?(?:数据|内容|信息|情况)",
    ),
    # H, a greeting.
    ("H", r"您好|你好"),
    # S, an opening that the document says so: not before a calculation, which it does not state.
    (
        "S",
        rf"(?:根据|据|从)?{_DOCUMENT}(?:中|里|上)?(?:显示|记载|载明|写明|列明|列出|给出|说明|提到|公开)"
        r"(?:的(?:数据|内容|信息|情况)?(?:是|如下))?",
    ),
    # Q, an opening that speaks of the question: before the first item only, which is the answer to it.
    (
        "Q",
        rf"(?:关于|对于|就|针对)?{_ASKED}(?:是|为|如下)?|(?:关于|对于|就|针对)您的(?:这个)?(?:问题|提问|咨询)"
        r"|(?:答复|回答|答案|结果)(?:是|为|如下)",
    ),
    # X, that a calculation follows; Y, the calculation of what is asked: only where that comes first.
    ("X", r"(?:经|通过)计算(?:可得|得出|可知)?"),
    ("Y", r"计算(?:过程|结果|方法|情况)?(?:是|如下)"),
    # A, a word that adds another statement: not before a part, which would read as coming on top of its total.
    ("A", r"另外|此外|同时|以及|并且"),
    # P, a word that claims a part of what stands before: only where the document states that.
    ("P", r"其中(?:包括|包含|有)?"),
    # L, behind the last item.
    ("L", r"供您?参考|请您?参考"),
    # G, a sentence of its own that says nothing; V, one that looks back on the answer and ends it.
    ("G", r"感谢您的(?:提问|咨询|关注)"),
    ("V", r"以上(?:信息|内容|数据)?供您?参考|希望(?:以上|这些)?(?:信息|内容)?对您有所?帮助"),
)  # fmt: skip
_DISCLOSURE = r"(?:the|this) (?:public )?(?:budget )?(?:document|disclosure)"
ENGLISH: tuple[tuple[str, str], ...] = (
    ("O", rf"(?:According to|Based on|From|Per) {_DISCLOSURE}"),
    ("R", r"As follows|In detail|In short"),
    ("S", rf"{_DISCLOSURE} (?:shows|states|says|gives|lists)(?: that)?".replace("(?:the|this)", "(?:[Tt]he|[Tt]his)")),
    (
        "Q",
        r"(?:The answer is|Here is the answer|To answer your question|Regarding your question|What you asked for is)",
    ),
    ("Y", r"The calculation is(?: as follows)?"),
    ("A", r"(?:[Ii]n addition|[Aa]lso|[Aa]dditionally|and)\b"),
)
RESTS_ON_DOCUMENT = re.compile(
    "文件(?:中|在“|“|的名词解释是)|The document (?:says|defines)|Under .{1,80} the document says"
)
"""How a sentence of an answer begins that says itself what it rests on."""
GIST = re.compile(
    r"The (?:(?:quoted )?(?:passage|text|sentence) (?:is about|concerns|mentions|speaks of)"
    r"|document (?:mentions|speaks of)) "
    r"(?P<terms>[A-Za-z][A-Za-z ,\-]{2,160}?)(?P<marks>(?: ?\{C[1-9][0-9]?\})+)\.?"
)
"""What an English answer may say a Chinese passage is about: terms of the glossary that stand in it, no statement."""
NO_TOPIC = frozenset(
    """
    增加 减少 增减变化 今年 去年 比上年 占比例 百分之几 为什么 数量多少 多少 由谁负责 职责是什么 什么叫 局长是谁
    联系电话是多少 办公地址在哪里 实际支出 指标值
    """.split()
)
"""Chinese of the glossary that is no topic: it asks, or says a direction or a time."""

# --- words that change what is said ------------------------------------------------------------------------------
# The first kind that a stray word holds names its fault; a word that no kind knows is no less refused.
SENSITIVE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "numeral",
        re.compile(
            r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半双数几][零〇一二两三四五六七八九十百千万亿几多余来]*"
            r"(?:成|分之|元|个|项|倍|番|家|台|户|亩|年|月|日)|数[十百千万亿]|[十百千万亿][多余]|一半|过半|减半|翻番|成倍|约|近|左右|上下"
        ),
    ),
    (
        "direction",
        re.compile(r"[增减升降涨跌缩扩削压]|提高|加大|回落|下滑|上调|下调|上浮|下浮|多了|少了|变化|持平|节约|节省"),
    ),
    ("negation", re.compile(r"[不没未无非否勿莫别禁免除错误假虚缺毋]|取消")),
    (
        "comparative",
        re.compile(
            r"[比较超最更仅达很太极过]|[高低大小多少]于|不足|大幅|小幅|明显|显著|领先|落后|首|第|以[上下内]|至少|至多|主要|重点|合理"
        ),
    ),
    (
        "quantifier",
        re.compile(r"[全都均各每只唯总共占含]|所有|一切|部分|多数|少数|若干|合计|一律|平均|比例|包括|等于|之和|其余"),
    ),
    (
        "condition",
        re.compile(
            r"[应须必可能得拟将会若如或因]|预计|计划|准备|假设|除非|由于|所以|故|导致|使得|但|然而|虽|否则|原则"
        ),
    ),
)
RESTRICTS = re.compile(
    r"不(?!动产)|[未没无非否勿莫禁免除外仅只唯限若倘须拟视酌暂凡]|如[果遇有需]|但|却|然而|虽|否则|(?<![规原细法守])则|当(?![地前年])"
    r"|(?<![及同按随])时(?![空间])|(?<![最今以])后|(?<![目当])前|经(?![费济营])|(?<![适供因相响对])应|必|可(?!持续)"
    r"|(?<![职功智效节性才])能(?![力源够])|将|(?<![社委员议协晚大])会(?![议计])|预(?!算)|试[行点]|按(?!时)|依(?!法)"
    r"|计划|条件|(?<!新)情况|根据|符合|特殊|例外|原则"
    r"|改(?![革造善进建])|撤|取消|停(?!车)|终止|废(?![水气物弃])|划[转归入出]|转[由为交给至归]|曾|仍|直至|截[至止]"
)
"""What may limit the statement beside it: a summary leaves out no piece that holds it or stands beside one."""
GOES_ON = re.compile(r"以及|[和及或与还也]")
"""How a piece begins that goes on with the list before it: without it, the list would read as whole."""
EXHAUSTS = re.compile(r"原因|因素|由于|因为|主要|包括|包含|分别|[构组]成|[用在]于")
"""What makes a list read as all that there is: behind it no piece is left out."""
LEANS = re.compile(
    r"(?:[中下上内外里的]|方式|基础|来看|看)$"
    r"|^(?:通过|为了?|因应|围绕|针对|对于?|关于|按照?|随着|结合|依据|以|在|受|与|由|自|从|经|依|据|根据)"
)
"""A piece that says nothing without the one behind it."""
LEANS_BACK = re.compile(
    r"(?:[一二三四五六七八九]是)?(?:[并其该此这也还]|上述|以上|前述|对[其此]|由[此其]|予以|从而|进而|使|同时|另外|因[此而]|所以|主要|原因)"
)
"""How what says nothing, or something else, without the words before it begins."""
NAMES_NOBODY = re.compile(
    r"(?:(?:负责|承担|组织|做好|推[进动]|加[强大快]|完[善成]|落实|提[高升出]|优化|规范|强化|开展|编制|拟订|制定|实施|保[障证]"
    r"|确保|维护|建立|健全|指导|监督|协调|统筹|参与|协助|配合|管理|查[找处]|梳理|堵塞|节约|降低|增强|促进|抓好|筑牢|实行"
    r"|严[格控]|积极|认真|及时|切实|努力|收集|整理)(?:(?![处科室局队站所院委部司厅镇乡村街道]|中心|公司|企业|单位|政府|学校|社区|办(?![理证案法]))[^，；])*)"
)
"""A piece that says what is done and names nobody else who does it: it begins with a verb and holds no body's name."""
