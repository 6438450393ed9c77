"""Do the spans of an example fit its text?"""

from collections.abc import Sequence

from watchgate.evaluation.model import Span
from watchgate.kernel.errors import UserError


def checked(spans: Sequence[Span], text: str, where: str) -> tuple[Span, ...]:
    """*spans* as they are, when each of them is a part of *text*."""
    for label, start, end in spans:
        if not 0 <= start < end <= len(text):
            raise UserError(
                f"{where}: the span {label} {start}-{end} does not lie in its text of {len(text)} characters. "
                "Offsets count code points from 0, and the end is the first one after the span."
            )
    return tuple(spans)
