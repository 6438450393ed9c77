"""Where does a value stand, in everything that is kept? Every live row of every table, opened with the keys, and every file.

Nothing is taken from what the program declares: tables and columns are those that PostgreSQL has, so that a table which is
built later is searched as well; and what is sealed and cannot be opened fails the search, instead of being passed over.
"""

import base64
import binascii
import contextlib
import json
import re
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import psycopg

import watchgate
from watchgate.storage.sealing import SealBroken, WorkspaceSealer

_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2
"""
_NOT_SEALED = {
    "fingerprint",
    "wrapped",
    "token_hash",
    "secret_hash",
    "hash",
    "approved_content",
    "key_hash",
    "mark",
    "name_fingerprint",
    "sha256",
    "archive",
}
"""Columns of bytes that hold a keyed or plain digest, a key that the KEK has wrapped, or (a skill's archive) what is not sealed."""
_NOT_READ = {"base", "global", "pg_wal", "pg_xact", "pg_multixact", "pg_subtrans"}
"""Folders of PostgreSQL itself: dead rows stand in them until they are vacuumed. Their live rows are read as rows."""


def forms(value):
    """The bytes that *value* can stand as."""
    plain = value.casefold()
    written = {plain, json.dumps(plain)[1:-1], quote(plain), quote(plain, safe="")}
    as_bytes = {form.encode() for form in written}
    as_bytes |= {plain.encode("utf-16-le"), plain.encode().hex().encode()}
    return as_bytes


class Search:
    """Values to look for, and where they stand: {value: {place, …}}."""

    def __init__(self, values):
        self.values = {value: forms(value) for value in values}
        self.found = {value: set() for value in values}
        self.looked = 0

    def look(self, place, content):
        """*content*: bytes or text."""
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        self.looked += len(raw)
        low = raw.decode("utf-8", "surrogateescape").casefold().encode("utf-8", "surrogateescape")
        for value, written in self.values.items():
            if any(form in low for form in written):
                self.found[value].add(place)

    @property
    def standing(self):
        """{place: [values]} of what was found."""
        places = {}
        for value, where in self.found.items():
            for place in where:
                places.setdefault(place, []).append(value)
        return {place: sorted(places[place]) for place in sorted(places)}

    def rows(self, url, data_keys):
        """Look at every row. *data_keys*: workspace → its data key (`opened_keys`)."""
        sealers = {workspace: WorkspaceSealer(key) for workspace, key in data_keys.items()}
        with psycopg.connect(url) as connection:
            for schema, table in connection.execute(_TABLES).fetchall():
                cursor = connection.execute(f'SELECT * FROM "{schema}"."{table}"')
                names = [column.name for column in cursor.description]
                for row in cursor:
                    self._row(f"{schema}.{table}", dict(zip(names, row, strict=True)), sealers)

    def files(self, *folders):
        """Look at every file below, and at its name; of a PostgreSQL its logs and settings."""
        for folder in folders:
            for path in sorted(Path(folder).rglob("*")):
                inside = path.relative_to(folder)
                if path.is_file() and _NOT_READ.isdisjoint(inside.parts):
                    self.look(f"file {inside}", path.read_bytes())
                    self.look(f"name of {inside}", str(inside))

    def _row(self, table, row, sealers):
        for name, value in row.items():
            place = f"{table}.{name}"
            if isinstance(value, bytes):
                self.look(place, value)
                if name not in _NOT_SEALED:
                    self._sealed(place, value, row, sealers)
            elif value is not None:
                written = (
                    value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
                )
                self.look(place, written)
                if isinstance(value, str) and (packed := _unpacked(value)):
                    self.look(place, packed)

    def _sealed(self, place, sealed, row, sealers):
        opened = open_sealed(sealed, row, sealers, place.rpartition(".")[2])
        if opened is None:
            raise AssertionError(f"{place} is sealed for a place that this search does not know")
        self.look(place + " (sealed)", opened)


def open_sealed(sealed, row, sealers, column):
    """What a sealed *column* of *row* holds; None when no context opens it."""
    own = row.get("workspace_id")
    keys = sorted(sealers.values(), key=lambda one: one is not sealers.get(own))  # its own workspace's first
    named = [str(value).encode() for value in row.values() if isinstance(value, str | int | UUID)]
    ending = b":" + column.removesuffix("_sealed").encode()
    contexts = [prefix + one + end for prefix in _prefixes() for one in named for end in (b"", ending)]
    for sealer in keys:
        for context in [*contexts, *_credential_contexts(row), *_contexts_of_skills(row)]:
            try:
                return sealer.open(sealed, context=context)
            except SealBroken:
                continue
    return None


def _credential_contexts(row):
    if "last_four" not in row:
        return []
    from watchgate.workspaces.model import KeyKind
    from watchgate.workspaces.service import key_context

    return [key_context(row["workspace_id"], KeyKind(row["kind"]))]


def _contexts_of_skills(row):
    """As `skills/presence`, `skills/entitlements`, `skills/pushing` and `hub/records` name the places of their seals."""
    named = {name: str(value) for name, value in row.items() if isinstance(value, str)}
    forms = [
        "unmanaged\0{target}\0{object_id}",
        "skill presence\0{target}\0{skill_id}",
        "skill exception\0{skill_id}\0{user_id}",
        "hub record\0{id}",
        "platform key\0{project}",
    ]
    for form in forms:
        with contextlib.suppress(KeyError):
            yield form.format_map(named).encode()


def _prefixes(known=[]):  # noqa: B006 -- read once
    """Every `b"word:"` of the program: what contexts of seals begin with."""
    if not known:
        sources = Path(watchgate.__file__).parent.rglob("*.py")
        words = {word for path in sources for word in re.findall(r'b"([a-z_]+:)"', path.read_text())}
        known += sorted(word.encode() for word in words)
    return known


def _unpacked(value):
    """What stands in base64 (as durable jobs keep their arguments); None when nothing does."""
    try:
        return base64.b64decode(value, validate=True) if len(value) >= 16 else None
    except (binascii.Error, ValueError):
        return None


async def opened_keys(database, keyring):
    """workspace → its data key."""
    keys = {}
    async with database.read() as tx:
        rows = (await tx.exec_driver_sql("SELECT workspace_id FROM data_key")).all()
        for (workspace_id,) in rows:
            keys[workspace_id] = (await keyring.existing(tx, workspace_id)).reveal_data_key()
    return keys
