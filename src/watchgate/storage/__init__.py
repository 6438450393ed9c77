"""How is state kept? PostgreSQL, embedded or by URL; migrations; durable jobs."""
