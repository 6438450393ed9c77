"""Keys, clock, rate limits and signed URLs: who gets in, and until when."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from watchgate.kernel.errors import UserError
from watchgate.simulator.clock import SimulatedClock
from watchgate.simulator.compliance_host.rate_limits import RateLimits
from watchgate.simulator.compliance_host.signed_urls import SignedUrls
from watchgate.simulator.fault_stages import COMPLIANCE_FAULTS, Stage, can_strike
from watchgate.simulator.faults import FAULTS
from watchgate.simulator.keys import Keys, Scope, redacted

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_each_key_may_do_what_its_name_says():
    keys = Keys(7)
    scopes = {name: keys.scopes_of(key) for name, key in keys.by_name.items()}
    assert scopes["full"] == {Scope.LOGS, Scope.READ, Scope.DELETE, Scope.DIRECTORY_READ}
    assert scopes["read_only"] == {Scope.LOGS, Scope.READ}
    assert scopes["no_compliance"] == frozenset()
    assert scopes["admin"] == {Scope.ADMIN}
    assert scopes["project"] == {Scope.SKILLS_READ, Scope.SKILLS_WRITE}
    assert scopes["project_read_only"] == {Scope.SKILLS_READ}
    assert Scope.OTHER_PROJECT in scopes["other_project"]
    assert Scope.ELSEWHERE in scopes["other_workspace"]


def test_a_made_up_key_is_unknown_unless_any_key_will_do():
    assert Keys(7).scopes_of("sk-sim-made-up") is None
    assert Keys(7, accepts_any=True).scopes_of("made-up") >= {Scope.READ, Scope.ADMIN}
    assert Keys(7, others=("fixed",)).scopes_of("fixed") == frozenset()


def test_keys_differ_by_seed_and_are_redacted_to_three_and_four_characters():
    key = Keys(7).by_name["full"]
    assert key != Keys(8).by_name["full"]
    assert redacted(key) == f"sk-...{key[-4:]}"


def test_the_clock_runs_from_where_it_was_set_and_only_forward():
    clock = SimulatedClock(NOON)
    assert NOON <= clock.now() < NOON + timedelta(minutes=1)
    assert clock.advance(timedelta(hours=1)) >= NOON + timedelta(hours=1)
    with pytest.raises(UserError):
        clock.set(NOON)
    clock.restart()
    assert clock.now() < NOON + timedelta(minutes=1)


def test_calls_beyond_the_limit_wait_for_the_next_minute():
    limits = RateLimits(2)
    at = NOON + timedelta(seconds=50)
    assert [limits.wait_s("key", "GET /logs", at) for _ in range(3)] == [None, None, 10]
    assert limits.wait_s("other", "GET /logs", at) is None
    assert limits.wait_s("key", "GET /users", at) is None
    assert limits.wait_s("key", "GET /logs", at + timedelta(seconds=10)) is None
    assert RateLimits(0).wait_s("key", "GET /logs", at) is None


def test_a_signed_url_is_good_for_its_file_and_its_time_only():
    clock = SimulatedClock(NOON)
    urls = SignedUrls(1, clock)
    parts = urlsplit(urls.url("127.0.0.1:80", "logs", "eclf_1"))
    query = {name: value[0] for name, value in parse_qs(parts.query).items()}
    until, signature = query["se"], query["sig"]

    assert (parts.hostname, parts.path) == ("localhost", "/_files/logs/eclf_1")
    assert urls.is_valid("logs", "eclf_1", until, signature, clock.now())
    assert not urls.is_valid("logs", "eclf_2", until, signature, clock.now())
    assert not urls.is_valid("uploads", "eclf_1", until, signature, clock.now())
    assert not urls.is_valid("logs", "eclf_1", str(int(until) + 1), signature, clock.now())
    assert not urls.is_valid("logs", "eclf_1", until, signature, clock.now() + timedelta(minutes=6))
    assert not urls.is_valid("logs", "eclf_1", "soon", signature, clock.now())


def test_every_fault_can_strike_somewhere_and_faults_of_one_api_leave_the_other_alone():
    for name in FAULTS:
        assert any(can_strike(name, stage) for stage in Stage), name
    assert not any(can_strike(name, Stage.MODEL) for name in COMPLIANCE_FAULTS)
    assert can_strike("http-503", Stage.LOG_LIST)
    assert not can_strike("cut-stream", Stage.LOG_LIST)
    assert not can_strike("log-cut", Stage.LOG_LIST)
