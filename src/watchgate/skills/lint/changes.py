"""May this follow the version that was published before? What people rely on changes with the version's number only."""

import json
from collections.abc import Iterator

from watchgate.documents.problems import Place, Problem
from watchgate.skills.lint.model import Subject
from watchgate.skills.package import manifest
from watchgate.skills.package.manifest import Manifest


def check(subject: Subject) -> Iterator[Problem]:
    before = subject.before
    if before is None or before.digest == subject.skill.digest:
        return
    old, new = before.manifest, subject.skill.manifest
    if old.skill_id != new.skill_id:
        yield _problem(
            "skill_id", f"The version before is of `{old.skill_id}`.", "Compare with the right one."
        )
        return
    if new.version == old.version:
        changed = _changed_tools(old, new)
        what = (
            f"The definition of {', '.join(f'`{one}`' for one in changed)} has changed"
            if changed
            else "Something has changed"
        )
        yield _problem("version", f"{what} since {old.version} was published.", "Raise the version.")
    elif _numbers(new.version) < _numbers(old.version):
        yield _problem(
            "version", f"{new.version} is below {old.version}, which was published.", "Raise the version."
        )


def _changed_tools(old: Manifest, new: Manifest) -> list[str]:
    before = {tool.name: tool for tool in old.tools}
    after = {tool.name: tool for tool in new.tools}
    return sorted(
        name for name in before.keys() | after.keys() if _plain(before.get(name)) != _plain(after.get(name))
    )


def _plain(tool: "manifest.Tool | None") -> str:
    return "" if tool is None else json.dumps(tool.model_dump(mode="json"), sort_keys=True)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("-")[0].split("."))


def _problem(path: str, message: str, remedy: str) -> Problem:
    return Problem(Place(manifest.FILE), path, message, remedy)
