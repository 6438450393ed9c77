"""Hyperscan, what was kept of it, and Python's own expressions say the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from unit.detection.planted import texts
from watchgate.detection import compiled_patterns
from watchgate.detection.detector import Detector
from watchgate.detection.engine import default_engine
from watchgate.detection.injection import find as injection
from watchgate.detection.one_pass import HyperscanPass, PythonPass
from watchgate.detection.rooms import DETECTORS
from watchgate.settings.cached import KEPT, keep_cached, read_cached

PATTERNS = [
    pattern.encode() if isinstance(pattern, str) else pattern
    for pattern in (
        *(trigger for detector in DETECTORS for trigger in detector.triggers),
        *injection.TRIGGERS,
    )
]
FAST, SLOW = HyperscanPass(PATTERNS), PythonPass(PATTERNS)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_python_sees_what_hyperscan_sees(text: str) -> None:
    data = text.encode(errors="surrogatepass")

    assert SLOW.occurring(data) == sorted(FAST.occurring(data))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WATCHGATE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_compiled_database_is_kept_and_used_again(cache: Path) -> None:
    compiled_patterns.database([b"abc", b"xyz"])
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns

    again = HyperscanPass([b"abc", b"xyz"])

    assert again.occurring(b"wxyz") == [1]
    assert kept.stat().st_mtime_ns == written


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_file_is_compiled_anew(cache: Path, damage: str) -> None:
    compiled_patterns.database([b"abc"])
    (kept,) = cache.iterdir()
    data = kept.read_bytes()
    kept.write_bytes({"cut": data[:100], "changed": data[:-3] + b"abc", "empty": b""}[damage])

    assert HyperscanPass([b"abc"]).occurring(b"xabc") == [0]
    assert kept.read_bytes() == data


def test_a_file_that_others_may_write_is_not_read(cache: Path) -> None:
    keep_cached("patterns", "one", b"data")
    (kept,) = cache.iterdir()
    assert read_cached("patterns", "one") == b"data"

    kept.chmod(0o666)

    assert read_cached("patterns", "one") is None


def test_the_cache_stays_small(cache: Path) -> None:
    for number in range(KEPT + 3):
        keep_cached("patterns", str(number), b"data")

    assert len(list(cache.iterdir())) == KEPT


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    monkeypatch.setenv("WATCHGATE_CACHE_DIR", str(in_the_way))

    assert HyperscanPass([b"abc"]).occurring(b"xabc") == [0]


def test_a_detector_that_finds_what_nobody_wants_is_not_asked() -> None:
    detector = Detector("x", ("x",), lambda _: iter(()), frozenset({"ORGANIZATION"}))

    assert not detector.finds_any_of(frozenset({"PERSON"}))
    assert detector.finds_any_of(frozenset({"PERSON", "ORGANIZATION"}))
    assert default_engine() is default_engine()
