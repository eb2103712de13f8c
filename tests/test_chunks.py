"""Chunks: together they cover the document, none cuts a row, a number or a sentence, and each lists its figures."""

import re
from bisect import bisect_right
from itertools import pairwise

import pytest

from index.chunks import chunks
from index.model import Disclosure
from index.numerals import NUMERAL
from index.outline import outline
from tests.conftest import bare, source
from tests.test_outline import WRAPPED

LONG = "某市园林局2023年部门预算\n\n一、情况\n\n"
MADE_UP = {
    "wrapped lines": WRAPPED,
    "a paragraph of many sentences": LONG + "收入5万元，用于绿化和养护公园。" * 60 + "\n",
    "a sentence without end": LONG + "收入5万元，用于绿化、养护公园，" * 60 + "\n",
    "a paragraph without any mark": LONG + "园" * 3000 + "100万元\n",
    "a very long row": LONG + "项目\t说明\t金额\n绿化\t" + "种树，" * 500 + "\t1,234.50\n养护\t浇水\t5\n",
    "a very wide table": LONG + "\t".join(f"数量{n}" for n in range(60)) + "\n" + "\t".join(["5"] * 60) + "\n",
    "a table of many rows": LONG + "项目\t金额\n" + "".join(f"绿化{n}\t{n}.00\n" for n in range(300)),
    "a table at the very end": LONG + "项目\t金额\n绿化\t5",
    "a caption without words": LONG + "绩效目标\t\n指标名称\t指标值\n绿化率\t≥5%\n",
    "a repeated header": LONG + "项目\t金额\n绿化\t5\n\n项目\t金额\n养护\t6\n",
    "no table at all": LONG + "收入5万元。\n\n二、支出\n\n支出5万元。\n",
}


@pytest.fixture(params=["the default document", *MADE_UP])
def disclosure(request, default, made_up) -> Disclosure:
    return default if request.param == "the default document" else made_up(MADE_UP[request.param])


def test_every_character_is_shown_repeated_headers_aside(disclosure):
    text = disclosure.document.text
    shown = bytearray(len(text))
    for chunk in disclosure.chunks:
        for start, end in chunk.spans:
            assert 0 <= start < end <= len(text)
            shown[start:end] = b"\x01" * (end - start)
    repeated = {
        offset for table in disclosure.tables for span in table.repeated_header_spans for offset in range(*span)
    }
    missing = [at for at, sign in enumerate(text) if not sign.isspace() and not shown[at] and at not in repeated]
    assert "".join(text[at] for at in missing) == ""
    assert not any(shown[at] for at in repeated)


def test_no_text_is_shown_by_two_chunks(disclosure):
    spans = sorted(span for chunk in disclosure.chunks for span in chunk.spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_no_chunk_cuts_a_number(disclosure):
    text = disclosure.document.text
    edges = {edge for chunk in disclosure.chunks for span in chunk.spans for edge in span}
    for match in re.finditer(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?\s?(?:万元|元|%)?", text):
        inside = edges & set(range(match.start() + 1, match.end()))
        # A number may be broken by the source itself (over a line), never by a chunk.
        assert all(text[at - 1].isspace() or text[at].isspace() for at in inside)


def test_no_chunk_cuts_a_row(disclosure):
    holder = {span: chunk.id for chunk in disclosure.chunks for span in chunk.spans}
    for table in disclosure.tables:
        for row in table.rows:
            spans = [span for cell in row.cells if not cell.filled for span in cell.spans]
            assert len({holder[span] for span in spans}) == 1


def test_each_figure_is_listed_by_the_chunk_that_shows_it(disclosure):
    figures = {figure.id: figure for figure in disclosure.figures}
    listed = [figure for chunk in disclosure.chunks for figure in chunk.figures]
    assert sorted(listed) == sorted(figures)
    for chunk in disclosure.chunks:
        starts = sorted(chunk.spans)
        for figure in (figures[identifier] for identifier in chunk.figures):
            for start, end in figure.place.spans:
                left, right = starts[bisect_right(starts, (start, len(disclosure.document.text))) - 1]
                assert left <= start < end <= right


def test_a_chunk_says_where_it_stands_and_what_it_shows(disclosure):
    titles = {span for table in disclosure.tables for span in table.title_spans}
    for chunk in disclosure.chunks:
        assert chunk.document == disclosure.document.id
        assert chunk.text.strip()
        told = bare(chunk.text)
        for start, end in set(chunk.spans) - titles:
            for numeral in NUMERAL.findall(disclosure.document.text[start:end]):
                assert numeral in told


def test_ids_are_unique_and_stable(disclosure):
    ids = [chunk.id for chunk in disclosure.chunks]
    assert len(set(ids)) == len(ids)
    document = disclosure.document
    again = chunks(document, outline(document), disclosure.tables, disclosure.figures)
    assert again == disclosure.chunks


def test_chunks_stand_in_the_order_of_the_source(disclosure):
    starts = [chunk.spans[0][0] for chunk in disclosure.chunks]
    assert starts == sorted(starts)


def test_text_chunks_are_short_where_the_text_has_marks(default, made_up):
    for read in (default, *(made_up(text) for name, text in MADE_UP.items() if "without any" not in name)):
        for chunk in read.chunks:
            assert chunk.table or len(source(read.document, chunk.spans)) <= 260 * 3 // 2 + 20


def test_a_project_table_opens_with_its_title_goal_and_header(default):
    (chunk,) = [chunk for chunk in default.chunks if chunk.table == "光纤租赁费绩效目标表"]
    assert chunk.text.startswith("第三部分 预算项目绩效目标 > 光纤租赁费绩效目标表\n一级指标 | 二级指标 | 三级指标")
    assert "绩效目标：1. 目标内容 1 保障单位正常运转。" in chunk.text
    assert len(chunk.figures) == 9


def test_an_item_of_the_procurement_table_names_its_unit(default):
    lines = [line for chunk in default.chunks if chunk.table == "部门政府采购预算" for line in chunk.text.split("\n")]
    (line,) = [line for line in lines if "房屋修缮" in line]
    assert line.startswith("石家庄高新技术产业开发区房产管理中心 | 工程项目尾款资金 | ")
