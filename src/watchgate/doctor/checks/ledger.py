"""Are the newest checkpoints of this data folder's logs signed by their keys? A glance; `ledger verify` reads everything."""

import asyncio
from pathlib import Path

from watchgate.doctor.model import Line, Lines, failed, ok
from watchgate.ledger.glance import Glance, glance_at
from watchgate.ledger.slots import writer_dirs
from watchgate.settings import Settings

_TAMPERED = (
    "Run watchgate ledger verify, which names the first entry that was changed; keep the folder as evidence."
)


async def look(settings: Settings) -> Lines:
    """A line for each log."""
    try:
        folders = await asyncio.to_thread(writer_dirs, settings.data_dir)
        lines = [_line(folder, await asyncio.to_thread(glance_at, folder)) for folder in folders]
    except OSError as error:
        remedy = "Run the doctor as the user that Watchgate runs as."
        return [failed("ledger", f"it cannot be read: {error.strerror} ({error.filename})", remedy)]
    return lines or [ok("ledger", "no log yet; each process begins one when it starts")]


def _line(folder: Path, seen: Glance) -> Line:
    name = f"ledger {folder.name}"
    if seen.problem:
        return failed(name, seen.problem, _TAMPERED)
    if not seen.signed_size:
        return ok(name, "nothing signed yet")
    return ok(name, f"{seen.signed_size:,} entries signed; the newest signature is good")
