"""An HTTP client for one request to a language model's server, which ends in time whatever the server does.

Each wait for the network is short, and between two the end of the time, a stop and the most bytes are looked at: a
time-out for a read alone would let a server drip for ever. The server is reached directly: proxies of the environment
are not used, so that the key goes to the set server alone and loopback stays loopback. Redirects are not followed, and
only the headers that a completion needs are sent.
"""

from __future__ import annotations

import contextlib
import functools
import ssl
import threading
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from assistant.endpoint.model import Budget

_GLANCE = 0.1
"""Seconds of one wait for the network."""
_MOST_BYTES = 4_000_000
"""A text of 1,500 tokens comes in some 300 bytes for each, and what a model thinks before in as many again."""
_SENT = frozenset({"host", "authorization", "content-type", "content-length", "accept"})


class UnusableResponse(Exception):
    """A response that is not read on: too long, or compressed though it was not to be."""


class Limits:
    """Until when a request may go on, whether it still should, and how much may come."""

    def __init__(self, budget: Budget, stop: threading.Event) -> None:
        self._budget = budget
        self._stop = stop
        self._bytes = _MOST_BYTES

    def left(self) -> float:
        """Seconds left, more than 0.

        Raises:
            httpcore.ReadTimeout: there are none, or nobody waits any more.
        """
        left = 0.0 if self._stop.is_set() else self._budget.left
        if not left:
            raise httpcore.ReadTimeout
        return left

    def count(self, size: int) -> None:
        """Counts bytes that came.

        Raises:
            UnusableResponse: they are too many.
        """
        self._bytes -= size
        if self._bytes < 0:
            raise UnusableResponse


def bounded_client(limits: Limits, *, with_key: bool) -> httpx.Client:
    """A client for one request within the limits; without a key no Authorization is sent."""
    return httpx.Client(transport=_Transport(limits, with_key=with_key), trust_env=False, follow_redirects=False)


class _Transport(httpx.BaseTransport):
    def __init__(self, limits: Limits, *, with_key: bool) -> None:
        self._sent = _SENT if with_key else _SENT - {"authorization"}
        self._pool = httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=_Network(limits))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.raw if name.decode().lower() in self._sent]
        answered = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(str(request.url)),
                # Compressed, a few bytes could become gigabytes.
                headers=[*headers, (b"Accept-Encoding", b"identity")],
                content=request.read(),
            )
        )
        response = httpx.Response(answered.status, headers=answered.headers, stream=_Body(answered))
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise UnusableResponse
        return response

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Network(httpcore.NetworkBackend):
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the limits' own instead
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._network.connect_tcp(host, port, self._limits.left(), local_address, socket_options)
        return _Stream(stream, self._limits)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        while True:
            glance = min(_GLANCE, self._limits.left())
            with contextlib.suppress(httpcore.ReadTimeout):
                data = self._stream.read(max_bytes, glance)
                self._limits.count(len(data))
                return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._limits.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._limits.left()), self._limits)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


@functools.cache
def _certificates() -> ssl.SSLContext:
    """The certificates that are trusted: those of SSL_CERT_FILE or SSL_CERT_DIR where set, else certifi's."""
    return httpx.create_ssl_context()
