"""What is a receipt? Entries of the ledger, each with its proof, and what they say; nothing that stands in no entry."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from watchgate.kernel.canonical_json import Json
from watchgate.ledger.proofs import Proofs, Proven
from watchgate.ledger.verify import RECEIPT_FORMAT, receipt_summary
from watchgate.remediation import events

OF_PERSON = frozenset({events.PERSON_ERASED, events.PERSON_NOT_ERASED})
OF_REQUEST = (
    frozenset(
        {
            events.PLANNED,
            events.REQUESTED,
            events.APPROVED,
            events.EMERGENCY,
            events.ACKNOWLEDGED,
            events.STARTED,
            events.CANCELLED,
            events.FINISHED,
            events.VERIFIED,
        }
    )
    | OF_PERSON
)
"""The steps of a request that its receipts tell. Pauses and remarks are its own business."""
OF_OBJECT = frozenset({events.OBJECT_DONE, events.OBJECT_FAILED, events.OBJECT_HELD, events.OBJECT_VERIFIED})

Receipt = Mapping[str, Json]


def receipt_of(proofs: Proofs, pending: int) -> Receipt:
    """*pending*: how many entries more there are, that nothing proves yet."""
    return {
        "format": RECEIPT_FORMAT,
        "summary": receipt_summary([_parsed(one) for one in proofs.proven]),
        "entries": [{**asdict(one), "path": list(one.path)} for one in proofs.proven],
        "logs": {name: asdict(log) for name, log in proofs.logs.items()},
        "pending": pending + len(proofs.missing),
    }


def _parsed(one: Proven) -> tuple[dict[str, Any], dict[str, Any] | None]:
    entry = json.loads(one.entry)
    return entry, None if one.record == "-" else json.loads(one.record)["payload"]


def in_order(places: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """Each place once."""
    return list(dict.fromkeys(places))
