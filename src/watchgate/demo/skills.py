"""What becomes of a skill? Written once, tried, reviewed, handed out; and what its runs leave behind.

Every step of ours is a command as anybody would type it. What people do in ChatGPT, which no API does, the simulator does for them.
"""

import asyncio
import json
import re
import shutil
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path

import httpx
from rich.console import Console

from watchgate.demo.acting import Cast
from watchgate.kernel.errors import UserError
from watchgate.testing.simulator import RunningSimulator

SKILL, VERSION = "incident.postmortem", "1.0.0"
PUBLIC_URL = "https://watchgate.example"
"""Where ChatGPT would reach this Watchgate; in the tour, the simulator reaches it where it is."""
RUNS, REFUSED, TWICE, LATE, TRIED = 50, 4, 3, 2, 2
_RECORD = {"incident": "INC-7", "root_cause": "An expired DNSSEC key."}
_SOON_S, _COSTED_S = 300, 3 * 3600
"""The runs take place within five minutes; three hours later, by the simulated clock, OpenAI's logs and costs tell of them."""
_WAIT_S = 180


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the tour of skills takes place. *folder*: where its files are left."""

    out: Console
    simulator: RunningSimulator
    people: Cast
    gateway_url: str
    api_url: str
    data_dir: Path
    folder: Path


async def show_skill(stage: Stage) -> None:
    """From a folder to a published skill, to its use, to somebody who changes it."""
    stage.out.print("\n[bold]A skill: written once, handed out everywhere[/]")
    await _publish(stage)
    await _push(stage)
    gpt_id = await _hand_out(stage)
    await _use(stage, gpt_id)
    await _drift(stage, gpt_id)


async def _publish(stage: Stage) -> None:
    out, ann, bo, root = stage.out, stage.people.ann, stage.people.bo, stage.people.root
    skill = await asyncio.to_thread(_copied, stage.folder)
    await ann.run(out, f"skills lint {skill}")
    stage.simulator.script(*_scripted())
    await ann.run(out, f"skills test {skill} --gateway {stage.gateway_url}")
    stage.simulator.script()
    await ann.run(out, f"skills add {skill}")
    await ann.run(out, f"skills submit {SKILL} {VERSION}")
    await bo.run(out, f"skills approve {SKILL} {VERSION}")
    await root.run(out, f"skills publish {SKILL} {VERSION}")


async def _push(stage: Stage) -> None:
    """To the API platform, which takes skills; with a key of a project, as whoever has one gives it."""
    root = stage.people.root
    key = {"OPENAI_API_KEY": stage.simulator.keys["project"]}
    await replace(root, environment={**root.environment, **key}).run(stage.out, "skills platform-key set")
    await root.run(stage.out, f"skills push {SKILL}")
    await root.run(stage.out, f"skills push {SKILL}")


async def _hand_out(stage: Stage) -> str:
    """The id of the GPT that somebody has made of the bundle."""
    out, root, bundles = stage.out, stage.people.root, stage.folder / "bundles"
    skill = stage.folder / "incident-postmortem"
    await root.run(
        out, f"skills export {skill} --target custom-gpt --to {bundles} --data-dir {stage.data_dir}"
    )
    out.print(
        "\n  (No API makes a Custom GPT. A person follows INSTALL.md, and shares it with the workspace.)"
    )
    [bundle] = bundles.glob("*.zip")
    gpt_id = stage.simulator.install_gpt(bundle.read_bytes())["gpt_id"]
    stage.simulator.edit_gpt(gpt_id, visibility="workspace")
    await root.run(out, "skills presence --look --target custom-gpt")
    return gpt_id


async def _use(stage: Stage, gpt_id: str) -> None:
    """Fifty people use it; some GPTs do not leave their record, some leave it late or twice."""
    out, root = stage.out, stage.people.root
    made = await root.run(out, f"hub keys make {SKILL} --workspace Office --json", shows=_hides_the_key)
    key = json.loads(made)["key"]
    stage.simulator.script(*_scripted())
    keyed = replace(root, environment={**root.environment, "SKILL_KEY": key})
    await keyed.run(out, f"skills smoke {SKILL} --hub-key-env SKILL_KEY --gateway {stage.gateway_url}")
    stage.simulator.script()
    out.print(
        f"\n  ({RUNS} times somebody uses it in ChatGPT: {REFUSED} leave no record, {LATE} leave it late, {TWICE} twice.)"
    )
    runs = await asyncio.to_thread(
        stage.simulator.run_gpt,
        gpt_id,
        count=RUNS,
        refuse=REFUSED,
        late=LATE,
        late_s=1,
        twice=TWICE,
        hub_url=stage.api_url,
        hub_key=key,
        ahead_s=_SOON_S,
        skill_id=SKILL,
        skill_version=VERSION,
        record=_RECORD,
        record_type="outputs",
    )
    footer = next(run["answer"]["footer"] for run in runs if run["answer"])
    out.print(f"  The replies end with:  {footer}", markup=False)
    await asyncio.to_thread(stage.simulator.advance_clock, _COSTED_S)
    await _until_known(stage)
    await root.run(out, "hub records list --type outputs --limit 3")
    await root.run(out, "hub summary")
    await root.run(out, "hub governance")
    await root.run(out, "hub records verify")


async def _until_known(stage: Stage) -> None:
    """Until the logs of the runs were read (and those of the tests, from the gateway), what they cost, and which left no record."""
    with httpx.Client(
        base_url=stage.api_url,
        headers={"Authorization": f"Bearer {stage.people.root.environment['WATCHGATE_API_TOKEN']}"},
    ) as api:
        for _ in range(_WAIT_S):
            answer = await asyncio.to_thread(api.get, "/api/v1/hub/usage/summary", params={"skill_id": SKILL})
            found = answer.json()["total"]
            events = await asyncio.to_thread(api.get, "/api/v1/hub/governance", params={"open": True})
            if found["runs"] == RUNS + TRIED and "allocated" in found["cost"] and events.json()["data"]:
                return
            await asyncio.sleep(1)
    raise UserError(
        f"After {_WAIT_S} s the use of the skill is not known: {found['runs']} runs of {RUNS + TRIED}."
    )


async def _drift(stage: Stage, gpt_id: str) -> None:
    out, root = stage.out, stage.people.root
    out.print("\n  (Somebody changes the GPT by hand.)")
    stage.simulator.edit_gpt(gpt_id, instructions="You blame whoever was on call.")
    await root.run(out, "skills presence --look --target custom-gpt")
    await root.run(out, f"skills drift {SKILL}", refused=True)


def _hides_the_key(said: str) -> str:
    """What the tour shows of it: the key itself goes into the GPT's Action, not onto a screen."""
    return re.sub(r"wgs_[\w-]+", "wgs_…", said)


def _copied(folder: Path) -> Path:
    """The example as somebody's own folder."""
    with as_file(files("watchgate.demo").joinpath("skills/incident-postmortem")) as example:
        return Path(shutil.copytree(example, folder / "incident-postmortem"))


def _scripted() -> list[dict[str, object]]:
    """What the simulated model does: it looks up, leaves a record, and answers."""
    record = {
        "skill_id": SKILL,
        "skill_version": VERSION,
        "client_key": "tour",
        "type": "outputs",
        "body": _RECORD,
    }
    return [
        {"match": {"contains": "footer"}, "reply": {"text": "Root cause: the root cause was a DNSSEC key."}},
        {
            "match": {"contains": "expired"},
            "reply": {"tool_calls": [{"name": "emit_hub_record", "arguments": record}]},
        },
        {
            "match": {"contains": "INC-7"},
            "reply": {"tool_calls": [{"name": "lookup_incident", "arguments": {"id": "INC-7"}}]},
        },
    ]
