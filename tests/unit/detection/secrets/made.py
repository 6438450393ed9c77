"""Keys made from the forms of the table, and places where people leave keys."""

import random
import re
import re._constants as code
import re._parser as parser
from collections.abc import Iterator

from watchgate.detection.secrets.kind import SecretKind


def made(form: str, luck: random.Random) -> str:
    """A text that *form* matches, drawn evenly over its branches, members and numbers of repeats."""
    return "".join(_pieces(parser.parse(form), luck))


def keys(kind: SecretKind, luck: random.Random) -> Iterator[str]:
    """One key for each form of *kind*."""
    for form in kind.forms:
        yield made(form.replace(" ", ""), luck)


def _pieces(parsed: parser.SubPattern, luck: random.Random) -> Iterator[str]:
    for operation, argument in parsed:
        if operation is code.LITERAL:
            yield chr(argument)
        elif operation is code.IN:
            yield _member(argument, luck)
        elif operation is code.MAX_REPEAT:
            least, most, repeated = argument
            for _ in range(luck.randint(least, min(most, least + 60))):
                yield from _pieces(repeated, luck)
        elif operation is code.SUBPATTERN:
            yield from _pieces(argument[-1], luck)
        elif operation is code.BRANCH:
            yield from _pieces(luck.choice(argument[1]), luck)
        else:
            assert operation is code.AT, f"{operation} is not expected in a form"


def _member(members: list, luck: random.Random) -> str:
    characters = []
    for operation, argument in members:
        if operation is code.LITERAL:
            characters.append(chr(argument))
        else:
            assert operation is code.RANGE, f"{operation} is not expected in a set"
            characters += map(chr, range(argument[0], argument[1] + 1))
    return luck.choice(characters)


def name_of(kind: SecretKind) -> str:
    """What people call it: `TWILIO_TOKEN`."""
    name = re.sub(r"\W+", "_", kind.near[0]).upper() if kind.near else kind.entity
    return name if re.search("KEY|TOKEN|SECRET|PAT$", name) else f"{name}_TOKEN"


PLACES = {
    "environment": "DEBUG=1\n{NAME}={key}\nPORT=8080\n",
    "YAML": "services:\n  api:\n    environment:\n      {NAME}: {key}\n      LOG_LEVEL: info\n",
    "JSON": '{{"name": "worker", "{name}": "{key}", "retries": 3}}',
    "Python": 'import os\n\n{NAME} = "{key}"\nclient = Client({NAME}, timeout=30)\n',
    "JavaScript": "const {name} = '{key}';\nawait fetch(url, {{ headers: {{ token: {name} }} }});\n",
    "shell": "#!/bin/sh\nexport {NAME}='{key}'\n./deploy.sh\n",
    "curl": 'curl -X POST -H "X-{words}: {key}" https://api.example.com/v1/items',
    "log": "2026-03-04T10:20:30Z WARN  {words} rejected: {key} status=401",
    "chat": "hey, can you check why my {words} {key} does not work any more? thanks",
    "table": "| Name | Value |\n|---|---|\n| {words} | {key} |\n",
    "link": "https://example.com/callback?{name}={key}&page=2",
    "diff": "-{NAME}=\n+{NAME}={key}\n",
}
"""How it stands there: {NAME} as a constant, {name} as a variable, {words} in a sentence, {key} itself."""


def placed(place: str, kind: SecretKind, key: str) -> str:
    name = name_of(kind)
    words = name.replace("_", " ").capitalize()
    return PLACES[place].format(NAME=name, name=name.lower(), words=words, key=key)
