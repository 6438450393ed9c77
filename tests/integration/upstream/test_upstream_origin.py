"""Is a base URL understood, and refused in words when it cannot be?"""

import pytest

from watchgate.gateway.upstream import Origin
from watchgate.kernel.errors import UserError


@pytest.mark.parametrize(
    ("url", "parts", "host_header"),
    [
        ("https://api.openai.com/v1", ("https", "api.openai.com", 443, "/v1"), b"api.openai.com"),
        ("https://api.openai.com/v1/", ("https", "api.openai.com", 443, "/v1"), b"api.openai.com"),
        ("http://127.0.0.1:8080", ("http", "127.0.0.1", 8080, ""), b"127.0.0.1:8080"),
        ("http://[::1]:8080/a/b", ("http", "::1", 8080, "/a/b"), b"[::1]:8080"),
        ("https://EXAMPLE.com:443/", ("https", "example.com", 443, ""), b"example.com"),
        (
            "https://bücher.example/v1",
            ("https", "xn--bcher-kva.example", 443, "/v1"),
            b"xn--bcher-kva.example",
        ),
    ],
)
def test_a_base_url_becomes_an_origin(url, parts, host_header) -> None:
    origin = Origin.parse(url)

    assert (origin.scheme, origin.host, origin.port, origin.base_path) == parts
    assert origin.host_header == host_header


def test_two_base_paths_of_one_host_share_their_connections() -> None:
    assert Origin.parse("https://h/a").address == Origin.parse("https://h:443/b").address


@pytest.mark.parametrize(
    "url",
    [
        "api.openai.com", "ftp://h/", "https://", "https://h:port/", "https://h:99999/", "https://user:pw@h/", "https://h/?a=1",
        "https://h/#x", "https://h/a b", "https://h/ü", "http://[::1", "https://a..b/",
    ],
)  # fmt: skip
def test_what_is_no_base_url_is_refused_in_words(url) -> None:
    with pytest.raises(UserError, match="base URL"):
        Origin.parse(url)
