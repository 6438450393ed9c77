"""Can people sign in with the other providers? Each is asked what it offers and for its keys; nobody is signed in."""

from watchgate.doctor.model import Line, Lines, failed, ok
from watchgate.identity.oidc.configuration import providers_of
from watchgate.identity.oidc.discovery import Directory
from watchgate.identity.oidc.errors import ProviderUnavailable
from watchgate.identity.oidc.model import Provider
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings


async def look(settings: Settings) -> Lines:
    """A line for each provider; one when there is none."""
    try:
        providers = providers_of(settings.sign_in)
    except UserError as problem:
        return [
            failed(
                "sign-in", str(problem), "Correct the setting `sign_in`; docs/single-sign-on.md shows one."
            )
        ]
    if not providers:
        return [ok("sign-in", "local accounts only")]
    return [await _ask(provider) for provider in providers.values()]


async def _ask(provider: Provider) -> Line:
    name = f"sign-in {provider.name}"
    directory = Directory(provider.issuer, utc_now)
    try:
        await directory.metadata()
        keys = await directory.keys()
    except ProviderUnavailable as problem:
        remedy = f"Check `issuer` in sign_in.{provider.name}, the network and HTTPS_PROXY. Local accounts still work."
        return failed(name, str(problem), remedy)
    return ok(name, f"{provider.issuer} can be reached and has {len(keys.keys)} keys")
