"""`watchgate policy lint` and `policy schema`, as a person or a script meets them."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from unit.policy.samples import HEAD
from watchgate import cli_policy
from watchgate.kernel.errors import UserError

GOOD = HEAD + "policies: {chain: [pii-detector]}\n"
BAD = HEAD + "policies: {chain: [pii-detectr]}\n"


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    cli_policy.register(app)
    return CliRunner().invoke(app, ["policy", *map(str, arguments)])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_a_good_pack_is_called_good(good: Path) -> None:
    result = run("lint", good)

    assert result.exit_code == 0
    assert result.stdout == f"{good}: good. sample 1.0.0; policies: pii-detector; targets: main.\n"


def test_a_bad_pack_is_reported_with_place_and_remedy_and_exit_code_2(bad: Path) -> None:
    result = run("lint", bad)

    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        f"{bad}:3:20: error: `policies.chain[0]`: There is no policy called `pii-detectr`.",
        "    Did you mean `pii-detector`?",
        f"{bad}: not usable, 1 error.",
    ]


def test_warnings_are_shown_and_do_not_fail(tmp_path: Path) -> None:
    path = tmp_path / "open.yaml"
    path.write_text(GOOD + "clients: {auth: none}\n", encoding="utf-8")

    result = run("lint", path)

    assert result.exit_code == 0
    assert "warning: `clients.auth`" in result.stdout


def test_several_files_are_linted_each_by_itself(good: Path, bad: Path) -> None:
    result = run("lint", good, bad)

    assert result.exit_code == 2
    assert f"{good}: good." in result.stdout
    assert f"{bad}: not usable" in result.stdout


def test_several_files_may_be_layers_of_one_pack(good: Path, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text("pack: {version: 2.0.0}\n", encoding="utf-8")

    assert run("lint", good, layer).exit_code == 2
    assert "good. sample 2.0.0" in run("lint", "--layer", good, layer).stdout


def test_scripts_get_json(good: Path, bad: Path) -> None:
    result = run("lint", "--json", good, bad)

    report = json.loads(result.stdout)
    assert result.exit_code == 2
    assert report["ok"] is False
    assert [pack["ok"] for pack in report["packs"]] == [True, False]
    assert report["packs"][1]["problems"] == [
        {
            "file": str(bad),
            "line": 3,
            "column": 20,
            "path": "policies.chain[0]",
            "severity": "error",
            "message": "There is no policy called `pii-detectr`.",
            "suggestion": "Did you mean `pii-detector`?",
        }
    ]


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    result = run("lint", tmp_path / "nowhere.yaml")

    assert isinstance(result.exception, UserError)
    assert (
        str(result.exception)
        == f"{tmp_path}/nowhere.yaml cannot be read: No such file or directory. Check the name."
    )


def test_a_file_that_is_not_text_is_one_clear_sentence(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\xff")

    result = run("lint", path)

    assert isinstance(result.exception, UserError)
    assert "is not UTF-8 text" in str(result.exception)


def test_the_schema_is_printed_as_json() -> None:
    result = run("schema")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "Watchgate policy pack"
