"""Who is it, by the claims that we believe? Subject, e-mail, name and groups; nothing is guessed."""

from collections.abc import Mapping
from typing import Any

from watchgate.identity.oidc.errors import NotBelieved
from watchgate.identity.oidc.model import Claims

MAX_GROUPS = 5000


def is_complete(claims: Mapping[str, Any], group_claim: str) -> bool:
    """Do these say all we need? Else the provider is asked for the rest."""
    return "email" in claims and "name" in claims and _find(claims, group_claim) is not None


def read_claims(claims: Mapping[str, Any], group_claim: str) -> Claims:
    """Raises NotBelieved when there is no e-mail, or one that the provider itself does not vouch for."""
    email = _text(claims.get("email"))
    if not email or claims.get("email_verified") is False:
        raise NotBelieved(
            "email",
            "The sign-in provider does not say your e-mail, or has not verified it. "
            "Your administrator can add the scope `email`, or have the address verified there.",
        )
    name = _text(claims.get("name")) or _text(claims.get("preferred_username")) or email
    return Claims(str(claims["sub"]), email, name[:200], _groups(_find(claims, group_claim)))


def _find(claims: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 -- whatever the provider sends
    """The claim of this name; or else, for `a.b`, what is named b within a."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def _groups(said: Any) -> frozenset[str]:  # noqa: ANN401 -- as above
    listed = [said] if isinstance(said, str) else said
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(one for one in listed[:MAX_GROUPS] if isinstance(one, str))


def _text(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return text if text.isprintable() and len(text) <= 320 else ""
