import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.ingest.event_values import detailed, envelope, message
from watchgate.ingest.events import flatten as flattening
from watchgate.ingest.events.drift import MAX_NAMES, OTHERS, SchemaDrift
from watchgate.ingest.events.flatten import flatten
from watchgate.ingest.events.model import MessageEvent, OtherEvent, Rejected
from watchgate.ingest.events.parse import parse
from watchgate.ingest.events.times import moment


def texts(event: MessageEvent | OtherEvent | Rejected) -> dict[str, str]:
    assert not isinstance(event, Rejected), event
    return {name: text.reveal() for name, text in event.texts}


def test_a_message_tells_who_wrote_what_where():
    value = message(files=[{"id": "file-1", "name": "payroll.xlsx"}, {"id": "file-2"}, {"name": "no id"}])
    event = parse(value | {"previous_message_id": "msg-0"})
    assert isinstance(event, MessageEvent)
    assert (event.message_id, event.previous_message_id, event.author_type) == ("msg-1", "msg-0", "user")
    assert (event.client_type, event.model) == ("desktop_web", None)
    assert event.occurred_at == datetime(2026, 7, 16, 1, 4, 12, 118402, tzinfo=UTC)
    assert event.created_at == datetime(2026, 7, 16, 1, 4, 11, tzinfo=UTC)
    assert (event.actor.user_id, event.actor.email) == ("user-1", "ines@acme.example")
    assert event.conversation.id == "conv-1"
    assert event.conversation.title is not None
    assert event.conversation.title.reveal() == "Payroll check"
    assert event.conversation.is_temporary is False
    assert texts(event) == {"content": "Hello"}
    assert [(file.id, file.name and file.name.reveal()) for file in event.files] == [
        ("file-1", "payroll.xlsx"),
        ("file-2", None),
    ]


def test_an_answer_tells_its_model_and_tools():
    author = {"type": "assistant", "model": "gpt-5-5", "tools_used": ["web"], "skills_used": None}
    event = parse(message(author=author))
    assert isinstance(event, MessageEvent)
    assert (event.author_type, event.model, event.tools_used, event.skills_used) == (
        "assistant",
        "gpt-5-5",
        ("web",),
        (),
    )


def test_every_kind_of_content_brings_its_texts():
    annotations = [
        {"type": "url_citation", "urls": ["https://a.example/?mail=ines@acme.example"]},
        {"type": "file_citation", "files": [{"id": "f", "name": "cited.pdf"}]},
        {"type": "newer", "said": "DE89"},
    ]
    cited = texts(parse(message({"type": "text", "value": "Hi", "annotations": annotations})))
    assert cited["content"] == "Hi"
    assert {"[0].urls[0]: https://a.example/?mail=ines@acme.example", "[2].said: DE89"} <= set(
        cited["annotations"].splitlines()
    )
    assert texts(parse(message({"type": "user_instructions", "value": "Be brief"}))) == {
        "user_instructions": "Be brief"
    }
    quoted = {"type": "quotation", "file_id": "f", "file_name": "a.txt", "quote": "so it says"}
    assert texts(parse(message(quoted))) == {"quotation": "so it says", "quotation_file_name": "a.txt"}


@pytest.mark.parametrize("content", [{"type": "text", "value": None}, {"type": "quotation"}, {}])
def test_a_message_may_have_no_text(content):
    assert texts(parse(message(content))) == {}


@pytest.mark.parametrize(
    "content",
    [
        {"type": "video", "caption": "secret words"},
        {"type": "text", "value": ["secret words"]},
        {"value": "secret words"},
        {"type": ["list"], "value": "secret words"},
        ["secret words"],
        "secret words",
    ],
)
def test_content_of_a_kind_we_do_not_know_is_examined_all_the_same(content):
    assert "secret words" in texts(parse(message(content)))["content"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "not_an_object"),
        ("text", "not_an_object"),
        (envelope("AUDIT_LOG", event_id=None), "event_id_missing"),
        (envelope("AUDIT_LOG", event_id=7), "event_id_not_text"),
        (envelope("AUDIT_LOG", event_id=""), "event_id_empty"),
        (envelope("AUDIT_LOG", event_id="x" * 513), "event_id_too_long"),
        (envelope("AUDIT_LOG") | {"type": None}, "type_missing"),
        (envelope("AUDIT_LOG", timestamp="yesterday"), "timestamp_invalid"),
        ({"event_id": "1", "type": "AUDIT_LOG"}, "timestamp_missing"),
        (message(id=None), "message_id_missing"),
        (message() | {"message": "text"}, "message_id_missing"),
        (message() | {"conversation": {}}, "conversation_id_missing"),
    ],
)
def test_what_cannot_be_kept_is_rejected_with_its_reason(value, reason):
    assert parse(value) == Rejected(reason)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-16T01:04:12Z",
        "2026-07-16T01:04:12",
        "2026-07-16 01:04:12+00:00",
        "2026-07-16T03:04:12.000000+02:00",
        "2026-07-16T01:04:12.000000000Z",
        "20260716T010412Z",
        1784163852,
        1784163852.0,
        1784163852000,
    ],
)
def test_a_time_is_read_in_all_its_forms(written):
    assert moment(written) == datetime(2026, 7, 16, 1, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        *(None, "", "2026-07-16", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+05:00"),
        *("9999-12-31T23:59:59-05:00", True, float("inf"), float("nan"), 10**400),
        *(0, {}, ["2026-07-16T01:04:12Z"]),
    ],
)
def test_what_is_no_possible_time_is_none(written):
    assert moment(written) is None


def test_nul_is_kept_in_texts_and_replaced_in_ids():
    event = parse(message({"type": "text", "value": "a\0b"}) | {"event_id": "e\0"})
    assert isinstance(event, MessageEvent)
    assert event.event_id == "e\ufffd"
    assert texts(event) == {"content": "a\0b"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (detailed("CODEX_LOG", "PROMPT_SENT", prompt_text="P"), {"prompt_text": "P"}),
        (detailed("CODEX_LOG", "PROMPT_RESPONSE_RECEIVED", response_text="R"), {"response_text": "R"}),
        (detailed("CODEX_LOG", "TOOL_CALL_FAILED", tool_input={"cmd": "ls"}), {"tool_input": "cmd: ls"}),
        (detailed("CODEX_LOG", "APP_MCP_CALL", arguments='{"q": 1}'), {"arguments": '{"q": 1}'}),
        (detailed("CODEX_LOG", "APP_MCP_RESULT", result_preview="V"), {"result_preview": "V"}),
        (detailed("CODEX_LOG", "PLUGIN_CREATED", plugin_name="n"), {}),
        (detailed("CHATGPT_PLUGIN_SPREADSHEET", "PROMPT_SENT", prompt_text="P"), {"prompt_text": "P"}),
        (detailed("CODEX_SECURITY_LOG", "SCAN_FINDING_UPDATED", title="t"), {}),
        (detailed("CUSTOM_AGENTS_LOG", "AGENT_UPDATED", agent_fields={"prompt": "A"}), {"prompt": "A"}),
        (
            detailed("CUSTOM_AGENTS_LOG", "AGENT_RUN_CREATED", invoker={"user_message_text": "U"}),
            {"user_message_text": "U"},
        ),
        (detailed("CUSTOM_AGENTS_LOG", "AGENT_RUN_MESSAGE", text="T"), {"text": "T"}),
        (
            envelope("APP_LOG", log_type="request", input={"q": {"n": [7, None]}}),
            {"input": "q.n[0]: 7\nq.n[1]"},
        ),
        (envelope("APP_LOG", log_type="response", output=[{"text": "O"}]), {"output": "[0].text: O"}),
        (envelope("AUTH_LOG", action_data={"action": "login_success"}), {}),
        (envelope("COSTS", payload={"day": "2026-07-16"}), {}),
        (
            envelope("AUDIT_LOG", action="X", action_data={"system_instruction": "I"}),
            {"system_instruction": "I"},
        ),
    ],
)
def test_the_texts_of_every_other_event_are_found(value, expected):
    event = parse(value)
    assert texts(event) == expected
    assert event.is_known


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (envelope("CODEX_TURN", turn={"said": "new words"}), "event"),
        (detailed("CODEX_LOG", "NEWER", said="new words"), "event_details"),
        (envelope("CODEX_LOG", event_type="PROMPT_SENT", event_details=["new words"]), "event_details"),
    ],
)
def test_an_event_we_do_not_know_is_examined_whole(value, name):
    event = parse(value)
    assert "new words" in texts(event)[name]
    assert not event.is_known


def test_our_own_calls_can_be_recognised_in_the_audit_log():
    event = parse(
        envelope(
            "AUDIT_LOG",
            actor={"type": "API_KEY", "redacted_id": "sk-...9fQ2"},
            action="DELETE_CONVERSATION",
            action_data={"conversation_id": "conv-1"},
            request_metadata={"client_user_agent": "watchgate/0.1"},
        )
    )
    assert isinstance(event, OtherEvent)
    assert (event.actor.type, event.actor.id, event.actor.user_id) == ("API_KEY", "sk-...9fQ2", None)
    assert (event.subtype, event.conversation_id) == ("DELETE_CONVERSATION", "conv-1")
    assert event.user_agent == "watchgate/0.1"


def test_an_agent_acts_on_behalf_of_a_person():
    delegator = {"type": "ACCOUNT_USER", "user_id": "user-1", "user_email": "ines@acme.example"}
    actor = {"type": "AGENT", "id": "agent-1", "agent_runtime": {"id": "r", "delegator": delegator}}
    event = parse(envelope("COSTS", actor=actor))
    assert isinstance(event, OtherEvent)
    assert (event.actor.id, event.actor.user_id, event.actor.email) == (
        "agent-1",
        "user-1",
        "ines@acme.example",
    )


def test_keys_are_examined_and_never_become_names():
    keys = ["ines@acme.example", "x" * 200, "deep", "y" * 100, "z" * 100]
    for innermost in (1, None, True, {}, [], "text"):
        held: object = innermost
        for key in reversed(keys):
            held = {key: held}
        event = parse(envelope("APP_LOG", log_type="request", input=held))
        assert [name for name, _ in event.texts] == ["input"]
        assert all(key in texts(event)["input"] for key in keys)


def test_a_flat_text_that_grows_too_large_says_so(monkeypatch):
    monkeypatch.setattr(flattening, "MAX_FLAT_CHARS", 50)
    text, is_cut = flatten(["abcdefgh"] * 100)
    assert is_cut
    assert len(text) < 100


def test_deep_values_are_flattened_without_recursion():
    value: object = "end"
    for _ in range(50_000):
        value = {"a": [value]}
    text, is_cut = flatten(value)
    assert text.reveal().endswith(": end")
    assert not is_cut


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(), JSON)
def test_an_event_with_any_field_replaced_by_anything_never_raises(seed, anything):
    chosen = random.Random(seed)
    value = chosen.choice(
        [
            message({"type": "text", "value": "x", "annotations": []}, files=[{"id": "f"}]),
            detailed("CODEX_LOG", "PROMPT_SENT", prompt_text="P"),
            envelope("APP_LOG", log_type="request", input={}),
            envelope("AUDIT_LOG", action="X", action_data={}, request_metadata={}),
        ]
    )
    holder = value
    while True:
        key = chosen.choice(list(holder))
        if isinstance(holder[key], dict) and holder[key] and chosen.random() < 0.7:
            holder = holder[key]
            continue
        holder[key] = anything
        break
    SchemaDrift().note(value)
    event = parse(value)
    assert isinstance(event, MessageEvent | OtherEvent | Rejected)
    SchemaDrift().note(anything)
    assert isinstance(parse(anything), Rejected)


def test_what_is_unknown_is_counted_by_name():
    drift = SchemaDrift()
    drift.note(message())
    drift.note(message(newer=1) | {"extra": 2})
    drift.note(envelope("CODEX_TURN", anything=1))
    drift.note(detailed("CODEX_LOG", "NEWER"))
    drift.note(detailed("CODEX_LOG", "PROMPT_SENT"))
    assert drift.types == {"CODEX_TURN": 1, "CODEX_LOG/NEWER": 1}
    assert drift.fields == {"CONVERSATION_MESSAGE.extra": 1, "CONVERSATION_MESSAGE.message.newer": 1}


def test_a_flood_of_unknown_names_is_counted_in_bounded_memory():
    drift = SchemaDrift()
    for number in range(3 * MAX_NAMES):
        drift.note(envelope(f"NEW_{number}"))
    assert len(drift.types) == MAX_NAMES + 1
    assert drift.types[OTHERS] == 2 * MAX_NAMES
