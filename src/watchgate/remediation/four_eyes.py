"""May this caller decide about this request? Whoever has a hand in it may not, with none of their tokens."""

from watchgate.http.permissions import Caller
from watchgate.remediation.errors import NotYours
from watchgate.remediation.request import Request


def behind(caller: Caller) -> frozenset[str]:
    """Who stands behind a caller: the person; or the token itself, and who made it, when it belongs to nobody."""
    return frozenset({caller.principal, caller.id} | ({caller.made_by} if caller.made_by else set()))


def check_may_decide(caller: Caller, request: Request) -> None:
    """Raises NotYours for who planned or requested it, or wrote the rule that did; and for their tokens."""
    if behind(caller) & set(request.involved):
        raise NotYours(
            "Four eyes: you have a hand in this request, so somebody else has to decide about it. Ask another approver."
        )


def check_is_own(caller: Caller, request: Request) -> None:
    """Raises NotYours for everybody but who asked for it."""
    if caller.principal != request.requested_by:
        raise NotYours(
            f"Only {request.requested_by_name}, who planned it, may do this. Plan your own, or reject this one if you approve."
        )
