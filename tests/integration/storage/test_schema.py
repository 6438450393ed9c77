"""The tables as the migrations made them, and as the program declares them: column by column the same."""

import importlib
import pkgutil

from sqlalchemy import create_engine, text

import watchgate
from postgres import fresh_database
from watchgate.storage.metadata import metadata

PARTS = "(SELECT inhrelid FROM pg_inherits)"
QUESTIONS = {
    "columns": f"""
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
              AND NOT a.attisdropped AND c.relname <> 'alembic_version' AND c.oid NOT IN {PARTS}
    """,
    "constraints": f"""
        SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND conrelid NOT IN {PARTS} AND contype <> 'n'
              AND conrelid::regclass::text <> 'alembic_version'
    """,
    "indexes": f"""
        SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indrelid
        WHERE c.relnamespace = 'public'::regnamespace AND indrelid NOT IN {PARTS} AND c.relname <> 'alembic_version'
    """,
    "partitioning": "SELECT partrelid::regclass::text, pg_get_partkeydef(partrelid) FROM pg_partitioned_table",
}


def described(url):
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = {
            name: sorted(map(repr, map(tuple, connection.execute(text(question)))))
            for name, question in QUESTIONS.items()
        }
    engine.dispose()
    return found


def declare_all():
    for module in pkgutil.walk_packages(watchgate.__path__, "watchgate."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)


def test_the_program_declares_what_the_migrations_made(postgres_url):
    declare_all()
    url, drop = fresh_database("template0")
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    metadata.create_all(engine)
    engine.dispose()

    declared, made = described(url), described(postgres_url)
    drop()

    for name in QUESTIONS:
        assert declared[name] == made[name], name
    assert len(made["columns"]) > 100
