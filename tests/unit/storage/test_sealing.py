"""Sealed text: only the right key opens it, in the right place, unchanged."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.storage.sealing import SealBroken, WorkspaceSealer

SEALER = WorkspaceSealer(bytes(range(32)))
PLACE = b"message:1"


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_was_sealed_comes_back_and_costs_29_bytes(plaintext, place):
    sealed = SEALER.seal(plaintext, context=place)

    assert SEALER.open(sealed, context=place) == plaintext
    assert len(sealed) == len(plaintext) + 29


def test_the_same_text_is_sealed_differently_each_time():
    assert SEALER.seal(b"text", context=PLACE) != SEALER.seal(b"text", context=PLACE)


def test_sealed_text_does_not_open_in_another_place():
    with pytest.raises(SealBroken):
        SEALER.open(SEALER.seal(b"text", context=PLACE), context=b"message:2")


def test_sealed_text_does_not_open_with_another_key():
    with pytest.raises(SealBroken):
        WorkspaceSealer(os.urandom(32)).open(SEALER.seal(b"text", context=PLACE), context=PLACE)


def test_every_changed_or_missing_byte_is_noticed():
    sealed = SEALER.seal(b"text", context=PLACE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 0x80
        with pytest.raises(SealBroken):
            SEALER.open(bytes(changed), context=PLACE)
        with pytest.raises(SealBroken):
            SEALER.open(sealed[:place], context=PLACE)


def test_a_fingerprint_is_the_same_for_the_same_value_of_one_workspace_only():
    assert SEALER.fingerprint(b"a@b.example") == SEALER.fingerprint(b"a@b.example")
    assert SEALER.fingerprint(b"a@b.example") != SEALER.fingerprint(b"a@c.example")
    assert SEALER.fingerprint(b"a@b.example") != WorkspaceSealer(os.urandom(32)).fingerprint(b"a@b.example")
    assert len(SEALER.fingerprint(b"")) == 16


def test_a_sealer_made_from_the_handed_over_key_opens_the_same():
    there = WorkspaceSealer(SEALER.reveal_data_key())

    assert there.open(SEALER.seal(b"text", context=PLACE), context=PLACE) == b"text"
    assert there.fingerprint(b"x") == SEALER.fingerprint(b"x")
