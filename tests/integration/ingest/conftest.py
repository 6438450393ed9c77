"""A real PostgreSQL for each test of ingest."""

from postgres import database, postgres_url

__all__ = ["database", "postgres_url"]
