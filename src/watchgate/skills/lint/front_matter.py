"""Do other readers of the specification take the front matter? Its own validator reads block style only."""

from collections.abc import Iterator

import yaml

from watchgate.documents.problems import Place, Problem
from watchgate.skills.lint.model import Subject
from watchgate.skills.package import skill_md

_FLOW = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)


def check(subject: Subject) -> Iterator[Problem]:
    """Flow style is YAML, and the specification does not forbid it; `skills-ref`, its reference, refuses it."""
    skill = subject.skill
    lines = skill.files[skill_md.FILE].decode("utf-8-sig").splitlines()[: skill.text.instructions_line - 2]
    for token in yaml.scan("\n".join(lines)):
        if isinstance(token, _FLOW):
            place = Place(skill_md.FILE, token.start_mark.line + 1, token.start_mark.column + 1)
            message = "Not every reader of the Agent Skills specification takes `{…}` or `[…]` here."
            yield Problem(place, "", message, "Write one key or item a line.", "warning")
