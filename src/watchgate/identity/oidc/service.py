"""How does somebody who is known elsewhere get a session here? Sent there, back with a code, believed, given rights, let in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from watchgate.http.origin import own_path
from watchgate.identity.oidc import events, store
from watchgate.identity.oidc.attempt import Attempt, Secrets, hash_of, mint
from watchgate.identity.oidc.client import Client
from watchgate.identity.oidc.configuration import providers_of
from watchgate.identity.oidc.errors import (
    AttemptInvalid,
    NoAccess,
    NotBelieved,
    RefusedThere,
    UnknownProvider,
)
from watchgate.identity.oidc.model import Claims, Provider, Rights
from watchgate.identity.oidc.rights import rights_of
from watchgate.identity.people.model import Person
from watchgate.identity.people.service import People
from watchgate.identity.sessions.model import Method, Visitor
from watchgate.identity.sessions.service import Opened, Sessions
from watchgate.kernel.clock import Clock
from watchgate.kernel.errors import UserError
from watchgate.ledger import outbox
from watchgate.storage.database import Database

_MAX_PARAM_CHARS = 4096


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and what its cookie holds meanwhile."""

    address: str
    browser_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Returned:
    """What the provider sends the browser back with."""

    code: str | None
    state: str | None
    error: str | None
    issuer: str | None


class SignInElsewhere:
    """Signing in with the providers of the settings."""

    def __init__(
        self,
        database: Database,
        people: People,
        sessions: Sessions,
        sign_in: Mapping[str, Any],
        clock: Clock,
    ) -> None:
        self._database = database
        self._people = people
        self._sessions = sessions
        self._clock = clock
        self._clients = {name: Client(one, clock) for name, one in providers_of(sign_in).items()}

    @property
    def providers(self) -> list[Provider]:
        return [client.provider for client in self._clients.values()]

    async def begin(
        self, name: str, redirect_uri: str, next_path: str | None, browser_secret: str | None
    ) -> Begun:
        """Set out. *browser_secret*: of an attempt in another tab. Raises UnknownProvider, ProviderUnavailable."""
        client = self._client(name)
        secrets = Secrets(browser_secret or mint(), mint())
        address = await client.address_to_go_to(redirect_uri, secrets)
        now = self._clock()
        attempt = Attempt(
            hash_of(secrets.state), hash_of(secrets.browser), name, redirect_uri, own_path(next_path), now
        )
        async with self._database.begin() as tx:
            await store.clean(tx, now)
            await store.insert(tx, attempt)
        return Begun(address, secrets.browser)

    async def finish(
        self, name: str, returned: Returned, browser_secret: str | None, visitor: Visitor
    ) -> tuple[Opened, str]:
        """The session that begins, and where to go on to. Raises SignInElsewhereRefused."""
        client = self._client(name)
        attempt, secrets = await self._taken(name, returned, browser_secret)
        code = await self._code(client, returned)
        try:
            claims = await client.redeem(code, attempt.redirect_uri, secrets)
        except NotBelieved as problem:
            await self._note_refusal(name, problem.reason, {})
            raise
        person = await self._person(client.provider, claims)
        return await self._sessions.begin(person, Method.OIDC, visitor), attempt.next_path

    async def address_to_sign_out(self, name: str, back_to: str) -> str | None:
        """Where to sign out there as well; None when there is no such page. Raises UnknownProvider, ProviderUnavailable."""
        return await self._client(name).address_to_sign_out(back_to)

    def _client(self, name: str) -> Client:
        client = self._clients.get(name)
        if client is None:
            raise UnknownProvider("There is no such sign-in provider. GET /api/v1/signin lists them.")
        return client

    async def _taken(
        self, name: str, returned: Returned, browser_secret: str | None
    ) -> tuple[Attempt, Secrets]:
        attempt = None
        state = returned.state
        if state and browser_secret and len(state) <= _MAX_PARAM_CHARS:
            async with self._database.begin() as tx:
                attempt = await store.take(tx, hash_of(state), hash_of(browser_secret))
        if not attempt or not state or not browser_secret:
            raise _invalid()
        if attempt.provider != name or attempt.is_over(self._clock()):
            raise _invalid()
        return attempt, Secrets(browser_secret, state)

    async def _code(self, client: Client, returned: Returned) -> str:
        metadata = await client.directory.metadata()
        is_other = returned.issuer is not None and returned.issuer != metadata.issuer
        if is_other or (returned.issuer is None and metadata.says_issuer_in_answer):
            raise NotBelieved("iss", "The answer comes from another sign-in provider than the one you chose.")
        if returned.error is not None or not returned.code or len(returned.code) > _MAX_PARAM_CHARS:
            raise RefusedThere(_SAID.get(returned.error or "", _SAID[""]))
        return returned.code

    async def _person(self, provider: Provider, claims: Claims) -> Person:
        who = {"subject": claims.subject, "email": claims.email}
        rights = rights_of(claims.groups, provider.groups)
        if rights is None:
            await self._note_refusal(provider.name, "no-group", who)
            raise NoAccess(
                "You are known, but none of your groups gives access to Watchgate. Ask your administrator to add you to one."
            )
        try:
            person = await self._known_as(provider, claims, rights)
        except UserError as problem:
            await self._note_refusal(provider.name, "account", who)
            raise NoAccess(str(problem)) from None
        if not person.is_active:
            await self._note_refusal(provider.name, "disabled", who)
            raise NoAccess("Your account here is disabled. Ask an administrator to enable it.")
        return person

    async def _known_as(self, provider: Provider, claims: Claims, rights: Rights) -> Person:
        return await self._people.signed_in_elsewhere(
            issuer=provider.issuer,
            subject=claims.subject,
            email=claims.email,
            name=claims.name,
            role=rights.role,
            grants=rights.grants,
            workspaces=rights.workspaces,
        )

    async def _note_refusal(self, provider: str, reason: str, who: Mapping[str, str]) -> None:
        async with self._database.begin() as tx:
            await outbox.record(tx, events.REFUSED, {"provider": provider, "reason": reason}, who)


def _invalid() -> AttemptInvalid:
    return AttemptInvalid(
        "This sign-in is over: it was used already, took longer than ten minutes, or began in another browser. Begin again."
    )


_SAID = {
    "": "The sign-in provider refused, or something went wrong there. Try again.",
    "access_denied": "You did not sign in at the provider, or it does not let you in here. Try again, or ask your administrator.",
    "login_required": "The provider asks you to sign in there first. Try again.",
    "temporarily_unavailable": "The sign-in provider is busy. Try again in a few minutes.",
    "server_error": "Something went wrong at the sign-in provider. Try again in a few minutes.",
    "invalid_scope": "The sign-in provider does not know the scopes we ask for. Your administrator checks `scopes`.",
    "unauthorized_client": "The sign-in provider does not let us sign people in. Your administrator checks the client there.",
}
"""Our words for the provider's codes. What it says besides is not repeated: anybody could write it into the address."""
