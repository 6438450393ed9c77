"""How long does it take? Per text, and in megabytes a second."""

from array import array

MEGABYTE = 1_000_000


class Timing:
    """Seconds of each text, and how many bytes of UTF-8 they had together."""

    def __init__(self) -> None:
        self.seconds = array("d")
        self.size_bytes = 0

    def add(self, seconds: float, text: str) -> None:
        self.seconds.append(seconds)
        self.size_bytes += len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))

    def merge(self, other: "Timing") -> None:
        self.seconds.extend(other.seconds)
        self.size_bytes += other.size_bytes

    @property
    def texts(self) -> int:
        return len(self.seconds)

    def milliseconds(self, share: float) -> float | None:
        """So long, at most, takes that *share* of the texts: 0.5 for the median, 0.99 for all but the slowest."""
        if not self.seconds:
            return None
        return 1000 * sorted(self.seconds)[min(self.texts - 1, int(share * self.texts))]

    def megabytes_per_second(self) -> float | None:
        took = sum(self.seconds)
        return self.size_bytes / MEGABYTE / took if took else None

    def per_megabyte(self, count: float) -> float | None:
        return count * MEGABYTE / self.size_bytes if self.size_bytes else None
