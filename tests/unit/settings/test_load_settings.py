"""Command line, environment, file, defaults: who wins, and what is refused."""

import contextlib
from dataclasses import fields
from pathlib import Path

import pytest

from watchgate.kernel.errors import UserError
from watchgate.settings import Settings, key_encryption_keys, load_settings


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch, tmp_path):
    for name in (
        "DATA_DIR",
        "DATABASE_URL",
        "CHATGPT_BASE_URL",
        "OPENAI_BASE_URL",
        "LISTEN",
        "CONFIG",
        "KEK",
    ):
        monkeypatch.delenv(f"WATCHGATE_{name}", raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path))


def test_when_nobody_says_anything_the_defaults_hold(tmp_path):
    assert load_settings() == Settings(data_dir=tmp_path / ".watchgate")


def test_the_command_line_beats_the_environment_which_beats_the_file(monkeypatch):
    Path("watchgate.toml").write_text('listen = "a:1"\noverlap_s = 1\npoll_interval_s = 1\n')
    monkeypatch.setenv("WATCHGATE_LISTEN", "b:2")
    monkeypatch.setenv("WATCHGATE_OVERLAP_S", "2")

    settings = load_settings(listen="c:3", overlap_s=None)

    assert (settings.listen, settings.overlap_s, settings.poll_interval_s) == ("c:3", 2, 1)


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("WATCHGATE_DATABASE_URL", "")

    assert load_settings().database_url is None


def test_a_file_in_the_data_folder_is_found(tmp_path):
    (tmp_path / "watchgate.toml").write_text("overlap_s = 7\n")

    assert load_settings(data_dir=tmp_path).overlap_s == 7


def test_the_file_here_comes_before_the_one_in_the_data_folder(tmp_path):
    (tmp_path / "watchgate.toml").write_text("overlap_s = 7\n")
    Path("watchgate.toml").write_text("overlap_s = 8\n")

    assert load_settings(data_dir=tmp_path).overlap_s == 8


def test_a_path_in_a_file_is_relative_to_that_file(monkeypatch, tmp_path):
    (tmp_path / "other.toml").write_text('data_dir = "state"\n')
    monkeypatch.setenv("WATCHGATE_CONFIG", str(tmp_path / "other.toml"))

    assert load_settings().data_dir == tmp_path / "state"


def test_a_named_file_has_to_be_there(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        load_settings(config=tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('lisen = "a:1"', "Did you mean 'listen'"),
        ("zzz = 1", "There are: data_dir, "),
        ("overlap_s = ", "is not TOML"),
        ("[openai]\nkey = 1", "there is no setting 'openai'"),
        ('overlap_s = "soon"', "overlap_s in .* is not a whole number from 0"),
        ("overlap_s = true", "is not a whole number"),
        ("worker_processes = 0", "from 1 on"),
        ("listen = 8080", "127.0.0.1:8080"),
        ('listen = "host:99999"', "127.0.0.1:8080"),
        ('chatgpt_base_url = "api.chatgpt.com"', "is not a URL of the form https://"),
        ('chatgpt_base_url = "https://[bad"', "is not a URL"),
        ('database_url = "mysql://host/db"', "is not a URL of the form postgresql://"),
        ('data_dir = ""', "is not a path"),
        ('public_url = "https://host/path"', "has more than scheme and host"),
        ('trusted_proxies = "10.0.0.1/8"', "are not addresses or networks"),
        ('trusted_proxies = ["proxy.example"]', "are not addresses or networks"),
        ("trusted_proxies = 5", "are not addresses or networks"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(content, message):
    Path("watchgate.toml").write_text(content)

    with pytest.raises(UserError, match=message):
        load_settings()


def test_a_variable_that_makes_no_sense_is_named(monkeypatch):
    monkeypatch.setenv("WATCHGATE_BACKFILL_DAYS", "-3")

    with pytest.raises(UserError, match="WATCHGATE_BACKFILL_DAYS"):
        load_settings()


def test_a_file_that_is_not_text_is_refused():
    Path("watchgate.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(UserError, match="not UTF-8"):
        load_settings()


def test_neither_error_nor_settings_show_the_password():
    Path("watchgate.toml").write_text('database_url = "mysql://me:s3cretpass@host/db"')
    with pytest.raises(UserError) as caught:
        load_settings()
    settings = load_settings_with("postgresql://me:s3cretpass@host/db")

    assert "s3cretpass" not in str(caught.value)
    assert "s3cretpass" not in repr(settings)
    assert settings.database_url == "postgresql://me:s3cretpass@host/db"


def load_settings_with(url):
    Path("watchgate.toml").unlink()
    return load_settings(database_url=url)


def test_a_socket_is_a_database_too():
    url = "postgresql://me@/db?host=%2Frun%2Fpostgres"

    assert load_settings(database_url=url).database_url == url


def test_key_encryption_keys_come_from_the_environment_only(monkeypatch):
    assert key_encryption_keys() is None
    monkeypatch.setenv("WATCHGATE_KEK", " abc ")
    assert key_encryption_keys() == "abc"
    Path("watchgate.toml").write_text('kek = "abc"')
    with pytest.raises(UserError, match="no setting"):
        load_settings()


def test_proxies_are_named_with_commas_or_as_a_list(monkeypatch):
    Path("watchgate.toml").write_text('trusted_proxies = ["10.0.0.7", "fd00::/8"]')
    assert load_settings().trusted_proxies == ("10.0.0.7/32", "fd00::/8")

    monkeypatch.setenv("WATCHGATE_TRUSTED_PROXIES", "192.168.0.0/24, 10.0.0.7")

    assert load_settings().trusted_proxies == ("192.168.0.0/24", "10.0.0.7/32")


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_every_setting_can_be_said_in_the_environment(monkeypatch, name):
    """Whatever is said, it is taken or refused with a message."""
    monkeypatch.setenv(f"WATCHGATE_{name.upper()}", "Not \N{SNOWMAN} sensible")

    with contextlib.suppress(UserError):
        load_settings()


@pytest.mark.parametrize("slug", ["Acme", "a_b", "-a", "a--b", "", "a" * 41])
def test_a_slug_is_short_and_plain(slug):
    with pytest.raises(UserError, match="acme-eu"):
        load_settings(tenant_slug=slug)
