"""An office from which things are removed: server, workers, people with tokens; workers are killed at random on the way."""

import asyncio
import random
import time
from collections import Counter

import httpx

from e2e.losing_nothing import Office
from watchgate.identity.people.opening import open_people
from watchgate.identity.roles import Role
from watchgate.identity.tokens.opening import open_tokens
from watchgate.settings import load_settings
from watchgate.testing.processes import RunningProcess

PEOPLE = {"ann": Role.ANALYST, "bo": Role.APPROVER}
SETTLED = {"verified", "not_verifiable", "failed", "held", "cancelled"}


class Removal(Office):
    """One enrolled workspace with a server and workers; `ann` asks, `bo` decides."""

    def __init__(self, simulator, folder, *, workers=2, **settings):
        super().__init__(simulator, folder, workers=workers)
        self.environment |= {f"WATCHGATE_{name.upper()}": str(value) for name, value in settings.items()}
        self.environment |= {"WATCHGATE_REMEDIATION_PER_HOUR": "0"} | self.environment
        self.tokens = {}
        self.kill_random = random.Random(11)

    def __enter__(self):
        super().__enter__()
        self.server = RunningProcess(
            ["watchgate", "server", "--json", "--listen", "127.0.0.1:0"], environment=self.environment
        )
        self._stack.enter_context(self.server)
        self.tokens = asyncio.run(self._make_people())
        return self

    async def _make_people(self):
        """An account and a token for each; as `watchgate users create` and `tokens create` make them."""
        settings = load_settings(data_dir=self.data_dir)
        tokens = {}
        async with open_people(settings) as room, open_tokens(self.data_dir, None) as made:
            for name, role in PEOPLE.items():
                person = await room.people.create(f"{name}@watch.example", name.title(), role)
                _, tokens[name] = await made.create(name, role, None, owner=person.id)
        return tokens

    def api(self, who):
        """A client of the REST API as that person."""
        return httpx.Client(
            base_url=f"{self.server.ready['listening']}/api/v1",
            headers={"Authorization": f"Bearer {self.tokens[who]}"},
            timeout=60,
        )

    def approved(self, targets, *, action="delete", reason="It should not be there"):
        """The id of a request for these objects, as Ann asked and Bo approved."""
        body = {"workspace_id": self.simulator.workspace_id, "action": action, "reason": reason}
        with self.api("ann") as ann, self.api("bo") as bo:
            planned = ann.post("/remediation/requests", json=body | {"targets": targets})
            assert planned.status_code == 201, planned.text
            request_id = planned.json()["id"]
            asked = ann.post(f"/remediation/requests/{request_id}/request")
            assert asked.status_code == 200, asked.text
            said = bo.post(f"/remediation/requests/{request_id}/approve", json={"comment": "Yes"})
            assert said.status_code == 200, said.text
        return request_id

    def shown(self, request_id):
        with self.api("bo") as api:
            return api.get(f"/remediation/requests/{request_id}").json()

    def objects(self, request_id):
        """Every object of the request, as the API shows it."""
        found, cursor = [], None
        with self.api("bo") as api:
            while True:
                page = api.get(
                    f"/remediation/requests/{request_id}/objects",
                    params={"limit": 200} | ({"cursor": cursor} if cursor else {}),
                ).json()
                found += page["data"]
                if (cursor := page["next_cursor"]) is None:
                    return found

    def killing_workers(self, request_id, *, kills, state, seconds):
        """Wait until the request is in that state, killing a worker with SIGKILL now and then on the way."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            shown = self.shown(request_id)
            if shown["state"] == state:
                return shown
            if self.kills["worker"] < kills and self._is_under_way(shown):
                self.kill_a_worker()
            time.sleep(0.05)
        raise AssertionError(f"not {state} within {seconds} s: {self.shown(request_id)}")

    def kill_a_worker(self):
        self.kills["worker"] += 1
        number = self.kill_random.randrange(len(self._workers))
        self._workers[number].kill()
        self._workers[number].stop()
        self._workers[number] = self._start()

    def _is_under_way(self, shown):
        """Some are done, and more so than at the last kill; some are not."""
        counts = Counter(shown["objects"])
        done = sum(counts.values()) - counts["waiting"] - counts["acting"]
        step = sum(counts.values()) // 5
        return counts["waiting"] > 0 and done > step * self.kills["worker"] + step / 2
