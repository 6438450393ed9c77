"""What is done becomes verified: by our own call in the workspace's audit log, as ingest has stored it, and by another look."""

import json
from datetime import timedelta

import pytest

from integration.catalog.workplace import ACME
from integration.remediation.hands import Hands
from watchgate.detection.engine import default_engine
from watchgate.ingest.digest.event import Digester
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.events.parse import parse
from watchgate.ingest.store import settle
from watchgate.openai.errors import TryAgain
from watchgate.remediation.ports import Presence, Seen
from watchgate.remediation.verification.service import Verification
from watchgate.storage.driver import psycopg_of

OUR_KEY = "sk-...wxyz"
CONVERSATION = [{"kind": "conversation", "id": "c1"}]
FILE = [{"kind": "file", "id": "file-a"}]
WINDOW = timedelta(hours=48)


class Checked(Hands):
    """Carries out, and verifies. Conversations cannot be looked at, as at OpenAI."""

    def __init__(self, place):
        super().__init__(place)
        self.looks = 0
        upstream, look = self.upstream, self.upstream.look

        async def only_files(workspace_id, target):
            self.looks += 1
            if target.kind == "conversation":
                return Seen(Presence.UNKNOWN, "Conversations cannot be read.")
            return await look(workspace_id, target)

        upstream.look = only_files

    async def done(self, targets, **more):
        request = await self.place.approved(targets=targets, **more)
        await self.carrying_out.start_due()
        await self.carry_out(request["id"])
        return request["id"]

    async def verify(self, *, after=timedelta(minutes=1)):
        self.place.now += after
        place = self.place
        return await Verification(
            place.database, place.workplace.keyring, self.upstream, lambda: place.now, WINDOW
        ).turn()

    async def written(self, action, data, *, key=OUR_KEY, result="SUCCESS", event_id="own-1"):
        """An entry of the audit log, read as ingest reads it."""
        body = {
            "event_id": event_id,
            "type": "AUDIT_LOG",
            "timestamp": self.place.now.isoformat(),
            "principal": {"id": str(ACME), "type": "CHATGPT_WORKSPACE"},
            "actor": {"type": "API_KEY", "redacted_id": key},
            "action": action,
            "action_result": result,
            "action_privilege": "ADMIN",
            "action_data": data,
        }
        async with self.place.database.begin() as tx:
            sealer = await self.place.workplace.keyring.for_workspace(tx, ACME)
            digester = Digester(sealer, Examiner(default_engine(), sealer.fingerprint), frozenset({OUR_KEY}))
            raw = json.dumps(body).encode()
            connection = await psycopg_of(tx)
            digested = [digester.digest(parse(body), raw)]
            await settle.insert_new(connection, ACME, "file-1", digested)

    async def verification(self, request_id):
        [one] = await self.objects(request_id)
        return one.state.value, one.verification


@pytest.fixture
def hands(place):
    return Checked(place)


async def test_our_call_in_the_audit_log_verifies_what_cannot_be_looked_at(place, hands):
    request_id = await hands.done(CONVERSATION)

    await hands.verify()
    assert await hands.verification(request_id) == (
        "done",
        {
            "result": "waiting",
            "audit_log": None,
            "re_read": {
                "presence": "unknown",
                "at": "2026-11-17T12:01:00.000000Z",
                "note": "Conversations cannot be read.",
            },
            "own_copy": None,
            "reason": None,
            "checked_at": "2026-11-17T12:01:00.000000Z",
            "until": "2026-11-19T12:00:00.000000Z",
        },
    )
    await hands.written("DELETE_CONVERSATION", {"conversation_id": "c1"})
    await hands.verify()

    state, verification = await hands.verification(request_id)
    assert state == "verified"
    assert verification["audit_log"]["event_id"] == "own-1"
    assert verification["audit_log"]["actor"] == OUR_KEY
    assert await place.state(request_id) == "verified"
    assert await hands.words() == ["started", "object_done", "finished", "object_verified", "verified"]


async def test_a_look_that_finds_nothing_verifies_and_the_entry_is_added_when_it_comes(place, hands):
    request_id = await hands.done(FILE)

    await hands.verify()
    state, verification = await hands.verification(request_id)
    assert (state, verification["audit_log"]) == ("verified", None)
    assert verification["re_read"]["presence"] == "gone"
    assert await place.state(request_id) == "verified"
    await hands.written("DELETE_USER_FILE", {"file_id": "file-a", "user_id": "user-1"})
    await hands.verify()

    _, verification = await hands.verification(request_id)
    assert verification["audit_log"]["action"] == "DELETE_USER_FILE"
    assert await hands.verify(after=WINDOW) == 0
    assert (await hands.words()).count("object_verified") == 2
    assert hands.looks == 2  # one for the plan


@pytest.mark.parametrize(
    "entry",
    [
        {"action": "DELETE_CONVERSATION", "data": {"conversation_id": "c2"}},
        {"action": "DELETE_CONVERSATION", "data": {"conversation_id": "c1"}, "key": "sk-...else"},
        {"action": "DELETE_CONVERSATION", "data": {"conversation_id": "c1"}, "result": "ERROR"},
        {"action": "CONVERSATION_DELETE", "data": {"conversation_id": "c1"}},
        {"action": "DELETE_USER_FILE", "data": {"conversation_id": "c1", "file_id": "file-a"}},
    ],
    ids=["another object", "another key", "an error", "another action", "its file"],
)
async def test_other_entries_prove_nothing_and_when_the_time_is_over_it_says_so(place, hands, entry):
    request_id = await hands.done(CONVERSATION)
    await hands.written(**entry)

    await hands.verify()
    assert (await hands.verification(request_id))[0] == "done"
    await hands.verify(after=WINDOW)

    state, verification = await hands.verification(request_id)
    assert (state, verification["result"]) == ("not_verifiable", "not_verifiable")
    assert "no entry of it" in verification["reason"]
    assert await place.state(request_id) == "verified"
    assert await hands.verify() == 0


async def test_what_is_still_there_is_not_verified_whatever_the_log_says(place, hands):
    request_id = await hands.done(FILE)
    hands.upstream.gone.clear()
    await hands.written("DELETE_USER_FILE", {"file_id": "file-a"})

    await hands.verify()
    assert (await hands.verification(request_id))[0] == "done"
    await hands.verify(after=WINDOW)

    state, verification = await hands.verification(request_id)
    assert state == "not_verifiable"
    assert "still there" in verification["reason"]


async def test_a_look_that_fails_says_nothing_and_is_made_again(place, hands):
    request_id = await hands.done(FILE)
    hands.upstream.failing["file-a"] = TryAgain("Busy (503).", reason="server", status=503)

    await hands.verify()
    state, verification = await hands.verification(request_id)
    assert (state, verification["re_read"]) == ("done", None)
    hands.upstream.failing.clear()
    await hands.verify()

    assert (await hands.verification(request_id))[0] == "verified"


async def test_what_was_redacted_here_only_is_verified_here(place, hands):
    request_id = await hands.done([{"kind": "message", "id": "m1"}], action="redact")

    await hands.verify()

    state, verification = await hands.verification(request_id)
    assert (state, verification["own_copy"]["left"]) == ("verified", {})
    assert hands.looks == 0
    assert await place.state(request_id) == "verified"


async def test_a_request_is_verified_when_nothing_of_it_is_open_and_not_before(place, hands):
    request_id = await hands.done([*CONVERSATION, *FILE])

    await hands.verify()
    assert await hands.states(request_id) == ["done", "verified"]
    assert await place.state(request_id) == "done"
    await hands.verify(after=WINDOW)

    assert await hands.states(request_id) == ["not_verifiable", "verified"]
    assert await place.state(request_id) == "verified"


async def test_a_request_whose_objects_are_all_held_is_verified_too(place, hands):
    request = await place.approved(targets=FILE)
    place.holds.kept["file-a"] = "hld_1"
    await hands.carrying_out.start_due()
    await hands.carry_out(request["id"])

    await hands.verify()

    assert await place.state(request["id"]) == "verified"
