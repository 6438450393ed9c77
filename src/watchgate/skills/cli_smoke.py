"""`watchgate skills smoke`: does a published skill work from end to end? Run it once, and wait for what there must be of the run."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

import typer

from watchgate.commands.rest import Api, ApiUrl, TokenFile, opened
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.kernel.ids import new_id
from watchgate.settings import secret_from_environment
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import Skill
from watchgate.skills.reading import read_zip
from watchgate.skills.targets.custom_gpt.record_operation import PATH as RECORDS
from watchgate.skills.trying.conversation import Conversation, Endless
from watchgate.skills.trying.expecting import reasons
from watchgate.skills.trying.model_at import Blocked, ModelAt, NoAnswer
from watchgate.storage.cli_options import AsJson

_SMOKE = """Example:

  SKILL_KEY=wgs_… watchgate skills smoke incident.postmortem --hub-key-env SKILL_KEY"""
_LOOK_EVERY_S = 0.5
_TELLERS = {"gateway": "telemetry", "record": "record"}


@dataclass(frozen=True, slots=True)
class Smoke:
    """What came of it. `lags`: seconds from the end of the run until it was known by each; None: it was not, in time."""

    skill_id: str
    version: str
    run_id: str
    reasons: list[str]
    lags: Mapping[str, float | None]

    @property
    def has_passed(self) -> bool:
        return not self.reasons and None not in self.lags.values()


def register(skills: typer.Typer) -> None:
    """Add `smoke` to `skills`."""
    skills.command("smoke", epilog=_SMOKE)(smoke)


def smoke(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    skill_id: Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")],
    hub_key_env: Annotated[
        str | None,
        typer.Option(help="The environment variable with the skill's key; needed if it leaves records."),
    ] = None,
    gateway: Annotated[str, typer.Option(help="Where the gateway is.")] = "http://127.0.0.1:8000/v1",
    model: Annotated[str, typer.Option(help="Which model is asked.")] = "gpt-4o",
    key_env: Annotated[
        str | None, typer.Option(help="The environment variable with the gateway key.", show_default=False)
    ] = None,
    wait: Annotated[int, typer.Option(min=1, help="So many seconds at most until the run is known.")] = 180,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Run the version in use once, through the gateway, and wait for its telemetry and its record. Exit code 1 when one is missing."""
    key = Content(secret_from_environment(key_env, said_in="--key-env")) if key_env else None
    with opened(api_url, token_file) as api:
        skill = _in_use(api, skill_id)
        at = replace(ModelAt(gateway, key), told=_named(skill, run := new_id("run")))
        found, record = _run(skill, model, at)
        if record is not None:
            _leave(api, record, run, hub_key_env)
        wanted = ["gateway", *(["record"] if record is not None else [])]
        lags = _known(api, run, wanted, wait)
    done = Smoke(skill_id, skill.manifest.version, run, found, lags)
    _say(done, as_json=as_json)
    if not done.has_passed:
        raise typer.Exit(1)


def _in_use(api: Api, skill_id: str) -> Skill:
    current = list(api.all_of("/api/v1/skills", skill_id=skill_id, current="true"))
    if not current:
        raise UserError(f"No version of {skill_id} is in use. `watchgate skills list` shows those there are.")
    path = f"/api/v1/skills/{skill_id}/versions/{current[0]['version']}/archive"
    skill = load_skill(read_zip(api.send("GET", path).content)[0])
    if not skill.manifest.tests:
        raise UserError(f"{skill_id} has no tests, so there is nothing to run.")
    return skill


def _named(skill: Skill, run: str) -> Mapping[str, str]:
    return {"X-Watchgate-Skill": f"{skill.manifest.skill_id}@{skill.digest}", "X-Watchgate-Run": run}


def _run(skill: Skill, model: str, at: ModelAt) -> tuple[list[str], Mapping[str, Any] | None]:
    """What does not hold, and the record that the model wrote."""
    test = skill.manifest.tests[0]
    conversation = Conversation(skill, test, model)
    try:
        found = list(reasons(test, conversation.hold(at)))
    except (Blocked, NoAnswer, Endless) as problem:
        found = [str(problem) or "The model goes on calling tools."]
    return found, conversation.kept[0] if conversation.kept else None


def _leave(api: Api, record: Mapping[str, Any], run: str, hub_key_env: str | None) -> None:
    if hub_key_env is None:
        raise UserError("The skill leaves a record: say --hub-key-env (`watchgate hub keys make`).")
    key = secret_from_environment(hub_key_env, said_in="--hub-key-env")
    headers = {"Authorization": f"Bearer {key}", "X-Watchgate-Run": run}
    api.send("POST", RECORDS, json={**record, "client_key": run}, headers=headers)


def _known(api: Api, run: str, wanted: list[str], wait: int) -> Mapping[str, float | None]:
    began = time.monotonic()
    lags: dict[str, float | None] = dict.fromkeys(wanted)
    while time.monotonic() < began + wait and None in lags.values():
        found = api.ask("GET", "/api/v1/hub/usage/runs", params={"run_id": run})["data"]
        tells = {source for one in found for source in one["sources"]}
        for source in wanted:
            if lags[source] is None and source in tells:
                lags[source] = round(time.monotonic() - began, 1)
        if None in lags.values():
            time.sleep(_LOOK_EVERY_S)
    return lags


def _say(done: Smoke, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(done) | {"passed": done.has_passed}))
        return
    for reason in done.reasons:
        typer.echo(reason)
    for source, lag in done.lags.items():
        typer.echo(
            f"{_TELLERS[source]:<10} {'not known in time' if lag is None else f'known after {lag:.1f} s'}"
        )
    typer.echo(f"{done.skill_id} {done.version}: {'passed' if done.has_passed else 'not passed'}.")
