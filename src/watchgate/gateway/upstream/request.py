"""What does a request look like on the wire?"""

from watchgate.gateway.upstream.origin import Origin

_HAVE_BODY = frozenset({b"POST", b"PUT", b"PATCH"})


def request_head(
    origin: Origin, method: bytes, target: bytes, headers: list[tuple[bytes, bytes]], *, body_bytes: int
) -> bytes:
    """Request line, our own `host` and `content-length`, then *headers* as they are (which name neither).

    Raises ValueError for a line break or blank where it would change the meaning of the message.
    """
    lines = [b"%b %b HTTP/1.1" % (method, target), b"host: " + origin.host_header]
    lines += [name + b": " + value for name, value in headers]
    if body_bytes or method in _HAVE_BODY:
        lines.append(b"content-length: %d" % body_bytes)
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1:
        raise ValueError("A header or the target of an upstream request holds a line break.")
    if lines[0].count(b" ") != 2:
        raise ValueError("The method or the target of an upstream request holds a blank.")
    return head + b"\r\n\r\n"
