"""Is every form of an answer read, and every wrong one refused with its place but not its value?"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.openai.compliance.wire import WireLogFile, WireLogFileList, WireUser, WireUserList
from watchgate.openai.decoding import convert, decode, read_moment
from watchgate.openai.errors import Unexpected
from watchgate.openai.platform.wire import WireCostLine
from watchgate.openai.routes import Kind, Route
from watchgate.openai.timestamps import moment

MOMENT = datetime(2026, 7, 16, 1, 10, 0, 482113, tzinfo=UTC)
WHOLE = MOMENT.replace(microsecond=0)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-07-16T01:10:00.482113Z", MOMENT),
        ("2026-07-16T01:10:00.482113+00:00", MOMENT),
        ("2026-07-16T03:10:00.482113+02:00", MOMENT),
        ("2026-07-16T01:10:00.4821139999Z", MOMENT),
        ("2026-07-16T01:10:00.482113", MOMENT),
        ("2026-07-16T01:10:00z", WHOLE),
        ("2026-07-16 01:10:00Z", WHOLE),
        (1784164200, WHOLE),
        (1784164200.5, WHOLE + timedelta(milliseconds=500)),
        ("1784164200", WHOLE),
        ("1784164200.5", WHOLE + timedelta(milliseconds=500)),
        ("2026-07-16", datetime(2026, 7, 16, tzinfo=UTC)),
        ("20260716", datetime(2026, 7, 16, tzinfo=UTC)),
    ],
)
def test_every_form_of_a_timestamp_means_one_moment_in_utc(stamp, expected):
    assert moment(stamp) == expected
    assert moment(stamp).tzinfo is UTC


@pytest.mark.parametrize(
    "stamp", ["", "tomorrow", "2026-13-01T00:00:00Z", 1e300, float("inf"), float("nan"), -(10**20), "9" * 400]
)
def test_what_is_no_timestamp_is_said_to_be_none_without_quoting_it(stamp):
    with pytest.raises(ValueError, match=r"^(not a timestamp|not finite)$"):
        moment(stamp)
    with pytest.raises(Unexpected, match="GET /x holds something odd"):
        read_moment(stamp, "GET /x")


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats()))
def test_no_timestamp_breaks_us_otherwise(stamp):
    try:
        assert moment(stamp).tzinfo is UTC
    except ValueError as problem:
        assert str(problem) == "not a timestamp"  # noqa: PT017 - both outcomes are allowed


FILE = {
    "id": "eclf_1",
    "event_type": "AUTH_LOG",
    "end_time": "2026-07-16T01:10:00Z",
    "file_size": 3,
    "file_sha256": "AB" * 32,
}


def page(**changes):
    return msgspec.json.encode({"data": [FILE | changes], "has_more": False})


def test_unknown_fields_are_left_out_and_optional_ones_may_miss():
    listed = decode(page(colour="green"), WireLogFileList, "GET /logs")

    (file,) = convert(listed.data, WireLogFile.model, "GET /logs")
    assert (file.name, file.sha256, file.size_bytes) == ("", "ab" * 32, 3)
    assert listed.last_end_time is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (page(id=17), r"\$\.data\[0\]\.id"),
        (page(file_size="planted-secret"), r"\$\.data\[0\]\.file_size"),
        (page(end_time={"planted-secret": 1}), r"\$\.data\[0\]\.end_time"),
        (page(end_time="planted-secret"), r"\$\.data\[0\]"),
        (page(file_size=-1), r"\$\.data\[0\]"),
        (b'{"data": [{"id": "planted-secret"}], "has_more": true}', r"\$\.data\[0\]"),
        (b'{"data": "planted-secret", "has_more": true}', r"\$\.data"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place_and_without_its_value(body, place):
    with pytest.raises(Unexpected, match=place) as failure:
        convert(decode(body, WireLogFileList, "GET /logs").data, WireLogFile.model, "GET /logs")

    assert "planted" not in str(failure.value)
    assert failure.value.__suppress_context__ or failure.value.__context__ is None


@pytest.mark.parametrize(
    "body", [b"", b"<html>planted</html>", b'{"data": [', b'{"a": "\xff"}', b"[" * 100_000, b"null", b"{}"]
)
def test_what_is_not_json_as_agreed_is_refused(body):
    with pytest.raises(Unexpected, match="GET /logs") as failure:
        decode(body, WireLogFileList, "GET /logs")

    assert "planted" not in str(failure.value)


def test_a_page_of_users_that_does_not_say_whether_there_is_more_is_refused():
    with pytest.raises(Unexpected):
        decode(b'{"data": []}', WireUserList, "GET /users")


def test_a_user_of_whom_only_the_id_is_known_is_a_user():
    (user,) = convert(
        decode(b'{"data":[{"id":"user-1"}],"has_more":false}', WireUserList, "r").data, WireUser.model, "r"
    )

    assert (user.id, user.email, user.name, user.role, user.status, user.created_at) == (
        "user-1",
        *[None] * 5,
    )


def test_a_users_email_and_name_do_not_show_when_printed():
    body = b'{"data":[{"id":"user-1","email":"ines@acme.example","name":"Ines"}],"has_more":false}'
    (user,) = convert(decode(body, WireUserList, "r").data, WireUser.model, "r")

    assert user.email.reveal() == "ines@acme.example"
    assert "ines" not in repr(user).lower()


def test_an_amount_is_exact_and_an_absurd_one_is_refused():
    assert msgspec.json.decode(b'{"amount":{"value":0.06}}', type=WireCostLine).model().amount == Decimal(
        "0.06"
    )
    with pytest.raises(ValueError, match="amount"):
        msgspec.json.decode(b'{"amount":{"value":"NaN"}}', type=WireCostLine).model()


ROUTE = Route("/users/{user_id}/files/{file_id}", Kind.ITEM, "a key")


def test_an_id_stays_one_segment_of_the_path():
    assert ROUTE.path(user_id="user-1", file_id="a/b?c#d%2f") == "/users/user-1/files/a%2Fb%3Fc%23d%252f"


@pytest.mark.parametrize("odd", ["", ".", "..", "x" * 257, "a\r\nb", "a\x00"])
def test_an_id_that_would_lead_elsewhere_is_refused_without_being_quoted(odd):
    with pytest.raises(Unexpected, match="file_id") as failure:
        ROUTE.path(user_id="user-1", file_id=odd)

    assert not odd.strip(".") or odd not in str(failure.value)


def test_a_route_is_named_by_its_template_alone():
    assert str(ROUTE) == "GET /users/{user_id}/files/{file_id}"
