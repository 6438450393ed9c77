"""How does one entry stand in a segment?

    line    =  entry TAB record LF
    entry   =  canonical JSON: seq, prev, time, type, v, commitment?, keep_until?, immutable?, and the event's own fields
    record  =  {"payload":…,"salt":"<32 hex digits>"}   |   -      (nothing was kept, or it has been erased)

Canonical JSON has no raw tab or line feed, so the line needs no escaping. The hashes cover the entry alone, and the
entry holds `commitment` = SHA-256(salt ‖ payload): a record can be erased and every hash still stands.
"""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from watchgate.kernel.canonical_json import Json, canonical_json
from watchgate.kernel.randomness import random_bytes

NOTHING = b"-"
NO_PREVIOUS = "0" * 64
"""`prev` of the first entry of a log."""
VERSION = 1
SALT_BYTES = 16

_BEFORE_PAYLOAD = b'{"payload":'
_BEFORE_SALT = b',"salt":"'
_AFTER_SALT = b'"}'
_TAIL_BYTES = len(_BEFORE_SALT) + 2 * SALT_BYTES + len(_AFTER_SALT)


class Head(msgspec.Struct, frozen=True, gc=False):
    """The parts of an entry that the ledger itself acts upon."""

    seq: int
    time: str
    type: str
    prev: str
    v: int
    commitment: str | None = None
    keep_until: str | None = None
    immutable: bool = False


RESERVED_FIELDS = frozenset(Head.__struct_fields__)

_heads = msgspec.json.Decoder(Head)


class MalformedLine(ValueError):
    """A line that no ledger would write."""


def seal_payload(payload: Mapping[str, Json]) -> tuple[str, bytes]:
    """(commitment, record) of a payload, with a fresh salt."""
    salt = random_bytes(SALT_BYTES)
    body = canonical(payload)
    record = b"".join((_BEFORE_PAYLOAD, body, _BEFORE_SALT, salt.hex().encode(), _AFTER_SALT))
    return sha256(salt + body).hexdigest(), record


def canonical(value: Mapping[str, Json]) -> bytes:
    """*value* in canonical form. A lone surrogate has none (RFC 8785 §3.2.2.2), so it is written as U+FFFD."""
    try:
        return canonical_json(value)
    except UnicodeEncodeError:
        return canonical_json(_without_surrogates(value))


def split_line(line: bytes) -> tuple[bytes, bytes]:
    """(entry, record) of a complete line."""
    entry, tab, record = line.partition(b"\t")
    if not tab or not record.endswith(b"\n") or b"\t" in record:
        raise MalformedLine
    return entry, record[:-1]


def read_head(entry: bytes) -> Head:
    try:
        head = _heads.decode(entry)
    except msgspec.DecodeError as error:  # also what is not UTF-8, and fields of the wrong type
        raise MalformedLine from error
    if head.v != VERSION:
        raise MalformedLine
    return head


def read_payload(record: bytes) -> bytes | None:
    """The payload's own bytes; None when there are none (any more)."""
    if record == NOTHING:
        return None
    _check_frame(record)
    return record[len(_BEFORE_PAYLOAD) : -_TAIL_BYTES]


def is_kept_as_committed(head: Head, record: bytes) -> bool:
    """Is *record* what the entry vouches for? An erased payload is."""
    if record == NOTHING:
        return True
    try:
        _check_frame(record)
        written = record[-_TAIL_BYTES:][len(_BEFORE_SALT) : -len(_AFTER_SALT)].decode()
        salt = bytes.fromhex(written)
    except ValueError:
        return False
    body = record[len(_BEFORE_PAYLOAD) : -_TAIL_BYTES]
    return salt.hex() == written and sha256(salt + body).hexdigest() == head.commitment


def _check_frame(record: bytes) -> None:
    is_framed = record.startswith(_BEFORE_PAYLOAD) and record.endswith(_AFTER_SALT)
    if not is_framed or record[-_TAIL_BYTES:][: len(_BEFORE_SALT)] != _BEFORE_SALT:
        raise MalformedLine


def _without_surrogates(value: Json) -> Json:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {key: _without_surrogates(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(inner) for inner in value]
    return value
