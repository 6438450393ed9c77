"""How does an authorisation code become claims that we believe? One provider's side of a sign-in."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from watchgate.identity.oidc import asking
from watchgate.identity.oidc.attempt import Secrets
from watchgate.identity.oidc.claims import is_complete, read_claims
from watchgate.identity.oidc.discovery import Directory, Metadata
from watchgate.identity.oidc.errors import NotBelieved, RefusedThere
from watchgate.identity.oidc.id_token import Expected, believed, key_id_of
from watchgate.identity.oidc.model import Claims, Provider
from watchgate.kernel.clock import Clock


class Client:
    """We, as a client of one *provider*."""

    def __init__(self, provider: Provider, clock: Clock) -> None:
        self.provider = provider
        self.directory = Directory(provider.issuer, clock)
        self._clock = clock

    async def address_to_go_to(self, redirect_uri: str, secrets: Secrets) -> str:
        """Where the browser is sent to sign in. Raises ProviderUnavailable."""
        metadata = await self.directory.metadata()
        return str(
            prepare_grant_uri(
                metadata.authorization_endpoint,
                self.provider.client_id,
                "code",
                redirect_uri,
                list(self.provider.scopes),
                secrets.state,
                nonce=secrets.nonce,
                code_challenge=create_s256_code_challenge(secrets.verifier),
                code_challenge_method="S256",
            )
        )

    async def address_to_sign_out(self, back_to: str) -> str | None:
        """Where the browser is sent to sign out there as well; None when the provider has no such page. Raises ProviderUnavailable."""
        endpoint = (await self.directory.metadata()).end_session_endpoint
        if endpoint is None:
            return None
        said = urlencode({"client_id": self.provider.client_id, "post_logout_redirect_uri": back_to})
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{said}"

    async def redeem(self, code: str, redirect_uri: str, secrets: Secrets) -> Claims:
        """Who has signed in there. Raises RefusedThere, NotBelieved, ProviderUnavailable."""
        metadata = await self.directory.metadata()
        answer = await self._redeem(metadata, code, redirect_uri, secrets)
        id_token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(id_token, str):
            raise NotBelieved("no-id-token", "The sign-in provider sent no id token. Check its settings.")
        access_token = access_token if isinstance(access_token, str) else None
        keys = await self.directory.keys(with_key=key_id_of(id_token))
        expected = Expected(metadata.issuer, self.provider.client_id, secrets.nonce, access_token)
        claims = believed(id_token, keys, expected, self._clock())
        if access_token and metadata.userinfo_endpoint and not is_complete(claims, self.provider.group_claim):
            claims = {**await _more(metadata.userinfo_endpoint, access_token, claims["sub"]), **claims}
        return read_claims(claims, self.provider.group_claim)

    async def _redeem(
        self, metadata: Metadata, code: str, redirect_uri: str, secrets: Secrets
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": secrets.verifier,
        }
        headers = {"Accept": "application/json"}
        secret = self.provider.client_secret
        if secret is None or not metadata.takes_secret_as_basic:
            form["client_id"] = self.provider.client_id
            if secret is not None:
                form["client_secret"] = secret.reveal()
        else:
            headers["Authorization"] = _basic(self.provider.client_id, secret.reveal())
        status, answer = await asking.post_form(metadata.token_endpoint, form, headers)
        if status != 200:
            raise RefusedThere(_why_not(answer.get("error")))
        return answer


async def _more(endpoint: str, access_token: str, subject: str) -> Mapping[str, Any]:
    """What it says beside the id token, of the same person. Raises NotBelieved, ProviderUnavailable."""
    said = await asking.get_json(endpoint, {"Authorization": f"Bearer {access_token}"})
    if said.get("sub") != subject:
        raise NotBelieved(
            "userinfo", "The sign-in provider speaks of two people at once, so nobody is signed in."
        )
    return said


def _basic(client_id: str, secret: str) -> str:
    """RFC 6749, 2.3.1: each part is form-encoded first."""
    return "Basic " + b64encode(f"{quote(client_id, safe='')}:{quote(secret, safe='')}".encode()).decode()


def _why_not(error: object) -> str:
    """Our words for the provider's: what it says itself is not repeated."""
    if error == "invalid_client":
        return "The sign-in provider does not know us. Your administrator checks `client_id` and the secret."
    return "The sign-in provider no longer accepts this sign-in. Begin again."
