"""Words, patterns and topics: what is found, and how a stream may be cut around it."""

import threading

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unit.policy.samples import ABOUT, judged, policy, problems, reading, streamed
from watchgate.detection.model import Topic
from watchgate.policy import scanning
from watchgate.policy.kinds.content_filter import REPLACEMENT
from watchgate.policy.model import Buffer, Edit, Phase, Reading, Verdict, Window
from watchgate.policy.scanning import Patterns, TooManyHits, Unsupported, check
from watchgate.policy.words import MAX_BLANKS, Words

BOTH = pytest.mark.parametrize("phase", list(Phase))


def found(words: list[str], text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Words(words).hits(text)]


def matched(pattern: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Patterns([pattern]).hits(text)]


@BOTH
@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        ("block", Verdict.BLOCK),
        ("escalate", Verdict.ESCALATE),
        ("observe", Verdict.ALLOW),
        ("redact", Verdict.REDACT),
    ],
)
def test_a_listed_word_leads_to_the_action_of_the_pack(action: str, verdict: Verdict, phase: Phase) -> None:
    judgement = policy("content-filter", words=("falcon",), action=action).judge(
        [reading("About FALCON.")], ABOUT, phase
    )

    assert judgement.verdict is verdict
    assert judgement.edits == ((Edit(0, 6, 12, REPLACEMENT),) if action == "redact" else ())
    (reason,) = judgement.reasons
    assert (reason.rule, reason.start) == ("words[0]", 6)
    assert "falcon" not in repr(judgement).lower()


def test_reasons_name_each_rule_once_by_its_place_in_the_pack() -> None:
    both = policy("content-filter", words=("falcon", "eagle"), patterns=(r"L-\d+",))

    judgement = both.judge([reading("L-12 eagle, L-9, falcon, eagle")], ABOUT, Phase.REQUEST)

    assert [(reason.rule, reason.start) for reason in judgement.reasons] == [
        ("words[1]", 5),
        ("words[0]", 17),
        ("patterns[0]", 0),
    ]


def test_a_text_without_any_of_it_is_allowed() -> None:
    clean = policy("content-filter", words=("falcon",), patterns=(r"L-\d+",)).judge(
        [reading("Nothing here")], ABOUT, Phase.REQUEST
    )

    assert (clean.verdict, clean.reasons) == (Verdict.ALLOW, ())


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["falcon"], "Falcon, falcons, FALCON", ["Falcon", "FALCON"]),
        (["falcon"], "gyrfalcon falcon_1 falcon", ["falcon"]),
        (["Project Falcon"], "the project \n falcon is on", ["project \n falcon"]),
        (["project falcon"], f"project{' ' * (MAX_BLANKS + 1)}falcon", []),
        (["project falcon"], "project x falcon; projectfalcon", []),
        (["straße"], "In der STRASSE und Straße", ["STRASSE", "Straße"]),
        (["strasse"], "viele Straße", ["Straße"]),
        (["İstanbul"], "xxß İSTANBUL!", ["İSTANBUL"]),
        (["проект"], "ПРОЕКТ и проекты", ["ПРОЕКТ"]),
        (["cafe"], "cafe\u0301 cafe", ["cafe"]),
        (["机密"], "这是机密文件", ["机密"]),
        (["c++", ".net"], "c++ and .NET", ["c++", ".NET"]),
        (["a", "a b"], "a b", ["a", "a b"]),
        (["big big deal"], "a big big deal", ["big big deal"]),
    ],
)
def test_words_are_found_whole_and_in_any_case(words: list[str], text: str, expected: list[str]) -> None:
    assert sorted(found(words, text)) == sorted(expected)


def test_offsets_hold_in_a_text_of_any_script() -> None:
    assert found(["falcon"], "😀 Größe\ud800 falcon ß FALCON") == ["falcon", "FALCON"]
    assert matched(r"L-\d+", "😀 Größe\ud800 L-123 ß") == ["L-123"]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"L-\d{2,4}", "L-1 L-12 L-12345", ["L-12", "L-1234"]),
        (r"(?i)secret plan", "the SECRET PLAN", ["SECRET PLAN"]),
        (r"\bcat\b", "cat concatenate", ["cat"]),
        (r"\p{Lu}{3,}", "ABC äÖÜß ÄÖÜ", ["ABC", "ÄÖÜ"]),
    ],
)
def test_patterns_are_found(pattern: str, text: str, expected: list[str]) -> None:
    assert matched(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "construct"),
    [
        (r"(?=a)b", "assertions"),
        (r"(?<!a)b", "assertions"),
        (r"(a)\1", "Back-references"),
        (r"a++", "Possessive"),
        (r"(?>ab)c", "Atomic"),
        (r"a*", "empty"),
        (r"a(", "parenthesis"),
        ("a\0b", "NUL"),
        (r"\bx\p{Foo}", "UCP|property"),
    ],
)
def test_a_pattern_that_cannot_run_in_linear_time_is_refused_by_its_construct(
    pattern: str, construct: str
) -> None:
    with pytest.raises(Unsupported, match=construct):
        check(pattern)


def test_a_flood_of_matches_is_a_failure_and_not_an_all_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MAX_HITS", 50)

    with pytest.raises(TooManyHits):
        Patterns(["a"]).hits("a" * 100)
    with pytest.raises(TooManyHits):
        Words(["a"]).hits("a " * 100)


def test_threads_do_not_disturb_each_other() -> None:
    shared = policy("content-filter", words=("falcon",), patterns=(r"L-\d+",))
    wrong: list[object] = []

    def judge() -> None:
        for _ in range(300):
            verdict = shared.judge([reading("about falcon L-12 " * 20)], ABOUT, Phase.REQUEST).verdict
            if verdict is not Verdict.BLOCK:
                wrong.append(verdict)

    threads = [threading.Thread(target=judge) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("pattern", [r"^total", r"total$", r"\Atotal", r"(?:^|x)y"])
def test_a_pattern_with_an_anchor_holds_a_stream_to_its_end(pattern: str) -> None:
    assert policy("content-filter", patterns=(pattern,)).streaming() == Buffer()


@pytest.mark.parametrize("pattern", [r"[^a]b", r"\$\d+", r"[$^]x", r"\^x"])
def test_what_only_looks_like_an_anchor_does_not(pattern: str) -> None:
    assert isinstance(policy("content-filter", patterns=(pattern,)).streaming(), Window)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Hello there. ", 13),
        ("Hello the", 6),
        ("the project", 4),
        ("the project ", 4),
        ("the project fal", 4),
        ("the project falcon", 4),
        ("the project falcon ", 19),
        ("the project manager", 12),
        ("subproject", 0),
    ],
)
def test_a_stream_waits_only_for_what_may_still_become_a_listed_phrase(text: str, closed: int) -> None:
    assert policy("content-filter", words=("Project Falcon",)).closed_until(text, 0) == closed


def test_for_patterns_the_longest_match_waits() -> None:
    plain = policy("content-filter", patterns=(r"L-\d{3}",), max_match=5)

    assert plain.closed_until("Hello there you. ", 0) == 12
    assert plain.closed_until("Hello there L-1", 0) == 6


pieces = st.lists(
    st.sampled_from(
        [
            "project",
            "falcon",
            "PROJECT FALCON",
            "falcon eye",
            "proj",
            "ect",
            "fal",
            " ",
            "  ",
            "\n",
            ".",
            "x",
            "é",
            "机密",
            "机",
            "L-",
            "12",
            "L-123",
            "ß",
        ],
    ),
    max_size=14,
).map("".join)


@given(pieces, st.lists(st.integers(0, 80), max_size=10))
@example("project falcon eye", [8, 15])
@example("falcon eyeproject falcon", [3, 9, 20])
def test_any_split_of_a_stream_finds_the_same_words(text: str, cuts: list[int]) -> None:
    subject = policy(
        "content-filter", words=("project falcon", "falcon eye", "机密", "strasse"), action="redact"
    )

    assert streamed(subject, subject.closed_until, text, cuts) == judged(subject, text)


@given(pieces, st.lists(st.integers(0, 80), max_size=10))
@example("falconL-123project", [15])
def test_any_split_of_a_stream_finds_the_same_patterns(text: str, cuts: list[int]) -> None:
    subject = policy("content-filter", patterns=(r"L-\d{2,3}", r"\bfalcon\b"), max_match=8, action="redact")

    assert streamed(subject, subject.closed_until, text, cuts) == judged(subject, text)


def about(text: str, *topics: tuple[str, float]) -> Reading:
    """A text that detection says is about *topics*, from its first word on."""
    seen = reading(text)
    return msgspec.structs.replace(
        seen,
        seen=msgspec.structs.replace(
            seen.seen, topics=tuple(Topic(name, score, 3, 5) for name, score in topics)
        ),
    )


@BOTH
@pytest.mark.parametrize(
    ("action", "verdict"),
    [("block", Verdict.BLOCK), ("escalate", Verdict.ESCALATE), ("observe", Verdict.ALLOW)],
)
def test_a_topic_leads_to_the_action_of_the_pack(action: str, verdict: Verdict, phase: Phase) -> None:
    judgement = policy("content-filter", topics=("weapons",), action=action).judge(
        [about("A text of which the words do not matter", ("weapons", 0.82))], ABOUT, phase
    )

    assert judgement.verdict is verdict
    (reason,) = judgement.reasons
    assert (reason.rule, reason.score, reason.start) == ("weapons", 820, 3)
    assert "getting, making or using weapons" in reason.message


@pytest.mark.parametrize(
    ("topic", "score", "min_score", "is_blocked"),
    [
        ("weapons", 0.6, None, True),
        ("weapons", 0.59, None, False),
        ("weapons", 0.59, 0.55, True),
        ("weapons", 0.8, 0.9, False),
        ("hate", 0.99, None, False),
    ],
)
def test_only_listed_topics_count_and_only_from_the_score_of_the_pack_on(
    topic: str, score: float, min_score: float | None, *, is_blocked: bool
) -> None:
    config = {} if min_score is None else {"min_score": min_score}

    judgement = policy("content-filter", topics=("weapons",), **config).judge(
        [about("A text", (topic, score))], ABOUT, Phase.REQUEST
    )

    assert (judgement.verdict is Verdict.BLOCK) == is_blocked


def test_words_and_topics_stand_side_by_side_in_the_reasons() -> None:
    both = policy("content-filter", words=("falcon",), topics=("weapons",))

    judgement = both.judge([about("The falcon", ("weapons", 0.9))], ABOUT, Phase.REQUEST)

    assert [reason.rule for reason in judgement.reasons] == ["words[0]", "weapons"]


@pytest.mark.parametrize(
    ("settings", "message", "suggestion"),
    [
        ("{topics: [wepons]}", "There is no topic `wepons`.", "Did you mean `weapons`?"),
        ("{topics: [zzz]}", "There is no topic `zzz`.", "Known here: financial-advice, hate, hr,"),
        (
            "{topics: [hate], action: redact}",
            "A topic has no place in a text that could be removed.",
            "Set block, escalate",
        ),
        ("{words: [falcon], min_score: 0.7}", "This has no effect without `topics`.", "Remove it."),
        ("{action: block}", "This filter has neither `words` nor `patterns` nor `topics`", "Add one"),
    ],
)
def test_settings_of_topics_that_cannot_work_are_refused(
    settings: str, message: str, suggestion: str
) -> None:
    (problem,) = problems(f"policies: {{chain: [content-filter], policy: {{content-filter: {settings}}}}}")

    assert message in problem.message
    assert suggestion in problem.suggestion


def test_a_stream_waits_for_the_end_of_a_sentence_with_a_word_of_a_topic() -> None:
    subject = policy("content-filter", topics=("weapons",))
    text = "Fine, here it is. To make a pipe bomb at home"

    assert text[subject.closed_until(text, 0) :] == "pipe bomb at home"
    assert subject.closed_until("Fine, here it is, the weather is mild. ", 0) == 39
