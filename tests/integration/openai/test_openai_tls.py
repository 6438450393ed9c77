"""Is the certificate looked at, and is a file never fetched with less protection than the API?"""

import datetime as dt
import ipaddress
import ssl

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integration.openai.awkward import Awkward, answer, redirect
from integration.openai.conftest import WORKSPACE
from watchgate.openai.errors import TryAgain, Unexpected

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
FILE = f"/v1/compliance/workspaces/{WORKSPACE}/logs/eclf_1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1, as a PEM file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
async def secured(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Awkward()
    await server.start(context)
    yield server
    await server.stop()


@pytest.fixture
async def trusting(certificate):
    async with httpx.AsyncClient(verify=ssl.create_default_context(cafile=certificate)) as http:
        yield http


async def fetch(client):
    got = await client.download_log_file(WORKSPACE, "eclf_1", expect_sha256=EMPTY_SHA256, expect_size=0)
    got.file.close()


async def test_a_certificate_that_nobody_vouches_for_is_refused_and_not_tried_again(secured, client_for):
    with pytest.raises(TryAgain) as failure:
        await fetch(client_for(f"{secured.url}/v1"))

    assert failure.value.reason == "tls"
    assert secured.asked == []


async def test_a_file_is_fetched_over_tls_throughout(secured, trusting, client_for):
    secured.says(FILE, redirect(f"{secured.url}/signed"))
    secured.says("/signed", answer(200))

    await fetch(client_for(f"{secured.url}/v1", http=trusting))

    assert secured.paths() == [FILE, "/signed"]


async def test_from_https_no_redirect_leads_to_http(openai, secured, trusting, client_for):
    secured.says(FILE, redirect(f"{openai.url}/signed"))

    with pytest.raises(Unexpected, match="a place we do not go"):
        await fetch(client_for(f"{secured.url}/v1", http=trusting))

    assert openai.asked == []
