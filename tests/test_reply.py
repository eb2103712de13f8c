"""An answer as the HTML of a chat message, and what it stands on: marked by place, escaped, in both languages."""

import json
import re
from decimal import Decimal

import pytest

from assistant.answer import Assistant
from assistant.model import Answer, CellReference, Check, Citation, DocumentReference
from assistant.settings import Settings
from assistant.web.evidence import sources_of
from assistant.web.language import CHINESE, ENGLISH
from assistant.web.reply import Asked, reply_steps
from assistant.web.safe import literal, plain
from assistant.web.shell import Page
from tests.conftest import bare

HOSTILE = (
    "<b>粗</b><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> "
    "![图](http://example.invalid/a.png) [链接](javascript:window.ran=3) www.example.invalid **星** $$\\frac{1}{2}$$ "
    "${window.ran = 4} `码` {{this}} # 题 \u202e反\u2066 \U000f0000"
)
QUESTIONS = (
    "预算收入是多少？",
    "2022年预算收入是多少？",
    "各单位政府采购金额排名",
    "什么叫基本支出？",
    "How much is the budget income?",
    "局长电话是多少？",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return Assistant.open(Settings(data_dir=tmp_path_factory.mktemp("var")))


def asked(disclosure, *turns, language=CHINESE) -> Asked:
    return Asked(turns or ("问",), disclosure, Page("/", "", disclosure.document, (disclosure.document,), language))


def answer_to(text: str, **values) -> Answer:
    return Answer("问", None, DocumentReference("made-up", "题", "0" * 64), "answered", text, **values)


def whole(answer: Answer, of: Asked) -> str:
    return list(reply_steps(answer, of))[-1]


def text_of(html: str) -> str:
    """The answer's text as a reader sees it, without the words behind the numbers."""
    body = re.search(r'<div class="text[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    support = r'<span class="support">(?:<span[^>]*>.*?</span>|[^<])*</span>'
    return re.sub(r"<[^>]+>", "", re.sub(support, "", body))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"$\geq 90\%$", "≥90%"),
        (r"满意度$\leq 5$，$3 \times 4$", "满意度≤5，3×4"),
        (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("100$ 与 200$", "100$ 与 200$"),
        (r"\%", r"\%"),
    ],
)
def test_simple_latex_is_written_out(written, shown):
    assert plain(written) == shown


def test_an_answer_keeps_its_markdown_and_nothing_else(default):
    text = (
        "> 引 **粗** [2]\n\n| 项 | 数 |\n|---|---|\n| a\\|b | ≥90% |\n\n<i> `x` ![](y) https://z ~~没~~ $x$ [l](u) *a*"
    )
    html = whole(answer_to(text), asked(default))
    body = re.search(r'<div class="text[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    tags = set(re.findall(r"<([a-z0-9]+)", body))
    assert tags <= {"blockquote", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert {"strong", "table", "blockquote"} <= tags
    shown = re.sub(r"<[^>]+>", "", body).replace("&#36;", "$").replace("&#96;", "`")
    for words in ("a|b", "≥90%", "&lt;i&gt;", "`x`", "![](y)", "~~没~~", "$x$", "[l](u)", "*a*", "[2]"):
        assert words in shown


def test_nothing_of_document_or_question_is_markup_or_template(default):
    cell = CellReference(HOSTILE, (HOSTILE,), (HOSTILE,))
    answer = Answer(
        HOSTILE,
        HOSTILE,
        DocumentReference(HOSTILE, HOSTILE, ""),
        "answered",
        HOSTILE + "[1]",
        (Check("1", 0, 1, "derived", (), HOSTILE),),
        (Citation(1, (HOSTILE,), HOSTILE, ((0, 10),), cell),),
        (HOSTILE,),
        (HOSTILE,),
    )
    of = asked(default, HOSTILE)
    page = whole(answer, of) + literal(HOSTILE)
    assert not re.search(r"[`${}]", page)
    assert not re.search(
        r"<(?!/?(?:article|p|span|div|details|summary|ul|li|a|button|form|label|textarea|template"
        r"|h3|blockquote|mark|strong|br)\b)",
        page,
    )
    assert not re.search(r"\son[a-z]+=['\"]|href=[\"'](?!/read\?)", page)


def test_every_number_says_in_words_how_it_is_supported(assistant):
    disclosure = assistant.disclosures[0]
    stated, derived = assistant.ask(["三公经费预算是多少？"]), assistant.ask(["2022年预算收入是多少？"])
    html = whole(stated, asked(disclosure, "三公经费预算是多少？"))
    assert '<span class="number exact">2万元<span class="support">' in html
    html = whole(derived, asked(disclosure, "2022年预算收入是多少？"))
    assert re.search(r'class="number derived" title="[^"]+">305772.00万元<span class="support">.*推算', html)
    assert '<span class="formula">286847.52 + 18924.48 = 305772.00</span>' in html
    assert "推算 1" in html
    html = whole(derived, asked(disclosure, "2022年预算收入是多少？", language=ENGLISH))
    assert re.search(r'<span class="support">.*derived', html)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_message_says_what_the_answer_says(assistant, question):
    disclosure = assistant.disclosures[0]
    answer = assistant.ask([question])
    steps = list(reply_steps(answer, asked(disclosure, question)))
    said = text_of(steps[-1]).replace("&quot;", '"').replace("&#36;", "$")
    wanted = re.sub(r"[|*]|^\s*(?:-|\d+\.) |---", "", plain(answer.text), flags=re.MULTILINE)
    assert bare(said) == bare(wanted)
    for step in steps[:-1]:
        assert text_of(steps[-1]).startswith(text_of(step))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_evidence_marks_just_the_figures_of_the_answer(assistant, question):
    disclosure = assistant.disclosures[0]
    answer = assistant.ask([question])
    figures = {figure.id: figure for figure in disclosure.figures}
    used = {identifier for check in answer.numbers for identifier in check.figures}
    marked = re.findall("<mark>(.*?)</mark>", whole(answer, asked(disclosure, question)))
    assert sorted(map(bare, marked)) == sorted(bare(plain(figures[each].raw)) for each in used)


def test_a_cell_is_drawn_in_its_table_with_its_headers(assistant):
    disclosure = assistant.disclosures[0]
    table = next(table for table in disclosure.tables if len(table.rows) > 3 and table.subject)
    figure = next(each for each in disclosure.figures if each.table == table.index and each.value == Decimal(95))
    (source,) = sources_of(
        answer_to(
            "",
            numbers=(Check(figure.raw, 0, 0, "exact", (figure.id,)),),
            citations=(Citation(1, figure.place.section, "", figure.place.spans),),
        ),
        disclosure,
    )
    assert source.table is not None
    (row,) = source.table.rows
    (cell,) = [cell for cell in row.cells if cell.marked]
    assert "".join(piece.text for piece in cell.pieces if piece.marked) == plain(figure.raw)
    assert [cell for header in source.table.header for cell in header if cell.beside]
    assert source.table.left_out == len(table.rows) - 1


def test_a_worded_cell_is_marked_as_well(assistant):
    disclosure = assistant.disclosures[0]
    table = next(table for table in disclosure.tables if len(table.rows) > 3 and table.subject)
    column, row = len(table.columns) - 1, table.rows[1]
    cell = row.cells[column]
    path = table.columns[column].path
    reference = CellReference(table.title, tuple(each.text for each in row.cells[:3]), path)
    spans = tuple(span for each in row.cells if not each.filled for span in each.spans)
    (source,) = sources_of(answer_to("", citations=(Citation(1, (), "", spans, reference),)), disclosure)
    (marked,) = [each for drawn in source.table.rows for each in drawn.cells if each.marked]
    assert bare("".join(piece.text for piece in marked.pieces)) == bare(plain(cell.text))


def test_a_message_can_be_copied_shared_and_traced(assistant):
    disclosure = assistant.disclosures[0]
    turns = ("基本支出是多少？", "其中人员经费呢？")
    answer = assistant.ask(turns)
    html = whole(answer, asked(disclosure, *turns))
    data = re.search(r'data-turns="(.*?)"', html)[1].replace("&#34;", '"')
    assert tuple(json.loads(data)) == turns
    copied = re.search(r'data-copy="(.*?)"', html, re.DOTALL)[1]
    assert turns[-1] in copied
    assert "3114.34万元" in copied
    assert "以原文为准" in copied
    (link,) = set(re.findall(r'href="(/read\?[^"]*)"', html))
    spans = [span.split("-") for span in re.search(r"mark=([\d,-]+)", link)[1].split(",")]
    assert "3114.34" in "".join(disclosure.document.text[int(start) : int(end)] for start, end in spans)


def test_a_refusal_says_so_before_its_sentence(assistant):
    html = whole(assistant.ask(["局长的电话是多少？"]), asked(assistant.disclosures[0], "局长的电话是多少？"))
    assert '<p class="outcome">文件没有公开</p>' in html
