"""Which parts make the registry, whoever opens it (the server, a worker, a test)?"""

from watchgate.kernel.clock import Clock, utc_now
from watchgate.settings import Settings
from watchgate.skills.lint.limits import limits
from watchgate.skills.registry.admission import Admission
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.model import Tenant
from watchgate.storage.database import Database


def registry_on(database: Database, settings: Settings, clock: Clock = utc_now) -> Registry:
    """The registry on *database*."""
    hub_url = settings.public_url or "https://hub.invalid"
    tenant = Tenant(settings.skills_prefix, settings.tenant_slug, hub_url)
    return Registry(database, Admission(tenant, limits(), settings.skills_signers), clock)
