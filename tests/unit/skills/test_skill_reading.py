"""Which files does a folder or an archive hold? Bounded, and nothing from outside of it."""

import io
import os
import zipfile

import pytest

from unit.skills.sample import FILES
from watchgate.kernel.errors import UserError
from watchgate.skills import reading
from watchgate.skills.archive import zip_of
from watchgate.skills.reading import read_folder, read_skill_files, read_zip
from watchgate.skills.writing import write_folder


def zipped(*entries, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_folder_comes_back_as_it_was_written(tmp_path):
    folder = write_folder(tmp_path / "incident-postmortem", FILES)

    assert read_skill_files(folder) == (FILES, "incident-postmortem")


def test_an_archive_comes_back_as_it_was_written():
    assert read_zip(zip_of(FILES)) == (FILES, None)


def test_a_folder_around_everything_is_taken_off():
    assert read_zip(zip_of({f"x/{path}": content for path, content in FILES.items()})) == (FILES, "x")


def test_what_tools_leave_behind_is_left_out(tmp_path):
    folder = write_folder(
        tmp_path / "x", {**FILES, ".git/config": b"", "scripts/__pycache__/a.pyc": b"", ".DS_Store": b""}
    )

    assert read_folder(folder) == FILES
    assert read_zip(zipped(("a.md", b""), ("__MACOSX/a.md", b"")))[0] == {"a.md": b""}


@pytest.mark.parametrize("target", ["/etc/hostname", "references", "nowhere"])
def test_links_are_refused(tmp_path, target):
    folder = write_folder(tmp_path / "x", FILES)
    (folder / "link").symlink_to(target)

    with pytest.raises(UserError, match="link is no plain file"):
        read_folder(folder)


def test_pipes_are_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(UserError, match="no plain file"):
        read_folder(tmp_path)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 10_000)

    with pytest.raises(UserError, match="too large"):
        read_zip(zipped(("zeros", b"\0" * 50_000)))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_FILES", 3)

    with pytest.raises(UserError, match="more than 3 files"):
        read_zip(zipped(*((str(number), b"") for number in range(4))))


def test_an_archive_that_says_a_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        raw = zipped(("SKILL.md", b"what people review"), ("SKILL.md", b"what is used"))

    with pytest.raises(UserError, match="stands twice"):
        read_zip(raw)


@pytest.mark.parametrize("raw", [b"", b"PK\3\4 nothing", b"x" * 1000, zip_of(FILES)[:-30]])
def test_what_is_no_archive_is_refused(raw):
    with pytest.raises(UserError, match="no ZIP"):
        read_zip(raw)


def test_a_damaged_archive_is_refused():
    raw = bytearray(zip_of(FILES))
    raw[60] ^= 1

    with pytest.raises(UserError, match="no ZIP"):
        read_zip(bytes(raw))
