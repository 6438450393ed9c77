"""How can an upstream request fail, and may it be sent again?

connect     no connection could be made, or none was free in time     never sent
timeout     connected, then silent for too long                       sent
reset       the connection ended before the answer did                sent
protocol    what came back is not HTTP as we accept it                sent
too_large   the answer exceeds what we are willing to hold            sent
"""

from typing import Literal

FailureKind = Literal["connect", "timeout", "reset", "protocol", "too_large"]


class UpstreamFailure(Exception):
    """No answer, or not all of it. `sent`: the upstream may have seen the request, so sending it elsewhere is not safe."""

    def __init__(self, kind: FailureKind, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.sent = sent
