"""Check digits strengthen or weaken a key; they do not hide one."""

import random
import string
import zlib

import pytest

from watchgate.detection.engine import default_engine
from watchgate.detection.scoring import tracing
from watchgate.detection.secrets.placeholders import SAMPLES

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def with_check(start: str, random_part: str) -> str:
    number, digits = zlib.crc32(random_part.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return start + random_part + digits.rjust(6, "0")


def drawn(seed: int) -> str:
    return "".join(random.Random(seed).choices(BASE62, k=30))


def test_the_check_digits_are_those_of_github_s_own_example() -> None:
    example = next(sample for sample in SAMPLES if sample.startswith("gh" + "p_"))

    assert with_check(example[:4], example[4:34]) == example


@pytest.mark.parametrize("start", ["gh" + "p_", "gh" + "s_", "np" + "m_"])
@pytest.mark.parametrize("seed", range(5))
def test_right_check_digits_score_higher_than_wrong_ones(start: str, seed: int) -> None:
    right = with_check(start, drawn(seed))
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")

    (of_right,) = default_engine().scan(f"it is {right} I think")
    (of_wrong,) = default_engine().scan(f"it is {wrong} I think")

    assert of_right.entity == of_wrong.entity
    assert of_right.score > of_wrong.score >= 0.5
    assert [term.weight > 0 for term in of_right.evidence if term.kind == "check"] == [True]
    assert [term.weight < 0 for term in of_wrong.evidence if term.kind == "check"] == [True]


def test_a_token_whose_header_names_no_algorithm_is_believed_less() -> None:
    real = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MjQyIiwibmFtZSI6Ik1hcmlhIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9Pl"
    other = "eyJqqqciOiJIUzI1NiJ9.eyJzdWIiOiI0MjQyIiwibmFtZSI6Ik1hcmlhIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9Pl"

    (of_real,) = default_engine().scan(f"it is {real} here")
    (of_other,) = default_engine().scan(f"it is {other} here")

    assert of_real.score > of_other.score


@pytest.mark.parametrize(
    "sample", [sample for sample in sorted(SAMPLES) if sample[:4] in {"AKIA", "sk_t", "AIza", "ghp_"}]
)
def test_a_sample_from_documentation_is_rejected_and_says_so(sample: str) -> None:
    with tracing() as rejections:
        findings = default_engine().scan(f"key = {sample} (see the manual)")

    assert [hit for hit in findings if hit.entity != "URL"] == []
    assert any("documentation" in rejection.why for rejection in rejections)
