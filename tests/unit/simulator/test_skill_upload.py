"""What is read of an upload to `/v1/skills`, and what is not."""

import io
import warnings
import zipfile
from typing import Any

import httpx
import pytest

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.endpoint import Call
from watchgate.simulator.seeded import Chance
from watchgate.simulator.skill_folder.archive import unzipped
from watchgate.simulator.skill_folder.unsuitable import UnsuitableError
from watchgate.simulator.skills_host.upload import uploaded

MANUAL = b"---\nname: good\ndescription: Does good\n---\n"


def call(body: bytes, content_type: str) -> Call:
    return Call("POST", "/v1/skills", body, {}, {}, Chance(seed=0, number=1), content_type=content_type)


def sent(files: Any, **fields: str) -> Call:
    """As a client encodes it."""
    request = httpx.Request("POST", "http://x/v1/skills", files=files, data=fields)
    return call(request.read(), request.headers["content-type"])


def folder(*more: tuple[str, bytes]) -> list[Any]:
    return [("files[]", each) for each in (("good/SKILL.md", MANUAL), *more)]


@pytest.mark.parametrize("path", ["good/übung.md", 'good/a"b.md', "good/with space.md", "good/a/b/c.md"])
@pytest.mark.parametrize("content", [b"", b"\r\n", b"\r\n--", b"a\r\n--bound\r\n\r\nb", bytes(range(256))])
def test_each_file_arrives_as_it_was_sent(path: str, content: bytes) -> None:
    read, is_default = uploaded(sent(folder((path, content))))

    assert read.files == {"SKILL.md": MANUAL, path.removeprefix("good/"): content}
    assert not is_default


def test_a_later_version_may_be_the_default() -> None:
    assert uploaded(sent(folder(), default="true"))[1]
    assert not uploaded(sent(folder(), default="false"))[1]
    with pytest.raises(ApiError, match="true or false"):
        uploaded(sent(folder(), default="perhaps"))


def test_what_is_no_form_with_files_is_refused() -> None:
    whole = sent(folder())
    for body, content_type, why in (
        (b'{"files": "x"}', "application/json", "multipart/form-data"),
        (whole.body, "multipart/form-data", "multipart/form-data"),
        (whole.body[:-30], whole.content_type, "ends before"),
        (sent([("other", ("good/SKILL.md", MANUAL))]).body, "multipart/form-data; boundary=x", "ends before"),
    ):
        with pytest.raises(ApiError, match=why):
            uploaded(call(body, content_type))


def test_a_form_without_files_says_what_is_missing() -> None:
    with pytest.raises(ApiError, match="'files'"):
        uploaded(sent([("other", ("good/SKILL.md", MANUAL))]))


def test_a_file_that_is_sent_twice_is_refused() -> None:
    with pytest.raises(ApiError, match="twice"):
        uploaded(sent(folder(("good/SKILL.md", MANUAL))))


def test_an_archive_that_cannot_be_read_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("good/SKILL.md", MANUAL)
        archive.writestr("good/SKILL.md", MANUAL)
    twice = written.getvalue()

    for content, why in (
        (twice, "twice"),
        (twice[:40], "no ZIP"),
        (twice.replace(b"good", b"evil", 1), "no ZIP"),
    ):
        with pytest.raises(UnsuitableError, match=why):
            unzipped(content)
