"""Which kinds of secrets are known? One table, from one file a field under `providers/`."""

from watchgate.detection.secrets.kind import SecretKind
from watchgate.detection.secrets.providers import (
    chat,
    cloud,
    code,
    data,
    delivery,
    identity,
    mail,
    models,
    monitoring,
    ownerless,
    payments,
    work,
)

_FIELDS = (models, cloud, code, delivery, chat, mail, payments, monitoring, data, identity, work)

PROVIDERS: tuple[SecretKind, ...] = tuple(kind for field in _FIELDS for kind in field.KINDS)
"""What providers hand out."""

WITH_FORMS: tuple[SecretKind, ...] = (*PROVIDERS, *ownerless.TOKENS)
SECRETS: tuple[SecretKind, ...] = (*WITH_FORMS, *ownerless.OTHERS)
