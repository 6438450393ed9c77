"""How are payloads and segments taken out of a log so that a power cut at any moment leaves a log that verifies?

A segment is written anew beside the old one, without the payloads, and takes its place in one step.
"""

from collections.abc import Callable, Iterable, Sequence

from watchgate.ledger.expiry import sidecar
from watchgate.ledger.files import Unfinished, sync_folder
from watchgate.ledger.line import NOTHING, Head, read_head, split_line
from watchgate.ledger.segment import Segment


def strip_payloads(segment: Segment, is_due: Callable[[Head], bool]) -> int:
    """Remove the payloads of the entries that are due. Returns how many there were."""
    removed = 0
    sidecar(segment).unlink(missing_ok=True)
    with Unfinished(segment.path) as rewritten:
        rewritten.file.write(segment.header().line())
        for line in segment.lines():
            entry, record = split_line(line)
            if record != NOTHING and is_due(read_head(entry)):
                rewritten.file.write(b"%b\t%b\n" % (entry, NOTHING))
                removed += 1
            else:
                rewritten.file.write(line)
    return removed


def remove_segments(segments: Sequence[Segment]) -> None:
    """Remove segments, the oldest first, so that what is left is never torn."""
    for segment in segments:
        sidecar(segment).unlink(missing_ok=True)
        segment.path.unlink()
        sync_folder(segment.path.parent)


def as_ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Ascending numbers as inclusive ranges: 3, 7, 8, 9 becomes [[3, 3], [7, 9]]."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges
