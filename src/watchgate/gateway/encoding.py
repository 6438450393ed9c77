"""What does a compressed answer say? We ask for none, but a target may compress all the same."""

import zlib

MAX_DECODED_BYTES = 64 * 1024 * 1024


class Undecodable(ValueError):
    """An encoding we do not know, a broken one, or one that unfolds beyond measure."""


def decoded(body: bytes, encoding: str | None) -> bytes:
    """*body* without its content encoding (gzip, deflate or none)."""
    match (encoding or "identity").strip().lower():
        case "identity" | "":
            return body
        case "gzip" | "x-gzip" | "deflate":
            pass
        case unknown:
            raise Undecodable(unknown)
    unfolding = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        plain = unfolding.decompress(body, MAX_DECODED_BYTES)
    except zlib.error as error:
        raise Undecodable(str(error)) from None
    if unfolding.unconsumed_tail or not unfolding.eof:
        raise Undecodable("it is cut or too large")
    return plain
