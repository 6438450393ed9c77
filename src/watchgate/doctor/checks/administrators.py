"""Is there somebody who can sign in and let others in?"""

from collections.abc import Sequence

from watchgate.doctor.model import Lines, Stored, ok, warning
from watchgate.identity.oidc.configuration import providers_of
from watchgate.identity.people.model import Person, Source
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings

_NAME = "administrators"


async def look(stored: Stored) -> Lines:
    """One line."""
    everybody = await People(stored.database, utc_now).all()
    able = [
        one for one in everybody if _is_administrator(one) and (one.password_set_at or _is_elsewhere(one))
    ]
    if not able:
        return [
            warning(_NAME, "none can sign in", "Make the first with the link of: watchgate users setup-link")
        ]
    if not any(one.password_set_at for one in able) and not _is_offered(able, stored.settings):
        detail = "none can sign in: their sign-in provider is not in the settings any more"
        return [warning(_NAME, detail, "watchgate users create EMAIL --name NAME --role admin")]
    return [ok(_NAME, f"{len(able)} can sign in")]


def _is_administrator(person: Person) -> bool:
    return person.is_active and person.role is Role.ADMIN and person.workspaces is None


def _is_elsewhere(person: Person) -> bool:
    return person.source is Source.OIDC


def _is_offered(able: Sequence[Person], settings: Settings) -> bool:
    """Accounts do not say by which provider they came; without any, none of them can come again."""
    try:
        return bool(able and providers_of(settings.sign_in))
    except UserError:
        return True  # the line about sign-in says what is wrong
