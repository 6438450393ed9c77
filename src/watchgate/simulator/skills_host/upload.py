"""What was uploaded? A folder in pieces, or one ZIP archive of it; and whether it is to be the default."""

from watchgate.simulator.api_error import ApiError, invalid, missing
from watchgate.simulator.endpoint import Call
from watchgate.simulator.skill_folder.archive import unzipped
from watchgate.simulator.skill_folder.folder import SkillFolder, folder_of
from watchgate.simulator.skill_folder.unsuitable import UnsuitableError
from watchgate.simulator.skills_host.multipart import Part, parts_of

_FILES = ("files", "files[]")
_ZIP = b"PK\x03\x04"


def uploaded(call: Call) -> tuple[SkillFolder, bool]:
    """The folder, and the field `default`. Raises ApiError."""
    parts = parts_of(call.body, call.content_type)
    files = [each for each in parts if each.name in _FILES]
    if not files:
        raise missing("files")
    try:
        return folder_of(_sent(files)), _default(parts)
    except UnsuitableError as error:
        raise invalid("files", str(error), code="invalid_skill") from error


def _sent(files: list[Part]) -> dict[str, bytes]:
    """Raises UnsuitableError."""
    if len(files) == 1 and files[0].content.startswith(_ZIP):
        return unzipped(files[0].content)
    sent: dict[str, bytes] = {}
    for each in files:
        path = each.filename or ""
        if path in sent:
            raise UnsuitableError(f"{path!r} was sent twice.")
        sent[path] = each.content
    return sent


def _default(parts: list[Part]) -> bool:
    said = [each.content for each in parts if each.name == "default"]
    if said and said[-1] not in (b"true", b"false"):
        raise ApiError(400, "Invalid 'default': it must be true or false.", param="default")
    return bool(said) and said[-1] == b"true"
