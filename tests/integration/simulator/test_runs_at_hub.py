"""The simulated ChatGPT and the real Hub: what a GPT's Action sends is taken, once, and its footer is what the person reads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from integration.hub.conftest import RECORD, HubPlace, place  # noqa: F401 -- fixture
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate import app_hub
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.testing.simulator import RunningSimulator


@asynccontextmanager
async def served(app) -> AsyncIterator[str]:
    """*app* on a port of its own; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 -- uvicorn has no event to wait for
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


def app_of(place: HubPlace):  # noqa: F811
    """The Hub for skills' keys alone: nobody signs in here."""

    async def nobody(token):
        return None

    return create_app(
        app_hub.routers(place.rooms, "https://watchgate.acme.example"),
        authenticate=app_hub.also_skills(nobody, place.rooms),
        statuses=app_hub.STATUSES,
        routes=ROUTES,
    )


async def test_records_of_runs_come_into_the_hub_once_each(place: HubPlace):  # noqa: F811
    key = await place.key()
    with RunningSimulator("--messages", "20", "--people", "4") as simulator:
        gpt_id = next(each["id"] for each in simulator.truth_objects() if each["kind"] == "gpt")
        asked = {name: RECORD[name] for name in ("skill_id", "skill_version")}
        asked |= {"record": RECORD["body"], "record_type": RECORD["type"], "hub_key": key}

        async with served(app_of(place)) as hub_url:
            runs = await asyncio.to_thread(
                simulator.run_gpt, gpt_id, count=6, refuse=1, twice=2, hub_url=hub_url, **asked
            )
            (refused,) = await asyncio.to_thread(
                simulator.run_gpt, gpt_id, count=1, hub_url=hub_url, **asked | {"record": {"else": 1}}
            )

    recorded = {run["conversation_id"]: run["answer"] for run in runs if run["recorded"]}
    kept = (await place.hub("root").get("/api/v1/hub/records")).json()["data"]
    assert {each["conversation_id"]: each["id"] for each in kept} == {
        talk: answer["id"] for talk, answer in recorded.items()
    }
    assert len(kept) == 5
    assert {each["gpt_id"] for each in kept} == {gpt_id}
    assert all(run["answer"] == run["answer_again"] for run in runs if run["recorded"] == "twice")
    assert (refused["recorded"], refused["status"]) == (False, 422)
