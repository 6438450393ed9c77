"""Who vouches for a skill? A changed skill, another key, a changed signature: none of them is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.skills.sample import skill
from watchgate.kernel.errors import UserError
from watchgate.skills import signing

KEY = signing.new_key("sre@acme.example")
SIGNED = KEY.sign(skill())


def test_what_was_signed_is_taken():
    signing.check(skill(), SIGNED, KEY.public)


def test_a_key_comes_back_from_its_file():
    assert signing.read_key(KEY.private() + "\n").public == KEY.public


@pytest.mark.parametrize(
    "text",
    ["", "x", "PRIVATE+KEY+a+b", KEY.public, KEY.private()[:-3] + "AA=", KEY.private().replace("sre", "bo")],
    ids=["empty", "no parts", "no base64", "public", "damaged", "of another name"],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(UserError):
        signing.read_key(text)


@pytest.mark.parametrize(
    "text",
    ["", "x+y+z", KEY.private(), KEY.public.replace("sre", "bo"), KEY.public[:-4]],
    ids=["empty", "no base64", "private", "of another name", "cut off"],
)
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(UserError, match="not a public key"):
        signing.check(skill(), SIGNED, text)


def test_a_changed_skill_is_not_taken():
    with pytest.raises(UserError, match="changed since"):
        signing.check(skill(md=("# Postmortem", "# Post")), SIGNED, KEY.public)


def test_the_signature_of_somebody_else_is_not_taken():
    other = signing.new_key("sre@acme.example")

    with pytest.raises(UserError, match="no good signature"):
        signing.check(skill(), other.sign(skill()), KEY.public)


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="ascii"))
def test_no_changed_signature_is_taken(at, char):
    changed = SIGNED[:at] + char + SIGNED[at + 1 :]
    if changed == SIGNED:
        return

    with pytest.raises(UserError):
        signing.check(skill(), changed, KEY.public)
