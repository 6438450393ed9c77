"""Which sources tell of a run, and what does each say? Lines for the arrivals; what the costs say comes at the hour's end."""

import random
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.skill_runs.sightings import lines
from watchgate.simulator.skill_runs.sightings.cast import Cast, Skill, Version
from watchgate.simulator.skill_runs.sightings.moments import written
from watchgate.simulator.skill_runs.sightings.used_once import MODELS, UsedOnce

_AUDITED, _EXPORTED = 0.6, 0.3
_TURN_US = 2_000_000


class Telling(NamedTuple):
    source: str
    line: str


class Tellers:
    """The sources, as they speak of one cast."""

    def __init__(self, luck: random.Random, cast: Cast) -> None:
        self._luck = luck
        self._workspace_id = cast.workspace_id
        self._principal = f'{{"id":"{cast.workspace_id}","type":"CHATGPT_WORKSPACE"}}'
        self._organization_id = cast.organization_id
        self._exchanges = 0
        self._prefix = ""
        self._hour_s = 0

    def begin_hour(self, hour: datetime) -> None:
        self._prefix = hour.strftime("%Y-%m-%dT%H:")
        self._hour_s = int(hour.timestamp())

    def at(self, microseconds: int) -> str:
        """The moment so long after the hour."""
        return written(self._prefix, microseconds)

    def tell(self, used: UsedOnce, version: Version | None) -> Iterator[Telling]:
        """All that is said of *used*, but by the costs."""
        skill = used.skill
        if skill is None or skill.surface in ("gpt", "skill"):
            yield from self._messages(used)
        elif skill.surface == "agent":
            yield from self._agent(used, skill)
        elif version is not None:
            yield self._exchange(used, skill, version)
        if skill is not None and skill.surface == "gpt" and self._luck.random() < _AUDITED:
            yield self._audited(used, skill)
        if skill is not None and skill.surface != "api" and self._luck.random() < _EXPORTED:
            yield self._exported(used, skill, version)

    def costs(
        self, hour: datetime, used: UsedOnce, *, model: str, tokens: tuple[int, int], microusd: int
    ) -> str:
        """What the hour's use of *model* by *used*'s person cost."""
        return lines.cost_row(
            drawn_uuid(self._luck),
            hour.date().isoformat(),
            hour.hour,
            used.person,
            organization_id=self._organization_id,
            model=model,
            tokens=tokens,
            microusd=microusd,
        )

    def _messages(self, used: UsedOnce) -> Iterator[Telling]:
        """A question and an answer a turn. Of a run that failed, the last answer is missing."""
        skill, previous = used.skill, ""
        gpt = skill if skill and skill.surface == "gpt" else None
        described = lines.conversation(used.conversation_id, self.at(used.begins_us), gpt)
        asks = '{"type":"user","client_type":"desktop_web"}'
        uses = f',"skills_used":["{skill.target_id}"]' if skill and skill.surface == "skill" else ""
        answers = f'{{"type":"assistant","model":"{MODELS[used.model][0]}"{uses}}}'
        for place, answered_us in enumerate(used.turns_us):
            asked_us = answered_us - _TURN_US if place else used.begins_us
            said = [(asked_us, asks), (answered_us, answers)]
            if used.has_failed and place == len(used.turns_us) - 1:
                said.pop()
            for moment, author in said:
                message_id = drawn_uuid(self._luck)
                line = lines.message(
                    drawn_uuid(self._luck),
                    self.at(moment),
                    used.person,
                    principal=self._principal,
                    message_id=message_id,
                    author=author,
                    conversation=described,
                    previous=previous,
                )
                yield Telling("conversation", line)
                previous = message_id

    def _agent(self, used: UsedOnce, skill: Skill) -> Iterator[Telling]:
        user_id = used.person.user_id
        where = f',"conversation_id":"{used.conversation_id}"' if used.conversation_id else ""
        initiator = f'{{"kind":"account_user","id":"account-{user_id}","auth_user_id":"{user_id}"}}'
        invoker = f'{where},"invoker":{{"type":"chatgpt","initiator":{initiator}}}'
        attached = (
            f',"skill_id":"{skill.target_id}","skill_name":"{skill.name}","skill_type":"uploaded_skill"'
        )
        failed = ',"failure_message":"failed: no answer in time"'
        ending = ("AGENT_RUN_FAILED", failed) if used.has_failed else ("AGENT_RUN_COMPLETED", "")
        steps = (
            (used.begins_us, "AGENT_RUN_CREATED", invoker),
            (used.begins_us + 700_000, "SKILL_USED", attached),
            (used.ends_us, *ending),
        )
        for moment, subtype, more in steps:
            line = lines.agent_event(
                drawn_uuid(self._luck),
                self.at(moment),
                used.person,
                principal=self._principal,
                workspace_id=self._workspace_id,
                subtype=subtype,
                skill=skill,
                run_id=f"thread_{used.run_id}",
                more=more,
            )
            yield Telling("agent", line)

    def _exchange(self, used: UsedOnce, skill: Skill, version: Version) -> Telling:
        self._exchanges += 1
        line = lines.exchange(
            self._exchanges,
            self.at(used.ends_us),
            drawn_uuid(self._luck),
            key=used.key,
            skill=skill,
            digest=version.digest,
            model=MODELS[used.model][1],
            duration_ms=(used.ends_us - used.begins_us) // 1_000,
            tokens=used.tokens,
            microusd=used.microusd,
            has_failed=used.has_failed,
        )
        return Telling("gateway", line)

    def _audited(self, used: UsedOnce, gpt: Skill) -> Telling:
        line = lines.audit_item(
            f"{self._luck.getrandbits(96):024x}",
            self._hour_s + used.begins_us // 1_000_000,
            used.person,
            kind="gpt.failed" if used.has_failed else "gpt.invoked",
            gpt=gpt,
            conversation_id=used.conversation_id,
            model=MODELS[used.model][0],
            duration_ms=(used.ends_us - used.begins_us) // 1_000,
        )
        return Telling("audit", line)

    def _exported(self, used: UsedOnce, skill: Skill, version: Version | None) -> Telling:
        line = lines.export_row(
            f"row-{self._luck.getrandbits(64):016x}",
            self.at(used.begins_us),
            used.person,
            skill=skill,
            version=version.version if version else "",
            conversation_id=used.conversation_id,
            run_id=f"thread_{used.run_id}" if used.run_id else "",
            model=MODELS[used.model][0],
            duration_ms=(used.ends_us - used.begins_us) // 1_000,
            tokens=used.tokens,
            microusd=used.microusd,
            has_failed=used.has_failed,
        )
        return Telling("imported", line)
