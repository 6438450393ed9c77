"""How do files become an archive that is the same, byte for byte, wherever and whenever it is made?

Nothing of the machine goes in: entries in the order of their names' bytes, no times (1 January 1980, the first that ZIP knows),
fixed rights, and no compression, which differs between versions of zlib.
"""

import io
import zipfile
from collections.abc import Mapping

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN, _EXECUTABLE = 0o100644, 0o100755


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """An archive of *files* (path → bytes). A file that begins with `#!` may be run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files, key=str.encode):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system = _UNIX
            entry.external_attr = (_EXECUTABLE if files[path].startswith(b"#!") else _PLAIN) << 16
            archive.writestr(entry, files[path])
    return buffer.getvalue()
