"""The staff's side over HTTP: nothing without signing in, each act by its role alone, nothing sent from elsewhere."""

import json
import re

import gradio as gr
import pytest
from fastapi.testclient import TestClient

from assistant.correction import cited
from assistant.feedback import Feedback, Judgement
from assistant.web.safe import for_gradio, plain
from assistant.web.server import application
from assistant.web.staff.deciding import opened, place_name, places_of
from assistant.web.staff.desk import Desk
from assistant.web.staff.finding import Finder
from assistant.web.staff.layout import laid_out
from assistant.web.staff.listing import items_of, listing_in
from tests.conftest import bare
from tests.reviewing import (
    HERE,
    INCOME,
    PASSWORD,
    STAFF,
    Clock,
    application_of,
    assistant_of,
    client_of,
    reviewed,
    store_in,
)

PAGES = ("/staff", "/staff/", "/staff/accounts", "/staff/log")
ADDRESSES = (
    "/staff/config", "/staff/config/", "/staff/theme.css", "/staff/assets/index.js", "/staff/static/img/logo.svg",
    "/staff/gradio_api/info", "/staff/gradio_api/app_id", "/staff/gradio_api/startup-events", "/staff/gradio_api/user",
    "/staff/gradio_api/queue/data?session_hash=x", "/staff/gradio_api/heartbeat/x", "/staff/gradio_api/openapi.json",
    "/staff/gradio_api/file=/etc/passwd", "/staff/gradio_api/proxy=http://127.0.0.1/", "/staff/gradio_api/runs",
    "/staff/gradio_api/call/approve/x", "/staff/gradio_api/deep_link", "/staff/monitoring", "/staff/login_check",
    "/staff/gradio_api/mcp/sse", "/staff/manifest.json", "/staff/robots.txt", "/staff/nothing", "/staff/openapi.json",
    "/staff/gradio_api/token", "/staff/gradio_api/custom_component/a/client/component/b.js",
)  # fmt: skip
POSTED = (
    "/staff/gradio_api/run/predict", "/staff/gradio_api/api/predict", "/staff/gradio_api/queue/join",
    "/staff/gradio_api/call/approve", "/staff/gradio_api/call/v2/approve", "/staff/gradio_api/upload",
    "/staff/gradio_api/reset", "/staff/gradio_api/cancel", "/staff/gradio_api/process_recording", "/staff/login",
    "/staff/gradio_api/component_server", "/staff/gradio_api/stream/x", "/staff/accounts/deactivate",
)  # fmt: skip
NEEDED = {"/staff/gradio_api/run/predict", "/staff/gradio_api/reset", "/staff/accounts/deactivate"}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return assistant_of(tmp_path_factory.mktemp("water"))


@pytest.fixture(scope="module")
def whole(default_assistant):
    """The assistant over the default document."""
    return default_assistant


@pytest.fixture(scope="module")
def made(assistant, tmp_path_factory):
    """The application, made once; each test gives it a store of its own."""
    reviews = reviewed(assistant, tmp_path_factory.mktemp("reviews"))
    yield reviews, application_of(reviews)
    reviews.close()
    reviews.store.close()


@pytest.fixture
def reviews(made, tmp_path):
    reviews, _ = made
    with store_in(tmp_path, *STAFF) as store:
        before, reviews.store, reviews.now = reviews.store, store, Clock()
        reviews.ask([INCOME])
        reviews.settle()
        yield reviews
        reviews.settle()
        reviews.store = before


@pytest.fixture
def app(made, reviews):
    assert reviews is made[0]
    return made[1]


def handlers(client) -> list[dict]:
    """The handlers of the desk as its page names them."""
    page = client.get("/staff/").text
    config = json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1])
    return config["dependencies"]


def seen(reviews) -> str:
    return opened(reviews.store.item(1)).written


def body(handler, reviews, text="改", places=()) -> dict:
    """What a page sends to a handler, all that any of them takes."""
    values = {0: [], 1: ["1"], 2: [seen(reviews), list(places)], 3: [seen(reviews), "预算", list(places)]}
    values |= {4: ["open", "doubt", "1", "40"], 6: [seen(reviews), "open", "doubt", "40", text, list(places)]}
    return {"fn_index": handler["id"], "data": values[len(handler["inputs"])], "session_hash": "x"}


def acts(client) -> list[dict]:
    """The handlers that change something."""
    return [handler for handler in handlers(client) if len(handler["inputs"]) == 6]


# --- signing in ------------------------------------------------------------------------------------------------


def test_without_an_account_it_is_said_how_to_make_one(made):
    client = client_of(made[1])
    assert client.get("/staff/").headers["location"] == "/staff/sign-in"
    page = client.get("/staff/sign-in").text
    assert "python -m assistant staff add NAME" in page
    assert "password" not in page
    assert client.post("/staff/sign-in", data={"name": "ann", "password": PASSWORD}).status_code == 401


def test_without_reviews_there_is_no_desk(assistant):
    client = TestClient(application(assistant))
    for address in (*PAGES, "/staff/sign-in", *ADDRESSES):
        assert client.get(address).status_code == 404


def test_who_signs_in_sees_the_desk_and_who_signs_out_does_not(app):
    client = client_of(app, "bob")
    page = client.get("/staff/")
    assert page.status_code == 200
    assert "bob" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "'nonce-" in page.headers["content-security-policy"]
    token = client.cookies["staff"]
    assert client.post("/staff/sign-out").headers["location"] == "/staff/sign-in"
    assert "staff" not in client.cookies
    client.cookies.set("staff", token)
    assert client.get("/staff/config").status_code == 401


@pytest.mark.parametrize(("address", "name"), [("http://testserver", "staff"), ("https://testserver", "__Host-staff")])
def test_the_cookie_is_for_this_site_alone_and_out_of_reach_of_scripts(app, address, name):
    client = TestClient(app, base_url=address, headers={"Origin": address}, follow_redirects=False)
    cookie = client.post("/staff/sign-in", data={"name": "bob", "password": PASSWORD}).headers["set-cookie"]
    assert cookie.startswith(f"{name}=")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert ("Secure" in cookie) == address.startswith("https")
    assert "Domain" not in cookie
    assert client.get("/staff/").status_code == 200


def test_after_failures_one_has_to_wait_and_is_told_how_long(app, reviews):
    client = client_of(app)
    wrong = {"name": "bob", "password": "wrong wrong wrong"}
    first = client.post("/staff/sign-in", data=wrong)
    assert first.status_code == 401
    assert "姓名或密码不对" in first.text
    for _ in range(5):
        last = client.post("/staff/sign-in", data=wrong)
    assert last.status_code == 429
    wait = int(last.headers["retry-after"])
    assert f"请等 {wait} 秒再试" in last.text
    assert client.post("/staff/sign-in", data={**wrong, "password": PASSWORD}).status_code == 429
    reviews.now.later(seconds=wait)
    assert client.post("/staff/sign-in", data={**wrong, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("time", [{"minutes": 31}, {"hours": 13}])
def test_a_session_ends(app, reviews, time):
    client = client_of(app, "bob")
    reviews.now.later(**time)
    assert client.get("/staff/?item=1").headers["location"] == "/staff/sign-in?back=/staff/%3Fitem%3D1"
    assert client.post("/staff/gradio_api/run/predict", json={"data": []}).status_code == 401


def test_signing_in_leads_back_to_a_page_of_the_staff_and_nowhere_else(app):
    client = client_of(app)
    for back, to in [
        ("/staff/?item=3", "/staff/?item=3"),
        ("/staff/log", "/staff/log"),
        ("//evil.example/", "/staff/"),
        ("https://evil.example/", "/staff/"),
        ("/staff/sign-out", "/staff/"),
    ]:
        reply = client.post("/staff/sign-in", data={"name": "bob", "password": PASSWORD, "back": back})
        assert reply.headers["location"] == to


@pytest.mark.parametrize(
    "sent", [b"", b"name=bob", b"\xff\xfe=%ff&name=%00&password=%f0%28", b"name=bob&password=x" * 9]
)
def test_a_form_filled_in_askew_lets_nobody_in(app, sent):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client_of(app).post("/staff/sign-in", content=sent, headers=headers).status_code == 401


# --- the gate --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cookie", [None, "nonsense", "ended"])
def test_nothing_is_told_to_who_is_not_signed_in(app, reviews, cookie):
    client = client_of(app, "admin" if cookie == "admin" else "eve")
    token = client.cookies["staff"]
    client.cookies.clear()
    if cookie:
        client.cookies.set("staff", token if cookie == "ended" else cookie)
    if cookie == "ended":
        reviews.store.accounts.sign_out(token, reviews.now())
    for address in PAGES:
        assert client.get(address).headers["location"].startswith("/staff/sign-in")
    for address in ADDRESSES:
        reply = client.get(address)
        assert reply.status_code == 401, address
        assert reply.json() == {"error": "请先登录。 / Please sign in first."}
    for address in (*POSTED, "/staff/sign-out"):
        assert client.post(address, json={}).status_code == 401, address
    for method in ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.request(method, "/staff/").status_code in (401, 403), method


def test_of_gradio_s_addresses_only_those_are_served_that_the_desk_needs(app):
    client = client_of(app, "eve")
    for address in ADDRESSES:
        needed = re.search(r"theme|assets|static|info|app_id|startup|heartbeat", address)
        if not needed:
            assert client.get(address).status_code == 403, address
    for address in POSTED:
        if address not in NEEDED:
            assert client.post(address, json={}).status_code == 403, address


def test_no_handler_has_a_name_for_programs(app):
    client = client_of(app, "eve")
    info = client.get("/staff/gradio_api/info").json()
    assert info == {"named_endpoints": {}, "unnamed_endpoints": {}}
    assert {handler["queue"] for handler in handlers(client)} == {False}


@pytest.mark.parametrize("cookie", ["none", "ended", "reader"])
def test_every_handler_that_changes_something_is_refused(app, reviews, cookie):
    known = acts(client_of(app, "bob"))
    assert len(known) == 6
    client = client_of(app, "ann")
    if cookie == "ended":
        reviews.now.later(hours=13)
    if cookie == "none":
        client.cookies.clear()
    before = reviews.store.item(1)
    for handler in known:
        for address in (*POSTED[:5], f"/staff/gradio_api/run/{handler['id']}", f"/gradio_api/call/{handler['id']}"):
            assert client.post(address, json=body(handler, reviews)).status_code in (401, 403, 404, 500), address
        assert client.post("/gradio_api/run/predict", json=body(handler, reviews)).status_code != 200
        assert client.post("/gradio_api/queue/join", json=body(handler, reviews)).status_code in (
            200,
            400,
            404,
            422,
            500,
        )
    assert reviews.store.item(1) == before


def test_a_reader_may_look(app, reviews):
    client = client_of(app, "ann")
    looks = [handler for handler in handlers(client) if len(handler["inputs"]) != 6]
    for handler in looks:
        reply = client.post("/staff/gradio_api/run/predict", json=body(handler, reviews))
        assert reply.status_code == 200, handler


def test_a_handler_asks_again_who_calls_it(app, reviews):
    """Past the gate, as a session may end between the two."""
    client = client_of(app, "bob")
    known = handlers(client)
    asked = reviews.store.accounts.session_of
    calls = []

    def once(token, now):
        calls.append(token)
        return asked(token, now) if len(calls) % 2 else None

    reviews.store.accounts.session_of = once
    for handler in known:
        assert client.post("/staff/gradio_api/run/predict", json=body(handler, reviews)).status_code == 500
    assert len(calls) == 2 * len(known)
    assert reviews.store.item(1).item.version == 0


def test_a_reviewer_approves_and_the_second_is_told(app, reviews):
    first, second = client_of(app, "bob"), client_of(app, "eve")
    approve = acts(first)[0]
    sent = body(approve, reviews)
    assert "已记下" in first.post("/staff/gradio_api/run/predict", json=sent).text
    assert reviews.store.item(1).item.state == "approved"
    assert "刚刚有人处理过" in second.post("/staff/gradio_api/run/predict", json=sent).text
    assert [each.by for each in reviews.store.item(1).decisions] == ["bob"]
    assert "decision_approved" in [event.what for event in reviews.store.audit.events()]


@pytest.mark.parametrize(
    "data",
    [
        [],
        [None] * 6,
        ["1:0:x", 1, 2, 3, 4, 5],
        [{"a": 1}, [], {}, None, {"b": []}, "all"],
        ["9" * 30, "", "", "", "", []],
    ],
)
def test_what_is_sent_askew_changes_nothing(app, reviews, data):
    client = client_of(app, "bob")
    for handler in acts(client):
        sent = {"fn_index": handler["id"], "data": data, "session_hash": "x"}
        assert client.post("/staff/gradio_api/run/predict", json=sent).status_code in (200, 422, 500)
    assert reviews.store.item(1).decisions == ()


# --- sent from elsewhere ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver:81"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_what_another_site_sends_is_not_done(app, reviews, headers):
    client = client_of(app, "eve")
    sent = body(acts(client)[0], reviews)
    del client.headers["Origin"]
    assert client.post("/staff/gradio_api/run/predict", json=sent, headers=headers).status_code == 403
    assert client.post("/staff/accounts/deactivate", data={"name": "bob"}, headers=headers).status_code == 403
    assert client.post("/staff/sign-out", headers=headers).status_code == 403
    sign_in = {"name": "bob", "password": PASSWORD}
    assert client.post("/staff/sign-in", data=sign_in, headers=headers).status_code == 403
    assert reviews.store.item(1).decisions == ()
    assert all(account.active for account in reviews.store.accounts.all())


# --- accounts and the log --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ann", "bob"])
def test_accounts_and_the_log_are_the_administrator_s(app, reviews, name):
    client = client_of(app, name)
    assert client.get("/staff/accounts").status_code == 403
    assert client.get("/staff/log").status_code == 403
    assert client.post("/staff/accounts/deactivate", data={"name": "eve"}).status_code == 403
    assert all(account.active for account in reviews.store.accounts.all())


def test_an_administrator_deactivates_an_account_whose_sessions_end(app):
    reader, admin = client_of(app, "ann"), client_of(app, "eve")
    assert "ann" in admin.get("/staff/accounts").text
    assert admin.post("/staff/accounts/deactivate", data={"name": "ann"}).status_code == 303
    assert reader.get("/staff/config").status_code == 401
    assert "已停用" in admin.get("/staff/accounts").text
    log = admin.get("/staff/log").text
    assert "停用账户" in log
    assert "核对无误。" in log


def test_an_administrator_keeps_the_own_account(app):
    admin = client_of(app, "eve")
    reply = admin.post("/staff/accounts/deactivate", data={"name": "eve"})
    assert reply.status_code == 409
    assert "不能停用自己的账户" in reply.text
    assert admin.get("/staff/accounts").status_code == 200


# --- what others typed -----------------------------------------------------------------------------------------


def test_what_readers_type_is_shown_as_text(app, reviews):
    nasty = "<img src=x onerror=alert(1)> ${alert(2)} {{alert(3)}} 预算收入是多少"
    reviews.ask([nasty])
    reviews.settle()
    client = client_of(app, "bob")
    choose = next(handler for handler in handlers(client) if len(handler["inputs"]) == 1)
    number = max(item.id for item in reviews.store.items(limit=9))
    sent = {"fn_index": choose["id"], "data": [str(number)], "session_hash": "x"}
    shown = " ".join(
        value
        for value in client.post("/staff/gradio_api/run/predict", json=sent).json()["data"]
        if isinstance(value, str)
    )
    assert "&lt;img" in shown
    assert "<img" not in shown
    assert "${" not in shown
    assert "{{" not in shown


# --- what a reviewer meets -------------------------------------------------------------------------------------


def done(client, handler, data) -> str:
    """What a handler gives back for what a page sends."""
    sent = {"fn_index": handler["id"], "data": data, "session_hash": "x"}
    return client.post("/staff/gradio_api/run/predict", json=sent).text


def case_asked(reviews, question):
    """The case on the desk once a question was asked."""
    reviews.ask([question])
    reviews.settle()
    return next(reviews.store.item(item.id) for item in reviews.store.items(limit=99) if item.question == question)


def sent_of(case, text="", places=()):
    return [opened(case).written, "open", "doubt", "40", text, list(places)]


def test_a_row_found_by_the_search_can_be_cited_in_a_correction(app, reviews):
    client = client_of(app, "bob")
    case = case_asked(reviews, "河道清淤的采购金额是多少？")
    find = next(handler for handler in handlers(client) if len(handler["inputs"]) == 3)
    found = json.loads(done(client, find, [opened(case).written, "水泵更新", []]))["data"]
    choices = next(each["choices"] for each in found if isinstance(each, dict) and each.get("choices"))
    name = next(name for label, name in choices if "水泵更新" in label)
    correct = acts(client)[3]
    assert "已记下" in done(client, correct, sent_of(case, "水泵更新的采购金额为41.00万元", [name]))


@pytest.mark.parametrize("question", ["今天天气怎么样", "嗯嗯"])
def test_what_the_program_did_not_answer_cannot_be_approved(app, reviews, question):
    client, case = client_of(app, "bob"), case_asked(reviews, question)
    assert case.item.outcome in ("unclear", "off_topic")
    assert "程序没有答出这个问题" in done(client, acts(client)[0], sent_of(case))
    assert reviews.store.item(case.item.id).item.state == "open"
    desk = Desk(reviews, laid_out_once())
    eve = next(account for account in reviews.store.accounts.all() if account.name == "eve")
    for item, visible in ((case.item.id, False), (1, True)):
        shown = desk._shown(str(item), eve, "zh-CN")
        assert shown[desk._parts.approve]["visible"] is visible


def laid_out_once():
    with gr.Blocks():
        return laid_out()


def test_an_answer_that_cites_figures_is_marked_as_not_disclosed_with_a_reason_only(app, reviews):
    client, mark = client_of(app, "bob"), acts(client_of(app, "bob"))[1]
    case = reviews.store.item(1)
    assert "要标为未公开，请先在下面的备注里写明理由" in done(client, mark, sent_of(case))
    assert reviews.store.item(1).decisions == ()
    assert "已记下" in done(client, mark, sent_of(case, "问的是决算，文件只有预算"))
    kinds = [(each.kind, each.text) for each in reviews.store.item(1).decisions]
    assert kinds[0] == ("comment", "问的是决算，文件只有预算")
    assert [kind for kind, _ in kinds] == ["comment", "not_disclosed"]
    refused = case_asked(reviews, "局长是谁？")
    assert "已记下" in done(client, mark, sent_of(refused))


def test_a_decision_that_a_reader_finds_wrong_comes_first_until_someone_speaks(app, reviews):
    client = client_of(app, "bob")
    unclear = case_asked(reviews, "嗯嗯")
    feedback = Feedback(reviews.store, reviews.ask)
    document = reviews.ask([INCOME]).document
    feedback.keep(Judgement(("嗯嗯",), document, False, ""))
    reviews.settle()
    assert "已记下" in done(client, acts(client)[0], sent_of(reviews.store.item(1)))
    assert [item.id for item in items_of(reviews.store, listing_in(None, None))] == [unclear.item.id]
    feedback.keep(Judgement((INCOME,), document, False, "少了一项"))
    reviews.settle()
    opens = reviews.store.items(state="open")
    assert [(item.id, item.state) for item in opens] == [(1, "approved"), (unclear.item.id, "open")]
    assert reviews.store.count("open") == 2
    assert "已记下" in done(client, acts(client)[5], sent_of(reviews.store.item(1), "看过了，没有错"))
    assert [item.id for item in reviews.store.items(state="open")] == [unclear.item.id]
    assert reviews.store.item(1).item.state == "approved"


@pytest.mark.parametrize(("name", "role"), [("ann", "只读"), ("bob", "审核员")])
def test_who_may_not_see_a_page_is_told_why_and_led_back(app, name, role):
    client = client_of(app, name)
    for address in ("/staff/accounts", "/staff/log"):
        page = client.get(address)
        assert page.status_code == 403
        assert f"您的角色是{role}" in page.text
        assert '<header class="site staff">' in page.text
        assert '<a href="/staff/">' in page.text


def test_a_reader_is_told_what_one_may_do(app):
    for name, told in (("ann", True), ("bob", False)):
        client = client_of(app, name)
        choose = next(handler for handler in handlers(client) if len(handler["inputs"]) == 1)
        assert ("您的角色是只读" in done(client, choose, ["1"])) is told


def test_the_log_leads_from_a_decision_to_its_question(app, reviews):
    client = client_of(app, "eve")
    done(client, acts(client)[0], sent_of(reviews.store.item(1)))
    log = client.get("/staff/log").text
    assert re.search(r'<a href="/staff/\?item=1"><bdi>2023年预算收入是多少？</bdi></a>', log)


def test_a_receipt_asked_for_is_no_question_asked_again(app, reviews):
    client = client_of(app)
    assert client.post("/api/receipt", json={"turns": [INCOME]}).status_code == 200
    reviews.settle()
    assert reviews.store.item(1).item.asked == 1
    assert client.post("/api/ask", json={"q": INCOME}).status_code == 200
    reviews.settle()
    assert reviews.store.item(1).item.asked == 2


def test_every_place_that_the_search_finds_can_be_cited(default, whole):
    """In tables of every kind: for each, the words of its first, a middle and its last row."""
    finder, library = Finder((default,)), whole.library()
    document, tried = default.document.id, 0
    for table in default.tables:
        for row in {0, len(table.rows) // 2, len(table.rows) - 1} if table.rows else ():
            cells = [cell for cell in table.rows[row].cells if len(cell.text) > 1]
            for cell in (*cells[:1], *cells[-1:]):
                found = finder.found(document, cell.text)
                tried += len(found)
                for (label, name), citation in zip(
                    found, cited(library, places_of([name for _, name in found])), strict=True
                ):
                    assert place_name(citation.spans) == name
                    assert finder.named(document, citation.spans)[0].split("\n")[0] == label.split("\n")[0]
    assert tried > 100


def test_a_place_found_is_shown_with_the_words_that_stand_there(default):
    finder = Finder((default,))
    for table in default.tables[:8]:
        words = next(cell.text for cell in table.rows[-1].cells if len(cell.text) > 1)
        for label, name in finder.found(default.document.id, words):
            (spans,) = places_of([name])
            source = bare("".join(default.document.text[start:end] for start, end in spans))
            shown = bare(label.split("\n")[1]).strip("…")
            assert shown in source


# --- what a page may send askew ------------------------------------------------------------------------------------


def test_words_of_a_question_are_not_put_in_place_by_gradio():
    marked = '__i18n__{"__type__": "translation_metadata", "key": "x"}'
    assert "__i18n__" not in plain(marked)
    assert "__i18n__" not in for_gradio(marked)


@pytest.mark.parametrize("values", [["", []], ["", "预算", []], ["99:0:" + "0" * 16, "预算", []]])
def test_without_an_open_case_one_is_told_to_choose(app, values):
    client = client_of(app, "bob")
    found = [each for each in handlers(client) if len(each["inputs"]) == len(values)]
    assert found
    for handler in found:
        sent = {"fn_index": handler["id"], "data": values, "session_hash": "x"}
        reply = client.post("/staff/gradio_api/run/predict", json=sent)
        assert reply.status_code == 200
        assert "请选一个问题" in reply.text


def test_a_limit_of_many_digits_is_none():
    assert listing_in("open", "doubt", "9" * 5000).limit == listing_in("open", "doubt").limit
    assert listing_in("open", "doubt", "9999").limit == 400
