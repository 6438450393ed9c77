"""`watchgate …`, with every logger at DEBUG: python -m e2e.at_debug_level … (also in the processes that it spawns)."""

import logging

logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(levelname)s %(name)s %(message)s")
for name in (
    "sqlalchemy",
    "sqlalchemy.engine",
    "psycopg",
    "httpcore",
    "httpx",
):  # these hold themselves back otherwise
    logging.getLogger(name).setLevel(logging.DEBUG)

if __name__ == "__main__":
    from watchgate.cli import main

    main()
