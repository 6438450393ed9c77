"""How do we reach PostgreSQL? Transactions over a bounded pool of connections; SQLAlchemy Core, no ORM."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

APPLICATION_NAME = "watchgate"
POOL_SIZE = 10
POOL_TIMEOUT_S = 30.0
STATEMENT_TIMEOUT_S = 60
_CONNECT_TIMEOUT_S = 10
_SESSION = {
    "timezone": "UTC",
    "statement_timeout": f"{STATEMENT_TIMEOUT_S}s",
    "idle_in_transaction_session_timeout": "300s",
    "lock_timeout": "30s",
}


class OwnServer(Protocol):
    """A server that is ours to start and to leave. Its methods block."""

    def revive(self) -> None: ...
    def stop(self) -> None: ...


class Database:
    """PostgreSQL, for one event loop. Everything raises `sqlalchemy.exc.DBAPIError` when the database does."""

    def __init__(self, url: str, *, server: OwnServer | None = None, pool_size: int = POOL_SIZE) -> None:
        """*url*: `postgresql://…`. With a *server* of our own, a dead one is started again by whoever connects next."""
        self.url = url
        self._server = server
        logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)  # at DEBUG it would quote rows
        self._engine = create_async_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            async_creator=self._connect,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            pool_pre_ping=True,  # a server that was restarted costs nobody a failure
            hide_parameters=True,  # an error never quotes other people's text
        )

    @contextlib.asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end of the block, rolled back when it raises."""
        async with self._engine.begin() as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that can only read."""
        async with self._engine.connect() as plain:
            connection = await plain.execution_options(postgresql_readonly=True)
            async with connection.begin():
                yield connection

    @contextlib.asynccontextmanager
    async def outside(self) -> AsyncIterator[AsyncConnection]:
        """A connection without a transaction and its limits of time: for what cannot run in one (VACUUM)."""
        async with self._engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("SET statement_timeout = 0")
            try:
                yield connection
            finally:
                await connection.exec_driver_sql(f"SET statement_timeout = '{STATEMENT_TIMEOUT_S}s'")

    @property
    def revive(self) -> Callable[[], None] | None:
        """What starts a dead server of our own again (it blocks); None when the server is not ours."""
        return self._server.revive if self._server is not None else None

    async def close(self) -> None:
        """Give every connection back, and leave our own server (the last to leave stops it)."""
        await self._engine.dispose()
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        try:
            return await self._new_connection()
        except psycopg.OperationalError:
            if self._server is None:
                raise
        await asyncio.to_thread(self._server.revive)
        return await self._new_connection()

    async def _new_connection(self) -> psycopg.AsyncConnection[Any]:
        options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
        return await psycopg.AsyncConnection.connect(
            self.url, application_name=APPLICATION_NAME, connect_timeout=_CONNECT_TIMEOUT_S, options=options
        )
