"""In which file is it counted now? That of the calendar month (UTC); the one before stays open for what began in it."""

from datetime import datetime
from pathlib import Path

from watchgate.identity.gateway_keys.spending import MonthFile, month_of


class Months:
    """The months that this process has counted in. They stay open: there are twelve in a year."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._files: dict[tuple[int, int], MonthFile] = {}

    def place(self, now: datetime, key_id: str) -> tuple[MonthFile, int]:
        """The file of this moment, and where the key's record begins in it. Raises UserError."""
        month = (now.year, now.month)
        file = self._files.get(month)
        if file is None:
            file = self._files[month] = MonthFile(self._data_dir, month_of(now))
        return file, file.place(key_id)

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()
