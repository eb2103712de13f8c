"""Lines to paragraphs and headings: the default document's page breaks and tree, and each rule on a made-up text."""

import re

import pytest

from index.lines import marker_of
from index.model import Paragraph, Section
from index.outline import Grid, Outline
from index.tables import is_target_table
from tests.conftest import bare, body_of, section_titled, stands

# The end of a page and the beginning of the next one, as they read together.
JOINS = [
    ("负责自然资源和不动产", "登记信息管理基础平台建设和维护。"),
    ("指导全区城中", "村改造工作，拟订城中村改造年度计划并组织实施"),
    ("墙体材料革新、绿色建", "筑、新型城镇化、建筑产业化工作；推进"),
    ("2023年支出预算286847.52万元，", "其中基本支出 3201.81 万元"),
    ("公务用车运行维护费 0 万元）；公务接待", "费 2 万元。与 2022 年相比"),
    ("组织文娱活", "动，提高干部职工文化和身体素质。"),
    ("做好国土年度变更调", "查，及时上报市局。"),
    ("年度建设任务，建立健全", "公平、公正、公开的分配机制"),
    ("提高项目及后续资金的使用效率，提", "高项目资金使用能力"),
    ("以及不动产登记中心购买", "的 2 台身份证识别仪等设备。"),
]


def test_the_ten_page_breaks_are_rejoined_word_for_word_and_nothing_else(default):
    rejoined = [paragraph for paragraph in default.paragraphs if len(paragraph.spans) > 1]
    assert len(rejoined) == len(JOINS)
    for paragraph, (above, below) in zip(rejoined, JOINS, strict=True):
        (start, middle), (again, _) = paragraph.spans
        assert default.document.text[middle:again].isspace()
        assert paragraph.text[: middle - start].endswith(above)
        assert paragraph.text[middle - start :].startswith(below)


def test_every_paragraph_stands_in_the_source(default):
    assert all(stands(default.document, paragraph) for paragraph in default.paragraphs)


def children(default, section: Section) -> list[Section]:
    return [other for other in default.sections if other.path[:-1] == section.path]


def test_the_sections_of_the_first_level(default):
    assert [(section.number, section.title) for section in default.sections if section.level == 1] == [
        ("一、", "部门职责及机构设置情况"),
        ("二、", "部门预算安排的总体情况"),
        ("三、", "机关运行经费安排情况"),
        ("四、", "财政拨款“三公”经费预算情况及增减变化原因"),
        ("五、", "预算绩效信息"),
        ("六、", "政府采购预算情况"),
        ("七、", "国有资产信息"),
        ("八、", "名词解释"),
        ("九、", "其他需要说明的事项"),
    ]


def test_the_offices_stand_below_the_duties_and_before_the_units(default):
    duties, units = children(default, section_titled(default, "部门职责及机构设置情况"))
    assert (duties.path[-1], units.path[-1]) == ("（一）部门职责", "（二）机构设置")
    offices = children(default, duties)
    assert [office.number for office in offices] == [
        "（一）", "（二）", "（三）", "（四）", "（五）", "(六)", "(七)", "（八）", "（九）", "（十）",
    ]  # fmt: skip
    assert children(default, units) == []
    assert len(body_of(default, duties)) == 26
    numbered = [text for office in offices for text in body_of(default, office) if marker_of(text)]
    assert len(numbered) == 57
    for section in (duties, *offices):
        numbers = [marker.value for text in body_of(default, section) if (marker := marker_of(text))]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_posts_of_the_offices(default):
    posts = {"内设机构正职岗位": [], "内设机构副职岗位": []}
    for figure in default.figures:
        posts.get(figure.measure, []).append(figure)
    assert sum(figure.value for figure in posts["内设机构正职岗位"]) == 10
    assert sum(figure.value for figure in posts["内设机构副职岗位"]) == 12
    heads, deputies = ({figure.subject for figure in found} for found in posts.values())
    assert len(heads) == 10
    assert heads - deputies == {"消防（人防）处"}


def test_goals_areas_and_measures(default):
    parts = children(default, section_titled(default, "预算绩效信息"))
    assert [part.number for part in parts] == ["第一部分", "第二部分", "第三部分"]
    goals, areas, measures = children(default, parts[0])
    assert [marker_of(text).value for text in body_of(default, goals) if marker_of(text)] == [1, 2, 3, 4, 5]
    assert children(default, goals) == []
    itemised = children(default, areas)
    assert [area.number for area in itemised] == [f"{number}." for number in range(1, 27)]
    targets = [figure for figure in default.figures if figure.aspect == "target" and figure.table is None]
    assert len(targets) == 83
    assert {figure.place.section for figure in targets} == {area.path for area in itemised}
    assert [measure.number for measure in children(default, measures)] == [f"{number}." for number in range(1, 8)]
    assert body_of(default, parts[1]) == ["无"]
    assert len([table for table in default.tables if is_target_table(table)]) == 74


def test_the_definitions_and_the_last_line(default):
    definitions = body_of(default, section_titled(default, "名词解释"))
    assert [marker_of(text).value for text in definitions] == list(range(1, 11))
    assert all("：" in text for text in definitions)
    assert not default.document.text.endswith("\n")
    assert body_of(default, section_titled(default, "其他需要说明的事项")) == ["我部门无其他需要说明的事项。"]


# --- made-up texts ---------------------------------------------------------------------------------------------


def paths(outline: Outline) -> list[str]:
    return [" > ".join(section.path) for section in outline.sections[1:]]


def texts(outline: Outline, kind: str = "body") -> list[str]:
    return [block.text for block in outline.blocks if isinstance(block, Paragraph) and block.kind == kind]


@pytest.mark.parametrize(
    ("text", "style", "value", "rest"),
    [
        ("第十二部分 名词解释", "part", 12, "名词解释"),
        ("二十一、其他", "chapter", 21, "其他"),
        ("（三）公园处", "bracket", 3, "公园处"),
        ("(十) 公园处", "bracket", 10, "公园处"),
        ("3. 公园", "number", 3, "公园"),
        ("12、公园", "number", 12, "公园"),
        ("１．公园", "number", 1, "公园"),
        ("1．15号公园", "number", 1, "15号公园"),
        ("2.2023年公园", "number", 2, "2023年公园"),
        ("（4）公园", "bracketed number", 4, "公园"),
    ],
)
def test_numbering(text, style, value, rest):
    marker = marker_of(text)
    assert (marker.style, marker.value, text[marker.length :]) == (style, value, rest)


@pytest.mark.parametrize(
    "text", ["公园", "2.5万元", "９．８２％", "2023年", "一般公共预算", "三公经费", "（含下属单位）", ""]
)
def test_no_numbering(text):
    assert marker_of(text) is None


def test_numbering_that_begins_anew_nests_and_goes_on_outside(outlined):
    outline = outlined(
        "某市园林局2023年部门预算\n\n一、部门概况\n\n（一）部门职责\n\n1. 管理公园。\n\n2. 管理绿地。\n\n"
        "（一）办公室\n\n负责文件。\n\n（二）公园处\n\n负责公园。\n\n（二）机构设置\n\n共两个处。\n\n"
        "二、预算情况\n\n收入5万元。\n"
    )
    assert paths(outline) == [
        "一、部门概况",
        "一、部门概况 > （一）部门职责",
        "一、部门概况 > （一）部门职责 > （一）办公室",
        "一、部门概况 > （一）部门职责 > （二）公园处",
        "一、部门概况 > （二）机构设置",
        "二、预算情况",
    ]


def test_parts_may_stand_inside_a_chapter_or_around_chapters(outlined):
    inside = outlined(
        "某局预算\n\n一、甲情况\n\n甲。\n\n二、乙信息\n\n第一部分 丙目标\n\n丙。\n\n第二部分 丁目标\n\n无\n\n"
        "三、戊说明\n\n戊。\n"
    )
    assert paths(inside) == [
        "一、甲情况", "二、乙信息", "二、乙信息 > 第一部分 丙目标", "二、乙信息 > 第二部分 丁目标", "三、戊说明",
    ]  # fmt: skip
    around = outlined("某局预算\n\n第一部分 甲\n\n一、乙\n\n乙。\n\n第二部分 丙\n\n一、丁\n\n丁。\n\n二、戊\n\n戊。\n")
    assert paths(around) == [
        "第一部分 甲", "第一部分 甲 > 一、乙", "第二部分 丙", "第二部分 丙 > 一、丁", "第二部分 丙 > 二、戊",
    ]  # fmt: skip


def test_a_numbered_sentence_is_a_paragraph(outlined):
    outline = outlined(
        "某局预算\n\n一、目标\n\n（一）加强绿化。种树一千棵，养护三年。\n\n（二）加强管理。巡查公园，清理垃圾。\n"
    )
    assert paths(outline) == ["一、目标"]
    assert len(texts(outline)) == 3


def test_a_list_is_told_from_headings(outlined):
    outline = outlined(
        "某局预算\n一、机构设置\n（一）内设机构\n1、办公室\n2、公园处\n3、绿地处\n"
        "（二）下属单位\n1、苗圃\n二、职责\n1、种树。\n"
    )
    assert paths(outline) == [
        "一、机构设置",
        "一、机构设置 > （一）内设机构",
        "一、机构设置 > （二）下属单位",
        "二、职责",
    ]
    assert texts(outline)[1:5] == ["1、办公室", "2、公园处", "3、绿地处", "1、苗圃"]


WRAPPED = """某市园林局2023年部门预算
一、主要职能
园林局负责全市公园绿地的规划建设和管理，组织实施年
度绿化计划，指导各区绿化工作。
1、编制全市绿地系统规划，拟订绿化条例和管理办法，并
监督实施，参与城市设计。
2、管理公园和广场，组织养护古树名木，审批树木的迁移
和砍伐。
二、预算情况
园林局2023年收入预算比上年减少2,389.52万
元，主要原因是苗圃改造项目已经完工；支出预算减少的原
因相同，其中人员经费持平，公用经费压减，项目经费按照
年度计划安排。
"""


def test_lines_broken_in_mid_sentence_are_rejoined(outlined):
    outline = outlined(WRAPPED)
    assert paths(outline) == ["一、主要职能", "二、预算情况"]
    assert texts(outline)[1:] == [
        "园林局负责全市公园绿地的规划建设和管理，组织实施年度绿化计划，指导各区绿化工作。",
        "1、编制全市绿地系统规划，拟订绿化条例和管理办法，并监督实施，参与城市设计。",
        "2、管理公园和广场，组织养护古树名木，审批树木的迁移和砍伐。",
        "园林局2023年收入预算比上年减少2,389.52万元，主要原因是苗圃改造项目已经完工；支出预算减少的原因相同，"
        "其中人员经费持平，公用经费压减，项目经费按照年度计划安排。",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "  \n　　"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n二、", "\n\f\n二、"),
    ],
    ids=["windows", "old mac", "blank lines between all", "margins", "no last line break", "form feed"],
)
def test_the_layout_of_lines_does_not_matter(outlined, change):
    plain, changed = outlined(WRAPPED), outlined(change(WRAPPED))
    assert paths(changed) == paths(plain)
    assert texts(changed) == texts(plain)


def test_a_clause_goes_on_in_the_next_line_but_a_sentence_does_not(outlined):
    outline = outlined("某局预算\n一、图\n机动经费，\n9.82%\n共三项。\n完。\n")
    assert texts(outline)[1:] == ["机动经费，9.82%", "共三项。", "完。"]


def test_a_heading_broken_over_two_lines(outlined):
    outline = outlined(WRAPPED + "三、一般公共预算安排的三公经费会议费培训费支出预算情况\n说明\n本部分说明会议。\n")
    assert paths(outline)[-1] == "三、一般公共预算安排的三公经费会议费培训费支出预算情况说明"


def test_a_contents_page_opens_no_sections(outlined):
    outline = outlined(
        "某局2023年部门预算\n\n目 录\n一、部门职责……………3\n二、预算说明............12\n三、名词解释\n\n"
        "一、部门职责\n种树。\n二、预算说明\n收入5万元。\n三、名词解释\n无。\n"
    )
    assert paths(outline) == ["一、部门职责", "二、预算说明", "三、名词解释"]
    assert len(texts(outline, "contents")) == 4


def test_a_contents_page_without_its_entries_coming_again(outlined):
    outline = outlined("某局2023年部门预算\n\n目录\n一、部门职责………3\n二、预算说明………12\n\n某局职责说明\n种树。\n")
    assert paths(outline) == ["某局职责说明"]
    assert len(texts(outline, "contents")) == 3


def test_a_page_title_without_a_number(outlined):
    outline = outlined(
        "某局2023年部门预算\n\n某局主要职能\n种树。\n1.管苗圃。\n\n"
        "2023年部门收入预算总表\n单位：元\n项目\t金额\n收入\t5\n"
    )
    assert paths(outline) == ["某局主要职能", "2023年部门收入预算总表"]


def test_page_numbers_units_and_notes_are_no_text(outlined):
    outline = outlined(
        "某局预算\n\n一、表\n\n- 3 -\n\n第 4 页 共 9 页\n\n5\n\n"
        "编制部门：某局\n\n金额单位：万元\n\n截止时间：2022年12月31日\n\n"
        "项目\t金额\n收入\t5\n\n注：无。\n"
    )
    assert texts(outline, "page_number") == ["- 3 -", "第 4 页 共 9 页", "5"]
    assert texts(outline, "unit") == ["编制部门：某局", "金额单位：万元", "截止时间：2022年12月31日"]
    assert texts(outline, "note") == ["注：无。"]


def test_rows_whose_tabs_were_lost_stay_in_their_table(outlined):
    outline = outlined(
        "某局预算\n一、表\n编码\t名称\t金额\n301\t工资\t5\n\n30108 社会保险 1,326.81\n302\t办公\t6\n二、完\n无。\n"
    )
    (grid,) = [block for block in outline.blocks if isinstance(block, Grid)]
    assert [line.text for line in grid.lines][2] == "30108 社会保险 1,326.81"


def test_every_character_stands_in_exactly_one_block(default, outlined):
    for document in (default.document, None):
        outline = outlined(document.text if document else WRAPPED)
        text = document.text if document else WRAPPED
        spans = [
            span
            for block in outline.blocks
            for span in (
                block.spans if isinstance(block, Paragraph) else [(line.start, line.end) for line in block.lines]
            )
        ]
        assert spans == sorted(spans)
        assert bare("".join(text[start:end] for start, end in spans)) == bare(text)
        assert len(re.findall(r"\S", text)) == sum(len(bare(text[start:end])) for start, end in spans)
