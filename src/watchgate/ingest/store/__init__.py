"""How are digested events written into PostgreSQL? In bulk: arrays and COPY, one transaction a file."""
