"""How is DBOS set up inside this process? On our database, in a schema of its own, quiet, with JSON instead of pickles."""

import logging
from collections.abc import Callable
from typing import Any

import psycopg
from dbos import DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

SCHEMA = "jobs"
VERSION = "1"
"""Of the steps of our workflows. One version carries out the workflows of another, so their steps only ever change by
getting new names.
"""
_POOL_SIZE = 6
_THREADS = 32
_CONNECT_TIMEOUT_S = 10


def configuration(url: str, executor_id: str, engine: Engine) -> DBOSConfig:
    """What DBOS is told."""
    return DBOSConfig(
        name="watchgate",
        system_database_url=url,
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        executor_id=executor_id,
        application_version=VERSION,
        serializer=DBOSPortableJSONSerializer(),  # whoever writes our tables must not run code here
        enable_otlp=False,
        max_executor_threads=_THREADS,
        log_level="WARNING",
    )


def system_engine(url: str, revive: Callable[[], None] | None) -> Engine:
    """A pool of DBOS's own. With *revive*, a dead server of ours is started again by whoever connects next."""

    def connect() -> psycopg.Connection[Any]:
        try:
            return _connect(url)
        except psycopg.OperationalError:
            if revive is None:
                raise
        revive()
        return _connect(url)

    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        creator=connect,
        pool_size=_POOL_SIZE,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def be_quiet() -> None:
    """DBOS writes to the terminal by itself; let its warnings go where ours go, and nothing else."""
    logger = logging.getLogger("dbos")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
    logger.setLevel(logging.WARNING)


def _connect(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(
        url,
        application_name="watchgate jobs",
        connect_timeout=_CONNECT_TIMEOUT_S,
        options="-c timezone=UTC -c lock_timeout=30s -c idle_in_transaction_session_timeout=60s",
    )
