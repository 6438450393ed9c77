"""What must a record of this version look like? The version's contract from the registry, compiled once."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from watchgate.hub.records.errors import BreaksContract, NotInUse
from watchgate.skills.package.load import load_skill
from watchgate.skills.reading import read_zip
from watchgate.skills.registry.model import State, Version
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.custom_gpt.record_operation import OPERATION, request_schema

_HELD = 256
_SHOWN = 5
_MASK = "the value"
"""Stands in messages for the value itself, which is somebody's text."""
_IN_USE = frozenset({State.PUBLISHED, State.DEPRECATED})


@dataclass(frozen=True, slots=True)
class Contract:
    """Of one version. Patterns are matched in linear time: a schema's author may not be a friend."""

    version: Version
    validator: jsonschema_rs.Draft202012Validator

    def check(self, said: Mapping[str, Any]) -> None:
        """Raises BreaksContract with what to change."""
        wrong = [_sentence(error) for error in self.validator.iter_errors(dict(said))]
        if wrong:
            more = f" … and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
            raise BreaksContract(
                f"The record does not keep the contract of {self.version.skill_id} {self.version.version}:"
                f" {'; '.join(wrong[:_SHOWN])}{more}. Mend it, and call {OPERATION} again with the same client_key."
            )


@dataclass(slots=True)
class Contracts:
    """Asks the registry for a version's state each time, and for its contract once."""

    registry: Registry
    _held: OrderedDict[str, jsonschema_rs.Draft202012Validator] = field(default_factory=OrderedDict)

    async def of(self, skill_id: str, version: str) -> Contract:
        """Raises UnknownVersion, NotInUse."""
        found = await self.registry.get(skill_id, version)
        if found.state not in _IN_USE:
            raise NotInUse(
                f"{skill_id} {version} is {found.state.value.replace('_', ' ')}: records are taken of published versions only."
            )
        validator = self._held.get(found.digest) or await self._compile(found)
        self._held[found.digest] = validator
        self._held.move_to_end(found.digest)
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return Contract(found, validator)

    async def _compile(self, version: Version) -> jsonschema_rs.Draft202012Validator:
        archive = await self.registry.archive(version.skill_id, version.version)
        skill = load_skill(read_zip(archive)[0])
        if skill.manifest.output is None:
            raise BreaksContract(
                f"{version.skill_id} {version.version} has no output contract, so it leaves no records. Add `output` to skill.yaml."
            )
        return jsonschema_rs.Draft202012Validator(
            request_schema(skill), pattern_options=jsonschema_rs.RegexOptions(), mask=_MASK
        )


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    return f"{'.'.join(str(part) for part in error.instance_path) or 'the record'}: {error.message}"
