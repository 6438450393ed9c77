"""What does the gateway itself say to a client? Always OpenAI's error shape, so that every SDK understands it.

401 invalid_api_key        the client may not come in
403 policy_violation       a policy refused          403 endpoint_not_governed   nobody reads this endpoint
403 model_not_allowed      not with this key         403 price_unknown           this key has a budget
429 insufficient_quota     the budget is used up     429 rate_limit_exceeded     too many in a minute
400 invalid_body           we cannot read the body   413 body_too_large          415 unsupported_encoding
429 too_many_in_flight     full, come back           502 upstream_*              the target failed
503 policy_error           a policy could not look   503 ledger_unavailable      we cannot keep evidence
"""

import json

import msgspec

Headers = list[tuple[bytes, bytes]]


class Reply(msgspec.Struct, frozen=True):
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    param: str | None = None,
    retry: bool = False,
    kind: str | None = None,
    headers: Headers | None = None,
) -> Reply:
    """An error in OpenAI's shape. Unless *retry*, `x-should-retry: false` keeps SDKs from asking again."""
    usual = "invalid_request_error" if status < 500 else "server_error"
    error = {"message": message, "type": kind or usual, "param": param, "code": code}
    extra: Headers = [] if retry else [(b"x-should-retry", b"false")]
    return Reply(
        status,
        [(b"content-type", b"application/json"), *extra, *(headers or [])],
        json.dumps({"error": error}, ensure_ascii=False).encode(),
    )
