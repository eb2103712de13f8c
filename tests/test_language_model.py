"""Whatever a language model's server does, its answer or its failure comes in time, and the key stays where it is."""

import logging
import socket
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest

from assistant import language_model
from assistant.language_model import Budget, ModelFailed, OpenAICompatible, language_model_of
from assistant.settings import Settings
from prompts import Message
from tests.conftest import ROOT
from tests.model_server import Mode, model_server

ASK = (Message("system", "你只写编号。"), Message("user", "问题"))
TEXT = "根据这份文件，{F1}{C1}。其中，{F2}{C2}。"
KEY = "sk-very-secret-0123456789"
BUDGET = 1.0
LATE = 0.5
FORM = {"type": "object", "properties": {"measure": {"type": "string"}}}

FAILURES = {
    "dripping": "too_slow",
    "dripping_head": "too_slow",
    "murmuring": "too_slow",
    "silent": "too_slow",
    "cut_off": "cut_off",
    "ended": "cut_off",
    "too_long": "cut_off",
    "rate_limiting": "busy",
    "failing": "busy",
    "resetting": "unreachable",
    "unauthorized": "refused",
    "missing": "refused",
    "overlong": "refused",
    "redirecting": "refused",
    "malformed": "malformed",
    "odd": "malformed",
    "complaining": "malformed",
    "html": "malformed",
    "empty": "malformed",
    "endless": "malformed",
    "one_long_line": "malformed",
}


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    """Loads the libraries once, so that the times are those of an answer."""
    language_model._load()


def model_at(server, key=KEY, **more) -> OpenAICompatible:
    return OpenAICompatible(server.address, "scripted", key, **more)


def failure(model, seconds=BUDGET, **more) -> ModelFailed:
    """What a request ends with, which must be a failure in time."""
    begun = time.monotonic()
    with pytest.raises(ModelFailed) as raised:
        list(model.written(ASK, Budget.of(seconds), **more))
    assert time.monotonic() - begun < seconds + LATE
    return raised.value


def at_work() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "language-model"]


def ended_soon() -> bool:
    """Whether the threads of the requests are gone within a second."""
    until = time.monotonic() + 1
    while at_work() and time.monotonic() < until:
        time.sleep(0.02)
    return not at_work()


def test_a_text_comes_in_pieces_as_it_is_written(caplog):
    caplog.set_level(logging.DEBUG)
    with model_server(TEXT) as server:
        pieces = list(model_at(server).written(ASK, Budget.of(5)))
    assert caplog.text == ""
    assert "".join(pieces) == TEXT
    assert len(pieces) > 1
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.messages == [{"role": "system", "content": "你只写编号。"}, {"role": "user", "content": "问题"}]
    assert request.body["temperature"] == 0
    assert request.body["stream"] is True


def test_the_first_piece_does_not_wait_for_the_last():
    with model_server(TEXT, "dripping", delay=0.05) as server:
        begun = time.monotonic()
        pieces = model_at(server).written(ASK, Budget.of(10))
        assert next(pieces) == TEXT[0]
        assert time.monotonic() - begun < 0.05 * len(TEXT) / 2
        pieces.close()
    assert ended_soon()


def test_a_text_is_whole_once_the_server_says_so_though_it_does_not_hang_up():
    with model_server(TEXT, "lingering") as server:
        begun = time.monotonic()
        assert "".join(model_at(server).written(ASK, Budget.of(10))) == TEXT
        assert time.monotonic() - begun < 5
        assert ended_soon(), at_work()


def test_a_text_that_is_not_read_to_its_end_is_no_failure():
    with model_server(TEXT, "failing", failures=3) as server:
        model = model_at(server)
        failure(model, 5.0)
        server.mode = "well"
        pieces = model.written(ASK, Budget.of(10))
        next(pieces)
        pieces.close()
        server.mode, server.failures = "failing", None
        failure(model, 5.0)
        assert failure(model, 5.0).failure == "busy"  # the second in a row is still asked


def test_every_way_to_misbehave_is_tried():
    assert set(FAILURES) | {"well", "slow", "formless", "lingering"} == set(get_args(Mode))


@pytest.mark.parametrize("mode", FAILURES)
def test_each_failure_ends_in_time_with_its_kind_and_without_the_key(mode, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with model_server(TEXT, mode, delay=0.2) as server:
        failed = failure(model_at(server))
        assert failed.failure == FAILURES[mode]
        assert ended_soon(), at_work()
    said = "".join(traceback.format_exception(failed)) + repr(failed) + repr(failed.__context__) + str(vars(failed))
    out, err = capfd.readouterr()
    for text in (said, caplog.text, out, err):
        assert KEY not in text
        assert "Incorrect API key" not in text
        assert TEXT[:5] not in text
    assert failed.__cause__ is None
    assert failed.__context__ is None


def test_the_status_of_a_refusal_is_known():
    with model_server(TEXT, "unauthorized") as server:
        failed = failure(model_at(server))
    assert (failed.status, str(failed)) == (401, "refused (HTTP 401)")


def test_a_server_that_is_not_there_is_unreachable_at_once():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    begun = time.monotonic()
    assert failure(OpenAICompatible(address, "scripted"), 5.0).failure == "unreachable"
    assert time.monotonic() - begun < 1


def test_a_server_that_never_accepts_ends_in_time():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        # Two connections fill the queue of a server that accepts none; the system answers no third.
        with socket.create_connection(address), socket.socket() as second:
            second.setblocking(False)
            second.connect_ex(address)
            assert failure(OpenAICompatible(f"http://127.0.0.1:{address[1]}/v1", "m", KEY)).failure == "too_slow"
            assert ended_soon()


def test_a_handshake_that_never_ends_ends_in_time():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"https://127.0.0.1:{listening.getsockname()[1]}/v1"
        assert failure(OpenAICompatible(address, "m", KEY)).failure == "too_slow"
        assert ended_soon()


def test_what_speaks_no_tls_is_unreachable_by_https():
    with model_server(TEXT) as server:
        address = server.address.replace("http:", "https:")
        assert failure(OpenAICompatible(address, "m", KEY), 5.0).failure == "unreachable"
        assert server.requests == []


def test_what_speaks_no_http_is_no_model():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def babble() -> None:
            for _ in range(3):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(f"220 mail {KEY} ready\r\n".encode())

        speaking = threading.Thread(target=babble, daemon=True)
        speaking.start()
        model = OpenAICompatible(f"http://127.0.0.1:{listening.getsockname()[1]}/v1", "m", KEY)
        assert failure(model, 3.0).failure == "unreachable"
        speaking.join(1)


def test_a_compressed_answer_is_not_read():
    with model_server(TEXT) as server, socket.create_server(("127.0.0.1", 0)) as listening:
        assert "gzip" not in str(list(model_at(server).written(ASK, Budget.of(5))) and server.requests[0].headers)

        def compressed() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd")

        speaking = threading.Thread(target=compressed, daemon=True)
        speaking.start()
        failed = failure(OpenAICompatible(f"http://127.0.0.1:{listening.getsockname()[1]}/v1", "m"), 2.0)
        assert failed.failure == "malformed"
        speaking.join(1)


@pytest.mark.parametrize("mode", ["rate_limiting", "failing", "resetting"])
def test_what_may_pass_is_tried_again(mode):
    with model_server(TEXT, mode, failures=2) as server:
        assert "".join(model_at(server).written(ASK, Budget.of(10))) == TEXT
    assert len(server.requests) == 3


@pytest.mark.parametrize("mode", ["unauthorized", "missing", "redirecting", "malformed", "html", "cut_off"])
def test_what_does_not_pass_is_not_tried_again(mode):
    with model_server(TEXT, mode) as server:
        failure(model_at(server), 5.0)
    assert len(server.requests) == 1


def test_the_server_says_when_to_come_again():
    with model_server(TEXT, "rate_limiting", failures=1, retry_after="1") as server:
        begun = time.monotonic()
        assert "".join(model_at(server).written(ASK, Budget.of(10))) == TEXT
        assert 1 <= time.monotonic() - begun < 2


def test_a_wait_that_does_not_fit_the_budget_is_not_waited():
    with model_server(TEXT, "rate_limiting", retry_after="60") as server:
        begun = time.monotonic()
        assert failure(model_at(server), 5.0).failure == "busy"
        assert time.monotonic() - begun < 1
    assert len(server.requests) == 1


def test_what_a_model_thinks_first_is_left_out():
    with model_server(f"\n<think>收入是一百万元吧？</think>\n\n{TEXT}") as server:
        assert "".join(model_at(server).written(ASK, Budget.of(5))) == TEXT


@pytest.mark.parametrize("text", ["", " \n", "<think>收入是多少？", "<think>收入</think>\n", "<thi"])
def test_thoughts_alone_are_no_text(text):
    with model_server(text) as server:
        assert failure(model_at(server)).failure == "malformed"


@pytest.mark.parametrize("text", ["<", "好<think>", "< think>好"])
def test_what_is_no_thought_is_kept(text):
    with model_server(text + "。") as server:
        assert "".join(model_at(server).written(ASK, Budget.of(5))) == text + "。"


def test_half_a_surrogate_pair_is_no_text():
    with model_server(TEXT) as server:
        server.reply = lambda *_: "好的好的好\ud83d"
        assert failure(model_at(server)).failure == "malformed"


@pytest.mark.parametrize("refusal", [400, 422, 500])
def test_a_form_is_sent_and_left_out_where_the_server_knows_none(refusal):
    with model_server('{"measure": "培训费"}', "formless", refusal=refusal) as server:
        text = "".join(model_at(server).written(ASK, Budget.of(5), form=FORM))
    assert text == '{"measure": "培训费"}'
    first, second = server.requests
    assert first.body["response_format"]["json_schema"]["schema"] == FORM
    assert "response_format" not in second.body


def test_after_two_failures_the_model_rests_for_half_a_minute():
    now = [100.0]
    with model_server(TEXT, "unauthorized") as server:
        model = model_at(server, clock=lambda: now[0])
        assert [failure(model).failure for _ in range(3)] == ["refused", "refused", "resting"]
        assert len(server.requests) == 2
        server.mode = "well"
        now[0] += 29.9
        assert failure(model).failure == "resting"
        now[0] += 0.2
        assert "".join(model.written(ASK, Budget.of(5))) == TEXT


def test_a_prompt_that_is_too_long_does_not_tire_the_model():
    with model_server(TEXT, "overlong") as server:
        model = model_at(server)
        assert [failure(model).failure for _ in range(3)] == ["refused"] * 3
        server.mode = "well"
        assert "".join(model.written(ASK, Budget.of(5))) == TEXT


def test_a_success_between_two_failures_lets_the_model_go_on():
    with model_server(TEXT, "missing") as server:
        model = model_at(server)
        failure(model)
        server.mode = "well"
        list(model.written(ASK, Budget.of(5)))
        server.mode = "missing"
        assert failure(model).failure == "refused"
        server.mode = "well"
        assert "".join(model.written(ASK, Budget.of(5))) == TEXT


def test_no_budget_asks_nothing_and_tires_nobody():
    with model_server(TEXT) as server:
        model = model_at(server)
        assert [failure(model, 0.0).failure for _ in range(3)] == ["too_slow"] * 3
        assert server.requests == []
        assert "".join(model.written(ASK, Budget.of(5))) == TEXT


def test_who_stops_listening_ends_the_request():
    with model_server("长" * 200, "dripping", delay=0.05) as server:
        pieces = model_at(server).written(ASK, Budget.of(30))
        next(pieces)
        pieces.close()
        assert ended_soon()


def test_eight_at_once_each_get_their_own_text():
    def reply(messages, _):
        time.sleep(0.2)
        return f"{messages[-1]['content']}。" * 20

    with model_server(reply) as server, ThreadPoolExecutor(8) as threads:
        model = model_at(server)
        begun = time.monotonic()
        asked = [(Message("user", f"问题{number}"),) for number in range(8)]
        texts = list(threads.map(lambda ask: "".join(model.written(ask, Budget.of(10))), asked))
        took = time.monotonic() - begun
    assert texts == [f"问题{number}。" * 20 for number in range(8)]
    assert took < 8 * 0.2 + 1
    assert ended_soon()


def test_eight_silences_at_once_all_end_in_time():
    with model_server(TEXT, "silent") as server, ThreadPoolExecutor(8) as threads:
        model = model_at(server)
        failures = list(threads.map(lambda _: failure(model).failure, range(8)))
    assert failures == ["too_slow"] * 8
    assert ended_soon()


def test_without_a_key_none_is_sent_whatever_the_environment_holds(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "of-another-program")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with model_server(TEXT) as server:
        assert "".join(model_at(server, None).written(ASK, Budget.of(5))) == TEXT
    assert "of-another-program" not in str(server.requests[0].headers)
    assert "authorization" not in server.requests[0].headers


def test_nothing_about_this_machine_is_sent():
    with model_server(TEXT) as server:
        list(model_at(server).written(ASK, Budget.of(5)))
    sent = {"host", "authorization", "content-type", "content-length", "accept", "accept-encoding"}
    assert set(server.requests[0].headers) == sent
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_settings_make_a_model_or_none():
    assert language_model_of(Settings()) is None
    model = language_model_of(Settings(llm_base_url="http://127.0.0.1:1/v1", llm_model="qwen3", llm_api_key=KEY))
    assert repr(model) == "OpenAICompatible('http://127.0.0.1:1/v1', 'qwen3')"
    assert KEY not in str(model)


def test_a_model_is_loaded_only_when_it_is_asked():
    script = (
        "import sys; from assistant.language_model import language_model_of; from assistant.settings import Settings; "
        "language_model_of(Settings(llm_base_url='http://127.0.0.1:1/v1', llm_model='m')); "
        "print([name for name in ('llama_index', 'openai', 'tiktoken', 'httpx') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_embedding_and_the_model_may_be_loaded_at_the_same_time():
    """Both need llama-index, whose parts import each other in circles that two threads would break into."""
    script = """
import threading
from assistant.language_model import _load
from index.importing import import_llama_index
failed = []
threading.excepthook = lambda what: failed.append(what.exc_value)
def passages():
    import_llama_index()
    from llama_index.vector_stores.chroma import ChromaVectorStore
threads = [threading.Thread(target=each) for each in (passages, _load, _load)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(failed)
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_only_the_set_server_is_reached():
    """The libraries count no tokens with files from elsewhere: each connection is to the server that is set."""
    script = """
import sys
reached = []
sys.addaudithook(lambda event, args: event in ("socket.connect", "socket.getaddrinfo") and reached.append(args[-1]
    if event == "socket.connect" else args[:2]))
from assistant.language_model import Budget, OpenAICompatible
from prompts import Message
text = "".join(OpenAICompatible(sys.argv[1], "gpt-4o").written([Message("user", "?")], Budget.of(30)))
print(text, {(str(address[0]), int(address[1])) for address in reached})
"""
    with model_server("好") as server:
        command = [sys.executable, "-c", script, server.address]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        port = server.address.split(":")[2].removesuffix("/v1")
    assert run.stdout.strip() == f"好 {{('127.0.0.1', {port})}}"
