"""What a chain asks of a stream, and what it adds to the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.policy.samples import ABOUT, Blind, Scripted, judged, load, policy, streamed
from watchgate.policy.chain import Chain, Link, link
from watchgate.policy.kinds.common import Common, When
from watchgate.policy.model import About, Buffer, Pass, Phase, StreamMode, Usage, Window


def chain(*policies: Scripted) -> Chain:
    return Chain([Link(f"p{n}", p) for n, p in enumerate(policies)])


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ([], Pass()),
        ([Pass(), Pass()], Pass()),
        ([Pass(), Window(10), Window(400)], Window(400)),
        ([Window(400), Buffer(), Pass()], Buffer()),
    ],
)
def test_the_strictest_streaming_mode_wins(modes: list[StreamMode], expected: StreamMode) -> None:
    assert chain(*(Scripted(mode=mode) for mode in modes)).streaming(Phase.RESPONSE) == expected


def test_only_policies_of_the_phase_count() -> None:
    requests_only = chain(Scripted(mode=Buffer(), phases=frozenset({Phase.REQUEST})))

    assert requests_only.streaming(Phase.RESPONSE) == Pass()
    assert requests_only.needs_text(Phase.REQUEST)
    assert not requests_only.needs_text(Phase.RESPONSE)


def test_a_policy_that_does_not_apply_holds_nothing_back() -> None:
    limited = Chain([link("limited", Scripted(mode=Buffer()), Common(when=When(model=("o3",))))])

    assert limited.streaming(Phase.RESPONSE, ABOUT) == Pass()
    assert not limited.needs_text(Phase.RESPONSE, ABOUT)
    assert limited.streaming(Phase.RESPONSE, About("responses", "o3")) == Buffer()
    assert limited.needs_text(Phase.RESPONSE)


def test_policies_that_read_no_text_need_none() -> None:
    assert not chain(Blind()).needs_text(Phase.REQUEST)


def test_without_windows_everything_may_leave() -> None:
    assert chain(Scripted()).closed_until("Hello", 0) == 5


def test_a_cut_never_falls_into_what_another_policy_found_complete() -> None:
    # The first holds back the last four characters; the second has found `maria@x` at 3, and would not have it cut.
    last_four = Scripted(mode=Window(9), closes_at=lambda text, start: max(start, len(text) - 4))

    def whole_match(text: str, start: int) -> int:
        return (
            len(text)
            if "maria@x" in text[start:]
            else max(start, text.find("maria"))
            if "maria" in text
            else len(text)
        )

    whole = Scripted(mode=Window(9), closes_at=whole_match)
    text = "to maria@x ok"

    assert Chain([Link("a", last_four), Link("b", whole)]).closed_until(text, 0) <= 3


def test_a_cut_never_goes_back_before_what_has_left() -> None:
    eager = Scripted(mode=Window(9), closes_at=lambda text, start: max(start, len(text) - 100))
    other = Scripted(mode=Window(9), closes_at=lambda text, start: max(start, len(text) - 3))

    assert Chain([Link("a", eager), Link("b", other)]).closed_until("Hello there", 4) == 4


parts = st.sampled_from(["project", "falcon", " ", "  ", ".", "L-", "12", "L-123", "eye", "x", "-"])


@given(st.lists(parts, max_size=14).map("".join), st.lists(st.integers(0, 80), max_size=10))
def test_any_split_of_a_stream_finds_the_same_for_every_policy_of_the_chain(
    text: str, cuts: list[int]
) -> None:
    words = policy("content-filter", words=("project falcon", "eye L-12"), action="redact")
    patterns = policy(
        "content-filter", patterns=(r"L-\d{2,3}", r"falcon[ .]+L"), max_match=12, action="redact"
    )
    both = Chain([Link("words", words), Link("patterns", patterns)])

    for each in (words, patterns):
        assert streamed(each, both.closed_until, text, cuts) == judged(each, text)


def test_policies_that_share_a_function_are_asked_once() -> None:
    mail = policy("pii-detector", entities=("EMAIL",))
    both = Chain([Link("pii", mail), Link("secrets", policy("secret-scanner"))])

    assert both.closed_until("My key is ", 0) == 10
    assert len(both._closing) == 1


def test_text_waits_for_names_only_where_names_are_wanted() -> None:
    text = "we all met maria anders and"
    default = Chain([Link("pii", policy("pii-detector"))])
    names = Chain([Link("pii", policy("pii-detector", also=("PERSON",)))])

    assert names.closed_until(text, 0) == 0
    assert default.closed_until(text, 0) > 0


def test_the_audit_settings_follow_their_conditions() -> None:
    loaded = load(
        "policies: {chain: [audit-logger], policy: {audit-logger: {keep: sealed, when: {team: [hr]}}}}"
    )

    assert loaded.chain.audit is not None
    assert loaded.chain.audit.keep == "sealed"
    assert loaded.chain.audit_for(ABOUT) is None
    assert loaded.chain.audit_for(About("responses", team="hr")) is loaded.chain.audit


def test_without_an_audit_logger_there_are_no_audit_settings() -> None:
    assert chain(Scripted()).audit is None


def test_accounts_are_put_together_and_the_first_word_stands() -> None:
    usage = Usage(input_tokens=7, output_tokens=1)

    assert chain(Scripted(), Blind()).account(ABOUT, usage) == {"tokens": 7}
    assert chain().account(ABOUT, usage) == {}


def test_a_chain_meters_when_a_policy_counts_cost() -> None:
    assert load("policies: {chain: [cost-attribution]}").chain.meters
    assert not load("policies: {chain: [audit-logger]}").chain.meters


def test_a_disabled_chain_runs_nothing() -> None:
    disabled = Chain([Link("p", Scripted(mode=Buffer()))], is_disabled=True)

    assert disabled.streaming(Phase.RESPONSE) == Pass()
    assert not disabled.needs_text(Phase.REQUEST)
    assert disabled.audit is None
