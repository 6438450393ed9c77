"""What is in an uploaded ZIP archive, and how is one written that is always the same?"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - zlib calls its exception `error`

from watchgate.simulator.skill_folder.unsuitable import UnsuitableError

MOST_BYTES = 50 * 1024 * 1024
MOST_FILES = 500
MOST_BYTES_EACH = 25 * 1024 * 1024
"""What OpenAI is said to take (contracts §4.5, reported)."""
_MOST_BYTES_UNPACKED = 256 * 1024 * 1024
"""Of all files together: our own limit, for the sake of the machine that simulates."""
_ALWAYS = (2026, 1, 1, 0, 0, 0)


def unzipped(content: bytes) -> dict[str, bytes]:
    """Path → bytes, without folders of their own. Raises UnsuitableError."""
    if len(content) > MOST_BYTES:
        raise UnsuitableError(f"The ZIP archive has {len(content)} bytes; at most {MOST_BYTES} are allowed.")
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if len(entries) > MOST_FILES:
                raise UnsuitableError(f"There are {len(entries)} files; at most {MOST_FILES} are allowed.")
            return _contents(archive, entries)
    except (BadZipFile, ZlibError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnsuitableError("The upload is no ZIP archive that can be read.") from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of *files* with a date of its own, so that the same files give the same bytes at any time."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for path, content in files.items():
            archive.writestr(ZipInfo(path, _ALWAYS), content)
    return written.getvalue()


def _contents(archive: ZipFile, entries: Sequence[ZipInfo]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    left = _MOST_BYTES_UNPACKED
    for each in entries:
        if each.filename in contents:
            raise UnsuitableError(f"{each.filename} is in the ZIP archive twice.")
        contents[each.filename] = content = _read(archive, each)
        left -= len(content)
        if left < 0:
            raise UnsuitableError(f"The files have more than {_MOST_BYTES_UNPACKED} bytes together.")
    return contents


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """No more than is allowed, whatever the archive says of its size."""
    with archive.open(entry) as opened:
        content = opened.read(MOST_BYTES_EACH + 1)
    if len(content) > MOST_BYTES_EACH:
        raise UnsuitableError(f"{entry.filename} is larger than {MOST_BYTES_EACH} bytes.")
    return content
