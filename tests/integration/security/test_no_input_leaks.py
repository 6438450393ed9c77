"""Whatever is sent, nobody reads what is not his: no planted value, no secret, no trace of our inside, no 500.

`WATCHGATE_SWEEP_EXAMPLES` says how much is tried with each route (5).
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from described import OPERATIONS
from integration.catalog.workplace import ACME
from integration.security.conftest import PASSWORD_HASH, PLANTED
from watchgate.identity.roles import Role

EXAMPLES = int(os.environ.get("WATCHGATE_SWEEP_EXAMPLES", "5"))
TRACES = ("Traceback", 'File "/', "sqlalchemy", "psycopg", PASSWORD_HASH)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
@pytest.mark.parametrize("who", ["nobody", "the other workspace's administrator"])
def test_whatever_is_sent_nothing_leaks(castle, operation, who):
    known = castle.known[Role.ADMIN]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def ask(case):
        case.path_parameters = {**(case.path_parameters or {}), **_named(castle, operation)}
        for part in (case.body, case.query):
            if isinstance(part, dict) and "workspace_id" in part:
                part["workspace_id"] = str(ACME)
        headers = {} if who == "nobody" else castle.cookie_headers(known.limited_id)

        answer = case.call(base_url=castle.url, headers=headers)

        assert answer.status_code < 500
        for planted in (*PLANTED, *TRACES, str(ACME)):
            assert planted not in answer.text or planted in repr(case.body), planted

    ask()


def _named(castle, operation):
    known = castle.named | castle.removals
    return {name: value for name, value in known.items() if "{" + name + "}" in operation.path}


def test_the_servers_log_holds_nothing_either(castle):
    log = castle.process.errors

    assert not [planted for planted in PLANTED if planted in log]
    assert not [one.token for one in castle.known.values() if one.token in log]
    assert "Traceback" not in log
