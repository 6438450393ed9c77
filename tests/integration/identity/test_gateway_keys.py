"""Gateway keys in a real database, in the ledger, and in the file that gateways read."""

import json
import stat
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from watchgate.http.application import create_app
from watchgate.http.permissions import Caller, Permission
from watchgate.identity.gateway_keys import file
from watchgate.identity.gateway_keys.api import STATUSES, gateway_keys_router
from watchgate.identity.gateway_keys.model import Allowance, KeyIsRevoked, State, UnknownKey, Whose, hash_of
from watchgate.identity.gateway_keys.service import GatewayKeys
from watchgate.identity.gateway_keys.spending import Counted, MonthFile
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError

SUPPORT = Whose("support bot", "support", "bot")
TEN_DOLLARS = Allowance(budget_month_microusd=10_000_000)


class Clock:
    def __init__(self):
        self.now = utc_now()

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(database, tmp_path, clock):
    return GatewayKeys(database, tmp_path / "data", clock)


def published(keys):
    return json.loads((keys.data_dir / file.FILE).read_bytes())["keys"]


async def make(keys, allowance=TEN_DOLLARS, **more):
    return await keys.create(SUPPORT, allowance, more.get("lifetime"), by="usr_1")


async def entries(database):
    async with database.read() as tx:
        return (await tx.execute(text("SELECT type, fields, payload FROM ledger_outbox ORDER BY id"))).all()


async def test_the_file_holds_hashes_and_limits_and_nothing_that_lets_anybody_in(keys):
    key, secret = await make(keys)

    path = keys.data_dir / file.FILE
    [entry] = published(keys)
    assert secret.startswith("wgk_")
    assert len(secret) == 47
    assert entry["id"] == key.id
    assert entry["secrets"] == [{"sha256": hash_of(secret.encode()).hex(), "valid_until": None}]
    assert (entry["team"], entry["project"], entry["budget_month_microusd"]) == ("support", "bot", 10_000_000)
    assert secret not in path.read_text()
    assert "support bot" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [file.FILE]


async def test_the_database_and_the_ledger_do_not_hold_the_key(keys, database):
    _, secret = await make(keys)

    async with database.read() as tx:
        rows = (await tx.execute(text("SELECT * FROM gateway_key, gateway_key_secret, ledger_outbox"))).all()

    assert len(rows) == 1
    assert secret not in repr(rows)


async def test_a_change_touches_what_it_names_and_no_change_leaves_no_entry(keys, database):
    key, _ = await make(keys)

    new = await keys.change(key.id, {"budget_day_microusd": 5, "models": ("gpt-4o*",)}, by="usr_2")
    await keys.change(key.id, {"budget_day_microusd": 5}, by="usr_2")

    assert new.whose == key.whose
    assert new.allowance == Allowance(10_000_000, 5, None, None, ("gpt-4o*",))
    assert published(keys)[0]["models"] == ["gpt-4o*"]
    said = await entries(database)
    assert [entry.type for entry in said] == ["gateway_key.created", "gateway_key.changed"]
    assert said[1].fields["by"] == "usr_2"
    assert said[1].fields["changed"] == ["budget_day_microusd", "models"]


async def test_names_people_wrote_stand_where_they_can_be_erased(keys, database):
    await make(keys)

    [made] = await entries(database)
    assert "support" not in json.dumps(made.fields)
    assert made.payload["team"] == "support"


async def test_a_limit_can_be_lifted(keys):
    key, _ = await make(keys)

    new = await keys.change(key.id, {"budget_month_microusd": None}, by="usr_1")

    assert new.allowance == Allowance()
    assert published(keys)[0]["budget_month_microusd"] is None


async def test_a_rotated_key_keeps_its_old_secret_for_the_grace(keys, clock):
    key, first = await make(keys)

    same, second = await keys.rotate(key.id, timedelta(hours=1), by="usr_1")

    secrets = {one["sha256"]: one["valid_until"] for one in published(keys)[0]["secrets"]}
    assert same.id == key.id
    assert second != first
    assert secrets[hash_of(second.encode()).hex()] is None
    assert secrets[hash_of(first.encode()).hex()] is not None


async def test_rotating_twice_does_not_make_the_oldest_last_longer(keys, clock):
    key, first = await make(keys)
    await keys.rotate(key.id, timedelta(hours=1), by="usr_1")
    before = {one["sha256"]: one["valid_until"] for one in published(keys)[0]["secrets"]}

    await keys.rotate(key.id, timedelta(hours=48), by="usr_1")

    after = {one["sha256"]: one["valid_until"] for one in published(keys)[0]["secrets"]}
    oldest = hash_of(first.encode()).hex()
    assert before[oldest] == after[oldest]
    assert len(after) == 3


async def test_rotating_without_grace_ends_the_old_secret_at_once(keys):
    key, _ = await make(keys)

    _, second = await keys.rotate(key.id, timedelta(), by="usr_1")

    assert [one["sha256"] for one in published(keys)[0]["secrets"]] == [hash_of(second.encode()).hex()]


async def test_a_revoked_key_is_gone_from_the_file_and_stays_revoked(keys, clock, database):
    key, _ = await make(keys)
    first = await keys.revoke(key.id, by="usr_1")
    clock.now += timedelta(days=1)

    again = await keys.revoke(key.id, by="usr_1")

    assert published(keys) == []
    assert again == first
    assert first.state(clock.now) is State.REVOKED
    assert [entry.type for entry in await entries(database)][1:] == ["gateway_key.revoked"]
    with pytest.raises(KeyIsRevoked):
        await keys.change(key.id, {"name": "x"}, by="usr_1")
    with pytest.raises(KeyIsRevoked):
        await keys.rotate(key.id, timedelta(), by="usr_1")


async def test_a_file_that_cannot_be_written_changes_nothing(keys, database):
    keys.data_dir.write_text("a file where the folder should be")

    with pytest.raises(UserError, match="nothing was changed"):
        await make(keys)

    assert await keys.page(10) == []
    assert await entries(database) == []


async def test_a_lost_file_is_written_anew(keys):
    await make(keys)
    path = keys.data_dir / file.FILE
    was = path.read_bytes()
    path.unlink()

    assert not await keys.is_published()
    await keys.publish()

    assert path.read_bytes() == was
    assert await keys.is_published()


@pytest.mark.parametrize(
    ("whose", "allowance"),
    [
        (Whose("", "support"), Allowance()),
        (Whose("a", " support"), Allowance()),
        (Whose("a", "b\n"), Allowance()),
        (Whose("a", "b", ""), Allowance()),
        (Whose("a", "b" * 101), Allowance()),
        (SUPPORT, Allowance(budget_month_microusd=0)),
        (SUPPORT, Allowance(budget_day_microusd=-1)),
        (SUPPORT, Allowance(requests_per_minute=0)),
        (SUPPORT, Allowance(models=("",))),
        (SUPPORT, Allowance(models=("a",) * 51)),
    ],
)
async def test_what_will_not_do_is_refused(keys, whose, allowance):
    with pytest.raises(UserError):
        await keys.create(whose, allowance, None, by="usr_1")


async def test_an_unknown_key_is_said_to_be_so(keys):
    for attempt in (
        keys.get("gk_x"),
        keys.revoke("gk_x", by="usr_1"),
        keys.change("gk_x", {"name": "n"}, by="usr_1"),
    ):
        with pytest.raises(UnknownKey, match="keys list"):
            await attempt


# -- over the API --------------------------------------------------------------------------------------------------------

ADMIN = Caller("tok_a", "admin", "admin", frozenset({Permission.IDENTITY}))
VIEWER = Caller("tok_v", "viewer", "viewer", frozenset({Permission.READ}))
HERE = "/api/v1/gateway-keys"


@pytest.fixture
async def client(keys, clock):
    async def authenticate(token):
        return {"admin": ADMIN, "viewer": VIEWER}.get(token)

    app = create_app([gateway_keys_router(keys, clock)], authenticate=authenticate, statuses=STATUSES)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test", headers={"Authorization": "Bearer admin"}
    ) as client:
        yield client


async def test_a_key_is_made_and_shown_once(client):
    made = await client.post(HERE, json={"name": "bot", "team": "support", "budget_month_microusd": 5})

    assert made.status_code == 201
    secret = made.json()["key"]
    shown = await client.get(made.headers["location"])
    listed = await client.get(HERE)
    assert secret.startswith("wgk_")
    assert shown.json() == {name: value for name, value in made.json().items() if name != "key"}
    assert listed.json()["data"] == [shown.json()]
    assert secret not in shown.text + listed.text


async def test_the_list_has_pages(client):
    for number in range(5):
        await client.post(HERE, json={"name": f"n{number}", "team": "t"})
    first = (await client.get(HERE, params={"limit": 3})).json()

    second = (await client.get(HERE, params={"limit": 3, "cursor": first["next_cursor"]})).json()

    assert [key["name"] for key in first["data"] + second["data"]] == ["n4", "n3", "n2", "n1", "n0"]
    assert second["next_cursor"] is None


async def test_null_lifts_a_limit_and_what_is_left_out_stays(client):
    made = await client.post(
        HERE, json={"name": "bot", "team": "t", "budget_month_microusd": 5, "requests_per_minute": 7}
    )

    changed = await client.patch(
        made.headers["location"], json={"budget_month_microusd": None, "models": ["a*"]}
    )

    assert changed.status_code == 200
    assert changed.json()["budget_month_microusd"] is None
    assert changed.json()["requests_per_minute"] == 7
    assert changed.json()["models"] == ["a*"]


@pytest.mark.parametrize(
    "body",
    [
        {"team": "t"},
        {"name": "n", "team": ""},
        {"name": "n", "team": "t", "budget_month_microusd": 0},
        {"name": "n", "team": "t", "budget_month_microusd": 0.5},
        {"name": "n", "team": "t", "id": "gk_mine"},
        {"name": "n", "team": "t", "key": "wgk_mine"},
        {"name": " n", "team": "t"},
    ],
)
async def test_a_malformed_key_is_refused(client, body):
    answer = await client.post(HERE, json=body)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:watchgate:problem:invalid-input"


@pytest.mark.parametrize("changes", [{"name": None}, {"name": ""}, {"revoked_at": None}, {"models": None}])
async def test_a_malformed_change_is_refused(client, changes):
    made = await client.post(HERE, json={"name": "bot", "team": "t"})

    assert (await client.patch(made.headers["location"], json=changes)).status_code == 422


async def test_a_revoked_key_is_a_conflict_and_an_unknown_one_is_not_there(client):
    made = await client.post(HERE, json={"name": "bot", "team": "t"})
    there = made.headers["location"]

    revoked = await client.post(f"{there}/revoke")

    assert revoked.json()["state"] == "revoked"
    assert (await client.post(f"{there}/rotate", json={})).status_code == 409
    assert (await client.get(f"{HERE}/gk_unknown")).status_code == 404
    assert (await client.get(f"{HERE}/gk_unknown/usage")).status_code == 404


async def test_usage_is_what_the_gateways_counted(client, keys, clock):
    made = await client.post(HERE, json={"name": "bot", "team": "t", "budget_month_microusd": 1000})
    key_id = made.json()["id"]
    month = f"{clock.now:%Y-%m}"
    counts = MonthFile(keys.data_dir, month)
    counts.add(counts.place(key_id), clock.now.day, Counted(2, 30, 40, 400, 100))
    counts.close()

    shown = (await client.get(f"{HERE}/{key_id}/usage")).json()
    other = (await client.get(f"{HERE}/{key_id}/usage", params={"month": "2020-02"})).json()

    assert shown["spent_microusd"] == 400
    assert shown["left_month_microusd"] == 600
    assert shown["left_day_microusd"] is None
    assert shown["days"] == [
        {
            "day": clock.now.date().isoformat(),
            "requests": 2,
            "input_tokens": 30,
            "output_tokens": 40,
            "spent_microusd": 400,
            "estimated_microusd": 100,
        }
    ]
    assert (other["spent_microusd"], other["left_month_microusd"], other["days"]) == (0, None, [])


async def test_only_who_manages_identities_gets_near_them(client):
    viewer = {"Authorization": "Bearer viewer"}

    assert (await client.get(HERE, headers=viewer)).status_code == 403
    assert (await client.post(HERE, headers=viewer, json={"name": "n", "team": "t"})).status_code == 403
    assert (await client.get(HERE, headers={"Authorization": ""})).status_code == 401
