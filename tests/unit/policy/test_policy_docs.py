"""The guide to packs tells the truth: its examples load, and it names every kind and key."""

import re
from pathlib import Path

import pytest

from unit.policy.samples import HEAD, load
from watchgate.policy.kinds import KINDS
from watchgate.policy.pack import Expectation

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "policy-packs.md").read_text(encoding="utf-8")
FULL_EXAMPLE = (ROOT / "examples" / "full.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))
def test_every_example_of_the_guide_loads_without_a_warning(block: str) -> None:
    head = "" if block.startswith("pack:") else HEAD

    assert load(block, head=head).warnings == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_in_the_guide_and_in_the_full_example(kind: str) -> None:
    assert f"### {kind}\n" in GUIDE
    assert kind in FULL_EXAMPLE


@pytest.mark.parametrize("key", sorted({key for kind in KINDS.values() for key in kind.config.model_fields}))
def test_every_setting_is_in_the_guide(key: str) -> None:
    assert f"`{key}" in GUIDE


@pytest.mark.parametrize("key", Expectation.model_fields)
def test_every_expectation_is_in_the_guide(key: str) -> None:
    assert f"`{key}`" in GUIDE
