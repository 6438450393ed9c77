"""Does the process that reads uploaded files start, is it isolated, and does it read?"""

import asyncio

from watchgate.doctor.model import Lines, failed, ok, warning
from watchgate.ingest.extraction.model import Limits
from watchgate.ingest.extraction.process import Died, ReadingProcess

_TIMEOUT_S = 60.0
_SENTENCE = b"The doctor reads this."
_REINSTALL = "Install Watchgate's locked requirements again, and see that 1 GB of memory is free."


async def look() -> Lines:
    """One line."""
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            return await _read()
    except TimeoutError:
        return [failed("file reading", f"the process did not answer within {_TIMEOUT_S:.0f} s", _REINSTALL)]
    except (Died, OSError) as error:
        return [failed("file reading", f"the process did not start: {error}", _REINSTALL)]


async def _read() -> Lines:
    process = await ReadingProcess.start(Limits())
    try:
        reply = await process.read("txt", _SENTENCE)
    finally:
        await process.kill()
    if reply.text is None or _SENTENCE not in reply.text:
        return [failed("file reading", "a plain text file could not be read", _REINSTALL)]
    if not process.is_isolated:
        detail = "files are read, but without a filter of system calls: this kernel or machine offers none"
        return [
            warning("file reading", detail, "Run workers on Linux (x86-64 or ARM64) with seccomp allowed.")
        ]
    return [ok("file reading", "an isolated process reads files")]
