"""One skill that is in order, and ways to spoil it."""

from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import SkillError

SKILL_MD = """---
name: incident-postmortem
description: Writes the postmortem of an incident. Use after an incident is closed.
license: Apache-2.0
metadata:
  team: sre
allowed-tools: Read Bash(git:*)
---
# Postmortem

Ask for the incident's number. Follow references/handbook.md.
"""
SKILL_YAML = """skill_id: incident.postmortem
version: 1.2.0
title: Incident Postmortem
owner: sre@acme.example
archetypes: [engineer, sre]
parameters:
  type: object
  required: [incident]
  properties:
    incident: {type: string, description: Number of the incident}
    tone: {type: string, enum: [plain, formal], default: plain}
tools:
  - name: lookup_incident
    description: Looks an incident up.
    parameters:
      type: object
      required: [id]
      properties:
        id: {type: string}
        verbose: {type: boolean, description: Everything.}
    endpoint: {method: GET, url: "https://api.acme.example/incidents/{id}"}
  - name: close_incident
    description: Closes it.
    parameters: {type: object, properties: {id: {type: string}, note: {type: string}}, required: [note]}
    endpoint: {method: POST, url: "https://api.acme.example/incidents/{id}/close"}
    consequential: true
knowledge: [references/handbook.md]
starters: [Write the postmortem of the last incident]
capabilities: [code_interpreter]
output:
  record: decisions
  body: {type: object, required: [summary], properties: {summary: {type: string}}}
tests:
  - name: writes it
    parameters: {incident: INC-1}
    expect:
      - contains: root cause
      - calls: lookup_incident
      - record: true
provenance: {source: "https://git.acme.example/skills", authors: [Ann]}
"""
FILES = {
    "SKILL.md": SKILL_MD.encode(),
    "skill.yaml": SKILL_YAML.encode(),
    "references/handbook.md": b"# Handbook\n\nBe kind.\n",
    "scripts/count.sh": b"#!/bin/sh\necho 1\n",
}


def files(**replaced):
    """The sample's files: `files(yaml=("old", "new"), md=…)` replaces text, which has to be there."""
    made = dict(FILES)
    for key, name in (("yaml", "skill.yaml"), ("md", "SKILL.md")):
        if key in replaced:
            old, new = replaced[key]
            text = made[name].decode()
            assert old in text
            made[name] = text.replace(old, new).encode()
    return made


def skill(**replaced):
    return load_skill(files(**replaced))


def problems(of, folder_name=None):
    """What loading says is wrong, as people read it; nothing when it is in order."""
    try:
        load_skill(of, folder_name)
    except SkillError as error:
        return [str(problem) for problem in error.problems]
    return []
