from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from watchgate.detection.model import Finding
from watchgate.detection.overlaps import resolved


def found(entity: str, start: int, end: int, score: float = 0.9) -> Finding:
    return Finding(entity, start, end, score, "test")


def test_the_surer_finding_is_kept() -> None:
    card, phone = found("CREDIT_CARD", 0, 16, 0.9), found("PHONE_NUMBER", 4, 16, 0.55)

    assert resolved([phone, card]) == (card,)


def test_of_two_equally_sure_findings_the_longer_is_kept() -> None:
    long, short = found("IBAN_CODE", 0, 22), found("PHONE_NUMBER", 4, 14)

    assert resolved([short, long]) == (long,)


def test_an_address_ends_where_something_inside_it_begins() -> None:
    address, email = found("URL", 0, 60, 0.6), found("EMAIL_ADDRESS", 30, 50)

    assert resolved([address, email]) == (found("URL", 0, 30, 0.6), email)


def test_an_address_of_which_too_little_is_left_is_dropped() -> None:
    address, host = found("URL", 0, 30, 0.6), found("IP_ADDRESS", 7, 20)

    assert resolved([address, host]) == (host,)


findings = st.lists(
    st.builds(
        lambda entity, start, length, score: found(entity, start, start + length, score),
        st.sampled_from(["URL", "PHONE_NUMBER", "CREDIT_CARD", "EMAIL_ADDRESS"]),
        st.integers(0, 60),
        st.integers(1, 30),
        st.sampled_from([0.5, 0.6, 0.9]),
    ),
    max_size=12,
).filter(lambda many: sum(one.entity == "URL" for one in many) < 2)
"""The detector of addresses finds none inside another."""


@given(findings)
def test_what_is_kept_is_in_order_and_apart(many: list[Finding]) -> None:
    kept = resolved(many)

    assert all(one.end <= other.start for one, other in pairwise(kept))


@given(findings)
def test_the_order_of_arrival_does_not_matter(many: list[Finding]) -> None:
    assert resolved(many) == resolved(many[::-1])
