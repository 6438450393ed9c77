"""What do the settings say about remediation?"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from watchgate.kernel.errors import UserError
from watchgate.remediation.model import Action, Kind
from watchgate.remediation.resolving import Bounds
from watchgate.remediation.service import Terms
from watchgate.remediation.thresholds import Thresholds
from watchgate.settings import Settings

Word = TypeVar("Word", bound=StrEnum)
_OF_PERSON = 10


def bounds(settings: Settings) -> Bounds:
    """How many objects a request may hold."""
    return Bounds(settings.remediation_objects, _OF_PERSON * settings.remediation_objects)


def terms(settings: Settings) -> Terms:
    """How long requests wait."""
    return Terms(decision=timedelta(hours=settings.remediation_decide_hours))


def thresholds(settings: Settings) -> Thresholds:
    """What goes without approval. Raises UserError for actions and kinds that there are not."""
    return Thresholds(
        settings.remediation_free_objects,
        _known(Action, settings.remediation_free_actions, "remediation_free_actions"),
        _known(Kind, settings.remediation_free_kinds, "remediation_free_kinds"),
        timedelta(days=settings.remediation_free_days),
    )


def _known(words: type[Word], said: Iterable[str], setting: str) -> frozenset[Word]:
    known = {str(word): word for word in words}
    if unknown := sorted(set(said) - known.keys()):
        raise UserError(
            f"The setting {setting} has {', '.join(unknown)}, which there is not. There are: {', '.join(known)}."
        )
    return frozenset(known[word] for word in said)
