"""How do we talk to a target over HTTP/1.1? A pool of connections, of our own making (docs/decisions/0002-http-stack.md).

UpstreamPool ─ one Lane per origin ─ Connections, each asked one thing at a time ─► UpstreamAnswer
     └──────── Deadlines: one timer for all of them
"""

from watchgate.gateway.upstream.answer import UpstreamAnswer
from watchgate.gateway.upstream.deadlines import Timeouts
from watchgate.gateway.upstream.failures import FailureKind, UpstreamFailure
from watchgate.gateway.upstream.origin import Origin
from watchgate.gateway.upstream.pool import UpstreamPool
from watchgate.gateway.upstream.tunnel import Proxy

__all__ = ["FailureKind", "Origin", "Proxy", "Timeouts", "UpstreamAnswer", "UpstreamFailure", "UpstreamPool"]
