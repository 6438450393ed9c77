"""Key-encryption keys in files and in the environment."""

import base64
import os
import stat

import pytest

from watchgate.kernel.errors import UserError
from watchgate.storage.key_encryption import FileKeys, HeldKeys, Wrapped, held_keys_from_text, key_id_of

DATA_KEY = bytes(range(32))
CONTEXT = b"workspace one"


def test_a_wrapped_key_comes_back():
    keys = HeldKeys([os.urandom(32)])

    wrapped = keys.wrap(DATA_KEY, context=CONTEXT)

    assert keys.unwrap(wrapped, context=CONTEXT) == DATA_KEY
    assert DATA_KEY not in wrapped.wrapped


def test_a_key_wrapped_for_one_workspace_does_not_open_for_another():
    keys = HeldKeys([os.urandom(32)])
    wrapped = keys.wrap(DATA_KEY, context=CONTEXT)

    with pytest.raises(UserError, match="moved to another workspace"):
        keys.unwrap(wrapped, context=b"workspace two")


def test_every_changed_bit_of_a_wrapped_key_is_noticed():
    keys = HeldKeys([os.urandom(32)])
    wrapped = keys.wrap(DATA_KEY, context=CONTEXT)

    for place in range(len(wrapped.wrapped)):
        changed = bytearray(wrapped.wrapped)
        changed[place] ^= 1
        with pytest.raises(UserError, match="changed"):
            keys.unwrap(Wrapped(wrapped.kek_id, bytes(changed)), context=CONTEXT)


def test_the_first_key_wraps_and_all_unwrap():
    old, new = os.urandom(32), os.urandom(32)
    wrapped_before = HeldKeys([old]).wrap(DATA_KEY, context=CONTEXT)
    both = HeldKeys([new, old])

    assert both.unwrap(wrapped_before, context=CONTEXT) == DATA_KEY
    assert both.wrap(DATA_KEY, context=CONTEXT).kek_id == key_id_of(new)


def test_another_key_says_which_one_is_missing():
    wrapped = HeldKeys([os.urandom(32)]).wrap(DATA_KEY, context=CONTEXT)

    with pytest.raises(UserError, match=wrapped.kek_id):
        HeldKeys([os.urandom(32)]).unwrap(wrapped, context=CONTEXT)


@pytest.mark.parametrize("text", ["", "secret", base64.b64encode(b"short").decode(), "=="])
def test_a_malformed_key_in_the_environment_is_refused_without_being_quoted(text):
    with pytest.raises(UserError, match="WATCHGATE_KEK") as caught:
        held_keys_from_text(text)

    assert not text or text not in str(caught.value)


def test_keys_in_the_environment_may_have_commas_between_them():
    old, new = os.urandom(32), os.urandom(32)

    keys = held_keys_from_text(f"{base64.b64encode(new).decode()}, {base64.b64encode(old).decode()}\n")

    assert keys.key_id == key_id_of(new)


def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    first = FileKeys(tmp_path).key_id

    assert FileKeys(tmp_path).key_id == first
    assert stat.S_IMODE((tmp_path / "keys" / "kek").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["kek"]


def test_a_damaged_key_file_is_not_replaced(tmp_path):
    FileKeys(tmp_path)
    (tmp_path / "keys" / "kek").write_bytes(b"cut")

    with pytest.raises(UserError, match="3 bytes instead of 32"):
        FileKeys(tmp_path).wrap(DATA_KEY, context=CONTEXT)


def test_a_lost_key_file_is_not_replaced_while_in_use(tmp_path):
    keys = FileKeys(tmp_path)
    (tmp_path / "keys" / "kek").unlink()

    with pytest.raises(UserError, match="is gone"):
        keys.wrap(DATA_KEY, context=CONTEXT)
    assert not (tmp_path / "keys" / "kek").exists()


def test_at_every_point_of_a_rotation_old_and_new_can_be_unwrapped(tmp_path):
    keys = FileKeys(tmp_path)
    before = keys.wrap(DATA_KEY, context=CONTEXT)

    after = keys.prepare_next().wrap(DATA_KEY, context=CONTEXT)
    assert [FileKeys(tmp_path).unwrap(one, context=CONTEXT) for one in (before, after)] == [DATA_KEY] * 2

    keys.adopt_next()
    assert [FileKeys(tmp_path).unwrap(one, context=CONTEXT) for one in (before, after)] == [DATA_KEY] * 2
    assert keys.key_id == after.kek_id

    keys.forget_previous()
    assert keys.unwrap(after, context=CONTEXT) == DATA_KEY
    with pytest.raises(UserError, match=before.kek_id):
        keys.unwrap(before, context=CONTEXT)
