"""What does a new skill begin with? Files that pass the lint and say what belongs where."""

from collections.abc import Mapping

_SKILL_MD = """---
name: {name}
description: What it does, and when it is to be used. Name the words that people use for it.
---
# {title}

What is to be done, step by step, as you would tell a new colleague.

1. Read what you were given.
2. …

## What a good result looks like

An example says more than a rule.
"""
_SKILL_YAML = """skill_id: {skill_id}
version: 0.1.0
title: {title}
owner: {owner}

# For which groups of people it is made.
archetypes: []

# What it asks for first (JSON Schema).
parameters:
  type: object
  required: [subject]
  properties:
    subject:
      type: string
      description: What it is about.

# What a record of a run looks like (JSON Schema).
output:
  record: outputs
  body:
    type: object
    required: [summary]
    properties:
      summary: {{type: string, description: In two sentences.}}

# What it promises: `watchgate skills test` runs these.
tests:
  - name: it answers
    parameters: {{subject: a test}}
    expect:
      - matches: "\\\\w"
"""


def new_skill(skill_id: str, title: str, owner: str) -> Mapping[str, bytes]:
    """The files of a new skill. *skill_id*, *title* and *owner* are checked by whoever loads them."""
    name = skill_id.replace(".", "-").replace("_", "-")
    said = {"skill_id": skill_id, "name": name, "title": title, "owner": owner}
    return {
        "SKILL.md": _SKILL_MD.format(**said).encode(),
        "skill.yaml": _SKILL_YAML.format(**said).encode(),
        "references/README.md": b"# References\n\nWhat the instructions point to, one subject a file.\n",
    }
