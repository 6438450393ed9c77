"""What is there to know about a database? Where it is, how big, and which steps of the schema it has."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url

from watchgate.storage.database import Database
from watchgate.storage.migrate import SchemaStatus, status


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """`place` holds no password."""

    place: str
    is_embedded: bool
    server_version: str
    size_bytes: int
    connections: int
    schema: SchemaStatus

    def as_json(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


async def report_on(database: Database) -> DatabaseReport:
    """Ask the database. Raises DBAPIError."""
    schema = await asyncio.to_thread(status, database.url)
    question = """
        SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size,
               (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections
    """
    async with database.read() as tx:
        found = (await tx.execute(text(question))).one()
    return DatabaseReport(
        place=make_url(database.url).render_as_string(hide_password=True),
        is_embedded=database.revive is not None,
        server_version=found.version,
        size_bytes=found.size,
        connections=found.connections,
        schema=schema,
    )
