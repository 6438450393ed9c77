from watchgate.evaluation.joining import joined
from watchgate.evaluation.model import Span

TEXT = "12 Main Street,\n Ulm and Rome"


def place(start: int, end: int) -> Span:
    return Span("LOCATION", start, end)


def test_pieces_of_an_address_become_one() -> None:
    pieces = [place(17, 20), place(0, 2), place(3, 14)]

    assert joined(pieces, TEXT) == [place(0, 20)]


def test_a_word_between_keeps_places_apart() -> None:
    assert joined([place(17, 20), place(25, 29)], TEXT) == [place(17, 20), place(25, 29)]


def test_other_labels_stay_as_they_are() -> None:
    person = Span("PERSON", 3, 7)

    assert joined([person, place(0, 2), Span("PERSON", 8, 14)], TEXT) == [
        person,
        Span("PERSON", 8, 14),
        place(0, 2),
    ]


def test_a_place_inside_another_is_swallowed() -> None:
    assert joined([place(0, 20), place(3, 7)], TEXT) == [place(0, 20)]
