"""What stands in the margins of an Office file: headers, footers, comments, speakers' notes?"""

import html
import io
import re
import zipfile
from collections.abc import Iterator

_MARGINS = re.compile(
    r"word/(?:header|footer|comments)\w*\.xml|xl/(?:comments\d*|comments/\w+|threadedComments/\w+)\.xml"
    r"|ppt/(?:notesSlides|comments)/\w+\.xml"
)
_PARAGRAPH_END = re.compile(r"</(?:\w+:)?(?:p|text|comment|threadedComment|cm)>")
_TEXT = re.compile(r"<(?:\w+:)?(?:t|text)(?:\s[^>]*)?>([^<]+)")


def marginal_texts(data: bytes) -> Iterator[str]:
    """The paragraphs in the margins of the Office file *data*, whose archive was found sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if _MARGINS.fullmatch(member.filename):
                yield from _paragraphs(archive.read(member).decode(errors="replace"))


def _paragraphs(markup: str) -> Iterator[str]:
    for paragraph in _PARAGRAPH_END.split(markup):
        text = "".join(_TEXT.findall(paragraph))
        if text.strip():
            yield html.unescape(text)
