"""What `watchgate doctor` says of the sign-in providers."""

import json

import pytest

from integration.identity.provider import CLIENT_SECRET, RunningProvider


@pytest.fixture
def provider():
    running = RunningProvider()
    yield running
    running.stop()


def test_a_provider_that_answers_is_well_and_one_that_does_not_is_named(examine, provider):
    sign_in = provider.settings() | {"gone": provider.settings(issuer="http://127.0.0.1:9")["corp"]}
    said = {"WATCHGATE_SIGN_IN": json.dumps(sign_in), "CORP_CLIENT_SECRET": CLIENT_SECRET}
    unreached = {
        "WATCHGATE_CHATGPT_BASE_URL": "http://127.0.0.1:9",
        "WATCHGATE_OPENAI_BASE_URL": "http://127.0.0.1:9",
    }

    report = examine(offline=False, **said, **unreached)

    assert report.status("sign-in corp") == "ok"
    assert "has 1 keys" in report.one("sign-in corp")["detail"]
    assert report.status("sign-in gone") == "failed"
    assert "cannot be reached" in report.one("sign-in gone")["detail"]


def test_a_setting_that_makes_no_sense_is_told_and_offline_nobody_is_asked(examine):
    report = examine(
        offline=False,
        WATCHGATE_SIGN_IN='{"corp": {"isuer": "x"}}',
        WATCHGATE_OPENAI_BASE_URL="http://127.0.0.1:9",
        WATCHGATE_CHATGPT_BASE_URL="http://127.0.0.1:9",
    )

    assert report.status("sign-in") == "failed"
    assert examine().of("sign-in") == []
