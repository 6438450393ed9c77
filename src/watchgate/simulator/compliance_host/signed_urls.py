"""How does a redirect carry the right to fetch one file for a few minutes? In its own query, so that no key is needed."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

from watchgate.simulator.clock import SimulatedClock

LIVES = timedelta(minutes=5)
ROUTE = "/_files/{shelf}/{file_id}"
_OTHER_NAMES = {"127.0.0.1": "localhost", "localhost": "127.0.0.1", "[::1]": "localhost"}


@dataclass(frozen=True, slots=True)
class SignedUrls:
    """Makes and checks them. They lead to another name of this machine where it has one, and always to another path."""

    seed: int
    clock: SimulatedClock

    def url(self, host: str, shelf: str, file_id: str, *, lives: timedelta = LIVES) -> str:
        """Where file *file_id* of *shelf* can be fetched, for a client that reached us as *host* (`name:port`)."""
        name, colon, port = host.rpartition(":")
        other = _OTHER_NAMES.get(name, name) + colon + port if colon else _OTHER_NAMES.get(host, host)
        until = int((self.clock.now() + lives).timestamp())
        signature = self._signature(shelf, file_id, until)
        return f"http://{other}/_files/{shelf}/{quote(file_id, safe='')}?se={until}&sig={signature}"

    def is_valid(self, shelf: str, file_id: str, until: str, signature: str, now: datetime) -> bool:
        if not (until.isascii() and until.isdecimal() and signature.isascii()):
            return False
        is_ours = hmac.compare_digest(self._signature(shelf, file_id, int(until)), signature)
        return is_ours and int(until) > now.timestamp()

    def _signature(self, shelf: str, file_id: str, until: int) -> str:
        secret = f"watchgate:{self.seed}:signed urls".encode()
        return hmac.new(secret, f"{shelf}/{file_id}?{until}".encode(), sha256).hexdigest()
