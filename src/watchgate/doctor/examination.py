"""How is everything looked at, in order, whatever is broken? What could not be looked at is said, never passed over."""

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from watchgate.doctor.checks import schema
from watchgate.doctor.model import Line, Lines, Status, Stored, failed, ok, warning
from watchgate.doctor.opening import opened
from watchgate.doctor.registry import OF_THE_MACHINE, OF_THE_PROGRAM, OF_WHAT_IS_STORED, OUTSIDE
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings, load_settings, settings_file


async def examine(
    data_dir: Path | None, database_url: str | None, *, is_offline: bool
) -> AsyncIterator[Line]:
    """Each line as soon as it is known. Nothing is changed; with *is_offline*, others' hosts are left alone."""
    for name, look in OF_THE_PROGRAM.items():
        for line in await _lines(name, look()):
            yield line
    try:
        settings = load_settings(data_dir=data_dir, database_url=database_url)
        file = settings_file(data_dir=data_dir)
    except UserError as problem:
        yield failed("settings", str(problem))
        for name in ("database", *OF_THE_MACHINE, *OF_WHAT_IS_STORED):
            yield _not_looked_at(name, "the settings cannot be read")
        return
    yield ok("settings", f"from {file}" if file else "no settings file; environment and defaults hold")
    for check, look_at in OF_THE_MACHINE.items():
        if not (is_offline and check in OUTSIDE):
            for line in await _lines(check, look_at(settings)):
                yield line
    async for line in _stored(settings):
        yield line


async def _stored(settings: Settings) -> AsyncIterator[Line]:
    async with opened(settings) as database:
        if isinstance(database, Line):
            yield database
            if database.status is not Status.OK:
                for name in OF_WHAT_IS_STORED:
                    yield _not_looked_at(name, "there is no database to ask")
            return
        lines = await _lines("database", schema.look(database))
        for line in lines:
            yield line
        is_ready = all(line.status is Status.OK for line in lines)
        for name, look in OF_WHAT_IS_STORED.items():
            if not is_ready:
                yield _not_looked_at(name, "the database is not ready")
                continue
            for line in await _lines(name, look(Stored(settings, database))):
                yield line


async def _lines(name: str, looking: Awaitable[Lines]) -> Lines:
    """What a check says; a failure of the check itself is a line, too."""
    try:
        return await looking
    except (OSError, SQLAlchemyError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        return [
            failed(
                name, f"it could not be looked at: {why}", "Mend what the other lines say, then ask again."
            )
        ]


def _not_looked_at(name: str, why: str) -> Line:
    return warning(name, f"not looked at: {why}")
