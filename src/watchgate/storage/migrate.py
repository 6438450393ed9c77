"""How does a database get the schema that this program needs? Step by step, one process at a time, nobody kept waiting."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.errors import UserError
from watchgate.storage import partitions

_SCRIPTS = Path(__file__).with_name("migrations")
_ADVISORY_LOCK = 0x7761_7463_6800
_LOCK_TIMEOUT = "10s"
_STATEMENT_TIMEOUT = "600s"
_OTHERS_TIMEOUT = "600s"


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Where a database is: `current` is its newest step (None: empty), `newest` this program's, `pending` those between."""

    current: str | None
    newest: str
    pending: Sequence[str]

    @property
    def is_newer_than_this_program(self) -> bool:
        """Was it migrated by a later Watchgate?"""
        return self.current is not None and not self.pending and self.current != self.newest


def status(url: str) -> SchemaStatus:
    """Where the database at *url* is. Blocking."""
    with _engine(url) as engine, engine.connect() as connection:
        return _status(connection, _scripts())


def migrate(url: str, clock: Clock = utc_now) -> SchemaStatus:
    """Carry out the steps that are missing, and make the months of the big tables; returns where it was before. Blocking.

    Raises UserError when the database is a later Watchgate's, or when others held its tables for too long.
    """
    scripts = _scripts()
    with _engine(url) as engine, _alone(engine), engine.connect() as connection:
        before = _status(connection, scripts)
        connection.rollback()
        if before.is_newer_than_this_program:
            raise UserError(
                f"The database is at step {before.current}, which this Watchgate does not know (its newest is {before.newest}). "
                "Run the newer Watchgate, or restore a backup."
            )
        try:
            _upgrade(connection, scripts)
            with connection.begin():
                partitions.ensure_sync(connection, clock())
        except OperationalError as error:
            if "lock timeout" not in str(error):
                raise
            raise UserError(
                "The database could not be migrated: other programs held its tables for too long. Stop them, and try again."
            ) from None
    return before


def _upgrade(connection: Connection, scripts: ScriptDirectory) -> None:
    def steps(revision: tuple[str, ...], _: MigrationContext) -> list[object]:
        return list(scripts._upgrade_revs("head", revision))  # type: ignore[arg-type]  # noqa: SLF001 -- Alembic's own commands use it

    with EnvironmentContext(_config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()
    connection.commit()


def _status(connection: Connection, scripts: ScriptDirectory) -> SchemaStatus:
    current = MigrationContext.configure(connection).get_current_revision()
    steps = [script.revision for script in scripts.walk_revisions()][::-1]
    if current is not None:
        done = steps.index(current) + 1 if current in steps else len(steps)
        return SchemaStatus(current, steps[-1], steps[done:])
    return SchemaStatus(None, steps[-1], steps)


@contextlib.contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold off other processes that want to migrate; they find the work done."""
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{_OTHERS_TIMEOUT}'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        connection.commit()
        yield


@contextlib.contextmanager
def _engine(url: str) -> Iterator[Engine]:
    session = f"-c timezone=UTC -c lock_timeout={_LOCK_TIMEOUT} -c statement_timeout={_STATEMENT_TIMEOUT}"
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={"application_name": "watchgate migrate", "options": session, "connect_timeout": 10},
    )
    try:
        yield engine
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
