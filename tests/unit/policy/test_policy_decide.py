"""Verdicts, edits, failures and coverage of a whole chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.policy.samples import ABOUT, Blind, Scripted, policy, reading
from watchgate.policy.chain import Chain, Link, link
from watchgate.policy.coverage import MAX_PATHS, render_path
from watchgate.policy.decide import MAX_REASONS, Failure, Observed, decide
from watchgate.policy.globs import any_name
from watchgate.policy.kinds.common import Common, When
from watchgate.policy.model import (
    STRICTNESS,
    About,
    Edit,
    Judgement,
    Mask,
    Phase,
    Reason,
    Unread,
    Verdict,
)

HELLO = reading("Hello there")
WHY = (Reason("p", "rule", "because"),)


def said(verdict: Verdict, *edits: Edit, policy: str = "p") -> Scripted:
    return Scripted(Judgement(verdict, edits, (Reason(policy, "rule", "because"),)))


def chain(*policies: Scripted | Link) -> Chain:
    return Chain([p if isinstance(p, Link) else Link(f"p{n}", p) for n, p in enumerate(policies)])


def test_a_clean_text_is_allowed_and_the_record_says_who_read_it() -> None:
    decision = decide(chain(Scripted(), Scripted()), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.ALLOW
    assert decision.coverage.as_json() == {
        "examined": [{"policies": ("p0", "p1"), "count": 1, "paths": ["messages[0].content"]}]
    }


@pytest.mark.parametrize("weaker", list(Verdict))
@pytest.mark.parametrize("stricter", list(Verdict))
def test_the_strictest_verdict_wins_whatever_the_order(weaker: Verdict, stricter: Verdict) -> None:
    expected = max(weaker, stricter, key=STRICTNESS.__getitem__)

    for order in ((weaker, stricter), (stricter, weaker)):
        decision = decide(chain(*map(said, order)), [HELLO], (), ABOUT, Phase.RESPONSE)

        assert decision.verdict is expected


def test_after_a_block_the_rest_of_the_chain_is_not_run_and_the_record_says_so() -> None:
    late = Scripted()

    decision = decide(chain(said(Verdict.BLOCK), late), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.BLOCK
    assert late.shown == []
    assert decision.coverage.absent == {"p1": "not run, p0 had blocked"}


def test_in_an_answer_the_rest_is_run_because_the_text_before_a_block_still_leaves() -> None:
    late = said(Verdict.REDACT, Edit(0, 0, 5, "…"))

    decision = decide(chain(said(Verdict.BLOCK), late), [HELLO], (), ABOUT, Phase.RESPONSE)

    assert decision.verdict is Verdict.BLOCK
    assert decision.edits == {0: (Edit(0, 0, 5, "…"),)}


def test_the_last_reason_is_the_one_that_decided() -> None:
    blocking, redacting = said(Verdict.BLOCK, policy="blocks"), said(Verdict.REDACT, policy="redacts")

    decision = decide(chain(blocking, redacting), [HELLO], (), ABOUT, Phase.RESPONSE)

    assert [reason.policy for reason in decision.reasons] == ["redacts", "blocks"]


def test_of_very_many_reasons_the_strictest_are_kept() -> None:
    many = Scripted(Judgement(Verdict.REDACT, reasons=tuple(Reason("many", str(n), "") for n in range(5000))))

    decision = decide(chain(many, said(Verdict.BLOCK, policy="blocks")), [HELLO], (), ABOUT, Phase.REQUEST)

    assert len(decision.reasons) == MAX_REASONS
    assert decision.reasons[-1].policy == "blocks"


def test_an_observing_policy_is_recorded_and_changes_nothing() -> None:
    observing = Link("watcher", said(Verdict.BLOCK, Edit(0, 0, 5, "…")), is_observing=True)

    decision = decide(chain(observing, Scripted()), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.ALLOW
    assert decision.edits == {}
    assert decision.reasons == ()
    assert decision.observed == (Observed("watcher", Verdict.BLOCK, WHY),)
    assert decision.coverage.examined[0].policies == ("watcher", "p1")


def test_reasons_without_a_verdict_are_observations() -> None:
    decision = decide(chain(said(Verdict.ALLOW)), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.observed == (Observed("p0", Verdict.ALLOW, WHY),)


def test_a_policy_that_raises_has_not_examined_anything() -> None:
    decision = decide(chain(Scripted(ValueError("maria@example.com"))), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.NOT_SCANNED
    assert decision.failures == (Failure("p0", "ValueError"),)
    assert decision.coverage.not_scanned[0].why == "p0 raised ValueError"
    assert "maria" not in repr(decision)


def test_what_another_policy_examined_stays_examined_when_one_raises() -> None:
    decision = decide(chain(Scripted(KeyError()), Scripted()), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.NOT_SCANNED
    assert decision.coverage.is_complete
    assert decision.coverage.absent == {"p0": "raised KeyError"}


def test_an_observing_policy_that_raises_stops_nothing() -> None:
    observing = Link("watcher", Scripted(ValueError()), is_observing=True)

    decision = decide(chain(observing, Scripted()), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.ALLOW
    assert decision.failures == ()
    assert decision.observed == (Observed("watcher", Verdict.NOT_SCANNED),)


@pytest.mark.parametrize(
    "edit", [Edit(1, 0, 1, ""), Edit(0, 3, 3, ""), Edit(0, -1, 2, ""), Edit(0, 0, 99, "")]
)
def test_an_edit_outside_its_text_counts_as_a_failure_of_its_policy(edit: Edit) -> None:
    decision = decide(chain(said(Verdict.REDACT, edit)), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.failures == (Failure("p0", "ValueError"),)
    assert decision.edits == {}


def test_a_chain_that_reads_no_text_scans_nothing() -> None:
    decision = decide(chain(Blind()), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.NOT_SCANNED
    assert decision.coverage.not_scanned[0].why == "no policy in the chain reads the text of a request"


def test_a_disabled_pack_scans_nothing_and_says_why() -> None:
    disabled = Chain([Link("p", said(Verdict.BLOCK))], is_disabled=True)

    decision = decide(disabled, [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.NOT_SCANNED
    assert decision.coverage.not_scanned[0].why == "the pack is disabled"


def test_what_cannot_be_read_is_not_scanned_even_when_the_text_is_clean() -> None:
    picture = Unread(("messages", 0, "content", 1), "image", "pictures are not examined")

    decision = decide(chain(Scripted()), [HELLO], [picture], ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.NOT_SCANNED
    assert decision.coverage.as_json()["not_scanned"] == [
        {"why": "pictures are not examined", "kind": "image", "count": 1, "paths": ["messages[0].content[1]"]}
    ]


def test_a_stricter_verdict_stands_and_the_gap_is_still_listed() -> None:
    picture = Unread(("messages", 0, "content", 1), "image", "pictures are not examined")

    decision = decide(chain(said(Verdict.REDACT)), [HELLO], [picture], ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.REDACT
    assert not decision.coverage.is_complete


def test_an_exchange_without_any_text_is_allowed() -> None:
    assert decide(chain(Blind()), (), (), ABOUT, Phase.REQUEST).verdict is Verdict.ALLOW


def test_a_policy_for_other_phases_is_not_asked() -> None:
    answers_only = Scripted(Judgement(Verdict.BLOCK), phases=frozenset({Phase.RESPONSE}))

    assert decide(chain(answers_only), [HELLO], (), ABOUT, Phase.REQUEST).verdict is Verdict.NOT_SCANNED
    assert decide(chain(answers_only), [HELLO], (), ABOUT, Phase.RESPONSE).verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    ("when", "about", "applies"),
    [
        (When(model=("gpt-4o*",)), About("chat.completions", "gpt-4o-mini"), True),
        (When(model=("gpt-4o*",)), About("chat.completions", "o3"), False),
        (When(team=("finance",)), About("responses", "o3", team="finance"), True),
        (When(team=("*",)), About("responses", "o3", team=None), False),
        (When(endpoint=("responses",)), About("chat.completions", "o3"), False),
        (When(model=("o3",), team=("hr",)), About("chat.completions", "o3", team="finance"), False),
        (When(model=("GPT-4O",)), About("chat.completions", "gpt-4o"), False),
    ],
)
def test_when_limits_a_policy_to_some_exchanges(when: When, about: About, *, applies: bool) -> None:
    limited = link("limited", said(Verdict.BLOCK), Common(when=when))

    decision = decide(Chain([limited]), [HELLO], (), about, Phase.REQUEST)

    assert decision.verdict is (Verdict.BLOCK if applies else Verdict.NOT_SCANNED)


def test_a_policy_that_does_not_apply_is_named_with_the_condition() -> None:
    limited = link("limited", Scripted(), Common(when=When(model=("o3",))))

    decision = decide(Chain([limited]), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.coverage.not_scanned[0].why == "limited does not apply to this model"


def test_a_role_limits_which_texts_are_shown_and_edits_find_their_way_back() -> None:
    texts = [
        reading("You are a bot", role="system", path=("messages", 0)),
        reading("Hello", path=("messages", 1)),
    ]
    users_only = Link("users", said(Verdict.REDACT, Edit(0, 0, 5, "…")), roles=any_name(("user",)))

    decision = decide(Chain([users_only]), texts, (), ABOUT, Phase.REQUEST)

    assert decision.edits == {1: (Edit(1, 0, 5, "…"),)}
    assert decision.coverage.examined[0].paths == (("messages", 1),)
    assert decision.coverage.not_scanned[0].paths == (("messages", 0),)
    assert decision.coverage.not_scanned[0].why == "users reads only some roles"


def test_texts_are_grouped_by_who_examined_them() -> None:
    texts = [reading("a", path=(0,)), reading("b", role="system", path=(1,)), reading("c", path=(2,))]
    users_only = Link("users", Scripted(), roles=any_name(("user",)))

    decision = decide(Chain([users_only, Link("all", Scripted())]), texts, (), ABOUT, Phase.REQUEST)

    assert {group.policies: group.paths for group in decision.coverage.examined} == {
        ("users", "all"): ((0,), (2,)),
        ("all",): ((1,),),
    }


def test_a_policy_may_say_that_it_examined_only_a_part() -> None:
    half = Scripted(Judgement(examined=frozenset({1})))

    decision = decide(
        chain(half), [reading("a", path=(0,)), reading("b", path=(1,))], (), ABOUT, Phase.REQUEST
    )

    assert decision.coverage.examined[0].paths == ((1,),)
    assert decision.coverage.not_scanned[0].paths == ((0,),)


def test_facts_stand_under_the_name_of_their_policy() -> None:
    decision = decide(chain(Scripted(Judgement(facts={"seen": 3}))), [HELLO], (), ABOUT, Phase.REQUEST)

    assert decision.facts == {"p0": {"seen": 3}}


def test_the_written_coverage_is_bounded_and_counts_the_rest() -> None:
    many = [reading("x", path=("messages", n, "content")) for n in range(10_000)]

    written = decide(chain(Scripted()), many, (), ABOUT, Phase.REQUEST).coverage.as_json()

    assert written["examined"][0]["count"] == 10_000
    assert len(written["examined"][0]["paths"]) == MAX_PATHS


def test_a_path_is_written_as_people_write_it() -> None:
    assert render_path(("messages", 2, "content", 0, "text")) == "messages[2].content[0].text"
    assert render_path((0, "text")) == "[0].text"
    assert render_path(()) == ""


def test_two_policies_edit_one_text_and_both_get_their_way() -> None:
    text = reading(
        "mail maria@example.com, key sk-1", ("EMAIL_ADDRESS", "maria@example.com"), ("OPENAI_API_KEY", "sk-1")
    )
    both = Chain(
        [Link("pii", policy("pii-detector")), Link("secrets", policy("secret-scanner", action="redact"))],
    )

    decision = decide(both, [text], (), ABOUT, Phase.REQUEST)

    assert decision.verdict is Verdict.REDACT
    assert [edit.replacement for edit in decision.edits[0]] == [Mask("EMAIL_ADDRESS"), Mask("OPENAI_API_KEY")]


anything = st.one_of(
    st.builds(
        Judgement,
        st.sampled_from(Verdict),
        st.lists(
            st.builds(Edit, st.integers(-2, 4), st.integers(-2, 15), st.integers(-2, 15), st.just("x"))
        ).map(tuple),
        st.lists(st.builds(Reason, st.text(), st.text(), st.text())).map(tuple),
        st.none() | st.frozensets(st.integers(-2, 5)),
    ),
    st.sampled_from([ValueError("x"), KeyError("x"), RecursionError(), MemoryError()]),
    st.just(None),
)


@given(
    st.lists(st.tuples(anything, st.booleans(), st.sampled_from(["user", "*", None])), max_size=5),
    st.integers(0, 3),
)
def test_deciding_never_raises_and_accounts_for_every_text(script: list, count: int) -> None:
    links = [
        Link(f"p{n}", Scripted(says), is_observing=observing, roles=any_name((role,)) if role else None)
        for n, (says, observing, role) in enumerate(script)
    ]
    texts = [
        reading("Hello there", role=role, path=(n,))
        for n, role in enumerate(["user", "system", "tool"][:count])
    ]

    for phase in Phase:
        decision = decide(Chain(links), texts, (), ABOUT, phase)

        listed = [
            p for group in (*decision.coverage.examined, *decision.coverage.not_scanned) for p in group.paths
        ]
        assert sorted(listed) == [(n,) for n in range(count)]
        for number, edits in decision.edits.items():
            assert 0 <= number < count
            assert all(0 <= edit.start < edit.end <= len("Hello there") for edit in edits)
        assert not decision.failures or decision.verdict is not Verdict.ALLOW
