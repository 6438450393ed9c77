"""Standing rules: what they open by themselves, whom they tell, and what never happens without a second person."""

from datetime import timedelta

import httpx
import pytest

from integration.catalog.workplace import ACME, EMAIL
from integration.remediation.conftest import CALLERS, PREFIX
from watchgate.http.application import create_app
from watchgate.remediation import api as requests_api
from watchgate.remediation.notices.configuration import notifying
from watchgate.remediation.notices.service import Notices
from watchgate.remediation.reading import Reading
from watchgate.remediation.rules import api
from watchgate.remediation.rules.opening import Opening
from watchgate.remediation.rules.service import Rules
from watchgate.workspaces import api as workspaces_api
from watchgate.workspaces.room import room_on as workspaces_room

MAIL = {"mail": {"host": "127.0.0.1", "port": 9, "security": "none", "sender": "w@acme.example"}}
RULE = {
    "workspace_id": str(ACME),
    "name": "Addresses",
    "query": {"entity": "EMAIL"},
    "action": "delete",
    "reason": "No addresses in chats",
    "grace_hours": 24,
}


class Ruled:
    """A place with rules on it."""

    def __init__(self, place):
        self.place = place
        self.people = dict(CALLERS)
        database, keyring = place.database, place.workplace.keyring
        self.notices = Notices(database, keyring, notifying(MAIL), lambda: place.now)
        self.rules = Rules(database, keyring, self.notices, lambda: place.now)

    @property
    def opening(self):
        place = self.place

        async def person_now(principal):
            return next((one for one in self.people.values() if one.person_id == principal), None)

        return Opening(
            place.database,
            place.workplace.keyring,
            place.remediation,
            place.holds,
            self.notices,
            place.carrying_out,
            person_now,
            lambda: place.now,
        )

    @property
    def app(self):
        """The API; the token of each caller is their name."""

        async def authenticate(token):
            return CALLERS.get(token)

        database, keyring = self.place.database, self.place.workplace.keyring
        reading, room = Reading(database, keyring), workspaces_room(database, keyring, {})
        return create_app(
            [
                requests_api.requests_router(self.place.remediation, reading, self.place.carrying_out),
                api.rules_router(self.rules, self.notices, reading),
                workspaces_api.workspaces_router(room.workspaces, room.tests, room.erasure),
            ],
            authenticate=authenticate,
            statuses=workspaces_api.STATUSES | requests_api.STATUSES | api.STATUSES,
        )

    def api(self, who):
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=f"http://test{PREFIX}",
            headers={"Authorization": f"Bearer {who}"},
        )
        self.place.clients.append(client)
        return client

    async def made(self, who="ann", **more):
        answer = await self.api(who).post("/rules", json={**RULE, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def approved(self, who="bo", **more):
        rule = await self.made(**more)
        answer = await self.api(who).post(f"/rules/{rule['id']}/approve", json={"version": rule["version"]})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def rule(self, rule):
        return (await self.api("viewer").get(f"/rules/{rule['id']}")).json()

    async def requests(self):
        return (await self.api("viewer").get("/requests?origin=rule")).json()["data"]

    async def turn(self, minutes=0):
        self.place.now += timedelta(minutes=minutes)
        return await self.opening.turn()

    @property
    def runs(self):
        return [request_id for step, _, request_id in self.place.carrying_out.asked if step == "run"]


@pytest.fixture
def ruled(place):
    return Ruled(place)


async def test_a_rule_opens_a_request_for_what_matches_and_a_second_person_decides(ruled):
    rule = await ruled.made()

    assert await ruled.turn() == 2  # c1 and c2

    [request] = await ruled.requests()
    refused = await ruled.api("ann").post(f"/requests/{request['id']}/approve", json={})
    own_token = await ruled.api("ann-2").post(f"/requests/{request['id']}/approve", json={})
    approved = await ruled.api("bo").post(f"/requests/{request['id']}/approve", json={})
    assert (request["state"], request["rule_id"]) == ("requested", rule["id"])
    assert (refused.status_code, own_token.status_code, approved.status_code) == (403, 403, 200)
    assert ruled.runs == []


async def test_what_was_approved_runs_when_the_grace_period_is_over(ruled):
    await ruled.made()
    await ruled.turn()
    [request] = await ruled.requests()
    await ruled.api("bo").post(f"/requests/{request['id']}/approve", json={})

    await ruled.turn(minutes=23 * 60)
    before = list(ruled.runs)
    await ruled.turn(minutes=61)

    assert before == []
    assert ruled.runs == [request["id"]]


async def test_nothing_is_asked_for_twice(ruled):
    await ruled.made()

    assert [await ruled.turn(), await ruled.turn(11), await ruled.turn(11)] == [2, 0, 0]
    assert len(await ruled.requests()) == 1


async def test_what_is_in_somebodys_request_is_left_alone(ruled):
    await ruled.place.requested("abe")
    await ruled.made()

    assert await ruled.turn() == 1  # not c1, which Abe has asked for


async def test_what_was_rejected_is_asked_for_again_only_when_something_new_is_found(ruled):
    await ruled.made(query={"entity": "EMAIL", "conversation_id": "c2"})
    await ruled.turn()
    [request] = await ruled.requests()
    await ruled.api("bo").post(f"/requests/{request['id']}/reject", json={"comment": "keep it"})
    ruled.place.now += timedelta(days=400)  # later than what the workplace finds next

    quiet = await ruled.turn()
    workplace = ruled.place.workplace
    await workplace.run("UPDATE remediation_request SET created_at = created_at - interval '3 years'")
    await workplace.settle(
        workplace.said("m9", f"again {EMAIL}", minutes=9, conversation="c2", by="user-2", after="m4")
    )
    again = await ruled.turn(11)

    assert (quiet, again) == (0, 1)


async def test_a_cap_holds_it_back_and_it_goes_on_later(ruled):
    rule = await ruled.made(most_per_hour=1)

    first = await ruled.turn()
    second = await ruled.turn(11)
    said = (await ruled.rule(rule))["problem"]
    third = await ruled.turn(61)

    assert (first, second, third) == (1, 0, 1)
    assert "within the hour" in said
    assert (await ruled.rule(rule))["problem"] is None


async def test_what_a_hold_keeps_is_left_out(ruled):
    ruled.place.holds.kept = {"c1": "hld_1"}
    await ruled.made()

    assert await ruled.turn() == 1


async def test_an_approved_rule_needs_no_other_approval(ruled):
    await ruled.approved()

    await ruled.turn()

    [request] = await ruled.requests()
    comments = (await ruled.api("viewer").get(f"/requests/{request['id']}/comments")).json()["data"]
    assert (request["state"], request["decided_by"]) == ("approved", "usr_bo")
    assert "Approved with the rule" in comments[0]["text"]
    await ruled.turn(minutes=24 * 60 + 1)
    assert ruled.runs == [request["id"]]


@pytest.mark.parametrize(
    "more",
    [
        {"action": "redact"},
        {"query": {"entity": "EMAIL", "min_score": 0.1}},
        {"reason": "Another reason"},
        {"grace_hours": 0},
        {"most_per_hour": 21},
        {"notice": "mail"},
    ],
)
async def test_a_change_voids_the_approval(ruled, more):
    rule = await ruled.approved()
    body = {key: value for key, value in {**RULE, **more}.items() if key != "workspace_id"}

    changed = await ruled.api("abe").put(f"/rules/{rule['id']}", json=body)

    assert changed.status_code == 200, changed.text
    assert not changed.json()["is_approved"]
    await ruled.turn()
    assert [one["state"] for one in await ruled.requests()] == ["requested"]


async def test_another_name_leaves_the_approval(ruled):
    rule = await ruled.approved()
    body = {key: value for key, value in {**RULE, "name": "Other"}.items() if key != "workspace_id"}

    assert (await ruled.api("abe").put(f"/rules/{rule['id']}", json=body)).json()["is_approved"]


async def test_what_was_changed_behind_our_back_is_not_approved(ruled):
    rule = await ruled.approved()
    await ruled.place.workplace.run("""UPDATE remediation_rule SET query = '{"min_score": "0.0"}'""")

    assert not (await ruled.rule(rule))["is_approved"]


async def test_who_has_a_hand_in_a_rule_cannot_approve_it(ruled):
    rule = await ruled.made()
    who = ["ann", "ann-2", "machine", "robot", "viewer", "auditor", "abe", "globex"]

    answers = [
        (await ruled.api(one).post(f"/rules/{rule['id']}/approve", json={"version": 1})).status_code
        for one in who
    ]

    assert answers == [403, 403, 403, 403, 403, 403, 403, 404]
    assert not (await ruled.rule(rule))["is_approved"]


async def test_who_has_changed_it_cannot_approve_it_either(ruled):
    rule = await ruled.made()
    await ruled.api("root").post(f"/rules/{rule['id']}/switch", json={"is_on": False})

    assert (
        await ruled.api("root").post(f"/rules/{rule['id']}/approve", json={"version": 2})
    ).status_code == 403


async def test_what_was_read_is_what_is_approved(ruled):
    rule = await ruled.made()
    await ruled.api("ann").post(f"/rules/{rule['id']}/switch", json={"is_on": True})

    answer = await ruled.api("bo").post(f"/rules/{rule['id']}/approve", json={"version": 1})

    assert answer.status_code == 422
    assert "version 2 now" in answer.json()["detail"]


async def test_an_approver_who_may_no_longer_approve_approves_nothing(ruled):
    await ruled.approved()
    del ruled.people["bo"]

    await ruled.turn()

    assert [one["state"] for one in await ruled.requests()] == ["requested"]


async def test_a_revoked_approval_is_none(ruled):
    rule = await ruled.approved()
    await ruled.api("cy").post(f"/rules/{rule['id']}/revoke")

    await ruled.turn()

    assert [one["state"] for one in await ruled.requests()] == ["requested"]


async def test_what_was_opened_before_the_approval_is_decided_by_itself(ruled):
    rule = await ruled.made()
    await ruled.turn()
    ruled.place.now += timedelta(minutes=1)
    await ruled.api("bo").post(f"/rules/{rule['id']}/approve", json={"version": 1})

    await ruled.turn(11)

    assert [one["state"] for one in await ruled.requests()] == ["requested"]


async def test_a_rule_that_is_off_opens_and_runs_nothing(ruled):
    rule = await ruled.approved()
    await ruled.turn()
    await ruled.api("ann").post(f"/rules/{rule['id']}/switch", json={"is_on": False})
    workplace = ruled.place.workplace
    await workplace.settle(workplace.said("m9", f"again {EMAIL}", minutes=9, conversation="c3", by="user-2"))

    assert await ruled.turn(minutes=24 * 60 + 1) == 0
    assert ruled.runs == []


async def test_owners_are_told_and_nothing_runs_before_they_were(ruled):
    await ruled.place.workplace.run(
        "INSERT INTO person (workspace_id, user_id, email, first_seen_at, last_seen_at)"
        f" VALUES ('{ACME}', 'user-1', 'ada@acme.example', now(), now())"
        " ON CONFLICT (workspace_id, user_id) DO UPDATE SET email = excluded.email"
    )
    await ruled.approved(notice="mail", query={"entity": "EMAIL", "conversation_id": "c1"})
    await ruled.turn()
    [request] = await ruled.requests()

    told = (await ruled.api("viewer").get(f"/requests/{request['id']}/notices")).json()["data"]
    await ruled.turn(minutes=24 * 60 + 1)
    before = list(ruled.runs)
    await ruled.place.workplace.run("UPDATE remediation_notice SET state = 'sent'")
    await ruled.turn(minutes=11)

    assert [(one["owner_id"], one["state"]) for one in told] == [("user-1", "waiting")]
    assert "ada@acme.example" not in str(told)
    assert before == []
    assert ruled.runs == [request["id"]]


async def test_a_key_that_may_not_delete_is_said_at_the_rule(ruled):
    ruled.place.upstream.refusal = "The key may only read. Ask for the scope to delete."
    rule = await ruled.made()

    assert await ruled.turn() == 0
    assert "scope to delete" in (await ruled.rule(rule))["problem"]
    assert [one["state"] for one in await ruled.requests()] == ["withdrawn"]


async def test_a_crash_after_the_plan_is_made_good(ruled, monkeypatch):
    await ruled.approved()
    opening = ruled.opening
    rule = await ruled.rules.get(
        CALLERS["ann"], (await ruled.api("ann").get("/rules")).json()["data"][0]["id"]
    )
    targets = await opening._new(rule, 5)
    await ruled.place.remediation.plan(rule.as_caller(), opening._proposal(rule, targets))

    assert await ruled.turn() == 0

    assert [one["state"] for one in await ruled.requests()] == ["approved"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"query": {}}, 422),
        ({"action": "isolate"}, 422),
        ({"also_upstream": True}, 422),
        ({"notice": "webhook"}, 422),
        ({"most_per_hour": 0}, 422),
        ({"name": ""}, 422),
        ({"approved_by": "usr_ann"}, 422),
        ({"workspace_id": "00000000-0000-0000-0000-000000000000"}, 404),
    ],
)
async def test_a_rule_that_cannot_be_is_refused(ruled, more, status):
    answer = await ruled.api("ann").post("/rules", json={**RULE, **more})

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_rules_are_listed_changed_and_removed_and_names_are_unique(ruled):
    first = await ruled.made()
    second = await ruled.made(name="Second")

    taken = await ruled.api("ann").post("/rules", json=RULE)
    page = (await ruled.api("viewer").get("/rules?limit=1")).json()
    rest = (await ruled.api("viewer").get(f"/rules?limit=1&cursor={page['next_cursor']}")).json()
    elsewhere = (await ruled.api("globex").get("/rules")).json()
    gone = await ruled.api("ann").delete(f"/rules/{first['id']}")
    none = await ruled.api("viewer").get(f"/rules/{first['id']}")

    assert taken.status_code == 409
    assert [one["id"] for one in page["data"] + rest["data"]] == [first["id"], second["id"]]
    assert elsewhere["data"] == []
    assert (gone.status_code, none.status_code) == (204, 404)


async def test_each_change_is_in_the_ledger_and_what_people_wrote_only_as_payload(ruled):
    rule = await ruled.approved()
    await ruled.api("cy").post(f"/rules/{rule['id']}/revoke")
    await ruled.api("ann").delete(f"/rules/{rule['id']}")

    entries = [one for one in await ruled.place.entries() if one[0] == "remediation.rule_changed"]

    assert [fields["change"] for _, fields, _ in entries] == [
        "created",
        "approved",
        "approval_revoked",
        "removed",
    ]
    assert "No addresses" not in str([fields for _, fields, _ in entries])
    assert entries[0][2]["reason"] == "No addresses in chats"
