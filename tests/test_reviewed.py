"""What the staff decided given to the public: to the same question in any wording, as long as it holds."""

import json
import logging
import threading
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from assistant.__main__ import main
from assistant.answer import answer_json
from assistant.checking.receipt import check_receipt
from assistant.correction import Correction, RefusedCorrection, answer_of, still_holds
from assistant.notes import checked_on
from assistant.receipt import read_receipt
from assistant.review.doubt import doubt_of, doubts_of
from assistant.review.model import Decision
from assistant.reviewed import Reviewed, reviewed_answer
from assistant.web.staff.deciding import Written, approve, ask_anew, correct, mark_not_disclosed, opened, place_name
from tests.conftest import bare
from tests.reviewing import (
    INCOME,
    NOON,
    OTHERWISE,
    STAFF,
    TEXT,
    Clock,
    application_of,
    assistant_of,
    client_of,
    reviewed,
    store_in,
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return assistant_of(tmp_path_factory.mktemp("water"))


@pytest.fixture
def reviews(assistant, tmp_path):
    made = reviewed(assistant, tmp_path, *STAFF)
    yield made
    made.close()
    made.store.close()


def bob(reviews):
    return next(account for account in reviews.store.accounts.all() if account.name == "bob")


def case_of(reviews, question):
    """The case on the desk once a question was asked."""
    reviews.ask([question])
    reviews.settle()
    return next(reviews.store.item(item.id) for item in reviews.store.items(limit=99) if item.question == question)


def corrected(reviews, question, text, words):
    """A correction of a question's answer that cites the place where the words stand."""
    case = case_of(reviews, question)
    start = reviews.library().disclosure.document.text.index(words)
    written = Written(text, [place_name([(start, start + len(words))])])
    return correct(reviews, bob(reviews), opened(case), written)


def test_an_approved_answer_is_given_as_checked_and_once_more_in_other_words(reviews):
    own = reviews.ask([INCOME])
    assert own.notes == ()
    case = case_of(reviews, INCOME)
    approve(reviews, bob(reviews), opened(case), Written("", None))
    for question in (INCOME, OTHERWISE):
        given = reviews.ask([question])
        assert (given.text, given.citations, given.notes) == (own.text, own.citations, ("已核对 2026-01-02",))
        assert str(checked_on(given.notes)) == "2026-01-02"
    assert reviews.ask(["2023年支出预算是多少？"]).notes == ()


def test_the_receipt_of_a_corrected_answer_holds_and_says_that_it_was_checked(reviews):
    corrected(reviews, INCOME, "2023年预算收入为500万元，其中一般公共预算收入为420万元", "2023年预算收入500万元")
    reply = client_of(application_of(reviews)).post("/api/receipt", json={"turns": [INCOME]})
    made = read_receipt(reply.content)
    assert (made.review.state, made.review.date) == ("checked", "2026-01-02")
    assert all(finding.holds for finding in check_receipt(made, reviews.library().disclosure))


def test_a_corrected_answer_is_given_with_its_citations_and_checks(reviews):
    text = "2023年预算收入为500万元，其中一般公共预算收入为420万元"
    corrected(reviews, INCOME, text, "2023年预算收入500万元")
    given = answer_json(reviews.ask([OTHERWISE]))
    assert given["text"] == f"{text}[1]"
    assert given["outcome"] == "answered"
    assert [number["support"] for number in given["numbers"] if "万元" in number["text"]] == ["exact", "exact"]
    assert all(given["text"][each["start"] : each["end"]] == each["text"] for each in given["numbers"])
    (citation,) = given["citations"]
    source = reviews.library().disclosure.document.text
    assert bare("".join(source[start:end] for start, end in citation["spans"])) == bare(citation["quote"])
    assert "2023年预算收入500万元" in citation["quote"]


def test_a_correction_may_cite_a_row_of_a_table(reviews):
    question = "河道清淤的采购金额是多少？"
    corrected(reviews, question, "河道清淤的采购金额为61.00万元", "河道清淤")
    (citation,) = reviews.ask([question]).citations
    assert citation.cell is not None
    assert citation.cell.row == ("河道清淤",)


def test_a_correction_may_work_something_out(reviews):
    question = "人员经费占基本支出多少？"
    text = "人员经费占基本支出的75.00%。计算：150 ÷ 200 × 100 = 75.00。"
    corrected(reviews, question, text, "2023年支出预算500万元")
    assert [check.formula for check in reviews.ask([question]).numbers if check.text == "75.00%"] != []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023年预算收入为501万元", "“501万元”：与出处不符。出处里写的是：2023年预算收入为500万元"),
        (
            "2023年预算收入为420万元",
            "“420万元”：出处里有这个数，但前面的名称、年份或归属与它不符。可写：2023年一般",
        ),
        ("2023年政府采购预算为100万元", "“100万元”：所选出处里没有，原文在“三、政府采购预算情况”"),
        ("2023年大概是7万元", "“7万元”：所选出处里没有。出处里写的是：2023年预算收入为500万元；"),
        ("2023年预算收入为500万元[2]", "文中 [2] 没有对应的出处"),
        ("  ", "请写出改正后的回答"),
        ("字" * 2001, "太长：2001 字"),
    ],
)
def test_a_correction_that_is_not_borne_out_is_refused_with_what_would_be_right(reviews, text, said):
    with pytest.raises(RefusedCorrection) as refused:
        corrected(reviews, INCOME, text, "2023年预算收入500万元")
    assert said in str(refused.value)
    assert reviews.store.count("corrected") == 0
    assert reviews.ask([INCOME]).notes == ()


@pytest.mark.parametrize("places", [(), (((10**6, 10**6 + 5),),), (((5, 5),),)])
def test_a_correction_cites_a_place_that_is_there(reviews, places):
    with pytest.raises(RefusedCorrection):
        answer_of(Correction(INCOME, "预算收入见原文", places), reviews.library())


def test_what_is_marked_as_not_disclosed_is_refused_in_the_asker_s_language(reviews):
    question = "局长是谁？"
    case = case_of(reviews, question)
    mark_not_disclosed(reviews, bob(reviews), opened(case), Written("", None))
    given = reviews.ask([question])
    assert (given.outcome, given.citations) == ("not_disclosed", ())
    assert given.text.startswith("本文件没有公开")
    assert given.notes == ("已核对 2026-01-02",)


def test_an_english_question_is_told_the_date_in_english(reviews):
    question = "What is the budget income in 2023?"
    case = case_of(reviews, question)
    approve(reviews, bob(reviews), opened(case), Written("", None))
    assert "Checked by staff on 2026-01-02" in reviews.ask([question]).notes


def test_another_text_of_the_document_falls_back_to_review(reviews, tmp_path):
    approve(reviews, bob(reviews), opened(case_of(reviews, INCOME)), Written("", None))
    changed = assistant_of(tmp_path / "changed", TEXT.replace("500万元", "510万元").replace("420万元", "430万元"))
    after = Reviewed(changed, reviews.store, Clock())
    document = changed.library().disclosure.document
    assert reviews.store.outdate(document.id, document.sha256) == 1
    given = after.ask([INCOME])
    assert "510万元" in given.text
    assert given.notes == ()
    (fallen,) = reviews.store.items(state="outdated")
    old = opened(reviews.store.item(fallen.id))
    with pytest.raises(RefusedCorrection, match="文件已换"):
        approve(after, bob(reviews), old, Written("", None))
    anew = reviews.store.item(ask_anew(after, bob(reviews), old, Written("", None)).id)
    after.close()
    assert (anew.item.state, anew.item.sha256) == ("open", document.sha256)
    assert "510万元" in anew.asked.answer["text"]
    assert [decision.kind for decision in anew.decisions] == ["approved"]


class Changed:
    """An assistant whose program has changed: it answers everything in other words."""

    def __init__(self, assistant):
        self._assistant = assistant

    def __getattr__(self, name):
        return getattr(self._assistant, name)

    def ask(self, turns, document=None):
        return replace(self._assistant.ask(turns, document), text="见原文[1]。", numbers=())


def test_where_the_program_changed_the_approved_answer_is_given_while_it_holds(assistant, reviews):
    own = assistant.ask([INCOME])
    approve(reviews, bob(reviews), opened(case_of(reviews, INCOME)), Written("", None))
    after = Reviewed(Changed(assistant), reviews.store, Clock())
    given = after.ask([INCOME])
    after.close()
    assert (given.text, given.numbers, given.notes) == (own.text, own.numbers, ("已核对 2026-01-02",))


def test_an_approved_answer_that_holds_no_more_falls_back_to_review(assistant, reviews):
    case = case_of(reviews, INCOME)
    own = assistant.ask([INCOME])
    wrong = Decision("approved", "bob", NOON, own.text.replace("500", "900"), own.document.sha256, own.citations)
    reviews.store.decide(case.item.id, wrong, case.item.version)
    given = reviews.ask([INCOME])
    reviews.settle()
    assert given.text == own.text
    assert given.notes == ()
    after = reviews.store.item(case.item.id)
    assert (after.item.state, after.decisions[-1].kind, after.decisions[-1].by) == ("open", "reopened", "program")


def test_every_answer_of_the_program_still_holds(assistant):
    for question in (INCOME, "三公经费预算是多少？", "人员经费和日常公用经费差多少", "河道清淤的采购金额是多少？"):
        assert still_holds(assistant.ask([question]), assistant.library())


def test_what_is_asked_is_noted_with_the_program_s_own_answer_and_the_time_alone(reviews):
    corrected(reviews, INCOME, "2023年预算收入为500万元", "2023年预算收入500万元")
    reviews.ask([OTHERWISE])
    reviews.settle()
    (item,) = reviews.store.items()
    assert item.asked == 2
    asked = reviews.store.item(item.id).asked
    assert asked.answer["text"] == reviews._answering.ask([INCOME]).text
    assert asked.at == NOON


def test_noting_breaks_no_answer(reviews, monkeypatch, caplog):
    def full(*_):
        raise OperationalError("insert", {}, Exception("disk full"))

    monkeypatch.setattr(reviews.store, "record", full)
    monkeypatch.setattr(reviews.store, "decision_for", full)
    with caplog.at_level(logging.ERROR):
        assert "500万元" in reviews.ask([INCOME]).text
        reviews.settle()
    assert len(caplog.records) == 2
    monkeypatch.undo()
    reviews.ask([INCOME])
    reviews.settle()
    assert reviews.store.count() == 1


def test_more_than_can_be_noted_is_answered_all_the_same(assistant, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.reviewed.MOST_WAITING", 1)
    with store_in(tmp_path) as store:
        slow = Reviewed(assistant, store, Clock())
        record, open_again = store.record, threading.Event()

        def held_up(asked, **more):
            open_again.wait(30)
            return record(asked, **more)

        monkeypatch.setattr(store, "record", held_up)
        assert all("500万元" in slow.ask([INCOME]).text for _ in range(4))
        open_again.set()
        slow.close()
        (item,) = store.items()
        assert 1 <= item.asked <= 2  # the one being noted and the one that may wait


def test_the_command_line_gives_what_was_decided(tmp_path, monkeypatch, capsys):
    made = reviewed(assistant_of(tmp_path), tmp_path / "var", *STAFF)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    corrected(made, INCOME, "2023年预算收入为500万元", "2023年预算收入500万元")
    made.close()
    made.store.close()
    assert main(["ask", "--json", OTHERWISE]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["text"], data["notes"]) == ("2023年预算收入为500万元[1]", ["已核对 2026-01-02"])


def test_the_receipt_holds_of_an_answer_whose_marks_were_added_at_its_end(reviews):
    question = "收入和支出相等吗？"
    case = case_of(reviews, question)
    source = reviews.library().disclosure.document.text
    starts = [source.index(words) for words in ("2023年预算收入500万元", "2023年支出预算500万元")]
    text = "2023年预算收入为500万元，2023年支出预算为500万元，两者相等。"
    written = Written(text, [place_name([(start, start + 5)]) for start in starts])
    correct(reviews, bob(reviews), opened(case), written)
    assert reviews.ask([question]).text.endswith("[1][2]。")
    reply = client_of(application_of(reviews)).post("/api/receipt", json={"turns": [question]})
    findings = check_receipt(read_receipt(reply.content), reviews.library().disclosure)
    assert [finding.chinese for finding in findings if not finding.holds] == []


def test_a_counted_answer_still_holds(assistant):
    answer = assistant.ask(["采购金额超过60万元的项目有几个"])
    assert any(formula.counted for formula in answer.evidence.formulas)
    assert still_holds(answer, assistant.library())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023年预算收入为500万元，支出预算为8万元", "“支出预算为8万元”里的“8万元”：与出处不符"),
        ("2023年预算收入为500万元，支出预算为8万元", "这个数在“二、财政拨款“三公”经费预算情况”"),
        ("2023年预算收入为500万元，见文件中的一处说明", "“一处”：这里的“一”会当作数字核对"),
        ("2023年预算收入为500万元，实为壹佰万", "“壹”"),
        ("2023年预算收入为500万元，超过俩亿", "“亿”"),
        ("2023年预算收入为500万元，另有若干万元", "“若干”"),
        ("2023年预算收入为500万元，另有n万元", "“元”"),
        ("2023年预算收入为500万元，支出为零", "“零”"),
        ("2023年预算收入为500万元，这个说法不对", "“不对”"),
        ("2023年预算收入为500万元，此数作废", "“作废”"),
        ("2023年预算收入为500万元，另有一项说明", "请换个说法，不写“一项”"),
    ],
)
def test_a_refusal_says_which_words_are_at_fault_and_where_the_figure_stands(reviews, text, said):
    with pytest.raises(RefusedCorrection) as refused:
        corrected(reviews, INCOME, text, "2023年预算收入500万元")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("相关原文如下，请以原文为准：“预算收入500万元”[1]", True),
        ("文件中写道：“河道要清淤”[1]。", True),
        ("“河道要清淤”[1]。", True),
        ("文件的名词解释是：“三公经费指……”[1]。", False),
        ("2023年预算收入为500万元[1]。", False),
    ],
)
def test_an_answer_that_only_quotes_is_doubted_more_than_an_assumed_reading(assistant, text, quotes):
    own = assistant.ask([INCOME])
    doubts = doubts_of(replace(own, text=text, numbers=() if "为" not in text or quotes else own.numbers))
    assert doubts == (("only_quoted",) if quotes else ())
    score = {each: doubt_of("open", [each], 0, changed=False).score for each in ("only_quoted", "assumed_reading")}
    assert score["assumed_reading"] < score["only_quoted"]
    refusals = [doubt_of("open", [each], 0, changed=False).score for each in ("off_topic", "not_disclosed", "unclear")]
    assert score["only_quoted"] < min(refusals)


def test_nobody_takes_a_decision_back_by_asking_in_other_words(assistant, reviews):
    case = case_of(reviews, INCOME)
    own = assistant.ask([INCOME])
    wrong = Decision("approved", "bob", NOON, own.text.replace("500", "900"), own.document.sha256, own.citations)
    reviews.store.decide(case.item.id, wrong, case.item.version)
    given = reviews.ask([OTHERWISE])
    reviews.settle()
    assert (given.text, given.notes) == (own.text, ())
    after = reviews.store.item(case.item.id)
    assert (after.item.state, after.item.question, len(after.decisions)) == ("approved", INCOME, 1)


def test_a_decision_is_verified_against_the_question_that_was_decided_on(assistant, reviews):
    question = "2019年预算收入是多少？"
    case = case_of(reviews, question)
    text = "2023年预算收入为500万元，文件里没有2019年的[1]。"
    own = assistant.ask([INCOME])
    told = Decision("corrected", "bob", NOON, text, own.document.sha256, own.citations)
    reviews.store.decide(case.item.id, told, case.item.version)
    standing = reviews.store.decision_for(own.document.id, own.document.sha256, case.asked.key)
    assert standing.question == question
    assert reviewed_answer(own, standing, reviews.library()).text == text
    assert reviewed_answer(own, replace(standing, question=INCOME), reviews.library()) is None


def test_a_late_note_leaves_a_newer_decision_standing(assistant, reviews, monkeypatch):
    case = case_of(reviews, INCOME)
    own = assistant.ask([INCOME])
    wrong = Decision("approved", "bob", NOON, own.text.replace("500", "900"), own.document.sha256, own.citations)
    right = replace(wrong, text=own.text, numbers=own.numbers)
    reviews.store.decide(case.item.id, wrong, 0)
    record = reviews.store.record

    def decided_meanwhile(asked, **more):
        reviews.store.decide(case.item.id, right, 1)
        return record(asked, **more)

    monkeypatch.setattr(reviews.store, "record", decided_meanwhile)
    reviews.ask([INCOME])
    reviews.settle()
    after = reviews.store.item(case.item.id)
    assert (after.item.state, after.decisions, after.item.asked) == ("approved", (wrong, right), 2)


def test_a_correction_with_an_address_in_it_is_given(reviews):
    question = "日常公用经费是多少？"
    text = "日常公用经费为50万元，见 www.zbj.gov.cn"
    corrected(reviews, question, text, "2023年支出预算500万元")
    assert reviews.ask([question]).text == f"{text}[1]"


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (INCOME, "The budget income is “500万元”", "问题是中文的"),
        ("What is the budget income in 2023?", "2023年预算收入为500万元", "问题是英文的"),
    ],
)
def test_a_correction_in_another_language_is_refused_at_once(reviews, question, text, said):
    with pytest.raises(RefusedCorrection, match=said):
        corrected(reviews, question, text, "2023年预算收入500万元")


def test_earlier_turns_are_kept_only_where_the_last_depends_on_them(reviews):
    reviews.ask(["我叫张三", "项目支出是多少？", INCOME])
    reviews.ask(["我叫张三", "基本支出是多少？", "项目支出呢？"])
    reviews.settle()
    kept = {reviews.store.item(item.id).asked.turns for item in reviews.store.items()}
    assert kept == {(INCOME,), ("基本支出是多少？", "项目支出呢？")}


def test_numbers_of_phones_and_identity_cards_are_not_kept(reviews):
    for number in ("13812345678", "138 1234 5678", "11010119900101123X", "110101199001011234"):
        reviews.ask([f"我的号码是{number}，预算收入是多少？"])
    reviews.ask(["预算收入超过12345678901元吗？"])
    reviews.settle()
    cases = [reviews.store.item(item.id) for item in reviews.store.items()]
    kept = json.dumps([(case.asked.turns, dict(case.asked.answer)) for case in cases], ensure_ascii=False)
    assert "1234567890" in kept
    for part in ("13812345678", "138 1234", "1101011990"):
        assert part not in kept


def test_what_was_decided_on_stays_as_it_was(assistant, reviews):
    approve(reviews, bob(reviews), opened(case_of(reviews, INCOME)), Written("", None))
    after = Reviewed(Changed(assistant), reviews.store, Clock())
    after.ask([OTHERWISE])
    after.close()
    (item,) = reviews.store.items()
    asked = reviews.store.item(item.id).asked
    assert (item.asked, asked.turns, asked.answer["text"]) == (2, (INCOME,), assistant.ask([INCOME]).text)


def test_an_approved_refusal_stays_one_in_whatever_words(assistant, reviews):
    question = "局长是谁？"
    case = case_of(reviews, question)
    own = assistant.ask([question])
    assert own.outcome == "not_disclosed"
    other = Decision("approved", "bob", NOON, "文件里没有写局长的姓名。", own.document.sha256)
    reviews.store.decide(case.item.id, other, case.item.version)
    given = reviews.ask([question])
    assert (given.text, given.outcome, given.notes) == (other.text, "not_disclosed", ("已核对 2026-01-02",))


def test_what_was_no_answer_is_not_approved_nor_given_as_checked(assistant, reviews):
    question = "今天天气怎么样？"
    case = case_of(reviews, question)
    own = assistant.ask([question])
    assert own.outcome in ("off_topic", "unclear")
    with pytest.raises(RefusedCorrection, match="程序没有答出"):
        approve(reviews, bob(reviews), opened(case), Written("", None))
    kept = Decision("approved", "bob", NOON, own.text, own.document.sha256)
    reviews.store.decide(case.item.id, kept, case.item.version)
    assert reviews.ask([question]).notes == ()


def test_words_that_only_look_like_amounts_are_taken(reviews):
    corrected(reviews, INCOME, "2023年预算收入为500万元，用于上半年的多元服务和零星维修", "2023年预算收入500万元")
    assert "零星维修" in reviews.ask([INCOME]).text
