"""What does a compressed answer say? We ask for none, but a target may compress all the same."""

import zlib

MAX_DECODED_BYTES = 64 * 1024 * 1024


class Undecodable(ValueError):
    """An encoding we do not know, a broken one, or one that unfolds beyond measure."""


def decoded(body: bytes, encoding: str | None) -> bytes:
    """*body* without its content encoding (gzip, deflate or none)."""
    decoder = StreamDecoder(encoding)
    plain = decoder(body)
    if not decoder.is_complete:
        raise Undecodable("it is cut")
    return plain


class StreamDecoder:
    """The same, piece by piece."""

    def __init__(self, encoding: str | None) -> None:
        match (encoding or "identity").strip().lower():
            case "identity":
                self._unfolding = None
            case "gzip" | "x-gzip" | "deflate":
                self._unfolding = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
            case unknown:
                raise Undecodable(unknown)

    def __call__(self, piece: bytes) -> bytes:
        """What *piece* unfolds to. Raises Undecodable."""
        if self._unfolding is None:
            return piece
        try:
            plain = self._unfolding.decompress(piece, MAX_DECODED_BYTES)
        except zlib.error as error:
            raise Undecodable(str(error)) from None
        if self._unfolding.unconsumed_tail:
            raise Undecodable("it unfolds beyond measure")
        return plain

    @property
    def is_complete(self) -> bool:
        """Did the compressed data end where the pieces ended?"""
        return self._unfolding is None or self._unfolding.eof
