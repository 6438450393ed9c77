"""Do we believe what an id token says? Signature, issuer, audience, times, nonce and the access token's hash: all have to fit.

OpenID Connect Core 1.0, 3.1.3.7. authlib checks the claims, joserfc the signature.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from watchgate.identity.oidc.discovery import ALGORITHMS
from watchgate.identity.oidc.errors import NotBelieved

SKEW_S = 60
_MAX_SUBJECT_CHARS = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What the id token of one attempt has to say."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str | None


def key_id_of(id_token: str) -> str | None:
    """The name of the key that signed it, before anything is believed. Raises NotBelieved."""
    try:
        header = extract_compact(id_token.encode("ascii")).headers()
    except (JoseError, ValueError):
        raise _not_believed("malformed") from None
    if header.get("alg") not in ALGORITHMS:
        raise _not_believed("algorithm")
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def believed(id_token: str, keys: KeySet, expected: Expected, now: datetime) -> Mapping[str, Any]:
    """Its claims. Raises NotBelieved."""
    try:
        token = jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError):
        raise _not_believed("signature") from None
    options = {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
    }
    params = {
        "nonce": expected.nonce,
        "client_id": expected.client_id,
        "access_token": expected.access_token,
    }
    claims = CodeIDToken(token.claims, token.header, options, params)
    try:
        claims.validate(now=int(now.timestamp()), leeway=SKEW_S)
    except (JoseError, ValueError, TypeError) as problem:
        raise _not_believed(str(getattr(problem, "claim", "") or "claims")) from None
    subject = token.claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _MAX_SUBJECT_CHARS:
        raise _not_believed("sub")
    return token.claims


def _not_believed(reason: str) -> NotBelieved:
    return NotBelieved(
        reason,
        "What the sign-in provider says of you does not hold, so you are not signed in. Try again; "
        "if it stays so, tell your administrator (clocks and `client_id` are the usual reasons).",
    )
