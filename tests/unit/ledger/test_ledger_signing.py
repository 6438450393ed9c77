"""Keys and checkpoints speak the text forms of C2SP, so that other people's tools can read them."""

import base64

import pytest

from watchgate.kernel.errors import UserError
from watchgate.ledger.checkpoints import CheckpointFile, newest_checkpoint, read_checkpoints
from watchgate.ledger.signing import Signer, load_or_make_signer

# The example of Go's golang.org/x/mod/sumdb/note, where the format comes from.
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_a_signed_note_is_byte_for_byte_what_go_writes():
    signer = Signer("PeterNeumann", GO_SEED)

    note = signer.sign_note(GO_TEXT)

    assert signer.verifier_key == GO_KEY
    assert note == f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n"


def test_a_new_log_gets_a_key_that_only_its_owner_can_read(tmp_path):
    signer = load_or_make_signer(tmp_path)

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "key.pub").read_text() == signer.verifier_key + "\n"
    assert load_or_make_signer(tmp_path).verifier_key == signer.verifier_key


def test_a_log_whose_private_key_is_gone_is_not_continued(tmp_path):
    load_or_make_signer(tmp_path)
    (tmp_path / "key").unlink()

    with pytest.raises(UserError, match="is missing"):
        load_or_make_signer(tmp_path)


@pytest.mark.parametrize("text", ["", "nonsense", "PRIVATE+KEY+a+00000000+AAAA", "PRIVATE+KEY+a+zz+!!"])
def test_a_damaged_private_key_is_named(tmp_path, text):
    (tmp_path / "key").write_text(text)

    with pytest.raises(UserError, match="private key"):
        load_or_make_signer(tmp_path)


def test_checkpoints_come_back_in_order(tmp_path):
    file = CheckpointFile(tmp_path / "checkpoints", Signer("log", b"1" * 32))
    signed = [file.sign(size, bytes([size]) * 32) for size in (1, 5, 9)]

    assert list(read_checkpoints(tmp_path / "checkpoints")) == signed
    assert newest_checkpoint(tmp_path / "checkpoints") == signed[-1]


def test_a_checkpoint_that_a_crash_cut_short_is_removed_at_whatever_byte(tmp_path):
    path = tmp_path / "checkpoints"
    file = CheckpointFile(path, Signer("log", b"1" * 32))
    kept = file.sign(1, b"a" * 32)
    whole = path.stat().st_size
    file.sign(2, b"b" * 32)
    content = path.read_bytes()

    for size in range(whole, len(content)):
        path.write_bytes(content[:size])

        assert file.cut_torn_end() == size - whole
        assert newest_checkpoint(path) == kept


def test_the_checkpoints_of_a_removed_prefix_are_forgotten(tmp_path):
    file = CheckpointFile(tmp_path / "checkpoints", Signer("log", b"1" * 32))
    for size in (1, 5, 9):
        file.sign(size, bytes([size]) * 32)

    file.forget_below(5)

    assert [one.size for one in read_checkpoints(tmp_path / "checkpoints")] == [5, 9]
