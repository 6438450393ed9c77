"""What does a provider offer, and with which keys does it sign? It says so itself; we remember it for an hour.

Keys change: when a token names a key that we do not know, they are fetched anew, at most once a minute. A provider that did not
answer is left alone for some seconds, so that people who wait for it do not wait one after the other.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from watchgate.identity.oidc import asking
from watchgate.identity.oidc.errors import ProviderUnavailable
from watchgate.kernel.clock import Clock

KEPT = timedelta(hours=1)
KEYS_AT_MOST_EVERY = timedelta(minutes=1)
LEFT_ALONE = timedelta(seconds=5)
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Asymmetric ones only: never `none`, and no HMAC that could be keyed with a public key."""
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_PATH = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What we rely on of what a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    takes_secret_as_basic: bool
    says_issuer_in_answer: bool
    """RFC 9207: the answer names who gives it, so that providers cannot be mixed up."""


class Directory:
    """Metadata and keys of one issuer."""

    def __init__(self, issuer: str, clock: Clock) -> None:
        self._issuer = issuer
        self._clock = clock
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        self._failed: tuple[datetime, ProviderUnavailable] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def metadata(self) -> Metadata:
        """Raises ProviderUnavailable."""
        async with self._one_at_a_time:
            return await self._current_metadata()

    async def keys(self, *, with_key: str | None = None) -> KeySet:
        """The keys it signs with; fetched anew when the one that is needed is not among them. Raises ProviderUnavailable."""
        async with self._one_at_a_time:
            now = self._clock()
            if self._keys is not None:
                fetched_at, keys = self._keys
                is_known = with_key is None or any(key.kid == with_key for key in keys)
                age = now - fetched_at
                if age < KEYS_AT_MOST_EVERY or (is_known and age < KEPT):
                    return keys
            keys = _key_set(await asking.get_json((await self._current_metadata()).jwks_uri))
            self._keys = (now, keys)
            return keys

    async def _current_metadata(self) -> Metadata:
        now = self._clock()
        if self._metadata is not None and now - self._metadata[0] < KEPT:
            return self._metadata[1]
        if self._failed is not None and now - self._failed[0] < LEFT_ALONE:
            raise ProviderUnavailable(str(self._failed[1]))
        try:
            said = await asking.get_json(self._issuer.rstrip("/") + _PATH)
            metadata = read_metadata(said, self._issuer)
        except ProviderUnavailable as problem:
            self._failed = (self._clock(), problem)
            raise
        self._metadata, self._failed = (now, metadata), None
        return metadata


def read_metadata(said: Mapping[str, Any], issuer: str) -> Metadata:
    """What a provider says of itself. Raises ProviderUnavailable when it is not the *issuer*, or cannot do what we need."""
    if said.get("issuer") != issuer:
        raise ProviderUnavailable(
            "The sign-in provider names another issuer than the settings do. Write `issuer` exactly as it does, with or without a final slash."
        )
    challenges = said.get("code_challenge_methods_supported")
    if isinstance(challenges, list) and "S256" not in challenges:
        raise ProviderUnavailable("The sign-in provider does not do PKCE with S256, which is needed here.")
    methods = said.get("token_endpoint_auth_methods_supported")
    return Metadata(
        issuer=issuer,
        authorization_endpoint=_address(said, "authorization_endpoint"),
        token_endpoint=_address(said, "token_endpoint"),
        jwks_uri=_address(said, "jwks_uri"),
        userinfo_endpoint=_address_if_any(said, "userinfo_endpoint"),
        end_session_endpoint=_address_if_any(said, "end_session_endpoint"),
        takes_secret_as_basic=not isinstance(methods, list) or "client_secret_basic" in methods,
        says_issuer_in_answer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _address_if_any(said: Mapping[str, Any], name: str) -> str | None:
    return _address(said, name) if said.get(name) else None


def _address(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    parts = urlsplit(value) if isinstance(value, str) else None
    is_safe = parts is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )
    if not is_safe:
        raise ProviderUnavailable(f"The sign-in provider's `{name}` is not an https address.")
    return str(value)


def _key_set(said: Mapping[str, Any]) -> KeySet:
    keys = said.get("keys")
    usable = [one for one in keys if _is_for_signatures(one)] if isinstance(keys, list) else []
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError):
        raise ProviderUnavailable(
            "The sign-in provider's keys cannot be read. Check its `jwks_uri`."
        ) from None


def _is_for_signatures(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"
