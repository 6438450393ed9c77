"""What `docs/single-sign-on.md` shows can be set up as it stands."""

import re
from pathlib import Path

from watchgate.identity.oidc.configuration import providers_of
from watchgate.identity.oidc.discovery import ALGORITHMS
from watchgate.identity.roles import Role
from watchgate.settings import load_settings

PAGE = (Path(__file__).parents[3] / "docs" / "single-sign-on.md").read_text()


def test_the_settings_are_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("CORP_CLIENT_SECRET", "hush-hush")
    file = tmp_path / "watchgate.toml"
    file.write_text(re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1])

    settings = load_settings(config=file, data_dir=tmp_path)
    corp = providers_of(settings.sign_in)["corp"]

    assert f"{settings.public_url}/api/v1/signin/{corp.name}/callback" in PAGE
    assert {rights.role for rights in corp.groups.values()} == {Role.ADMIN, Role.APPROVER}
    assert len(corp.groups["privacy team"].workspaces) == 1


def test_no_algorithm_is_taken_that_the_page_rules_out():
    assert all(name[:2] in {"RS", "PS", "ES", "Ed"} for name in ALGORITHMS)
