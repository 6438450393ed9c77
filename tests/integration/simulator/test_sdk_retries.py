"""What does the SDK do with each form of "not now"? (contracts §5.1) The simulator's forms must have their known effect."""

import time
from typing import Any

import openai
import pytest
from openai import OpenAI

from watchgate.testing.simulator import RunningSimulator

ASKED: Any = [{"role": "user", "content": "hello"}]


@pytest.fixture
def patient(simulator: RunningSimulator) -> Any:
    with OpenAI(base_url=simulator.base_url, api_key=simulator.api_key, max_retries=1) as client:
        yield client


@pytest.mark.parametrize(
    ("fault", "least_seconds", "most_seconds"),
    [
        ("http-429-retry-after:1", 1.0, 8),
        # The milliseconds win over the Retry-After of 1 beside them.
        ("http-429-retry-after-ms:40", 0.04, 0.98),
        ("http-429-retry-after-date:2", 0.5, 8),
        ("http-429-quota", 0.3, 8),  # no header: the SDK waits as it likes
        ("http-500", 0.3, 8),
        ("http-503", 0.3, 8),
    ],
)
def test_the_sdk_waits_as_told_and_tries_again(
    patient: OpenAI, simulator: RunningSimulator, fault: str, least_seconds: float, most_seconds: float
) -> None:
    simulator.faults({fault: {"rate": 1, "times": 1}})
    begun = time.monotonic()

    patient.chat.completions.create(model="gpt-4o", messages=ASKED)

    assert least_seconds <= time.monotonic() - begun <= most_seconds
    retries = [request.headers["x-stainless-retry-count"] for request in simulator.requests()]
    assert retries == ["0", "1"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("http-429-long", openai.RateLimitError),
        ("x-should-retry-false", openai.InternalServerError),
        ("http-401", openai.AuthenticationError),
    ],
)
def test_the_sdk_does_not_try_again(
    patient: OpenAI, simulator: RunningSimulator, fault: str, error: type[openai.APIStatusError]
) -> None:
    simulator.faults({fault: 1})

    with pytest.raises(error):
        patient.chat.completions.create(model="gpt-4o", messages=ASKED)

    assert len(simulator.requests()) == 1


def test_the_sdk_tries_again_when_the_connection_drops(patient: OpenAI, simulator: RunningSimulator) -> None:
    simulator.faults({"drop-connection": {"rate": 1, "times": 1}})

    completion = patient.chat.completions.create(model="gpt-4o", messages=ASKED)

    assert completion.choices[0].message.content == "You said: hello"
    assert [request.faults for request in simulator.requests()] == [["drop-connection"], []]
