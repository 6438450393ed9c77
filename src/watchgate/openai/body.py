"""How do we read an answer's body without letting it grow? Piece by piece, unpacked, up to a limit."""

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

from watchgate.openai.errors import TooLarge, TryAgain, Unexpected

_PIECE_BYTES = 64 * 1024
_GZIP_WINDOW = zlib.MAX_WBITS | 16


async def read_whole(answer: httpx.Response, route: str, *, limit_bytes: int) -> bytes:
    """The body, unpacked. Raises TooLarge beyond *limit_bytes*; otherwise as `pieces`."""
    read = bytearray()
    async for piece in pieces(answer, route):
        if len(read) + len(piece) > limit_bytes:
            raise TooLarge(f"The answer to {route} has more than {limit_bytes} bytes.")
        read += piece
    return bytes(read)


async def pieces(answer: httpx.Response, route: str) -> AsyncIterator[bytes]:
    """The body in pieces of at most 64 KiB, unpacked: a small packed body may be huge, so we never unpack it in one go.

    Raises TryAgain (`damaged`) for a packed body that is broken or cut, Unexpected for a packing we did not ask for.
    """
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise Unexpected(f"The answer to {route} is packed in a way we did not ask for.")
    if packing in {"identity", ""}:
        async for piece in answer.aiter_raw(_PIECE_BYTES):
            yield piece
        return
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    async for packed in answer.aiter_raw(_PIECE_BYTES):
        for piece in _unpack(unpacker, packed, route):
            yield piece
    if not unpacker.eof:
        raise TryAgain(f"The packed answer to {route} ended too early.", reason="damaged")


def _unpack(unpacker: "zlib._Decompress", packed: bytes, route: str) -> Iterator[bytes]:
    while packed and not unpacker.eof:
        try:
            piece = unpacker.decompress(packed, _PIECE_BYTES)
        except zlib.error:
            raise TryAgain(f"The packed answer to {route} is broken.", reason="damaged") from None
        packed = unpacker.unconsumed_tail
        if piece:
            yield piece
    if packed or unpacker.unused_data:
        raise Unexpected(f"The answer to {route} goes on after its packed end.")
