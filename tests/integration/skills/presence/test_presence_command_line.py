"""`watchgate skills presence` and `drift`, while a worker looks."""

import asyncio
import contextlib
import json

from integration.remediation.test_remediation_page import sh
from integration.skills.presence.conftest import READERS, SKILL
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.http.server import bind, serve, url_of
from watchgate.skills.presence import api
from watchgate.skills.presence.runner import PresenceRunner
from watchgate.storage.jobs import Jobs
from watchgate.workspaces.api import workspaces_router


@contextlib.asynccontextmanager
async def served(place):
    """run("rita", "drift …") -> what the command says, asked as Rita."""

    async def authenticate(token):
        return READERS.get(token)

    routers = [api.presence_router(place.room), workspaces_router(place.workspaces, None, None)]
    app = create_app(routers, authenticate=authenticate, statuses=api.STATUSES, routes=ROUTES)
    listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(app, listener, stop, ready.set))
    await ready.wait()

    async def run(who, command):
        return await sh(f"watchgate skills {command}", who, url_of(listener))

    try:
        yield run
    finally:
        stop.set()
        await serving
        listener.close()


@contextlib.asynccontextmanager
async def a_worker(place):
    jobs = Jobs(place.database)
    runner = PresenceRunner(place.database, jobs, place.room.looking, interval_s=3600)
    runner.register()
    await jobs.start()
    running = asyncio.create_task(runner.run())
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await jobs.stop()


async def test_somebody_asks_for_a_look_and_sees_what_has_drifted(place):
    gpt_id = await place.install_gpt()
    async with a_worker(place), served(place) as run:
        assert "live" in await run("root", "presence --look --target custom-gpt")

        await place.sim("PATCH", f"gpts/{gpt_id}", json={"instructions": "Be\x1b[31m rude."})
        listed = await run("root", "presence --look --workspace Acme")
        assert "instructions: changed (+1" in listed
        assert "that are not ours" in listed

        shown = await run("vera", f"drift {SKILL} --target custom-gpt || echo exit $?")
        assert f"drifted as {gpt_id}, version 1.2.0" in shown
        assert "instructions: changed (+1" in shown
        assert "rude" not in shown
        assert "exit 1" in shown
        revealed = await run("rita", f"drift {SKILL} --reveal --reason 'a report' || echo exit $?")
        assert "+Be\N{REPLACEMENT CHARACTER}[31m rude." in revealed
        refused = await run("vera", f"drift {SKILL} --reveal --reason 'a report' || echo exit $?")
        assert "reveal" in refused
        assert "rude" not in refused


async def test_a_gpt_is_registered_and_strangers_are_named(place):
    gpt_id = await place.install_gpt()
    await place.sim("PATCH", f"gpts/{gpt_id}", json={"name": "Postmortems"})
    await place.look()
    async with served(place) as run:
        assert gpt_id in await run("vera", "presence unmanaged --target custom-gpt")
        named = json.loads(await run("rita", "presence unmanaged --reveal --reason why --json"))
        assert {one["object_id"]: one["name"] for one in named}[gpt_id] == "Postmortems"

        assert f"{gpt_id} stands for {SKILL}" in await run(
            "root", f"presence register {SKILL} --gpt {gpt_id}"
        )
        await place.look()
        shown = json.loads(await run("vera", "presence --state drifted --json"))["presence"]
        assert [(one["object_id"], one["changes"][0]["part"]) for one in shown] == [(gpt_id, "name")]
        assert "by its name again" in await run("root", f"presence unregister {SKILL}")
