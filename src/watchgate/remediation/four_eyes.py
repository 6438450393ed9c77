"""May this caller decide about this? A person who has no hand in it may; nobody else, with none of their tokens."""

from collections.abc import Iterable

from watchgate.http.permissions import Caller
from watchgate.remediation.errors import NotYours
from watchgate.remediation.request import Request


def check_may_decide(caller: Caller, involved: Iterable[str], what: str) -> None:
    """Raises NotYours for who has a hand in *what* (planned or requested it, wrote the rule that did), with any of their tokens;
    and for a token that belongs to nobody: behind an approval stands a person.
    """
    if caller.behind & set(involved):
        raise NotYours(
            f"Four eyes: you have a hand in this {what}, so somebody else has to decide about it. Ask another approver."
        )
    if caller.person_id is None:
        raise NotYours(
            "Four eyes: behind a decision stands a person, and this token belongs to nobody. Sign in, or make a token of yours:"
            " `watchgate tokens create --for …`."
        )


def check_is_own(caller: Caller, request: Request) -> None:
    """Raises NotYours for everybody but who asked for it."""
    if caller.principal != request.requested_by:
        raise NotYours(
            f"Only {request.requested_by_name}, who planned it, may do this. Plan your own, or reject this one if you approve."
        )
