"""A published version gets to `/v1/skills` of the simulated OpenAI once, whatever happens on the way."""

import asyncio
import io
import zipfile
from urllib.parse import urlencode

import httpx
import pytest
from openai import OpenAI

from integration.skills.conftest import CALLERS
from unit.skills.sample import FILES, files
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.skills.pushing import api
from watchgate.skills.pushing.opening import pushing_on
from watchgate.skills.registry import api as registry_api
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.sealing import Keyring
from watchgate.testing.simulator import RunningSimulator

FREE = Limits(Rates(1e9, 1e9, 1e9))


@pytest.fixture(scope="module")
def shared_simulator():
    with RunningSimulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(shared_simulator):
    shared_simulator.reset()
    return shared_simulator


@pytest.fixture
async def pushing(place, simulator):
    """`await pushing("root")` asks as Root, of a registry with 1.2.0 in use."""
    await place.published()
    async with new_http_client() as http:
        room = pushing_on(
            place.database,
            Keyring(HeldKeys([bytes(KEY_BYTES)])),
            place.registry,
            base_url=simulator.base_url,
            http=http,
            limits=FREE,
        )

        async def authenticate(token):
            return CALLERS.get(token)

        app = create_app(
            [api.pushing_router(room)],
            authenticate=authenticate,
            statuses={**api.STATUSES, **registry_api.STATUSES},
            routes=ROUTES,
        )

        async def ask(method, path, who="root", **body):
            transport = httpx.ASGITransport(app)
            headers = {"Authorization": f"Bearer {who}"}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://t/api/v1", headers=headers
            ) as client:
                return await client.request(method, path, json=body if method != "GET" else None)

        await ask("PUT", "/platform-keys/default", key=simulator.keys["project"])
        yield ask


async def push(ask, **body):
    answer = await ask("POST", "/skills/incident.postmortem/push", **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def sdk(simulator):
    """What OpenAI's own SDK sees there."""
    with OpenAI(base_url=simulator.base_url, api_key=simulator.keys["project"]) as client:
        yield client


async def test_a_version_is_created_and_the_sdk_finds_it(pushing, place, sdk):
    said = await push(pushing)

    [skill] = sdk.skills.list().data
    assert (said["did"], said["pushed"]["remote_id"]) == ("created", skill.id)
    assert (skill.name, skill.default_version) == ("incident-postmortem", said["pushed"]["remote_version"])
    with zipfile.ZipFile(io.BytesIO(sdk.skills.content.retrieve(skill.id).read())) as archive:
        held = {name.rpartition("incident-postmortem/")[2]: archive.read(name) for name in archive.namelist()}
    assert held["SKILL.md"] == FILES["SKILL.md"]
    assert "skill.yaml" not in held
    [entry] = [one for one in await place.entries() if one[0] == "skill.pushed"]
    assert entry[1]["did"] == "created"


async def test_the_same_again_changes_nothing(pushing, place, sdk):
    await push(pushing)

    assert (await push(pushing))["did"] == "nothing"

    [skill] = sdk.skills.list().data
    assert len(sdk.skills.versions.list(skill.id).data) == 1
    assert len([one for one in await place.entries() if one[0] == "skill.pushed"]) == 1


async def test_a_new_version_becomes_the_default_and_an_older_one_again(pushing, place, sdk):
    first = await push(pushing)
    await place.published(
        files(yaml=("version: 1.2.0", "version: 1.3.0"), md=("Ask for", "Please ask for")), "1.3.0"
    )

    second = await push(pushing)
    back = await push(pushing, version="1.2.0")

    assert (second["did"], back["did"]) == ("added", "made_default")
    [skill] = sdk.skills.list().data
    assert skill.default_version == first["pushed"]["remote_version"]
    listed = (await pushing("GET", "/skills/incident.postmortem/pushed")).json()["data"]
    assert {one["version"]: one["is_default"] for one in listed} == {"1.2.0": True, "1.3.0": False}


async def test_what_was_sent_and_not_noted_is_found(pushing, sdk):
    """As after a kill between OpenAI's answer and our note."""
    sent = sdk.skills.create(files=("x.zip", _archive(), "application/zip"))

    said = await push(pushing)

    assert (said["did"], said["pushed"]["remote_id"]) == ("adopted", sent.id)
    assert len(sdk.skills.list().data) == 1


@pytest.mark.parametrize(
    "fault", ["skill-lost-5xx", "skill-lost-drop", "skill-5xx", "skill-429", "skill-drop"]
)
async def test_a_lost_answer_sends_nothing_twice(pushing, simulator, sdk, fault):
    simulator.faults({fault: {"rate": 1, "times": 1}})

    answers = [await pushing("POST", "/skills/incident.postmortem/push") for _ in range(2)]

    assert answers[-1].status_code == 200, answers[-1].text
    simulator.faults()
    [skill] = sdk.skills.list().data
    assert len(sdk.skills.versions.list(skill.id).data) == 1


@pytest.mark.parametrize(
    ("key", "says"),
    [("admin", "may not ask"), ("project_read_only", "may not ask"), ("wrong", "does not know the key")],
)
async def test_a_key_that_may_not_is_told_apart(pushing, simulator, key, says):
    secret = simulator.keys.get(key, "sk-proj-" + "x" * 40)
    await pushing("PUT", "/platform-keys/default", key=secret)

    answer = await pushing("POST", "/skills/incident.postmortem/push")

    assert (answer.status_code, says in answer.text) == (424, True), answer.text
    assert secret not in answer.text


async def test_somebody_elses_skill_of_the_same_name_is_left_alone(pushing, sdk):
    theirs = sdk.skills.create(files=("x.zip", _archive("Do something else."), "application/zip"))

    answer = await pushing("POST", "/skills/incident.postmortem/push")

    assert (answer.status_code, theirs.id in answer.text) == (409, True), answer.text
    assert len(sdk.skills.versions.list(theirs.id).data) == 1
    assert (await pushing("POST", "/skills/incident.postmortem/take-back")).json() == {"versions": 0}
    assert [one.id for one in sdk.skills.list().data] == [theirs.id]


async def test_an_older_version_that_was_not_noted_makes_the_skill_ours(pushing, place, sdk):
    sent = sdk.skills.create(files=("x.zip", _archive(), "application/zip"))
    await place.published(
        files(yaml=("version: 1.2.0", "version: 1.3.0"), md=("Ask for", "Please ask for")), "1.3.0"
    )

    said = await push(pushing)

    assert (said["did"], said["pushed"]["remote_id"]) == ("added", sent.id)


async def test_what_would_be_done_is_told_and_not_done(pushing, place, sdk):
    async def would(**query):
        answer = await pushing("GET", f"/skills/incident.postmortem/push?{urlencode(query)}")
        return answer.json()["did"], answer.json()["version"]

    assert await would() == ("created", "1.2.0")
    assert sdk.skills.list().data == []
    await push(pushing)
    assert await would() == ("nothing", "1.2.0")
    await place.published(
        files(yaml=("version: 1.2.0", "version: 1.3.0"), md=("Ask for", "Please ask for")), "1.3.0"
    )
    assert await would() == ("added", "1.3.0")
    await push(pushing)
    assert await would(version="1.2.0") == ("made_default", "1.2.0")
    assert len([one for one in await place.entries() if one[0] == "skill.pushed"]) == 2


async def test_two_at_once_send_it_once(pushing, sdk):
    answers = await asyncio.gather(*(pushing("POST", "/skills/incident.postmortem/push") for _ in range(4)))

    assert 200 in {answer.status_code for answer in answers} <= {200, 409}
    [skill] = sdk.skills.list().data
    assert len(sdk.skills.versions.list(skill.id).data) == 1
    assert (await push(pushing))["did"] == "nothing"


async def test_only_what_is_published_is_sent(pushing, place):
    await place.add(files=files(yaml=("version: 1.2.0", "version: 1.3.0"), md=("Ask for", "Please ask for")))

    answer = await pushing("POST", "/skills/incident.postmortem/push", version="1.3.0")

    assert (answer.status_code, "Publish it first" in answer.text) == (409, True)


async def test_what_is_withdrawn_is_not_sent_and_can_be_taken_back(pushing, place):
    await place.step("root", "withdraw")

    answer = await pushing("POST", "/skills/incident.postmortem/push", version="1.2.0")

    assert (answer.status_code, "take-back" in answer.text) == (409, True)


async def test_without_a_key_it_says_how_to_give_one(pushing):
    answer = await pushing("POST", "/skills/incident.postmortem/push", project="other")

    assert (answer.status_code, "platform-key set" in answer.text) == (409, True)


async def test_it_can_be_taken_back(pushing, place, sdk):
    await push(pushing)

    answer = await pushing("POST", "/skills/incident.postmortem/take-back")

    assert answer.json() == {"versions": 1}
    assert sdk.skills.list().data == []
    assert [one[0] for one in await place.entries()][-1] == "skill.taken_back"


async def test_a_key_is_sealed_and_shown_by_its_end_only(pushing, place, simulator):
    shown = (await pushing("GET", "/platform-keys")).json()["data"]

    assert [one["last_four"] for one in shown] == [simulator.keys["project"][-4:]]
    assert simulator.keys["project"] not in str(await place.entries())


async def test_who_may_not_publish_may_not_push(pushing):
    assert (await pushing("POST", "/skills/incident.postmortem/push", who="ann")).status_code == 403


def _archive(more=""):
    """The sample as others pack it; *more* is at the end of its instructions."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            if name != "skill.yaml":
                added = more.encode() if name == "SKILL.md" else b""
                archive.writestr(f"incident-postmortem/{name}", content + added)
    return raw.getvalue()
