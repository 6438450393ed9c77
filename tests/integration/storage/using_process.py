"""A process that uses the PostgreSQL of a data folder until its standard input ends: python using_process.py DATA_DIR"""

import sys
from pathlib import Path

from watchgate.storage.embedded import EmbeddedPostgres

server = EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off", "shared_buffers": "16MB"})
server.start()
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.read()
server.stop()
