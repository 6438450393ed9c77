"""Is the text of every kind of file found, and is what cannot be read told with its reason?"""

import random
from email.message import EmailMessage

import pytest
import pytest_asyncio

from integration.ingest import made_files as made
from watchgate.ingest.extraction.extractor import Extractor
from watchgate.ingest.extraction.model import MEBIBYTE, Extracted, Limits, NotScanned, Reason

CSV = "name;iban\nMüller;" + made.IBAN


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def extractor():
    async with Extractor() as one:
        yield one


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.pdf", made.pdf),
        ("a.docx", made.word),
        ("a.xlsx", made.excel),
        ("wrong.bin", made.word),
        ("a.csv", CSV.encode),
        ("latin.csv", lambda: CSV.encode("cp1252")),
        ("wide.txt", lambda: CSV.encode("utf-16")),
        ("a.json", lambda: b'{"iban": "' + made.IBAN.encode() + b'"}'),
        ("a.md", lambda: b"# Title\n\n" + made.IBAN.encode()),
        ("a.html", lambda: b"<html><body><p>" + made.IBAN.encode() + b"</p></body></html>"),
        ("a.rtf", lambda: rb"{\rtf1 " + made.IBAN.encode() + b"}"),
    ],
)
async def test_the_text_of_a_file_is_found(extractor, name, make):
    outcome = await extractor.extract(make(), name)
    assert isinstance(outcome, Extracted), outcome
    assert made.IBAN in outcome.text.reveal()
    assert outcome.gaps == ()
    assert outcome.mime


async def test_headers_comments_tables_and_hidden_sheets_are_read(extractor):
    word = await extractor.extract(made.word("body", header="in the header & more"), "a.docx")
    assert all(part in word.text.reveal() for part in ("body", "in the header & more", "in a table"))
    excel = await extractor.extract(made.excel(["cell"], comment="in a comment"), "a.xlsx")
    assert all(part in excel.text.reveal() for part in ("cell", "in a comment", "in a hidden sheet"))


async def test_files_within_an_archive_are_read_and_the_others_told(extractor):
    data = made.archive(a__txt=b"plain member", b__docx=made.word("in a document"))
    outcome = await extractor.extract(data, "a.zip")
    assert all(part in outcome.text.reveal() for part in ("plain member", "in a document"))
    assert outcome.gaps == ()
    for name, unread in (("c__png", made.png()), ("c__bin", bytes(range(256)))):
        outcome = await extractor.extract(made.archive(a__txt=b"plain member", **{name: unread}), "a.zip")
        assert (outcome.gaps, "plain member" in outcome.text.reveal()) == ((Reason.UNSUPPORTED_TYPE,), True)


async def test_what_is_attached_to_a_letter_is_read(extractor):
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "ines@acme.example", "Figures"
    letter.set_content("in the letter")
    letter.add_attachment(
        made.word("in the attachment"), maintype="application", subtype="octet-stream", filename="a.docx"
    )
    outcome = await extractor.extract(letter.as_bytes(), "a.eml")
    assert all(part in outcome.text.reveal() for part in ("Figures", "in the letter", "in the attachment"))


async def test_a_page_that_is_a_picture_is_a_gap(extractor):
    outcome = await extractor.extract(made.pdf("first page", ""), "a.pdf")
    assert (outcome.text.reveal(), outcome.gaps) == ("first page", (Reason.NO_TEXT,))


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.pdf", lambda: b"", Reason.EMPTY),
        ("a.txt", lambda: b" \n\n ", Reason.NO_TEXT),
        ("a.pdf", lambda: made.pdf(password="secret"), Reason.ENCRYPTED),
        ("a.zip", lambda: made.with_locked_flag(made.archive(a__txt=b"x")), Reason.ENCRYPTED),
        (
            "a.docx",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            Reason.ENCRYPTED,
        ),
        ("a.png", made.png, Reason.NO_TEXT),
        ("scan.pdf", lambda: made.pdf(""), Reason.NO_TEXT),
        ("a.pdf", lambda: random.Random(1).randbytes(5000), Reason.DAMAGED),
        ("a.pdf", lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(5000), Reason.DAMAGED),
        ("a.docx", lambda: made.word()[:5000], Reason.DAMAGED),
        ("a.mp3", lambda: b"ID3\x04" + bytes(500), Reason.UNSUPPORTED_TYPE),
        ("a", lambda: random.Random(3).randbytes(5000), Reason.UNSUPPORTED_TYPE),
        ("a.docx", made.bomb, Reason.ARCHIVE_BOMB),
        ("a.zip", lambda: made.archive(inner__zip=made.bomb()), Reason.ARCHIVE_BOMB),
        (
            "a.zip",
            lambda: made.archive(
                a__zip=made.archive(b__zip=made.archive(c__zip=made.archive(d__txt=b"deep")))
            ),
            Reason.ARCHIVE_BOMB,
        ),
    ],
)
async def test_what_cannot_be_read_is_told_with_its_reason(extractor, name, make, reason):
    outcome = await extractor.extract(make(), name)
    assert isinstance(outcome, NotScanned), outcome
    assert outcome.reason is reason


async def test_an_archive_that_lies_about_its_size_is_not_unpacked(extractor):
    outcome = await extractor.extract(made.with_lying_sizes(made.bomb(300)), "a.docx")
    assert isinstance(outcome, NotScanned)
    assert outcome.reason in {Reason.DAMAGED, Reason.ARCHIVE_BOMB}


async def test_a_file_beyond_the_limit_is_not_read():
    async with Extractor(Limits(input_bytes=1000)) as strict:
        assert await strict.extract(b"x" * 1001, "a.txt") == NotScanned(Reason.TOO_LARGE)
        assert strict.pid is None
        assert isinstance(await strict.extract(b"x" * 1000, "a.txt"), Extracted)


async def test_text_beyond_the_limit_is_cut_and_said_to_be(extractor):
    async with Extractor(Limits(text_bytes=1001)) as strict:
        outcome = await strict.extract("é".encode() * 2000, "a.txt")
    assert (outcome.text.reveal(), outcome.gaps) == ("é" * 500, (Reason.TOO_LARGE,))
    whole = await extractor.extract(b"x" * (10 * MEBIBYTE), "a.txt")
    assert (len(whole.text), whole.gaps) == (10 * MEBIBYTE, ())


async def test_one_process_reads_many_files(extractor):
    before = extractor.pid
    for number in range(20):
        outcome = await extractor.extract(f"text {number}".encode(), "a.txt")
        assert outcome.text.reveal() == f"text {number}"
    assert extractor.pid == before
