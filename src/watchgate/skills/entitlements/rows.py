"""How are groups read from a file? CSV with the columns `group` and `user` (an id or an address), one line a member."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from watchgate.kernel.errors import UserError

_COLUMNS = ("group", "user")
_MOST_LINES = 500_000
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """Group → its people: ids, or addresses in lower case."""

    groups: Mapping[str, frozenset[str]]

    @property
    def addresses(self) -> frozenset[str]:
        everybody = frozenset().union(*self.groups.values()) if self.groups else frozenset()
        return frozenset(one for one in everybody if "@" in one)


def read_groups(raw: bytes) -> Imported:
    """Raises UserError with the line that is wrong; its values are not quoted."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("The file is not UTF-8 text. Export it as CSV in UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text))
    if not set(_COLUMNS) <= set(reader.fieldnames or ()):
        raise UserError("The first line has to name the columns `group` and `user`.")
    groups: dict[str, set[str]] = {}
    for row in reader:
        if reader.line_num > _MOST_LINES:
            raise UserError(f"More than {_MOST_LINES:,} lines. Import fewer groups.")
        group, user = (str(row[name] or "").strip() for name in _COLUMNS)
        if not (0 < len(group) <= _LONGEST and 0 < len(user) <= _LONGEST) or "\0" in group + user:
            raise UserError(f"Line {reader.line_num}: group and user have 1 to {_LONGEST} characters each.")
        groups.setdefault(group, set()).add(user.lower() if "@" in user else user)
    return Imported({name: frozenset(users) for name, users in groups.items()})
