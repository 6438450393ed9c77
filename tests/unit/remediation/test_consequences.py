"""What is said about each action on each kind."""

import pytest

from watchgate.remediation.consequences import NOTHING_UPSTREAM, PLACEHOLDER, upstream
from watchgate.remediation.model import ACTIONS, Action, Kind

DOABLE = [(action, kind) for kind, actions in ACTIONS.items() for action in sorted(actions)]


@pytest.mark.parametrize(("action", "kind"), DOABLE)
def test_everything_that_can_be_done_has_words(action, kind):
    assert upstream(action, kind, also_upstream=False).goes


def test_a_redaction_says_that_the_original_stays():
    assert upstream(Action.REDACT, Kind.MESSAGE, also_upstream=False).goes == NOTHING_UPSTREAM


def test_a_redaction_that_deletes_upstream_says_what_a_deletion_does():
    said = upstream(Action.REDACT, Kind.CONVERSATION, also_upstream=True)

    assert PLACEHOLDER in said.stays


def test_a_file_of_a_gpt_goes_from_all_of_them():
    assert "every GPT" in upstream(Action.DELETE, Kind.GPT_FILE, also_upstream=False).goes_with_it[0]
