"""What did each side see of an exchange? The model's side from the simulator's log, the verdict from the evidence."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from watchgate.policy.model import STRICTNESS, Verdict
from watchgate.testing.simulator import SeenRequest


def what_the_model_saw(requests: Sequence[SeenRequest]) -> str:
    """The last user text that reached the simulator."""
    if not requests:
        return "nothing: the request never left"
    body = requests[-1].json()
    return str(body["input"] if "input" in body else body["messages"][-1]["content"])


def verdict_of(data_dir: Path, exchange: str) -> str:
    """The strictest verdict in the exchange's entries."""
    verdicts = [
        Verdict(entry["verdict"])
        for entry in _entries(data_dir)
        if entry.get("exchange") == exchange and "verdict" in entry
    ]
    return str(max(verdicts, key=STRICTNESS.__getitem__, default="(no entry)"))


def _entries(data_dir: Path) -> list[dict[str, Any]]:
    lines = (
        line
        for path in sorted(data_dir.glob("ledger/*/segments/*.log"))
        for line in path.read_bytes().splitlines()
    )
    return [json.loads(line.partition(b"\t")[0]) for line in lines if b"\t" in line]
