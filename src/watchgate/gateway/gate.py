"""What does an exchange need that outlives it? The pack in force, the engine, the targets; swapped whole on reload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from watchgate.detection.engine import Engine
from watchgate.gateway.clients.client import Client
from watchgate.gateway.replies import Headers
from watchgate.gateway.targets import Targets
from watchgate.policy.chain import Chain
from watchgate.policy.pack import Pack

FailMode = Literal["block", "allow"]
Sealer = Callable[[bytes], dict[str, str]]
"""Seals text at rest: plaintext in, what is stored out."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One pack in force. Frozen: an exchange that began under it ends under it."""

    pack: Pack
    digest: str
    chain: Chain
    targets: Targets
    engine: Engine
    fail_mode: FailMode
    hash_key: bytes = field(repr=False)
    seal: Sealer = field(repr=False)


class Asked(msgspec.Struct, frozen=True):
    """A request as it came. `named`: the headers again, by name (of a repeated one, the last). `client`: whose gateway key it came with."""

    method: str
    path: str
    query: bytes
    headers: Headers
    named: Mapping[bytes, bytes]
    body: bytes
    peer: str | None
    client: Client | None = None

    def __repr__(self) -> str:
        return f"<Asked {self.method} {len(self.body)} bytes>"
