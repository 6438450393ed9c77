"""What does an object's route name beside it? Without that it cannot be asked for; nothing is guessed."""

from watchgate.openai.errors import Unexpected
from watchgate.remediation.model import Target


def owner_of(target: Target) -> str:
    """Raises Unexpected."""
    if target.owner_id is None:
        raise Unexpected(
            f"Whose {_spoken(target)} it is, is not known, and OpenAI's route names its owner. Plan it again with `owner_id`."
        )
    return target.owner_id


def parent_of(target: Target) -> str:
    """Raises Unexpected."""
    if target.parent_id is None:
        raise Unexpected(
            f"What the {_spoken(target)} belongs to is not known, and OpenAI's route names it. Plan it again with `parent_id`."
        )
    return target.parent_id


def _spoken(target: Target) -> str:
    return target.kind.value.replace("_", " ")
