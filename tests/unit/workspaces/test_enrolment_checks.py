"""Typing mistakes in an enrolment: each has a sentence that names the mistake, and none repeats a key."""

import pytest

from watchgate.kernel.content import Content
from watchgate.workspaces import checks
from watchgate.workspaces.errors import Malformed
from watchgate.workspaces.model import KeyKind

WORKSPACE = "6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11"
KEY = "sk-proj-abcdefghijklmnop-WXYZ"


def enrolment(**changes):
    given = {
        "workspace_id": WORKSPACE,
        "name": "Acme",
        "organization_id": "org-AbCd1234",
        "compliance_key": Content(KEY),
        "admin_key": None,
        **changes,
    }
    return checks.enrolment(**given)


def test_a_right_enrolment_is_taken_with_white_space_around_it():
    new = enrolment(workspace_id=f" {WORKSPACE.upper()}\n", name=" Acme ", compliance_key=Content(f"{KEY}\n"))

    assert str(new.workspace_id) == WORKSPACE
    assert new.name == "Acme"
    assert new.compliance_key.reveal() == KEY
    assert list(new.keys) == [KeyKind.COMPLIANCE]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"workspace_id": "acme"}, "not a UUID"),
        ({"workspace_id": "org-AbCd1234"}, "looks like an organisation's id"),
        ({"workspace_id": WORKSPACE.replace("-", "")}, "not a UUID"),
        ({"organization_id": "acme"}, "form org-"),
        ({"organization_id": WORKSPACE}, "looks like a workspace's id"),
        ({"name": "  "}, "1 to 100 printable"),
        ({"name": "x" * 101}, "1 to 100 printable"),
        ({"name": "a\0b"}, "1 to 100 printable"),
        ({"name": WORKSPACE}, "must not look like an id"),
    ],
)
def test_a_malformed_field_is_told_with_where_the_right_one_is(changes, said):
    with pytest.raises(Malformed, match=said):
        enrolment(**changes)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "is empty"),
        ("org-AbCd1234", "an organisation's id"),
        (WORKSPACE, "a workspace's id"),
        ("key_0123456789abcdef", "a key's id"),
        ("wg_abcdefghijklmnopqrstuvwxyz", "a Watchgate token"),
        ("sk-...wxyz", "shortened for display"),
        ("sk-proj-…wxyz1234567", "shortened for display"),
        ("short", "does not look like an OpenAI key"),
        (f"Bearer {KEY}", "does not look like an OpenAI key"),
        (f"{KEY}\n{KEY}", "does not look like an OpenAI key"),
        ("sk-ünïcode-abcdefghijkl", "does not look like an OpenAI key"),
        ("x" * 513, "does not look like an OpenAI key"),
    ],
)
@pytest.mark.parametrize("field", ["compliance_key", "admin_key"])
def test_what_is_not_a_key_is_told_and_never_repeated(field, key, said):
    with pytest.raises(Malformed, match=said) as caught:
        enrolment(**{field: Content(key)})

    assert not key or key not in str(caught.value)
    assert field.replace("_", " ") in str(caught.value)
