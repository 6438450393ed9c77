"""Is there room on the disk of the data folder? Without it nothing can be recorded, so nothing passes."""

import shutil

from watchgate.doctor.checks.data_folder import nearest_existing
from watchgate.doctor.model import Lines, failed, ok, warning
from watchgate.settings import Settings

GIBIBYTE = 1024**3
ENOUGH_BYTES = 5 * GIBIBYTE
LEAST_BYTES = GIBIBYTE // 2
_REMEDY = "Make room, or move the data folder to a larger disk; a full disk stops ingest and the gateway."


async def look(settings: Settings) -> Lines:
    """One line."""
    free_bytes = shutil.disk_usage(nearest_existing(settings.data_dir)).free
    detail = f"{free_bytes / GIBIBYTE:,.1f} GiB free"
    if free_bytes < LEAST_BYTES:
        return [failed("disk space", detail, _REMEDY)]
    return [warning("disk space", detail, _REMEDY) if free_bytes < ENOUGH_BYTES else ok("disk space", detail)]
