"""A scripted language model behind real HTTP on loopback: what it answers is a function, how it behaves a mode.

>>> with model_server(lambda messages, request: "根据文件，{F1}{C1}。") as server:
...     settings = Settings(llm_base_url=server.address, llm_model="scripted")
...     ...
...     server.requests[0].messages[0]["content"]

`server.mode`, `server.reply`, `server.delay`, `server.failures` and `server.retry_after` may be changed while it runs.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Reply = Callable[[list[dict], dict], str]
"""The text that the model writes to some messages; the second argument is the whole body of the request."""

Mode = Literal[
    "well",
    "slow",  # `delay` seconds before the first byte
    "dripping",  # `delay` seconds before each character
    "dripping_head",  # one character of the head, never its end, each `delay` seconds
    "murmuring",  # only comments (": …"), each `delay` seconds
    "lingering",  # the whole text and its end, but the connection stays open
    "cut_off",  # the connection breaks in the middle of the text
    "ended",  # the stream ends in the middle of the text, politely
    "too_long",  # the text ends in the middle, as the server's own limit was reached
    "rate_limiting",  # 429, `failures` times (None: always), with `retry_after`
    "failing",  # 500, `failures` times
    "resetting",  # the connection is reset before anything is said, `failures` times
    "unauthorized",  # 401, with the key in the body
    "missing",  # 404, with the key in the body
    "formless",  # `refusal` where response_format is set, well without
    "overlong",  # 400, as for a prompt that is too long
    "malformed",  # events that are no JSON
    "odd",  # events that are JSON, but not of a completion
    "complaining",  # an event with an error, with the key in it
    "silent",  # accepts, says nothing
    "html",  # a page, with status 200
    "empty",  # events without any choice
    "endless",  # megabytes
    "one_long_line",  # megabytes without the end of a line
    "redirecting",  # 307 to another path
]
WAIT = 30.0
"""The most seconds that a silent server keeps a connection, so that no test leaves a thread behind for long."""
PIECE = 5


@dataclass(frozen=True)
class Request:
    """One request: its path, its headers (names in lower case) and its body."""

    path: str
    headers: dict[str, str]
    body: dict

    @property
    def messages(self) -> list[dict]:
        return self.body.get("messages", [])


@dataclass
class ModelServer:
    """A running server; `address` is what LLM_BASE_URL is set to, `requests` what was asked of it so far."""

    address: str
    reply: Reply
    mode: Mode = "well"
    delay: float = 1.0
    failures: int | None = None
    retry_after: str | None = None
    refusal: int = 400
    requests: list[Request] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def completions(self) -> list[Request]:
        """The requests for a text."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def fails_now(self) -> bool:
        """Whether one more request fails, where only some do."""
        with self.lock:
            if self.failures is None:
                return True
            self.failures -= 1
            return self.failures >= 0


@contextmanager
def model_server(reply: Reply | str = "好的。", mode: Mode = "well", **settings) -> Iterator[ModelServer]:
    """A server on a free loopback port; `settings` are the other fields of ModelServer, such as delay."""
    says = reply if callable(reply) else lambda *_: reply
    http = _Server(("127.0.0.1", 0), _Handler)
    server = ModelServer(f"http://127.0.0.1:{http.server_address[1]}/v1", says, mode, **settings)
    http.scripted = server
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, name="model-server")
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        http.shutdown()
        thread.join()
        http.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def shutdown_request(self, request) -> None:
        """Closes without the farewell that would hide a reset."""
        self.close_request(request)

    def handle_error(self, request, client_address) -> None:
        """Says nothing: the other side may hang up at any time."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args) -> None:
        """Says nothing on standard error."""

    def do_GET(self) -> None:
        self._note({})
        self._whole(200, {"object": "list", "data": [{"id": "scripted", "object": "model", "owned_by": "tests"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note(body)
        if not self.path.endswith("/chat/completions"):
            self._whole(404, {"error": {"message": "there is no such path"}})
            return
        # The other side may hang up at any time: that is what it is tested for.
        with contextlib.suppress(OSError):
            getattr(self, f"_{self.scripted.mode}")(body)

    @property
    def scripted(self) -> ModelServer:
        return self.server.scripted

    def _note(self, body: dict) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.scripted.requests.append(Request(self.path, headers, body))

    # --- how it behaves ---

    def _well(self, body: dict) -> None:
        text = self.scripted.reply(body["messages"], body)
        if not body.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            self._whole(200, {**_HEAD, "object": "chat.completion", "choices": [choice]})
            return
        self._begin()
        for piece in _pieces(text):
            self._event(_chunk(piece))
        self._event(_chunk(None, "stop"))
        self._finish()

    def _slow(self, body: dict) -> None:
        self._wait(self.scripted.delay)
        self._well(body)

    def _dripping(self, body: dict) -> None:
        self._begin()
        for character in self.scripted.reply(body["messages"], body):
            self._wait(self.scripted.delay)
            self._event(_chunk(character))
        self._event(_chunk(None, "stop"))
        self._finish()

    def _lingering(self, body: dict) -> None:
        self._begin()
        for piece in _pieces(self.scripted.reply(body["messages"], body)):
            self._event(_chunk(piece))
        self._event(_chunk(None, "stop"))
        self._wait(WAIT)

    def _dripping_head(self, body: dict) -> None:
        for character in "HTTP/1.1 200 OK\r\nX-Long: " + "a" * 10_000:
            self.wfile.write(character.encode())
            if self._wait(self.scripted.delay):
                break
        self._hang_up()

    def _murmuring(self, body: dict) -> None:
        self._begin()
        while not self._wait(self.scripted.delay):
            self._send(": one moment, please\n\n")

    def _cut_off(self, body: dict) -> None:
        self._half(body)
        self._hang_up()

    def _ended(self, body: dict) -> None:
        self._half(body)
        self._send("")

    def _too_long(self, body: dict) -> None:
        self._half(body)
        self._event(_chunk(None, "length"))
        self._finish()

    def _rate_limiting(self, body: dict) -> None:
        self._failing_with(429, body)

    def _failing(self, body: dict) -> None:
        self._failing_with(500, body)

    def _resetting(self, body: dict) -> None:
        if self.scripted.fails_now():
            # No lingering: the system then resets the connection instead of closing it.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._hang_up()
        else:
            self._well(body)

    def _unauthorized(self, body: dict) -> None:
        self._whole(401, self._complaint("Incorrect API key provided"))

    def _missing(self, body: dict) -> None:
        self._whole(404, self._complaint("The model does not exist"))

    def _formless(self, body: dict) -> None:
        if "response_format" in body:
            self._whole(self.scripted.refusal, self._complaint("response_format is not supported"))
        else:
            self._well(body)

    def _overlong(self, body: dict) -> None:
        self._whole(400, self._complaint("This model's maximum context length is 4096 tokens"))

    def _malformed(self, body: dict) -> None:
        self._begin()
        for data in ('{"choices": [', "好的", "[1, 2"):
            self._send(f"data: {data}\n\n")
        self._finish()

    def _odd(self, body: dict) -> None:
        self._begin()
        self._event({"choices": 7})
        self._event({"choices": [{"delta": {"content": ["a", 1]}}]})
        self._finish()

    def _complaining(self, body: dict) -> None:
        self._begin()
        self._event(_chunk("根据"))
        self._event(self._complaint("The server had an error"))
        self._finish()

    def _silent(self, body: dict) -> None:
        self._wait(WAIT)

    def _html(self, body: dict) -> None:
        page = f"<!doctype html>\n<html><body><h1>Welcome</h1>{self.headers['Authorization']}</body></html>\n".encode()
        self._headers(200, "text/html", [("Content-Length", str(len(page)))])
        self.wfile.write(page)

    def _empty(self, body: dict) -> None:
        self._begin()
        self._event({**_HEAD, "object": "chat.completion.chunk", "choices": []})
        self._finish()

    def _endless(self, body: dict) -> None:
        self._begin()
        while not self.scripted.stopped.is_set():
            self._event(_chunk("预算" * 500))

    def _one_long_line(self, body: dict) -> None:
        self._begin()
        while not self.scripted.stopped.is_set():
            self._send("a" * 65_536)

    def _redirecting(self, body: dict) -> None:
        self._headers(307, "text/plain", [("Location", "/elsewhere/chat/completions"), ("Content-Length", "0")])

    # --- what it is made of ---

    def _failing_with(self, status: int, body: dict) -> None:
        if not self.scripted.fails_now():
            self._well(body)
            return
        after = self.scripted.retry_after
        self._whole(status, self._complaint("Too many requests"), [("Retry-After", after)] if after else [])

    def _half(self, body: dict) -> None:
        text = self.scripted.reply(body["messages"], body)
        self._begin()
        for piece in _pieces(text[: max(1, len(text) // 2)]):
            self._event(_chunk(piece))

    def _complaint(self, what: str) -> dict:
        return {"error": {"message": f"{what}: {self.headers['Authorization']}", "type": "invalid", "code": "invalid"}}

    def _whole(self, status: int, body: dict, more: list[tuple[str, str]] | None = None) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self._headers(status, "application/json", [("Content-Length", str(len(data))), *(more or [])])
        self.wfile.write(data)

    def _headers(self, status: int, kind: str, more: list[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in [("Content-Type", kind), *more]:
            self.send_header(name, value)
        self.end_headers()

    def _begin(self) -> None:
        self._headers(200, "text/event-stream", [("Transfer-Encoding", "chunked")])

    def _event(self, data: dict) -> None:
        self._send(f"data: {json.dumps(data)}\n\n")

    def _send(self, text: str) -> None:
        """One chunk of the body (RFC 9112, 7.1); an empty one ends it."""
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _finish(self) -> None:
        self._send("data: [DONE]\n\n")
        self._send("")

    def _hang_up(self) -> None:
        self.close_connection = True

    def _wait(self, seconds: float) -> bool:
        """Waits; whether the server was stopped meanwhile."""
        return self.scripted.stopped.wait(seconds)


_HEAD = {"id": "chatcmpl-1", "created": 1, "model": "scripted"}


def _chunk(content: str | None, finish: str | None = None) -> dict:
    delta = {} if content is None else {"role": "assistant", "content": content}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {**_HEAD, "object": "chat.completion.chunk", "choices": [choice]}


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
