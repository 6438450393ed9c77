"""Who looks for secrets?"""

from watchgate.detection.detector import Detector
from watchgate.detection.secrets.addresses import ADDRESSES
from watchgate.detection.secrets.assigned import ASSIGNED
from watchgate.detection.secrets.forms import by_form
from watchgate.detection.secrets.headers import HEADERS
from watchgate.detection.secrets.named import named
from watchgate.detection.secrets.passwords import PASSWORDS
from watchgate.detection.secrets.private_key import PRIVATE_KEYS
from watchgate.detection.secrets.table import WITH_FORMS


def secret_detectors() -> tuple[Detector, ...]:
    """One for each kind with a form of its own, one for all that need a name before them, and one for each other way to hold a secret."""
    return (
        *(by_form(kind) for kind in WITH_FORMS if kind.own_forms),
        named([kind for kind in WITH_FORMS if kind.near]),
        ASSIGNED,
        PASSWORDS,
        HEADERS,
        ADDRESSES,
        PRIVATE_KEYS,
    )
