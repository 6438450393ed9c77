"""Is what stands there what we would send? Compared by the files and their bytes, not by how an archive was packed."""

import io
import zipfile
from collections.abc import Mapping

from watchgate.skills.archive import zip_of
from watchgate.skills.package.digest import digest_of
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets import agent_skill

_MAX_FILES = 1000
_MAX_BYTES = 100_000_000


def archive_of(skill: Skill) -> bytes:
    """What is sent."""
    return zip_of(agent_skill.render(skill).files)


def digest_of_sent(skill: Skill) -> str:
    """The digest of what is sent; it says nothing of `skill.yaml`."""
    return digest_of(_without_folder(agent_skill.render(skill).files))


def digest_of_archive(raw: bytes) -> str | None:
    """The digest of what an archive holds; None when it is none that could be ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = _files(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    return digest_of(_without_folder(files)) if files is not None else None


def _files(archive: zipfile.ZipFile) -> Mapping[str, bytes] | None:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > _MAX_FILES or sum(one.file_size for one in members) > _MAX_BYTES:
        return None
    return {one.filename: archive.read(one) for one in members}


def _without_folder(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Paths inside the one folder that holds everything; as they are, if there is none."""
    folders = {path.partition("/")[0] for path in files}
    if len(folders) != 1 or any("/" not in path for path in files):
        return files
    return {path.partition("/")[2]: content for path, content in files.items()}
