"""The catalogue's workplace and API: findings are what was found there."""

from integration.catalog.conftest import client, workplace
from postgres import database, postgres_url

__all__ = ["client", "database", "postgres_url", "workplace"]
