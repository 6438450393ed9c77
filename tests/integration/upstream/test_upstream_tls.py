"""Is an https origin reached safely, directly and through a proxy?"""

import asyncio
import datetime as dt
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integration.upstream.scripted import OK, PATIENT, ask, eventually, request_from, saying
from watchgate.gateway.upstream import Origin, Proxy, Timeouts, UpstreamFailure, UpstreamPool


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for localhost and 127.0.0.1, as a PEM file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def server_context(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


@pytest.fixture
async def trusting_pool(certificate):
    pool = UpstreamPool(ssl_context=ssl.create_default_context(cafile=certificate))
    yield pool
    await pool.close()


async def test_exchanges_over_tls_share_one_connection(serve, server_context, trusting_pool) -> None:
    upstream = await serve(saying(OK), context=server_context)

    for _ in range(3):
        assert await (await ask(trusting_pool, upstream)).read(10) == b"ok"

    assert upstream.accepted == 1


async def test_large_bodies_pass_through_tls_both_ways(serve, server_context, trusting_pool) -> None:
    async def script(reader, writer) -> None:
        _, body = await request_from(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        await reader.read(1)

    upstream = await serve(script, context=server_context)
    body = bytes(range(250)) * 20_000

    answer = await ask(trusting_pool, upstream, body)

    assert b"".join([piece async for piece in answer]) == body


async def test_an_unknown_certificate_is_a_connect_failure(serve, server_context, pool) -> None:
    upstream = await serve(saying(OK), context=server_context)

    with pytest.raises(UpstreamFailure, match="certificate") as failure:
        await ask(pool, upstream)

    assert (failure.value.kind, failure.value.sent) == ("connect", False)
    await eventually(lambda: upstream.open == 0)


async def test_a_certificate_for_another_host_is_a_connect_failure(
    serve, server_context, trusting_pool
) -> None:
    upstream = await serve(saying(OK), context=server_context)
    upstream.origin = Origin.parse(f"https://127.0.0.2:{upstream.origin.port}")

    with pytest.raises(UpstreamFailure) as failure:
        await ask(trusting_pool, upstream)

    assert failure.value.kind == "connect"


async def test_our_own_context_offers_http_1_1_and_names_the_host(
    serve, server_context, certificate, monkeypatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    names, chosen = [], []
    server_context.sni_callback = lambda _socket, name, _context: names.append(name)

    async def script(reader, writer) -> None:
        chosen.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await saying(OK)(reader, writer)

    upstream = await serve(script, context=server_context)
    pool = UpstreamPool()

    await (await ask(pool, upstream)).read(10)

    assert (names, chosen) == (["localhost"], ["http/1.1"])
    await pool.close()


async def test_a_server_that_never_finishes_the_handshake_is_a_connect_failure(serve, trusting_pool) -> None:
    async def script(reader, writer) -> None:
        await asyncio.sleep(5)

    upstream = await serve(script)
    upstream.origin = Origin.parse(f"https://localhost:{upstream.origin.port}")

    with pytest.raises(UpstreamFailure) as failure:
        await ask(trusting_pool, upstream, timeouts=Timeouts(0.1, 5, 5, 5))

    assert (failure.value.kind, failure.value.sent) == ("connect", False)


async def test_a_cancelled_stream_over_tls_closes_its_connection(
    serve, server_context, trusting_pool
) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    upstream = await serve(saying(head, *[b"1\r\nx\r\n"] * 1000), context=server_context)
    answer = await ask(trusting_pool, upstream)
    await answer.next_chunk()

    answer.cancel()

    await eventually(lambda: upstream.open == 0)


async def test_an_ipv6_origin_is_reached_and_named_with_brackets(serve, pool) -> None:
    heads = []

    async def script(reader, writer) -> None:
        heads.append((await request_from(reader))[0])
        writer.write(OK)

    upstream = await serve(script, host="::1")

    await (await ask(pool, upstream)).read(10)

    assert f"host: [::1]:{upstream.origin.port}\r\n".encode() in heads[0]


class ConnectProxy:
    """A proxy that knows CONNECT, and whose answer the test chooses."""

    def __init__(self, reply: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n") -> None:
        self.heads: list[bytes] = []
        self._reply = reply

    async def __call__(self, reader, writer) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        writer.write(self._reply)
        host, port = head.split()[1].rsplit(b":", 1)
        onward_reader, onward_writer = await asyncio.open_connection(host.decode(), int(port))
        await asyncio.gather(_pump(reader, onward_writer), _pump(onward_reader, writer))


async def _pump(reader, writer) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
    writer.close()


async def test_an_https_origin_is_reached_through_a_proxy(serve, server_context, certificate) -> None:
    upstream = await serve(saying(OK), context=server_context)
    script = ConnectProxy()
    proxy = await serve(script)
    way = Proxy.parse(f"http://us%3Aer:pass@127.0.0.1:{proxy.origin.port}", no_proxy="example.com")
    pool = UpstreamPool(ssl_context=ssl.create_default_context(cafile=certificate), proxy=way)

    for _ in range(2):
        assert await (await ask(pool, upstream)).read(10) == b"ok"

    authority = f"localhost:{upstream.origin.port}"
    expected = f"CONNECT {authority} HTTP/1.1\r\nhost: {authority}\r\nproxy-authorization: Basic dXM6ZXI6cGFzcw==\r\n\r\n"
    assert script.heads == [expected.encode()]
    await pool.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nearly bytes",
        b"x" * 70_000,
    ],
)
async def test_a_proxy_that_refuses_is_a_connect_failure(serve, reply) -> None:
    proxy = await serve(saying_once(reply))
    pool = UpstreamPool(proxy=Proxy.parse(f"http://127.0.0.1:{proxy.origin.port}"))

    with pytest.raises(UpstreamFailure, match="the proxy answered") as failure:
        await pool.send(Origin.parse("https://upstream.invalid"), b"GET", b"/", [], b"", PATIENT)

    assert (failure.value.kind, failure.value.sent) == ("connect", False)
    await eventually(lambda: proxy.open == 0)
    await pool.close()


def saying_once(reply: bytes):
    async def script(reader, writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        await reader.read(1)

    return script


def test_no_proxy_names_hosts_and_what_lies_under_them() -> None:
    way = Proxy.parse("proxy.corp:3128", no_proxy="localhost, .internal.corp,*.lab.corp")

    direct = [
        host
        for host in ("localhost", "a.internal.corp", "x.lab.corp", "api.openai.com", "notinternal.corp")
        if not way.is_for(host)
    ]

    assert direct == ["localhost", "a.internal.corp", "x.lab.corp"]
    assert not Proxy.parse("proxy.corp", no_proxy="*").is_for("api.openai.com")
