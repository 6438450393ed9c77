from postgres import database, postgres_url  # noqa: F401 -- fixtures
