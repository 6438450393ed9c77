"""What a provider says of itself: remembered, bounded, and not believed when it makes no sense."""

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from joserfc.jwk import RSAKey

from watchgate.identity.oidc import asking
from watchgate.identity.oidc.discovery import Directory
from watchgate.identity.oidc.errors import ProviderUnavailable

KEY = RSAKey.generate_key(2048, {"use": "sig"})
DISCOVERY, JWKS = "/.well-known/openid-configuration", "/jwks"


class Said:
    """What the provider answers for each path, and which it was asked for. `ISSUER` stands for its own address."""

    def __init__(self):
        self.asked = []
        self.metadata = {
            "issuer": "ISSUER",
            "authorization_endpoint": "ISSUER/auth",
            "token_endpoint": "ISSUER/token",
            "jwks_uri": "ISSUER/jwks",
        }
        self.keys = {"keys": [KEY.as_dict(private=False)]}
        self.raw = None

    def answer(self, path, issuer):
        self.asked.append(path)
        if self.raw is not None:
            return self.raw
        said = json.dumps(self.metadata if path == DISCOVERY else self.keys)
        return 200, said.replace("ISSUER", issuer).encode()


@contextmanager
def provider(said):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = said.answer(self.path, f"http://127.0.0.1:{self.server.server_port}")
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Time:
    def __init__(self):
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def said():
    return Said()


@pytest.fixture
def time():
    return Time()


async def test_it_is_asked_once_an_hour(said, time):
    with provider(said) as issuer:
        directory = Directory(issuer, time)
        for _ in range(3):
            await directory.metadata()
            await directory.keys()
        time.now += timedelta(hours=1)
        await directory.keys()

    assert said.asked == [DISCOVERY, JWKS] * 2


async def test_a_key_that_is_not_known_is_looked_for_once_a_minute(said, time):
    with provider(said) as issuer:
        directory = Directory(issuer, time)
        for _ in range(5):
            await directory.keys(with_key="new")
        time.now += timedelta(minutes=1)
        await directory.keys(with_key="new")

    assert said.asked.count(JWKS) == 2


async def test_one_that_fails_is_left_alone_for_some_seconds(said, time):
    said.raw = (503, b"{}")
    with provider(said) as issuer:
        directory = Directory(issuer, time)
        for _ in range(3):
            with pytest.raises(ProviderUnavailable, match="503"):
                await directory.metadata()
        assert said.asked == [DISCOVERY]
        said.raw = None
        time.now += timedelta(seconds=5)

        await directory.metadata()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ((302, b""), "302"),
        ((404, b"{}"), "404"),
        ((200, b"<html>"), "JSON"),
        ((200, b"[]"), "JSON"),
        ((200, b"[" * 100_000), "JSON"),
        ((200, b"\xff"), "JSON"),
        ((200, b" " * (asking.MAX_ANSWER_BYTES + 1)), "too long"),
        ((200, b"{}"), "another issuer"),
    ],
)
async def test_what_is_no_answer_of_a_provider_is_said(said, time, raw, reason):
    said.raw = raw
    with provider(said) as issuer, pytest.raises(ProviderUnavailable, match=reason):
        await Directory(issuer, time).metadata()


@pytest.mark.parametrize(
    "more",
    [
        {"issuer": "https://evil.test"},
        {"token_endpoint": "http://evil.test/token"},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": 7},
        {"userinfo_endpoint": "http://evil.test/"},
        {"end_session_endpoint": "http://evil.test/"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
async def test_metadata_that_would_lead_us_astray_are_refused(said, time, more):
    said.metadata |= more
    with provider(said) as issuer, pytest.raises(ProviderUnavailable):
        await Directory(issuer, time).metadata()


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": "x"},
        {"keys": []},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]},
        {"keys": [{"kty": "RSA", "use": "enc", "n": "x", "e": "AQAB"}]},
        {"keys": [{"kty": "RSA"}]},
        {"keys": [7]},
    ],
)
async def test_keys_that_are_none_are_refused(said, time, keys):
    said.keys = keys
    with provider(said) as issuer, pytest.raises(ProviderUnavailable, match="keys cannot be read"):
        await Directory(issuer, time).keys()


async def test_a_key_of_another_kind_does_not_spoil_the_others(said, time):
    said.keys["keys"] += [{"kty": "oct", "k": "c2VjcmV0"}, {"kty": "AKP", "alg": "ML-DSA-44"}]
    with provider(said) as issuer:
        keys = await Directory(issuer, time).keys()

    assert [key.as_dict(private=False)["n"] for key in keys] == [KEY.as_dict(private=False)["n"]]
