"""Has the database the schema that this program needs?"""

from watchgate.doctor.model import Lines, failed, ok
from watchgate.storage.database import Database
from watchgate.storage.report import report_on


async def look(database: Database) -> Lines:
    """Two lines: the database, and its schema. Raises DBAPIError."""
    report = await report_on(database)
    place = "embedded" if report.is_embedded else report.place
    about = f"PostgreSQL {report.server_version}, {report.size_bytes / 1024**2:,.0f} MiB ({place})"
    schema = report.schema
    if schema.is_newer_than_this_program:
        step = failed("schema", f"at {schema.current}, of a newer Watchgate", "Run the newer Watchgate.")
    elif schema.pending:
        remedy = "Start watchgate up or server, which does them; or: watchgate db migrate"
        step = failed("schema", f"{len(schema.pending)} steps are missing", remedy)
    else:
        step = ok("schema", f"at {schema.current}, complete")
    return [ok("database", about), step]
