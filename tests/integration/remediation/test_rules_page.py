"""What `docs/remediation-rules.md` shows is what happens."""

import hmac
import json
import re
from pathlib import Path

from integration.remediation.test_remediation_page import sh
from integration.remediation.test_rules import Ruled
from integration.remediation.test_rules_command_line import served
from watchgate.remediation.notices.configuration import notifying
from watchgate.remediation.notices.service import MOST_ATTEMPTS
from watchgate.remediation.notices.templates import VARIABLES
from watchgate.remediation.notices.webhook import signature
from watchgate.settings import load_settings

PAGE = (Path(__file__).parents[3] / "docs" / "remediation-rules.md").read_text()


def block(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


async def test_the_commands(place):
    made, decided = block("sh")
    async with served(Ruled(place).app) as address:
        for line in made.splitlines():
            await sh(line, "ann", address)
        rule = json.loads(await sh("watchgate remediate rules list --json", "ann", address))[0]["id"]
        said = [await sh(f"RULE={rule}; {line}", "bo", address) for line in decided.splitlines()]

    assert "of the rule, by Bo" in said[-1]


def test_the_settings_and_the_variables(tmp_path, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "hush")
    monkeypatch.setenv("HOOK_SECRET", "hush")
    (tmp_path / "watchgate.toml").write_text(block("toml")[0])

    said = notifying(load_settings(config=tmp_path / "watchgate.toml", data_dir=tmp_path).notices)
    named = re.search(r"They know (.*?);", PAGE)[1]

    assert (said.mail.port, said.webhook.allow_private, said.contact) == (587, False, "privacy@corp.example")
    assert set(re.findall(r"`(\w+)`", named)) == VARIABLES
    assert f"tried again, {MOST_ATTEMPTS} times" in PAGE


def test_the_check_of_the_signature():
    known = {"hmac": hmac}
    exec(block("python")[0], known)
    header, body = signature("secret", 1000, b"{}"), b"{}"

    assert known["is_genuine"](header, body, b"secret", 1100)
    assert not known["is_genuine"](header, body, b"secret", 1400)
    assert not known["is_genuine"](header, b"{ }", b"secret", 1100)
    assert not known["is_genuine"](header, body, b"other", 1100)
