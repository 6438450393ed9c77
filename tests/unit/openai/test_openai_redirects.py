"""Where does a redirect lead, and where do we not go?"""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.openai.redirects import has_sound_host, safe_target

ASKED = httpx.URL("https://api.chatgpt.com/v1/logs/1")


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://files.example/a?sig=1%2B2", "https://files.example/a?sig=1%2B2"),
        ("https://files.example:8443/a", "https://files.example:8443/a"),
        ("https://192.0.2.1/a", "https://192.0.2.1/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("//files.example/a", "https://files.example/a"),
        ("/a", "https://api.chatgpt.com/a"),
        ("HTTPS://FILES.example/a", "https://files.example/a"),
    ],
)
def test_a_plain_address_is_gone_to_and_its_signature_left_as_it_is(location, target):
    assert str(safe_target(ASKED, location, may_be_plain=False)) == target


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://files.example/a",
        "ftp://files.example/a",
        "file:///etc/passwd",
        "data:,x",
        "https://me@files.example/a",
        "https://me:pw@files.example/a",
        "https://files.example:0/a",
        "https://files.example:70000/a",
        "https://a b/",
        "https://[files/",
        "https://xn--/",
        f"https://{'a' * 64}.example/",
        "https://" + "a." * 130 + "example/",
        "https://files.example/" + "a" * 20_000,
        "https://files.example/\x00",
    ],
)
def test_other_places_are_not_gone_to(location):
    assert safe_target(ASKED, location, may_be_plain=False) is None


def test_without_tls_only_when_the_api_itself_has_none():
    assert safe_target(ASKED, "http://127.0.0.1:8080/a", may_be_plain=True) is not None
    assert safe_target(ASKED, "http://127.0.0.1:8080/a", may_be_plain=False) is None


@given(st.text(max_size=60).map(lambda text: "https://" + text))
def test_whatever_a_redirect_says_we_go_to_a_sound_place_or_nowhere(location):
    target = safe_target(ASKED, location, may_be_plain=False)
    assert target is None or (target.scheme == "https" and not target.userinfo and has_sound_host(target))
