"""Does a skill keep what it promises? What is put to the model, what is answered, and what is held against it."""

import json

import pytest

from unit.skills.sample import skill
from watchgate.skills.trying import asking
from watchgate.skills.trying.conversation import MOST_ROUNDS
from watchgate.skills.trying.model import Outcome
from watchgate.skills.trying.model_at import Blocked, NoAnswer
from watchgate.skills.trying.run import run_tests

RECORD = {
    "skill_id": "incident.postmortem",
    "skill_version": "1.2.0",
    "client_key": "1",
    "type": "decisions",
    "body": {"summary": "All is well."},
}


def says(text, tokens=10):
    return {
        "choices": [{"message": {"role": "assistant", "content": text}}],
        "usage": {"total_tokens": tokens},
    }


def calls(name, arguments, call_id="c1"):
    function = {"name": name, "arguments": arguments if isinstance(arguments, str) else json.dumps(arguments)}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": call_id, "type": "function", "function": function}],
    }
    return {"choices": [{"message": message}], "usage": {"total_tokens": 10}}


def tried(*answers, of=None):
    """The one test's result when the model gives these answers; and the requests that it was asked with."""
    waiting, asked = list(answers), []

    def ask(body):
        asked.append(body)
        answer = waiting.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    [result] = run_tests(of or skill(), "gpt-4o", lambda _run: ask)
    return result, asked


def test_a_skill_that_keeps_its_promise():
    result, asked = tried(
        calls("lookup_incident", {"id": "INC-1"}),
        calls("emit_hub_record", RECORD),
        says("The Root Cause was DNS."),
    )

    assert (result.outcome, result.reasons, result.tokens) == (Outcome.PASSED, [], 30)
    assert asked[0]["messages"][1]["content"] == "incident: INC-1"
    assert [message["role"] for message in asked[2]["messages"]] == [
        "system",
        "user",
        "assistant",
        "tool",
        "assistant",
        "tool",
    ]
    assert json.loads(asked[1]["messages"][-1]["content"]) == {"status": "ok"}


def test_everything_that_does_not_hold_is_said():
    result, _ = tried(says("I do not know."))

    assert result.outcome is Outcome.FAILED
    assert result.reasons == [
        "The answer does not contain 'root cause': I do not know.",
        "The tool lookup_incident was not called, but none.",
        "No record was emitted.",
    ]


@pytest.mark.parametrize("body", [{**RECORD, "body": {}}, {**RECORD, "type": "outputs"}, "not JSON", {}])
def test_a_record_that_breaks_the_contract_is_refused_and_spoken_of(body):
    result, asked = tried(calls("lookup_incident", {}), calls("emit_hub_record", body), says("root cause"))

    assert result.outcome is Outcome.FAILED
    assert all(reason.startswith("A record does not keep the contract") for reason in result.reasons)
    assert "error" in json.loads(asked[2]["messages"][-1]["content"])


def test_a_tool_answers_what_the_test_says():
    scripted = skill(
        yaml=(
            "    expect:\n      - contains",
            "    answers: {lookup_incident: {cause: DNS}}\n    expect:\n      - contains",
        )
    )

    _, asked = tried(calls("lookup_incident", {"id": "1"}), says("x"), of=scripted)

    assert json.loads(asked[1]["messages"][-1]["content"]) == {"cause": "DNS"}


@pytest.mark.parametrize(
    ("expect", "text", "held"),
    [
        ("lacks: secret", "no SECRET here", False),
        ("lacks: secret", "fine", True),
        ('matches: "INC-[0-9]+"', "see INC-12", True),
        ('matches: "^INC"', "see INC-12", False),
        ("record: false", "x", True),
        ("at_most_tokens: 5", "x", False),
        ("at_most_tokens: 10", "x", True),
    ],
)
def test_each_expectation(expect, text, held):
    [old] = ["      - contains: root cause\n      - calls: lookup_incident\n      - record: true\n"]

    result, _ = tried(says(text), of=skill(yaml=(old, f"      - {expect}\n")))

    assert (result.outcome is Outcome.PASSED) == held


def test_a_model_that_calls_for_ever_is_stopped():
    result, asked = tried(*[calls("lookup_incident", {})] * (MOST_ROUNDS + 1))

    assert (result.outcome, len(asked)) == (Outcome.BROKEN, MOST_ROUNDS)


@pytest.mark.parametrize(
    ("trouble", "outcome"), [(Blocked("no"), Outcome.BLOCKED), (NoAnswer("no"), Outcome.BROKEN)]
)
def test_what_a_policy_refused_is_no_failed_promise(trouble, outcome):
    assert tried(trouble)[0].outcome is outcome


def test_the_tools_are_the_skills_and_the_record():
    names = [one["function"]["name"] for one in asking.functions(skill())]

    assert names == ["lookup_incident", "close_incident", "emit_hub_record"]
