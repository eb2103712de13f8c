"""What a reader gets told in the document's own words or from its structure, of a made-up disclosure."""

import pytest

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import library_of
from assistant.question.english import in_chinese, in_english, is_english, lost_in
from assistant.question.understand import understand
from index.text import squeezed

TEXT = """清河县园林水务局2024年部门预算信息公开情况说明

一、部门职责及机构设置情况

（一）部门职责

1. 负责全县园林绿化和水务管理工作。

2. 负责城市防汛排涝的组织实施工作。

3. 完成县委、县政府交办的其他任务。

（一）综合室

设正职岗位1个。主要职责为：

1. 负责会议组织、宣传报道、公务用车管理等日常工作。

（二）园林（绿化）科（挂公园管理站牌子）

设正职岗位1个。主要职责为：

1. 指导各镇街行道树修剪和养护的业务工作。

2. 负责公园绿地的建设与维护。

（三）水务中心

设正职岗位1个。主要职责为：

1. 负责组织实施行道树修剪和养护工作。

2. 负责污水处理厂运行的监督管理。

（二）机构设置

部门机构设置情况

单位名称\t单位性质\t单位规格\t经费保障形式
清河县园林水务局本级\t行政\t正科级\t财政拨款
清河县苗圃管理站\t事业\t股级\t财政性资金基本保证

二、部门预算安排的总体情况

（一）收入说明

2024年预算收入500.00万元，其中：一般公共预算收入400.00万元，上年结转结余100.00万元。

（二）支出说明

2024年支出预算500.00万元，其中基本支出300.00万元，项目支出200.00万元。

三、专项资金绩效目标

无

四、项目绩效目标

1、河道清淤经费绩效目标表

绩效目标\t\t\t1. 目标内容 1 保持河道畅通。\t\t
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t清淤河道长度\t清淤河道长度\t≥3 公里\t工作计划
\t成本指标\t清淤总成本\t清淤总成本\t≤80 万元\t工作计划
满意度指标\t服务对象满意度指标\t居民满意度\t居民满意度\t≥95%\t工作计划

2、路灯维护经费绩效目标表

绩效目标\t\t\t1. 目标内容 1 保证路灯完好。\t\t
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t维护路灯数量\t维护路灯数量\t≥500 盏\t工作计划
满意度指标\t服务对象满意度指标\t居民满意度\t居民满意度\t≥90%\t工作计划

五、名词解释

1、基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。

2、项目支出：指在基本支出之外为完成特定任务所发生的支出。
"""


@pytest.fixture(scope="module")
def library(made_up):
    return library_of(made_up(TEXT))


def said(library, text):
    """What is answered, once each of its numbers has its support."""
    english = is_english(text)
    question = understand(in_chinese(text) if english else text, 2024, library.words)
    draft = draft_answer(question, library, dict)
    draft = in_english(draft) if english else draft
    source = squeezed(library.disclosure.document.text)
    assert unsupported(verify(draft, question.normal, source, library.names)) == ()
    return draft


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("谁负责行道树修剪和养护", "由水务中心负责"),
        ("公园绿地归哪个部门管", "由园林（绿化）科负责"),
        ("污水处理厂的事找谁", "由水务中心负责"),
        ("公园绿地归综合室管吗", "不是综合室，由园林（绿化）科负责"),
        ("谁管防汛排涝", "由清河县园林水务局负责"),
    ],
)
def test_who_is_responsible_is_the_body_that_carries_it_out(library, question, told):
    assert said(library, question).text.startswith(told)


def test_the_body_that_guides_is_named_behind_the_one_that_carries_out(library):
    first, second = said(library, "谁负责行道树修剪和养护").text.split("\n\n")
    assert "水务中心" in first
    assert "园林（绿化）科" in second
    assert "指导" in second


def test_nobody_is_responsible_for_what_no_duty_holds(library):
    assert said(library, "谁负责养老金发放").outcome != "answered"


def test_a_lead_in_to_a_list_is_no_answer(library):
    assert "主要职责为" not in said(library, "谁管污水处理厂").text


def test_a_body_that_only_a_table_lists_has_no_duties_of_another(library):
    text = said(library, "苗圃管理站是做什么的").text
    assert "没有写它的职责" in text
    assert "股级" in text
    assert "负责" not in text


@pytest.mark.parametrize("question", ["这个局是干什么的", "这个单位是做什么的", "你们局负责什么"])
def test_this_department_is_the_one_of_the_document(library, question):
    text = said(library, question).text
    assert "共3项" in text
    assert "负责全县园林绿化和水务管理工作" in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("文件分几个部分", "共5项"),
        ("名词解释有几条", "共2项"),
        ("名词解释第2条是什么", "2、项目支出"),
        ("支出说明在文件哪个部分", "（二）支出说明"),
        ("有没有专项资金绩效目标", "只写了“无”"),
        ("基本支出和项目支出有什么区别", "在基本支出之外"),
        ("“项目支出”到底指什么钱", "为完成特定任务所发生的支出"),
        ("公园管理站的牌子挂在哪个科", "园林（绿化）科"),
        ("这份文件讲了什么", "400.00万元"),
        ("500万元的预算收入是不是太多了", "不作评价"),
    ],
)
def test_the_document_itself_is_spoken_of(library, question, told):
    draft = said(library, question)
    assert draft.outcome == "answered"
    assert told in draft.text


@pytest.mark.parametrize("question", ["河道清淤经费的指标有哪些", "河道清淤经费有哪些考核要求"])
def test_all_targets_of_a_project_are_told(library, question):
    text = said(library, question).text
    assert "| 清淤河道长度 | ≥3公里 |" in text
    assert "| 清淤总成本 | ≤80万元 |" in text
    assert "| 居民满意度 | ≥95% |" in text
    assert "路灯" not in text


def test_one_kind_of_targets_is_told_alone(library):
    text = said(library, "河道清淤经费的产出指标有哪些").text
    assert "清淤总成本" in text
    assert "居民满意度" not in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("第2个项目是什么", "“2、路灯维护经费绩效目标表”"),
        ("路灯维护经费的绩效目标表是第几个", "“2、路灯维护经费绩效目标表”"),
        ("河道清淤经费的绩效目标是什么", "“保持河道畅通”"),
    ],
)
def test_a_project_is_known_by_its_number_and_its_goal_without_a_label(library, question, told):
    assert told in said(library, question).text


def test_greeting_thanks_and_who_are_answered_in_different_words(library):
    texts = [said(library, text).text for text in ("你好", "谢谢", "你是谁", "你能回答什么问题？")]
    assert len(set(texts)) == 4


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("Which office is responsible for forestry?", "林业由谁负责"),
        ("Who is the director?", "局长是谁"),
        ("What is the procurement budget of the water center (水务中心)?", "水务中心的政府采购预算是多少"),
        ("By how much did personnel costs go up compared with 2022?", "人员经费比2022年增加多少"),
        ("How many nurses do you plan to hire?", ""),
        ("How much is spent on official vehicles?", "公务用车购置及运行维护费多少"),
        ("How many vehicles are there?", "车辆数量多少"),
        ("What are the cars worth?", "车辆是多少"),
        ("What are the three largest procurement items?", "金额最大的三笔采购是什么"),
        ("Which is the smallest purchase?", "金额最小的一笔采购是什么"),
        ("Top 5 purchases", "金额最大的五笔采购是什么"),
        ("How does the 2024 budget compare with 2023?", "2024年预算比2023年增减多少"),
        ("Did project expenditure go up or down?", "项目支出比上年增减多少"),
        ("Why did project expenditure decrease?", "项目支出为什么减少"),
        ("What does the income consist of?", "收入由哪些部分组成"),
        ("What does basic expenditure mean?", "什么叫基本支出"),
        ("What are the performance goals of the 河道清淤经费 project?", "河道清淤经费的绩效目标是什么"),
        ("How did the weather compare with last year?", ""),
    ],
)
def test_an_english_question_keeps_its_chinese_names(question, chinese):
    assert is_english(question)
    assert in_chinese(question) == chinese


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is the average procurement amount?", "average"),
        ("What are the performance targets of the river cleaning project?", "Chinese name"),
        ("What are the performance targets of the 河道清淤经费 project?", None),
        ("What is the total budget revenue?", None),
    ],
)
def test_an_act_or_a_name_that_english_would_lose_is_said(question, told):
    said = lost_in(question)
    assert said is None if told is None else told in said


def test_a_total_is_told_in_english_with_its_year_and_its_parts(library):
    text = said(library, "What does the income consist of?").text
    assert text.startswith("“预算收入” (budget revenue) in 2024 is 500.00 万元 [1], that is CNY 5,000,000")
    assert "- “上年结转结余” (balance carried over from last year): 100.00 万元" in text
    assert "年)" not in text


def test_a_number_behind_an_english_name_is_found_in_its_place(library):
    draft = said(library, "What does the income consist of?")
    checks = verify(draft, "", squeezed(library.disclosure.document.text), library.names)
    assert "500.00 万元" in {draft.text[check.start : check.end] for check in checks}
    assert all(check.text == draft.text[check.start : check.end] for check in checks)


@pytest.mark.parametrize("question", ["有哪些科室", "哪些处室", "内设机构有哪些", "有几个科室"])
def test_the_inner_offices_are_listed(library, question):
    text = said(library, question).text
    assert "共3个" in text
    assert all(f"“{name}”" in text for name in ("综合室", "园林（绿化）科", "水务中心"))


def test_a_term_without_a_definition_is_quoted_where_it_is_used(library):
    text = said(library, "行道树是什么意思").text
    assert text.startswith("文件没有给“行道树”下定义")
    assert "行道树修剪和养护" in text
    assert "为完成特定任务" in said(library, "项目支出是什么意思").text


def test_a_goal_is_of_the_very_name_that_is_asked(made_up):
    lines = (
        "第一部分 部门整体绩效目标",
        "（二）分项绩效目标",
        "1. 河道清淤",
        "绩效目标：河道不堵。",
        "绩效指标：",
        "清淤率 100%",
    )
    areas = "\n\n".join((*lines, ""))
    library = library_of(made_up(TEXT.replace("四、项目绩效目标\n", f"四、项目绩效目标\n\n{areas}")))
    assert said(library, "河道清淤的绩效目标是什么").text.startswith("“河道清淤”的绩效目标是：“河道不堵”")
    assert "保持河道畅通" in said(library, "河道清淤经费的绩效目标是什么").text


def test_a_comparison_with_a_year_of_which_nothing_is_stated_is_refused(library):
    assert said(library, "预算收入比2019年增减多少").outcome == "not_disclosed"


@pytest.mark.parametrize("question", ["Hello", "What is the meaning of life?", "blah blah"])
def test_what_is_not_understood_in_english_is_said_in_english(library, question):
    text = said(library, question).text
    assert not any("\u4e00" <= character <= "\u9fff" for character in text)
