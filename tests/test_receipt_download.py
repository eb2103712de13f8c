"""The receipt of an answer in a real browser: downloaded, checked by the command, and found out when changed."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest
from fastapi.testclient import TestClient

from assistant.__main__ import main
from assistant.answer import Assistant
from assistant.receipt import read_receipt
from assistant.settings import Settings
from assistant.web import api
from assistant.web.server import application
from tests.browsing import ASKED, Scripted, ask, line, serving, visiting
from tests.test_receipts import written

FOLLOWING = "其中一般公共预算收入呢？"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def address(data_dir):
    with serving(application(Assistant.open(Settings(data_dir=data_dir)))) as served:
        yield served


def downloaded(page, answer, folder: Path) -> Path:
    with page.expect_download() as found:
        answer.locator(".receipt").click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


@pytest.mark.parametrize(
    ("locale", "button", "told"), [("zh-CN", "回执", "回执已下载"), ("en", "Receipt", "Receipt downloaded")]
)
def test_a_reader_keeps_a_receipt_that_holds(
    browser, address, data_dir, tmp_path, monkeypatch, capsys, locale, button, told
):
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    conversation = urlencode([("q", ASKED), ("q", FOLLOWING)])
    with visiting(browser, f"{address}/?{conversation}", locale=locale) as page:
        problems = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        answer = page.locator("#chat .answer[data-turns]").nth(1)
        answer.wait_for()
        assert answer.locator(".receipt").inner_text() == button
        path = downloaded(page, answer, tmp_path)
        answer.locator(".told", has_text=told).wait_for()
        assert problems == []
    assert re.fullmatch(r"回执-其中一般公共预算收入呢-[0-9]{8}\.json", path.name)
    assert read_receipt(path.read_bytes()).turns == (ASKED, FOLLOWING)
    assert main(["verify", str(path)]) == 0
    assert "核对过的都成立" in capsys.readouterr().out
    changed = json.loads(path.read_text(encoding="utf-8"))
    number = changed["numbers"][-1]
    place = number["start"]
    digit = "8" if changed["text"][place] != "8" else "7"
    changed["text"] = changed["text"][:place] + digit + changed["text"][place + 1 :]
    path.write_bytes(written(changed))
    assert main(["verify", str(path)]) == 1
    assert f"✗ 数字“{number['text']}”：重查结果不同" in capsys.readouterr().out


def test_a_receipt_that_cannot_be_had_is_said_so(browser, address):
    with visiting(browser, address) as page:
        line(page).wait_for()
        answer = ask(page, ASKED)
        page.route("**/api/receipt", lambda route: route.fulfill(status=503, body="{}"))
        answer.locator(".receipt").click()
        answer.locator(".told", has_text="没能取得回执，请稍后再试。").wait_for()


# --- what needs no browser -------------------------------------------------------------------------------------------


@pytest.fixture
def client(default):
    return TestClient(application(Scripted(default)))


def test_a_program_gets_a_receipt_as_a_file(client):
    reply = client.post("/api/receipt", json={"turns": ['../"\\; filename=x.html', "<b>\r\n支出"]})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    named = re.fullmatch(r"attachment; filename\*=UTF-8''([A-Za-z0-9%.-]+)", reply.headers["content-disposition"])
    assert re.fullmatch(r"回执-b支出-[0-9]{8}\.json", unquote(named[1]))
    assert read_receipt(reply.content).turns[-1] == "<b>\r\n支出"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"turns": []}, 422),
        ({"turns": [" "]}, 422),
        ({"turns": ["长" * 501]}, 422),
        ({"turns": [ASKED] * 21}, 422),
        ({"q": ASKED}, 422),
        ({"turns": [ASKED], "document": "nowhere"}, 404),
        ({"turns": ["坏"]}, 500),
    ],
)
def test_a_bad_request_gets_no_receipt(default, body, status):
    reply = TestClient(application(Scripted(default)), raise_server_exceptions=False).post("/api/receipt", json=body)
    assert (reply.status_code, "error" in reply.json()) == (status, True)


def test_receipts_wait_in_the_line_of_questions(client, monkeypatch):
    monkeypatch.setattr(api, "MOST_WAITING", 0)
    assert client.post("/api/receipt", json={"turns": [ASKED]}).status_code == 503
