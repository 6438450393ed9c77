"""`docs/operations.md` names every setting with its default."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

from watchgate.settings import Settings
from watchgate.settings.environment import known_variables

PAGE = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()
ROWS = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]+?)`? \|", PAGE, re.MULTILINE))
SPOKEN = {
    "data_dir": "~/.watchgate",
    "database_url": "one of its own",
    "public_url": "none",
    "trusted_proxies": "none",
    "sign_in": "none",
    "notices": "none",
    "remediation_free_actions": "none",
    "remediation_free_kinds": "none",
    "skills_signers": "none",
    "usage_audit_event_types": "none",
}


def test_the_table_has_every_setting_and_its_default():
    defaults = {one.name: one.default for one in fields(Settings)}
    wanted = {
        name: SPOKEN[name] if default in (MISSING, None, ()) else str(default)
        for name, default in defaults.items()
    }

    assert wanted == ROWS


def test_every_other_variable_is_spoken_of():
    others = known_variables() - {f"WATCHGATE_{name.upper()}" for name in ROWS}

    assert others
    assert [name for name in others if name not in PAGE] == []
