"""Which rows of a table stand below which, told from their codes or their numbering; and questions about them."""

from __future__ import annotations

from collections.abc import Sequence

from index.hierarchy import below, entries_of
from index.model import Cell, Column, ColumnKind, Row, Table


def table(columns: Sequence[tuple[ColumnKind, str]], rows: Sequence[Sequence[str]]) -> Table:
    """A table of those columns and cells, without places."""
    return Table(
        index=0,
        title="支出预算表",
        subject="",
        section=0,
        unit="万元",
        period="2025",
        columns=tuple(Column(number, (name,), kind, ()) for number, (kind, name) in enumerate(columns)),
        rows=tuple(
            Row(number, tuple(Cell(text, ()) for text in cells), "item", None) for number, cells in enumerate(rows)
        ),
        captions=(),
        notes=(),
        header_spans=(),
        repeated_header_spans=(),
        title_spans=(),
    )


def parts(of: Table, name: str) -> list[str]:
    """The names of the rows directly below the row of a name."""
    entries = entries_of(of)
    number = next(number for number, entry in enumerate(entries) if entry.name == name)
    return [entry.name for entry in below(entries, number)]


def test_an_account_stands_below_the_nearest_one_that_its_code_begins_with() -> None:
    made = table(
        [("code", "科目编码"), ("label", "科目名称"), ("value", "金额")],
        [
            ["", "合计", "9"],
            ["301", "工资福利支出", "5"],
            ["30101", "基本工资", "3"],
            ["30102", "津贴补贴", "2"],
            ["302", "商品和服务支出", "4"],
        ],
    )
    assert parts(made, "工资福利支出") == ["基本工资", "津贴补贴"]
    assert parts(made, "商品和服务支出") == []
    assert parts(made, "合计") == []


def test_codes_may_be_spread_over_columns() -> None:
    made = table(
        [("code", "类"), ("code", "款"), ("code", "项"), ("label", "科目名称"), ("value", "金额")],
        [
            ["201", "", "", "一般公共服务支出", "9"],
            ["201", "03", "", "政府办公厅事务", "9"],
            ["201", "03", "01", "行政运行", "5"],
            ["201", "03", "02", "一般行政管理事务", "4"],
        ],
    )
    assert parts(made, "一般公共服务支出") == ["政府办公厅事务"]
    assert parts(made, "政府办公厅事务") == ["行政运行", "一般行政管理事务"]


def test_rows_without_codes_go_by_their_numbering() -> None:
    made = table(
        [("label", "项目"), ("value", "预算数")],
        [
            ["一、财政拨款收入", "9"],
            ["1.一般公共预算资金", "5"],
            ["2.政府性基金", "4"],
            ["二、事业收入", ""],
            ["收入总计", "9"],
        ],
    )
    assert parts(made, "一、财政拨款收入") == ["1.一般公共预算资金", "2.政府性基金"]
    assert parts(made, "二、事业收入") == []


def test_an_order_number_is_no_code() -> None:
    made = table(
        [("code", "序号"), ("label", "单位名称"), ("value", "金额")], [["1", "本级", "5"], ["10", "中心", "4"]]
    )
    assert parts(made, "本级") == []


def test_each_half_of_a_table_has_accounts_of_its_own() -> None:
    made = table(
        [
            ("code", "科目编码"),
            ("label", "科目名称"),
            ("value", "决算数"),
            ("code", "科目编码"),
            ("label", "科目名称"),
            ("value", "决算数"),
        ],
        [
            ["301", "工资福利支出", "5", "302", "商品和服务支出", "4"],
            ["30101", "基本工资", "5", "30201", "办公费", "4"],
        ],
    )
    assert parts(made, "工资福利支出") == ["基本工资"]
    assert parts(made, "商品和服务支出") == ["办公费"]
