"""May this client come in, and on whose account?

none   everybody may       auto   this machine's programs need no key, others do       keys   everybody needs one
A gateway key that is sent is checked in any case: a wrong one lets nobody in.
"""

from collections.abc import Mapping

from watchgate.gateway.access import refuse_client
from watchgate.gateway.clients.client import Client
from watchgate.gateway.clients.denials import KEY_NEEDED, bad_key
from watchgate.gateway.clients.directory import Directory
from watchgate.gateway.replies import Reply
from watchgate.identity.gateway_keys.model import PREFIX

_PREFIX = PREFIX.encode()


def admit(
    auth: str, directory: Directory, peer: str | None, headers: Mapping[bytes, bytes], now_s: float
) -> Client | Reply | None:
    """The holder of a key; None for who needs none; or the refusal."""
    key = _gateway_key(headers.get(b"authorization"))
    if key is not None:
        found = directory.find(key, now_s)
        return found if isinstance(found, Client) else bad_key(found)
    return KEY_NEEDED if auth == "keys" else refuse_client(auth, peer, headers)


def _gateway_key(authorization: bytes | None) -> bytes | None:
    """The key, when it is one of ours. A provider's own key is none of our business."""
    if authorization is None or _PREFIX not in authorization:
        return None
    scheme, _, key = authorization.partition(b" ")
    return key.strip() if scheme.lower() == b"bearer" else authorization
