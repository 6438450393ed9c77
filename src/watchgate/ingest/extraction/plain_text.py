"""Which text do bytes hold that are text and nothing else? By their mark, as UTF-8, as UTF-16, then as Windows' Latin."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 64 * 1024
_MAX_CONTROL_SHARE = 0.01
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")


def decode_text(data: bytes) -> str | None:
    """The text of *data*, U+FFFD where a byte means nothing. None: these bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if (wide := _wide_encoding(data)) is not None:
        return data.decode(wide, errors="replace")
    if _share(data[:_SAMPLE_BYTES], _CONTROLS) > _MAX_CONTROL_SHARE:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as flaw:
        is_mostly_utf8 = flaw.start > 0 and not data[: flaw.start].isascii()
        return data.decode("utf-8" if is_mostly_utf8 else "cp1252", errors="replace")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: of Western text, every other byte is zero."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 4 or len(data) % 2:
        return None
    if _share(sample[1::2], b"\0") > 0.6 and _share(sample[::2], b"\0") == 0:
        return "utf-16-le"
    if _share(sample[::2], b"\0") > 0.6 and _share(sample[1::2], b"\0") == 0:
        return "utf-16-be"
    return None


def _share(sample: bytes, of: bytes) -> float:
    return 1 - len(sample.translate(None, of)) / len(sample) if sample else 0.0
