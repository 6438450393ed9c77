"""Where exactly does a planted value stand? A text under construction keeps count while it grows."""

from watchgate.simulator.population.model import Planted


class Draft:
    """Text in pieces. Positions are in code points of the finished text."""

    __slots__ = ("_length", "_pieces", "planted")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.planted: list[Planted] = []

    def __len__(self) -> int:
        return self._length

    def add(self, text: str) -> None:
        """Put harmless *text* at the end."""
        self._pieces.append(text)
        self._length += len(text)

    def plant(self, entity: str, value: str) -> None:
        """Put *value* at the end and remember that it stands there."""
        start = self._length
        self.add(value)
        self.planted.append(Planted(entity, value, start, self._length))

    @property
    def text(self) -> str:
        """What has been written so far."""
        return "".join(self._pieces)
