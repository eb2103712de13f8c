"""Runs of the evaluation with a language model: the one of the settings, scripted ones, and a small real one."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from assistant.language_model import LanguageModel, language_model_of
from assistant.settings import Settings
from eval.full import question_files
from eval.model_report import SMALL, model_report, scripted_report
from eval.score import Case, read_cases
from eval.scripted import HONEST, KEY, REPLIES
from eval.with_model import Remembered, Tally, ask_with
from index.documents import default_document
from prompts import read_prompts

_SERVER = Path(__file__).parent / "small_model.py"
_PATIENCE = 120.0
_SEED = 7

Say = Callable[[str], None]


class Unusable(Exception):
    """A run that cannot be made, with one line: what is missing, and how it comes about."""


def with_the_settings(settings: Settings, files: Sequence[Path], share: float, say: Say) -> str:
    """The questions asked with the model of the settings and without, as Markdown.

    Raises:
        Unusable: no model is set up.
    """
    if not settings.llm_base_url:
        raise Unusable(
            "没有设语言模型：请设 LLM_BASE_URL 和 LLM_MODEL（需要时还有 LLM_API_KEY、LLM_TIMEOUT）。 / "
            "no language model is set up: set LLM_BASE_URL and LLM_MODEL (and LLM_API_KEY, LLM_TIMEOUT where needed)."
        )
    with _answering(settings) as answering:
        cases = _drawn(_cases(answering, files), share)
        return model_report(_tally(settings.llm_model or "", settings, answering, cases, say))


def scripted(settings: Settings, names: Sequence[str], files: Sequence[Path], share: float, say: Say) -> str:
    """The questions asked with scripted models, each behind a server on this machine, as Markdown.

    `names` are names of REPLIES, or lies (all that lie), or all.

    Raises:
        Unusable: there is no scripted model of a name.
    """
    chosen = _chosen(names)
    with _answering(settings) as answering:
        cases = _drawn(_cases(answering, files), share)
        return scripted_report([scripted_tally(name, settings, answering, cases, say) for name in chosen])


def scripted_tally(name: str, settings: Settings, answering: Remembered, cases: Sequence[Case], say: Say) -> Tally:
    """What became of some questions with one scripted model."""
    # The tests' server, which this needs alone.
    from tests.model_server import model_server

    with model_server(REPLIES[name]) as server:
        told = replace(settings, llm_base_url=server.address, llm_model="scripted", llm_api_key=KEY)
        return _tally(name, told, answering, cases, say)


def with_small_model(settings: Settings, python: Path, files: Sequence[Path], share: float, say: Say) -> str:
    """The questions, or a share of them drawn with a fixed seed, with the small real model of `make test-llm`.

    Args:
        settings: of these, the index and the time that an answer may take.
        python: the interpreter of the environment that holds the model.
        files: the files of questions; none: all.
        share: of the questions, from 0 to 1.
        say: hears how far it is.

    Raises:
        Unusable: the model is not installed, or its server does not start.
    """
    with _answering(settings) as answering, _small_model(python, settings.data_dir) as address:
        cases = _drawn(_cases(answering, files), share)
        told = replace(settings, llm_base_url=address, llm_model="gemma3-270m", llm_api_key=None)
        return f"{SMALL}\n{model_report(_tally('gemma3-270m', told, answering, cases, say))}"


def _tally(name: str, settings: Settings, answering: Remembered, cases: Sequence[Case], say: Say) -> Tally:
    say(f"{name}: {len(cases)} questions")
    key = settings.llm_api_key or ""
    return Tally(
        name,
        tuple(ask_with(cases, answering, lambda: _model(settings), read_prompts(), settings.llm_timeout, key, say)),
    )


def _model(settings: Settings) -> LanguageModel:
    model = language_model_of(settings)
    assert model is not None, "a model is set up"
    return model


@contextmanager
def _answering(settings: Settings) -> Iterator[Remembered]:
    """The assistant over the index of the settings; what is loaded once is loaded, so that timings are warm."""
    assistant = Remembered.open(settings)
    assistant.ask([assistant.examples()[0]])
    yield assistant


def _cases(answering: Remembered, files: Sequence[Path]) -> list[Case]:
    """The questions of the files on the documents of the index; those that name none are on the default one."""
    known = {disclosure.document.id for disclosure in answering.disclosures}
    known_cases = []
    for case in (case for file in files or question_files() for case in read_cases(file)):
        if (case.document or _default()) in known:
            known_cases.append(case)
    return known_cases


def _drawn(cases: Sequence[Case], share: float) -> list[Case]:
    """A share of the cases, always the same ones; those of a kind together, as a model's cache likes like prompts."""
    return sorted(random.Random(_SEED).sample(cases, round(len(cases) * share)), key=lambda case: case.kind)


def _default() -> str:
    return default_document().stem


def _chosen(names: Sequence[str]) -> list[str]:
    groups = {"all": list(REPLIES), "lies": [name for name in REPLIES if name not in HONEST]}
    chosen = [name for each in names for name in groups.get(each, [each])]
    unknown = [name for name in chosen if name not in REPLIES]
    if unknown:
        there = ", ".join((*groups, *REPLIES))
        raise Unusable(f"没有脚本化的模型 {unknown[0]}。 / there is no scripted model {unknown[0]}; there are: {there}")
    return chosen


@contextmanager
def _small_model(python: Path, folder: Path) -> Iterator[str]:
    """The address of the small model's server, which is started as a process of its own and ended by its id."""
    if not python.exists():
        raise Unusable("小模型没有安装：请用 make test-llm。 / the small model is not installed: use make test-llm.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([python, _SERVER, str(port), folder.resolve()], stdin=subprocess.PIPE, stdout=sys.stderr)
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/models", process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        assert process.stdin is not None, "it is a pipe, which the server ends with"
        process.stdin.close()
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    with httpx.Client(trust_env=False, timeout=10) as client:
        while time.monotonic() < end and process.poll() is None:
            try:
                if client.get(url).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
    raise Unusable("小模型的服务没有启动。 / the server of the small model did not start.")
