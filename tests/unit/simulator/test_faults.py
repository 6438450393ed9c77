import random

import pytest

from watchgate.kernel.errors import UserError
from watchgate.simulator.fault_errors import error_of
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.faults import FAULTS, Fault, FaultRate, Faults, parse_fault_list, parse_fault_rate


def test_a_fault_may_carry_an_amount() -> None:
    assert parse_fault_list("slow-stream:0.2, gzip") == [Fault("slow-stream", 0.2), Fault("gzip")]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("slow-strem=1", "did you mean slow-stream"),
        ("zebra=1", "known faults"),
        ("http-500", "NAME=RATE"),
        ("http-500=often", "must be a number"),
        ("http-500=1.5", "from 0"),
        ("slow-stream:nan=1", "finite"),
    ],
)
def test_a_fault_that_is_not_understood_is_explained(text: str, hint: str) -> None:
    with pytest.raises(UserError, match=hint):
        parse_fault_rate(text)


def test_a_rate_is_kept_over_many_requests() -> None:
    faults = Faults([FaultRate(Fault("http-503"), rate=0.25)])
    chance = random.Random(1)

    struck = sum(bool(faults.draw(chance)) for _ in range(4000))

    assert 900 < struck < 1100


def test_a_fault_with_times_is_used_up_and_comes_back_with_a_restart() -> None:
    faults = Faults([FaultRate(Fault("http-503"), rate=1, times=2)])
    chance = random.Random(1)

    drawn = [bool(faults.draw(chance)) for _ in range(3)]
    faults.restart()

    assert drawn == [True, True, False]
    assert faults.draw(chance) == [Fault("http-503")]


@pytest.mark.parametrize("name", [name for name in FAULTS if name.startswith(("http-", "x-"))])
def test_each_http_fault_is_an_error(name: str) -> None:
    error = error_of([Fault("gzip"), Fault(name)])

    assert error is not None
    assert error.status >= 400


def test_the_retry_forms_differ_in_their_headers() -> None:
    forms = {name: error_of([Fault(name)]) for name in FAULTS if name.startswith("http-429")}

    headers = {name.removeprefix("http-429-"): error.headers for name, error in forms.items() if error}

    assert headers["retry-after"] == {"retry-after": "1"}
    assert headers["retry-after-ms"] == {"retry-after-ms": "40", "retry-after": "1"}
    assert headers["retry-after-date"]["retry-after"].endswith("GMT")
    assert headers["long"] == {"retry-after": "300"}
    assert headers["quota"] == {}


def test_a_fault_may_strike_every_so_manieth_time_and_begins_again_after_a_restart() -> None:
    faults = Faults([FaultRate(Fault("delete-5xx"), 1, every=3)])

    def drawn() -> list[bool]:
        return [bool(faults.draw(random.Random(0), Stage.DELETE)) for _ in range(4)]

    first = drawn()
    faults.restart()

    assert first == drawn() == [False, False, True, False]


def test_a_fault_may_strike_only_some_paths_and_does_not_count_the_others() -> None:
    faults = Faults([FaultRate(Fault("delete-5xx"), 1, every=2, only="/canvas/")])
    paths = ("/canvas/a", "/memories/a", "/canvas/b", "/memories/b")
    struck = [path for path in paths if faults.draw(random.Random(0), Stage.DELETE, path)]
    assert struck == ["/canvas/b"]
