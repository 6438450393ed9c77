"""Are the files what their names say, and do they hold what the truth says?"""

import io
from collections import Counter, defaultdict
from zipfile import ZipFile

import pytest
from docx import Document
from kreuzberg import ParsingError, extract_bytes_sync
from openpyxl import load_workbook
from PIL import Image

from .conftest import office

BEGINNINGS = {"pdf": b"%PDF", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "png": b"\x89PNG"}


@pytest.fixture(scope="module")
def files(population):
    return list(population.files())


@pytest.fixture(scope="module")
def by_extension(population, files):
    """Readable files with values in them."""
    sorted_ = defaultdict(list)
    for file in files:
        if file.planted:
            sorted_[file.name.rpartition(".")[2]].append((file, population.file_bytes(file.file_id)))
    return sorted_


def test_every_file_is_named_in_exactly_one_message_of_its_owner(population, files, messages):
    named = defaultdict(set)
    for event in messages:
        for ref in event.body["message"].get("files", ()):
            named[ref["id"]].add(
                (
                    ref["name"],
                    event.body["message"]["id"],
                    event.body["actor"]["user_id"],
                    event.body["conversation"]["id"],
                )
            )
    assert set(named) == {file.file_id for file in files}
    for file in files:
        ((name, _, owner, conversation),) = named[file.file_id]
        assert (name, owner, conversation) == (file.name, file.owner_id, file.conversation_id)


def test_about_two_files_come_with_a_hundred_messages(files, messages):
    assert 0.012 < len(files) / len(messages) < 0.03


def test_all_kinds_are_uploaded(files):
    kinds = Counter(file.name.rpartition(".")[2] for file in files)
    assert set(kinds) == {"pdf", "docx", "xlsx", "csv", "txt", "png"}


def test_a_file_is_found_by_its_id(population, files):
    assert all(population.file(file.file_id) == file for file in files)


@pytest.mark.parametrize(
    "file_id", ["", "file-", "file-00", f"file-{'0' * 24}", f"file-{'z' * 24}", "file-7Hk2mB4nVx9Qs1Lp"]
)
def test_nobody_can_make_up_a_file_id(population, file_id):
    assert population.file(file_id) is None
    with pytest.raises(KeyError):
        population.file_bytes(file_id)


def test_an_altered_id_is_no_id(population, files):
    file_id = files[0].file_id
    altered = file_id[:-1] + ("0" if file_id[-1] != "0" else "1")
    assert population.file(altered) is None
    assert population.file(file_id.upper()) is None


def test_files_begin_as_their_kind_does(population, files):
    for file in files:
        raw = population.file_bytes(file.file_id)
        assert raw.startswith(BEGINNINGS.get(file.name.rpartition(".")[2], b""))
        assert len(raw) < 1_000_000


@pytest.mark.parametrize("extension", ["txt", "csv"])
def test_positions_hold_in_text_files(by_extension, extension):
    assert by_extension[extension]
    for file, raw in by_extension[extension]:
        text = raw.decode()
        for value in file.planted:
            assert text[value.start : value.end] == value.value


def test_word_files_hold_their_values(by_extension):
    assert by_extension["docx"]
    for file, raw in by_extension["docx"]:
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(raw)).paragraphs)
        assert all(value.value in text for value in file.planted)


def test_workbooks_hold_their_values(by_extension):
    assert by_extension["xlsx"]
    for file, raw in by_extension["xlsx"]:
        sheet = load_workbook(io.BytesIO(raw)).active
        cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
        assert {value.value for value in file.planted} <= cells


def test_pdfs_hold_their_values(by_extension):
    planted = found = 0
    for file, raw in by_extension["pdf"]:
        text = " ".join(extract_bytes_sync(raw, "application/pdf").content.split())
        planted += len(file.planted)
        found += sum(" ".join(value.value.split()) in text for value in file.planted)
    assert planted
    assert found > 0.95 * planted


def test_pictures_have_dark_letters_on_white(by_extension):
    assert by_extension["png"]
    for _file, raw in by_extension["png"]:
        histogram = Image.open(io.BytesIO(raw)).histogram()
        assert 0 < sum(histogram[:100]) < sum(histogram[200:])


@pytest.fixture(scope="module")
def unreadable():
    """One file of each kind that holds nothing for us, from an office large enough to have them."""
    population = office(messages=30_000)
    shelf, found = population._shelf, {}
    for file in population.files():
        kind, _name = shelf._head(*shelf._ids.place_of(file.file_id))
        if not kind.is_readable and kind.name not in found:
            found[kind.name] = (file, population.file_bytes(file.file_id))
    return found


def test_an_empty_file_is_empty(unreadable):
    file, raw = unreadable["empty"]
    assert raw == b""
    assert file.planted == ()


def test_a_locked_pdf_is_read_by_nobody(unreadable):
    file, raw = unreadable["locked-pdf"]
    assert b"/Encrypt" in raw
    assert file.planted == ()
    with pytest.raises(ParsingError):
        extract_bytes_sync(raw, "application/pdf")


def test_a_bomb_is_small_and_its_text_a_thousand_times_larger(unreadable):
    _file, raw = unreadable["bomb"]
    assert len(raw) < 600_000
    with ZipFile(io.BytesIO(raw)) as archive:
        document = archive.getinfo("word/document.xml")
        assert document.file_size > 500_000_000
        size = 0
        with archive.open(document) as opened:
            assert opened.read(5) == b"<?xml"
            while chunk := opened.read(16_777_216):
                size += len(chunk)
                last = chunk
        assert size + 5 == document.file_size
        assert last.endswith(b"</w:document>")
