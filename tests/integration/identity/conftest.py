"""People, sessions and links on a real database."""

from postgres import database, postgres_url  # noqa: F401 -- fixtures
