"""Counts until it is killed: `python counting_process.py FOLDER MONTH KEY`. Says after each time how often it has."""

import sys
from pathlib import Path

from watchgate.identity.gateway_keys.spending import Counted, MonthFile

file = MonthFile(Path(sys.argv[1]), sys.argv[2])
place = file.place(sys.argv[3])
number = 0
while True:
    with file:
        file.add(place, 1, Counted(1, 2, 3, 4, 5))
    number += 1
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()
