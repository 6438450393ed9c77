"""Do all tests of a skill hold? One after the other; what came of each is told as soon as it is known."""

import time
from collections.abc import Callable, Iterator

from watchgate.kernel.ids import new_id
from watchgate.skills.package.manifest import Test
from watchgate.skills.package.skill import Skill
from watchgate.skills.trying.conversation import MOST_ROUNDS, Asks, Conversation, Endless
from watchgate.skills.trying.expecting import reasons
from watchgate.skills.trying.model import Outcome, Result
from watchgate.skills.trying.model_at import Blocked, NoAnswer


def run_tests(skill: Skill, model: str, asks: Callable[[str], Asks]) -> Iterator[Result]:
    """In the order of the manifest. *asks*: who is asked in a run of this id."""
    for test in skill.manifest.tests:
        yield _run(skill, test, model, asks(new_id("run")))


def _run(skill: Skill, test: Test, model: str, ask: Asks) -> Result:
    began = time.monotonic()
    conversation = Conversation(skill, test, model)
    outcome, found = Outcome.PASSED, list[str]()
    try:
        said = conversation.hold(ask)
        found = list(reasons(test, said))
        outcome = Outcome.FAILED if found else Outcome.PASSED
    except Blocked as blocked:
        outcome, found = Outcome.BLOCKED, [f"A policy of the gateway refused: {blocked}"]
    except NoAnswer as silence:
        outcome, found = Outcome.BROKEN, [str(silence)]
    except Endless:
        outcome, found = Outcome.BROKEN, [f"After {MOST_ROUNDS} rounds the model still called tools."]
    return Result(test.name, outcome, found, time.monotonic() - began, conversation.tokens)
