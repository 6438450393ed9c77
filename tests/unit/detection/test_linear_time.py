"""Twice the text takes twice the time, however nasty the text: no pattern of ours runs away.

Times are compared with each other, never with a clock on the wall: eight times the text may take sixteen times as long (and
what takes a blink may take as long as it likes). What is quadratic takes sixty-four times as long.
"""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.detection.planted import texts
from unit.detection.trigger_samples import sample, trigger_samples
from watchgate.detection.engine import default_engine
from watchgate.detection.rooms import DETECTORS

SMALL, LARGE = 64 * 1024, 512 * 1024
A_BLINK = 0.15
AT_MOST = 16
TRIES = 5

CLASSES = {
    "small letters": "a",
    "capitals": "A",
    "digits": "1",
    "zeros": "0",
    "hexadecimal": "a1",
    "blanks": " ",
    "lines": "\n",
    "tabs": "\t",
    "zero bytes": "\0",
    "dots": ".",
    "commas": ", ",
    "dashes": "-",
    "slashes": "/",
    "colons": ":",
    "at signs": "@",
    "underscores": "_",
    "pluses": "+",
    "equals": "=",
    "opened brackets": "(",
    "closed brackets": ")",
    "braces": "{",
    "opened tags": "<",
    "quotes": '"',
    "backslashes": "\\",
    "percent signs": "%41",
    "comments": "<!-- ",
    "single digits": "1 ",
    "dotted digits": "1.",
    "dashed digits": "1-",
    "grouped digits": "123 456 ",
    "letters and digits": "A1",
    "one-letter words": "a ",
    "names": "Maria Andersson ",
    "names in a list": "Maria, ",
    "streets": "12 Main Street ",
    "house numbers": "12 ",
    "dates": "1999-12-31 ",
    "accents": "é",
    "combining marks": "e\u0301",
    "Chinese": "请",
    "Arabic": "مرحبا ",
    "Hebrew": "שלום ",
    "full-width digits": "１２３ ",
    "zero width": "a\u200b",
    "surrogates": "\ud800",
    "emoji": "\U0001f600",
    "regional indicators": "\U0001f1eb",
    "Morse": ".- ",
    "base64": "aWdub3Jl",
    "leet": "1gn0r3 ",
    "markdown table": "| a | 1 ",
    "JSON": '{"a":',
    "keys": "key=",
    "assignments": 'password = "',
}


@pytest.mark.parametrize("unit", CLASSES.values(), ids=CLASSES)
def test_a_long_run_takes_time_in_proportion(unit: str) -> None:
    assert_in_proportion(unit)


@pytest.mark.parametrize("unit", trigger_samples(), ids=lambda unit: ascii(unit)[1:30])
def test_whatever_starts_a_detector_over_and_over_takes_time_in_proportion(unit: str) -> None:
    assert_in_proportion(unit + " ")


@pytest.mark.parametrize("after", ["a", "1", "1 ", "A1", " ", "\n", "a.", "-", "é", "Maria "])
def test_what_follows_the_start_of_a_detector_takes_time_in_proportion(after: str) -> None:
    """A start, and then a long run of something that never ends it."""
    run = after * (SMALL // 2 // len(after))
    seconds(run)
    alone = min(seconds(run) for _ in range(TRIES))

    runaway = [
        start
        for start in trigger_samples()
        if quickest(start + run, enough=5 * alone + A_BLINK) > 5 * alone + A_BLINK
    ]

    assert runaway == []


@pytest.mark.parametrize("unit", ["a", "1", "a ", "1 ", "Maria ", "x=1;", "请"])
def test_a_megabyte_without_a_line_break_is_no_different(unit: str) -> None:
    with_breaks = (unit * (80 // len(unit)) + "\n") * (1_000_000 // 80)
    without = unit * (1_000_000 // len(unit))
    seconds("warm up")

    assert quickest(without, enough=A_BLINK) < AT_MOST * quickest(with_breaks, enough=0) + A_BLINK


def assert_in_proportion(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (SMALL, LARGE))
    bound = A_BLINK
    for _ in range(TRIES):
        bound = max(bound, AT_MOST * seconds(small))
        if (took := seconds(large)) <= bound:
            return
    pytest.fail(f"{LARGE >> 10} KB take {took:.2f} s, more than {AT_MOST} times as long as {SMALL >> 10} KB")


def quickest(text: str, *, enough: float) -> float:
    """The shortest of a few tries; one that is short *enough* will do."""
    best = seconds(text)
    for _ in range(TRIES - 1):
        if best <= enough:
            break
        best = min(best, seconds(text))
    return best


def seconds(text: str) -> float:
    start = time.thread_time()
    default_engine().examine(text)
    return time.thread_time() - start


def test_every_trigger_of_every_detector_has_a_sample_that_sets_it_off() -> None:
    """Or the tests above would prove less than they say."""
    silent = [
        trigger
        for detector in DETECTORS
        for trigger in detector.triggers
        if isinstance(trigger, str)
        and trigger.isascii()
        and not re.search(trigger, sample(trigger), re.DOTALL)
    ]

    assert silent == []


_SCRIPTS = st.text(
    alphabet=st.sampled_from("aZ09 .,:;@-_/\\\n\t\0\"'()<>{}[]|=+%#éßñþšİıŁØאבגשלוםمرحبا١٢٣請你好日本語한국어ไทยЖенщинаελλ١２３\u200b\u200d\u202e\u2066\ufeff\u0301\ud800\udfff\U0001f600\U0001f1eb"),
    max_size=80,
)  # fmt: skip
_SAMPLES = st.sampled_from(trigger_samples())
_ANYTHING = st.text(alphabet=st.characters(codec=None), max_size=60)

mixtures = st.lists(st.one_of(_SCRIPTS, _SAMPLES, _ANYTHING, texts), max_size=8).map("".join)


@settings(max_examples=400, deadline=None)
@given(mixtures)
def test_whatever_the_text_findings_lie_in_it_in_order_and_apart(text: str) -> None:
    seen = default_engine().examine(text)

    edges = [0, *(edge for found in seen.findings for edge in (found.start, found.end)), len(text)]
    assert edges == sorted(edges)
    for found in seen.findings:
        assert found.start < found.end
        assert 0.5 <= found.score <= 1
        for term in found.evidence:
            assert (term.start is None) == (term.end is None)
            if term.start is not None:
                assert 0 <= term.start < term.end <= len(text)
    for signal in seen.injection.signals:
        assert 0 <= signal.start < signal.end <= len(text)
    assert 0 <= seen.injection.score <= 1


@settings(max_examples=150, deadline=None)
@given(mixtures, st.integers(1, 5))
def test_the_same_text_is_always_seen_the_same(text: str, times: int) -> None:
    first = default_engine().examine(text)

    assert all(default_engine().examine(text) == first for _ in range(times))
