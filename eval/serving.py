"""The real web application in a process of its own, on a free port of this machine, for what measures it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).parent.parent
_PATIENCE = 120.0
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Running:
    """A started server: its port, its process, its log, and when it was started (as `time.perf_counter` counts)."""

    port: int
    process: subprocess.Popen[bytes]
    log: IO[bytes]
    started: float

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(environment: Mapping[str, str] | None = None, port: int | None = None) -> Iterator[Running]:
    """The application, started and afterwards ended; its output goes to `log`."""
    port = port or _free_port()
    settings = {"ACCESS_LOG": "off", **(environment or {}), "HOST": "127.0.0.1", "PORT": str(port)}
    variables = {**os.environ, **settings}
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=variables, stdout=log, stderr=log)
        try:
            yield Running(port, process, log, started)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(10)


def until_answered(url: str, status: int = 200) -> float:
    """When an address first answered with a status, as `time.perf_counter` counts.

    Raises:
        TimeoutError: it never did.
    """
    end = time.perf_counter() + _PATIENCE
    with httpx.Client(trust_env=False, timeout=10) as client:
        while time.perf_counter() < end:
            try:
                if client.get(url).status_code == status:
                    return time.perf_counter()
            except httpx.TransportError:
                pass
            time.sleep(_PAUSE)
    raise TimeoutError(f"{url} did not answer {status} within {_PATIENCE:.0f} s")


def until_ready(address: str) -> float:
    """When everything was loaded."""
    return until_answered(f"{address}/ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
