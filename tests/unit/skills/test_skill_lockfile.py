"""Are the versions in use those that somebody decided on?"""

import pytest

from watchgate.kernel.errors import UserError
from watchgate.skills import lockfile
from watchgate.skills.lockfile import Locked

ONE = Locked("a.one", "1.0.0", "sha256:1", None)
TWO = Locked("b.two", "2.0.0", "sha256:2", "sre@acme.example")


def test_a_lock_comes_back_as_it_was_written():
    assert lockfile.read(lockfile.as_text([ONE, TWO])) == [ONE, TWO]


def test_the_file_is_the_same_whatever_the_order():
    listed = [
        {"skill_id": one.skill_id, "version": one.version, "digest": one.digest, "signer": one.signer}
        for one in (TWO, ONE)
    ]

    assert lockfile.locked(listed) == [ONE, TWO]


def test_every_difference_is_told():
    other = Locked("a.one", "1.0.0", "sha256:other", None)

    found = lockfile.differences([ONE, TWO], [other, Locked("c.three", "3.0.0", "sha256:3", None)])

    assert [(one.skill_id, one.change) for one in found] == [
        ("a.one", "changed"),
        ("b.two", "removed"),
        ("c.three", "added"),
    ]
    assert lockfile.differences([ONE], [ONE]) == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "5", '{"format": "x"}', '{"format": "watchgate-skills-lock/1", "skills": [{}]}']
)
def test_what_is_no_lock_file_is_said(text):
    with pytest.raises(UserError, match="no lock file"):
        lockfile.read(text)
