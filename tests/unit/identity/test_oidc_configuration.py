"""How a provider is set up: what is read, and what is refused with a word on what to do."""

import pytest

from watchgate.identity.oidc.configuration import providers_of
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError
from watchgate.settings import load_settings

CORP = {
    "issuer": "https://login.corp.example",
    "client_id": "watchgate",
    "groups": {"all": {"role": "viewer"}},
}


def test_what_is_not_said_has_a_default():
    corp = providers_of({"corp": CORP})["corp"]

    assert (corp.label, corp.group_claim, corp.scopes) == ("corp", "groups", ("openid", "email", "profile"))
    assert corp.client_secret is None
    assert corp.groups["all"].role is Role.VIEWER
    assert corp.groups["all"].workspaces is None


def test_the_settings_file_and_the_environment_say_the_same(tmp_path, monkeypatch):
    monkeypatch.delenv("WATCHGATE_CONFIG", raising=False)
    file = tmp_path / "watchgate.toml"
    file.write_text(
        '[sign_in.corp]\nissuer = "https://login.corp.example"\nclient_id = "watchgate"\n'
        '[sign_in.corp.groups.all]\nrole = "viewer"\n'
    )
    from_file = load_settings(config=file, data_dir=tmp_path).sign_in
    monkeypatch.setenv(
        "WATCHGATE_SIGN_IN",
        '{"corp": {"issuer": "https://login.corp.example", "client_id": "watchgate", "groups": {"all": {"role": "viewer"}}}}',
    )

    assert from_file == load_settings(data_dir=tmp_path).sign_in == {"corp": CORP}


def test_the_secret_comes_from_a_file_and_is_not_shown(tmp_path):
    (tmp_path / "secret").write_text("hush-hush\n")

    corp = providers_of({"corp": {**CORP, "client_secret_ref": f"file:{tmp_path / 'secret'}"}})["corp"]

    assert corp.client_secret.reveal() == "hush-hush"
    assert "hush" not in repr(corp)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"isuer": "x"}, "sign_in.corp.isuer: is not a known key"),
        ({"issuer": "http://login.corp.example"}, "sign_in.corp.issuer: is not an https address"),
        ({"issuer": "https://login.corp.example?x=1"}, "sign_in.corp.issuer"),
        ({"scopes": ["email"]}, "lacks `openid`"),
        ({"groups": {}}, "sign_in.corp.groups"),
        ({"groups": {"all": {"role": "king"}}}, "sign_in.corp.groups.all.role"),
        ({"groups": {"all": {"role": "viewer", "grants": ["manage"]}}}, "others come with a role"),
        ({"groups": {"all": {"role": "viewer", "workspaces": []}}}, "sign_in.corp.groups.all.workspaces"),
        (
            {"groups": {"all": {"role": "viewer", "workspaces": ["one"]}}},
            "sign_in.corp.groups.all.workspaces",
        ),
        ({"client_secret_ref": "hush-hush"}, "sign_in.corp.client_secret_ref"),
        ({"client_secret_ref": "env:NOT_SET_ANYWHERE"}, "NOT_SET_ANYWHERE is not set"),
        ({"client_secret_ref": "file:/not/there"}, "/not/there cannot be read"),
    ],
)
def test_what_makes_no_sense_is_refused_and_secrets_are_not_repeated(more, said):
    with pytest.raises(UserError) as problem:
        providers_of({"corp": {**CORP, **more}})

    assert said in str(problem.value)
    assert "hush" not in str(problem.value)


@pytest.mark.parametrize("name", ["", "Corp", "a/b", "../x", "a" * 41, "-a"])
def test_a_providers_name_stands_in_an_address(name):
    with pytest.raises(UserError, match="no name for a provider"):
        providers_of({name: CORP})
