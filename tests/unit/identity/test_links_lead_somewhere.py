"""A one-time link can be opened as it is printed."""

import pytest

from watchgate.identity.links.service import SETUP_PATH, link_to


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://watchgate.example", "https://watchgate.example/setup#s"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/setup#s"),
        ("http://0.0.0.0:8080", "http://127.0.0.1:8080/setup#s"),
        ("http://[::]:8080", "http://[::1]:8080/setup#s"),
    ],
)
def test_a_link_leads_to_where_the_server_is_reached(url, link):
    assert link_to(url, SETUP_PATH, "s") == link
