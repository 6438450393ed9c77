"""Where to go on to after signing in, and who is really asking."""

import pytest

from watchgate.http.origin import own_path
from watchgate.http.proxies import TrustedProxies, client_address


@pytest.mark.parametrize("path", ["/", "/findings?by=entity&x=%2F", "/a/b#c", "/@user"])
def test_a_path_of_ours_is_gone_on_to(path):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "findings",
        "//evil.test",
        "///evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "https://evil.test",
        "javascript:alert(1)",
        "/\t/evil.test",
        "/\n/evil.test",
        "/ä",
        "/" + "x" * 500,
    ],
)
def test_another_site_is_not(path):
    assert own_path(path) == "/"


async def seen(trusted, client, headers):
    found = {}

    async def app(scope, _receive, _send):
        found.update(scope)

    scope = {"type": "http", "scheme": "http", "client": (client, 1), "headers": headers}
    await TrustedProxies(app, trusted)(scope, None, None)
    return found


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("203.0.113.5", b"198.51.100.1", "203.0.113.5"),
        ("10.0.0.1", b"198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", b"1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", b"198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", b"nonsense", "10.0.0.1"),
        ("10.0.0.1", b"198.51.100.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", b"", "10.0.0.1"),
        ("10.0.0.1", b"2001:db8::1", "2001:db8::1"),
    ],
)
async def test_the_client_is_the_last_address_that_no_trusted_proxy_has(client, forwarded, expected):
    scope = await seen(["10.0.0.0/8"], client, [(b"x-forwarded-for", forwarded)])

    assert client_address(scope) == expected


async def test_the_scheme_is_one_of_two():
    headers = [(b"x-forwarded-proto", b"gopher")]

    assert (await seen(["10.0.0.0/8"], "10.0.0.1", headers))["scheme"] == "http"


async def test_nobody_behind_sees_the_headers():
    headers = [(b"x-forwarded-for", b"1.1.1.1"), (b"accept", b"*/*")]

    assert (await seen([], "10.0.0.1", headers))["headers"] == [(b"accept", b"*/*")]
