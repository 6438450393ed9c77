"""How far is it? A bar that moves until nothing moves any more."""

import time
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from watchgate.remediation.cli_requests import Requests
from watchgate.remediation.model import ObjectState, RequestState

_LOOK_EVERY_S = 1.0
_MOVING = frozenset({RequestState.APPROVED, RequestState.RUNNING, RequestState.DONE})
_BEFORE = frozenset({ObjectState.WAITING, ObjectState.ACTING})


def watch(requests: Requests, request_id: str, *, until_verified: bool = False) -> Mapping[str, Any]:
    """Look until it is carried out (or verified), paused or ended; the request as it is then."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("waiting", total=None)
        while True:
            found = requests.get(request_id)
            settled, total = settled_of(found["objects"])
            progress.update(bar, description=found["state"], completed=settled, total=total)
            if not _is_moving(found["state"], until_verified=until_verified):
                return found
            time.sleep(_LOOK_EVERY_S)


def settled_of(states: Mapping[str, int]) -> tuple[int, int]:
    """How many objects something has become of, of how many."""
    total = sum(states.values())
    return total - sum(states.get(state, 0) for state in _BEFORE), total


def _is_moving(state: str, *, until_verified: bool) -> bool:
    return state in _MOVING and (until_verified or state != RequestState.DONE)
