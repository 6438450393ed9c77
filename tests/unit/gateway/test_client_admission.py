"""Who comes in: what the pack says, where the client is, and which key it sends."""

import pytest

from watchgate.gateway.clients.admission import admit
from watchgate.gateway.clients.client import Client
from watchgate.gateway.clients.directory import Directory
from watchgate.gateway.headers import to_upstream
from watchgate.gateway.replies import Reply
from watchgate.identity.gateway_keys.file import KeyEntry, KeySecret
from watchgate.identity.gateway_keys.model import hash_of
from watchgate.kernel.clock import utc_now

KEY = b"wgk_" + b"k" * 43
NOW = 1_800_000_000.0
HASH = hash_of(KEY).hex()


def directory(**more):
    return Directory([KeyEntry("gk_1", "support", None, (KeySecret(HASH),), **more)])


def outcome(auth, authorization, *, peer="127.0.0.1", keys=None):
    headers = {b"host": b"localhost"}
    if authorization is not None:
        headers[b"authorization"] = authorization
    found = admit(auth, keys or directory(), peer, headers, NOW)
    if isinstance(found, Reply):
        return found.status
    return found.key_id if isinstance(found, Client) else found


@pytest.mark.parametrize("auth", ["auto", "keys", "none"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "203.0.113.7"])
def test_a_valid_key_comes_in_everywhere_and_a_wrong_one_nowhere(auth, peer):
    assert outcome(auth, b"Bearer " + KEY, peer=peer) == "gk_1"
    assert outcome(auth, b"Bearer wgk_wrong", peer=peer) == 401


@pytest.mark.parametrize(
    ("auth", "peer", "expected"),
    [
        ("auto", "127.0.0.1", None),
        ("auto", "203.0.113.7", 401),
        ("keys", "127.0.0.1", 401),
        ("keys", "203.0.113.7", 401),
        ("none", "127.0.0.1", None),
        ("none", "203.0.113.7", None),
    ],
)
@pytest.mark.parametrize("authorization", [None, b"Bearer sk-own", b""])
def test_without_a_key_the_pack_decides(auth, peer, expected, authorization):
    assert outcome(auth, authorization, peer=peer) == expected


@pytest.mark.parametrize("written", [b"bearer " + KEY, b"BEARER  " + KEY, KEY])
def test_the_scheme_may_be_written_differently(written):
    assert outcome("keys", written) == "gk_1"


@pytest.mark.parametrize(
    "written", [b"Basic " + KEY, b"Bearer x" + KEY, b"Bearer " + KEY + b" x", b"Bearer " + KEY[:-1]]
)
def test_what_only_looks_like_the_key_does_not_do(written):
    assert outcome("keys", written) == 401


def test_the_earlier_end_counts():
    past, future = utc_now().replace(year=2020), utc_now().replace(year=2100)
    for ends, until, expected in (
        (past, None, 401),
        (None, past, 401),
        (past, future, 401),
        (future, past, 401),
        (future, future, "gk_1"),
    ):
        entry = KeyEntry("gk_1", "t", None, (KeySecret(HASH, until),), expires_at=ends)

        assert outcome("keys", b"Bearer " + KEY, keys=Directory([entry])) == expected


@pytest.mark.parametrize("credential", [None, "sk-ours"])
@pytest.mark.parametrize("name", [b"authorization", b"api-key", b"x-api-key", b"anything"])
def test_a_gateway_key_never_travels_on(credential, name):
    onward = to_upstream([(name, b"Bearer " + KEY), (b"accept", b"*/*")], credential=credential)

    assert (b"accept", b"*/*") in onward
    assert not [value for _, value in onward if KEY in value]
