"""The file that gateways read: what is written is read back, and what is broken is said to be so."""

import pytest

from watchgate.identity.gateway_keys.file import parse, read_bytes, text_of, write
from watchgate.identity.gateway_keys.model import Allowance, GatewayKey, Secret, Whose, hash_of
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError

NOW = utc_now()
KEY = GatewayKey("gk_1", Whose("n", "t", "p"), Allowance(5, 4, 3, 2, ("a*",)), NOW, NOW, NOW)
SECRETS = [Secret("gk_1", hash_of(b"one"), NOW), Secret("gk_1", hash_of(b"two"), None)]
HASH = "a" * 64
ENTRY = '{"id": "%s", "team": "t", "project": null, "secrets": [{"sha256": "%s"}]%s}'


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "folder" / "keys.json"
    write(path, text_of([KEY], SECRETS))

    [entry] = parse(read_bytes(path), path).keys

    assert (entry.id, entry.team, entry.project, entry.allowance) == ("gk_1", "t", "p", KEY.allowance)
    assert entry.expires_at == NOW
    assert [secret.sha256 for secret in entry.secrets] == [secret.sha256.hex() for secret in SECRETS]


@pytest.mark.parametrize(
    "keys",
    [
        ENTRY % ("gk 1", HASH, ""),
        ENTRY % ("", HASH, ""),
        ENTRY % ("x" * 41, HASH, ""),
        ENTRY % ("gk_1", "A" * 64, ""),
        ENTRY % ("gk_1", "a" * 63, ""),
        ENTRY % ("gk_1", HASH, ', "budget_month_microusd": 0'),
        ENTRY % ("gk_1", HASH, ', "budget_month_microusd": 1.5'),
        ENTRY % ("gk_1", HASH, ', "requests_per_minute": -1'),
        ENTRY % ("gk_1", HASH, ', "surprise": 1'),
        ENTRY % ("gk_1", HASH, ', "expires_at": "2026-01-01T00:00:00"'),
        ENTRY % ("gk_1", HASH, "") + ", " + ENTRY % ("gk_1", "b" * 64, ""),
        ENTRY % ("gk_1", HASH, "") + ", " + ENTRY % ("gk_2", HASH, ""),
        "7",
    ],
)
def test_a_broken_file_is_refused_whole(keys, tmp_path):
    with pytest.raises(UserError, match=r"gateway-keys\.json"):
        parse(f'{{"gateway_keys": 1, "keys": [{keys}]}}'.encode(), tmp_path / "gateway-keys.json")


def test_no_file_is_none(tmp_path):
    assert read_bytes(tmp_path / "nothing") is None
