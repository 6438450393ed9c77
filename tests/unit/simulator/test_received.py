from watchgate.simulator.received import ReceivedRequest, ReceivedRequests, mask_credential


def add(
    ring: ReceivedRequests, body: bytes = b"{}", headers: tuple[tuple[bytes, bytes], ...] = ()
) -> ReceivedRequest:
    return ring.add(method="POST", path="/v1/x", query="", headers=headers, body=body)


def test_the_oldest_request_makes_room_and_numbers_go_on() -> None:
    ring = ReceivedRequests(limit=2)

    for _ in range(3):
        add(ring)

    assert [each.number for each in ring.after(0)] == [2, 3]
    assert [each.number for each in ring.after(2)] == [3]


def test_large_bodies_make_room_too_but_the_newest_stays() -> None:
    ring = ReceivedRequests(limit=9, limit_bytes=10)

    for size in (6, 6, 20):
        add(ring, body=b"x" * size)

    assert [len(each.body) for each in ring.after(0)] == [20]


def test_a_restart_begins_again_at_one_and_clearing_does_not() -> None:
    ring = ReceivedRequests(limit=9)
    add(ring)

    ring.clear()
    after_clearing = add(ring).number
    ring.restart()

    assert after_clearing == 2
    assert add(ring).number == 1


def test_the_credential_is_masked_and_repeated_headers_are_joined() -> None:
    ring = ReceivedRequests(limit=1)

    request = add(
        ring, headers=((b"Authorization", b"Bearer sk-abcdefghijkl"), (b"X-A", b"1"), (b"x-a", b"2"))
    )

    assert request.headers == {"authorization": "Bearer ****ijkl", "x-a": "1, 2"}
    assert mask_credential("Bearer short") == "Bearer ****"


def test_a_body_that_is_not_text_is_shown_exactly_beside_its_replacement() -> None:
    ring = ReceivedRequests(limit=1)

    shown = add(ring, body=b"\xff\x00").as_json()

    assert shown["body"] == "\ufffd\x00"
    assert shown["body_base64"] == "/wA="
