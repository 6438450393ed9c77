"""What docs/skills.md shows is what happens: each of its commands is run as it stands, in one folder, one after the other."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from watchgate.skills.archive import zip_of
from watchgate.skills.package.load import load_skill

PAGE = (Path(__file__).parents[2] / "docs/skills.md").read_text()
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
BIN = Path(sys.executable).parent
PLAIN = b"---\nname: exported-skill\ndescription: What others made.\n---\nDo it.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("skills")
    (folder / "exported-skill.zip").write_bytes(zip_of({"exported-skill/SKILL.md": PLAIN}))
    gpt = {"latest_config": {"data": [{"name": "Payroll helper", "instructions": "Be exact."}]}}
    (folder / "gpt.json").write_text(json.dumps(gpt))
    return folder


def test_every_command_works_in_its_turn(folder):
    assert len(COMMANDS) >= 10
    for line in COMMANDS:
        done = subprocess.run(
            ["bash", "-euc", line],
            cwd=folder,
            env={"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(folder)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert sorted(path.name for path in (folder / "bundles").iterdir()) == [
        "incident-postmortem.zip",
        "manifest.csv",
        "wg-local-incident.postmortem-0.1.0.zip",
    ]


def test_the_manifest_is_one():
    manifest, tests = [text for kind, text in BLOCKS if kind == "yaml"]
    files = {
        "SKILL.md": b"---\nname: incident-postmortem\ndescription: x\n---\n",
        "references/handbook.md": b"",
    }
    with_its_tests = manifest[: manifest.index("tests:")] + tests

    assert load_skill({**files, "skill.yaml": manifest.encode()}).manifest.telemetry.record_within_s == 900
    assert load_skill({**files, "skill.yaml": with_its_tests.encode()}).manifest.tests[0].answers == {
        "lookup_incident": {"cause": "DNS"}
    }
