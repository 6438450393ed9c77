import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.ingest.extraction.formats import Reader, ending_of, reader_of, type_of
from watchgate.ingest.extraction.plain_text import decode_text

WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(WRITTEN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_text_in_any_unicode_encoding_is_read(text, encoding):
    assert decode_text(text.encode(encoding)) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
def test_western_text_is_read_without_a_mark(encoding):
    text = "Müller;Straße;1,50\r\n" * 20
    assert decode_text(text.encode(encoding)) == text


@given(st.binary())
def test_any_bytes_are_text_or_not_and_never_an_error(data):
    text = decode_text(data)
    assert text is None or isinstance(text, str)


def test_a_damaged_byte_in_utf8_costs_only_its_place():
    assert decode_text("Müller ".encode() + b"\xff" + " Straße".encode()) == "Müller \ufffd Straße"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 100, b"\x7fELF\x02\x01\x01" + bytes(60)]
)
def test_what_is_no_text_is_not_taken_for_text(data):
    assert decode_text(data) is None


@pytest.mark.parametrize(
    ("detected", "ending", "mime", "reader"),
    [
        ("application/pdf", "txt", "application/pdf", Reader.DOCUMENT),
        ("text/plain", "csv", "text/csv", Reader.TEXT),
        ("text/plain", "exe", "text/plain", Reader.TEXT),
        ("text/plain", "pdf", "text/plain", Reader.TEXT),
        ("text/plain", "eml", "message/rfc822", Reader.DOCUMENT),
        ("application/zip", "", "application/zip", Reader.DOCUMENT),
        ("image/png", "png", "image/png", Reader.PICTURE),
        (None, "doc", "application/msword", Reader.DOCUMENT),
        (None, "", None, Reader.NOBODY),
        ("video/mp4", "txt", "video/mp4", Reader.NOBODY),
    ],
)
def test_what_the_first_bytes_say_counts_before_the_name(detected, ending, mime, reader):
    assert type_of(detected, ending) == mime
    assert reader_of(mime) is reader


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("A.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("none", ""),
        ("a.my secret", ""),
        ("", ""),
        ("a.", ""),
        ("x.ßß", ""),
    ],
)
def test_of_a_name_only_an_ending_that_could_be_a_type_is_kept(name, ending):
    assert ending_of(name) == ending
