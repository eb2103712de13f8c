"""The command line as people and tools use it."""

import json
import os
import subprocess
import sys

import pytest

from eval.score import read_cases
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


def run(data_dir, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env={**os.environ, "DATA_DIR": str(data_dir), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_question_builds_a_missing_index_and_is_answered_for_people(data_dir):
    result = run(data_dir, "ask", "2023年的预算收入是多少？")
    assert result.returncode == 0
    assert "286847.52万元[1]" in result.stdout
    assert "[1] 二、部门预算安排的总体情况 > （一）收入说明" in result.stdout


def test_a_file_of_questions_gives_one_json_line_each_in_order(data_dir, tmp_path):
    file = tmp_path / "q.jsonl"
    rows = [{"id": "b", "q": "机关运行经费"}, {"id": "a", "q": ["基本支出是多少", "人员经费呢"]}]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    result = run(data_dir, "ask", "--json", "--file", str(file))
    assert result.returncode == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["b", "a"]


def test_an_answer_is_the_same_in_every_process(data_dir, tmp_path):
    """Sets of texts have another order in each process, which must decide nothing."""
    asked = [case.turns for case in read_cases(ROOT / "eval" / "questions.jsonl") if case.document is None]
    file = tmp_path / "q.jsonl"
    rows = [{"id": number, "q": turns} for number, turns in enumerate([("满意度要达到多少",), *asked[::4]])]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    one, other = (run(data_dir, "ask", "--json", "--file", str(file), PYTHONHASHSEED=seed) for seed in ("1", "3"))
    answers, again = ([json.loads(line) | {"seconds": 0} for line in each.stdout.splitlines()] for each in (one, other))
    assert len(answers) == len(rows) > 40
    assert answers == again


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": 1}', '第 1 行：应有 "q"'),
        ("\nnot json", "第 2 行不是 JSON"),
        ('{"id": 1, "q": []}', '第 1 行：应有 "q"'),
    ],
)
def test_a_bad_line_is_named(data_dir, tmp_path, content, message):
    file = tmp_path / "q.jsonl"
    file.write_text(content, encoding="utf-8")
    result = run(data_dir, "ask", "--json", "--file", str(file))
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_missing_file_an_unknown_document_and_no_question_are_said(data_dir, tmp_path):
    for arguments in (["ask"], ["ask", "--file", str(tmp_path / "no")], ["ask", "--document", "no", "预算"]):
        result = run(data_dir, *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert len(result.stderr.strip().splitlines()[-1]) > 10
        assert "Traceback" not in result.stderr
